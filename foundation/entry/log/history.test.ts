import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { utf8 } from "#bytes";
import { hashOf } from "#prim";
import { FIRST_ACT, openRoster, Writer } from "../../../vectors/entry/writer.ts";
import { LAST_FREE_CLOCK } from "./header.ts";
import { History } from "./history.ts";
import { predecessorsOf } from "./judge.ts";
import type { VerifiedEntry } from "./verify.ts";

const LATER_ACT = hashOf("vector", utf8("later act"));
const NEVER_ACT = hashOf("vector", utf8("act of another line"));
const NOWHERE = hashOf("vector", utf8("an entry nobody has"));
const stranger = new Writer("a stranger's laptop");
const roster = openRoster([FIRST_ACT, LATER_ACT], [stranger.device]);

/** What a group does, as moves of its devices. `spoil` writes an entry that must be refused, or that waits for ever. */
type Move =
  | { readonly move: "write"; readonly by: number; readonly compartment: string; readonly time: number }
  | { readonly move: "fetch"; readonly by: number; readonly from: number }
  | { readonly move: "restore"; readonly by: number }
  | { readonly move: "learn"; readonly by: number }
  | { readonly move: "spoil"; readonly by: number; readonly how: number };

const DEVICES = 3;
const by = fc.nat(DEVICES - 1);
const moves = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ move: fc.constant("write" as const), by, compartment: fc.constantFrom("work", "inbox"), time: fc.nat(40) }) },
    { weight: 4, arbitrary: fc.record({ move: fc.constant("fetch" as const), by, from: by }) },
    { weight: 1, arbitrary: fc.record({ move: fc.constant("restore" as const), by }) },
    { weight: 1, arbitrary: fc.record({ move: fc.constant("learn" as const), by }) },
    { weight: 2, arbitrary: fc.record({ move: fc.constant("spoil" as const), by, how: fc.nat(7) }) },
  ),
  { minLength: 10, maxLength: 30, size: "max" },
);

function spoiled(writer: Writer, how: number): VerifiedEntry {
  const draft = writer.draft("work", 50);
  const inbox = writer.draft("inbox", 50);
  const clocks = writer.held().map((entry) => entry.header.clock);
  const wrong = [
    { clock: Math.max(0, Math.min(...clocks, draft.clock) - 1) },
    { clock: LAST_FREE_CLOCK + 7 },
    { seq: 9, prev: draft.prev ?? draft.seen[0] ?? NOWHERE },
    { seen: [...new Set([...draft.seen, ...inbox.seen])].sort() },
    { rosterSeen: NEVER_ACT },
    { seen: [...new Set([...draft.seen, NOWHERE])].sort() },
    { group: NOWHERE },
  ][how];
  return how === 7 ? stranger.sign(stranger.draft("work", 50)) : writer.sign({ ...draft, ...wrong });
}

function play(steps: readonly Move[]): VerifiedEntry[] {
  const writers = Array.from({ length: DEVICES }, (_, n) => new Writer(`device ${n}`));
  const copies: Writer[] = writers.map((writer) => writer.copy());
  const all: VerifiedEntry[] = [];
  for (const step of steps) {
    const writer = writers[step.by]!;
    if (step.move === "write") all.push(writer.write(undefined, step.compartment, step.time));
    else if (step.move === "fetch") writer.receive(writers[step.from]!.held());
    else if (step.move === "learn") writer.rosterSeen = LATER_ACT;
    else if (step.move === "spoil") all.push(spoiled(writer, step.how));
    else {
      writers[step.by] = copies[step.by]!;
      copies[step.by] = writer;
    }
  }
  return all;
}

function outcome(history: History): unknown {
  return {
    order: history.ordered().map((entry) => entry.id),
    waiting: history.waiting(roster),
    heads: ["work", "inbox"].map((compartment) => history.heads(compartment)),
    equivocations: history.equivocations(),
  };
}

const arrival = fc.record({
  steps: moves,
  kept: fc.array(fc.boolean(), { minLength: 22, maxLength: 22 }),
  shuffle: fc.array(fc.nat(1000), { minLength: 44, maxLength: 44 }),
  batch: fc.integer({ min: 1, max: 6 }),
  learnsAt: fc.nat(44),
});

