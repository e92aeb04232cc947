/** Blocking beside a slow way that keeps every block as a list and every pair as a text. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { runs } from "../../../scripts/long.ts";
import {
  blockPairs,
  LinkageError,
  readFields,
  readSettings,
  recordTable,
  skeletonOf,
  wordsOf,
  type LinkSettings,
  type Profile,
  type RecordTable,
} from "../index.ts";

const RULES = [
  ["city:whole"],
  ["code:whole", "city:whole"],
  ["code:whole", "city:whole", "given:skeleton"],
  ["given:word"],
  ["given:word", "family:word"],
  ["given:nickname", "family:skeleton"],
  ["given+family:two-skeletons"],
  ["given+family:two-skeletons", "birth:years"],
  ["birth:years", "given:first"],
  ["birth:day"],
  ["birth:days", "code:halves", "city:whole"],
];

const settingsOf = (rules: readonly (readonly string[])[], more: object): LinkSettings =>
  readSettings({
    version: 1,
    fields: [
      { name: "given", kind: "name", part: "given", columns: ["given", "family"] },
      { name: "family", kind: "name", part: "family", columns: ["family", "given"] },
      { name: "birth", kind: "date", columns: ["birth"] },
      { name: "city", kind: "category", columns: ["city"] },
      { name: "code", kind: "code", columns: ["code"] },
    ],
    blocking: rules,
    deterministic: { rules: [["given", "family", "birth"]], recall: 0.5 },
    ...more,
  });

const tables = fc
  .array(
    fc.record({
      given: fc.constantFrom("Anna", "Anna Maria", "Anya", "Тимур", "Timur", "Karim", ""),
      family: fc.constantFrom("Sarmatova", "Sarmatov Lugov", "Haddad", "Lugov", ""),
      birth: fc.constantFrom("1980-01-02", "1980-01-04", "1980-02-01", "1981", "1990-07", ""),
      city: fc.constantFrom("Arna", "arna", "Belo", ""),
      code: fc.constantFrom("A-1234", "a1234", "1234", "99", ""),
    }),
    { minLength: 2, maxLength: 40 },
  )
  .map((rows) => recordTable(rows.map((values, i): Profile => ({ id: `r${i}`, source: i % 3 === 0 ? "a" : "b", values }))));

/** Each rule's keys by row, written out. */
function keysSlowly(table: RecordTable, settings: LinkSettings, rule: readonly string[]): string[][] {
  const fields = readFields(table, settings);
  return Array.from({ length: table.count }, (_, row) =>
    rule
      .map((part): readonly string[] => {
        const [names, key] = part.split(":") as [string, string];
        if (key === "two-skeletons") {
          const words = names.split("+").flatMap((name) => wordsOf(table.columns.get(name)![row]!).map(({ folded }) => skeletonOf(folded)));
          const skeletons = [...new Set(words.filter((word) => word !== ""))].sort().slice(0, 5);
          return skeletons.flatMap((one, i) => skeletons.slice(i + 1).map((other) => `${one}+${other}`));
        }
        const { kind, codes, values } = fields.named(names);
        return codes[row]! < 0 ? [] : kind.keys(key, values[codes[row]!]);
      })
      .reduce<string[]>((all, keys) => all.flatMap((one) => keys.map((key) => `${one}|${key}`)), [""]),
  );
}

function slowly(table: RecordTable, settings: LinkSettings, isNew: Uint8Array | null) {
  const pairs = new Map<string, { a: number; b: number; rules: number }>();
  const perRule = settings.blocking.map((rule, r) => {
    const blocks = new Map<string, number[]>();
    for (const [row, keys] of keysSlowly(table, settings, rule).entries()) for (const key of keys) blocks.set(key, [...(blocks.get(key) ?? []), row]);
    const told = { rule: rule.join(" + "), blocks: 0, pairs: 0, cappedBlocks: 0, cappedRecords: 0, cappedPairs: 0 };
    for (const rows of blocks.values()) {
      if (rows.length < 2) continue;
      if (rows.length > settings.mostInBlock) {
        told.cappedBlocks++;
        told.cappedRecords += rows.length;
        told.cappedPairs += (rows.length * (rows.length - 1)) / 2;
        continue;
      }
      told.blocks++;
      for (const [i, a] of rows.entries())
        for (const b of rows.slice(i + 1)) {
          if (a === b || (!settings.within && table.sources[a] === table.sources[b]) || (isNew !== null && isNew[a] === 0 && isNew[b] === 0))
            continue;
          told.pairs++;
          const known = pairs.get(`${a} ${b}`) ?? { a, b, rules: 0 };
          pairs.set(`${a} ${b}`, { a, b, rules: known.rules | (1 << r) });
        }
    }
    return told;
  });
  return { pairs: [...pairs.values()].sort((x, y) => x.a - y.a || x.b - y.b), perRule };
}

test("blocking finds the pairs that the slow way finds, each once and in order, with the rules that found it", () => {
  fc.assert(
    fc.property(
      tables,
      fc.subarray(RULES, { minLength: 1 }),
      fc.boolean(),
      fc.constantFrom(2, 3, 5, 500),
      fc.option(fc.array(fc.constantFrom(0, 1), { minLength: 40, maxLength: 40 })),
      (table, rules, within, mostInBlock, news) => {
        const settings = settingsOf(rules, { within, mostInBlock });
        const isNew = news === null ? null : Uint8Array.from(news.slice(0, table.count));
        const { count, a, b, rules: by, perRule } = blockPairs(table, readFields(table, settings), settings, isNew);
        const slow = slowly(table, settings, isNew);
        assert.deepEqual(
          Array.from({ length: count }, (_, pair) => ({ a: a[pair], b: b[pair], rules: by[pair] })),
          slow.pairs,
        );
        assert.deepEqual(perRule, slow.perRule);
      },
    ),
    { numRuns: runs(150, 10_000) },
  );
});

test("a row with many partners has them in order too, and too many pairs are refused with a code", () => {
  const table = recordTable(
    Array.from({ length: 400 }, (_, i): Profile => ({
      id: `r${String(i).padStart(3, "0")}`,
      source: "a",
      values: { given: "Anna", family: "", birth: "", city: i % 2 === 0 ? "Arna" : "Belo", code: String((i * 7) % 4) },
    })),
  );
  const rules = [["code:whole"], ["city:whole"], ["given:word"]];
  const settings = settingsOf(rules, {});
  const { count, a, b } = blockPairs(table, readFields(table, settings), settings);
  assert.equal(count, (400 * 399) / 2);
  for (let pair = 1; pair < count; pair++) assert.ok(a[pair - 1]! < a[pair]! || (a[pair - 1] === a[pair] && b[pair - 1]! < b[pair]!));
  for (const mostPairs of [1, 70_000, count - 1])
    assert.throws(
      () => blockPairs(table, readFields(table, settings), { ...settings, mostPairs }),
      (error) => error instanceof LinkageError && error.code === "too-many-pairs",
    );
});
