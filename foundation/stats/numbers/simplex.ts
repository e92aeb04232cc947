/**
 * Linear programs that begin feasible: greatest c·x with A x ≤ b, x ≥ 0, where b ≥ 0, so that x = 0 is where it starts and no first phase is needed.
 * The dictionary form (Chvátal 1983, ch. 2) with Bland's rule (ch. 3), which cannot go in circles.
 */

export interface Optimum {
  /** Whether there is a greatest value; if not, `x` is where the search stood. */
  readonly bounded: boolean;
  readonly value: number;
  readonly x: Float64Array;
}

const EPSILON = 1e-9;

/**
 * @param a rows of A, one after another
 * @param b right side, all at least 0
 * @param c what is to be greatest
 */
export function maximise(a: Float64Array, b: Float64Array, c: Float64Array): Optimum {
  const [rows, columns] = [b.length, c.length];
  const width = columns + 1;
  // Row r: basic variable = table[r][columns] − Σ table[r][j] × nonbasic j. The last row is the objective, with the sign turned.
  const table = new Float64Array((rows + 1) * width);
  for (let r = 0; r < rows; r++) {
    for (let j = 0; j < columns; j++) table[r * width + j] = a[r * columns + j]!;
    table[r * width + columns] = b[r]!;
  }
  for (let j = 0; j < columns; j++) table[rows * width + j] = -c[j]!;
  const nonbasic = Array.from({ length: columns }, (_, j) => j);
  const basic = Array.from({ length: rows }, (_, r) => columns + r);
  let bounded = true;

  for (;;) {
    let entering = -1;
    for (let j = 0; j < columns; j++) if (table[rows * width + j]! < -EPSILON && (entering < 0 || nonbasic[j]! < nonbasic[entering]!)) entering = j;
    if (entering < 0) break;
    let leaving = -1;
    let least = Infinity;
    for (let r = 0; r < rows; r++) {
      const coefficient = table[r * width + entering]!;
      if (coefficient <= EPSILON) continue;
      const ratio = table[r * width + columns]! / coefficient;
      if (ratio < least - EPSILON || (ratio <= least + EPSILON && leaving >= 0 && basic[r]! < basic[leaving]!)) {
        least = Math.min(least, ratio);
        leaving = r;
      }
    }
    if (leaving < 0) {
      bounded = false;
      break;
    }
    pivot(table, rows, width, leaving, entering);
    [basic[leaving], nonbasic[entering]] = [nonbasic[entering]!, basic[leaving]!];
  }

  const x = new Float64Array(columns);
  for (const [r, variable] of basic.entries()) if (variable < columns) x[variable] = table[r * width + columns]!;
  return { bounded, value: table[rows * width + columns]!, x };
}

function pivot(table: Float64Array, rows: number, width: number, row: number, column: number): void {
  const at = row * width;
  const inverse = 1 / table[at + column]!;
  for (let j = 0; j < width; j++) table[at + j]! *= inverse;
  table[at + column] = inverse;
  for (let r = 0; r <= rows; r++) {
    const factor = table[r * width + column]!;
    if (r === row || factor === 0) continue;
    for (let j = 0; j < width; j++) if (j !== column) table[r * width + j]! -= factor * table[at + j]!;
    table[r * width + column] = -factor * inverse;
  }
}