describe("applying entries", () => {
  it("comes to the same, whatever the order, the duplicates and the batches, and whenever the act is learnt", () => {
    let refusals = 0;
    let waits = 0;
    let doubles = 0;
    fc.assert(
      fc.property(arrival, ({ steps, kept, shuffle, batch, learnsAt }) => {
        const entries = play(steps).filter((_, n) => kept[n] === true || kept[(n + 1) % 22] === true);
        const inOrder = new History();
        const refused = new Set(inOrder.add(entries, roster).refused.map(({ id }) => id));

        const twice = [...entries, ...entries].map((entry, n) => ({ entry, key: shuffle[n % 44]! + n / 100 })).sort((a, b) => a.key - b.key);
        const shuffled = new History();
        const early = openRoster([FIRST_ACT], [stranger.device]);
        for (let at = 0; at < twice.length; at += batch) {
          shuffled.add(
            twice.slice(at, at + batch).map(({ entry }) => entry),
            at < learnsAt ? early : roster,
          );
        }
        shuffled.add([], roster);
        assert.deepEqual(outcome(shuffled), outcome(inOrder));

        const applied = new Map(inOrder.ordered().map((entry, place) => [entry.id, { entry, place }]));
        for (const id of refused) assert.ok(!applied.has(id) && inOrder.entry(id) === null);
        for (const { entry, place } of applied.values()) {
          for (const id of predecessorsOf(entry.header)) {
            const before = applied.get(id);
            assert.ok(before !== undefined && before.place < place && before.entry.header.clock < entry.header.clock);
          }
        }
        for (const { missing } of inOrder.waiting(roster)) assert.ok(missing.entries.length + missing.acts.length > 0);
        refusals += refused.size;
        waits += inOrder.waiting(roster).length;
        doubles += inOrder.equivocations().length;
      }),
      { numRuns: 150 },
    );
    assert.ok(refusals > 50 && waits > 50 && doubles > 20, `the histories were too tame: ${refusals} refused, ${waits} waiting, ${doubles} doubled`);
  });

  it("names the first rule broken", () => {
    const writer = new Writer("Chidi's laptop");
    const inbox = writer.write(undefined, "inbox", 90);
    const entry = writer.write(undefined, "work", 100);
    const history = new History();
    history.add([inbox, entry], roster);
    const draft = writer.draft("work", 101);
    for (const [wrong, code] of [
      [{ group: NOWHERE }, "wrong-group"],
      [{ seq: 3 }, "prev-differs"],
      [{ prev: inbox.id }, "prev-differs"],
      [{ seen: [entry.id, inbox.id].sort() }, "seen-elsewhere"],
      [{ clock: 100 }, "clock-not-after"],
      [{ clock: LAST_FREE_CLOCK + 1 }, "clock-out-of-range"],
    ] as const) {
      assert.deepEqual(
        history.add([writer.sign({ ...draft, ...wrong })], roster).refused.map((one) => one.code),
        [code],
      );
    }
    assert.deepEqual(
      history.add([stranger.sign({ ...stranger.draft("work", 1) })], roster).refused.map((one) => one.code),
      ["unknown-device"],
    );
    const thief = new Writer("somebody else's laptop");
    assert.deepEqual(
      history.add([thief.sign({ ...draft, seq: 2 })], roster).refused.map((one) => one.code),
      ["prev-differs"],
    );
  });

  it("goes on after a device signed the last free clock", () => {
    const hostile = new Writer("a captured laptop");
    const honest = new Writer("Dunya's laptop");
    const last = hostile.sign({ ...hostile.draft("work", 5), clock: LAST_FREE_CLOCK });
    honest.receive([last]);
    const after = honest.write(undefined, "work", 5);
    assert.equal(after.header.clock, LAST_FREE_CLOCK + 1);
    const history = new History();
    assert.deepEqual(history.add([after, last], roster), { applied: [last.id, after.id], waiting: [], refused: [] });
  });

  it("says nothing of an entry until all it names is here, and then what it would have said at once", () => {
    const [writer, other] = [new Writer("Farid's laptop"), new Writer("Gulnara's laptop")];
    const [first, elsewhere] = [writer.write(undefined, "work", 80), other.write(undefined, "work", 10)];
    const wrong = writer.sign({ ...writer.draft("work", 90), clock: 80, seen: [first.id, elsewhere.id].sort() });
    const history = new History();
    assert.deepEqual(history.add([first, wrong], roster), { applied: [first.id], waiting: [wrong.id], refused: [] });
    assert.deepEqual(history.add([elsewhere], roster).refused, [{ id: wrong.id, code: "clock-not-after" }]);
  });

  it("takes prev for seen, whether or not the writer named it so", () => {
    const writer = new Writer("Hadi's laptop");
    const first = writer.write();
    const second = writer.sign({ ...writer.draft("work", 1), seen: [] });
    const history = new History();
    history.add([first, second], roster);
    assert.deepEqual(history.heads("work"), [second.id]);
  });

  it("lists what is missing, entries and acts apart", () => {
    const writer = new Writer("Elu's laptop");
    const first = writer.write();
    writer.rosterSeen = NEVER_ACT;
    const second = writer.write();
    const history = new History();
    assert.deepEqual(history.add([second], roster).waiting, [second.id]);
    assert.deepEqual(history.waiting(roster), [{ id: second.id, missing: { entries: [first.id], acts: [NEVER_ACT] } }]);
    assert.deepEqual(history.add([first], roster).applied, [first.id]);
    assert.deepEqual(history.waiting(roster), [{ id: second.id, missing: { entries: [], acts: [NEVER_ACT] } }]);
  });
});
