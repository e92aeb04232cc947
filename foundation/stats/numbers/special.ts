/**
 * Special functions to about 14 digits. Formulas: Abramowitz and Stegun 6.1.40 (log gamma), 6.5.29 and 6.5.31 (incomplete gamma), 26.5.8
 * (incomplete beta); Acklam's rational start for the normal quantile, sharpened by Halley's step.
 */

const HALF_LOG_TWO_PI = 0.9189385332046727;
/** B₂ₙ / (2n (2n − 1)), A&S 6.1.40. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360, 1 / 156, -3617 / 122_400];
const TINY = 1e-300;

/** log Γ(x). @param x above 0 */
export function logGamma(x: number): number {
  let product = 1;
  let at = x;
  while (at < 12) {
    product *= at;
    at += 1;
  }
  const inverse = 1 / at;
  const square = inverse * inverse;
  let series = 0;
  for (let n = STIRLING.length - 1; n >= 0; n--) series = series * square + STIRLING[n]!;
  const value = (at - 0.5) * Math.log(at) - at + HALF_LOG_TWO_PI + series * inverse;
  return product === 1 ? value : value - Math.log(product);
}

/** log n!. */
export function logFactorial(n: number): number {
  return n < 2 ? 0 : logGamma(n + 1);
}

/** The regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 − P, each without loss where it is small. */
export function incompleteGamma(a: number, x: number): { readonly lower: number; readonly upper: number } {
  if (x <= 0) return { lower: 0, upper: 1 };
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let [term, sum] = [1 / a, 1 / a];
    for (let n = 1; n < 10_000 && Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return { lower: sum * front, upper: 1 - sum * front };
  }
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < 10_000; n++) {
    const an = -n * (n - a);
    b += 2;
    d = an * d + b;
    if (Math.abs(d) < TINY) d = TINY;
    c = b + an / c;
    if (Math.abs(c) < TINY) c = TINY;
    d = 1 / d;
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return { lower: 1 - h * front, upper: h * front };
}

/** The regularised incomplete beta function I_x(a, b). */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  if (Math.abs(d) < TINY) d = TINY;
  d = 1 / d;
  let h = d;
  for (let m = 1; m < 10_000; m++) {
    for (const numerator of [(m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)), (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))]) {
      d = 1 + numerator * d;
      if (Math.abs(d) < TINY) d = TINY;
      c = 1 + numerator / c;
      if (Math.abs(c) < TINY) c = TINY;
      d = 1 / d;
      h *= d * c;
    }
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return front * h;
}

/** P(Z ≤ z) of the standard normal. */
export function normalBelow(z: number): number {
  const { lower, upper } = incompleteGamma(0.5, (z * z) / 2);
  return z < 0 ? upper / 2 : 0.5 + lower / 2;
}

/** The z with P(Z ≤ z) = p. @param p between 0 and 1; 0 and 1 give ∓∞ */
export function normalQuantile(p: number): number {
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  if (p > 0.5) return -normalQuantile(1 - p);
  let z: number;
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    z =
      (((((-0.007784894002430293 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) * q + 4.374664141464968) * q +
        2.938163982698783) /
      ((((0.007784695709041462 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1);
  } else {
    const q = p - 0.5;
    const r = q * q;
    z =
      ((((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r - 30.66479806614716) * r +
        2.506628277459239) *
        q) /
      (((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r - 13.28068155288572) * r + 1);
  }
  for (let n = 0; n < 2; n++) {
    const off = (normalBelow(z) - p) * Math.exp((z * z) / 2 + HALF_LOG_TWO_PI);
    z -= off / (1 + (z * off) / 2);
  }
  return z;
}

/** P(χ² > x) with `df` degrees of freedom. */
export function chiSquareAbove(x: number, df: number): number {
  return incompleteGamma(df / 2, x / 2).upper;
}

/** P(X ≤ k) of a Poisson with this mean. */
export function poissonUpTo(k: number, mean: number): number {
  if (k < 0) return 0;
  return mean <= 0 ? 1 : incompleteGamma(Math.floor(k) + 1, mean).upper;
}

/** P(X > k) of a Poisson with this mean, without loss where it is small. */
export function poissonAbove(k: number, mean: number): number {
  if (k < 0) return 1;
  return mean <= 0 ? 0 : incompleteGamma(Math.floor(k) + 1, mean).lower;
}

/** P(X ≤ k) of a binomial. */
export function binomialUpTo(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  return k >= n ? 1 : incompleteBeta(1 - p, n - k, k + 1);
}

/** P(T ≤ t) of Student's t. */
export function studentBelow(t: number, df: number): number {
  const half = incompleteBeta(df / (df + t * t), df / 2, 0.5) / 2;
  return t < 0 ? half : 1 - half;
}

/** Student's t quantile. @param df above 0; infinite is the normal */
export function studentQuantile(p: number, df: number): number {
  if (!(df < 1e7)) return normalQuantile(p);
  if (p < 0.5) return -studentQuantile(1 - p, df);
  let [low, high] = [0, 2];
  while (studentBelow(high, df) < p && high < 1e12) high *= 2;
  for (let n = 0; n < 200 && high - low > 1e-13 * high; n++) {
    const middle = (low + high) / 2;
    if (studentBelow(middle, df) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** log Σ exp(values), where the largest may be too large for exp. */
export function logSumExp(values: ArrayLike<number>): number {
  let top = -Infinity;
  for (let i = 0; i < values.length; i++) top = Math.max(top, values[i]!);
  if (top === -Infinity) return top;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.exp(values[i]! - top);
  return top + Math.log(sum);
}
