/**
 * An estimate in pieces that know nothing of each other: each depends on the table, the settings and its own name, so that they may be reckoned in any
 * order, by any number of workers, and stopped between two. `assembled` (estimate.ts) puts the results together. Tables are canonical (order.ts).
 */
import { Random } from "../random.ts";
import { averageOverGraphs, humpsOf, MAX_GRAPH_LISTS, type Averaged, type Hump } from "./averaged.ts";
import { resampledEstimates, type Estimator } from "./bootstrap.ts";
import { showsThatPeopleDiffer } from "./differ.ts";
import { chaoFloor, type Floor } from "./floor.ts";
import { LatentChain } from "./latent.ts";
import { fitLogLinear, type Fitted, type LogLinear } from "./loglinear.ts";
import { mixtureOf, type Mixture } from "./mixture.ts";
import { modelOf } from "./models.ts";
import { profileInterval, profileOf, type ProfileInterval } from "./profile.ts";
import { breadthOf, fittedModels, type Breadth } from "./search.ts";
import type { EstimateSettings } from "./settings.ts";
import { stepwise, type KnownExistence } from "./stepwise.ts";
import { withinList, withLists, type Table } from "./table.ts";
import { refusalsOf } from "./refusals.ts";

export type Piece =
  | { readonly kind: "models" }
  | { readonly kind: "graphs" }
  | { readonly kind: "floor" }
  | { readonly kind: "stepwise" }
  | { readonly kind: "chain"; readonly chain: number }
  | { readonly kind: "resamples"; readonly from: number; readonly to: number }
  /** The estimate as if a list had not been kept. */
  | { readonly kind: "without"; readonly list: number }
  /** The people of one list, estimated from the others; how many there are is known. */
  | { readonly kind: "within"; readonly list: number };

/** A log-linear model with its interval. */
export interface Answered extends LogLinear {
  readonly profile: ProfileInterval | null;
}

export interface ModelsResult {
  readonly breadth: Breadth;
  readonly looked: number;
  readonly withoutEstimate: number;
  /** The best by BIC, at most thirty, best first. */
  readonly best: readonly Answered[];
  readonly bestByAic: Answered;
  /** No list depends on another: to compare with, not to believe. */
  readonly independent: Answered;
  readonly mixture: Mixture | null;
  /** Pairs of lists in the best model that go together (positive), and that avoid each other, as bits. */
  readonly together: readonly number[];
  readonly avoiding: readonly number[];
  /** Whether one term for all pairs alike says that people differ in how likely they are to be recorded. */
  readonly differing: boolean;
  /** The profile of the best model: number of all, and log-likelihood below its top. */
  readonly curve: readonly (readonly [all: number, below: number])[];
}

/** A distribution thinned out for drawing, and what is read off the whole one. */
export interface GraphsResult {
  readonly mean: number;
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
  readonly mode: number;
  readonly logMean: number;
  readonly logVariance: number;
  readonly tail: number;
  readonly humps: readonly Hump[];
  readonly heaviest: readonly { readonly cliques: readonly number[]; readonly weight: number; readonly mean: number }[];
  /** Probability by bins of equal width: the left edge of each, and its share. */
  readonly bins: readonly (readonly [from: number, share: number])[];
  readonly binWidth: number;
}

export type PieceResult =
  | { readonly kind: "models"; readonly models: ModelsResult }
  | { readonly kind: "graphs"; readonly graphs: GraphsResult | null }
  | { readonly kind: "floor"; readonly floor: Floor | null }
  | { readonly kind: "stepwise"; readonly stepwise: Answered | null }
  | { readonly kind: "chain"; readonly chain: number; readonly onNone: Float64Array }
  | { readonly kind: "resamples"; readonly from: number; readonly estimates: Float64Array }
  | {
      readonly kind: "without";
      readonly list: number;
      readonly refused: boolean;
      readonly all: number | null;
      readonly lower: number;
      readonly upper: number;
    }
  | {
      readonly kind: "within";
      readonly list: number;
      readonly known: number;
      readonly lower: number;
      readonly upper: number;
      readonly refused: boolean;
    };

const KEPT_MODELS = 30;
const RESAMPLES_AT_ONCE = 250;
const BINS = 120;

