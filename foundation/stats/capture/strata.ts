/** Groups estimated apart and added up (Sekar and Deming 1949): where chances to be recorded differ between known groups, this takes the difference out. */
import { quantileOf } from "../numbers/quantiles.ts";
import type { Random } from "../random.ts";
import type { Averaged } from "./averaged.ts";

export interface Sum {
  readonly all: number;
  readonly lower: number;
  readonly upper: number;
}

const DRAWS = 20_000;

/** The sum over groups, each drawn from its own distribution. @param random drawn from by streams named after the groups' places */
export function sumOfStrata(strata: readonly Pick<Averaged, "all" | "probability" | "mean">[], random: Random): Sum {
  const sums = new Float64Array(DRAWS);
  for (const [place, { all, probability }] of strata.entries()) {
    const source = random.stream(place);
    const cumulative = new Float64Array(probability.length);
    let sum = 0;
    for (let i = 0; i < probability.length; i++) {
      sum += probability[i]!;
      cumulative[i] = sum;
    }
    for (let draw = 0; draw < DRAWS; draw++) sums[draw]! += all[placeIn(cumulative, source.unit() * sum)]!;
  }
  sums.sort();
  return { all: strata.reduce((sum, { mean }) => sum + mean, 0), lower: quantileOf(sums, 0.025), upper: quantileOf(sums, 0.975) };
}

function placeIn(cumulative: Float64Array, at: number): number {
  let [low, high] = [0, cumulative.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle]! > at) high = middle;
    else low = middle + 1;
  }
  return low;
}
