import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { utf8 } from "#bytes";
import { hashOf } from "#prim";
import { Writer } from "../../../vectors/entry/writer.ts";
import { uncountedEntries, type Adoption, type Cut, type CutTarget, type EntryGraph, type GraphEntry } from "./cut.ts";
import { predecessorsOf } from "./judge.ts";
import type { SignedEntry } from "./stored.ts";

/** The line: act n is known by its place. */
const ACTS = Array.from({ length: 12 }, (_, n) => hashOf("vector", utf8(`act ${n}`)));
const lineIndexOf = (act: string): number | null => (ACTS.includes(act) ? ACTS.indexOf(act) : null);
const NOWHERE = hashOf("vector", utf8("an entry nobody has"));

type CountingGraph = EntryGraph & { asked: number };

function graphOf(entries: readonly SignedEntry[]): CountingGraph {
  const byId = new Map<string, GraphEntry>(entries.map(({ id, header }) => [id, { id, ...header }]));
  return {
    asked: 0,
    entry(id) {
      this.asked++;
      return byId.get(id) ?? null;
    },
    entriesOf: (device) => [...byId.values()].filter((entry) => entry.device === device),
  };
}

function uncounted(entries: readonly SignedEntry[], targets: readonly CutTarget[], adoptions: readonly Adoption[] = []): readonly string[] {
  return uncountedEntries({ graph: graphOf(entries), lineIndexOf, targets, adoptions }).uncounted;
}

function writer(name: string, actSeen = 0): Writer {
  const made = new Writer(name);
  made.rosterSeen = ACTS[actSeen]!;
  return made;
}

const cut = (signer: Writer, heads: readonly SignedEntry[], lineIndex = 5): Cut => ({
  heads: { work: heads.map((head) => head.id) },
  signerDevice: signer.device,
  lineIndex,
  lifted: false,
});
const ids = (...entries: readonly SignedEntry[]): string[] => entries.map((entry) => entry.id).sort();

