import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { distanceM } from "../place.ts";
import { facetCounts, listed, within, type Question } from "./list.ts";
import { runs } from "../../../scripts/long.ts";
import type { Row } from "./row.ts";
import { Shelf } from "./shelf.ts";

const id = (n: number): string => n.toString(16).padStart(32, "0");
const some = (...words: string[]) => fc.subarray(words);
const day = fc.constantFrom("1973-09-11", "1973-10-01", "1974-02-28", "1976-12-31");
const circle = fc.record({ latMicrodegrees: fc.integer({ min: -10, max: 10 }), lonMicrodegrees: fc.integer({ min: -10, max: 10 }), radiusM: fc.integer({ min: 1, max: 3 }) });

const row: fc.Arbitrary<Row> = fc.record({
  id: fc.nat(14).map(id),
  type: fc.constant("person" as const),
  label: fc.constantFrom("", "Radka Ilin", "Łada", "Ládá", "Émile / Emil", "رادكا", "Радка"),
  code: fc.constant(null),
  kinds: some("killing", "detention"),
  statuses: some("held", "new", "urgent", "taken"),
  first: fc.option(day),
  last: fc.option(day),
  area: fc.constantFrom([], ["A"], ["A", "B"], ["B"]),
  place: fc.constant(""),
  words: fc.constant([]),
  circles: fc.array(circle, { maxLength: 2 }),
  cases: some(id(100), id(101)),
  sources: some(id(200), id(201), id(202)),
  langs: some("en", "ru"),
  statements: fc.nat(3),
  disputed: fc.boolean(),
  missing: fc.nat(2),
  names: fc.constant([]),
  leader: fc.nat(14).map(id),
  profiles: fc.integer({ min: 1, max: 2 }),
  changed: fc.nat(5),
  until: fc.option(day),
});
const orNone = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 1 });
const question: fc.Arbitrary<Question> = fc.record({
  of: fc.constant("person" as const),
  text: orNone(fc.constantFrom("", "rad", "lada", "e il", "رادكا", "ра", "/")),
  filter: orNone(
    fc.record({
      kinds: orNone(some("killing", "detention", "other")),
      statuses: orNone(some("held")),
      cases: orNone(some(id(100), id(101))),
      sources: orNone(some(id(200), id(202))),
      langs: orNone(some("en", "ar")),
      places: orNone(some("A", "A › B")),
      first: orNone(day),
      last: orNone(day),
      near: orNone(fc.record({ ...circleOf(), surely: orNone(fc.boolean()) })),
      marks: orNone(some("disputed", "missing", "profiles") as fc.Arbitrary<("disputed" | "missing" | "profiles")[]>),
    }),
  ),
  sort: orNone(fc.oneof(fc.constant("unsorted" as const), fc.record({ by: fc.constantFrom("label", "first", "last", "changed", "waits", "statements", "sources"), down: orNone(fc.boolean()) }))),
});

function circleOf() {
  return { latMicrodegrees: fc.integer({ min: -10, max: 10 }), lonMicrodegrees: fc.constant(0), radiusM: fc.integer({ min: 1, max: 4 }) };
}

const withLeader = (given: Row): Row => ({ ...given, leader: Number(`0x${given.leader}`) % 3 === 0 ? given.leader : given.id });

