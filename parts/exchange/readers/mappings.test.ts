/** The mappings that ship, each on a small file of its system: what becomes of every row and cell, how guarded it is, and that a second import adds nothing. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { suite, test } from "node:test";
import { parseRecord, type RecordOf } from "#casework";
import { parseMapping, type Mapping } from "../mapping.ts";
import { tablesOf } from "../open.ts";
import type { PlannedRow } from "../plan.ts";
import { planRows } from "../planner.ts";
import { NOTHING_KNOWN, reconcile, type Known, type Made, type Written } from "../reconcile.ts";
import { CELL_FATES, type ImportReport } from "../report.ts";
import { Tally } from "../tally.ts";
import { CONTEXT } from "../testing/ids.ts";

const FILES = [
  ["uwazi", "uwazi.csv"],
  ["sivel", "sivel.xml"],
  ["martus", "martus.xml"],
  ["bayanat", "bayanat.json"],
  ["bayanat", "bayanat-actors.json"],
  ["bayanat", "bayanat-bulletins.json"],
  ["openevsys", "openevsys.sql"],
] as const;

interface Run {
  readonly rows: readonly PlannedRow[];
  readonly report: ImportReport;
  readonly mapping: Mapping;
  readonly made: readonly Made[];
  readonly statements: readonly RecordOf<"statement">[];
}

function run(name: string, file: string): Run {
  const mapping = parseMapping(JSON.parse(readFileSync(new URL(`../mappings/${name}.json`, import.meta.url), "utf8")));
  const bytes = readFileSync(new URL(`../testing/files/${file}`, import.meta.url));
  const set = tablesOf(mapping, () => [bytes]);
  const tally = new Tally();
  const rows = [...planRows(set, mapping, CONTEXT, tally)];
  const report = tally.report({ mapping: { id: mapping.id, title: mapping.title, hash: "" }, file: { hash: "", sizeBytes: bytes.length }, records: { added: 0, same: 0, superseding: 0, withdrawn: 0 }, leftOut: set.leftOut ?? [] });
  const made = rows.flatMap((row) => row.records.map(({ record }) => record));
  return { rows, report, mapping, made, statements: made.filter((record) => record.kind === "statement") };
}

for (const [name, file] of FILES)
  suite(`${file} by the mapping that ships`, () => {
    const { rows, report, mapping, made } = run(name, file);

    test("every row makes something, every record is one, and each cell is in exactly one sum", () => {
      assert.ok(rows.length > 0);
      assert.deepEqual(rows.filter(({ records, table }) => records.length === 0 && report.tables.some((one) => one.table === table && one.mapped)).map(({ table, n }) => `${table} ${n}`), []);
      for (const record of made) assert.notEqual(parseRecord(record as never).kind, "newer form");
      for (const table of report.tables)
        for (const { column, cells } of table.columns) assert.equal(CELL_FATES.reduce((sum, fate) => sum + cells[fate], 0), table.rows, `${table.table} ${column}`);
    });

    test("no cell is left out or forgotten", () => {
      const lost = report.tables.flatMap((table) => table.columns.flatMap(({ column, cells }) => (["left-out", "unmapped"] as const).flatMap((fate) => (cells[fate] > 0 ? [`${table.table} · ${column} · ${fate} ${cells[fate]}`] : []))));
      assert.deepEqual(lost, name === "bayanat" && file === "bayanat.json" ? ["incidents.actor_relations.related_as · parent · unmapped 2", "incidents.actor_relations.related_as · value · unmapped 2"] : name === "bayanat" && file === "bayanat-bulletins.json" ? ["bulletins.actor_relations.related_as · parent · unmapped 1", "bulletins.actor_relations.related_as · value · unmapped 1"] : []);
    });

    test("a second import of the same file adds nothing", () => {
      const written = made.map((record): Written => ({ record: parseRecord(record as never), isOurs: true }));
      const byId = Map.groupBy(written, ({ record }) => record.id);
      const known: Known = {
        hasVersions: true,
        isTakenBack: () => false,
        under: () => byId,
        statementsAbout: (subject) =>
          written.flatMap(({ record, isOurs }) => (record.kind === "statement" && record.subject === subject ? [{ record, isOurs }] : [])),
      };
      const first = reconcile(rows, mapping, CONTEXT, NOTHING_KNOWN);
      assert.equal(first.flatMap(({ write }) => write).length, made.length);
      assert.deepEqual(reconcile(run(name, file).rows, mapping, CONTEXT, known).flatMap(({ write }) => write), []);
    });
  });

suite("what the files say, in the record", () => {
  const said = ({ statements }: Run, property: string): unknown[] => statements.filter((one) => one.property === property).map(({ value }) => value);
  const guardOf = ({ statements }: Run, words: string): (number | undefined)[] => statements.filter(({ value }) => JSON.stringify(value).includes(words)).map(({ sensitivity }) => sensitivity);

  test("SIVeL: a disappearance, by whom, where, and a birth date that is partly unknown", () => {
    const of = run("sivel", "sivel.xml");
    assert.deepEqual(of.report.says.subjects, { source: 1, event: 1, person: 2, group: 2, act: 3, involvement: 3, document: 1 });
    assert.deepEqual(said(of, "kind").filter((value) => JSON.stringify(value).includes('"act"')).map((value) => (value as { code: { term: string } }).code.term), ["disappearance", "torture", "threat"]);
    assert.deepEqual(said(of, "born"), [{ time: { kind: "exact", first: "1988-02-11", last: "1988-02-11" } }, { time: { kind: "within", asGiven: "1990-00-00" } }]);
    assert.deepEqual(said(of, "place"), [{ place: { adminPath: ["Selm", "Orlava"], latMicrodegrees: 41_250_001, lonMicrodegrees: -65_100_000, radiusM: 10_000 } }]);
    assert.deepEqual(said(of, "sex").length, 1, "S is no statement");
    const [acts, victims] = [of.statements.filter(({ property }) => property === "victim"), of.statements.filter(({ property }) => property === "name")];
    assert.equal(acts[0]!.value!.ref, victims[0]!.subject, "the act's victim is the person of that number");
  });

  test("Martus: private words are guarded, and a range of days is within", () => {
    const of = run("martus", "martus.xml");
    assert.deepEqual(guardOf(of, "third window"), [3]);
    assert.deepEqual(said(of, "time")[0], { time: { kind: "within", first: "2031-04-17", last: "2031-04-20" } });
    assert.equal(of.made.filter((record) => record.kind === "report").length, 1);
    assert.equal(of.made.filter((record) => record.kind === "report" && record.text?.includes("third window")).length, 0);
    assert.equal(of.report.says.subjects["person"], 2);
  });

  test("Bayanat: who saw somebody last is the identity of a source; digits of documents stay", () => {
    const of = run("bayanat", "bayanat-actors.json");
    assert.deepEqual(guardOf(of, "a neighbour"), [4]);
    assert.deepEqual(guardOf(of, "00123"), [3]);
    assert.deepEqual(guardOf(of, "4 Quarry Street"), [3]);
    assert.deepEqual(of.report.says.subjects, { source: 2, person: 1, unit: 1, event: 1 });
    const incidents = run("bayanat", "bayanat.json");
    assert.deepEqual(said(incidents, "time"), [{ time: { kind: "within", first: "2031-04-17", last: "2031-04-20", asGiven: "2031-04-17T04:30 2031-04-20T00:00" } }]);
  });

  test("OpenEvSys: what is confidential is guarded, a source is the identity of one, and n is no denial of a death", () => {
    const of = run("openevsys", "openevsys.sql");
    assert.deepEqual(guardOf(of, "ten minutes"), [3]);
    const identities = of.statements.filter(({ property }) => property === "person");
    assert.deepEqual(identities.map(({ sensitivity }) => sensitivity), [4]);
    assert.deepEqual(said(of, "status"), []);
    assert.equal(of.statements.filter(({ stance }) => stance !== "asserts").length, 0);
    assert.deepEqual(said(of, "degree"), [{ code: { list: "degree", term: "did" } }]);
    assert.deepEqual(said(of, "method"), [{ text: "Shooting as a method for killing" }]);
  });

  test("Uwazi: persons and events by their template, several values of a cell as several", () => {
    const of = run("uwazi", "uwazi.csv");
    assert.equal(of.report.says.subjects["person"], 2);
    assert.equal(of.report.says.subjects["event"], 1);
    assert.deepEqual(said(of, "name").map((value) => (value as { name: { full: string } }).name.full), ["Marek Dolin", "Марек Долин", "ماريك دولين", "Nadir Velm"]);
    assert.equal(said(of, "description").length, 3);
  });
});
