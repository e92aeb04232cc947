import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { bookOf, parseRecord } from "#casework";
import { runs } from "../../../scripts/long.ts";
import { beginning, CASE, history } from "../testing/random-history.ts";
import { ExchangeError } from "../errors.ts";
import { exportStage } from "../testing/export-book.ts";
import { neutralised, plainCell, rowOf } from "./csv-cells.ts";
import { CSV_COLUMNS, csvOf, NUMBERS } from "./csv.ts";
import { jsonLinesOf, readJsonLines } from "./json-lines.ts";
import { leavingOf, type Leaving } from "./leaving.ts";
import { readRelatos, relatosOf } from "./relatos.ts";

const ID = "5a".repeat(16);
const stage = exportStage();
const STAGED = leavingOf(stage.book, { id: ID, of: { all: true }, ceiling: 3, earlier: true });

/** A leaving of a random history: rings, versions, denials, ids used twice, what came after a suspension. */
const leaving: fc.Arbitrary<Leaving> = fc
  .record({ written: history, ceiling: fc.constantFrom(0, 1, 2, 3), earlier: fc.boolean(), of: fc.constantFrom({ all: true as const }, { case: CASE }) })
  .map(({ written, of, ...request }) => leavingOf(bookOf([...beginning, ...written]), { id: ID, of, ...request } as never));

/** Any string there is, with what is special to XML and to spreadsheets often in it. */
const anyText = fc
  .array(fc.oneof(fc.constantFrom("]]>", "<", "&amp;", "\r", "\n", "\u0000", "\u000b", "\ufffe", "\ud800", "\udc00", "\"", "\\", "=", "+", "-", "@", "\t", ";", "|", "'", " ", "＝", "－", "\ufeff", "\u202e", "🜂"), fc.string({ unit: "binary", maxLength: 4 })), { maxLength: 8 })
  .map((parts) => parts.join(""));

/** RFC 4180 by the letter, slowly: what a cell is, nobody can say otherwise. */
function cellsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (let i = 0; i < text.length; ) {
    assert.equal(text[i], '"');
    let cell = "";
    for (i++; ; i++) {
      if (text[i] !== '"') cell += text[i]!;
      else if (text[i + 1] === '"') cell += text[i++]!;
      else break;
    }
    row.push(cell);
    i++;
    if (text[i] === ",") i++;
    else {
      assert.equal(text.slice(i, i + 2), "\r\n");
      i += 2;
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

suite("JSON Lines and relatos come back as they went", () => {
  test("of random histories", () => {
    fc.assert(
      fc.property(leaving, (left) => {
        assert.deepEqual(readJsonLines(jsonLinesOf(left)), left);
        const back = readRelatos([relatosOf(left)]);
        assert.deepEqual({ ...back, records: [] }, { ...left, records: [] });
        assert.deepEqual(new Set(back.records.map((one) => JSON.stringify(sorted(one)))), new Set(left.records.map((one) => JSON.stringify(sorted(one)))));
      }),
      { numRuns: runs(100, 5_000) },
    );
  });

  test("every record nothing was taken from is a record by record.md, with the words, stances, times and places it had", () => {
    const whole = readJsonLines(jsonLinesOf(STAGED)).records.filter(({ withheld }) => withheld.length === 0);
    assert.ok(whole.length > 15);
    for (const { record } of whole) assert.notEqual(parseRecord(record).kind, "newer form");
    const said = (property: string) => STAGED.records.filter(({ record }) => record["property"] === property).map(({ record }) => record["value"]);
    assert.deepEqual(said("affected"), [{ count: { max: 26 } }]);
    assert.deepEqual(said("place"), [{ place: { asGiven: "Quarry Street", latMicrodegrees: -41_250_001, lonMicrodegrees: 65_100_000, radiusM: 2_000 } }]);
    assert.deepEqual(said("time"), [{ time: { kind: "exact", first: "2031-04-17", last: "2031-04-17" } }]);
  });

  test("relatos hold any text: control characters, halves of pairs, ends of character data", () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 3 }), anyText, fc.integer(), (list, text, number) => {
        const record = { id: ID, kind: "statement", subject: ID, value: { text, number, flag: true, list, deep: { a: [{ b: text }] } } };
        const one: Leaving = { ...STAGED, records: [{ standing: "current", disputed: true, conflict: false, decided: null, guarded: 2, withheld: ["hash"], record }] };
        assert.deepEqual(readRelatos([relatosOf(one)]).records, one.records);
        // However the file is cut into pieces.
        assert.deepEqual(readRelatos(relatosOf(one)).records, one.records);
      }),
      { numRuns: runs(300, 20_000) },
    );
  });

  test("a case of more elements than a reader holds at once comes back whole", () => {
    const record = (n: number): Leaving["records"][number] => ({
      standing: "current",
      disputed: false,
      conflict: false,
      decided: null,
      guarded: 2,
      withheld: [],
      record: { case: ID, id: n.toString(16).padStart(32, "0"), kind: "statement", property: "kind", stance: "asserts", subject: ID, value: { code: { list: "act", term: "killing" } } },
    });
    const large: Leaving = { ...STAGED, records: Array.from({ length: 26_000 }, (_, n) => record(n)) };
    const back = readRelatos([relatosOf(large)]);
    assert.equal(back.records.length, 26_000);
    assert.deepEqual(back.records.at(-1), large.records.at(-1));
  });

  test("what is not such a file, or was changed, is refused with a code", () => {
    const [lines, relatos] = [jsonLinesOf(STAGED), relatosOf(STAGED)];
    const isRefused = (read: () => unknown): void => {
      try {
        read();
      } catch (error) {
        assert.ok(error instanceof ExchangeError, String(error));
      }
    };
    fc.assert(
      fc.property(fc.nat(lines.length), fc.nat(20), anyText, (at, drop, put) => {
        isRefused(() => readJsonLines(lines.slice(0, at) + put + lines.slice(at + drop)));
        const place = at % relatos.length;
        isRefused(() => readRelatos([relatos.slice(0, place) + put + relatos.slice(place + drop)]));
      }),
      { numRuns: runs(150, 10_000) },
    );
    assert.throws(() => readJsonLines(lines.slice(0, lines.lastIndexOf("\n", lines.length - 2) + 1)), new ExchangeError("not-this-format", 1), "a line is missing");
    assert.throws(() => readJsonLines(""), ExchangeError);
    assert.throws(() => readRelatos(["<relatos/>"]), ExchangeError);
    const bomb = `<!DOCTYPE relatos [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>${relatos.slice(relatos.indexOf("<relatos"))}`;
    assert.throws(() => readRelatos([bomb]), new ExchangeError("not-this-format", 1));
  });
});

