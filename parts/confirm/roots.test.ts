import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { bookOf, type CaseRecord } from "#casework";
import { independentRoots } from "./roots.ts";
import { sourceStanding } from "./sources.ts";

const id = (n: number): string => n.toString(16).padStart(32, "0");
let next = 1000;
const source = (n: number): CaseRecord => ({ id: id(n), kind: "subject", type: "source" });
const repeats = (n: number, ...from: number[]): CaseRecord => ({ id: id(next++), kind: "derivesFrom", source: id(n), from: from.map(id) });
const assessed = (n: number, basis?: string): CaseRecord => ({
  id: id(next++),
  kind: "assessment",
  source: id(n),
  reliability: 3,
  ...(basis === undefined ? {} : { basis }),
});
const official = (n: number): CaseRecord => ({
  id: id(next++),
  kind: "statement",
  subject: id(n),
  property: "kind",
  stance: "asserts",
  value: { code: { list: "sourceKind", term: "official" } },
});
const bookWith = (...records: CaseRecord[]) =>
  bookOf(
    [1, 2, 3, 4, 5]
      .map(source)
      .concat(records)
      .map((record) => ({ record, entryId: record.id + record.id, author: id(0), person: null, clock: 1, counted: true })),
  );
const roots = (saying: readonly number[], ...records: CaseRecord[]) => independentRoots(bookWith(...records), saying.map(id)).roots;

