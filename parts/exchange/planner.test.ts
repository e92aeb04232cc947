import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { utf8 } from "#bytes";
import { SCHEMAS, type RecordOf } from "#casework";
import { readCsv } from "./csv.ts";
import { readDate } from "./dates.ts";
import { ExchangeError } from "./errors.ts";
import { IdSet } from "./id-set.ts";
import { MAPPING_LIMITS, parseMapping } from "./mapping.ts";
import type { PlanContext } from "./plan.ts";
import { pagesOf, planRows } from "./planner.ts";
import { CELL_FATES, type ImportReport } from "./report.ts";
import { Tally } from "./tally.ts";
import { CONTEXT } from "./testing/ids.ts";
import { inPieces } from "./wording.ts";

type Statement = RecordOf<"statement">;
const ABOUT = {
  mapping: { id: "", title: "", hash: "" },
  file: { hash: "", sizeBytes: 0 },
  records: { added: 0, same: 0, superseding: 0, withdrawn: 0 },
  leftOut: [],
};

/** What one table becomes: what is said, and the report. */
function bring(csv: string, table: object): { said: Statement[]; all: readonly { kind: string }[]; report: ImportReport } {
  const mapping = parseMapping({ format: "vouchsafe-mapping", v: 1, id: "test", title: "Test", reads: "csv", tables: [{ table: "rows", ...table }] });
  const tally = new Tally();
  const set = readCsv(() => [utf8(csv)], { delimiter: ",", encoding: "utf-8" });
  const all = [...planRows(set, mapping, CONTEXT, tally)].flatMap(({ records }) => records.map(({ record }) => record));
  for (const record of all) assert.ok(SCHEMAS[record.kind].safeParse(record).success, JSON.stringify(record));
  const report = tally.report(ABOUT);
  for (const { columns, rows } of report.tables)
    for (const { cells } of columns)
      assert.equal(
        Object.values(cells).reduce((sum, n) => sum + n, 0),
        rows,
      );
  return { said: all.filter((record) => record.kind === "statement"), all, report };
}
/** Of one value of the act of a single row. */
const valueOf = (csv: string, value: object) =>
  bring(csv, { rowId: ["id"], subjects: [{ as: "act", type: "act", statements: [{ property: "remark", value }] }] });
const notesOf = (report: ImportReport): string[] => report.notes.map(({ code, about, count }) => `${code} ${about} ${count}`);
const cellsOf = (report: ImportReport, column: string): string[] =>
  CELL_FATES.filter((fate) => report.tables[0]!.columns.find((one) => one.column === column)!.cells[fate] > 0);

