/** Draws from distributions, all from one source of uniform numbers. Rejection methods are exact; none is an approximation. */
import type { Random } from "../random.ts";
import { logFactorial } from "./special.ts";

/** Between 0 and 1, neither of them. */
export function open(random: Random): number {
  let u = random.unit();
  while (u === 0) u = random.unit();
  return u;
}

/** A standard normal (Marsaglia's polar method; the second number is left, so that a draw has no memory). */
export function normal(random: Random): number {
  for (;;) {
    const x = 2 * random.unit() - 1;
    const y = 2 * random.unit() - 1;
    const s = x * x + y * y;
    if (s > 0 && s < 1) return x * Math.sqrt((-2 * Math.log(s)) / s);
  }
}

/** log of a gamma with this shape and scale 1; below shape 1 by Marsaglia and Tsang's boost, in logs, so that tiny shapes do not become 0. */
export function logGammaDraw(random: Random, shape: number): number {
  if (shape < 1) return Math.log(wideGamma(random, shape + 1)) + Math.log(open(random)) / shape;
  return Math.log(wideGamma(random, shape));
}

/** A gamma with this shape, 1 or more (Marsaglia and Tsang 2000). */
function wideGamma(random: Random, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const root = 1 + c * x;
    const v = root * root * root;
    if (v <= 0) continue;
    const u = open(random);
    if (u < 1 - 0.0331 * x * x * x * x || Math.log(u) < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v;
  }
}

/** A gamma with this shape and scale 1. */
export function gamma(random: Random, shape: number): number {
  return shape >= 1 ? wideGamma(random, shape) : Math.exp(logGammaDraw(random, shape));
}

/** A beta. */
export function beta(random: Random, a: number, b: number): number {
  if (a >= 1 && b >= 1) {
    const x = wideGamma(random, a);
    return x / (x + wideGamma(random, b));
  }
  const x = logGammaDraw(random, a);
  const y = logGammaDraw(random, b);
  return 1 / (1 + Math.exp(y - x));
}

/** A Poisson: by counting down for small means, above by transformed rejection (Hörmann 1993, PTRS). */
export function poisson(random: Random, mean: number): number {
  if (mean < 10) {
    const limit = Math.exp(-mean);
    let product = random.unit();
    let count = 0;
    while (product > limit) {
      product *= random.unit();
      count++;
    }
    return count;
  }
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const vr = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = random.unit() - 0.5;
    const v = open(random);
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= vr) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    if (Math.log((v * inverseAlpha) / (a / (us * us) + b)) <= k * Math.log(mean) - mean - logFactorial(k)) return k;
  }
}

/** A binomial: by summing probabilities for small means, above by transformed rejection (Hörmann 1993, BTRS). */
export function binomial(random: Random, n: number, p: number): number {
  if (n <= 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - binomial(random, n, 1 - p);
  const odds = p / (1 - p);
  if (n * p < 12) {
    let probability = Math.exp(n * Math.log1p(-p));
    let u = random.unit();
    let k = 0;
    while (u > probability && k < n) {
      u -= probability;
      k++;
      probability *= (odds * (n - k + 1)) / k;
    }
    return k;
  }
  const spread = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const c = n * p + 0.5;
  const vr = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * spread;
  const mode = Math.floor((n + 1) * p);
  const logOdds = Math.log(odds);
  const atMode = logFactorial(mode) + logFactorial(n - mode);
  for (;;) {
    const u = random.unit() - 0.5;
    const v = open(random);
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + c);
    if (k < 0 || k > n) continue;
    if (us >= 0.07 && v <= vr) return k;
    if (Math.log((v * alpha) / (a / (us * us) + b)) <= atMode - logFactorial(k) - logFactorial(n - k) + (k - mode) * logOdds) return k;
  }
}

/** Shares `n` among cells in proportion to `weights`, by conditional binomials, into `into`. */
export function multinomial(random: Random, n: number, weights: ArrayLike<number>, into: Float64Array): void {
  let left = 0;
  for (let i = 0; i < weights.length; i++) left += weights[i]!;
  if (n <= 3 && left > 0) {
    into.fill(0);
    for (let one = 0; one < n; one++) into[cellOf(weights, random.unit() * left)]!++;
    return;
  }
  let rest = n;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    const count = rest === 0 || weight <= 0 ? 0 : i === weights.length - 1 || weight >= left ? rest : binomial(random, rest, weight / left);
    into[i] = count;
    rest -= count;
    left -= weight;
  }
  // What rounding leaves over belongs to the last cell that can hold it.
  for (let i = weights.length - 1; rest > 0 && i >= 0; i--)
    if (weights[i]! > 0) {
      into[i]! += rest;
      rest = 0;
    }
}

/** Failures before `successes` successes of this probability: a Poisson whose mean is a gamma. */
export function negativeBinomial(random: Random, successes: number, probability: number): number {
  if (probability >= 1) return 0;
  return poisson(random, gamma(random, successes) * ((1 - probability) / probability));
}

/** The cell in which the running sum of weights passes `at`. */
function cellOf(weights: ArrayLike<number>, at: number): number {
  let rest = at;
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    if (weight <= 0) continue;
    last = i;
    if (rest < weight) return i;
    rest -= weight;
  }
  return last;
}
