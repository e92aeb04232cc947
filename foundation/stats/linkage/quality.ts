/** How good a linkage is, where the truth is known, and what a sample read by people says where it is not. */

export interface PairQuality {
  readonly truePairs: number;
  readonly linked: number;
  readonly right: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export function qualityOf(right: number, linked: number, truePairs: number): PairQuality {
  const precision = linked === 0 ? 1 : right / linked;
  const recall = truePairs === 0 ? 1 : right / truePairs;
  return { truePairs, linked, right, precision, recall, f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

export interface CurvePoint extends PairQuality {
  /** Pairs with at least these bits are linked. */
  readonly bits: number;
}

/** The precision–recall curve over all thresholds, from the strictest; one point for each value of bits that pairs have. `truePairs` counts those that blocking missed too. */
export function precisionRecall(bits: Float64Array, isMatch: (pair: number) => boolean, truePairs: number): CurvePoint[] {
  const order = Array.from(bits.keys()).sort((x, y) => bits[y]! - bits[x]!);
  const points: CurvePoint[] = [];
  let right = 0;
  for (const [i, pair] of order.entries()) {
    if (isMatch(pair)) right++;
    const next = order[i + 1];
    if (next === undefined || bits[next]! < bits[pair]!) points.push({ bits: bits[pair]!, ...qualityOf(right, i + 1, truePairs) });
  }
  return points;
}

/** The point of best F1, the strictest of several. */
export function bestF1(curve: readonly CurvePoint[]): CurvePoint {
  let best = curve[0]!;
  for (const point of curve) if (point.f1 > best.f1) best = point;
  return best;
}

/** Pairs within clusters against the truth. `truthOf`: who each record is of. */
export function clusterQuality(
  clusters: readonly (readonly number[])[],
  truthOf: (record: number) => string | number,
  truePairs: number,
): PairQuality & { readonly overMerged: number } {
  let [linked, right, overMerged] = [0, 0, 0];
  for (const members of clusters) {
    if (members.length < 2) continue;
    linked += (members.length * (members.length - 1)) / 2;
    const counts = new Map<string | number, number>();
    for (const record of members) counts.set(truthOf(record), (counts.get(truthOf(record)) ?? 0) + 1);
    for (const count of counts.values()) right += (count * (count - 1)) / 2;
    if (counts.size > 1) overMerged++;
  }
  return { ...qualityOf(right, linked, truePairs), overMerged };
}

/** Wilson's interval (1927) for a share of `right` in `of`; z = 1.96 for 95 %. */
export function wilson(right: number, of: number, z = 1.959964): { readonly low: number; readonly high: number } {
  if (of === 0) return { low: 0, high: 1 };
  const p = right / of;
  const middle = (p + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly pairs: number;
  readonly meanProbability: number;
  readonly shareTrue: number;
}

/** Whether what is called 80 % comes true in 80 of 100: bins of probability, and the error averaged over pairs. Pairs below `least` are left out, since they would drown the rest. */
export function calibration(
  probability: Float64Array,
  isMatch: (pair: number) => boolean,
  least = 0.01,
  bins = 10,
): { readonly bins: readonly CalibrationBin[]; readonly error: number } {
  const counts = Array.from({ length: bins }, () => ({ pairs: 0, sum: 0, right: 0 }));
  let total = 0;
  for (let pair = 0; pair < probability.length; pair++) {
    const p = probability[pair]!;
    if (p < least) continue;
    const bin = counts[Math.min(bins - 1, Math.floor(p * bins))]!;
    bin.pairs++;
    bin.sum += p;
    if (isMatch(pair)) bin.right++;
    total++;
  }
  const told = counts.map(({ pairs, sum, right }, i) => ({
    from: i / bins,
    to: (i + 1) / bins,
    pairs,
    meanProbability: pairs === 0 ? 0 : sum / pairs,
    shareTrue: pairs === 0 ? 0 : right / pairs,
  }));
  return { bins: told, error: told.reduce((sum, bin) => sum + (bin.pairs / Math.max(1, total)) * Math.abs(bin.meanProbability - bin.shareTrue), 0) };
}
