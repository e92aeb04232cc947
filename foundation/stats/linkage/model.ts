/**
 * Fellegi and Sunter's model (1969): how often each level of agreement is met among pairs of one person (m) and among pairs of strangers (u).
 * λ, the share of pairs that are of one person, comes from deterministic rules, because EM's own runs away; u from random pairs; m by EM in
 * several blocks with u fixed, each field from the blocks that were not made by it (Linacre et al. 2022 do the same).
 */
import { blockPairs, type CandidatePairs } from "./blocking.ts";
import { fieldsOfRule } from "./blocking-keys.ts";
import { Comparer, type Vectors } from "./comparison.ts";
import type { Fields } from "./fields.ts";
import { countPatterns, learnM } from "./em.ts";
import { Random } from "../random.ts";
import type { RecordTable } from "./records.ts";
import type { LinkSettings } from "./settings.ts";

export interface LinkModel {
  /** The prior probability that two records picked at random are of one person. */
  readonly lambda: number;
  /** By field, then by level (0, missing, stands unused). */
  readonly m: readonly Float64Array[];
  readonly u: readonly Float64Array[];
  readonly told: ModelTold;
}

/** Where a model's numbers come from, for the report. */
export interface ModelTold {
  readonly allPairs: number;
  readonly deterministicPairs: number;
  readonly randomPairs: number;
  /** For each rule in whose blocks m was learned: pairs, rounds of EM, the share of matches found there. */
  readonly trainedIn: readonly { readonly rule: string; readonly pairs: number; readonly rounds: number; readonly matchShare: number }[];
}

/** Learns a model from the records themselves. */
export function learnModel(
  table: RecordTable,
  fields: Fields,
  settings: LinkSettings,
  pairs: CandidatePairs,
  vectors: Vectors,
  comparer: Comparer,
): LinkModel {
  const allPairs = countAllPairs(table, settings.within);
  const sure = blockPairs(table, fields, {
    ...settings,
    blocking: settings.deterministic.rules.map((rule) => rule.map((field) => `${field}:spelling`)),
  });
  const lambda = Math.min(0.5, Math.max(1, sure.count) / settings.deterministic.recall / allPairs);
  const { u, randomPairs } = learnU(table, fields, settings, comparer);
  const names = fields.all.map(({ setting }) => setting.name);
  const shares = settings.rivals.map(({ shares }) => names.map((name) => shares.includes(name)));
  const levels = fields.all.map(({ kind }) => kind.levels.length);

  const sums = levels.map((count) => new Float64Array(count + 1));
  const weights = new Float64Array(names.length);
  const trainedIn: ModelTold["trainedIn"][number][] = [];
  for (const [r, rule] of settings.blocking.entries()) {
    const fixed = fieldsOfRule(rule);
    const isUsed = names.map((name) => !fixed.has(name));
    const patterns = countPatterns(vectors, levels, isUsed, (pair) => (pairs.rules[pair]! & (1 << r)) !== 0);
    if (patterns.total < LEAST_PAIRS || !isUsed.includes(true)) continue;
    // With one deciding field alone, a rival's pairs and a match that disagrees there cannot be told apart by any numbers.
    const tellable = shares.filter((isShared) => isUsed.filter((used, f) => used && !isShared[f]!).length >= 2);
    const learned = learnM(patterns, u, isUsed, tellable);
    const weight = learned.matchShare * patterns.total;
    if (weight < LEAST_MATCHES) continue;
    trainedIn.push({ rule: rule.join(" + "), pairs: patterns.total, rounds: learned.rounds, matchShare: learned.matchShare });
    for (const [f, used] of isUsed.entries()) {
      if (!used) continue;
      weights[f]! += weight;
      for (let level = 1; level <= levels[f]!; level++) sums[f]![level]! += weight * learned.m[f]![level]!;
    }
  }
  const m = levels.map((count, f) => (weights[f]! > 0 ? sums[f]!.map((sum) => sum / weights[f]!) : startingM(count)));
  return { lambda, m, u, told: { allPairs, deterministicPairs: sure.count, randomPairs, trainedIn } };
}

/** A block of rules with fewer pairs, or fewer matches expected among them, teaches chance. */
const LEAST_PAIRS = 30;
const LEAST_MATCHES = 10;

function startingM(levels: number): Float64Array {
  const m = new Float64Array(levels + 1);
  for (let level = 1; level <= levels; level++) m[level] = level === 1 ? 0.85 : 0.15 / (levels - 1);
  return m;
}

function countAllPairs(table: RecordTable, within: boolean): number {
  const all = (table.count * (table.count - 1)) / 2;
  if (within) return all;
  const sizes = new Map<string, number>();
  for (const source of table.sources) sizes.set(source, (sizes.get(source) ?? 0) + 1);
  return all - [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
}

/** u from random pairs, or from all where there are no more. Pairs that deterministic rules take for one person are no strangers. */
function learnU(table: RecordTable, fields: Fields, settings: LinkSettings, comparer: Comparer): { u: Float64Array[]; randomPairs: number } {
  const { count, sources } = table;
  const random = new Random(`${settings.seed} random pairs`);
  const isAll = (count * (count - 1)) / 2 <= settings.randomPairs;
  const [a, b]: [number[], number[]] = [[], []];
  const take = (x: number, y: number): void => {
    if (x === y || (!settings.within && sources[x] === sources[y])) return;
    a.push(Math.min(x, y));
    b.push(Math.max(x, y));
  };
  if (isAll) for (let x = 0; x < count; x++) for (let y = x + 1; y < count; y++) take(x, y);
  else for (let i = 0; i < settings.randomPairs; i++) take(random.below(count), random.below(count));

  const width = fields.all.length;
  const vectors = comparer.compare(Int32Array.from(a), Int32Array.from(b), 0, a.length);
  const names = fields.all.map(({ setting }) => setting.name);
  const rules = settings.deterministic.rules.map((rule) => rule.map((field) => names.indexOf(field)));
  const u = fields.all.map(({ kind }) => new Float64Array(kind.levels.length + 1));
  let randomPairs = 0;
  for (let pair = 0; pair < a.length; pair++) {
    if (rules.some((rule) => rule.every((f) => vectors[pair * width + f] === 1))) continue;
    randomPairs++;
    for (let f = 0; f < width; f++) u[f]![vectors[pair * width + f]!]!++;
  }
  for (const counts of u) {
    counts[0] = 0;
    const sum = counts.reduce((x, y) => x + y, 0);
    // Half a pair of each level more than was seen: what was never met is rare, not impossible.
    for (let level = 1; level < counts.length; level++) counts[level] = (counts[level]! + 0.5) / (sum + 0.5 * (counts.length - 1));
  }
  return { u, randomPairs };
}
