/** Tables from which nothing can be estimated, whatever the model. Asked before anything is reckoned. */
import { onAllOf, type Table } from "./table.ts";

export type RefusalCode =
  /** Fewer than three lists: two cannot be told apart from chance dependence. */
  | "fewer-than-three-lists"
  /** A list with nobody on it. */
  | "empty-list"
  /** Nobody is on two lists. */
  | "no-overlap"
  /** Lists fall into groups that share nobody: nothing ties one group to the other. */
  | "lists-apart"
  /** All of one list are on another: it is part of that one and no view of its own. */
  | "list-within-list"
  /** A list holds everybody who is on any: nobody was found outside it, and the others add nothing to it. */
  | "list-holds-all"
  /** The model that the table speaks for most has no estimate. */
  | "no-estimate-exists";

export interface Refusal {
  readonly code: RefusalCode;
  /** Places of the lists concerned; of two, the first is within the second. */
  readonly lists: readonly number[];
}

/** Every reason against the table itself. Empty: it may be tried. */
export function refusalsOf(table: Table): Refusal[] {
  const lists = table.lists.map((_, j) => j);
  const refusals: Refusal[] = [];
  if (lists.length < 3) refusals.push({ code: "fewer-than-three-lists", lists });
  const sizes = lists.map((j) => onAllOf(table, 1 << j));
  for (const j of lists) if (sizes[j] === 0) refusals.push({ code: "empty-list", lists: [j] });
  const shared = (i: number, j: number) => onAllOf(table, (1 << i) | (1 << j));
  if (lists.every((i) => lists.every((j) => i === j || shared(i, j) === 0))) {
    refusals.push({ code: "no-overlap", lists });
    return refusals;
  }
  const apart = groupsOf(lists, (i, j) => shared(i, j) > 0);
  // The largest group is what others are apart from.
  if (apart.length > 1) {
    const rest = apart.toSorted((x, y) => y.length - x.length || x[0]! - y[0]!).slice(1);
    for (const group of rest) if (group.some((j) => sizes[j]! > 0)) refusals.push({ code: "lists-apart", lists: group });
  }
  for (const i of lists)
    for (const j of lists) {
      if (i === j || sizes[i] === 0 || shared(i, j) < sizes[i]!) continue;
      // Of two lists with the same people only one is named.
      if (sizes[i] === sizes[j] && i > j) continue;
      refusals.push({ code: "list-within-list", lists: [i, j] });
    }
  for (const j of lists) if (table.n > 0 && sizes[j] === table.n) refusals.push({ code: "list-holds-all", lists: [j] });
  return refusals;
}

function groupsOf(lists: readonly number[], meet: (i: number, j: number) => boolean): number[][] {
  const groups: number[][] = [];
  const left = new Set(lists);
  for (const start of lists) {
    if (!left.delete(start)) continue;
    const group = [start];
    for (const member of group)
      for (const other of left)
        if (meet(member, other)) {
          left.delete(other);
          group.push(other);
        }
    groups.push(group.sort((x, y) => x - y));
  }
  return groups;
}
