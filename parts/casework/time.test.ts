import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { compareTimes, fuzzyTime, partsOf, surelyApart, surelyBefore, timesConflict, type FuzzyTime } from "./time.ts";

const day = (n: number): string => `2031-03-${String(n).padStart(2, "0")}`;
const DAYS = [1, 2, 3, 4, 5];
const exact = (first: string, last = first): FuzzyTime => ({ kind: "exact", first, last });

/** Times over five days, as one reads them, and the sets of days each allows. */
const time = fc
  .record({
    kind: fc.constantFrom("exact", "within", "throughout"),
    first: fc.option(fc.constantFrom(...DAYS)),
    last: fc.option(fc.constantFrom(...DAYS)),
  })
  .map(({ kind, first, last }) => ({ kind, ...(first === null ? {} : { first: day(first) }), ...(last === null ? {} : { last: day(last) }) }))
  .map((given) => fuzzyTime.safeParse(given))
  .filter((parsed) => parsed.success)
  .map((parsed) => parsed.data!);

const daysOf = (given: FuzzyTime): number[] => DAYS.filter((n) => (given.first ?? day(0)) <= day(n) && day(n) <= (given.last ?? day(9)));

suite("fuzzy time", () => {
  test("two times conflict exactly where no one thing could be both", () => {
    fc.assert(
      fc.property(time, time, (a, b) => {
        assert.equal(timesConflict(a, b), slowConflict(a, b), JSON.stringify([a, b]));
        assert.equal(timesConflict(a, b), timesConflict(b, a));
        assert.equal(surelyBefore(a, b), a.last !== undefined && b.first !== undefined && a.last < b.first);
        assert.equal(surelyApart(a, b), surelyBefore(a, b) || surelyBefore(b, a));
      }),
      { numRuns: 500 },
    );
  });

  test("a time never conflicts with itself, and lists of times have one order", () => {
    fc.assert(
      fc.property(fc.array(time, { maxLength: 5 }), (times) => {
        for (const one of times) assert.equal(timesConflict(one, one), false);
        const spans = (list: readonly FuzzyTime[]): string[] => list.map(({ first, last }) => `${first} ${last}`);
        assert.deepEqual(spans([...times].sort(compareTimes)), spans([...times].reverse().sort(compareTimes)));
      }),
    );
  });

  test("a day and an instant can be the same day somewhere on earth", () => {
    const night: FuzzyTime = { kind: "exact", first: "2031-03-11T20:30:00Z", last: "2031-03-11T20:30:00Z" };
    assert.equal(timesConflict(exact(day(12)), night), false);
    assert.equal(timesConflict({ ...exact(day(12)), tz: "+05:00" }, night), false);
    assert.equal(timesConflict({ ...exact(day(12)), tz: "-03:00" }, night), true);
    assert.equal(timesConflict(exact(day(14)), night), true);
    assert.equal(timesConflict(exact(day(12)), exact(day(11))), true);
  });

  test("the certain part is drawn solid, the possible part fades", () => {
    assert.deepEqual(partsOf(exact(day(1), day(3))), { certain: [day(1), day(3)], possible: [day(1), day(3)] });
    assert.deepEqual(partsOf({ kind: "within", first: day(1) }), { certain: null, possible: [day(1), null] });
    assert.deepEqual(partsOf({ kind: "throughout", first: day(1) }), { certain: [day(1), day(1)], possible: [day(1), null] });
    assert.deepEqual(partsOf({ kind: "within", asGiven: "long ago" }), { certain: null, possible: [null, null] });
  });
});

/** By trying every span of days each could mean. `exact` over several days means just those; over one day, something on it. */
function slowConflict(a: FuzzyTime, b: FuzzyTime): boolean {
  if (a.kind === "throughout" && b.kind === "throughout") return false;
  if (a.kind === "throughout" || b.kind === "throughout") {
    const [through, other] = a.kind === "throughout" ? [a, b] : [b, a];
    const inside = daysOf(other);
    if (other.kind === "within") return !daysOf(through).some((n) => inside.includes(n));
    return through.first === undefined || through.last === undefined || !daysOf(through).every((n) => inside.includes(n));
  }
  const isSpan = (given: FuzzyTime): boolean => given.kind === "exact" && given.first !== given.last;
  if (isSpan(a) && isSpan(b)) return a.first !== b.first || a.last !== b.last;
  return !daysOf(a).some((n) => daysOf(b).includes(n));
}
