/**
 * Averaging over all decomposable graphs (Madigan and York 1997): every graph gets the weight the table gives it, with a hyper-Dirichlet prior that puts
 * `delta` imagined people into each pattern, all graphs alike beforehand, and 1 / N or a prior of one's own for the number of all.
 * What comes out is a whole distribution of N, and it may have more humps than one.
 */
import { logFactorial, logGamma } from "../numbers/special.ts";
import { CaptureError } from "./errors.ts";
import { decomposableGraphs, type Graph } from "./graphs.ts";
import { listsOn, type Table } from "./table.ts";

export interface AveragedSettings {
  /** Imagined people in each pattern; 2^−lists if not said. */
  readonly delta?: number;
  /** The most on no list that is looked at; ten times those listed if not said, and more where probability is left there. */
  readonly most?: number;
  /** log of the prior at N, up to a constant; −log N if not said. */
  readonly logPrior?: (all: number) => number;
}

export interface Averaged {
  /** The number of all, N, at each step of the grid. */
  readonly all: Float64Array;
  /** Its probability. */
  readonly probability: Float64Array;
  readonly mean: number;
  readonly quantiles: { readonly q025: number; readonly q50: number; readonly q975: number };
  readonly mode: number;
  /** Of log(n0 + ½), for combining over linkages. */
  readonly logMean: number;
  readonly logVariance: number;
  /** Graphs with their weights, heaviest first. */
  readonly graphs: readonly { readonly graph: Graph; readonly weight: number; readonly mean: number }[];
  /** Probability at the last hundredth of the grid: more than a little says that there is more beyond. */
  readonly tail: number;
}

export const MAX_GRAPH_LISTS = 5;
const GRID = 50_000;
const TAIL = 1e-4;
const FURTHEST = 400;

/** @throws {CaptureError} `too-large` above five lists: there are 18,154 graphs on six, and 617,675 on seven */
export function averageOverGraphs(table: Table, settings: AveragedSettings = {}): Averaged {
  const lists = table.lists.length;
  if (lists > MAX_GRAPH_LISTS) throw new CaptureError("too-large");
  const graphs = decomposableGraphs(lists);
  if (settings.most !== undefined) return averagedUpTo(table, graphs, settings, settings.most);
  for (let times = 10; ; times *= 4) {
    const averaged = averagedUpTo(table, graphs, settings, Math.max(100, times * table.n));
    if (averaged.tail < TAIL || times > FURTHEST) return averaged;
  }
}

function averagedUpTo(table: Table, graphs: readonly Graph[], settings: AveragedSettings, most: number): Averaged {
  const { n } = table;
  const lists = table.lists.length;
  const delta = settings.delta ?? 2 ** -lists;
  const logPrior = settings.logPrior ?? ((all: number) => -Math.log(all));
  if (!(delta > 0) || !(most >= 1)) throw new CaptureError("bad-settings");
  const step = Math.max(1, Math.ceil(most / GRID));
  const length = Math.floor(most / step) + 1;
  const onNone = Float64Array.from({ length }, (_, i) => (step === 1 ? i : i * step + step / 2));
  const margins = marginsOf(table, delta, onNone);

  const common = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const all = n + onNone[i]!;
    common[i] = logFactorial(all) - logFactorial(onNone[i]!) + logPrior(all);
  }
  const line = new Float64Array(length);
  const logWeights = new Float64Array(graphs.length);
  const tops = new Float64Array(graphs.length);
  const lines: Float64Array[] = [];
  let top = -Infinity;
  for (const [g, { powers }] of graphs.entries()) {
    line.set(common);
    for (const [set, power] of powers) {
      const margin = margins[set]!;
      if (power === 1) for (let i = 0; i < length; i++) line[i]! += margin[i]!;
      else for (let i = 0; i < length; i++) line[i]! += power * margin[i]!;
    }
    let highest = -Infinity;
    for (let i = 0; i < length; i++) if (line[i]! > highest) highest = line[i]!;
    tops[g] = highest;
    top = Math.max(top, highest);
    // Graphs far below the best so far cannot be seen in any figure; those that might are kept whole.
    lines.push(highest > top - 60 ? Float64Array.from(line) : EMPTY);
  }

  const probability = new Float64Array(length);
  const means = new Float64Array(graphs.length);
  for (const [g, kept] of lines.entries()) {
    if (kept.length === 0 || tops[g]! < top - 60) continue;
    let [sum, moment] = [0, 0];
    for (let i = 0; i < length; i++) {
      const p = Math.exp(kept[i]! - top);
      probability[i]! += p;
      sum += p;
      moment += p * onNone[i]!;
    }
    logWeights[g] = sum;
    means[g] = n + moment / sum;
  }
  let whole = 0;
  for (const p of probability) whole += p;
  for (let i = 0; i < length; i++) probability[i]! /= whole;
  const weighed = graphs
    .map((graph, g) => ({ graph, weight: logWeights[g]! / whole, mean: means[g]! }))
    .filter(({ weight }) => weight > 0)
    .sort((x, y) => y.weight - x.weight);
  return { ...described(n, onNone, probability, step), graphs: weighed };
}

