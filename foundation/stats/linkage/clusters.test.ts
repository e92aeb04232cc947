/** From links to people: what no change of order may change, what undoing must give back, and a slow reference beside the fast way. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { runs } from "../../../scripts/long.ts";
import { clusterRecords, overlapTable, type Clusters, type Decision } from "../index.ts";
import { membersOf } from "./clusters.ts";

interface World {
  readonly records: number;
  readonly links: readonly (readonly [number, number])[];
  readonly bits: readonly number[];
  readonly cannots: ReadonlySet<number>;
}

const world: fc.Arbitrary<World> = fc.integer({ min: 2, max: 9 }).chain((records) =>
  fc.record({
    records: fc.constant(records),
    links: fc.uniqueArray(
      fc.tuple(fc.nat(records - 1), fc.nat(records - 1)).filter(([a, b]) => a < b),
      { maxLength: 14, selector: ([a, b]) => a * 100 + b },
    ),
    // Distinct amounts, so that no tie has to be broken by numbering.
    bits: fc.shuffledSubarray(
      Array.from({ length: 81 }, (_, i) => i * 0.37 - 9.1 + (i % 7) * 0.011),
      { minLength: 81, maxLength: 81 },
    ),
    cannots: fc.uniqueArray(fc.nat(80), { maxLength: 6 }).map((list) => new Set(list)),
  }),
);

const at = (a: number, b: number): number => Math.min(a, b) * 9 + Math.max(a, b);

function cluster(
  { records, links, bits, cannots }: World,
  decisions: readonly Decision[] = [],
  rename = (record: number): number => record,
): Clusters {
  const back = Array.from({ length: records }, (_, i) => i).sort((x, y) => rename(x) - rename(y));
  const moved = links.map(([a, b]) => [rename(a), rename(b)].sort((x, y) => x - y) as [number, number]);
  return clusterRecords({
    records,
    a: moved.map(([a]) => a),
    b: moved.map(([, b]) => b),
    decisions: decisions.map(({ a, b, verdict }) => ({ a: rename(a), b: rename(b), verdict })),
    bitsOf: (a, b) => bits[at(back[a]!, back[b]!)]!,
    cannot: (a, b) => cannots.has(at(back[a]!, back[b]!)),
  });
}

/** Said again, slowly: components by spreading; then, from singles, the two groups with the most bits on average, every average anew from its pairs. */
function slowly({ records, links, bits, cannots }: World): number[][] {
  const component = Array.from({ length: records }, (_, i) => i);
  for (let round = 0; round < records; round++) for (const [a, b] of links) component[a] = component[b] = Math.min(component[a]!, component[b]!);
  const out: number[][] = [];
  for (const root of new Set(component)) {
    let groups = component.flatMap((of, record) => (of === root ? [[record]] : []));
    const isPlainPair = groups.length === 2 && !cannots.has(at(groups[0]![0]!, groups[1]![0]!));
    if (isPlainPair) {
      out.push(groups.flat());
      continue;
    }
    for (;;) {
      let [best, pick]: [number, [number[], number[]] | null] = [0, null];
      for (const x of groups)
        for (const y of groups) {
          if (x === y || x.some((a) => y.some((b) => cannots.has(at(a, b))))) continue;
          const average = x.flatMap((a) => y.map((b) => bits[at(a, b)]!)).reduce((sum, one) => sum + one, 0) / (x.length * y.length);
          if (average > best + 1e-9) [best, pick] = [average, [x, y]];
        }
      if (pick === null) break;
      const [x, y] = pick;
      groups = [...groups.filter((group) => group !== x && group !== y), [...x, ...y]];
    }
    // Only links hold a group together.
    for (const group of groups) {
      const left = new Set(group);
      while (left.size > 0) {
        const part = [[...left][0]!];
        left.delete(part[0]!);
        for (const record of part)
          for (const [a, b] of links)
            for (const [from, to] of [
              [a, b],
              [b, a],
            ] as const)
              if (from === record && left.delete(to)) part.push(to);
        out.push(part.sort((a, b) => a - b));
      }
    }
  }
  return out.sort((x, y) => x[0]! - y[0]!);
}

test("the fast way finds what the slow way finds", () => {
  fc.assert(
    fc.property(world, (world) => assert.deepEqual(cluster(world).members, slowly(world))),
    { numRuns: runs(400, 40_000) },
  );
});

test("records under other numbers are the same people", () => {
  fc.assert(
    fc.property(world, fc.integer({ min: 1, max: 1000 }), (world, seed) => {
      const order = Array.from({ length: world.records }, (_, i) => i).sort(
        (x, y) => (((x + 1) * seed * 7919) % 101) - (((y + 1) * seed * 7919) % 101) || x - y,
      );
      const rename = (record: number): number => order.indexOf(record);
      const renamed = cluster(world, [], rename)
        .members.map((members) => members.map((record) => order[record]!).sort((a, b) => a - b))
        .sort((x, y) => x[0]! - y[0]!);
      assert.deepEqual(renamed, cluster(world).members);
    }),
    { numRuns: runs(300, 20_000) },
  );
});

