/** Tables of the tests: drawn ones, and the published ones where they are at hand. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { reordered, tableOf, tableOfCounts, type Table } from "../table.ts";

const FOLDER = fileURLToPath(new URL("../../../../../shared/data/mse/", import.meta.url));

/** Whether the published tables are beside the repository. */
export const PUBLISHED = existsSync(FOLDER);
export const SKIP = PUBLISHED ? false : "the published tables are not at ../shared/data/mse";

export function reference<T>(name: string): T {
  return JSON.parse(readFileSync(`${FOLDER}${name}.json`, "utf8")) as T;
}

export function published(name: string): Table {
  const { lists, rows } = reference<Record<string, { lists: string[]; rows: { pattern: string; count: number }[] }>>("tables")[name]!;
  return tableOf(lists, rows);
}

/** Small tables, many cells of them empty. */
export function drawnTable(lists: number, most = 20): fc.Arbitrary<Table> {
  const cell = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: most }));
  return fc
    .array(cell, { minLength: 2 ** lists - 1, maxLength: 2 ** lists - 1 })
    .filter((counts) => counts.some((count) => count > 0))
    .map((counts) => tableOfCounts(names(lists), [0, ...counts]));
}

export function names(lists: number): string[] {
  return Array.from({ length: lists }, (_, j) => String.fromCharCode(65 + j));
}

/** The lists in another order under other names. */
export function disguised(table: Table, order: readonly number[], prefix = "list "): Table {
  const moved = reordered(table, order);
  return { ...moved, lists: moved.lists.map((name) => prefix + name) };
}
