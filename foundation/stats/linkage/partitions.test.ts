/** Partitions drawn: as often as a slow count of all of them says, the same under any order of records, never across a "cannot", and as people decided. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { runs } from "../../../scripts/long.ts";
import { Random } from "../random.ts";
import type { Decision } from "../index.ts";
import { gainOf, type Gain } from "./merge-gain.ts";
import { componentsOf, type PartitionInput, type Uncertain } from "./partition-components.ts";
import { drawBySteps, drawExactly, PartitionSampler } from "./partitions.ts";

interface World {
  readonly records: number;
  /** By a · records + b, a < b. */
  readonly bits: readonly number[];
  readonly cannots: ReadonlySet<number>;
  readonly sources: readonly number[];
  readonly decisions: readonly Decision[];
}

const world = (least: number, most: number): fc.Arbitrary<World> =>
  fc.integer({ min: least, max: most }).chain((records) => {
    const record = fc.nat(records - 1);
    return fc.record({
      records: fc.constant(records),
      bits: fc.array(fc.double({ min: -9, max: 6, noNaN: true }), { minLength: records * records, maxLength: records * records }),
      cannots: fc.uniqueArray(fc.nat(records * records - 1), { maxLength: 3 }).map((list) => new Set(list)),
      sources: fc.array(fc.nat(2), { minLength: records, maxLength: records }),
      decisions: fc.array(
        fc.record({ a: record, b: record, verdict: fc.constantFrom("same" as const, "not the same" as const) }).filter(({ a, b }) => a !== b),
        { maxLength: 1 },
      ),
    });
  });

function input({ records, bits, cannots, sources, decisions }: World): readonly [Uncertain, PartitionInput] {
  const at = (a: number, b: number): number => Math.min(a, b) * records + Math.max(a, b);
  const pairs = Array.from({ length: records }, (_, a) => Array.from({ length: records }, (_, b) => [a, b] as const))
    .flat()
    .filter(([a, b]) => a < b);
  return [
    { a: pairs.map(([a]) => a), b: pairs.map(([, b]) => b), bits: pairs.map(([a, b]) => bits[at(a, b)]!), count: pairs.length },
    {
      records,
      decisions,
      bitsOf: (a, b) => bits[at(a, b)]!,
      cannot: (a, b) => cannots.has(at(a, b)),
      sourceOf: (record) => `list ${sources[record]!}`,
      nameOf: (record) => `record ${record}`,
      lambda: 0.1,
    },
  ];
}

/** Every partition of the records by the definition, with its share of all weight: who is in whose cluster, as text. */
function slowly({ records, bits, cannots, sources, decisions }: World, gain: Gain): Map<string, number> {
  const weights = new Map<string, number>();
  const verdictOf = (a: number, b: number): Decision["verdict"] | undefined =>
    decisions.find((one) => Math.min(one.a, one.b) === a && Math.max(one.a, one.b) === b)?.verdict;
  const assign = (of: readonly number[]): void => {
    if (of.length < records) {
      for (let cluster = 0; cluster <= Math.max(-1, ...of) + 1; cluster++) assign([...of, cluster]);
      return;
    }
    let exponent = 0;
    for (let cluster = 0; cluster <= Math.max(...of); cluster++) {
      // People's "same" makes one of two before anything is weighed.
      const inside = of.flatMap((one, record) => (one === cluster ? [record] : []));
      const units: number[][] = [];
      for (const record of inside) {
        const known = units.find((unit) => unit.some((other) => verdictOf(Math.min(other, record), Math.max(other, record)) === "same"));
        if (known === undefined) units.push([record]);
        else known.push(record);
      }
      let [sum, pairs] = [0, 0];
      for (const [i, one] of units.entries())
        for (const other of units.slice(i + 1)) {
          const own = one.flatMap((a) => other.map((b) => [Math.min(a, b), Math.max(a, b)] as const));
          if (own.some(([a, b]) => verdictOf(a, b) === "not the same" || (verdictOf(a, b) === undefined && cannots.has(a * records + b)))) return;
          sum += own.reduce((total, [a, b]) => total + bits[a * records + b]!, 0) / own.length;
          pairs++;
        }
      const merges = units.length - 1;
      if (merges === 0) continue;
      const within = Math.min(
        merges,
        units.reduce((total, unit) => total + new Set(unit.map((record) => sources[record]!)).size, 0) -
          new Set(inside.map((record) => sources[record]!)).size,
      );
      exponent += (merges * sum) / pairs + within * gain.within + (merges - within) * gain.between;
    }
    if (decisions.some(({ a, b, verdict }) => verdict === "same" && of[a] !== of[b])) return;
    weights.set(of.join(), 2 ** exponent);
  };
  assign([]);
  const whole = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return new Map([...weights].map(([partition, weight]) => [partition, weight / whole]));
}