suite("independent roots", () => {
  test("nobody looked into it: none at least, one at most for each", () => {
    assert.deepEqual(roots([1]), [0, 1]);
    assert.deepEqual(roots([1, 2]), [0, 2]);
    assert.deepEqual(roots([]), [0, 0]);
  });

  test("two who were assessed and repeat nobody are two", () => assert.deepEqual(roots([1, 2], assessed(1), assessed(2)), [2, 2]));

  test("twelve that repeat one are one", () => {
    const many = Array.from({ length: 12 }, (_, n) => n + 10);
    assert.deepEqual(roots(many, assessed(1), ...many.map((n) => repeats(n, 1))), [1, 1]);
  });

  test("repeating is passed on, whether or not those between were assessed", () => {
    assert.deepEqual(roots([1, 4], repeats(1, 2), repeats(2, 3), repeats(3, 4), assessed(4)), [1, 1]);
    assert.deepEqual(roots([1], repeats(1, 2), assessed(1)), [0, 1]);
  });

  test("one who may have it from either of two makes the most larger and not the least", () => {
    assert.deepEqual(roots([1, 2], repeats(1, 2, 3), assessed(2), assessed(3)), [1, 2]);
    assert.deepEqual(roots([1], repeats(1, 2, 3), assessed(2)), [0, 2]);
    assert.deepEqual(roots([1, 4], repeats(1, 2, 3), assessed(2), assessed(3), assessed(4)), [2, 3]);
  });

  test("one who may have it from any of three takes nothing from two of them who say it themselves", () => {
    assert.deepEqual(roots([3, 2, 5], repeats(5, 3, 1, 2), assessed(2), assessed(3)), [2, 3]);
    assert.deepEqual(roots([3, 2, 5], repeats(5, 3, 1, 2), assessed(1), assessed(2), assessed(3)), [2, 3]);
  });

  test("a tangle made to be slow is counted in good time, and never too high", () => {
    const middle = Array.from({ length: 200 }, (_, n) => 1000 + n);
    const tangle = middle.map((n, at) => repeats(n, ...[1, 7, 31, 77].map((step) => 10 + ((at * step + step) % 120))));
    const started = performance.now();
    const [least, most] = roots(middle, ...tangle, ...Array.from({ length: 120 }, (_, n) => assessed(10 + n)));
    assert.ok(performance.now() - started < 2000);
    assert.ok(least >= 30 && least <= most, `${least} of ${most}`);
  });

  test("those who repeat each other in a ring are one, and certain only if all were assessed", () => {
    const ring = [repeats(1, 2), repeats(2, 3), repeats(3, 1)];
    assert.deepEqual(roots([1, 2, 3], ...ring), [0, 1]);
    assert.deepEqual(roots([1, 2, 3], ...ring, assessed(1), assessed(2)), [0, 1]);
    assert.deepEqual(roots([1, 2, 3], ...ring, assessed(1), assessed(2), assessed(3)), [1, 1]);
    assert.deepEqual(roots([1, 2], repeats(1, 2), repeats(2, 1, 3), assessed(3)), [1, 1]);
  });

  test("an official is no root, nor is one who repeats an official", () => {
    const support = independentRoots(bookWith(official(1), repeats(2, 1), assessed(1), assessed(2), assessed(3)), [id(1), id(2), id(3)]);
    assert.deepEqual([support.roots, support.officials], [[1, 1], [id(1)]]);
    assert.deepEqual(roots([2], official(1), repeats(2, 1, 3), assessed(3)), [0, 1]);
  });

  test("first-hand is what an assessment says it is; what none says may be", () => {
    const firstHand = (...records: CaseRecord[]) => independentRoots(bookWith(...records), [id(1), id(2)]).firstHand;
    assert.deepEqual(firstHand(assessed(1, "saw it"), assessed(2, "heard it")), [1, 1]);
    assert.deepEqual(firstHand(assessed(1, "saw it"), assessed(2)), [1, 2]);
    assert.deepEqual(firstHand(assessed(1, "saw it"), assessed(1, "heard it"), assessed(2, "inferred")), [0, 1]);
  });

  test("taking back an assessment or who repeats whom brings the old range back", () => {
    const link = repeats(2, 1);
    const withdraw: CaseRecord = { id: id(next++), kind: "withdraw", target: link.id };
    assert.deepEqual(roots([1, 2], link, assessed(1), assessed(2)), [1, 1]);
    assert.deepEqual(roots([1, 2], link, assessed(1), assessed(2), withdraw), [2, 2]);
  });

  test("any graph: order and repetition change nothing, the least is never more than the most, and looking into a source never widens the range", () => {
    const arrow = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })).filter(([a, b]) => a !== b);
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1 }),
        fc.array(arrow, { maxLength: 7 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 5 })),
        (saying, arrows, known) => {
          const records = [...arrows.map(([a, b]) => repeats(a, b)), ...known.map((n) => assessed(n))];
          const [lo, hi] = roots(saying, ...records);
          assert.deepEqual(roots([...saying, ...saying].reverse(), ...[...records].reverse()), [lo, hi]);
          assert.ok(lo <= hi && hi <= 5);
          const [more, most] = roots(saying, ...records, ...[1, 2, 3, 4, 5].map((n) => assessed(n)));
          assert.ok(lo <= more && most === hi);
          assert.deepEqual([lo, hi], slowRoots(saying, arrows, known));
        },
      ),
      { numRuns: 200 },
    );
  });

  test("what stands about a source", () => {
    const book = bookWith(assessed(1, "saw it"), repeats(1, 3, 2));
    assert.deepEqual(sourceStanding(book, id(1)), { assessed: true, basis: "saw it", reliability: 3, derivesFrom: [id(2), id(3)], official: false });
    assert.deepEqual(sourceStanding(book, id(4)), { assessed: false, basis: null, reliability: null, derivesFrom: [], official: false });
  });
});

/** The rule read word by word, by walking. */
function slowRoots(saying: readonly number[], arrows: readonly (readonly [number, number])[], known: readonly number[]): [number, number] {
  const walk = (from: number): Set<number> => {
    const seen = new Set([from]);
    for (const at of seen) for (const [a, b] of arrows) if (a === at) seen.add(b);
    return seen;
  };
  const ends = (from: number): string[] => [
    ...new Set(
      [...walk(from)].filter((at) => [...walk(at)].every((to) => walk(to).has(at))).map((at) => [...walk(at)].sort((a, b) => a - b).join(",")),
    ),
  ];
  const settled = saying.map(ends).filter((list) => list.every((end) => end.split(",").every((one) => known.includes(Number(one)))));
  const all = [...new Set(saying.flatMap(ends))];
  const choices = Array.from({ length: 2 ** all.length }, (_, n) => all.filter((_, at) => (n >> at) % 2 === 1));
  const enough = choices.filter((chosen) => settled.every((list) => list.some((end) => chosen.includes(end))));
  return [Math.min(...enough.map((chosen) => chosen.length)), all.length];
}
