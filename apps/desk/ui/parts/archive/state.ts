/** What one has narrowed a list to. In the memory of the page: it stays while one is elsewhere, and goes when the desk locks. */
import { signal, type Signal } from "../../signal.ts";
import type { ListAsk, ListFilter, ListOf, ListSort } from "../../../api-archive.ts";

export interface Narrowed {
  readonly text: string;
  readonly filter: ListFilter;
  readonly sort: { readonly by: ListSort; readonly down: boolean } | null;
}

export const ALL: Narrowed = { text: "", filter: {}, sort: null };

/** Filters that are lists of values. */
export type Facet = "kinds" | "statuses" | "cases" | "sources" | "langs" | "places" | "marks";
export const FACETS: readonly Facet[] = ["statuses", "kinds", "places", "cases", "sources", "langs", "marks"];

const lists = new Map<string, Signal<Narrowed>>();

/** The narrowing of the list `name`. */
export function narrowedOf(name: string): Signal<Narrowed> {
  let held = lists.get(name);
  if (held === undefined) lists.set(name, (held = signal(ALL)));
  return held;
}

/** The question a narrowed list asks. Conditions that hold nothing are left out, so that the same narrowing is always the same question. */
export function askOf(of: ListOf, { text, filter, sort }: Narrowed): ListAsk {
  const some = Object.entries(filter).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0));
  return {
    of,
    ...(text.trim() === "" ? {} : { text: text.trim() }),
    ...(some.length === 0 ? {} : { filter: Object.fromEntries(some) as ListFilter }),
    ...(sort === null ? {} : { sort }),
  };
}

/** What a saved question narrows to. */
export function narrowedBy(ask: ListAsk): Narrowed {
  const { text = "", filter = {}, sort } = ask;
  return { text, filter, sort: sort === undefined ? null : { by: sort.by, down: sort.down === true } };
}

export function isNarrowed(state: Narrowed): boolean {
  return Object.keys(askOf("person", { ...state, sort: null })).length > 1;
}

/** The values chosen of one facet. */
export function chosenOf(filter: ListFilter, facet: Facet): readonly string[] {
  return filter[facet] ?? [];
}

/** Chooses a value, or leaves it out again. */
export function toggled(filter: ListFilter, facet: Facet, value: string): ListFilter {
  const now = chosenOf(filter, facet);
  return { ...filter, [facet]: now.includes(value) ? now.filter((v) => v !== value) : [...now, value] };
}

/** The year the filter's days span, where they are just one. */
export function yearOf({ first, last }: ListFilter): string | null {
  const year = first?.slice(0, 4);
  return year !== undefined && first === `${year}-01-01` && last === `${year}-12-31` ? year : null;
}

/** Narrowed to a year, or no longer. */
export function withYear(filter: ListFilter, year: string): ListFilter {
  const { first, last, ...rest } = filter;
  return yearOf({ ...(first === undefined ? {} : { first }), ...(last === undefined ? {} : { last }) }) === year
    ? rest
    : { ...rest, first: `${year}-01-01`, last: `${year}-12-31` };
}

/** Narrowed to days; an empty one is open. */
export function withDays(filter: ListFilter, days: { readonly first: string; readonly last: string }): ListFilter {
  const { first: _first, last: _last, ...rest } = filter;
  return { ...rest, ...(days.first === "" ? {} : { first: days.first }), ...(days.last === "" ? {} : { last: days.last }) };
}