const textOf = (blocks: readonly (readonly number[])[], records: number): string => {
  const of = Array.from({ length: records }, (_, record) => blocks.findIndex((block) => block.includes(record)));
  const seen = [...new Set(of)];
  return of.map((one) => seen.indexOf(one)).join();
};

/** Half the sum of differences between shares drawn and shares that must be: what chance leaves of it is known. */
function distance(wanted: ReadonlyMap<string, number>, count: number, draw: (i: number) => string): number {
  const drawn = new Map<string, number>();
  for (let i = 0; i < count; i++) {
    const one = draw(i);
    drawn.set(one, (drawn.get(one) ?? 0) + 1);
  }
  for (const one of drawn.keys()) assert.ok(wanted.has(one), `${one} has no weight`);
  return [...wanted].reduce((sum, [one, share]) => sum + Math.abs(share - (drawn.get(one) ?? 0) / count), 0) / 2;
}

/** Expected by chance: the mean deviation of each share; four times that is never met by chance. */
const byChance = (wanted: ReadonlyMap<string, number>, count: number): number =>
  [...wanted.values()].reduce((sum, share) => sum + Math.sqrt((share * (1 - share)) / count), 0) * 0.4;

test("whole partitions come as often as all of them, counted and weighed one by one, say they must", () => {
  fc.assert(
    fc.property(world(2, 5), (world) => {
      const sampler = new PartitionSampler(...input(world), "seed");
      const wanted = slowly(world, sampler.gain);
      const count = 600;
      const off = distance(wanted, count, (i) => textOf(sampler.draw(i).members, world.records));
      assert.ok(off < 2 * byChance(wanted, count) + 0.02, `${off} ${byChance(wanted, count)}`);
    }),
    { numRuns: runs(12, 300) },
  );
});

test("steps end where weighing all partitions ends, also when two pairs of namesakes could be dealt either way", () => {
  const gain = { between: 1, within: -2 };
  const check = (world: World): void => {
    const [component] = componentsOf(...input(world));
    if (component === undefined || component.size !== world.records) return;
    const wanted = slowly(world, gain);
    const count = 500;
    for (const draw of [drawExactly, drawBySteps]) {
      const off = distance(wanted, count, (i) => textOf(draw(component, gain, new Random(`steps ${i}`)), world.records));
      assert.ok(off < 2 * byChance(wanted, count) + 0.02, `${draw.name} ${off} ${byChance(wanted, count)}`);
    }
  };
  fc.assert(fc.property(world(3, 5), check), { numRuns: runs(5, 200) });
  // 0 and 1, 2 and 3; or 0 and 2, 1 and 3: no way from one to the other by single records, all of 15 bits.
  const strong = new Set(["0 1", "2 3", "0 2", "1 3"]);
  check({
    records: 4,
    bits: Array.from({ length: 16 }, (_, at) => (strong.has(`${at >> 2} ${at & 3}`) ? 15 : -9)),
    cannots: new Set([3, 6]),
    sources: [0, 1, 1, 2],
    decisions: [],
  });
});

test("records under other numbers are drawn alike: chance hangs on their names", () => {
  fc.assert(
    fc.property(world(8, 14), fc.nat(1000), (world, seed) => {
      const { records } = world;
      const order = new Random(seed).shuffle(Array.from({ length: records }, (_, i) => i));
      // Within a component the order of records decides which number of chance goes where, and sources and ids sort them; so components keep their order here.
      const spread = {
        ...world,
        bits: world.bits.map((bits, at) => (Math.abs(Math.floor(at / records) - (at % records)) === 1 && (at % records) % 2 === 1 ? bits : -20)),
      };
      const [pairs, plain] = input({ ...spread, decisions: [] });
      const back = order.map((_, to) => order.indexOf(to));
      const moved = new PartitionSampler(
        {
          a: Array.from(pairs.a, (a, i) => Math.min(order[a]!, order[pairs.b[i]!]!)),
          b: Array.from(pairs.b, (b, i) => Math.max(order[b]!, order[pairs.a[i]!]!)),
          bits: pairs.bits,
          count: pairs.count,
        },
        {
          ...plain,
          bitsOf: (a, b) => plain.bitsOf(back[a]!, back[b]!),
          cannot: (a, b) => plain.cannot(back[a]!, back[b]!),
          sourceOf: (record) => plain.sourceOf(back[record]!),
          nameOf: (record) => `pair ${back[record]! >> 1}`,
        },
        "seed",
      );
      const here = new PartitionSampler(pairs, { ...plain, nameOf: (record) => `pair ${record >> 1}` }, "seed");
      assert.deepEqual(moved.gain, here.gain);
      const named = moved.draw(3).members.map((members) => members.map((record) => back[record]!).sort((x, y) => x - y));
      assert.deepEqual(
        named.sort((x, y) => x[0]! - y[0]!),
        here.draw(3).members,
      );
      assert.deepEqual(
        here.draw(3).members,
        new PartitionSampler(pairs, { ...plain, nameOf: (record) => `pair ${record >> 1}` }, "seed").draw(3).members,
      );
    }),
    { numRuns: runs(60, 3000) },
  );
});