test("merging and then taking it back gives exactly what was before; the last decision about a pair counts", () => {
  const decision = (records: number): fc.Arbitrary<Decision> =>
    fc
      .tuple(fc.nat(records - 1), fc.nat(records - 1), fc.constantFrom("same" as const, "not the same" as const))
      .filter(([a, b]) => a !== b)
      .map(([a, b, verdict]) => ({ a, b, verdict }));
  fc.assert(
    fc.property(
      world.chain((world) => fc.tuple(fc.constant(world), fc.array(decision(world.records), { maxLength: 3 }), decision(world.records))),
      ([world, decisions, last]) => {
        const before = cluster(world, decisions);
        const merged = cluster(world, [...decisions, last]);
        const isTogether = merged.of[last.a] === merged.of[last.b];
        if (last.verdict === "not the same") {
          // Other decisions may say "same" along another way; of themselves the two are then still parted only where nobody insists.
          if (!decisions.some(({ verdict }) => verdict === "same")) assert.ok(!isTogether);
        } else assert.ok(isTogether);
        assert.deepEqual(cluster(world, decisions), before);
        const turned = { ...last, verdict: last.verdict === "same" ? ("not the same" as const) : ("same" as const) };
        assert.deepEqual(cluster(world, [...decisions, turned, last]).members, merged.members);
      },
    ),
    { numRuns: runs(300, 20_000) },
  );
});

test("a record that could be either brother does not make one of two", () => {
  // 0 and 1 are one brother, 3 and 4 the other; 2 names neither clearly and is linked to both.
  const links = [
    [0, 1],
    [3, 4],
    [1, 2],
    [2, 3],
  ] as const;
  const strong = new Set([1, 31]);
  const clusters = clusterRecords({
    records: 5,
    a: links.map(([a]) => a),
    b: links.map(([, b]) => b),
    decisions: [],
    bitsOf: (a, b) => (strong.has(Math.min(a, b) * 9 + Math.max(a, b)) ? 20 : a === 2 || b === 2 ? 3 : -15),
    cannot: (a, b) => (a <= 1 && b >= 3) || (b <= 1 && a >= 3),
  });
  assert.equal(clusters.of[0], clusters.of[1]);
  assert.equal(clusters.of[3], clusters.of[4]);
  assert.notEqual(clusters.of[0], clusters.of[3]);
  assert.equal(clusters.splits, 1);
});

test("a link that alone holds two halves together is pointed out", () => {
  const links = [
    [0, 1],
    [0, 2],
    [1, 2],
    [2, 3],
    [3, 4],
    [3, 5],
    [4, 5],
  ] as const;
  const { bridges, count } = clusterRecords({
    records: 6,
    a: links.map(([a]) => a),
    b: links.map(([, b]) => b),
    decisions: [],
    bitsOf: () => 5,
    cannot: () => false,
  });
  assert.equal(count, 1);
  assert.deepEqual(bridges, [[2, 3]]);
});

test("the links that hold two halves together are those whose loss parts the cluster, tried one by one", () => {
  fc.assert(
    fc.property(world, (world) => {
      // All in favour: a component stays whole, and only its links decide.
      const { members, bridges } = cluster({ ...world, bits: world.bits.map((bits) => Math.abs(bits) + 1), cannots: new Set() });
      const expected = world.links.filter(([a, b]) => {
        const inside = members.find((group) => group.includes(a))!;
        const side = [a];
        for (const record of side)
          for (const [x, y] of world.links) {
            if (x === a && y === b) continue;
            const next = x === record ? y : y === record ? x : -1;
            if (next >= 0 && !side.includes(next)) side.push(next);
          }
        return !side.includes(b) && side.length >= 2 && inside.length - side.length >= 2;
      });
      assert.deepEqual(
        bridges,
        expected.toSorted(([a, b], [c, d]) => a - c || b - d),
      );
      assert.deepEqual(members, slowly({ ...world, bits: world.bits.map((bits) => Math.abs(bits) + 1), cannots: new Set() }));
    }),
    { numRuns: runs(300, 20_000) },
  );
});

test("people are counted by the lists they are on, whatever the order of records", () => {
  const lists = ["a", "b", "a", "c", "b", "a"];
  const clusters = { members: membersOf(Int32Array.from([0, 0, 1, 2, 2, 2]), 3) };
  assert.deepEqual(
    overlapTable(clusters, (record) => lists[record]!),
    {
      lists: ["a", "b", "c"],
      rows: [
        { pattern: "100", count: 1 },
        { pattern: "110", count: 1 },
        { pattern: "111", count: 1 },
      ],
    },
  );
  assert.deepEqual(overlapTable(clusters, (record) => lists[record]!, ["c", "a"]).rows, [
    { pattern: "01", count: 2 },
    { pattern: "11", count: 1 },
  ]);
});