/** All pieces of an estimate. The heavy ones come first, so that workers end together. */
export function piecesOf(table: Table, settings: EstimateSettings): Piece[] {
  const lists = table.lists.map((_, list) => list);
  const pieces: Piece[] = [];
  for (let chain = 0; chain < settings.chains; chain++) pieces.push({ kind: "chain", chain });
  pieces.push({ kind: "models" }, { kind: "graphs" }, { kind: "stepwise" });
  for (let from = 0; from < settings.resamples; from += RESAMPLES_AT_ONCE)
    pieces.push({ kind: "resamples", from, to: Math.min(settings.resamples, from + RESAMPLES_AT_ONCE) });
  pieces.push({ kind: "floor" });
  if (lists.length >= 4) {
    for (const list of lists) pieces.push({ kind: "without", list });
    for (const list of lists) pieces.push({ kind: "within", list });
  }
  return pieces;
}

/** Reckons one piece. @param table canonical, and not refused */
export function runPiece(table: Table, settings: EstimateSettings, piece: Piece): PieceResult {
  switch (piece.kind) {
    case "models":
      return { kind: "models", models: modelsOf(table, settings.level) };
    case "graphs":
      return { kind: "graphs", graphs: table.lists.length > MAX_GRAPH_LISTS ? null : summaryOf(averageOverGraphs(table), table.n) };
    case "floor":
      return { kind: "floor", floor: chaoFloor(table, settings.level) };
    case "stepwise": {
      const model = stepwise(table, settings.threshold);
      return { kind: "stepwise", stepwise: model === null ? null : answered(table, model, settings.level) };
    }
    case "chain":
      return { kind: "chain", chain: piece.chain, onNone: chainOf(table, settings, piece.chain) };
    case "resamples": {
      const random = new Random(`${settings.seed}/resamples`);
      return { kind: "resamples", from: piece.from, estimates: resampledEstimates(table, stepwiseEstimator(settings), random, piece.from, piece.to) };
    }
    case "without":
      return { ...without(table, settings.level, piece.list), kind: "without", list: piece.list };
    case "within":
      return { ...within(table, settings.level, piece.list), kind: "within", list: piece.list };
  }
}

/** The estimator of the bootstrap: the model is chosen step by step for every table anew. */
export function stepwiseEstimator(settings: Pick<EstimateSettings, "threshold">): Estimator {
  const known: KnownExistence = new Map();
  return (table) => {
    const fitted = stepwise(table, settings.threshold, known);
    return fitted === null || fitted.onNone === null ? null : table.n + fitted.onNone;
  };
}

function modelsOf(table: Table, level: number): ModelsResult {
  const fitted = fittedModels(table);
  const lists = table.lists.length;
  const byBic = fitted.toSorted((x, y) => x.bic - y.bic || x.df - y.df);
  const byAic = fitted.toSorted((x, y) => x.aic - y.aic || y.df - x.df);
  const best = byBic[0]!;
  const { together, avoiding } = directionsOf(best);
  return {
    breadth: breadthOf(lists),
    looked: fitted.length,
    withoutEstimate: fitted.filter(({ onNone }) => onNone === null).length,
    best: byBic.slice(0, KEPT_MODELS).map((model) => answered(table, model, level)),
    bestByAic: answered(table, byAic[0]!, level),
    independent: answered(table, fitted.find(({ model }) => model.terms.length === lists + 1) ?? fitLogLinear(table, modelOf(lists, [])), level),
    mixture: mixtureOf(fitted, table.n, level),
    together,
    avoiding,
    differing: showsThatPeopleDiffer(table, fitted),
    curve: curveOf(table, best, level),
  };
}

function answered(table: Table, fitted: Fitted, level: number): Answered {
  const { model, existence, deviance, df, aic, bic, onNone, standardErrorLog } = fitted;
  const profile = onNone === null ? null : profileInterval(table, fitted, level);
  return { model, existence, deviance, df, aic, bic, onNone, standardErrorLog, profile };
}

/** Whether two lists go together in a model: by the odds ratio it fits among people on no other list. */
function directionsOf({ model, fit, cells, columns }: Fitted): { readonly together: number[]; readonly avoiding: number[] } {
  const [together, avoiding]: [number[], number[]] = [[], []];
  if (fit.beta.length !== columns) return { together, avoiding };
  for (const pair of model.terms) {
    const [first, second] = [pair & -pair, pair & (pair - 1)];
    if (second === 0 || (second & (second - 1)) !== 0) continue;
    const at = (cell: number) => fit.mu[cells.indexOf(cell)];
    const [both, one, other] = [at(pair), at(first), at(second)];
    const none = Math.exp(fit.beta[0]!);
    if (one === undefined || other === undefined) continue;
    ((both ?? 0) * none > one * other ? together : avoiding).push(pair);
  }
  return { together, avoiding };
}

