/**
 * Lists over rows: which are found, in which order, and what each filter would find. This is the meaning, slow and plain: every row is looked at every time. A
 * desk answers from shelves (shelf.ts), and shelf.test.ts holds the two together.
 */
import { compare } from "../book.ts";
import { folded } from "../labels.ts";
import { distanceM, northM } from "../place.ts";
import type { Circle, Row, RowType } from "./row.ts";

export interface Filter {
  readonly kinds?: readonly string[] | undefined;
  readonly statuses?: readonly string[] | undefined;
  readonly cases?: readonly string[] | undefined;
  readonly sources?: readonly string[] | undefined;
  readonly langs?: readonly string[] | undefined;
  /** Areas, `Country › Region`. */
  readonly places?: readonly string[] | undefined;
  readonly first?: string | undefined;
  readonly last?: string | undefined;
  readonly near?: (Circle & { readonly surely?: boolean | undefined }) | undefined;
  readonly marks?: readonly Mark[] | undefined;
}
export type Mark = "disputed" | "missing" | "profiles";
export type SortBy = "label" | "first" | "last" | "changed" | "waits" | "statements" | "sources";

export interface Question {
  readonly of: RowType;
  readonly text?: string | undefined;
  readonly filter?: Filter | undefined;
  /** `unsorted`: in no order that means anything, for what is counted or drawn. */
  readonly sort?: { readonly by: SortBy; readonly down?: boolean | undefined } | "unsorted" | undefined;
}

/** What the rows of an answer can be counted by. */
export const FACETS = ["kinds", "statuses", "cases", "sources", "langs", "places", "times"] as const;
export type Facet = (typeof FACETS)[number];
export type FacetCounts = { readonly [facet in Facet]: ReadonlyMap<string, number> };

/** Ids in order. Of several profiles held to be one person the first stands for all, unless words are sought: then each that has them. */
export function listed(rows: readonly Row[], question: Question): readonly string[] {
  const { sort = defaultSort(question.of) } = question;
  const found = rows.filter((row) => isOf(row, question) && FACETS.every((facet) => passes(row, facet, question.filter ?? {})) && passesRest(row, question));
  return (sort === "unsorted" ? found : found.toSorted(orderOf(sort))).map(({ id }) => id);
}

/** For each facet and value how many rows would be found with it, all other conditions held. */
export function facetCounts(rows: readonly Row[], question: Question): FacetCounts {
  const counts = (facet: Facet): ReadonlyMap<string, number> => {
    const found = rows.filter((row) => isOf(row, question) && FACETS.every((other) => other === facet || passes(row, other, question.filter ?? {})) && passesRest(row, question));
    const counted = new Map<string, number>();
    for (const row of found) for (const value of facetValues(row, facet)) counted.set(value, (counted.get(value) ?? 0) + 1);
    return counted;
  };
  return Object.fromEntries(FACETS.map((facet) => [facet, counts(facet)])) as FacetCounts;
}

/** The values under which a row is counted. */
export function facetValues(row: Row, facet: Facet): readonly string[] {
  if (facet === "places") return areasOf(row.area);
  if (facet === "times") return row.first === null ? [] : [row.first.slice(0, 4)];
  return row[facet];
}

/** An area and all it lies in: `A`, `A › B`. */
export function areasOf(area: readonly string[]): readonly string[] {
  return area.map((_, n) => area.slice(0, n + 1).join(" › "));
}

export function passes(row: Row, facet: Facet, filter: Filter): boolean {
  if (facet === "times") return (filter.first === undefined && filter.last === undefined) || mayLieIn(row, filter.first, filter.last);
  const wanted = filter[facet];
  return wanted === undefined || wanted.length === 0 || facetValues(row, facet).some((value) => wanted.includes(value));
}

/** Whether it may have happened in these days. What has no time at all may not. */
export function mayLieIn({ first, last }: Pick<Row, "first" | "last">, from: string | undefined, to: string | undefined): boolean {
  if (first === null && last === null) return false;
  return (to === undefined || first === null || first <= to) && (from === undefined || last === null || last >= from);
}

/** Whether something within `circle` lies in `near`: `surely` wherever in its circle it was, `maybe` where the circles touch. */
export function within(near: Circle, circle: Circle): "surely" | "maybe" | null {
  // No way is shorter than the part of it that leads north or south: most of an archive is told apart by that alone. A metre is for rounding.
  if (northM(near, circle) > near.radiusM + circle.radiusM + 1) return null;
  const distance = distanceM(near, circle)!;
  return distance + circle.radiusM <= near.radiusM ? "surely" : distance <= near.radiusM + circle.radiusM ? "maybe" : null;
}

function isOf(row: Row, { of, text }: Question): boolean {
  return row.type === of && (row.leader === row.id || soughtWords(text).length > 0);
}

function passesRest(row: Row, { text, filter = {} }: Question): boolean {
  const label = sought(row.label);
  return (
    soughtWords(text).every((word) => label.includes(word)) &&
    (filter.near === undefined || row.circles.some((circle) => isNear(filter.near!, circle))) &&
    (filter.marks ?? []).every((mark) => hasMark(row, mark))
  );
}

export function isNear(near: NonNullable<Filter["near"]>, circle: Circle): boolean {
  const is = within(near, circle);
  return is === "surely" || (is === "maybe" && near.surely !== true);
}

export function hasMark(row: Pick<Row, "disputed" | "missing" | "profiles">, mark: Mark): boolean {
  return mark === "disputed" ? row.disputed : mark === "missing" ? row.missing > 0 : row.profiles > 1;
}

/** A label as it is sought and sorted: lower case, without accents and vowel marks. */
export function sought(label: string): string {
  return folded(label.normalize("NFKD").replace(/[\p{M}\p{Cf}\u0640]/gu, ""));
}

export function soughtWords(text: string | undefined): readonly string[] {
  return text === undefined ? [] : sought(text).split(" ").filter((word) => word !== "");
}

/** What has no value comes last either way; equals go by id. */
function orderOf({ by, down = false }: { readonly by: SortBy; readonly down?: boolean | undefined }): (a: Row, b: Row) => number {
  return (a, b) => {
    const [left, right] = [sortKey(a, by), sortKey(b, by)];
    if (left === null || right === null) return Number(left === null) - Number(right === null) || compare(a.id, b.id);
    return (left === right ? 0 : (left < right) === down ? 1 : -1) || compare(a.id, b.id);
  };
}

/** By label; texts by who waits for an answer, cases by what has changed last. */
export function defaultSort(of: RowType): { readonly by: SortBy; readonly down: boolean } {
  if (of === "report") return { by: "waits", down: true };
  return of === "case" ? { by: "changed", down: true } : { by: "label", down: false };
}

/** How much a text waits for somebody: the urgent that nobody has taken before the new, these before the rest, and within each what has changed last. */
export function waits({ statuses, changed }: Pick<Row, "statuses" | "changed">): number {
  const rank = statuses.includes("urgent") && !statuses.includes("taken") ? 2 : statuses.includes("new") ? 1 : 0;
  return rank * BEYOND_ANY_CLOCK + changed;
}
/** Milliseconds: in the year 2527. Three times that is still a whole number exactly. */
const BEYOND_ANY_CLOCK = 2 ** 44;

export function sortKey(row: Row, by: SortBy): string | number | null {
  if (by === "label") return sought(row.label) || null;
  if (by === "waits") return waits(row);
  if (by === "sources") return row.sources.length;
  return row[by];
}
