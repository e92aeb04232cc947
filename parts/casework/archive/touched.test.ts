import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { AuthoredRecord } from "../authored.ts";
import { bookOf, type Book } from "../book.ts";
import { bookOver } from "../book-over.ts";
import { entry, seeded } from "../testing/cast.ts";
import { newId, penOf } from "../write.ts";
import { ARCHIVE_IDS, archiveHistory } from "../testing/archives.ts";
import { memorySource } from "../testing/memory-source.ts";
import { rowOf } from "./row.ts";
import { touchedRows } from "./touched.ts";

const TODAY = "2031-06-01";
const rowsOf = (book: Book): Map<string, string> => new Map(ARCHIVE_IDS.map((id) => [id, JSON.stringify(rowOf(book, id, TODAY))]));

describe("rows", () => {
  it("lie where somebody was held, too: a stay is a place of its act and of its victim", () => {
    const pen = penOf(seeded("stays"), newId(seeded("a case")));
    const [act, person] = [pen("subject", { type: "act" }), pen("subject", { type: "person" })];
    const stay = { asGiven: "the old brickworks", latMicrodegrees: 1_000_000, lonMicrodegrees: 2_000_000, radiusM: 500 };
    const said = [
      pen("statement", { subject: act.id, property: "stay", value: { place: stay }, stance: "asserts" }),
      pen("statement", { subject: act.id, property: "victim", value: { ref: person.id }, stance: "asserts" }),
    ];
    const book = bookOf(entry("tomas", 1, [act, person, ...said]));
    for (const id of [act.id, person.id]) {
      const { circles, place } = rowOf(book, id, TODAY)!;
      assert.deepEqual(circles, [{ latMicrodegrees: 1_000_000, lonMicrodegrees: 2_000_000, radiusM: 500 }]);
      assert.equal(place, "the old brickworks");
    }
  });

  it("are the same from the whole book and from one that fetches", () => {
    fc.assert(
      fc.property(archiveHistory, (records) => {
        assert.deepEqual(rowsOf(bookOver(memorySource(records))), rowsOf(bookOf(records)));
      }),
      { numRuns: 300 },
    );
  });

  it("are among the touched wherever a record's coming, or its counting, makes them others", () => {
    let changed = 0;
    fc.assert(
      fc.property(archiveHistory, fc.nat(), fc.integer({ min: 1, max: 3 }), fc.boolean(), (records, seed, many, recounted) => {
        const turned = [...records.slice(seed % records.length), ...records.slice(0, seed % records.length)];
        const [late, known] = [turned.slice(0, many), turned.slice(many)];
        const before: readonly AuthoredRecord[] = recounted ? [...late.map((one) => ({ ...one, counted: !one.counted })), ...known] : known;
        const touched = touchedRows(memorySource(records), late.map(({ record }) => record))!;
        const [then, now] = [rowsOf(bookOf(before)), rowsOf(bookOf(records))];
        const differ = ARCHIVE_IDS.filter((id) => then.get(id) !== now.get(id));
        changed += differ.length;
        assert.deepEqual(differ.filter((id) => !touched.has(id)), []);
      }),
      { numRuns: 1_500 },
    );
    assert.ok(changed > 1_000, `only ${changed} rows changed`);
  });
});
