/** Log-linear models averaged by their BIC weights: each gives a lognormal for those on no list, and the mixture is read off. */
import { normalBelow, normalQuantile } from "../numbers/special.ts";
import type { LogLinear } from "./loglinear.ts";

export interface Mixture {
  readonly all: number;
  readonly lower: number;
  readonly upper: number;
  /** BIC weight of models that have no estimate: what the mixture leaves out. */
  readonly withoutEstimate: number;
  /** Weights in the order of the models, of all of them together. */
  readonly weights: Float64Array;
}

/** @returns `null` where no model has an estimate */
export function mixtureOf(models: readonly LogLinear[], n: number, level = 0.95): Mixture | null {
  const least = Math.min(...models.map(({ bic }) => bic));
  const weights = Float64Array.from(models, ({ bic }) => Math.exp((least - bic) / 2));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  for (let i = 0; i < weights.length; i++) weights[i]! /= whole;
  const parts = models.flatMap(({ onNone, standardErrorLog }, i) =>
    onNone === null || weights[i]! < 1e-9 ? [] : [{ weight: weights[i]!, centre: Math.log(onNone), spread: standardErrorLog!, onNone }],
  );
  const holding = parts.reduce((sum, { weight }) => sum + weight, 0);
  if (parts.length === 0) return null;
  const below = (log: number) => parts.reduce((sum, { weight, centre, spread }) => sum + weight * normalBelow((log - centre) / spread), 0) / holding;
  const quantile = (p: number): number => {
    const reach = -normalQuantile(p / 2) + normalQuantile(0.999_999);
    let low = Math.min(...parts.map(({ centre, spread }) => centre - reach * spread));
    let high = Math.max(...parts.map(({ centre, spread }) => centre + (reach + 10) * spread));
    while (high - low > 1e-10) {
      const middle = (low + high) / 2;
      if (below(middle) < p) low = middle;
      else high = middle;
    }
    return n + Math.exp((low + high) / 2);
  };
  const withoutEstimate = models.reduce((sum, { onNone }, i) => (onNone === null ? sum + weights[i]! : sum), 0);
  return {
    all: n + parts.reduce((sum, { weight, onNone }) => sum + weight * onNone, 0) / holding,
    lower: quantile((1 - level) / 2),
    upper: quantile((1 + level) / 2),
    withoutEstimate,
    weights,
  };
}
