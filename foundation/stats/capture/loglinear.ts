/**
 * The Poisson log-linear estimate (Fienberg 1972; Cormack 1989): counts of the patterns are independent Poissons, their logarithms sums of the model's
 * terms, and e to the constant is what is expected on no list. Figures are defined as Rcapture defines them: AIC = −2 log L + 2 p and
 * BIC = −2 log L + p log n with all factorials in L, p the model's terms and n the people on the lists.
 */
import { logFactorial } from "../numbers/special.ts";
import { existenceOf, type Existence } from "./existence.ts";
import type { Model } from "./models.ts";
import { firstVariance, fitPoisson, type PoissonFit, type Rows } from "./poisson-fit.ts";
import type { Table } from "./table.ts";

export interface LogLinear {
  readonly model: Model;
  readonly existence: Existence["verdict"];
  readonly deviance: number;
  readonly df: number;
  readonly aic: number;
  readonly bic: number;
  /** Expected on no list; `null`: cannot be estimated. */
  readonly onNone: number | null;
  /** Of the logarithm of that; `null` with it. */
  readonly standardErrorLog: number | null;
}

/** A fit with all that more is reckoned from. */
export interface Fitted extends LogLinear {
  readonly cells: readonly number[];
  readonly rows: Rows;
  readonly columns: number;
  readonly fit: PoissonFit;
}

/** @param known the model's existence, where it was asked already */
export function fitLogLinear(table: Table, model: Model, known: Existence | null = null): Fitted {
  const existence = known ?? existenceOf(table, model);
  const cells = existence.openCells;
  const columns = existence.fixedTerms.length;
  const rows = rowsOf(
    cells,
    existence.fixedTerms.map((place) => model.terms[place]!),
  );
  const y = Float64Array.from(cells, (cell) => table.counts[cell]!);
  const fit = fitPoisson(rows, y, columns);
  let logLikelihood = -fit.deviance / 2;
  for (const count of y) if (count > 0) logLikelihood += count * Math.log(count) - count - logFactorial(count);
  const parameters = model.terms.length;
  const estimable = existence.verdict !== "none";
  return {
    model,
    existence: existence.verdict,
    deviance: fit.deviance,
    df: table.counts.length - 1 - parameters,
    aic: -2 * logLikelihood + 2 * parameters,
    bic: -2 * logLikelihood + parameters * Math.log(table.n),
    onNone: estimable ? Math.exp(fit.beta[0]!) : null,
    standardErrorLog: estimable ? Math.sqrt(firstVariance(fit, columns)) : null,
    cells,
    rows,
    columns,
    fit,
  };
}

/** For each cell the places of the terms within it. */
export function rowsOf(cells: readonly number[], terms: readonly number[]): Rows {
  return cells.map((cell) => Int32Array.from(terms.map((_, place) => place).filter((place) => (cell & terms[place]!) === terms[place]!)));
}
