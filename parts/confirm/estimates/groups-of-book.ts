/** People of the record in groups to be estimated apart: by the place or the time of what befell them. Who has none, or several that differ, is in a group of their own. */
import { assertedValues, type Book, type FuzzyTime } from "#casework";
import { tableOf, type Counted } from "./lists-of-book.ts";
import type { Group } from "./beside.ts";

/** By the widest area of places, the next, the one after; by year or month. */
export const GROUPED_BY = ["area 1", "area 2", "area 3", "year", "month"] as const;
export type GroupedBy = (typeof GROUPED_BY)[number];

/** More groups than anybody can read have too few people each. */
export const MOST_GROUPS = 30;

/** The name of the group of those of whom it is not known, or of whom the record says several. */
export const NOT_ONE = "";

/** @param names of the lists. Groups come in the order of their names, `NOT_ONE` last */
export function groupsOfBook(book: Book, names: readonly string[], people: readonly Counted[], by: GroupedBy): readonly Group[] {
  const groups = new Map<string, Counted[]>();
  for (const one of people) {
    const name = groupName(book, one.persons, by);
    const known = groups.get(name);
    if (known === undefined) groups.set(name, [one]);
    else known.push(one);
  }
  return [...groups].sort(([x], [y]) => Number(x === NOT_ONE) - Number(y === NOT_ONE) || (x < y ? -1 : 1)).map(([name, of]) => ({ name, table: tableOf(names, of) }));
}

function groupName(book: Book, persons: readonly string[], by: GroupedBy): string {
  const acts = persons.flatMap((person) =>
    book
      .naming(person, "statement", "value")
      .filter(({ record, standing }) => standing === "current" && record.property === "victim" && record.stance === "asserts" && record.value?.ref === person)
      .map(({ record }) => record.subject),
  );
  const found = new Set<string>();
  if (by === "year" || by === "month") {
    const times = acts.flatMap((act) => assertedValues(book, act, "time"));
    const seen = times.length > 0 ? times : persons.flatMap((person) => assertedValues(book, person, "lastSeenAlive"));
    for (const { time } of seen) if (time !== undefined) found.add(periodOf(time, by === "year" ? 4 : 7));
  } else {
    const level = Number(by.slice(-1)) - 1;
    for (const { place } of acts.flatMap((act) => assertedValues(book, act, "place"))) {
      const area = place?.adminPath?.[level];
      if (area !== undefined) found.add(area.normalize("NFC").trim());
    }
  }
  const [name] = found;
  return found.size === 1 ? name! : NOT_ONE;
}

/** The year or month a time lies in as a whole. */
function periodOf({ first, last }: FuzzyTime, length: number): string {
  if (first === undefined || last === undefined || first.slice(0, length) !== last.slice(0, length)) return NOT_ONE;
  return first.slice(0, length);
}
