import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { utf8 } from "#bytes";
import { csvRows, guessDelimiter, readCsv, type Delimiter } from "./csv.ts";
import { decoded, guessEncoding } from "./decode.ts";
import { ExchangeError } from "./errors.ts";

const FORM = { delimiter: ",", encoding: "utf-8" } as const;
const codeOf = (work: () => unknown): [string, number | null] => {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof ExchangeError, String(error));
    return [error.code, error.row];
  }
  return ["nothing", null];
};
const rowsOf = (text: string, delimiter: Delimiter = ","): string[][] => [...csvRows([text], delimiter)];
const read = (bytes: Uint8Array) => [...readCsv(() => [bytes], FORM).tables[0]!.rows()];

/** One letter at a time and no cleverness: what `csvRows` must do. */
function slowRows(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let cells: string[] = [];
  let cell = "";
  let mode: "start" | "plain" | "quoted" | "quote" = "start";
  const letters = [...text.replaceAll(/\r\n?/g, (end, at: number) => (insideQuotes(text, at) ? end : "\n"))];
  for (const letter of letters) {
    if (mode === "quoted") {
      if (letter === '"') mode = "quote";
      else cell += letter;
    } else if (letter === '"' && mode === "start") mode = "quoted";
    else if (letter === '"' && mode === "quote") {
      cell += '"';
      mode = "quoted";
    } else if (letter === '"') throw new ExchangeError("quote-inside");
    else if (letter === delimiter) {
      cells.push(cell);
      cell = "";
      mode = "start";
    } else if (letter === "\n") {
      rows.push([...cells, cell]);
      cells = [];
      cell = "";
      mode = "start";
    } else if (mode === "quote") throw new ExchangeError("after-quote");
    else {
      cell += letter;
      mode = "plain";
    }
  }
  if (mode === "quoted") throw new ExchangeError("open-quote");
  if (cells.length > 0 || cell !== "" || mode !== "start") rows.push([...cells, cell]);
  return rows;
}

function insideQuotes(text: string, at: number): boolean {
  return (text.slice(0, at).split('"').length - 1) % 2 === 1;
}

