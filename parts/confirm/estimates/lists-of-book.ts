/**
 * Lists from the record: a person is on a source's list when that source asserts something of them, or that something befell them. Persons held to be one
 * by link decisions are one; where decisions contradict each other they stay apart.
 */
import { canonicalText } from "#bytes";
import { groupOf, typeOf, type Book } from "#casework";
import { tableOfCounts, type Table } from "#stats";

export interface ListChoice {
  readonly name: string;
  /** Sources whose statements make the list. */
  readonly sources: readonly string[];
}

export interface CountedLists {
  readonly table: Table;
  /** Who was counted: the ids that are one person, and their pattern. Canonical text of it is what an estimate's `input` is the hash of. */
  readonly input: string;
}

/** @param caseId only what was written in that case; `null`: everywhere. @throws `CaptureError` for lists that make no table */
export function listsOfBook(book: Book, lists: readonly ListChoice[], caseId: string | null): CountedLists {
  const patterns = new Map<string, number>();
  const persons = new Map<string, readonly string[]>();
  for (const [place, { sources }] of lists.entries())
    for (const source of sources)
      for (const person of personsOf(book, source, caseId)) {
        const group = persons.get(person) ?? togetherWith(book, person);
        persons.set(person, group);
        const first = group[0]!;
        patterns.set(first, (patterns.get(first) ?? 0) | (1 << place));
      }
  const counts = new Float64Array(2 ** lists.length);
  for (const pattern of patterns.values()) counts[pattern]!++;
  const people = [...patterns]
    .map(([first, pattern]) => [[...togetherWith(book, first)], lists.map((_, j) => ((pattern >> j) & 1 ? "1" : "0")).join("")] as [string[], string])
    .sort(([x], [y]) => (x[0]! < y[0]! ? -1 : 1));
  return {
    table: tableOfCounts(
      lists.map(({ name }) => name),
      counts,
    ),
    input: canonicalText(people),
  };
}

/** Persons of whom a source asserts something, directly or as the victim of an act it asserts something of. */
function personsOf(book: Book, source: string, caseId: string | null): Set<string> {
  const persons = new Set<string>();
  const acts = new Set<string>();
  for (const { record, standing } of book.naming(source, "statement", "saidBy")) {
    if (standing !== "current" || record.stance !== "asserts" || (caseId !== null && record.case !== caseId)) continue;
    const type = typeOf(book, record.subject);
    if (type === "person") persons.add(record.subject);
    if (type === "act") acts.add(record.subject);
  }
  for (const act of acts)
    for (const { record, standing } of book.naming(act, "statement", "subject")) {
      const ref = record.value?.ref;
      if (standing === "current" && record.stance === "asserts" && record.property === "victim" && ref !== undefined && typeOf(book, ref) === "person") persons.add(ref);
    }
  return persons;
}

function togetherWith(book: Book, person: string): readonly string[] {
  const { persons, contested } = groupOf(book, person);
  return contested ? [person] : persons;
}
