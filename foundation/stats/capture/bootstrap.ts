/**
 * The bootstrap that chooses its model anew each time (Chan, Silverman and Vincent 2021), with Efron's BCa interval: what is uncertain about the
 * choice is in the interval, which is why it is wider than one that pretends the model was known.
 */
import { multinomial } from "../numbers/draws.ts";
import { normalBelow, normalQuantile } from "../numbers/special.ts";
import type { Random } from "../random.ts";
import type { Table } from "./table.ts";

/** The number of all for a table, `null` where it cannot be estimated. */
export type Estimator = (table: Table) => number | null;

export interface Bootstrap {
  readonly estimate: number;
  /** Estimates of all resamples in ascending order; infinite where one had none. */
  readonly resampled: Float64Array;
  /** Resamples without an estimate. */
  readonly without: number;
  readonly z0: number;
  readonly acceleration: number;
}

/** One table drawn anew from a table: the same number of people, each with a pattern of somebody's. */
export function resample(table: Table, random: Random): Table {
  const counts = new Float64Array(table.counts.length);
  multinomial(random, table.n, table.counts, counts);
  return { lists: table.lists, counts, n: table.n };
}

/**
 * @param random resample b is drawn from its stream b, so that pieces may be reckoned anywhere
 * @param from and to: which resamples
 */
export function resampledEstimates(table: Table, estimator: Estimator, random: Random, from: number, to: number): Float64Array {
  return Float64Array.from({ length: to - from }, (_, i) => estimator(resample(table, random.stream(from + i))) ?? Infinity);
}

/** @param estimates of all resamples, in any order. @returns `null` where the table itself has no estimate */
export function bootstrapOf(table: Table, estimator: Estimator, estimates: Float64Array): Bootstrap | null {
  const estimate = estimator(table);
  if (estimate === null) return null;
  const resampled = estimates.toSorted();
  let [below, same, without] = [0, 0, 0];
  for (const value of resampled) {
    if (value < estimate - 1e-9 * estimate) below++;
    else if (value <= estimate + 1e-9 * estimate) same++;
    if (value === Infinity) without++;
  }
  const z0 = normalQuantile((below + same / 2) / resampled.length);

  // The jackknife leaves out one person at a time; people of one pattern are alike.
  const left: { readonly value: number; readonly people: number }[] = [];
  for (let cell = 1; cell < table.counts.length; cell++) {
    const people = table.counts[cell]!;
    if (people === 0) continue;
    const counts = Float64Array.from(table.counts);
    counts[cell]!--;
    const value = estimator({ lists: table.lists, counts, n: table.n - 1 });
    if (value !== null) left.push({ value, people });
  }
  const count = left.reduce((sum, { people }) => sum + people, 0);
  const mean = left.reduce((sum, { value, people }) => sum + value * people, 0) / count;
  const cubes = left.reduce((sum, { value, people }) => sum + people * (mean - value) ** 3, 0);
  const squares = left.reduce((sum, { value, people }) => sum + people * (mean - value) ** 2, 0);
  return { estimate, resampled, without, z0, acceleration: squares > 0 ? cubes / (6 * squares ** 1.5) : 0 };
}

/** The BCa limit at a level (Efron 1987). @param p such as .025 or .975. Infinite where too many resamples had no estimate */
export function bcaLimit({ resampled, z0, acceleration }: Bootstrap, p: number): number {
  const z = z0 + normalQuantile(p);
  const level = Number.isFinite(z0) ? normalBelow(z0 + z / (1 - acceleration * z)) : p;
  const at = (resampled.length - 1) * level;
  const low = Math.floor(at);
  const [a, b] = [resampled[low]!, resampled[Math.min(low + 1, resampled.length - 1)]!];
  return b === Infinity ? (at > low ? Infinity : a) : a + (at - low) * (b - a);
}
