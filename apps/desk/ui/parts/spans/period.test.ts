import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { beside, daysIn, periodOf, prefixOf, roomy, share, ticks, wider, type Period } from "./period.ts";

const days = fc.integer({ min: Date.UTC(1900, 0, 1) / 86_400_000, max: Date.UTC(2050, 0, 1) / 86_400_000 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));
const periods: fc.Arbitrary<Period> = fc.tuple(days, days).map(([a, b]) => (a < b ? { first: a, last: b } : { first: b, last: a }));

test("a year, a month, a day; and back", () => {
  assert.deepEqual(periodOf("2024-02"), { first: "2024-02-01", last: "2024-02-29" });
  fc.assert(
    fc.property(days, fc.constantFrom(4, 7, 10), (day, length) => {
      assert.equal(prefixOf(periodOf(day.slice(0, length))), day.slice(0, length));
    }),
  );
});

test("marks stand inside, in order, no more than there is room for", () => {
  fc.assert(
    fc.property(periods, fc.integer({ min: 4, max: 14 }), (period, most) => {
      const marks = ticks(period, most);
      assert.ok(marks.length <= most + 2, `${marks.length} of ${most} for ${daysIn(period)} days`);
      marks.forEach((mark, n) => {
        assert.ok(mark.at >= 0 && mark.at <= 1, `${mark.at}`);
        if (n > 0) assert.ok(mark.at > marks[n - 1]!.at);
        assert.ok(mark.period.last >= period.first && mark.period.first <= period.last);
      });
    }),
  );
});

test("the words of marks run neither into each other nor over an end, and where there is room none is left out", () => {
  fc.assert(
    fc.property(periods, fc.integer({ min: 4, max: 14 }), fc.double({ min: 0, max: 1, noNaN: true }), (period, most, part) => {
      let free = 0;
      const marks = ticks(period, most);
      const kept = roomy(marks, () => part);
      for (const { at, isLate } of kept) {
        const [from, to] = isLate ? [at - part, at] : [at, at + part];
        assert.ok(from >= free && to <= 1, `${from}–${to} after ${free}`);
        free = to;
      }
      assert.equal(roomy(marks, () => 0).length, marks.length);
    }),
  );
  // September on a telephone: a day's words are a third of the line, so every second day is named.
  const september = ticks({ first: "2026-09-08", last: "2026-10-06" }, 4);
  assert.deepEqual(roomy(september, () => 0.33).map(({ iso }) => iso), ["2026-09-08", "2026-09-24"]);
});

test("the first day begins at 0 and the last ends at 1", () => {
  fc.assert(
    fc.property(periods, (period) => {
      assert.equal(share(period, period.first, false), 0);
      assert.equal(share(period, period.last, true), 1);
    }),
  );
});

test("wider: from a day to its month, its year, and all", () => {
  const all = { first: "1970-01-01", last: "1990-12-31" };
  const month = wider(periodOf("1973-09-11"), all)!;
  assert.deepEqual(month, periodOf("1973-09"));
  assert.deepEqual(wider(month, all), periodOf("1973"));
  assert.equal(wider(periodOf("1973"), all), null);
  fc.assert(
    fc.property(periods, (period) => {
      // However one begins, all is reached.
      let now: Period | null = period;
      for (let n = 0; n < 40 && now !== null; n++) {
        const next: Period | null = wider(now, { first: "1900-01-01", last: "2050-01-01" });
        if (next !== null) assert.ok(daysIn(next) > daysIn(now));
        now = next;
      }
      assert.equal(now, null);
    }),
  );
});

test("the next month is a month, however long", () => {
  assert.deepEqual(beside(periodOf("2024-01"), 1), periodOf("2024-02"));
  assert.deepEqual(beside(periodOf("2024-03"), -1), periodOf("2024-02"));
  assert.deepEqual(beside(periodOf("1999"), 1), periodOf("2000"));
  fc.assert(
    fc.property(periods, (period) => {
      assert.deepEqual(beside(beside(period, 1), -1), period);
    }),
  );
});