describe("a row by a mapping", () => {
  it("keeps in its own words what cannot be read as expected, and says so", () => {
    for (const [value, code, form] of [
      [{ number: { column: "a" } }, "number-not-read", "text"],
      [{ flag: { column: "a", yes: ["1"] } }, "flag-not-read", "text"],
      [{ code: { list: "act", column: "a", terms: { x: "killing" } } }, "no-term", "text"],
      [{ time: { start: [{ column: "a", format: "iso" }] } }, "time-not-read", "time"],
      [{ count: { column: "a" } }, "number-not-read", "count"],
    ] as const) {
      const { said, report } = valueOf("id,a\n1,some three\n", value);
      assert.match(JSON.stringify(said[0]!.value), /some three/);
      assert.deepEqual(Object.keys(said[0]!.value!), [form]);
      assert.deepEqual(notesOf(report), [`${code} a 1`]);
      assert.deepEqual(cellsOf(report, "a"), ["as-given"]);
    }
  });

  it("leaves out whole, and tells, a row that would be more records than a row may be: also one made of them by a hostile mapping", () => {
    const most = MAPPING_LIMITS.recordsOfRow;
    const said = (n: number) => Array.from({ length: n }, (_, i) => `w${i}`).join(";");
    const table = (more: object) => ({
      rowId: ["id"],
      saidBy: "list",
      subjects: [
        { as: "list", type: "source", key: [], statements: [{ property: "alias", value: { constant: { text: "The list" } } }] },
        { as: "act", type: "act", statements: [{ property: "remark", value: { text: { columns: ["a"], split: ";" } } }, more].slice(0, Object.keys(more).length === 0 ? 1 : 2) },
      ],
    });
    // The list and its alias, the act, and so many remarks.
    const fits = bring(`id,a\n1,${said(most - 3)}\n`, table({}));
    assert.equal(fits.all.length, most);
    assert.deepEqual(notesOf(fits.report), []);
    // Empty parts and parts said twice are no records; the words after them are not lost.
    assert.equal(bring(`id,a\n1,${";".repeat(3 * most)}x;${"y;".repeat(3 * most)}z\n`, table({})).said.filter(({ property }) => property === "remark").length, 3);
    const beyond = bring(`id,a\n1,${said(most)}\n2,w1;w2\n`, table({}));
    assert.deepEqual(beyond.all.map(({ kind }) => kind), ["subject", "statement", "subject", "statement", "statement"], "the second row makes the source too, and says what the first would have");
    assert.deepEqual(notesOf(beyond.report), ["too-many-records  1", "cell-left-out id 1", "cell-left-out a 1"]);
    assert.deepEqual(beyond.report.notes[0]!.rows, [2]);
    assert.deepEqual(cellsOf(beyond.report, "a"), ["stated", "left-out"]);
    assert.equal(beyond.report.says.statements, 3);
    // As many statements, and as many places in each, as a mapping can ask for.
    const places = Array.from({ length: MAPPING_LIMITS.chain }, () => ({ name: ["a"] }));
    const all = Array.from({ length: MAPPING_LIMITS.statements }, () => ({ property: "place", value: { chain: places } }));
    const hostile = bring("id,a\n1,Marl\n", { rowId: ["id"], subjects: Array.from({ length: MAPPING_LIMITS.subjects }, (_, i) => ({ as: `s${i}`, type: "act", statements: all })) });
    assert.deepEqual([hostile.all.length, notesOf(hostile.report)[0]], [0, "too-many-records  1"]);
    const told = bring(`id,a\n1,${said(60_000)}\n`, { rowId: ["id"], reports: [{ as: "r", channel: "partner", text: { columns: ["a"], split: ";" } }], subjects: [{ as: "act", type: "act", needs: ["a"], statements: [] }] });
    assert.equal(told.all.length, 0);
  });

  it("never makes a date sharper than it is", () => {
    const time = {
      time: {
        start: [
          { column: "day", format: "dmy" },
          { column: "month", format: "my" },
          { column: "year", format: "year" },
        ],
        end: [{ column: "end", format: "dmy" }],
      },
    };
    const of = (row: string) => valueOf(`id,day,month,year,end\n1,${row}\n`, time).said.map(({ value }) => value!.time!);
    assert.deepEqual(of("3.2.2031,,,4.2.2031"), [{ kind: "exact", first: "2031-02-03", last: "2031-02-04" }]);
    assert.deepEqual(of(",2/2031,2031,4.3.2031"), [{ kind: "within", first: "2031-02-01", last: "2031-03-04" }]);
    assert.deepEqual(of(",,2031,"), [{ kind: "within", first: "2031-01-01" }]);
    assert.deepEqual(of(",,,4.3.2031"), [{ kind: "within", last: "2031-03-04" }]);
    assert.deepEqual(of(",,,"), []);
    assert.deepEqual(of("4.3.2031,,,3.3.2031"), [{ kind: "within", asGiven: "4.3.2031 – 3.3.2031" }]);
    assert.deepEqual(of("30.2.2031,,,"), [{ kind: "within", asGiven: "30.2.2031" }]);
    // The month that holds the day is said with it; another is a contradiction that is listed.
    assert.deepEqual(notesOf(valueOf("id,day,month,year,end\n1,3.2.2031,2/2031,2031,4.2.2031\n", time).report), []);
    assert.deepEqual(notesOf(valueOf("id,day,month,year,end\n1,3.2.2031,3/2031,2031,4.2.2031\n", time).report), ["cell-left-out month 1"]);
  });

  it("reads dates of each format, and no day there is not", () => {
    assert.deepEqual(readDate("2031-02-29", "iso"), null);
    assert.deepEqual(readDate("2032-02-29", "iso"), { first: "2032-02-29", last: "2032-02-29", precision: "day" });
    assert.deepEqual(readDate("2/29/2032", "mdy")!.first, "2032-02-29");
    assert.deepEqual(readDate("20320229", "ymd")!.first, "2032-02-29");
    assert.deepEqual(readDate("2032/2/9", "ymd")!.first, "2032-02-09");
    for (const month of ["2032/12", "203212", "2032-12", "2032/0229", "203202/29"]) assert.equal(readDate(month, "ymd"), null, `${month} is no day`);
    assert.deepEqual(readDate("2032-02-01", "month-first"), { first: "2032-02-01", last: "2032-02-29", precision: "month" });
    assert.deepEqual(readDate("2032-02-02", "month-first"), null);
    assert.deepEqual(readDate("1.2.32", "dmy"), null, "of two figures nobody knows the century");
    assert.deepEqual(readDate("2032-02-01T10:00:00+02:00", "iso")!.first, "2032-02-01T08:00:00Z");
    assert.deepEqual(readDate("2032-02-01T10:00:00", "iso"), null, "without an offset it is no instant");
    assert.deepEqual(readDate("86400", "epoch-s")!.first, "1970-01-02T00:00:00Z");
    fc.assert(
      fc.property(fc.date({ min: new Date("1000-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }), (date) => {
        const [y, m, d] = date.toISOString().slice(0, 10).split("-") as [string, string, string];
        for (const [text, format] of [
          [`${y}-${m}-${d}`, "iso"],
          [`${Number(d)}/${Number(m)}/${y}`, "dmy"],
          [`${m}-${d}-${y}`, "mdy"],
          [`${y}${m}${d}`, "ymd"],
        ] as const) {
          assert.equal(readDate(text, format)!.first, `${y}-${m}-${d}`);
        }
      }),
    );
  });

  it("never makes a place sharper than it is: a point has its radius, a gap stays a gap", () => {
    const chain = {
      chain: [1, 2, 3].map((n) => ({
        name: [`n${n}`],
        lat: `y${n}`,
        lon: `x${n}`,
        radiusM: 5_000,
        radiusWhere: [{ column: "exact", is: ["1"], radiusM: 100 }],
      })),
    };
    const header = "id,n1,y1,x1,n2,y2,x2,n3,y3,x3,exact\n";
    const { said, report } = valueOf(`${header}1,Mill,-33.5,"70,25",,,,,48.1,11.5,1\n`, chain);
    assert.deepEqual(
      said.map(({ value, reasoning }) => [value!.place, reasoning]),
      [
        [{ asGiven: "Mill", latMicrodegrees: -33_500_000, lonMicrodegrees: 70_250_000, radiusM: 100 }, "place 1"],
        [{ latMicrodegrees: 48_100_000, lonMicrodegrees: 11_500_000, radiusM: 100 }, "place 3"],
      ],
    );
    assert.deepEqual(notesOf(report), ["place-without-name place 3 1", "place-gap place 2 1"]);
    const odd = valueOf(`${header}1,Mill,north,11,,,,,,,\n`, chain);
    assert.equal(odd.said[0]!.value!.place!.asGiven, "Mill (north, 11)");
    assert.deepEqual(notesOf(odd.report), ["point-not-read y1 1"]);
  });

  it("tells apart what says nothing, what was not recorded, what is left out, and what nobody mapped", () => {
    const table = {
      rowId: ["id"],
      missing: ["NA"],
      cells: [{ columns: ["hurt"], notRecorded: ["0"] }],
      ignore: [{ column: "colour", why: "of the paper" }],
      subjects: [{ as: "act", type: "act", when: [{ column: "hurt", is: ["1"] }], statements: [] }],
    };
    const { all, report } = bring("id,hurt,colour,extra\n1,0,red,x\n2,NA,,\n3,2,,\n4,1,,\n", table);
    const cells = Object.fromEntries(
      report.tables[0]!.columns.map(({ column, cells }) => [
        column,
        CELL_FATES.flatMap((fate) => (cells[fate] > 0 ? [`${fate} ${cells[fate]}`] : [])),
      ]),
    );
    assert.deepEqual(cells, {
      id: ["key 4"],
      hurt: ["stated 1", "no-statement 1", "not-recorded 1", "left-out 1"],
      colour: ["no-statement 3", "ignored 1"],
      extra: ["no-statement 3", "unmapped 1"],
    });
    assert.equal(all.length, 1);
    assert.deepEqual(notesOf(report), ["cell-left-out hurt 1"]);
  });

  it("keeps rows with one id, and rows with none, and says so", () => {
    const table = {
      rowId: ["id"],
      subjects: [{ as: "person", type: "person", statements: [{ property: "remark", value: { text: { columns: ["a"] } } }] }],
    };
    const { said, report } = bring("id,a\n1,x\n1,y\n,z\n,z\n", table);
    assert.equal(new Set(said.map(({ subject }) => subject)).size, 4);
    assert.deepEqual(notesOf(report), ["row-id-twice id 2", "row-without-id id 2"]);
  });

  it("looks at each row once, however many say the same", () => {
    const rows = 3_000;
    for (const [csv, rowId] of [
      [`id,a\n${"1,x\n".repeat(rows)}`, ["id"]],
      [`id,a\n${",unknown\n".repeat(rows)}`, undefined],
      [`id,a\n${"\n".repeat(rows - 1)}2,x\n`, undefined],
    ] as const) {
      const mapping = parseMapping({ format: "vouchsafe-mapping", v: 1, id: "test", title: "Test", reads: "csv", tables: [{ table: "rows", ...(rowId === undefined ? {} : { rowId }), subjects: [{ as: "p", type: "person", statements: [] }] }] });
      let asked = 0;
      const context: PlanContext = { ...CONTEXT, idOf: (parts) => (asked++, CONTEXT.idOf(parts)) };
      const made = [...planRows(readCsv(() => [utf8(csv)], { delimiter: ",", encoding: "utf-8" }), mapping, context, new Tally())].flatMap(({ records }) => records);
      assert.equal(made.length, rows, "each is a row of its own");
      assert.ok(asked <= 5 * rows, `${asked} ids for ${rows} rows`);
    }
  });

  it("cuts nothing: long texts are parts, control characters are written out, long names are text", () => {
    const long = `${"word ".repeat(3_000)}end`;
    const { said, report } = valueOf(`id,a\n1,${long}\n`, { text: { columns: ["a"] } });
    assert.ok(said.length >= 4 && said.every(({ value }) => [...value!.text!].length <= 4_000));
    assert.equal(said.map(({ value }) => value!.text).join(" "), long);
    assert.deepEqual(notesOf(report), ["text-in-parts a 1"]);
    assert.equal(valueOf("id,a\n1,a\u0007b\n", { text: { columns: ["a"] } }).said[0]!.value!.text, "a\\u0007b");
    assert.deepEqual(Object.keys(valueOf(`id,a\n1,${"n".repeat(201)}\n`, { name: { columns: ["a"] } }).said[0]!.value!), ["text"]);
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), fc.integer({ min: 1, max: 12 }), (text, max) => {
        const pieces = inPieces(text, max);
        assert.ok(pieces.every((piece) => [...piece].length <= max && piece.isWellFormed()));
        assert.equal(pieces.join("").replaceAll(/\s/g, ""), inPieces(text, 10_000).join("").replaceAll(/\s/g, ""));
      }),
    );
  });

  it("makes only what the record takes, and counts every cell, whatever stands in the file", () => {
    const cell = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom("", "NA", "0", "1", "2031-02-03", "31.2.2031", "48.1", "a|b|a", "159-60", "\u202e", "\ud83d\ude00".repeat(150)),
    );
    const columns = ["id", "a", "b", "c", "d"];
    const table = {
      rowId: ["id"],
      missing: ["NA"],
      saidBy: "s",
      cites: { of: "doc", page: "d" },
      reports: [{ as: "words", text: { columns: ["c"] }, channel: "document", received: [{ column: "b", format: "iso" }] }],
      compare: [{ as: "c", of: "event", columns: ["c"] }],
      subjects: [
        { as: "s", type: "source", key: ["c"], statements: [{ property: "alias", value: { text: { columns: ["c"] } } }] },
        { as: "doc", type: "document", key: [], statements: [] },
        { as: "event", type: "event", key: ["a"], statements: [{ property: "title", value: { text: { columns: ["a"], split: "|" } } }] },
        {
          as: "act",
          type: "act",
          statements: [
            { property: "name", value: { name: { columns: ["a", "b"], parts: [{ kind: "given", column: "a" }] } } },
            { property: "kind", value: { code: { list: "act", column: "a", terms: { "1": "killing" }, scheme: "x", split: "|" } } },
            { property: "time", value: { time: { start: [{ column: "a", format: "iso" }], end: [{ column: "b", format: "dmy" }], asGiven: ["c"] } } },
            {
              property: "stay",
              value: {
                chain: [
                  { name: ["a"], lat: "b", lon: "c", radiusM: 5 },
                  { kind: { column: "c", terms: { "0": "home" } }, adminPath: ["a", "b"] },
                ],
              },
            },
            { property: "affected", value: { count: { min: "a", max: "b" } } },
            { property: "age", value: { number: { column: "c" } } },
            { property: "minor", value: { flag: { column: "c", yes: ["1"], no: ["0"] } } },
            { property: "event", value: { ref: { to: "event" } } },
            { property: "becauseOf", value: { ref: { space: "event", columns: ["b"], split: "|" } } },
          ],
        },
      ],
    };
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell, cell, cell), { maxLength: 6 }), (rows) => {
        const text = [columns, ...rows]
          .map((cells) => cells.map((one) => `"${one.replaceAll('"', '""').replaceAll("\0", "")}"`).join(","))
          .join("\n");
        let done;
        try {
          done = bring(text, table);
        } catch (error) {
          assert.ok(error instanceof ExchangeError, String(error));
          return;
        }
        assert.equal(done.report.tables[0]!.rows, rows.length);
      }),
      { numRuns: 500 },
    );
  });
});

