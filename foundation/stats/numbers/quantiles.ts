/** Means, spreads and quantiles of what was drawn. */

/** The value below which the share `p` of a sorted sample lies (linear between neighbours; Hyndman and Fan 1996, type 7). */
export function quantileOf(sorted: ArrayLike<number>, p: number): number {
  const at = (sorted.length - 1) * p;
  const low = Math.floor(at);
  const below = sorted[low]!;
  return low + 1 < sorted.length ? below + (at - low) * (sorted[low + 1]! - below) : below;
}

export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** The variance with n − 1 below. */
export function varianceOf(values: ArrayLike<number>): number {
  const mean = meanOf(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - mean) ** 2;
  return sum / (values.length - 1);
}
