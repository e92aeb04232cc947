/** What a finished linkage of records with known truth is worth. */
import {
  bestF1,
  calibration,
  clusterQuality,
  link,
  precisionRecall,
  wilson,
  type CalibrationBin,
  type CurvePoint,
  type Linked,
  type LinkSettings,
  type RecordTable,
} from "#stats";

export interface Measured {
  readonly linked: Linked;
  readonly cpuSeconds: number;
  readonly curve: readonly CurvePoint[];
  readonly best: CurvePoint;
  readonly blockingRecall: number;
  readonly blockingRecallTold: number;
  readonly automatic: { readonly pairs: number; readonly right: number; readonly low: number };
  /** Wrong pairs in the automatic band. */
  readonly wrong: readonly number[];
  readonly automaticRecall: number;
  readonly reviewedRecall: number;
  readonly reviewPairs: number;
  /** Pairs of at least .99, whatever bars them. */
  readonly sure: { readonly pairs: number; readonly right: number };
  /** Of the automatic links, and of all links with even odds or better. */
  readonly clusters: { readonly f1: number; readonly overMerged: number; readonly count: number };
  readonly clustersAtEven: { readonly f1: number; readonly overMerged: number; readonly count: number };
  readonly calibration: { readonly bins: readonly CalibrationBin[]; readonly error: number };
  readonly calibrationAll: number;
}

export function measure(table: RecordTable, settings: LinkSettings, truthOf: (row: number) => string | number, truePairs: number): Measured {
  const started = process.cpuUsage();
  const linked = link(table, settings)!;
  const { user, system } = process.cpuUsage(started);
  const { a, b, count } = linked.linking.pairs;
  const { bits, probability, band } = linked.scores;
  const isMatch = (pair: number): boolean => truthOf(a[pair]!) === truthOf(b[pair]!);
  let [found, automatic, right, reviewPairs, reviewRight, surePairs, sureRight] = [0, 0, 0, 0, 0, 0, 0];
  const wrong: number[] = [];
  for (let pair = 0; pair < count; pair++) {
    const match = isMatch(pair);
    if (match) found++;
    if (probability[pair]! >= 0.99) {
      surePairs++;
      if (match) sureRight++;
    }
    if (band[pair] === 2) {
      automatic++;
      if (match) right++;
      else wrong.push(pair);
    } else if (band[pair] === 1) {
      reviewPairs++;
      if (match) reviewRight++;
    }
  }
  const curve = precisionRecall(bits, isMatch, truePairs);
  const even = linked.clustersAt((pair) => bits[pair]! >= 0);
  const calibrated = calibration(probability, isMatch);
  return {
    linked,
    cpuSeconds: (user + system) / 1e6,
    curve,
    best: bestF1(curve),
    blockingRecall: found / truePairs,
    blockingRecallTold: linked.blockingRecall.recallAtMost,
    automatic: { pairs: automatic, right, low: wilson(right, automatic).low },
    wrong,
    automaticRecall: right / truePairs,
    reviewedRecall: (right + reviewRight) / truePairs,
    reviewPairs,
    sure: { pairs: surePairs, right: sureRight },
    clusters: { ...clusterQuality(linked.clusters.members, truthOf, truePairs), count: linked.clusters.count },
    clustersAtEven: { ...clusterQuality(even.members, truthOf, truePairs), count: even.count },
    calibration: calibrated,
    calibrationAll: calibration(probability, isMatch, 0).error,
  };
}
