/**
 * The profile-likelihood interval (Cormack 1992): for each number of people on no list the model is fitted to the whole table with that number in it,
 * and all numbers are kept that explain the table nearly as well as the best one does: within half a χ² quantile of the multinomial log-likelihood.
 */
import { logFactorial, normalQuantile } from "../numbers/special.ts";
import type { Fitted } from "./loglinear.ts";
import { fitPoisson, type Rows } from "./poisson-fit.ts";
import type { Table } from "./table.ts";

export interface ProfileInterval {
  /** The likeliest number in all, under the multinomial: a little below the Poisson one. */
  readonly likeliest: number;
  readonly lower: number;
  /** `null`: the likelihood never falls far enough; there is no upper limit. */
  readonly upper: number | null;
}

const UPPERMOST = 1e7;

/** @param fitted must have an estimate. @param level such as .95 */
export function profileInterval(table: Table, fitted: Fitted, level = 0.95): ProfileInterval {
  const { n } = table;
  const logLikelihood = profileOf(table, fitted);
  const centre = Math.max(fitted.onNone!, 1e-3);
  // Unimodal in log(n0): narrow down to the top by the golden section.
  let [low, high] = [Math.log(centre) - 1, Math.log(centre) + 0.5];
  while (logLikelihood(Math.exp(low)) > logLikelihood(Math.exp(low + 0.2)) && low > -12) low -= 2;
  const golden = (Math.sqrt(5) - 1) / 2;
  let [x, z] = [high - golden * (high - low), low + golden * (high - low)];
  let [fx, fz] = [logLikelihood(Math.exp(x)), logLikelihood(Math.exp(z))];
  while (high - low > 1e-7) {
    if (fx > fz) {
      [high, z, fz] = [z, x, fx];
      x = high - golden * (high - low);
      fx = logLikelihood(Math.exp(x));
    } else {
      [low, x, fx] = [x, z, fz];
      z = low + golden * (high - low);
      fz = logLikelihood(Math.exp(z));
    }
  }
  const top = Math.exp((low + high) / 2);
  const atNothing = logLikelihood(0);
  const best = Math.max(logLikelihood(top), atNothing);
  const likeliest = atNothing >= best ? 0 : top;
  const enough = best - normalQuantile((1 + level) / 2) ** 2 / 2;

  const lower = atNothing >= enough ? 0 : crossing(logLikelihood, enough, 0, likeliest);
  let reach = Math.max(2 * likeliest, 1);
  while (logLikelihood(reach) >= enough && reach < UPPERMOST * Math.max(n, centre)) reach *= 2;
  const upper = logLikelihood(reach) >= enough ? null : crossing(logLikelihood, enough, reach, likeliest);
  return { likeliest: n + likeliest, lower: n + lower, upper: upper === null ? null : n + upper };
}

/** The profile of the multinomial log-likelihood, up to a constant, at a number of people on no list. */
export function profileOf(table: Table, fitted: Fitted): (onNone: number) => number {
  const { n } = table;
  const rows: Rows = [...fitted.rows, Int32Array.of(0)];
  const y = new Float64Array(rows.length);
  for (const [i, cell] of fitted.cells.entries()) y[i] = table.counts[cell]!;
  let start: Float64Array = fitted.fit.beta;
  return (onNone) => {
    y[rows.length - 1] = onNone;
    const { beta, deviance } = fitPoisson(rows, y, fitted.columns, onNone > 0 ? start : null);
    if (onNone > 0) start = beta;
    const all = n + onNone;
    const withNone = onNone > 0 ? onNone * Math.log(onNone) - logFactorialOf(onNone) : 0;
    return -deviance / 2 + withNone - (all * Math.log(all) - logFactorialOf(all));
  };
}

/** Of numbers between whole ones too. */
function logFactorialOf(x: number): number {
  return x <= 0 ? 0 : logFactorial(x + 1) - Math.log(x + 1);
}

/** Where the profile crosses a height, between a place outside (below it) and one inside. */
function crossing(profile: (x: number) => number, height: number, outside: number, inside: number): number {
  let [out, into] = [outside, inside];
  for (let round = 0; round < 80 && Math.abs(out - into) > 1e-6 * (1 + Math.abs(into)); round++) {
    const middle = (out + into) / 2;
    if (profile(middle) < height) out = middle;
    else into = middle;
  }
  return (out + into) / 2;
}
