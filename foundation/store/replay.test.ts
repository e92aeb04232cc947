import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { utf8 } from "#bytes";
import { History, type VerifiedEntry } from "#entry";
import { hashOf, sha256Hex } from "#prim";
import { FIRST_ACT, openRoster, Writer } from "../../vectors/entry/writer.ts";
import { bodyWith, placeFor } from "./testing/cast.ts";
import type { Store } from "./store.ts";

const LATER_ACT = hashOf("vector", utf8("later act"));
const NEVER_ACT = hashOf("vector", utf8("act of another line"));
const early = openRoster([FIRST_ACT]);
const roster = openRoster([FIRST_ACT, LATER_ACT]);
const WORDS = ["голодовка", "checkpoint", "قرية", "Łódź", "村の学校", "the same night", "ночь"];

/** A record by three devices, with a restored copy, refusals, and entries whose past is not here. */
function record(seed: number): VerifiedEntry[] {
  let state = seed;
  const roll = (sides: number): number => (state = (state * 48271) % 2147483647) % sides;
  const writers = [0, 1, 2].map((n) => new Writer(`device ${n}`));
  const entries: VerifiedEntry[] = [];
  for (let n = 0; n < 60; n++) {
    const writer = writers[roll(3)]!;
    if (roll(3) === 0) writer.receive(writers[roll(3)]!.held());
    if (roll(15) === 0) writer.rosterSeen = LATER_ACT;
    if (n === 30) writers.push(writers.shift()!.copy());
    const text = `${WORDS[roll(7)]} ${WORDS[roll(7)]} ${n}`;
    const body = bodyWith(
      { id: `r${roll(30)}`, kind: ["person", "act"][roll(2)]!, inCase: `case ${roll(4)}`, about: [`r${roll(9)}`], text },
      ...Array.from({ length: roll(4) }, (_, m) => ({ id: `s${n}-${m}`, kind: "statement", text: `${text} ${m}` })),
    );
    const draft = { ...writer.draft(roll(4) === 0 ? "inbox" : "work", roll(500)) };
    const spoil = roll(20);
    if (spoil === 0) entries.push(writer.sign({ ...draft, clock: 0 }, body));
    else if (spoil === 1) entries.push(writer.sign({ ...draft, rosterSeen: NEVER_ACT }, body));
    else entries.push(writer.write(body, draft.compartment, draft.clock));
  }
  return entries.filter(() => roll(12) !== 0);
}

const hashOfState = (store: Store): string => sha256Hex(utf8([...store.stateRows()].join("\n")));
const found = (store: Store): unknown =>
  WORDS.map((word) =>
    store
      .search(word, { limit: 1000 })
      .map((hit) => hit.order)
      .sort(),
  );

describe("replay", () => {
  it("in any order, with duplicates, in any batches, comes to the same state, and so does making the views anew", (t) => {
    const entries = record(11);
    const plain = placeFor(t).open();
    const inOrder = plain.addEntries(entries, roster);
    assert.ok(inOrder.refused.length > 0 && inOrder.waiting.length > 1 && plain.equivocations().length > 0, "the record is too tame");
    const wanted = { state: hashOfState(plain), found: found(plain) };

    const history = new History();
    history.add(entries, roster);
    assert.deepEqual(
      plain
        .records()
        .map((row) => row.entryId)
        .filter((id, n, all) => id !== all[n - 1]),
      history.ordered().map((entry) => entry.id),
    );
    assert.deepEqual(plain.waiting(), history.waiting(roster));
    plain.rebuild();
    assert.deepEqual({ state: hashOfState(plain), found: found(plain) }, wanted);
    plain.close();

    fc.assert(
      fc.property(
        fc.shuffledSubarray([...entries, ...entries.slice(0, 20)], { minLength: entries.length + 20 }),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(60),
        (shuffled, batch, learnsAt) => {
          const place = placeFor({ after: (work) => t.after(work) });
          let store = place.open();
          for (let at = 0; at < shuffled.length; at += batch) {
            store.addEntries(shuffled.slice(at, at + batch), at < learnsAt ? early : roster);
            if (at % 7 === 0) {
              store.close();
              store = place.open();
            }
          }
          store.addEntries([], roster);
          assert.deepEqual({ state: hashOfState(store), found: found(store) }, wanted);
          store.close();
        },
      ),
      { numRuns: 12 },
    );
  });

  it("is told apart by anything that differs", (t) => {
    const entries = record(11);
    const states = new Set<string>();
    for (const change of ["none", "one entry less", "one that does not count", "another act"]) {
      const store = placeFor(t).open();
      store.addEntries(change === "one entry less" ? entries.slice(0, -1) : entries, roster);
      if (change === "one that does not count") store.setCounted([store.heads("work")[0]!.id], false);
      if (change === "another act") store.addActs([{ id: LATER_ACT, stored: utf8("{}") }]);
      states.add(hashOfState(store));
      store.close();
    }
    assert.equal(states.size, 4);
  });
});

describe("the views", () => {
  it("are made anew when the projector's version changes, with progress, and only then", (t) => {
    const place = placeFor(t);
    const writer = new Writer("Amina");
    const store = place.open();
    for (let n = 0; n < 3; n++) {
      store.addEntries(
        Array.from({ length: 900 }, (_, m) =>
          writer.sign({ ...writer.draft(`c${n}`, m), clock: m }, bodyWith({ id: `r${m}`, kind: "person", text: `name ${m}` })),
        ),
        roster,
      );
    }
    store.close();
    const seen: [number, number][] = [];
    const openAs = (version: number, kind: string): Store =>
      place.open({ version, index: (record) => ({ id: (record as { id: string }).id, kind, caseId: null, subjectIds: [], searchTexts: [kind] }) });
    const second = openAs(2, "human");
    assert.deepEqual([second.records({ kind: "human", limit: 1e6 }).length, second.records({ kind: "person" }).length], [2700, 0]);
    while (second.indexSearch());
    assert.deepEqual([second.search("name").length, second.search("hum", { limit: 10 }).length], [0, 10]);
    second.rebuild((done, all) => seen.push([done, all]));
    assert.deepEqual(seen, [
      [1000, 2700],
      [2000, 2700],
      [2700, 2700],
    ]);
    second.close();
    const same = openAs(2, "never asked");
    assert.equal(same.records({ kind: "human", limit: 1e6 }).length, 2700);
    same.close();
  });

  it("that were interrupted in the making are made anew at the next opening", (t) => {
    const place = placeFor(t);
    const writer = new Writer("Bako");
    const store = place.open();
    store.addEntries([writer.write(bodyWith({ id: "r1", kind: "person", text: "Bako" }))], roster);
    const before = hashOfState(store);
    assert.throws(
      () =>
        store.rebuild(() => {
          throw new Error("the machine was switched off");
        }),
      /switched off/,
    );
    assert.equal(store.projectionIsCurrent(), false);
    store.close();
    const again = place.open();
    assert.deepEqual([again.projectionIsCurrent(), hashOfState(again)], [true, before]);
    again.close();
  });
});
