/** Each of the sentences must be able to say no. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findings } from "./invariants.ts";
import { admission, ANN, BEN, CAT, deviceOf, Stage } from "./stage.ts";
import type { Letter } from "./pen.ts";
import type { Summary } from "./types.ts";

function group(): Summary {
  return Stage.with(ANN, BEN).shows;
}

function found(letter: Letter, before: Summary, now: Summary, post: readonly Letter[] = []): readonly string[] {
  return findings({ letter, before, now, plain: true }, (id) => post.find((one) => one.id === id)).map((text) => text.slice(0, 2));
}

const suspension = (act: string, by: string, person: string) => ({ act, by, open: true, person });

test("I1: two open suspensions by one signer", () => {
  const stage = Stage.with(ANN, BEN, CAT);
  const letter = stage.write({ kind: "suspend", person: CAT.person, cut: {} }, [deviceOf(ANN)]);
  const now = { ...stage.shows, suspensions: [suspension("aa", ANN.person, BEN.person), suspension("bb", ANN.person, CAT.person)] };
  assert.deepEqual(found(letter, stage.shows, now), ["I1"]);
  assert.deepEqual(found(letter, stage.shows, { ...now, suspensions: now.suspensions.slice(1) }), []);
});

test("I2: somebody admitted by one person, or by two devices of one", () => {
  const stage = Stage.with(ANN, BEN);
  const before = group();
  const proposal = stage.write(admission(CAT), [deviceOf(ANN)]);
  const now: Summary = { ...before, persons: { ...before.persons, [CAT.person]: "active" } };
  assert.deepEqual(found(proposal, before, now), ["I2"]);
  const alone = stage.write({ kind: "confirm", act: proposal.id }, [deviceOf(ANN)]);
  assert.deepEqual(found(alone, before, now, [proposal]), ["I2"]);
  const second = stage.write({ kind: "confirm", act: proposal.id }, [deviceOf(BEN)]);
  assert.deepEqual(found(second, before, now, [proposal]), []);
});

test("I3: a suspended person changes something; their answer may", () => {
  const stage = Stage.with(ANN, BEN, CAT);
  stage.suspend(ANN, BEN);
  const before = stage.shows;
  const act = stage.write({ kind: "policy", policy: {} }, [deviceOf(BEN)]);
  assert.deepEqual(found(act, before, { ...before, pending: [act.id] }), ["I3"]);
  assert.deepEqual(found(act, before, { ...before, head: act.id }), []);
  const answer = stage.write({ kind: "suspend", person: ANN.person, cut: {} }, [deviceOf(BEN)]);
  const now = { ...before, suspensions: [...before.suspensions, suspension(answer.id, BEN.person, ANN.person)] };
  assert.deepEqual(found(answer, before, now), []);
});

test("I4: a removed person is back", () => {
  const stage = Stage.with(ANN, BEN, CAT);
  stage.remove(ANN, BEN, CAT);
  const before = stage.shows;
  const act = stage.write({ kind: "policy", policy: {} }, [deviceOf(ANN)]);
  assert.deepEqual(found(act, before, { ...before, persons: { ...before.persons, [CAT.person]: "active" } }), ["I4"]);
});

test("I5: an epoch beside another", () => {
  const stage = Stage.with(ANN, BEN);
  const both = [deviceOf(ANN), deviceOf(BEN)];
  stage.epoch(ANN, both);
  const one = stage.shows;
  stage.epoch(ANN, both);
  const two = stage.shows;
  const letter = stage.write({ kind: "policy", policy: {} }, [deviceOf(ANN)]);
  assert.deepEqual(found(letter, one, two), ["I5"]);
});
