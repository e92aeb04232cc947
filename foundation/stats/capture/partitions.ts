/**
 * Uncertain linkage carried through: when who is who is not sure, the linkage gives several tables, each as it might be. What each says of log n0,
 * those on no list, is combined by the law of total expectation (Rubin 1987, ch. 3; Barnard and Rubin's degrees of freedom at large samples).
 */
import { meanOf, varianceOf } from "../numbers/quantiles.ts";
import { studentQuantile } from "../numbers/special.ts";
import { CaptureError } from "./errors.ts";

export const LEAST_PARTITIONS = 10;

export interface Combined {
  readonly all: number;
  readonly lower: number;
  readonly upper: number;
  /** Variances of log n0: within one table, between them. */
  readonly within: number;
  readonly between: number;
  /** Share of the whole variance that comes from not knowing who is who. */
  readonly fromLinkage: number;
  readonly df: number;
}

/**
 * @param parts of each table: people listed, mean and variance of log n0
 * @throws {CaptureError} `bad-settings` for fewer than ten
 */
export function combinePartitions(
  parts: readonly { readonly n: number; readonly logMean: number; readonly logVariance: number }[],
  level = 0.95,
): Combined {
  const count = parts.length;
  if (count < LEAST_PARTITIONS) throw new CaptureError("bad-settings");
  const centre = meanOf(parts.map(({ logMean }) => logMean));
  const within = meanOf(parts.map(({ logVariance }) => logVariance));
  const between = varianceOf(parts.map(({ logMean }) => logMean));
  const extra = (1 + 1 / count) * between;
  const df = extra > 0 ? (count - 1) * (1 + within / extra) ** 2 : Infinity;
  const reach = studentQuantile((1 + level) / 2, df) * Math.sqrt(within + extra);
  // People listed differ between the tables too: a link that is not made is one person more.
  const n = meanOf(parts.map(({ n }) => n));
  const spreadOfN = (1 + 1 / count) * varianceOf(parts.map(({ n }) => n));
  const sum = (log: number, sign: number): number => {
    const onNone = Math.exp(log);
    const offNone = onNone - Math.exp(centre);
    return n + Math.exp(centre) + sign * Math.hypot(offNone, studentQuantile((1 + level) / 2, df) * Math.sqrt(spreadOfN));
  };
  const extraShare = within + extra > 0 ? extra / (within + extra) : 0;
  return { all: n + Math.exp(centre), lower: sum(centre - reach, -1), upper: sum(centre + reach, 1), within, between, fromLinkage: extraShare, df };
}
