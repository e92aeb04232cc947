/**
 * A table of overlaps from a CSV file (docs/formats/lists.md): one row for each pattern with a column `count`, or one for each person, where all columns but
 * `id`, `count` and the one that groups people are lists and cells say yes or no; or one for each record with its list and its person, as linking writes them.
 */
import { CSV_TABLE, guessDelimiter, readCsv } from "#exchange";
import { tableOfCounts, MAX_LISTS, type Table } from "#stats";
import { ListsError } from "./errors.ts";

export interface ListsFile {
  readonly table: Table;
  /** People by group, in the order of the groups' names; empty where no column was asked for. */
  readonly strata: readonly { readonly name: string; readonly table: Table }[];
  /** Who is who comes from a program's linking. */
  readonly isLinked: boolean;
}

const YES = new Set(["1", "x", "yes", "true"]);
const NO = new Set(["0", "", "no", "false"]);
const NOT_LISTS = new Set(["id", "count"]);
const LINKED = ["source", "id", "person"];

/** @param strata the column that groups people. @throws {ListsError}, `ExchangeError`, `CaptureError` */
export function readLists(bytes: Uint8Array, strata: string | null = null): ListsFile {
  const source = readCsv(() => [bytes], {
    delimiter: guessDelimiter(new TextDecoder().decode(bytes.subarray(0, 4096))),
    encoding: "utf-8",
  }).tables.find(({ name }) => name === CSV_TABLE)!;
  const { columns } = source;
  if (strata === null && isLinked(columns)) return linkedLists(source.rows(), columns);
  const group = strata === null ? -1 : columns.indexOf(strata);
  if (strata !== null && group < 0) throw new ListsError("no-such-column");
  const counted = columns.findIndex((name) => name.trim().toLowerCase() === "count");
  const places = columns.map((_, place) => place).filter((place) => place !== group && !NOT_LISTS.has(columns[place]!.trim().toLowerCase()));
  if (places.length === 0 || places.length > MAX_LISTS) throw new ListsError("no-lists");
  const lists = places.map((place) => columns[place]!.trim());

  const whole = new Float64Array(2 ** lists.length);
  const groups = new Map<string, Float64Array>();
  for (const { n, cells } of source.rows()) {
    if (cells.every((cell) => cell === null)) continue;
    let pattern = 0;
    for (const [j, place] of places.entries()) if (isOn(cells[place], n, place + 1)) pattern |= 1 << j;
    const people = counted < 0 ? 1 : countOf(cells[counted], n);
    // Who is on none of these lists is not what they say anything of.
    if (pattern === 0) continue;
    whole[pattern]! += people;
    if (group < 0) continue;
    const name = textOf(cells[group]).trim();
    if (name === "") throw new ListsError("no-stratum", n);
    const counts = groups.get(name) ?? new Float64Array(whole.length);
    counts[pattern]! += people;
    groups.set(name, counts);
  }
  return {
    table: tableOfCounts(lists, whole),
    strata: [...groups].sort(([x], [y]) => (x < y ? -1 : 1)).map(([name, counts]) => ({ name, table: tableOfCounts(lists, counts) })),
    isLinked: false,
  };
}

/** Whether the file is what `vouchsafe link --clusters` writes: `source,id,person`. */
function isLinked(columns: readonly string[]): boolean {
  return columns.length === LINKED.length && LINKED.every((name) => columns.includes(name));
}

/** Each source is a list, and each person is on those in which one of their records stands. Lists come in the order of their names. */
function linkedLists(rows: Iterable<{ readonly n: number; readonly cells: readonly unknown[] }>, columns: readonly string[]): ListsFile {
  const [inSource, inPerson] = [columns.indexOf("source"), columns.indexOf("person")];
  const sourcesOf = new Map<string, Set<string>>();
  const sources = new Set<string>();
  for (const { n, cells } of rows) {
    const [source, person] = [textOf(cells[inSource]).trim(), textOf(cells[inPerson]).trim()];
    if (source === "" || person === "") throw new ListsError("no-person", n);
    sources.add(source);
    if (sources.size > MAX_LISTS) throw new ListsError("no-lists");
    const known = sourcesOf.get(person);
    if (known === undefined) sourcesOf.set(person, new Set([source]));
    else known.add(source);
  }
  if (sources.size === 0) throw new ListsError("no-lists");
  const lists = [...sources].sort();
  const counts = new Float64Array(2 ** lists.length);
  for (const on of sourcesOf.values()) counts[lists.reduce((pattern, name, j) => (on.has(name) ? pattern | (1 << j) : pattern), 0)]!++;
  return { table: tableOfCounts(lists, counts), strata: [], isLinked: true };
}

function isOn(cell: unknown, row: number, column: number): boolean {
  const text = textOf(cell).trim().toLowerCase();
  if (YES.has(text)) return true;
  if (NO.has(text)) return false;
  throw new ListsError("not-yes-or-no", row, column);
}

function countOf(cell: unknown, row: number): number {
  const text = textOf(cell).trim();
  if (!/^\d{1,9}$/.test(text)) throw new ListsError("not-a-count", row);
  return Number(text);
}

function textOf(cell: unknown): string {
  return typeof cell === "string" ? cell : "";
}