describe("small parts", () => {
  it("read pages and their ranges", () => {
    assert.deepEqual(pagesOf("159"), [159]);
    assert.deepEqual(pagesOf("159-60"), [159, 160]);
    assert.deepEqual(pagesOf("198-201"), [198, 199, 200, 201]);
    for (const odd of ["155-75", "160-159", "0", "x", "1-2-3", "123456"]) assert.equal(pagesOf(odd), null, odd);
  });

  it("tell ids apart by all their letters", () => {
    const set = new IdSet();
    const ids = ["0", "1"].flatMap((last) => ["0", "f"].map((first) => `${first}${"a".repeat(30)}${last}`));
    for (const id of ids) assert.ok(set.add(id), id);
    for (const id of ids) assert.ok(!set.add(id), id);
    assert.equal(set.has(`b${"a".repeat(31)}`), false);
  });

  it("keep a set of ids as a set does", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 3_000 }), (numbers) => {
        const [slow, fast] = [new Set<string>(), new IdSet()];
        for (const n of numbers) {
          const id = (n * 2_654_435_761).toString(16).padStart(32, "0").split("").reverse().join("");
          assert.equal(fast.add(id), !slow.has(id));
          slow.add(id);
          assert.ok(fast.has(id));
        }
        assert.equal(fast.size, slow.size);
      }),
      { numRuns: 30 },
    );
  });
});