describe("csv", () => {
  it("reads quotes, both line ends, empty cells and a line break inside a cell", () => {
    assert.deepEqual(rowsOf('a,b\r\n"x ""y""","1\n2"\n,\r,z'), [
      ["a", "b"],
      ['x "y"', "1\n2"],
      ["", ""],
      ["", "z"],
    ]);
    assert.deepEqual(rowsOf("a\tb\n1\t2\n", "\t"), [
      ["a", "b"],
      ["1", "2"],
    ]);
    assert.deepEqual(rowsOf('a|""|"|"', "|"), [["a", "", "|"]]);
  });

  it("agrees with one letter at a time, however the text is cut into pieces", () => {
    const letters = fc.constantFrom("a", '"', ",", "\n", "\r", "й");
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 40 }), fc.integer({ min: 1, max: 7 }), (all, size) => {
        const text = all.join("");
        const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, i) => text.slice(i * size, (i + 1) * size));
        let slow: string[][] | string;
        try {
          slow = slowRows(text, ",");
        } catch (error) {
          slow = (error as ExchangeError).code;
        }
        const fast = ((): string[][] | string => {
          try {
            return [...csvRows(pieces, ",")];
          } catch (error) {
            return (error as ExchangeError).code;
          }
        })();
        // A quote that is wrong in two ways may be told either way.
        if (typeof slow === "string") assert.equal(typeof fast, "string");
        else assert.deepEqual(fast, slow);
      }),
      { numRuns: 5_000 },
    );
  });

  it("gives back whatever was written with quotes", () => {
    const cell = fc.string({ unit: "grapheme", maxLength: 8 }).map((text) => text.replaceAll("\0", ""));
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 6 }), (rows) => {
        const text = rows.map((cells) => cells.map((one) => `"${one.replaceAll('"', '""')}"`).join(",")).join("\r\n");
        assert.deepEqual(rowsOf(text), rows);
      }),
    );
  });

  it("refuses what is not so, with the row", () => {
    assert.deepEqual(
      codeOf(() => read(utf8("a,b\n1,2\n3\n"))),
      ["cell-count", 3],
    );
    assert.deepEqual(
      codeOf(() => read(utf8("a,b\n1,2,3\n"))),
      ["cell-count", 2],
    );
    assert.deepEqual(
      codeOf(() => read(utf8('a,b\n"1,2\n'))),
      ["open-quote", 2],
    );
    assert.deepEqual(
      codeOf(() => read(utf8('a,b\n1"x,2\n'))),
      ["quote-inside", 2],
    );
    assert.deepEqual(
      codeOf(() => read(utf8('a,b\n"1"x,2\n'))),
      ["after-quote", 2],
    );
    assert.deepEqual(
      codeOf(() => read(utf8("a,b\n1,\u00002\n"))),
      ["nul", 2],
    );
    assert.deepEqual(
      codeOf(() => read(utf8(""))),
      ["no-header", 1],
    );
    assert.deepEqual(
      codeOf(() => read(utf8("a,a\n"))),
      ["same-column", 1],
    );
    assert.deepEqual(
      codeOf(() => read(utf8("a,,b\n"))),
      ["empty-column-name", 1],
    );
    assert.deepEqual(
      codeOf(() => read(utf8(`${"a,".repeat(2_000)}a\n`))),
      ["too-many-columns", 1],
    );
    assert.deepEqual(
      codeOf(() => read(utf8(`a,b\n${"x".repeat(1_000_001)},2\n`))),
      ["cell-too-long", 2],
    );
    assert.deepEqual(
      codeOf(() => read(Uint8Array.of(97, 44, 98, 10, 0xff, 44, 98))),
      ["not-utf8", null],
    );
  });

  it("counts blank lines between rows as rows that say nothing, and none at the end", () => {
    assert.deepEqual(
      read(utf8("a,b\n1,2\n\n\n3,4\n\n")).map(({ n, cells }) => [n, ...cells]),
      [
        [2, "1", "2"],
        [3, null, null],
        [4, null, null],
        [5, "3", "4"],
      ],
    );
    assert.deepEqual(read(utf8("a\n\n")).length, 1, "in a table of one column an empty line is an empty cell");
  });

  it("takes off a byte order mark and reads older encodings only when they are named", () => {
    assert.deepEqual(readCsv(() => [Uint8Array.of(0xef, 0xbb, 0xbf, 97, 10)], FORM).tables[0]!.columns, ["a"]);
    const cyrillic = Uint8Array.from([0xe3, 0xee, 0xf0, 0xee, 0xe4, 44, 0xe8, 0xec, 0xff]);
    assert.equal([...decoded(() => [cyrillic], "windows-1251")].join(""), "город,имя");
    assert.equal([...decoded(() => [Uint8Array.of(0xc7, 0xe1, 0xed, 0xe6, 0xe3)], "windows-1256")].join(""), "اليوم");
    assert.deepEqual(
      codeOf(() => [...decoded(() => [cyrillic])]),
      ["not-utf8", null],
    );
    assert.deepEqual(guessEncoding(cyrillic), { encoding: "windows-1251", isSure: false });
    assert.deepEqual(guessEncoding(Uint8Array.of(0xc7, 0xe1, 0xed, 0xe6, 0xe3)), { encoding: "windows-1256", isSure: false });
    assert.deepEqual(guessEncoding(Uint8Array.from("caf\xe9 del mar", (letter) => letter.charCodeAt(0))), {
      encoding: "windows-1252",
      isSure: false,
    });
    assert.deepEqual(guessEncoding(utf8("город").subarray(0, 9)), { encoding: "utf-8", isSure: true });
    assert.deepEqual(guessEncoding(Uint8Array.of(0xff, 0xfe, 97, 0)), { encoding: "utf-16le", isSure: true });
  });

  it("guesses the delimiter from the first lines", () => {
    assert.equal(guessDelimiter("id;name;where\n1;A, B;x\n2;C;y, z\n"), ";");
    assert.equal(guessDelimiter("id\tname\n1\ta,b,c\n"), "\t");
    assert.equal(guessDelimiter('id,name\n1,"a;b;c"\n'), ",");
    assert.equal(guessDelimiter("id\n1\n"), ",");
  });
});
