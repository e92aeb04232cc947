/**
 * The ways in which the people counted might be linked: tables drawn from what the desk's own linkage leaves open. What two readers signed holds in all of
 * them, and so does "not the same"; all else, links of one reader too, is drawn with its probability.
 */
import { COLUMNS, profileOf, type CountedLists } from "#confirm";
import type { Book } from "#casework";
import { tableOfCounts, type Table } from "#stats";
import { inThread, type Conduct } from "./thread.ts";

/** Of the linkage whose probabilities are drawn from. */
export const WAYS_MODEL = "linkage 2";
export const WAYS = 20;
/** Persons read between two breaths, so that the desk goes on answering. */
const AT_ONCE = 50;

export interface WaysTask {
  readonly persons: readonly string[];
  /** Bits: the lists each is on. */
  readonly on: readonly number[];
  readonly columns: Readonly<Record<string, readonly string[]>>;
  readonly decided: readonly { readonly a: string; readonly b: string; readonly verdict: "same" | "not the same" }[];
  readonly lists: number;
  readonly ways: number;
}

export type WaysSay = { readonly done: number; readonly of: number } | { readonly tables: readonly (readonly number[])[] };

/** @throws the signal's reason; `Error` where these people cannot be linked */
export async function waysOfLinking(book: Book, { table, onOf, onePerson }: CountedLists, conduct: Conduct): Promise<Table[]> {
  const persons = [...onOf.keys()].sort();
  const columns: Readonly<Record<string, string[]>> = Object.fromEntries(COLUMNS.map((name) => [name, Array.from({ length: persons.length }, () => "")]));
  const decided: WaysTask["decided"][number][] = [];
  for (const [row, person] of persons.entries()) {
    for (const [name, value] of Object.entries(profileOf(book, person).values)) columns[name]![row] = value;
    for (const other of onePerson.namedWith(person)) {
      const verdict = other < person || !onOf.has(other) ? null : onePerson.decided(person, other);
      if (verdict === null || (verdict === "same" && onePerson.isContested(person))) continue;
      decided.push({ a: person, b: other, verdict });
    }
    if (row % AT_ONCE !== AT_ONCE - 1) continue;
    conduct.onProgress?.(row + 1, persons.length);
    await new Promise((resolve) => setImmediate(resolve));
    conduct.signal?.throwIfAborted();
  }
  const task: WaysTask = { persons, on: persons.map((person) => onOf.get(person)!), columns, decided, lists: table.lists.length, ways: WAYS };
  const tables = await inThread(new URL("./ways-worker.ts", import.meta.url), task, conduct, (said: WaysSay) => ("tables" in said ? said.tables : null));
  return tables.map((counts) => tableOfCounts(table.lists, counts));
}
