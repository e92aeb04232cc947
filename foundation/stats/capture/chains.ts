/** Whether chains that began apart have come together: split R-hat (Gelman et al. 2013, 11.4) and effective size (Geyer's initial monotone sequence). */
import { meanOf, varianceOf } from "../numbers/quantiles.ts";

export interface Agreement {
  /** 1 where the chains cannot be told apart. */
  readonly rHat: number;
  /** As many independent draws as all chains are worth. */
  readonly effective: number;
}

/** @param chains of one length, four draws or more */
export function agreementOf(chains: readonly Float64Array[]): Agreement {
  const half = Math.floor(chains[0]!.length / 2);
  const halves = chains.flatMap((chain) => [chain.subarray(0, half), chain.subarray(chain.length - half)]);
  const within = meanOf(halves.map(varianceOf));
  const between = half * varianceOf(halves.map(meanOf));
  const pooled = ((half - 1) / half) * within + between / half;
  if (!(within > 0)) return { rHat: between > 0 ? Infinity : 1, effective: halves.length * half };

  const means = halves.map(meanOf);
  const covariance = (lag: number): number => {
    let sum = 0;
    for (const [h, draws] of halves.entries()) for (let t = 0; t + lag < half; t++) sum += (draws[t]! - means[h]!) * (draws[t + lag]! - means[h]!);
    return sum / (halves.length * half);
  };
  const correlation = (lag: number) => 1 - (within - covariance(lag)) / pooled;
  let [sum, before] = [0, Infinity];
  for (let lag = 1; lag + 1 < half; lag += 2) {
    const pair = Math.min(before, correlation(lag) + correlation(lag + 1));
    if (pair <= 0) break;
    sum += pair;
    before = pair;
  }
  const draws = halves.length * half;
  return { rHat: Math.sqrt(pooled / within), effective: Math.min(draws * Math.log10(draws), draws / (1 + 2 * sum)) };
}
