/** The frozen vectors of docs/formats/roster.md: read from the disk, and made anew to see that they are what they were. */
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { test } from "node:test";
import { fromHex, Redacted, toHex, utf8, type Json } from "#bytes";
import {
  emptyLine,
  encodeAct,
  EntryError,
  extendLine,
  frameAct,
  headCode,
  lineId,
  MAX_ACT_BYTES,
  openAct,
  openLockbox,
  parseAct,
  rosterSummary,
  sealAct,
  unframeAct,
  wordsOf,
  type Outcome,
  type Road,
  type RuleName,
} from "#entry";
import { SealError } from "#seal";
import { strayVectors, vectorCases } from "../../../vectors/vector-files.ts";
import { rosterVectors, type LockboxCase } from "../../../vectors/roster/cases.ts";
import { rulesWithout } from "../../../vectors/roster/cast.ts";
import { SECOND_LOCKS } from "../../../vectors/roster/refusals.ts";
import { RULES } from "./rules.ts";

type GoodAct = { kind: string; id: string; newer: boolean; by: string[]; act: string };
type LineCase = { name: string; acts: { road: Road; act: string; outcome: Outcome }[]; summary: Json };
type Sealed = { lineKey: string; lineId: string; act: string; frame: string; blob: string };
type Oversize = { before: string; repeated: string; count: number; after: string };
type BadAct = { name: string; code: string; act?: string; oversize?: Oversize };

const lines = (["accept/stories.json", "accept/refusals.json"] as const).flatMap((path) => vectorCases<LineCase>("roster", path));

function replay({ acts }: LineCase, rules?: ReturnType<typeof rulesWithout>): { outcomes: Outcome[]; summary: Json } {
  let line = emptyLine(rules);
  const outcomes = acts.map(({ act, road }) => {
    const extended = extendLine(line, parseAct(utf8(act)), road);
    line = extended.line;
    return extended.outcome;
  });
  return { outcomes, summary: rosterSummary(line) };
}

function refusal(run: () => unknown, code: string): void {
  throws(run, (error) => (error instanceof EntryError || error instanceof SealError) && error.code === code);
}

test("the vectors are what their maker makes", async () => {
  deepEqual(strayVectors("roster", await rosterVectors()), []);
});

test("one act of every kind reads as it was written", () => {
  const acts = vectorCases<GoodAct>("roster", "accept/acts.json");
  for (const { kind, id, newer, by, act } of acts) {
    const read = parseAct(utf8(act));
    deepEqual([read.body.act.kind, read.id, read.newer, read.body.by], [kind, id, newer, by]);
    deepEqual(encodeAct(read), utf8(act));
  }
  equal(acts.length, 14);
});

test("no malformed act is read", () => {
  for (const { name, code, act, oversize } of vectorCases<BadAct>("roster", "reject/acts.json")) {
    const text = act ?? `${oversize!.before}${oversize!.repeated.repeat(oversize!.count)}${oversize!.after}`;
    throws(() => parseAct(utf8(text)), { name: "EntryError", code }, name);
  }
});

test("an act one byte shorter than too large is not too large", () => {
  const { oversize } = vectorCases<BadAct>("roster", "reject/acts.json").find((one) => one.oversize !== undefined)!;
  const { before, repeated, count, after } = oversize!;
  refusal(() => parseAct(utf8(before + repeated.repeat(count - 1) + after)), "bad-signature");
});

test("every line comes to its summary, act by act", () => {
  for (const one of lines) {
    const { outcomes, summary } = replay(one);
    deepEqual(
      outcomes,
      one.acts.map(({ outcome }) => outcome),
      one.name,
    );
    deepEqual(summary, one.summary, one.name);
  }
  ok(lines.length > 80);
});

for (const name of (Object.keys(RULES) as RuleName[]).filter((rule) => !SECOND_LOCKS.includes(rule))) {
  test(`the vectors notice where ${name} is switched off`, () => {
    const rules = rulesWithout(name);
    const stopped = lines.filter(({ acts }) => acts.some(({ outcome }) => outcome.kind === "void" && outcome.rule === name));
    const noticed = stopped.filter((one) => JSON.stringify(replay(one, rules).summary) !== JSON.stringify(one.summary));
    ok(noticed.length > 0);
  });
}

test("acts seal and open", () => {
  for (const { lineKey, lineId: log, act, frame, blob } of vectorCases<Sealed>("roster", "accept/sealed.json")) {
    const key = fromHex(lineKey);
    const read = parseAct(utf8(act));
    equal(lineId(key), log);
    equal(toHex(frameAct(read)), frame);
    equal(toHex(sealAct(key, read)), blob);
    deepEqual(openAct(key, fromHex(blob)), read);
    deepEqual(unframeAct(fromHex(frame)), read);
  }
});

test("no broken blob opens", () => {
  for (const { name, lineKey, blob, code } of vectorCases<{ name: string; lineKey: string; blob: string; code: string }>(
    "roster",
    "reject/sealed.json",
  )) {
    throws(() => openAct(fromHex(lineKey), fromHex(blob)), { code }, name);
  }
  refusal(() => openAct(new Uint8Array(32), new Uint8Array(2 * MAX_ACT_BYTES + 1)), "too-large");
});

test("head codes and words", () => {
  for (const one of vectorCases<{ head?: string; hash?: string; count?: number; words: string[] }>("roster", "accept/head-codes.json")) {
    deepEqual(one.head === undefined ? wordsOf(one.hash!, one.count!) : headCode(one.head), one.words);
  }
});

test("lockboxes open", async () => {
  for (const { device, identity, element, wrapped, ...told } of vectorCases<LockboxCase>("roster", "accept/lockboxes.json")) {
    const { key, writeToken, wrappedKey } = await openLockbox(element, device, new Redacted(identity), wrapped);
    equal(toHex(key.reveal()), told.key);
    equal(toHex(writeToken.reveal()), told.writeToken);
    equal(wrappedKey === null ? null : toHex(wrappedKey.reveal()), told.wrappedKey);
  }
});

test("every lockbox that fails its recipient says why", async () => {
  for (const { name, code, device, identity, element, wrapped } of vectorCases<LockboxCase>("roster", "reject/lockboxes.json")) {
    const answer = await openLockbox(element, device, new Redacted(identity), wrapped).then(
      () => "opened",
      (error: unknown) => (error instanceof EntryError ? error.code : error),
    );
    equal(answer, code, name);
  }
});
