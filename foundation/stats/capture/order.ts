/**
 * An order of the lists that depends on the counts alone. Everything is reckoned in it, so that neither the names of the lists nor the order they
 * came in can change a byte of the result.
 *
 * Lists are told apart by what they hold, then by what they share with lists told apart already, as long as that tells more (colour refinement);
 * where lists still look alike, each is tried first, and the order whose table is first in dictionary order is taken.
 */
import { listsOn, reordered, type Table } from "./table.ts";

/** Orders looked at before lists that look alike are taken to be alike. Only tables unchanged by swapping lists come near it. */
const MAX_LEAVES = 5040;

/** @returns for each place of the canonical table, the place in this one. */
export function canonicalOrder(table: Table): number[] {
  const lists = table.lists.length;
  let best: { readonly order: number[]; readonly counts: Float64Array } | null = null;
  let leaves = 0;

  const visit = (start: readonly number[]): void => {
    if (leaves >= MAX_LEAVES) return;
    const colours = refined(table, start);
    const alike = firstAlike(colours);
    if (alike.length > 0) {
      for (const list of alike) visit(colours.map((colour, j) => (j === list ? 2 * colour : 2 * colour + 1)));
      return;
    }
    leaves++;
    const order = Array.from({ length: lists }, (_, j) => j).sort((x, y) => colours[x]! - colours[y]!);
    const { counts } = reordered(table, order);
    if (best === null || isBefore(counts, best.counts)) best = { order, counts };
  };
  visit(Array.from({ length: lists }, () => 0));
  return (best as { readonly order: number[] } | null)!.order;
}

/** The table in its canonical order, with names that are places. */
export function canonicalTable(table: Table): { readonly table: Table; readonly order: readonly number[] } {
  const order = canonicalOrder(table);
  const moved = reordered(table, order);
  return { table: { ...moved, lists: moved.lists.map((_, j) => String(j + 1)) }, order };
}

function refined(table: Table, start: readonly number[]): number[] {
  let colours = ranks(start.map((colour) => String(colour).padStart(9, "0")));
  for (;;) {
    const next = ranks(colours.map((colour, list) => `${String(colour).padStart(4, "0")}|${seenFrom(table, colours, list)}`));
    if (Math.max(...next) === Math.max(...colours)) return next;
    colours = next;
  }
}

/** What a list holds: for each set of colours of the others it shares people with, the counts, in an order of their own. */
function seenFrom(table: Table, colours: readonly number[], list: number): string {
  const lines: string[] = [];
  for (let cell = 1; cell < table.counts.length; cell++) {
    const count = table.counts[cell]!;
    if (count === 0 || !((cell >> list) & 1)) continue;
    const others: number[] = [];
    for (let j = 0; j < colours.length; j++) if (j !== list && (cell >> j) & 1) others.push(colours[j]!);
    lines.push(`${listsOn(cell)}:${others.sort((x, y) => x - y).join(".")}:${count}`);
  }
  return lines.sort().join(";");
}

/** Equal texts become equal numbers, in the order of the texts. */
function ranks(texts: readonly string[]): number[] {
  const order = [...new Set(texts)].sort();
  return texts.map((text) => order.indexOf(text));
}

function firstAlike(colours: readonly number[]): number[] {
  for (let colour = 0; colour < colours.length; colour++) {
    const lists = colours.map((_, j) => j).filter((j) => colours[j] === colour);
    if (lists.length > 1) return lists;
  }
  return [];
}

function isBefore(one: Float64Array, other: Float64Array): boolean {
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return one[i]! < other[i]!;
  return false;
}