describe("a shelf", () => {
  it("answers as looking at every row does, also while rows come, change and go", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(row, fc.integer({ min: 0, max: 4 })), { maxLength: 30 }), fc.array(question, { minLength: 1, maxLength: 3 }), (changes, questions) => {
        const shelf = new Shelf();
        const rows = new Map<string, Row>();
        for (const [given, luck] of changes) {
          const put = withLeader(given);
          shelf.put(put.id, luck === 0 ? null : put);
          if (luck === 0) rows.delete(put.id);
          else rows.set(put.id, put);
          for (const asked of questions) {
            const found = shelf.listed(asked);
            const wanted = listed([...rows.values()], asked);
            if (asked.sort === "unsorted") {
              assert.deepEqual(found.ids(0, found.total).toSorted(), wanted.toSorted());
              continue;
            }
            assert.deepEqual(found.ids(0, found.total), wanted);
            assert.deepEqual(wanted.map((one) => found.indexOf(one)), [...wanted.keys()]);
          }
        }
        for (const asked of questions) {
          const [fast, slow] = [shelf.facets(asked), facetCounts([...rows.values()], asked)];
          for (const facet of ["kinds", "statuses", "cases", "sources", "langs", "places", "times"] as const) {
            assert.deepEqual(Object.fromEntries(fast[facet]), Object.fromEntries(slow[facet]), facet);
          }
        }
        assert.equal(shelf.size, rows.size);
        assert.deepEqual(shelf.over("1974-01-01").toSorted(), [...rows.values()].filter(({ until }) => until !== null && until < "1974-01-01").map(({ id: one }) => one).toSorted());
        for (const [caseId, sums] of shelf.byCase()) {
          const inCase = [...rows.values()].filter(({ cases }) => cases.includes(caseId));
          assert.deepEqual(sums, {
            rows: inCase.length,
            leading: inCase.filter((one) => one.leader === one.id).length,
            statements: inCase.reduce((sum, one) => sum + one.statements, 0),
            missing: inCase.reduce((sum, one) => sum + one.missing, 0),
          });
        }
      }),
      { numRuns: 400 },
    );
  });

  it("shows first, of texts, the urgent that nobody has taken, then the new, then what has changed last", () => {
    const [base] = fc.sample(row, { numRuns: 1, seed: 1 }) as [Row];
    const shelf = new Shelf();
    const texts: readonly (readonly [readonly string[], number])[] = [
      [["seen"], 1_900_000_000_000],
      [["new"], 1_800_000_000_000],
      [["seen", "urgent"], 1_700_000_000_000],
      [["new", "urgent"], 1_750_000_000_000],
      [["seen", "taken", "urgent"], 1_950_000_000_000],
    ];
    texts.forEach(([statuses, changed], n) => shelf.put(id(n), { ...base, type: "report", id: id(n), leader: id(n), statuses, changed }));
    const found = shelf.listed({ of: "report" });
    assert.deepEqual(found.ids(0, found.total), [3, 2, 1, 4, 0].map(id));
  });

  it("stays right when more changes than are followed one by one", () => {
    const shelf = new Shelf();
    const [base] = fc.sample(row, { numRuns: 1, seed: 1 }) as [Row];
    const asked: Question = { of: "person", sort: { by: "changed" } };
    const all = Array.from({ length: 2_000 }, (_, n): Row => ({ ...base, id: id(n), leader: id(n), changed: (n * 7919) % 1000 }));
    for (const one of all.slice(0, 1_000)) shelf.put(one.id, one);
    shelf.listed(asked);
    for (const one of all) shelf.put(one.id, one);
    const found = shelf.listed(asked);
    assert.deepEqual(found.ids(0, found.total), listed(all, asked));
  });

  it("tells what lies within a circle as the distance does, everywhere on the earth", () => {
    const anywhere = fc.record({ latMicrodegrees: fc.integer({ min: -90_000_000, max: 90_000_000 }), lonMicrodegrees: fc.integer({ min: -180_000_000, max: 180_000_000 }), radiusM: fc.integer({ min: 1, max: 5_000_000 }) });
    fc.assert(
      fc.property(anywhere, anywhere, fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.boolean(), (near, other, off, beside) => {
        // Of two anywhere, few are close; so half of them lie beside each other, due north or nearly so.
        const circle = beside ? { ...other, latMicrodegrees: Math.max(-90_000_000, Math.min(90_000_000, near.latMicrodegrees + off)), lonMicrodegrees: near.lonMicrodegrees, radiusM: 1 + (other.radiusM % 60_000) } : other;
        const here = beside ? { ...near, radiusM: 1 + (near.radiusM % 60_000) } : near;
        const distance = distanceM(here, circle)!;
        const expected = distance + circle.radiusM <= here.radiusM ? "surely" : distance <= here.radiusM + circle.radiusM ? "maybe" : null;
        assert.equal(within(here, circle), expected);
        const shelf = new Shelf();
        const [base] = fc.sample(row, { numRuns: 1, seed: 1 }) as [Row];
        shelf.put(base.id, { ...base, leader: base.id, circles: [circle] });
        assert.equal(shelf.listed({ of: "person", filter: { near: here } }).total, expected === null ? 0 : 1);
      }),
      { numRuns: runs(2_000, 200_000) },
    );
  });
});
