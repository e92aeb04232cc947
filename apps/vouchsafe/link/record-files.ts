/** Files of records for linking: CSV, one record a row, with where they came from by hash. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { sha256Hex } from "#prim";
import type { LinkResult } from "../../desk/linking/index.ts";
import { Plain } from "../plain.ts";
import { readCsv } from "./csv.ts";

export interface RecordFile {
  /** The file's name without `.csv`: what its records are known by. */
  readonly name: string;
  readonly sha256: string;
  readonly ids: readonly string[];
  readonly columns: ReadonlyMap<string, readonly string[]>;
}

/** Reads a file. Ids come from `idColumn`, or are the rows' numbers where it is absent. */
export function readRecords(path: string, idColumn: string): RecordFile {
  const bytes = readFileSync(path);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Plain(`${basename(path)} is not UTF-8 text.`, 64);
  }
  const { names, rows } = readCsv(text, basename(path));
  const at = names.indexOf(idColumn);
  const ids = rows.map((row, i) => (at < 0 ? String(i + 1).padStart(8, "0") : row[at]!));
  if (new Set(ids).size !== ids.length) throw new Plain(`${basename(path)}: two rows have one id.`, 64);
  const columns = new Map(names.map((name, column) => [name, rows.map((row) => row[column]!)]));
  columns.delete(idColumn);
  return { name: basename(path).replace(/\.csv$/u, ""), sha256: sha256Hex(bytes), ids, columns };
}

/** Who each row of a result is of, from a column that says so, and how many pairs of rows are of one person. */
export function truthOf(
  inputs: readonly RecordFile[],
  column: string,
  { sources, ids }: LinkResult,
): { readonly of: readonly string[]; pairs(within: boolean): number } {
  const known = new Map<string, string>();
  for (const { name, ids, columns } of inputs) {
    const cells = columns.get(column);
    if (cells === undefined) throw new Plain(`A file has no column ${column}.`, 64);
    for (const [i, id] of ids.entries()) known.set(`${name} ${id}`, cells[i]!);
  }
  const of = ids.map((id, row) => known.get(`${sources[row]!} ${id}`)!);
  return {
    of,
    pairs: (within) => {
      const groups = new Map<string, Map<string, number>>();
      for (const [row, person] of of.entries()) {
        const bySource = groups.get(person) ?? new Map<string, number>();
        bySource.set(sources[row]!, (bySource.get(sources[row]!) ?? 0) + 1);
        groups.set(person, bySource);
      }
      const two = (count: number): number => (count * (count - 1)) / 2;
      let pairs = 0;
      for (const bySource of groups.values()) {
        const sizes = [...bySource.values()];
        pairs += two(sizes.reduce((sum, size) => sum + size, 0)) - (within ? 0 : sizes.reduce((sum, size) => sum + two(size), 0));
      }
      return pairs;
    },
  };
}
