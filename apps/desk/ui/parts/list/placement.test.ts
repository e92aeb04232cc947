import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { place, scrolledTo, TALLEST_PX, WHOLE_UP_TO } from "./placement.ts";

const lists = fc.record({
  total: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 301, max: 250_000 }), fc.integer({ min: 250_001, max: 3_000_000 })),
  rowPx: fc.constantFrom(32, 56),
  viewPx: fc.integer({ min: 120, max: 2000 }),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
});
const scrolled = lists.map(({ share, ...list }) => ({ ...list, scrollTop: share * Math.max(0, Math.min(list.total * list.rowPx, TALLEST_PX) - list.viewPx) }));

test("what is seen is in the page, at its place, and little more than that", () => {
  fc.assert(
    fc.property(scrolled, (now) => {
      const p = place(now);
      assert.ok(p.heightPx <= TALLEST_PX);
      assert.ok(p.first <= p.seenFirst && p.seenEnd <= p.end && p.end <= now.total);
      if (now.total > WHOLE_UP_TO) assert.ok(p.end - p.first <= now.viewPx / now.rowPx + 26, `${p.end - p.first} rows`);
      else assert.deepEqual([p.first, p.end], [0, now.total]);
      // Each row seen stands inside the view.
      if (now.total * now.rowPx > now.viewPx)
        for (const row of [p.seenFirst, p.seenEnd - 1]) {
          if (p.seenEnd === p.seenFirst) continue;
          const top = p.topPx + (row - p.first) * now.rowPx - now.scrollTop;
          assert.ok(top >= -1 && top + now.rowPx <= now.viewPx + 1, `row ${row} at ${top} of ${now.viewPx}`);
        }
    }),
  );
});

test("a list of 100,000 rows of 32 px stands pixel for pixel: row i at i × 32, wherever one is", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 * 32 - 700 }), (scrollTop) => {
      const p = place({ total: 100_000, rowPx: 32, viewPx: 700, scrollTop });
      assert.equal(p.heightPx, 3_200_000);
      assert.equal(p.topPx, p.first * 32);
    }),
  );
});

test("both ends can be reached in any list", () => {
  fc.assert(
    fc.property(scrolled, (now) => {
      assert.equal(place({ ...now, scrollTop: 0 }).seenFirst, 0);
      const last = place({ ...now, scrollTop: place(now).heightPx - now.viewPx });
      assert.equal(last.seenEnd, now.total);
    }),
  );
});

test("going to a row shows it whole, and stays where one is when it is seen already", () => {
  fc.assert(
    fc.property(scrolled, fc.double({ min: 0, max: 1, noNaN: true }), (now, share) => {
      if (now.total === 0) return;
      const index = Math.min(now.total - 1, Math.floor(share * now.total));
      const before = place(now);
      const to = scrolledTo(index, now);
      const p = place({ ...now, scrollTop: to });
      assert.ok(index >= p.seenFirst && index < p.seenEnd, `${index} in ${p.seenFirst}–${p.seenEnd}`);
      if (index >= before.seenFirst && index < before.seenEnd) assert.equal(to, now.scrollTop);
    }),
  );
});