describe("the cut", () => {
  it("keeps what its signer held and leaves out what came after", () => {
    const [target, signer] = [writer("target"), writer("signer")];
    const before = [target.write(), target.write()];
    const after = [target.write(), target.write(undefined, "inbox")];
    const people = [{ devices: [target.device], cuts: [cut(signer, [before[1]!])] }];
    assert.deepEqual(uncounted([...before, ...after], people), ids(...after));
  });

  it("that names nothing cannot take back what its signer's own entries had seen", () => {
    const [target, signer] = [writer("target"), writer("signer")];
    const before = [target.write(), target.write(undefined, "inbox")];
    signer.receive(before);
    const seenBySigner = [signer.write(), signer.write(undefined, "inbox")];
    const after = target.write();
    const empty: Cut = { ...cut(signer, []), heads: {} };
    assert.deepEqual(uncounted([...before, ...seenBySigner, after], [{ devices: [target.device], cuts: [empty] }]), ids(after));
  });

  it("gains nothing from what its signer wrote once its roster had the act", () => {
    const [target, signer] = [writer("target"), writer("signer")];
    const entry = target.write();
    signer.receive([entry]);
    signer.rosterSeen = ACTS[5]!;
    const late = signer.write();
    assert.deepEqual(uncounted([entry, late], [{ devices: [target.device], cuts: [cut(signer, [], 5)] }]), ids(entry));
    assert.deepEqual(uncounted([entry, late], [{ devices: [target.device], cuts: [cut(signer, [], 6)] }]), []);
  });

  it("asks no more for a chain adopted many times than for one adopted once", () => {
    const [target, signer, friend] = [writer("target"), writer("signer"), writer("friend")];
    const chain = Array.from({ length: 200 }, () => target.write());
    const adopting = friend.write();
    const targets = [{ devices: [target.device], cuts: [{ ...cut(signer, []), heads: {} }] }];
    const askedFor = (adoptions: readonly Adoption[]): number => {
      const graph = graphOf([...chain, adopting]);
      assert.deepEqual(uncountedEntries({ graph, lineIndexOf, targets, adoptions }).uncounted, []);
      return graph.asked;
    };
    const tip: Adoption = { by: adopting.id, entry: chain.at(-1)!.id, chain: true };
    const times = 300;
    assert.ok(askedFor(Array.from({ length: times }, () => tip)) <= askedFor([tip]) + 3 * times, "one adoption, many times");
    const each = chain.map(({ id }): Adoption => ({ by: adopting.id, entry: id, chain: true }));
    assert.ok(askedFor([...each.toReversed(), ...each]) <= askedFor([tip]) + 6 * chain.length, "every end of one chain");
  });

  it("an entry adopted alone does not end the walk of a chain through it", () => {
    const [target, signer, friend] = [writer("target"), writer("signer"), writer("friend")];
    const chain = [target.write(), target.write(), target.write()];
    const adopting = friend.write();
    const adoptions: Adoption[] = [
      { by: adopting.id, entry: chain[1]!.id, chain: false },
      { by: adopting.id, entry: chain[2]!.id, chain: true },
    ];
    assert.deepEqual(uncounted([...chain, adopting], [{ devices: [target.device], cuts: [{ ...cut(signer, []), heads: {} }] }], adoptions), []);
  });

  it("of two signers unite", () => {
    const [target, one, other] = [writer("target"), writer("one"), writer("other")];
    const a = target.write();
    const b = target.write();
    const c = target.write();
    const cuts = [cut(one, [a]), cut(other, [b], 7)];
    assert.deepEqual(uncounted([a, b, c], [{ devices: [target.device], cuts }]), ids(c));
  });

  it("waits for a head it does not have and counts it once it comes", () => {
    const [target, signer] = [writer("target"), writer("signer")];
    const [a, b] = [target.write(), target.write()];
    const question = { lineIndexOf, adoptions: [], targets: [{ devices: [target.device], cuts: [cut(signer, [b])] }] };
    assert.deepEqual(uncountedEntries({ ...question, graph: graphOf([a]) }), { uncounted: [a.id], adopted: [], missing: [b.id] });
    assert.deepEqual(uncountedEntries({ ...question, graph: graphOf([a, b]) }), { uncounted: [], adopted: [], missing: [] });
  });

  it("that names nonsense crashes nothing", () => {
    const [target, signer] = [writer("target"), writer("signer")];
    const entry = target.write();
    const strange: Cut = { heads: { work: [NOWHERE], nowhere: [], inbox: [entry.id] }, signerDevice: "00".repeat(32), lineIndex: -3, lifted: false };
    const answer = uncountedEntries({
      graph: graphOf([entry]),
      lineIndexOf,
      adoptions: [],
      targets: [{ devices: [target.device, signer.device], cuts: [strange] }],
    });
    assert.deepEqual(answer, { uncounted: [], adopted: [], missing: [NOWHERE] });
  });

  it("that was lifted leaves nothing out, and gives its heads to a later one", () => {
    const [target, one, other] = [writer("target"), writer("one"), writer("other")];
    const a = target.write();
    const b = target.write();
    const lifted = { ...cut(one, [a]), lifted: true };
    assert.deepEqual(uncounted([a, b], [{ devices: [target.device], cuts: [lifted] }]), []);
    assert.deepEqual(uncounted([a, b], [{ devices: [target.device], cuts: [lifted, cut(other, [], 8)] }]), ids(b));
  });

  it("of one device leaves the person's other devices alone; of the person it takes all", () => {
    const [phone, laptop, signer] = [writer("phone"), writer("laptop"), writer("signer")];
    const [a, b] = [phone.write(), laptop.write()];
    assert.deepEqual(uncounted([a, b], [{ devices: [phone.device], cuts: [cut(signer, [])] }]), ids(a));
    assert.deepEqual(uncounted([a, b], [{ devices: [phone.device, laptop.device], cuts: [cut(signer, [])] }]), ids(a, b));
    laptop.receive([a]);
    const joined = laptop.write();
    assert.deepEqual(uncounted([a, b, joined], [{ devices: [phone.device, laptop.device], cuts: [cut(signer, [joined])] }]), []);
  });

  it("includes each side of a two-faced chain only where it was seen", () => {
    const [target, signer] = [writer("target"), writer("signer")];
    const root = target.write();
    const copy = target.copy();
    const [left, right] = [target.write(), copy.write()];
    signer.receive([root, left]);
    const seen = signer.write();
    assert.deepEqual(uncounted([root, left, right, seen], [{ devices: [target.device], cuts: [cut(signer, [])] }]), ids(right));
  });

  it("costs nothing where nobody is suspended, and little where the cut is near the heads", () => {
    const [target, signer] = [writer("target"), writer("signer")];
    const entries: SignedEntry[] = [];
    for (let n = 0; n < 60; n++) {
      const entry = target.write();
      signer.receive([entry]);
      const answer = signer.write();
      target.receive([answer]);
      entries.push(entry, answer);
    }
    entries.push(target.write());
    const graph = graphOf(entries);
    const question = { graph, lineIndexOf, adoptions: [{ by: entries[0]!.id, entry: entries[1]!.id, chain: true }] };
    uncountedEntries({ ...question, targets: [{ devices: [target.device], cuts: [{ ...cut(signer, []), lifted: true }] }] });
    assert.equal(graph.asked, 0);
    const { uncounted: left } = uncountedEntries({
      ...question,
      adoptions: [],
      targets: [{ devices: [target.device], cuts: [cut(signer, [entries[119]!])] }],
    });
    assert.deepEqual(left, ids(entries[120]!));
    assert.ok(graph.asked < 5, `${graph.asked} entries looked up`);
  });
});

