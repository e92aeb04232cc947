/** Expectation and maximisation over the patterns of agreement in a block (Winkler 1988), with u fixed or free, and with rivals as classes of their own. */
import type { Vectors } from "./comparison.ts";

/** Distinct comparison vectors and how often each was met. */
export interface Patterns {
  /** Vector after vector. */
  readonly vectors: Vectors;
  readonly counts: Float64Array;
  readonly total: number;
  readonly width: number;
}

/** Counts the patterns of the pairs that `isTaken`. Fields that are not used count as missing. Sorted by pattern, so that the order of pairs changes no sum. */
export function countPatterns(vectors: Vectors, levels: readonly number[], isUsed: readonly boolean[], isTaken: (pair: number) => boolean): Patterns {
  const width = levels.length;
  const radix = levels.map((count) => count + 1);
  const counts = new Map<number, number>();
  let total = 0;
  for (let pair = 0, at = 0; at < vectors.length; pair++, at += width) {
    if (!isTaken(pair)) continue;
    let key = 0;
    for (let f = 0; f < width; f++) key = key * radix[f]! + (isUsed[f]! ? vectors[at + f]! : 0);
    counts.set(key, (counts.get(key) ?? 0) + 1);
    total++;
  }
  const keys = Float64Array.from(counts.keys()).sort();
  const out = new Uint8Array(keys.length * width);
  for (let p = 0; p < keys.length; p++) {
    let key = keys[p]!;
    for (let f = width - 1; f >= 0; f--) {
      out[p * width + f] = key % radix[f]!;
      key = Math.floor(key / radix[f]!);
    }
  }
  return { vectors: out, counts: Float64Array.from(keys, (key) => counts.get(key)!), total, width };
}

export interface Learned {
  readonly m: readonly Float64Array[];
  readonly u: readonly Float64Array[];
  readonly matchShare: number;
  readonly rounds: number;
}

export interface EmOptions {
  readonly fixU: boolean;
  /** Where to begin, else high agreement for matches. */
  readonly m?: readonly Float64Array[];
  readonly matchShare?: number;
  /** Pairs of prior belief that matches agree; 0 for the plain maximum of likelihood. */
  readonly prior: number;
  readonly mostRounds: number;
  readonly tolerance: number;
}

const DEFAULT: EmOptions = { fixU: true, prior: 2, mostRounds: 500, tolerance: 1e-7 };

/**
 * Learns m (and u where it is free) from patterns. `rivals`: for each, by field, whether such two people share it; their pairs agree on those fields
 * like one person's, on the others like strangers'.
 */
export function learnM(
  { vectors, counts, total, width }: Patterns,
  startU: readonly Float64Array[],
  isUsed: readonly boolean[],
  rivals: readonly (readonly boolean[])[] = [],
  options: Partial<EmOptions> = {},
): Learned {
  const { fixU, prior, mostRounds, tolerance, ...start } = { ...DEFAULT, ...options };
  const levels = startU.map(({ length }) => length - 1);
  const begin = levels.map((count) => {
    const m = new Float64Array(count + 1);
    for (let level = 1; level <= count; level++) m[level] = level === 1 ? 0.85 : 0.15 / (count - 1);
    return m;
  });
  let m: readonly Float64Array[] = start.m ?? begin;
  let u = startU;
  const classes = 2 + rivals.length;
  let shares = new Float64Array(classes).fill(0.1 / classes);
  shares[0] = start.matchShare ?? 0.3;
  shares[1] = 1 - shares[0] - (shares[2] ?? 0) * rivals.length;
  const likelihood = new Float64Array(classes);
  let rounds = 0;
  for (; rounds < mostRounds; rounds++) {
    const [nextM, nextU] = [levels.map((count) => new Float64Array(count + 1)), levels.map((count) => new Float64Array(count + 1))];
    const nextShares = new Float64Array(classes);
    for (let p = 0; p < counts.length; p++) {
      likelihood.set(shares);
      for (let f = 0; f < width; f++) {
        const level = vectors[p * width + f]!;
        if (level === 0) continue;
        const [ifMatch, ifNot] = [m[f]![level]!, u[f]![level]!];
        likelihood[0]! *= ifMatch;
        likelihood[1]! *= ifNot;
        for (let h = 0; h < rivals.length; h++) likelihood[h + 2]! *= rivals[h]![f]! ? ifMatch : ifNot;
      }
      let sum = 0;
      for (const l of likelihood) sum += l;
      if (!(sum > 0)) continue;
      for (let c = 0; c < classes; c++) nextShares[c]! += (counts[p]! * likelihood[c]!) / sum;
      const [matches, strangers] = [(counts[p]! * likelihood[0]!) / sum, (counts[p]! * likelihood[1]!) / sum];
      for (let f = 0; f < width; f++) {
        const level = vectors[p * width + f]!;
        if (level === 0) continue;
        nextM[f]![level]! += matches;
        nextU[f]![level]! += strangers;
      }
    }
    for (let c = 0; c < classes; c++) nextShares[c]! /= total;
    const settledM = nextM.map((sums, f) => (isUsed[f]! ? normalised(sums, begin[f]!, prior) : m[f]!));
    const settledU = fixU ? u : nextU.map((sums, f) => normalised(sums, u[f]!, 0));
    const change = Math.max(greatestChange(m, settledM), greatestChange(u, settledU), Math.abs(nextShares[0]! - shares[0]!));
    [m, u, shares] = [settledM, settledU, nextShares];
    if (change < tolerance) break;
  }
  return { m, u, matchShare: shares[0]!, rounds };
}

function normalised(sums: Float64Array, belief: Float64Array, prior: number): Float64Array {
  let total = prior;
  for (let level = 1; level < sums.length; level++) total += sums[level]!;
  if (total === 0) return belief;
  // No level is impossible for one person's mentions: somebody always writes something wrong.
  return sums.map((sum, level) => (level === 0 ? 0 : Math.max(1e-6, (sum + prior * belief[level]!) / total)));
}

function greatestChange(before: readonly Float64Array[], after: readonly Float64Array[]): number {
  let most = 0;
  for (const [f, values] of after.entries())
    for (let level = 0; level < values.length; level++) most = Math.max(most, Math.abs(values[level]! - before[f]![level]!));
  return most;
}
