/** The attacks the rules were made against, one by one. Every step is judged by oracle and implementation, which must agree. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { canonical, concat, toBase64, utf8, type Json } from "#bytes";
import { EntryError, parseAct } from "#entry";
import { certificateOf, signerOfDevice } from "./cast.ts";
import { admission, ANN, BEN, CAT, deviceOf, DOV, EVE, genesisOf, Stage } from "./stage.ts";

test("group of two: whoever suspends the other can then admit nobody", () => {
  const stage = Stage.with(ANN, BEN);
  stage.suspend(ANN, BEN);
  assert.equal(stage.rule(stage.act(ANN, admission(CAT))), "cantAdmitAlone");
  assert.equal(stage.status(CAT), undefined);
});

test("an admission proposed before the other is suspended cannot be confirmed by its proposer", () => {
  const stage = Stage.with(ANN, BEN);
  const proposal = stage.act(ANN, admission(CAT));
  stage.suspend(ANN, BEN);
  assert.equal(stage.rule(stage.confirm(ANN, proposal)), "cantAdmitAlone");
  assert.equal(stage.rule(stage.confirm(BEN, proposal)), "signerMustCount");
  assert.equal(stage.status(CAT), undefined);
});

test("a lone founder's second device is the same person: it confirms nothing", () => {
  const stage = Stage.with(ANN);
  stage.act(ANN, { kind: "add-device", person: ANN.person, device: certificateOf(ANN, deviceOf(ANN, 1)) });
  const proposal = stage.act(ANN, { kind: "policy", policy: {} });
  const confirmed = stage.act(ANN, { kind: "confirm", act: proposal }, deviceOf(ANN, 1));
  assert.equal(stage.rule(confirmed), "secondMustBeAnother");
  assert.equal(stage.rule(stage.act(ANN, admission(BEN), deviceOf(ANN, 1))), "cantAdmitAlone");
});

test("a lone founder goes on only by a new genesis signed by both", () => {
  const stage = Stage.with(ANN);
  const old = stage.shows;
  const both = [deviceOf(ANN), deviceOf(BEN)];
  const before = { group: old.group!, head: old.head! };
  const alone = stage.write(genesisOf([ANN, BEN], { ...before, head: before.group.replaceAll(/./g, "e") }), both);
  const genesis = stage.write(genesisOf([ANN, BEN], before), both);
  stage.meet(genesis);
  assert.equal(stage.shows.group, genesis.id);
  assert.deepEqual([stage.status(ANN), stage.status(BEN)], ["active", "active"]);
  stage.meet(alone);
  assert.equal(stage.shows.group, genesis.id);
});

test("mutual suspension in groups of two, three and four", () => {
  for (const others of [[], [CAT], [CAT, DOV]]) {
    const stage = Stage.with(ANN, BEN, ...others);
    const first = stage.suspend(ANN, BEN);
    const answer = stage.suspend(BEN, ANN);
    assert.equal(stage.rule(answer), undefined, "who is suspended may answer");
    assert.deepEqual([stage.status(ANN), stage.status(BEN)], ["suspended", "suspended"]);
    assert.equal(stage.rule(stage.act(ANN, { kind: "reinstate", suspension: answer })), "signerMustCount");
    for (const other of others) assert.equal(stage.status(other), "active");
    if (others.length < 2) continue;
    stage.confirm(DOV, stage.act(CAT, { kind: "reinstate", suspension: first }));
    assert.deepEqual([stage.status(ANN), stage.status(BEN)], ["suspended", "active"]);
  }
});

test("who is under a confirmed suspension may not answer", () => {
  const stage = Stage.with(ANN, BEN, CAT);
  stage.confirm(CAT, stage.suspend(ANN, BEN));
  assert.equal(stage.rule(stage.suspend(BEN, ANN)), "mayAnswerTheirSuspender");
});

test("a captive takes out one colleague, and a colleague stops the captive", () => {
  const stage = Stage.with(ANN, BEN, CAT, DOV);
  stage.suspend(ANN, BEN);
  assert.equal(stage.rule(stage.suspend(ANN, CAT)), "oneOpenSuspension");
  stage.confirm(DOV, stage.suspend(CAT, ANN));
  assert.deepEqual(
    [ANN, BEN, CAT, DOV].map((who) => stage.status(who)),
    ["suspended", "suspended", "active", "active"],
  );
});

test("an informer with the key of somebody suspended: two signatures, one who counts", () => {
  const stage = Stage.with(ANN, BEN, CAT);
  stage.suspend(CAT, ANN);
  const proposal = stage.act(BEN, admission(EVE));
  assert.equal(stage.rule(stage.confirm(ANN, proposal)), "signerMustCount");
  const other = stage.act(ANN, admission(EVE));
  assert.equal(stage.rule(other), "signerMustCount");
  assert.equal(stage.rule(stage.confirm(BEN, other)), "nothingToConfirm");
  assert.equal(stage.status(EVE), undefined);
});

test("four who admit each other: none counts before a CONFIRM by another who counted", () => {
  const stage = Stage.with(ANN, BEN);
  const cat = stage.act(ANN, admission(CAT));
  const before = stage.shows;
  stage.confirm(CAT, cat);
  assert.deepEqual(stage.shows, before, "what somebody not named signs is noise");
  stage.confirm(BEN, cat);
  stage.confirm(CAT, stage.act(ANN, admission(DOV)));
  assert.equal(stage.status(DOV), "active");
});

test("narrowing to oneself is refused while the others count", () => {
  const stage = Stage.with(ANN, BEN, CAT);
  const everybody = [ANN, BEN, CAT].map((who) => deviceOf(who));
  assert.equal(stage.rule(stage.epoch(ANN, [deviceOf(ANN)])), "cantNarrow");
  stage.epoch(BEN, everybody);
  assert.equal(stage.rule(stage.epoch(ANN, [deviceOf(ANN)])), "cantNarrow");
  stage.suspend(BEN, ANN);
  assert.equal(stage.rule(stage.epoch(BEN, everybody)), "recipientsMustCount");
  stage.epoch(
    BEN,
    everybody.filter((device) => device !== deviceOf(ANN)),
  );
  assert.deepEqual(stage.shows.epochs["work"]?.recipients, everybody.filter((device) => device !== deviceOf(ANN)).toSorted());
});

test("a widening epoch whose parent is no longer in force cannot be confirmed", () => {
  const stage = Stage.with(ANN, BEN);
  const both = [deviceOf(ANN), deviceOf(BEN)];
  stage.epoch(ANN, both);
  stage.act(BEN, { kind: "add-device", person: BEN.person, device: certificateOf(BEN, deviceOf(BEN, 1)) });
  const wide = stage.epoch(BEN, [...both, deviceOf(BEN, 1)]);
  assert.deepEqual(stage.shows.pending, [wide]);
  stage.epoch(ANN, both);
  assert.equal(stage.rule(stage.confirm(ANN, wide)), "noSuchParent");
});

test("nobody puts a key in force twice, in whatever compartment: its log would be the first one's", () => {
  const stage = Stage.with(ANN, BEN);
  const both = [deviceOf(ANN), deviceOf(BEN)];
  const key = "c".repeat(64);
  const first = stage.epoch(ANN, both, key);
  assert.equal(stage.rule(first), undefined);
  assert.equal(stage.rule(stage.epoch(BEN, both, key)), "keyUsedBefore");
  assert.equal(stage.rule(stage.epoch(BEN, both, key, "inbox")), "keyUsedBefore");
  const newer = stage.epoch(BEN, both, "d".repeat(64));
  assert.equal(stage.rule(newer), undefined);
  assert.equal(stage.rule(stage.epoch(BEN, both, key)), "keyUsedBefore", "nor one of long ago");
});

test("a ninth proposal ends the oldest of its person, by whichever device, and nobody else's", () => {
  const stage = Stage.with(ANN, BEN, CAT);
  stage.act(ANN, { kind: "add-device", person: ANN.person, device: certificateOf(ANN, deviceOf(ANN, 1)) });
  const colleague = stage.act(BEN, admission(DOV));
  const mine = Array.from({ length: 12 }, (_, n) => stage.act(ANN, { kind: "policy", policy: {} }, deviceOf(ANN, n % 2)));
  assert.deepEqual(stage.shows.pending, [colleague, ...mine.slice(4)].toSorted());
  assert.equal(stage.rule(stage.confirm(BEN, mine[3]!)), "nothingToConfirm");
  assert.equal(stage.rule(stage.confirm(BEN, mine[4]!)), undefined);
  stage.act(ANN, { kind: "policy", policy: {} });
  assert.ok(stage.shows.pending.includes(mine[5]!), "what was confirmed made room");
  assert.equal(stage.rule(stage.confirm(BEN, mine[3]!)), "nothingToConfirm", "and brought nothing back");
  assert.equal(stage.rule(stage.confirm(CAT, colleague)), undefined);
});

test("a new beginning ends all that is pending, and counts anew", () => {
  const stage = Stage.with(ANN, BEN);
  const old = Array.from({ length: 8 }, () => stage.act(ANN, { kind: "policy", policy: {} }));
  stage.remove(ANN, BEN, BEN);
  const { group, head } = stage.shows;
  stage.meet(stage.write(genesisOf([ANN, CAT], { group: group!, head: head! }), [deviceOf(ANN), deviceOf(CAT)]));
  const anew = Array.from({ length: 8 }, () => stage.act(ANN, { kind: "policy", policy: {} }));
  assert.deepEqual(stage.shows.pending, anew.toSorted());
  assert.equal(stage.rule(stage.confirm(CAT, old[7]!)), "nothingToConfirm");
});

test("a removed member with an old view makes no fork", () => {
  const stage = Stage.with(ANN, BEN, CAT);
  const old = stage.line;
  stage.remove(ANN, BEN, CAT);
  const before = stage.shows;
  stage.meet(stage.write({ kind: "suspend", person: ANN.person, cut: {} }, [deviceOf(CAT)], old));
  assert.deepEqual(stage.shows, before);
  assert.equal(stage.rule(stage.act(ANN, admission(CAT))), "cantAddBackRemovedMember");
});

test("who leaves is the second person of their own removal", () => {
  const stage = Stage.with(ANN, BEN);
  stage.remove(ANN, BEN, BEN);
  assert.equal(stage.status(BEN), "removed");
});

test("a relay that forks the line: both branches' suspensions stand, authority waits, two persons go on", () => {
  const stage = Stage.with(ANN, BEN, CAT, DOV);
  const old = stage.line;
  const mine = stage.suspend(ANN, BEN);
  const theirs = stage.write({ kind: "suspend", person: DOV.person, cut: {} }, [deviceOf(CAT)], old);
  stage.meet(theirs);
  assert.deepEqual(stage.shows.fork, { heads: [mine, theirs.id].toSorted() });
  assert.deepEqual(
    [ANN, BEN, CAT, DOV].map((who) => stage.status(who)),
    ["active", "suspended", "active", "suspended"],
  );
  const waits = stage.act(ANN, { kind: "policy", policy: {} });
  stage.confirm(CAT, waits);
  assert.ok(stage.shows.pending.includes(waits), "no act takes effect while the fork is open");
  stage.meet(stage.write({ kind: "resolve", heads: [stage.shows.head!, theirs.id] }, [deviceOf(ANN), deviceOf(CAT)]));
  assert.equal(stage.shows.fork, null);
  assert.ok(!stage.shows.pending.includes(waits), "what was withheld is judged like the rest of the line");
  assert.deepEqual(
    [BEN, DOV].map((who) => stage.status(who)),
    ["suspended", "suspended"],
  );
  stage.confirm(CAT, stage.act(ANN, { kind: "reinstate", suspension: theirs.id }));
  assert.equal(stage.status(DOV), "active");
});

test("a desk on the dropped branch goes over", () => {
  const [here, there] = [Stage.with(ANN, BEN, CAT), Stage.with(ANN, BEN, CAT)];
  const old = here.line;
  const mine = here.suspend(ANN, BEN);
  const theirs = there.write({ kind: "policy", policy: {} }, [deviceOf(CAT)], old);
  there.meet(theirs);
  here.meet(theirs);
  const resolve = here.write({ kind: "resolve", heads: [mine, theirs.id] }, [deviceOf(ANN), deviceOf(CAT)]);
  here.meet(resolve);
  there.meet(resolve);
  assert.equal(there.shows.head, theirs.id, "it waits for the dropped and the kept branch");
  for (const act of here.line.acts.slice(1)) there.meet(act as typeof resolve);
  assert.deepEqual(there.shows, here.shows);
});

test("one captive who signs many branches suspends one colleague", () => {
  const stage = Stage.with(ANN, BEN, CAT, DOV);
  const places = [stage.line];
  for (const who of [BEN, CAT, DOV]) {
    stage.act(who, { kind: "policy", policy: {} });
    places.push(stage.line);
  }
  [BEN, CAT, DOV].forEach((who, at) => stage.meet(stage.write({ kind: "suspend", person: who.person, cut: {} }, [deviceOf(ANN)], places[at]!)));
  assert.equal([BEN, CAT, DOV].filter((who) => stage.status(who) === "suspended").length, 1);
  stage.suspend(CAT, ANN);
  assert.equal(stage.status(ANN), "suspended");
});

test("a captor forks the line of the one who suspended: the suspension stands on both sides", () => {
  const stage = Stage.with(ANN, BEN, CAT);
  const old = stage.line;
  const theirs = stage.write({ kind: "policy", policy: {} }, [deviceOf(ANN)], old);
  stage.meet(theirs);
  stage.meet(stage.write({ kind: "suspend", person: ANN.person, cut: {} }, [deviceOf(BEN)], old));
  assert.equal(stage.status(ANN), "suspended");
  assert.notEqual(stage.shows.fork, null);
});

test("a suspension that comes as a file counts at once, until the line carries one by that signer", () => {
  const stage = Stage.with(ANN, BEN, CAT);
  const old = stage.line;
  stage.act(CAT, { kind: "policy", policy: {} });
  stage.meet(stage.write({ kind: "suspend", person: ANN.person, cut: {} }, [deviceOf(BEN)], old), "file");
  assert.equal(stage.status(ANN), "suspended");
  assert.equal(stage.shows.fork, null);
  stage.act(ANN, { kind: "policy", policy: {} });
  assert.equal(stage.shows.pending.length, 2, "it decides nothing about the line");
  const carried = stage.suspend(BEN, CAT);
  assert.deepEqual(
    stage.shows.suspensions.map(({ act }) => act),
    [carried],
  );
  assert.deepEqual([stage.status(ANN), stage.status(CAT)], ["active", "suspended"]);
});

test("a retry after a lost answer adds nothing: the same act is in the line already", () => {
  const stage = Stage.with(ANN, BEN);
  const letter = stage.write({ kind: "suspend", person: BEN.person, cut: {} }, [deviceOf(ANN)]);
  stage.meet(letter);
  const before = stage.shows;
  stage.meet(letter);
  assert.deepEqual(stage.shows, before);
  assert.equal(stage.rule(stage.suspend(ANN, BEN)), "oneOpenSuspension");
});

test("a restored backup whose device was revoked signs acts that are void", () => {
  const stage = Stage.with(ANN, BEN);
  stage.act(ANN, { kind: "add-device", person: ANN.person, device: certificateOf(ANN, deviceOf(ANN, 1)) });
  stage.act(ANN, { kind: "revoke-device", device: deviceOf(ANN), cut: {} }, deviceOf(ANN, 1));
  assert.equal(stage.rule(stage.act(ANN, { kind: "policy", policy: {} })), "signerMustCount");
  assert.equal(stage.rule(stage.suspend(ANN, BEN)), "mayAnswerTheirSuspender");
});

test("one body signed by another device is another act, or none: a relay cannot swap the signer under the same id", () => {
  const stage = Stage.with(ANN, BEN);
  const letter = stage.write({ kind: "suspend", person: BEN.person, cut: {} }, [deviceOf(ANN)]);
  const message = concat(utf8("vouchsafe/1/act-signature\0"), canonical(letter.body as unknown as Json));
  const signatures = [{ device: deviceOf(BEN), signature: toBase64(signerOfDevice(deviceOf(BEN))!.sign(message)) }];
  assert.throws(() => parseAct(canonical({ body: letter.body, signatures } as unknown as Json)), EntryError);
  assert.notEqual(stage.write(letter.body.act, [deviceOf(BEN)]).id, letter.id);
});
