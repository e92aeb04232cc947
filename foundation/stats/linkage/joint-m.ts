/**
 * m once more, from all fields together. A block teaches m by the fields that did not make it, and where few are left, people of one event slip in among the
 * matches: "different" then seems to happen to one person's records far too often. When all fields are weighed together hardly anybody slips in, so each pair counts
 * here with its probability from the whole model: one more step of EM, no more, since with every step the model would trust itself further.
 * Pairs on which people decided count as decided (Larsen and Rubin 2001): readers' decisions teach the model.
 */
import type { CandidatePairs } from "./blocking.ts";
import type { Decision } from "./clusters.ts";
import type { Vectors } from "./comparison.ts";
import type { LinkModel } from "./model.ts";

/** What the blocks taught counts as so many pairs. */
const BELIEF = 20;
/** No level is impossible for one person's mentions. */
const LEAST = 1e-6;

/** @param probability of each pair, by the model */
export function withJointM(
  model: LinkModel,
  { a, b, count }: Pick<CandidatePairs, "a" | "b" | "count">,
  vectors: Vectors,
  probability: Float64Array,
  decisions: readonly Decision[],
): LinkModel {
  const width = model.m.length;
  const key = (one: number, other: number): string => (one < other ? `${one} ${other}` : `${other} ${one}`);
  // The later decision about a pair counts.
  const decided = new Map(decisions.map((decision) => [key(decision.a, decision.b), decision.verdict === "same" ? 1 : 0]));
  const sums = model.m.map((m) => new Float64Array(m.length));
  for (let pair = 0; pair < count; pair++) {
    const share = (decided.size === 0 ? undefined : decided.get(key(a[pair]!, b[pair]!))) ?? probability[pair]!;
    if (share < 1e-4) continue;
    for (let f = 0; f < width; f++) sums[f]![vectors[pair * width + f]!]! += share;
  }
  const m = model.m.map((taught, f) => {
    const own = sums[f]!;
    // Level 0, missing, is no evidence.
    let total = BELIEF;
    for (let level = 1; level < own.length; level++) total += own[level]!;
    return taught.map((belief, level) => (level === 0 ? 0 : Math.max(LEAST, (own[level]! + BELIEF * belief) / total)));
  });
  return { ...model, m };
}
