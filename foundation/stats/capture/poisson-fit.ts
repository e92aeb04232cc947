/** Greatest likelihood of independent Poisson counts whose logarithms are sums of 0/1 terms: Fisher scoring with halved steps. */
import { cholesky, choleskySolve } from "../numbers/dense.ts";

export interface PoissonFit {
  /** One for each column. */
  readonly beta: Float64Array;
  readonly mu: Float64Array;
  readonly deviance: number;
  /** The factor of the information matrix, for standard errors. */
  readonly factor: Float64Array;
}

const MAX_STEPS = 200;

/** For each row the columns that are 1, in ascending order; one that counts more stands there so many times. */
export type Rows = readonly Int32Array[];

/** @param columns how many; together the rows must fix them all, and the greatest likelihood must exist. @param start where to begin, if known */
export function fitPoisson(rows: Rows, y: Float64Array, columns: number, start: Float64Array | null = null): PoissonFit {
  const beta = new Float64Array(columns);
  const mu = new Float64Array(rows.length);
  const factor = new Float64Array(columns * columns);
  const step = new Float64Array(columns);
  const before = new Float64Array(columns);
  if (start === null) {
    // Least squares on log(y + .1), weighted by y + .1: where a scoring step from the data themselves leads.
    for (let i = 0; i < rows.length; i++) mu[i] = y[i]! + 0.1;
    information(rows, mu, columns, factor);
    for (let i = 0; i < rows.length; i++) for (const column of rows[i]!) beta[column]! += mu[i]! * (Math.log(mu[i]!) + (y[i]! - mu[i]!) / mu[i]!);
    cholesky(factor, columns);
    choleskySolve(factor, columns, beta);
  } else beta.set(start);

  let deviance = devianceAt(rows, y, beta, mu);
  for (let round = 0; round < MAX_STEPS; round++) {
    step.fill(0);
    for (let i = 0; i < rows.length; i++) {
      const off = y[i]! - mu[i]!;
      for (const column of rows[i]!) step[column]! += off;
    }
    information(rows, mu, columns, factor);
    if (!cholesky(factor, columns)) break;
    choleskySolve(factor, columns, step);
    before.set(beta);
    let size = 0;
    for (let j = 0; j < columns; j++) {
      beta[j]! += step[j]!;
      size = Math.max(size, Math.abs(step[j]!));
    }
    let next = devianceAt(rows, y, beta, mu);
    for (let halving = 1; halving < 40 && !(next <= deviance + 1e-9 * (Math.abs(deviance) + 1)); halving++) {
      for (let j = 0; j < columns; j++) beta[j] = before[j]! + step[j]! / 2 ** halving;
      next = devianceAt(rows, y, beta, mu);
    }
    deviance = next;
    if (size < 1e-9) break;
  }
  information(rows, mu, columns, factor);
  cholesky(factor, columns);
  return { beta, mu, deviance, factor };
}

/** The variance of the first column's parameter. */
export function firstVariance(fit: PoissonFit, columns: number): number {
  const unit = new Float64Array(columns);
  unit[0] = 1;
  choleskySolve(fit.factor, columns, unit);
  return unit[0]!;
}

function information(rows: Rows, weights: Float64Array, columns: number, into: Float64Array): void {
  into.fill(0);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const weight = weights[i]!;
    for (let a = 0; a < row.length; a++) {
      const at = row[a]! * columns;
      // A column that stands in a row twice counts 2, and 4 in the square.
      for (let b = 0; b <= a; b++) into[at + row[b]!]! += b < a && row[b] === row[a] ? 2 * weight : weight;
    }
  }
}

/** Sets the means and returns 2 Σ (y log(y/μ) − (y − μ)). */
function devianceAt(rows: Rows, y: Float64Array, beta: Float64Array, mu: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < rows.length; i++) {
    let eta = 0;
    for (const column of rows[i]!) eta += beta[column]!;
    const mean = Math.exp(eta);
    mu[i] = mean;
    const count = y[i]!;
    sum += mean - count;
    if (count > 0) sum += count * (Math.log(count) - eta);
  }
  return 2 * sum;
}
