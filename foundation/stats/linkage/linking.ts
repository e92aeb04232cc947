/**
 * A linkage from records to people, in steps that can be shown, stopped and shared out:
 * profile → candidate pairs (blocking) → comparison vectors → model (λ, u, m) → bits per field, probability, band → clusters.
 * The same records and settings give the same result in any order of records and with any number of workers.
 */
import { blockPairs, type CandidatePairs } from "./blocking.ts";
import { clusterRecords, type Clusters, type Decision } from "./clusters.ts";
import { Comparer, type Vectors } from "./comparison.ts";
import { readFields, withNameParts, type Fields } from "./fields.ts";
import { withJointM } from "./joint-m.ts";
import { learnModel, type LinkModel } from "./model.ts";
import { PartitionSampler } from "./partitions.ts";
import { sortedTable, type RecordTable } from "./records.ts";
import { barred, Scorer, type PairTold, type Scores } from "./score.ts";
import type { LinkSettings } from "./settings.ts";

export type Phase = "reading" | "blocking" | "comparing" | "learning" | "scoring" | "clustering";

/** Records read and paired: what comparing starts from. A worker that begins with the same table and settings has the same pairs. */
export class Linking {
  readonly table: RecordTable;
  readonly settings: LinkSettings;
  readonly fields: Fields;
  readonly pairs: CandidatePairs;
  readonly comparer: Comparer;

  /**
   * Reads and blocks. Throws LinkageError.
   * @param isNew where given, only pairs are made in which at least one of the two is new: what has to be compared when records come to others that were linked
   */
  constructor(table: RecordTable, settings: LinkSettings, isNew: ((source: string, id: string) => boolean) | null = null) {
    this.settings = settings;
    this.table = withNameParts(sortedTable(table), settings);
    this.fields = readFields(this.table, settings);
    const { sources, ids } = this.table;
    const news = isNew === null ? null : Uint8Array.from(ids, (id, row) => (isNew(sources[row]!, id) ? 1 : 0));
    this.pairs = blockPairs(this.table, this.fields, settings, news);
    this.comparer = new Comparer(this.fields);
  }

  /** The vectors of candidate pairs `from` to `to`. */
  compare(from: number, to: number): Vectors {
    return this.comparer.compare(this.pairs.a, this.pairs.b, from, to);
  }

  /** Learns from all vectors and from decisions, unless a model is given that was learned before, scores them and makes clusters. */
  conclude(vectors: Vectors, decisions: readonly Decision[] = [], learned: LinkModel | null = null): Linked {
    return new Linked(this, vectors, learned ?? this.#learn(vectors, decisions), decisions);
  }

  #learn(vectors: Vectors, decisions: readonly Decision[]): LinkModel {
    const taught = learnModel(this.table, this.fields, this.settings, this.pairs, vectors, this.comparer);
    const { probability } = new Scorer(this.fields, this.settings, taught).score(this.pairs, vectors);
    return withJointM(taught, this.pairs, vectors, probability, decisions);
  }
}

/** Pairs compared at a time: between two steps a person can stop it. */
export const PAIRS_AT_ONCE = 50_000;

/** Runs a linkage in one thread. `onStep` hears how far it is and returns false to stop; then the result is null. */
export function link(
  table: RecordTable,
  settings: LinkSettings,
  decisions: readonly Decision[] = [],
  onStep: (phase: Phase, done: number, of: number) => boolean = () => true,
): Linked | null {
  if (!onStep("reading", 0, 1)) return null;
  const linking = new Linking(table, settings);
  const { count } = linking.pairs;
  const vectors = new Uint8Array(count * linking.fields.all.length);
  for (let from = 0; from < count; from += PAIRS_AT_ONCE) {
    if (!onStep("comparing", from, count)) return null;
    vectors.set(linking.compare(from, Math.min(count, from + PAIRS_AT_ONCE)), from * linking.fields.all.length);
  }
  if (!onStep("learning", 0, 1)) return null;
  return linking.conclude(vectors, decisions);
}

/** A finished linkage. Rows are those of `table`, which is sorted by source and id. */
export class Linked {
  readonly linking: Linking;
  readonly vectors: Vectors;
  readonly model: LinkModel;
  readonly scores: Scores;
  readonly decisions: readonly Decision[];
  readonly clusters: Clusters;
  readonly blockingRecall: BlockingRecall;
  readonly #scorer: Scorer;
  #sampler: PartitionSampler | null = null;
  readonly #conflicts: readonly (readonly boolean[])[];

