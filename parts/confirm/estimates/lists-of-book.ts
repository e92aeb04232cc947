/**
 * Lists from the record: a person is on a list when what makes the list asserts something of them, or that something befell them. A list is made of sources,
 * of documents that statements cite, or of registers that were brought in as files.
 */
import { canonicalText } from "#bytes";
import { isKind, typeOf, type Book } from "#casework";
import { tableOfCounts, type Table } from "#stats";
import { OnePerson, type Readers } from "./one-person.ts";

export interface ListChoice {
  readonly name: string;
  /** Ids of sources, documents and registers that together make the list. */
  readonly sources: readonly string[];
}

/** Somebody who is counted. */
export interface Counted {
  /** The ids that are this person, sorted. */
  readonly persons: readonly string[];
  /** Bit j: on list j. */
  readonly on: number;
}

/** What links do to the count. */
export interface LinksCounted {
  /** Links of two readers or more, which hold people together here. */
  readonly agreed: number;
  /** Links of one reader alone that would make two who are counted one. Not counted. */
  readonly alone: number;
  /** Persons kept apart because links about them contradict each other. */
  readonly contested: number;
  /** People listed if links of one reader counted too. */
  readonly listedWithAlone: number;
}

export interface CountedLists {
  readonly table: Table;
  /** As `table`, if links of one reader alone counted too. */
  readonly withAlone: Table;
  readonly links: LinksCounted;
  /** Sorted by the first id. */
  readonly people: readonly Counted[];
  /** Who was counted: the ids that are one person, and their pattern. Canonical text of it is what an estimate's `input` is the hash of. */
  readonly input: string;
  readonly onePerson: OnePerson;
  /** Each person's own lists, as bits, before anybody is held to be another. */
  readonly onOf: ReadonlyMap<string, number>;
}

/** Persons whom a source, document or register names. */
export type PersonsNamed = (book: Book, id: string, caseId: string | null) => ReadonlySet<string>;

/**
 * @param caseId only what was written in that case; `null`: everywhere
 * @param named who is named by a register; sources and documents are read from the book
 * @throws `CaptureError` for lists that make no table
 */
export function listsOfBook(book: Book, lists: readonly ListChoice[], caseId: string | null, named: PersonsNamed = personsNamed): CountedLists {
  const onOf = new Map<string, number>();
  for (const [place, { sources }] of lists.entries())
    for (const source of sources) for (const person of named(book, source, caseId)) onOf.set(person, (onOf.get(person) ?? 0) | (1 << place));
  const onePerson = new OnePerson(book);
  const people = countedBy(onePerson, onOf, 2);
  const withAlone = countedBy(onePerson, onOf, 1);
  let [agreed, alone] = [0, 0];
  for (const { persons } of people) agreed += onePerson.linksAmong(persons).agreed;
  for (const { persons } of withAlone) {
    // Only where it makes one of two that are counted: a link to somebody on no list moves nothing.
    const apart = new Set(persons.filter((person) => onOf.has(person)).map((person) => onePerson.groupOf(person, 2).persons[0]!));
    if (apart.size > 1) alone += onePerson.linksAmong(persons).alone;
  }
  const names = lists.map(({ name }) => name);
  return {
    table: tableOf(names, people),
    withAlone: tableOf(names, withAlone),
    links: { agreed, alone, contested: [...onOf.keys()].filter((person) => onePerson.isContested(person)).length, listedWithAlone: withAlone.length },
    people,
    input: canonicalText(people.map(({ persons, on }) => [[...persons], lists.map((_, j) => ((on >> j) & 1 ? "1" : "0")).join("")])),
    onePerson,
    onOf,
  };
}

function countedBy(onePerson: OnePerson, onOf: ReadonlyMap<string, number>, readers: Readers): Counted[] {
  const counted = new Map<string, { persons: readonly string[]; on: number }>();
  for (const [person, on] of onOf) {
    const { persons } = onePerson.groupOf(person, readers);
    const known = counted.get(persons[0]!);
    if (known === undefined) counted.set(persons[0]!, { persons, on });
    else known.on |= on;
  }
  return [...counted.values()].sort((x, y) => (x.persons[0]! < y.persons[0]! ? -1 : 1));
}

/** A table of people. @throws `CaptureError` */
export function tableOf(names: readonly string[], people: Iterable<Pick<Counted, "on">>): Table {
  const counts = new Float64Array(2 ** names.length);
  for (const { on } of people) counts[on]!++;
  return tableOfCounts(names, counts);
}

/** Persons of whom a source asserts something, or a statement that cites a document does: directly, or as the victim of an act it asserts something of. */
export const personsNamed: PersonsNamed = (book, id, caseId) => {
  const persons = new Set<string>();
  const acts = new Set<string>();
  const way = book.byId(id).some(isKind("report")) ? "cites" : "saidBy";
  for (const { record, standing } of book.naming(id, "statement", way)) {
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
};