describe("ADOPT", () => {
  const [target, signer, friend] = [writer("target"), writer("signer"), writer("friend")];
  const [a, b, c] = [target.write(), target.write(), target.write()];
  friend.receive([a, b, c]);
  const holds = friend.write();
  const all = [a, b, c, holds];
  const targets = [{ devices: [target.device], cuts: [cut(signer, [])] }];

  it("gives one entry its count", () => assert.deepEqual(uncounted(all, targets, [{ by: holds.id, entry: b.id, chain: false }]), ids(a, c)));

  it("gives a chain its count, up to the entry named", () => {
    const answer = uncountedEntries({ graph: graphOf(all), lineIndexOf, targets, adoptions: [{ by: holds.id, entry: b.id, chain: true }] });
    assert.deepEqual(answer, { uncounted: ids(c), adopted: ids(a, b), missing: [] });
  });

  it("does nothing from an entry that is not here, and names what it adopts and lacks", () => {
    const answer = uncountedEntries({
      graph: graphOf(all),
      lineIndexOf,
      targets,
      adoptions: [
        { by: NOWHERE, entry: a.id, chain: false },
        { by: holds.id, entry: NOWHERE, chain: true },
      ],
    });
    assert.deepEqual(answer, { uncounted: ids(a, b, c), adopted: [], missing: [NOWHERE] });
  });

  it("of one's own entries does nothing once one is cut off", () => {
    const self = target.write();
    assert.deepEqual(uncounted([...all, self], targets, [{ by: self.id, entry: a.id, chain: true }]), ids(a, b, c, self));
  });

  it("gives no authority: an adopted ADOPT adopts nobody", () => {
    const captive = writer("captive");
    captive.receive(all);
    const theirs = captive.write();
    const both = [...targets, { devices: [captive.device], cuts: [cut(signer, [])] }];
    const adoptions = [
      { by: theirs.id, entry: c.id, chain: true },
      { by: holds.id, entry: theirs.id, chain: false },
    ];
    assert.deepEqual(uncounted([...all, theirs], both, adoptions), ids(a, b, c));
  });

  it("holds when the one who adopted is suspended later, for what they wrote before", () => {
    const later = { devices: [friend.device], cuts: [cut(signer, [holds], 8)] };
    assert.deepEqual(uncounted(all, [...targets, later], [{ by: holds.id, entry: c.id, chain: true }]), []);
  });
});

/** entry.md read aloud: the whole past of every start, and whatever of the target is not in it. */
function plainly(entries: readonly SignedEntry[], target: CutTarget): string[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  if (target.cuts.every((one) => one.lifted)) return [];
  const past = new Set<string>();
  const walk = (id: string): void => {
    const entry = byId.get(id);
    if (entry === undefined || past.has(id)) return;
    past.add(id);
    predecessorsOf(entry.header).forEach(walk);
  };
  for (const one of target.cuts) {
    Object.values(one.heads).flat().forEach(walk);
    for (const { id, header } of entries) {
      const index = lineIndexOf(header.rosterSeen);
      if (header.device === one.signerDevice && index !== null && index < one.lineIndex) walk(id);
    }
  }
  return entries
    .filter(({ id, header }) => target.devices.includes(header.device) && !past.has(id))
    .map(({ id }) => id)
    .sort();
}

describe("the short walk", () => {
  it("finds what the whole walk finds", () => {
    const step = fc.record({
      by: fc.nat(3),
      fetch: fc.option(fc.nat(3)),
      learn: fc.boolean(),
      time: fc.nat(30),
      inbox: fc.boolean(),
      restore: fc.nat(9),
    });
    const oneCut = fc.record({ signer: fc.nat(3), heads: fc.array(fc.nat(40), { maxLength: 3 }), lineIndex: fc.nat(11), lifted: fc.boolean() });
    let left = 0;
    let kept = 0;
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 8, maxLength: 40, size: "max" }),
        fc.array(oneCut, { minLength: 1, maxLength: 3 }),
        fc.uniqueArray(fc.nat(3), { minLength: 1, maxLength: 2 }),
        (steps, cuts, devices) => {
          const writers = [0, 1, 2, 3].map((n) => writer(`device ${n}`));
          const copies = writers.map((one) => one.copy());
          const entries: SignedEntry[] = [];
          for (const { by, fetch, learn, time, inbox, restore } of steps) {
            if (restore === 0) [writers[by], copies[by]] = [copies[by]!, writers[by]!];
            const one = writers[by]!;
            if (learn) one.rosterSeen = ACTS[Math.min(11, ACTS.indexOf(one.rosterSeen) + 2)]!;
            if (fetch !== null) one.receive(writers[fetch]!.held());
            entries.push(one.write(undefined, inbox ? "inbox" : "work", time));
          }
          const target: CutTarget = {
            devices: devices.map((n) => writers[n]!.device),
            cuts: cuts.map(({ signer, heads, lineIndex, lifted }) => ({
              heads: { work: heads.map((n) => entries[n]?.id ?? NOWHERE) },
              signerDevice: writers[signer]!.device,
              lineIndex,
              lifted,
            })),
          };
          const answer = uncounted(entries, [target]);
          assert.deepEqual(answer, plainly(entries, target));
          left += answer.length;
          kept += entries.length - answer.length;
        },
      ),
      { numRuns: 200 },
    );
    assert.ok(left > 300 && kept > 300, `${left} left out, ${kept} kept`);
  });
});
