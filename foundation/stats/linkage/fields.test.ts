/** A table's cells become numbers: the quick ways to a value give what the slow ones give. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { runs } from "../../../scripts/long.ts";
import { foldLine } from "./field-kinds.ts";
import { readFields } from "./fields.ts";
import { foldWord } from "./script.ts";
import { readSettings } from "./settings.ts";

const word = fc.stringMatching(/^[a-z]{1,8}$/);
const number = fc.stringMatching(/^[a-z]{0,2}[0-9]{1,4}$/);
const line = fc.array(fc.oneof(word, number), { minLength: 1, maxLength: 4 }).map((words) => words.join(" "));

test("plain words and lines, which are taken as they are, are what folding makes of them", () => {
  // Capitals, and a full stop at the end, go the slow way.
  fc.assert(fc.property(word, (plain) => foldWord(plain) === plain && foldWord(plain.toUpperCase()) === plain), { numRuns: runs(300, 20_000) });
  fc.assert(fc.property(line, (plain) => foldLine(plain) === plain && foldLine(`${plain}.`) === plain), { numRuns: runs(300, 20_000) });
});

test("rows have one number exactly where their text is one, in whatever writing and order it comes", () => {
  const writing = fc.tuple(fc.constantFrom("lugov", "timur", "li", "li 2", ""), fc.constantFrom((text: string) => text, (text: string) => text.toUpperCase(), (text: string) => `${text}.`, (text: string) => ` ${text}`)).map(([text, write]) => write(text));
  fc.assert(
    fc.property(fc.array(writing, { maxLength: 40 }), (column) => {
      const settings = readSettings({ version: 1, fields: [{ name: "name", kind: "text", columns: ["name"] }], blocking: [["name:whole"]], deterministic: { rules: [["name"]], recall: 0.8 } });
      const table = { count: column.length, ids: column.map((_, row) => String(row)), sources: column.map(() => "a"), columns: new Map([["name", column]]) };
      const { codes, values } = readFields(table, settings).named("name");
      for (const [row, cell] of column.entries()) assert.equal(codes[row] === -1 ? "" : values[codes[row]!], foldLine(cell));
      assert.equal(new Set(values).size, values.length, "no value has two numbers");
    }),
    { numRuns: runs(300, 20_000) },
  );
});