suite("tables", () => {
  const MARKED = /^[ \u00a0\u200b-\u200f\u2060\ufeff]*[=+\-@\t\r＝＋－＠]/u;

  test("no cell begins a formula, whatever a program splits at; and the mark comes off again", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const cell = neutralised(text);
        assert.equal(plainCell(cell), text);
        assert.ok(!MARKED.test(cell), JSON.stringify(cell));
        for (const part of cell.split(/[\n;|]/)) assert.ok(!MARKED.test(part), JSON.stringify(cell));
        assert.equal(cellsOf(rowOf([text, "a"]))[0]![0], cell);
      }),
      { numRuns: runs(1_000, 100_000) },
    );
    assert.equal(neutralised("=1+1"), "'=1+1");
    assert.equal(neutralised(" @SUM(A1)"), "' @SUM(A1)");
    assert.equal(neutralised("a;=1"), "a;'=1");
    assert.equal(neutralised("＝1"), "'＝1");
    assert.equal(neutralised("'=1"), "''=1");
    assert.equal(neutralised("10-12"), "10-12");
    assert.equal(rowOf(["-5", -5, -41.250001, 1e9, 0.000001]), '"\'-5","-5","-41.250001","1000000000","0.000001"\r\n');
  });

  test("every row has every column; numbers are numbers, and all else is marked where it must be", () => {
    const rows = cellsOf(csvOf(STAGED));
    assert.deepEqual(rows[0], CSV_COLUMNS);
    assert.equal(rows.length, 2 + STAGED.leftOut.length + STAGED.withheld.length + STAGED.records.length);
    for (const row of rows) assert.equal(row.length, CSV_COLUMNS.length);
    for (const [n, column] of CSV_COLUMNS.entries())
      for (const row of rows.slice(1)) {
        if (NUMBERS.has(column)) assert.match(row[n]!, /^(-?[0-9]+(\.[0-9]+)?)?$/, column);
        else assert.ok(!MARKED.test(row[n]!), `${column}: ${row[n]}`);
      }
    const cell = (property: string, column: (typeof CSV_COLUMNS)[number]): string => rows.find((row) => row[CSV_COLUMNS.indexOf("property")] === property)![CSV_COLUMNS.indexOf(column)]!;
    assert.equal(cell("pretext", "value"), "'=cmd|' /C calc'!A0");
    assert.equal(cell("place", "latitude"), "-41.250001");
    assert.equal(cell("affected", "least"), "", "up to 26 is not from 0 to 26");
    assert.equal(cell("affected", "most"), "26");
    const called = (type: string): string[] => rows.filter((row) => row[CSV_COLUMNS.indexOf("record")] === "subject" && row[CSV_COLUMNS.indexOf("subject type")] === type).map((row) => row[CSV_COLUMNS.indexOf("subject name")]!);
    assert.deepEqual(called("unit"), ["Second Guard"]);
    assert.deepEqual(called("source"), ["Window"]);
    assert.equal(cell("source-identity", "count"), "2");
  });

  test("the mark of byte order stands first where it was asked for, and else not at all", () => {
    assert.equal(csvOf(STAGED, { bom: true }), `\ufeff${csvOf(STAGED)}`);
    assert.ok(!csvOf(STAGED).startsWith("\ufeff"));
  });
});

function sorted(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(sorted);
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(Object.entries(json).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, sorted(value)]));
}