  constructor(linking: Linking, vectors: Vectors, model: LinkModel, decisions: readonly Decision[]) {
    this.linking = linking;
    this.vectors = vectors;
    this.model = model;
    this.decisions = decisions;
    const { fields, settings, pairs } = linking;
    this.#scorer = new Scorer(fields, settings, model);
    this.#conflicts = fields.all.map(({ setting, kind }) => barred(setting.name, kind.levels, { bars: settings.conflicts }));
    this.scores = this.#scorer.score(pairs, vectors);
    this.blockingRecall = estimateBlockingRecall(pairs, this.scores.probability);
    this.clusters = this.clustersAt((pair) => this.scores.band[pair] === 2);
  }

  /** The clusters of other links than the automatic ones: of all pairs over some threshold, say. */
  clustersAt(isLink: (pair: number) => boolean, decisions: readonly Decision[] = this.decisions): Clusters {
    const { pairs, table } = this.linking;
    const [a, b]: [number[], number[]] = [[], []];
    for (let pair = 0; pair < pairs.count; pair++) {
      if (!isLink(pair)) continue;
      a.push(pairs.a[pair]!);
      b.push(pairs.b[pair]!);
    }
    return clusterRecords({ records: table.count, a, b, decisions, bitsOf: this.bitsOf, cannot: this.cannot });
  }

  /** A way the records might be linked, drawn from what the pairs leave open; `draw` counts from 0. */
  partition(draw: number): Clusters {
    return this.sampler.draw(draw);
  }

  /** What partitions are drawn by. Made when the first is asked for. */
  get sampler(): PartitionSampler {
    const { pairs, table, settings } = this.linking;
    return (this.#sampler ??= new PartitionSampler(
      { a: pairs.a, b: pairs.b, count: pairs.count, bits: this.scores.bits },
      {
        records: table.count,
        decisions: this.decisions,
        bitsOf: this.bitsOf,
        // Conflicts keep a program from merging what a person should look at. Here nothing is merged, and what they say is in the bits already.
        cannot: (a, b) => settings.sourcesAreDistinct && table.sources[a] === table.sources[b],
        sourceOf: (row) => table.sources[row]!,
        nameOf: (row) => `${table.sources[row]!}\u0000${table.ids[row]!}`,
        lambda: this.model.lambda,
      },
      settings.seed,
    ));
  }

  /** Why two rows stand where they stand, whether blocking brought them together or not. */
  explain(a: number, b: number): PairTold {
    const [x, y] = a < b ? [a, b] : [b, a];
    return this.#scorer.explain(x, y, this.linking.comparer.one(x, y));
  }

  readonly bitsOf = (a: number, b: number): number => {
    const [x, y] = a < b ? [a, b] : [b, a];
    return this.#scorer.score({ a: Int32Array.of(x), b: Int32Array.of(y), count: 1 }, this.linking.comparer.one(x, y)).bits[0]!;
  };

  readonly cannot = (a: number, b: number): boolean => {
    const { settings, table } = this.linking;
    if (settings.sourcesAreDistinct && table.sources[a] === table.sources[b]) return true;
    const vector = this.linking.comparer.one(a, b);
    return this.#conflicts.some((isConflict, f) => isConflict[vector[f]!]!);
  };

  /** The pairs somebody should look at, those first whose answer tells most: where the odds are even. */
  reviewQueue(): number[] {
    const { bits, band } = this.scores;
    return Array.from(band.keys())
      .filter((pair) => band[pair] === 1)
      .sort((x, y) => Math.abs(bits[x]!) - Math.abs(bits[y]!) || x - y);
  }
}

/** How many of the true pairs blocking brought together, as far as the rules themselves can tell. */
export interface BlockingRecall {
  /** Expected matches among the pairs found, those one rule alone found, those exactly two found. */
  readonly found: number;
  readonly byOneRule: number;
  readonly byTwoRules: number;
  /** Chao's lower bound (1987) of matches no rule found. */
  readonly missedAtLeast: number;
  /** found / (found + missedAtLeast): where rules miss the same pairs for the same reason, it is too high. */
  readonly recallAtMost: number;
}

export function estimateBlockingRecall({ count, rules }: Pick<CandidatePairs, "count" | "rules">, probability: Float64Array): BlockingRecall {
  let [found, byOneRule, byTwoRules] = [0, 0, 0];
  for (let pair = 0; pair < count; pair++) {
    const p = probability[pair]!;
    // A pair that is almost surely none is no match that one rule found.
    if (p < 0.5) continue;
    found += p;
    let bits = rules[pair]!;
    let by = 0;
    for (; bits !== 0; bits &= bits - 1) by++;
    if (by === 1) byOneRule += p;
    else if (by === 2) byTwoRules += p;
  }
  const missedAtLeast = byTwoRules > 0 ? (byOneRule * byOneRule) / (2 * byTwoRules) : (byOneRule * Math.max(0, byOneRule - 1)) / 2;
  return { found, byOneRule, byTwoRules, missedAtLeast, recallAtMost: found === 0 ? 1 : found / (found + missedAtLeast) };
}
