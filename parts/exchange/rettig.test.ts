/** The Rettig data set as it is. It lies beside the project and never in it: where it is absent these are skipped. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { SCHEMAS } from "#casework";
import { readCsv } from "./csv.ts";
import { parseMapping } from "./mapping.ts";
import type { PlannedRow } from "./plan.ts";
import { planRows } from "./planner.ts";
import { CELL_FATES, type NoteCode } from "./report.ts";
import { Tally } from "./tally.ts";
import { CONTEXT } from "./testing/ids.ts";

const FILE = fileURLToPath(new URL("../../../shared/data/rettig/pinochet.csv", import.meta.url));
const skip = existsSync(FILE) ? false : "the Rettig data set does not lie beside the project";

describe("the Rettig data set", { skip }, () => {
  const mapping = parseMapping(JSON.parse(readFileSync(new URL("./mappings/rettig.json", import.meta.url), "utf8")));
  const set = readCsv(() => [readFileSync(FILE)], { delimiter: ",", encoding: "utf-8" });
  const tally = new Tally();
  const rows: PlannedRow[] = skip === false ? [...planRows(set, mapping, CONTEXT, tally)] : [];
  const report = tally.report({
    mapping: { id: "rettig", title: "", hash: "" },
    file: { hash: "", sizeBytes: 0 },
    records: { added: 0, same: 0, superseding: 0, withdrawn: 0 },
    leftOut: [],
  });
  const records = rows.flatMap((row) => row.records.map(({ record }) => record));
  const statements = records.filter((record) => record.kind === "statement");
  const noted = (code: NoteCode): number => report.notes.filter((note) => note.code === code).reduce((sum, { count }) => sum + count, 0);
  const cells = (column: string) => report.tables[0]!.columns.find((one) => one.column === column)!.cells;

  it("becomes 2,398 persons, 1,391 events, an act for each person and more, and perpetrators' affiliations; no row is dropped", () => {
    assert.equal(rows.length, 2_398);
    assert.ok(rows.every((row) => row.records.length > 0));
    assert.deepEqual(report.says.subjects, { person: 2_398, event: 1_391, act: 2_398 + 285 + 229, involvement: 2_227, source: 1, document: 1 });
    assert.equal(new Set(records.map(({ id }) => id)).size, records.length);
    for (const record of records) assert.ok(SCHEMAS[record.kind].safeParse(record).success);
    for (const planned of rows.flatMap((row) => row.records)) assert.ok(planned.slot === null || planned.record.kind !== "subject");
  });

  it("has every cell in exactly one sum, and none is ignored or left out", () => {
    const { rows: count, columns } = report.tables[0]!;
    assert.equal(columns.length, 59);
    for (const { column, cells } of columns)
      assert.equal(
        Object.values(cells).reduce((sum, n) => sum + n, 0),
        count,
        column,
      );
    const total = Object.fromEntries(CELL_FATES.map((fate) => [fate, columns.reduce((sum, column) => sum + column.cells[fate], 0)]));
    assert.equal(total["no-statement"], 70_240, "as many as there are NA in the file");
    assert.equal(total["as-given"], 1, "an age of 0.22 years");
    for (const fate of ["ignored", "unmapped", "left-out"]) assert.equal(total[fate], 0, fate);
  });

  it("says 0 in torture, interrogation and mistreatment as not recorded, and denies nothing", () => {
    assert.deepEqual(
      ["torture", "interrogation", "mistreatment"].map((column) => cells(column)["not-recorded"]),
      [511, 476, 456],
    );
    assert.equal(statements.filter(({ stance }) => stance !== "asserts").length, 0);
    const no = statements.filter(({ value }) => value?.flag === false);
    assert.deepEqual(new Set(no.map(({ property }) => property)), new Set(["minor"]), "not a minor is said where the file says it");
  });

  it("leaves each imprecise date imprecise", () => {
    assert.equal(noted("start-month-only"), 57);
    assert.equal(noted("end-month-only"), 58);
    assert.equal(noted("start-unknown"), 109);
    assert.equal(noted("end-unknown"), 91);
    const times = statements.flatMap(({ property, value }) => (property === "time" ? [value!.time!] : []));
    const source = [...set.tables[0]!.rows()];
    const at = (name: string): number => set.tables[0]!.columns.indexOf(name);
    const fine = source.filter(({ cells }) => cells[at("start_date_daily")] !== "NA" && cells[at("end_date_daily")] !== "NA").length;
    assert.equal(times.filter(({ kind }) => kind === "exact").length, fine - 3, "exact only where both days are known, and in order");
    assert.ok(times.every(({ kind }) => kind === "exact" || kind === "within"));
  });

  it("keeps as given, open and listed the three that end before they start", () => {
    const note = report.notes.find(({ code }) => code === "ends-before-it-starts")!;
    assert.equal(note.count, 3);
    assert.deepEqual(
      note.rows.map((n) => rows.find((row) => row.n === n)!.key),
      ["228", "651", "1541"],
    );
    for (const n of note.rows) {
      const time = rows
        .find((row) => row.n === n)!
        .records.flatMap(({ record }) => (record.kind === "statement" && record.property === "time" ? [record.value!.time!] : []))[0]!;
      assert.deepEqual(Object.keys(time).toSorted(), ["asGiven", "kind"]);
      assert.match(time.asGiven!, /^197[345]-[0-9-]{5} – 197[345]-[0-9-]{5}$/);
    }
  });

  it("keeps places in their order, gaps and all, and points without a name", () => {
    assert.equal(noted("place-gap"), 66);
    assert.equal(noted("place-without-name"), 13);
    const stays = statements.filter(({ property }) => property === "stay");
    const points = stays.filter(({ value }) => value?.place?.latMicrodegrees !== undefined).length;
    const inFile = [...set.tables[0]!.rows()].reduce(
      (sum, { cells }) => sum + [1, 2, 3, 4, 5, 6].filter((i) => cells[set.tables[0]!.columns.indexOf(`latitude_${i}`)] !== "NA").length,
      0,
    );
    assert.equal(points, inFile, "every point of the file");
    assert.ok(stays.every(({ reasoning }) => /^place [1-6]$/.test(reasoning ?? "")));
  });

  it("lists events whose rows differ, and gives dates and places to the acts", () => {
    const differ = (about: string): number => report.notes.find((note) => note.code === "rows-differ" && note.about === about)!.count;
    assert.equal(differ("date"), 122);
    assert.equal(differ("place"), 171);
    const events = new Set(records.flatMap((record) => (record.kind === "subject" && record.type === "event" ? [record.id] : [])));
    assert.deepEqual(new Set(statements.filter(({ subject }) => events.has(subject)).map(({ property }) => property)), new Set(["title"]));
  });

  it("cites pages, with ranges also kept as given", () => {
    assert.equal(noted("page-unknown"), 8);
    assert.equal(noted("page-range"), 1_032);
    assert.equal(noted("page-not-read"), 5, "155-75 to 155-79, which a spreadsheet has counted up");
    const pages = statements.filter(({ property }) => property === "page");
    assert.equal(pages.length, 2_398 - 8);
    assert.equal(pages.filter(({ value }) => /^[0-9]+-[0-9]+$/.test(value?.text ?? "")).length, 1_032);
    const range = pages.find(({ value }) => value?.text === "159-60")!;
    assert.deepEqual(
      range.citations!.map(({ at }) => at?.page),
      [159, 160],
    );
  });
});