const EMPTY = new Float64Array(0);

function described(n: number, onNone: Float64Array, probability: Float64Array, step: number): Omit<Averaged, "graphs"> {
  let [mean, logMean, logSquare, tail, best] = [0, 0, 0, 0, 0];
  const last = onNone.length - Math.max(1, Math.floor(onNone.length / 100));
  for (let i = 0; i < onNone.length; i++) {
    const p = probability[i]!;
    mean += p * onNone[i]!;
    const log = Math.log(onNone[i]! + 0.5);
    logMean += p * log;
    logSquare += p * log * log;
    if (i >= last) tail += p;
    if (p > probability[best]!) best = i;
  }
  const quantile = (share: number): number => {
    let sum = 0;
    for (let i = 0; i < onNone.length; i++) {
      const before = sum;
      sum += probability[i]!;
      if (sum >= share) return n + (step === 1 ? onNone[i]! : onNone[i]! - step / 2 + (step * (share - before)) / probability[i]!);
    }
    return n + onNone.at(-1)!;
  };
  return {
    all: onNone.map((count) => n + count),
    probability,
    mean: n + mean,
    quantiles: { q025: quantile(0.025), q50: quantile(0.5), q975: quantile(0.975) },
    mode: n + onNone[best]!,
    logMean,
    logVariance: logSquare - logMean * logMean,
    tail,
  };
}

/**
 * For each set of lists, log of the Dirichlet–multinomial of its margin at each number on no list, without what is common to all.
 * Only the cell of nobody on the set depends on that number.
 */
function marginsOf(table: Table, delta: number, onNone: Float64Array): Float64Array[] {
  const lists = table.lists.length;
  const whole = delta * 2 ** lists;
  return Array.from({ length: 2 ** lists }, (_, set) => {
    if (set === 0) return EMPTY;
    const margin = new Float64Array(2 ** lists);
    for (let cell = 1; cell < margin.length; cell++) margin[cell & set]! += table.counts[cell]!;
    const each = whole / 2 ** listsOn(set);
    let constant = logGamma(whole);
    for (let cell = set; cell !== 0; cell = (cell - 1) & set) constant += logGamma(margin[cell]! + each) - logGamma(each);
    const none = margin[0]! + each;
    constant -= logGamma(each);
    const values = new Float64Array(onNone.length);
    for (let i = 0; i < onNone.length; i++) values[i] = constant + logGamma(none + onNone[i]!) - logGamma(table.n + onNone[i]! + whole);
    return values;
  });
}

/** One hump of a distribution. */
export interface Hump {
  readonly at: number;
  readonly probability: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The humps of the distribution: parts between which it falls to less than half of the lower top, each with at least a twentieth of the probability.
 * It is smoothed on a logarithmic scale first, a twentieth of a unit wide, so that the saw of single numbers is none.
 */
export function humpsOf({ all, probability }: Pick<Averaged, "all" | "probability">, n: number): Hump[] {
  const bins = new Map<number, number>();
  for (let i = 0; i < all.length; i++) {
    const bin = Math.floor(Math.log(all[i]! - n + 0.5) / 0.05);
    bins.set(bin, (bins.get(bin) ?? 0) + probability[i]!);
  }
  // Few numbers fall into the lowest bins, some into none: below a hundred on no list nothing is told apart.
  const [first, last] = [Math.max(Math.min(...bins.keys()), Math.floor(Math.log(20) / 0.05)), Math.max(...bins.keys())];
  const heights: number[] = [];
  for (let bin = first; bin <= last; bin++)
    heights.push(0.25 * (bins.get(bin - 1) ?? 0) + 0.5 * (bins.get(bin) ?? 0) + 0.25 * (bins.get(bin + 1) ?? 0));

  const humps: { top: number; from: number; to: number }[] = [];
  for (const [i, height] of heights.entries()) {
    const open = humps.at(-1);
    if (open === undefined) {
      humps.push({ top: i, from: i, to: i });
      continue;
    }
    const valley = Math.min(...heights.slice(open.top, i + 1));
    if (valley < heights[open.top]! / 2 && valley < height / 2) {
      const foot = open.top + heights.slice(open.top, i + 1).indexOf(valley);
      open.to = foot;
      humps.push({ top: i, from: foot + 1, to: i });
    } else {
      if (height > heights[open.top]!) open.top = i;
      open.to = i;
    }
  }
  const countAt = (bin: number) => n + Math.exp((bin + first) * 0.05) - 0.5;
  return humps
    .map(({ top, from, to }) => {
      let mass = 0;
      for (let bin = from; bin <= to; bin++) mass += bins.get(bin + first) ?? 0;
      return { at: countAt(top + 0.5), probability: mass, from: countAt(from), to: countAt(to + 1) };
    })
    .filter(({ probability }) => probability >= 0.05);
}
