/**
 * The table of overlaps: how many people were on exactly which lists. A pattern is a number whose bit j says "on list j"; pattern 0, those on no
 * list, is what is sought and stands in no table.
 */
import { CaptureError } from "./errors.ts";

export const MAX_LISTS = 12;
export const MAX_PEOPLE = 50_000_000;
const MAX_NAME = 200;

export interface Table {
  readonly lists: readonly string[];
  /** People by pattern; 2^lists long, the first always 0. */
  readonly counts: Float64Array;
  /** People on at least one list. */
  readonly n: number;
}

/**
 * @param lists their names, in the order of the patterns' digits
 * @param rows each pattern once, such as "101", with its count; patterns left out have nobody
 * @throws {CaptureError}
 */
export function tableOf(lists: readonly string[], rows: Iterable<{ readonly pattern: string; readonly count: number }>): Table {
  checkLists(lists);
  const counts = new Float64Array(2 ** lists.length);
  const seen = new Set<number>();
  for (const { pattern, count } of rows) {
    if (pattern.length !== lists.length || !/^[01]+$/.test(pattern)) throw new CaptureError("bad-pattern");
    let cell = 0;
    for (let j = 0; j < lists.length; j++) if (pattern[j] === "1") cell |= 1 << j;
    if (cell === 0) throw new CaptureError("bad-pattern");
    if (seen.has(cell)) throw new CaptureError("repeated-pattern");
    seen.add(cell);
    counts[cell] = count;
  }
  return tableOfCounts(lists, counts);
}

/** A table of counts by pattern. The counts are copied. @throws {CaptureError} */
export function tableOfCounts(lists: readonly string[], counts: ArrayLike<number>): Table {
  checkLists(lists);
  if (counts.length !== 2 ** lists.length || counts[0] !== 0) throw new CaptureError("bad-table");
  const copy = Float64Array.from(counts);
  let n = 0;
  for (const count of copy) {
    if (!Number.isSafeInteger(count) || count < 0) throw new CaptureError("bad-count");
    n += count;
  }
  if (n > MAX_PEOPLE) throw new CaptureError("too-large");
  return { lists: [...lists], counts: copy, n };
}

/** A table of people, each with the lists they are on; people on none of the lists are left out. @throws {CaptureError} */
export function tableOfPeople(lists: readonly string[], people: Iterable<readonly boolean[]>): Table {
  checkLists(lists);
  const counts = new Float64Array(2 ** lists.length);
  for (const on of people) {
    if (on.length !== lists.length) throw new CaptureError("bad-pattern");
    let cell = 0;
    for (const [j, yes] of on.entries()) if (yes) cell |= 1 << j;
    if (cell !== 0) counts[cell]!++;
  }
  return tableOfCounts(lists, counts);
}

function checkLists(lists: readonly string[]): void {
  if (lists.length < 1 || lists.length > MAX_LISTS) throw new CaptureError(lists.length < 1 ? "bad-lists" : "too-large");
  if (new Set(lists).size !== lists.length) throw new CaptureError("bad-lists");
  if (lists.some((name) => name.length === 0 || name.length > MAX_NAME)) throw new CaptureError("bad-lists");
}

/** The pattern as text, first list first. */
export function patternOf(cell: number, lists: number): string {
  return Array.from({ length: lists }, (_, j) => ((cell >> j) & 1 ? "1" : "0")).join("");
}

/** How many lists a pattern is on. */
export function listsOn(cell: number): number {
  let rest = cell;
  let count = 0;
  for (; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** People who are on all of these lists, and perhaps on others. @param lists as bits */
export function onAllOf(table: Table, lists: number): number {
  let sum = 0;
  for (let cell = 1; cell < table.counts.length; cell++) if ((cell & lists) === lists) sum += table.counts[cell]!;
  return sum;
}

/** The same table with list `order[j]` in place j. */
export function reordered(table: Table, order: readonly number[]): Table {
  const counts = new Float64Array(table.counts.length);
  for (let cell = 1; cell < counts.length; cell++) counts[movedCell(cell, order)] = table.counts[cell]!;
  return { lists: order.map((j) => table.lists[j]!), counts, n: table.n };
}

function movedCell(cell: number, order: readonly number[]): number {
  let moved = 0;
  for (let j = 0; j < order.length; j++) if ((cell >> order[j]!) & 1) moved |= 1 << j;
  return moved;
}

/** The table as if some lists had never been kept. Who was on no other list is in it no more. @param keep places of those that stay */
export function withLists(table: Table, keep: readonly number[]): Table {
  const counts = new Float64Array(2 ** keep.length);
  for (let cell = 1; cell < table.counts.length; cell++) counts[movedCell(cell, keep)]! += table.counts[cell]!;
  counts[0] = 0;
  return tableOfCounts(
    keep.map((j) => table.lists[j]!),
    counts,
  );
}

/** The table with some lists made one: on it is who was on any of them. It stands in the place of the first. @param merge two places or more */
export function mergedLists(table: Table, merge: readonly number[], name: string): Table {
  const first = Math.min(...merge);
  const places = table.lists.map((_, j) => j).filter((j) => j === first || !merge.includes(j));
  const counts = new Float64Array(2 ** places.length);
  for (let cell = 1; cell < table.counts.length; cell++) {
    let moved = 0;
    for (const [to, from] of places.entries()) if (from === first ? merge.some((j) => (cell >> j) & 1) : (cell >> from) & 1) moved |= 1 << to;
    counts[moved]! += table.counts[cell]!;
  }
  return tableOfCounts(
    places.map((j) => (j === first ? name : table.lists[j]!)),
    counts,
  );
}

/** The people of one list, by the other lists: what is on none of the others is known here. */
export function withinList(table: Table, list: number): { readonly table: Table; readonly onNoOther: number } {
  const others = table.lists.map((_, j) => j).filter((j) => j !== list);
  const counts = new Float64Array(2 ** others.length);
  for (let cell = 1; cell < table.counts.length; cell++) if ((cell >> list) & 1) counts[movedCell(cell, others)]! += table.counts[cell]!;
  const onNoOther = counts[0]!;
  counts[0] = 0;
  return {
    table: tableOfCounts(
      others.map((j) => table.lists[j]!),
      counts,
    ),
    onNoOther,
  };
}