function curveOf(table: Table, best: Fitted, level: number): ModelsResult["curve"] {
  if (best.onNone === null) return [];
  const profile = profileOf(table, best);
  const interval = profileInterval(table, best, level);
  const top = profile(Math.max(0, interval.likeliest - table.n));
  const from = Math.max(0, interval.lower - table.n) * 0.9;
  const to = ((interval.upper ?? 4 * interval.likeliest) - table.n) * 1.15;
  return Array.from({ length: 61 }, (_, i) => {
    const onNone = from + ((to - from) * i) / 60;
    return [table.n + onNone, profile(onNone) - top] as const;
  });
}

function summaryOf(averaged: Averaged, n: number): GraphsResult {
  const { all, probability, quantiles } = averaged;
  const wide = quantiles.q975 - quantiles.q025;
  const [from, to] = [Math.max(n, Math.floor(quantiles.q025 - 0.35 * wide)), Math.ceil(quantiles.q975 + 0.5 * wide)];
  const binWidth = Math.max(1, Math.ceil((to - from) / BINS), Math.ceil(all.length > 1 ? all[1]! - all[0]! : 1));
  const shares = new Float64Array(Math.max(1, Math.ceil((to - from + 1) / binWidth)));
  for (let i = 0; i < all.length; i++) {
    const bin = Math.floor((all[i]! - from) / binWidth);
    if (bin >= 0 && bin < shares.length) shares[bin]! += probability[i]!;
  }
  return {
    mean: averaged.mean,
    lower: quantiles.q025,
    median: quantiles.q50,
    upper: quantiles.q975,
    mode: averaged.mode,
    logMean: averaged.logMean,
    logVariance: averaged.logVariance,
    tail: averaged.tail,
    humps: humpsOf(averaged, n),
    heaviest: averaged.graphs.slice(0, 10).map(({ graph, weight, mean }) => ({ cliques: graph.cliques, weight, mean })),
    bins: Array.from(shares, (share, bin) => [from + bin * binWidth, share] as const),
    binWidth,
  };
}

function chainOf(table: Table, settings: EstimateSettings, chain: number): Float64Array {
  const { latent, seed } = settings;
  const walk = new LatentChain(table, latent, new Random(`${seed}/chains`).stream(chain));
  for (let step = 0; step < latent.burnIn; step++) walk.step();
  return Float64Array.from({ length: latent.draws }, () => {
    let onNone = 0;
    for (let step = 0; step < latent.thin; step++) onNone = walk.step();
    return onNone;
  });
}

/** The graphs' answer, or above five lists the averaged log-linear one. */
function shortAnswer(table: Table, level: number): { readonly all: number; readonly lower: number; readonly upper: number } | null {
  if (table.lists.length <= MAX_GRAPH_LISTS) {
    const { mean, all, probability } = averageOverGraphs(table);
    return { all: mean, lower: gridQuantile(all, probability, (1 - level) / 2), upper: gridQuantile(all, probability, (1 + level) / 2) };
  }
  return mixtureOf(fittedModels(table), table.n, level);
}

function gridQuantile(all: Float64Array, probability: Float64Array, share: number): number {
  let sum = 0;
  for (let i = 0; i < all.length; i++) {
    sum += probability[i]!;
    if (sum >= share) return all[i]!;
  }
  return all.at(-1)!;
}

function without(table: Table, level: number, list: number) {
  const rest = withLists(
    table,
    table.lists.map((_, j) => j).filter((j) => j !== list),
  );
  const answer = refusalsOf(rest).length > 0 ? null : shortAnswer(rest, level);
  return answer === null ? { refused: true, all: null, lower: NaN, upper: NaN } : { refused: false, ...answer };
}

/** Each list is asked once, so the level is shared among them (Bonferroni): one false alarm in twenty tables, not in twenty lists. */
function within(table: Table, level: number, list: number) {
  const { table: inner, onNoOther } = withinList(table, list);
  const known = inner.n + onNoOther;
  const strict = 1 - (1 - level) / table.lists.length;
  const answer = refusalsOf(inner).length > 0 ? null : shortAnswer(inner, strict);
  return answer === null ? { refused: true, known, lower: NaN, upper: NaN } : { refused: false, known, lower: answer.lower, upper: answer.upper };
}

/** Used by whoever draws chains. */
export function thinned(draws: Float64Array, points: number): number[] {
  const step = Math.max(1, Math.floor(draws.length / points));
  return Array.from({ length: Math.min(points, draws.length) }, (_, i) => draws[i * step]!);
}
