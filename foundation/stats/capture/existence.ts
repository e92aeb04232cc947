/**
 * Whether a model has an estimate for this table, asked before any number is reckoned (Fienberg and Rinaldo 2012; for lists that never meet, Chan,
 * Silverman and Vincent 2021). Where the answer is no, an iterative fit still stops somewhere, and prints a number in the billions or a plain wrong one.
 *
 * With X the cells' terms and y the counts, the likelihood goes on rising along a direction β of parameters when X β is 0 in all cells that hold
 * people and at most 0 in the empty ones, below 0 in some. Those cells are *closed*: their fitted count is 0. Without closed cells the estimate
 * exists. With them, the rest of the table is fitted alone, and those on no list can be estimated if the rest fixes the constant: if no β that
 * is 0 on it moves term 0. Directions are few (they lie in what the cells with people leave free), so the linear programs are small.
 */
import { columnSpace } from "../numbers/dense.ts";
import { maximise } from "../numbers/simplex.ts";
import type { Model } from "./models.ts";
import type { Table } from "./table.ts";

export interface Existence {
  /**
   * `exists`: one finite estimate. `extended`: some parameters are minus infinity, only because lists of the model never meet, and all others are fixed.
   * `partly`: not all parameters are fixed, but those on no list are. `none`: those on no list cannot be estimated.
   */
  readonly verdict: "exists" | "extended" | "partly" | "none";
  /** Cells whose fitted count is more than 0, in order. */
  readonly openCells: readonly number[];
  /** Places in the model's terms of parameters that the open cells fix, the constant's first where it is fixed. */
  readonly fixedTerms: readonly number[];
}

/** The row of X for a cell: 1 for each term within it. */
export function designOf(model: Model, cells: readonly number[]): Float64Array {
  const design = new Float64Array(cells.length * model.terms.length);
  for (const [row, cell] of cells.entries())
    for (const [column, term] of model.terms.entries()) if ((cell & term) === term) design[row * model.terms.length + column] = 1;
  return design;
}

/** @param table its counts decide which cells hold people; nothing else of it is used */
export function existenceOf(table: Table, model: Model): Existence {
  const cells = Array.from({ length: table.counts.length - 1 }, (_, i) => i + 1);
  const size = model.terms.length;
  const withPeople = cells.map((cell) => table.counts[cell]! > 0);
  const { closed, leading } = closedRows(designOf(model, cells), size, withPeople);
  // What holds people fixes all parameters: nothing can run away.
  if (leading.length === size) return { verdict: "exists", openCells: cells, fixedTerms: leading };

  const openCells = cells.filter((_, row) => !closed.has(row));
  const open = columnSpace(designOf(model, openCells), openCells.length, size);
  const estimable = open.nullSpace.every((direction) => Math.abs(direction[0]!) < 1e-9);
  if (!estimable) return { verdict: "none", openCells, fixedTerms: open.leading };
  if (closed.size === 0) return { verdict: open.nullSpace.length === 0 ? "exists" : "partly", openCells, fixedTerms: open.leading };

  const neverMeet = model.terms.filter((term) => cells.every((cell, row) => !withPeople[row] || (cell & term) !== term));
  const explained = [...closed].every((row) => neverMeet.some((term) => (cells[row]! & term) === term));
  const othersFixed = open.leading.length === size - neverMeet.length;
  return { verdict: explained && othersFixed ? "extended" : "partly", openCells, fixedTerms: open.leading };
}

/**
 * The rows whose fitted count is 0, for any design of Poisson counts.
 * @param design rows one after another. @param withPeople which rows have a count above 0
 * @returns the closed rows, and the columns that the rows with people fix
 */
export function closedRows(
  design: Float64Array,
  columns: number,
  withPeople: readonly boolean[],
): { readonly closed: Set<number>; readonly leading: readonly number[] } {
  const closed = new Set<number>();
  const held = withPeople.flatMap((yes, row) => (yes ? [row] : []));
  const known = new Float64Array(held.length * columns);
  for (const [to, row] of held.entries()) known.set(design.subarray(row * columns, (row + 1) * columns), to * columns);
  const { leading, nullSpace: free } = columnSpace(known, held.length, columns);
  if (free.length === 0) return { closed, leading };
  // A row that no direction moves stays open whatever happens.
  let left = withPeople
    .flatMap((yes, row) => (yes ? [] : [{ row, slopes: free.map((direction) => -dot(design, row * columns, direction)) }]))
    .filter(({ slopes }) => slopes.some((slope) => Math.abs(slope) > 1e-9));
  while (left.length > 0) {
    // Greatest Σ s over directions u, with s = slopes·u ≥ 0 in every row that is left and Σ s ≤ 1. Directions have either sign: u = u⁺ − u⁻.
    const width = 2 * free.length;
    const a = new Float64Array((left.length + 1) * width);
    const c = new Float64Array(width);
    for (const [at, { slopes }] of left.entries())
      for (const [j, slope] of slopes.entries()) {
        a[at * width + 2 * j] = -slope;
        a[at * width + 2 * j + 1] = slope;
        c[2 * j]! += slope;
        c[2 * j + 1]! -= slope;
      }
    a.set(c, left.length * width);
    const b = new Float64Array(left.length + 1);
    b[left.length] = 1;
    const { value, x } = maximise(a, b, c);
    if (value < 1e-7) break;
    const fall = ({ slopes }: { readonly slopes: readonly number[] }) =>
      slopes.reduce((sum, slope, j) => sum + slope * (x[2 * j]! - x[2 * j + 1]!), 0);
    for (const each of left) if (fall(each) > 1e-9) closed.add(each.row);
    // A closed row binds no more: enough of this direction outweighs whatever the next one does there.
    left = left.filter((each) => fall(each) <= 1e-9);
  }
  return { closed, leading };
}

function dot(design: Float64Array, at: number, direction: Float64Array): number {
  let sum = 0;
  for (const [column, value] of direction.entries()) sum += design[at + column]! * value;
  return sum;
}
