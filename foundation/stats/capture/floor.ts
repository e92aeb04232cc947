/**
 * Chao's lower bound where lists and people differ (Chao 1987; as a log-linear model by Rivest and Baillargeon 2007): lists independent for each
 * person, people more or less likely to be recorded. How many people were seen three times or oftener is left free where it bends upward, so
 * that the bound rests on those seen once and twice. It is a floor only where what makes lists depend on each other is that people differ.
 */
import { columnSpace } from "../numbers/dense.ts";
import { normalQuantile } from "../numbers/special.ts";
import { closedRows } from "./existence.ts";
import { firstVariance, fitPoisson } from "./poisson-fit.ts";
import { listsOn, type Table } from "./table.ts";

export interface Floor {
  readonly all: number;
  readonly lower: number;
  readonly upper: number;
}

/** @returns `null` where nobody is on two lists, or a list is empty: there is no bound then */
export function chaoFloor(table: Table, level = 0.95): Floor | null {
  const lists = table.lists.length;
  const cells = Array.from({ length: table.counts.length - 1 }, (_, i) => i + 1);
  const y = Float64Array.from(cells, (cell) => table.counts[cell]!);
  for (let j = 0; j < lists; j++) if (cells.every((cell) => !((cell >> j) & 1) || table.counts[cell] === 0)) return null;
  if (cells.every((cell) => listsOn(cell) < 2 || table.counts[cell] === 0)) return null;

  // Bends of the number seen by how often: from width w on, counts rise steeper. A bend below 0 speaks against people differing, and is taken out.
  const widest = Math.max(...cells.filter((cell) => table.counts[cell]! > 0).map(listsOn));
  const bends = Array.from({ length: Math.max(0, widest - 2) }, (_, i) => i + 3);
  for (;;) {
    const columns = 1 + lists + bends.length;
    const rows = cells.map((cell) => {
      const row = [0];
      for (let j = 0; j < lists; j++) if ((cell >> j) & 1) row.push(1 + j);
      for (const [place, bend] of bends.entries()) for (let times = bend - 1; times < listsOn(cell); times++) row.push(1 + lists + place);
      return Int32Array.from(row);
    });
    const design = new Float64Array(rows.length * columns);
    for (const [at, row] of rows.entries()) for (const column of row) design[at * columns + column]!++;
    const { closed, leading } = closedRows(
      design,
      columns,
      cells.map((cell) => table.counts[cell]! > 0),
    );
    if (closed.size > 0 || columnSpace(design, rows.length, columns).leading.length < columns) {
      // Too little was seen so often to say how it bends.
      if (leading.length === columns || bends.length === 0) return null;
      bends.pop();
      continue;
    }
    const fit = fitPoisson(rows, y, columns);
    const negative = bends.filter((_, place) => fit.beta[1 + lists + place]! < 0);
    if (negative.length === 0) {
      const onNone = Math.exp(fit.beta[0]!);
      const spread = Math.exp(normalQuantile((1 + level) / 2) * Math.sqrt(firstVariance(fit, columns)));
      return { all: table.n + onNone, lower: table.n + onNone / spread, upper: table.n + onNone * spread };
    }
    bends.splice(0, bends.length, ...bends.filter((bend) => !negative.includes(bend)));
  }
}
