/** Slow, obvious ways to the same figures, to hold the fast ones against. */
import { maximise } from "../../numbers/simplex.ts";
import { logFactorial, logGamma } from "../../numbers/special.ts";
import { generatorsOf, type Model } from "../models.ts";
import type { Table } from "../table.ts";

/**
 * Iterative proportional fitting: each margin of the model is made right in turn, until nothing changes. The count on no list is what the fitted counts
 * with the model's odds ratios say: the product of the cells of even width over those of odd width, where no interaction of all lists is.
 */
export function proportionalFit(table: Table, model: Model): { readonly mu: Float64Array; readonly deviance: number } {
  const mu = new Float64Array(table.counts.length).fill(1);
  mu[0] = 0;
  for (let round = 0; round < 20_000; round++) {
    let change = 0;
    for (const term of [0, ...generatorsOf(model)]) {
      const [observed, fitted] = [new Float64Array(mu.length), new Float64Array(mu.length)];
      for (let cell = 1; cell < mu.length; cell++) {
        observed[cell & term]! += table.counts[cell]!;
        fitted[cell & term]! += mu[cell]!;
      }
      for (let cell = 1; cell < mu.length; cell++) {
        const at = cell & term;
        const next = fitted[at]! > 0 ? (mu[cell]! * observed[at]!) / fitted[at]! : 0;
        change = Math.max(change, Math.abs(next - mu[cell]!));
        mu[cell] = next;
      }
    }
    if (change < 1e-11) break;
  }
  let deviance = 0;
  for (let cell = 1; cell < mu.length; cell++) {
    const count = table.counts[cell]!;
    deviance += 2 * (mu[cell]! - count + (count > 0 ? count * Math.log(count / mu[cell]!) : 0));
  }
  return { mu, deviance };
}

/** Fienberg and Rinaldo's question put directly, one empty cell after the other: is there a table with the same margins that has people there? */
export function openCellsOneByOne(table: Table, model: Model): number[] {
  const cells = Array.from({ length: table.counts.length - 1 }, (_, i) => i + 1);
  const variables: { readonly cell: number; readonly sign: 1 | -1 }[] = cells.flatMap((cell) =>
    table.counts[cell]! > 0
      ? [
          { cell, sign: 1 as const },
          { cell, sign: -1 as const },
        ]
      : [{ cell, sign: 1 as const }],
  );
  const rows: number[][] = model.terms.flatMap((term) => {
    const row = variables.map(({ cell, sign }) => ((cell & term) === term ? sign : 0));
    return [row, row.map((value) => -value)];
  });
  const b = new Float64Array(rows.length + 1);
  b[rows.length] = 1;
  return cells.filter((target) => {
    if (table.counts[target]! > 0) return true;
    const bound = variables.map(({ cell }) => (cell === target ? 1 : 0));
    const { value } = maximise(Float64Array.from([...rows, bound].flat()), b, Float64Array.from(bound));
    return value > 1e-6;
  });
}

/** The Dirichlet–multinomial of a full table of counts, one cell at a time. */
export function logDirichletMultinomial(counts: readonly number[], alpha: number): number {
  const n = counts.reduce((sum, count) => sum + count, 0);
  let log = logFactorial(n) + logGamma(alpha * counts.length) - logGamma(n + alpha * counts.length);
  for (const count of counts) log += logGamma(count + alpha) - logGamma(alpha) - logFactorial(count);
  return log;
}
