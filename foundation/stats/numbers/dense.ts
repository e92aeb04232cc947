/** Small dense linear algebra on rows laid one after another. */

/** Factors a symmetric positive definite matrix into L Lᵀ in place (lower half). @returns false when it is not positive definite */
export function cholesky(matrix: Float64Array, size: number): boolean {
  for (let j = 0; j < size; j++) {
    let diagonal = matrix[j * size + j]!;
    const whole = diagonal;
    for (let k = 0; k < j; k++) diagonal -= matrix[j * size + k]! ** 2;
    if (!(diagonal > whole * 1e-14)) return false;
    const root = Math.sqrt(diagonal);
    matrix[j * size + j] = root;
    for (let i = j + 1; i < size; i++) {
      let sum = matrix[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= matrix[i * size + k]! * matrix[j * size + k]!;
      matrix[i * size + j] = sum / root;
    }
  }
  return true;
}

/** Solves L Lᵀ x = b, into b. @param factor from `cholesky` */
export function choleskySolve(factor: Float64Array, size: number, b: Float64Array): void {
  for (let i = 0; i < size; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= factor[i * size + k]! * b[k]!;
    b[i] = sum / factor[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = b[i]!;
    for (let k = i + 1; k < size; k++) sum -= factor[k * size + i]! * b[k]!;
    b[i] = sum / factor[i * size + i]!;
  }
}

/**
 * Gaussian elimination with the largest pivot of each column, left to right.
 * @returns the columns that lead (the first independent ones) and, for each other column, the combination of all columns that is zero
 */
export function columnSpace(matrix: Float64Array, rows: number, columns: number): { readonly leading: number[]; readonly nullSpace: Float64Array[] } {
  const work = Float64Array.from(matrix);
  const leading: number[] = [];
  let row = 0;
  for (let column = 0; column < columns && row < rows; column++) {
    let best = row;
    for (let r = row + 1; r < rows; r++) if (Math.abs(work[r * columns + column]!) > Math.abs(work[best * columns + column]!)) best = r;
    const pivot = work[best * columns + column]!;
    if (Math.abs(pivot) < 1e-9) continue;
    for (let c = column; c < columns; c++) {
      const moved = work[best * columns + c]! / pivot;
      work[best * columns + c] = work[row * columns + c]!;
      work[row * columns + c] = moved;
    }
    for (let r = 0; r < rows; r++) {
      const factor = work[r * columns + column]!;
      if (r === row || factor === 0) continue;
      for (let c = column; c < columns; c++) work[r * columns + c]! -= factor * work[row * columns + c]!;
    }
    leading.push(column);
    row++;
  }
  const nullSpace: Float64Array[] = [];
  for (let column = 0; column < columns; column++) {
    if (leading.includes(column)) continue;
    const direction = new Float64Array(columns);
    direction[column] = 1;
    for (const [r, lead] of leading.entries()) direction[lead] = -work[r * columns + column]!;
    nullSpace.push(direction);
  }
  return { leading, nullSpace };
}