test("what cannot be one is never one, what people decided always holds, also in large components", () => {
  fc.assert(
    fc.property(world(9, 12), fc.nat(3), (world, draw) => {
      const sampler = new PartitionSampler(...input(world), "seed");
      const { of, members } = sampler.draw(draw);
      assert.deepEqual(
        members.flat().sort((x, y) => x - y),
        Array.from({ length: world.records }, (_, record) => record),
      );
      for (const { a, b, verdict } of world.decisions) assert.equal(of[a] === of[b], verdict === "same");
      for (const code of world.cannots) {
        const [a, b] = [Math.floor(code / world.records), code % world.records];
        if (a < b && !world.decisions.some((one) => one.verdict === "same" && [one.a, one.b].includes(a) && [one.a, one.b].includes(b)))
          assert.notEqual(of[a], of[b]);
      }
    }),
    { numRuns: runs(20, 2000) },
  );
});

test("the odds of a merge: for two lists those of a flat prior on their matches; within a source of their own", () => {
  // Lists of 5 and 4 records, 3 of them matched: 0–4 of the first, 5–8 of the second.
  const of = Int32Array.of(0, 1, 2, 3, 4, 0, 1, 2, 8);
  const { between, within } = gainOf({ records: 9, lambda: 0.01, sourceOf: (record) => (record < 5 ? "first" : "second") }, of);
  assert.ok(Math.abs(between - Math.log2((3 + 0.5) / (2 * 1) / 0.01)) < 1e-12 || between === 6);
  // Six clusters: all pairs but the two (single of the first, single of the second) share a source.
  assert.ok(Math.abs(within - Math.log2(0.5 / 13 / 0.01)) < 1e-12);
  // Three lists, one person on all: three ways to part him.
  const three = gainOf({ records: 6, lambda: 0.5, sourceOf: (record) => `list ${record % 3}` }, Int32Array.of(0, 0, 0, 3, 4, 5));
  assert.ok(Math.abs(three.between - Math.log2(3.5 / 3 / 0.5)) < 1e-12);
});

test("as many links are drawn as are true, where a name says all: 240 of two lists' 400 and 300 are one person, and strangers share a name once in 1,500", () => {
  const [both, first, second, names] = [240, 400, 300, 1500];
  const totals = { drawn: 0, right: 0 };
  for (let world = 0; world < 5; world++) {
    const random = new Random(`two lists ${world}`);
    const nameOf = Array.from({ length: first }, () => random.below(names));
    for (let i = 0; i < second; i++) nameOf.push(i < both ? nameOf[i]! : random.below(names));
    const lambda = both / (first * second);
    const bits = Math.log2(names * lambda);
    const [a, b]: [number[], number[]] = [[], []];
    for (let i = 0; i < first; i++)
      for (let j = first; j < first + second; j++) {
        if (nameOf[i] !== nameOf[j]) continue;
        a.push(i);
        b.push(j);
      }
    const sampler = new PartitionSampler(
      { a, b, bits: a.map(() => bits), count: a.length },
      {
        records: first + second,
        decisions: [],
        bitsOf: () => -20,
        cannot: (x, y) => x < first === y < first,
        sourceOf: (record) => (record < first ? "first" : "second"),
        nameOf: String,
        lambda,
      },
      "seed",
    );
    for (let draw = 0; draw < 4; draw++) {
      const { of, count } = sampler.draw(draw);
      totals.drawn += (first + second - count) / 20;
      for (let i = 0; i < both; i++) if (of[i] === of[first + i]) totals.right += 1 / 20;
    }
  }
  assert.ok(Math.abs(totals.drawn - both) < 0.04 * both, `${totals.drawn} drawn, ${both} true`);
  assert.ok(totals.right > 0.75 * both, `${totals.right}`);
});
