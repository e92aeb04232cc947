/**
 * How likely a merge is beforehand, learned from partitions. λ is the chance that two records picked at random are of one person. But once it is clear of a record
 * that it is of none of the others, what is left is this one or nobody: if most people of one list are on another too, "nobody" is unlikely, and the odds are far
 * better than λ's. Of all partitions with so many merges none is likelier beforehand than another (for two lists that is Sadinle 2017, eq. 2, with a flat
 * prior on how many there are). One more merge multiplies their number by
 *   (pairs of clusters that could be merged) / (ways to part a cluster in two afterwards),
 * so the prior odds of a merge are the inverse of that. With n₁ and n₂ records and M merges: (M + 1) / ((n₁ − M)(n₂ − M)).
 * Merges within one source have odds of their own: most lists name few people twice.
 */

/** Bits to add for each merge of records of different sources, and of one source. */
export interface Gain {
  readonly between: number;
  readonly within: number;
}

/** Beyond this the records would be talked into being one person: a gain of 64. */
const MOST_GAIN = 6;
const ROUNDS = 12;
/** Rounds whose result counts. */
const LAST = 6;
/** Clusters larger than this are parted in too many ways to count; each of their records is then one way. */
const MOST_PARTED = 12;

export interface GainInput {
  readonly records: number;
  readonly lambda: number;
  readonly sourceOf: (record: number) => string;
}

/** @param draw for each record the first record of its cluster, drawn with a gain */
export function learnedGain(input: GainInput, draw: (gain: Gain, round: number) => Int32Array): Gain {
  let gain: Gain = { between: 0, within: 0 };
  const kept: Gain[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    gain = gainOf(input, draw(gain, round));
    if (round >= ROUNDS - LAST) kept.push(gain);
  }
  const mean = (of: (gain: Gain) => number): number => kept.reduce((sum, one) => sum + of(one), 0) / kept.length;
  return { between: mean(({ between }) => between), within: mean(({ within }) => within) };
}

/** What one partition says of it. */
export function gainOf({ records, lambda, sourceOf }: GainInput, of: Int32Array): Gain {
  const members = new Map<number, number[]>();
  for (let record = 0; record < records; record++) {
    const list = members.get(of[record]!);
    if (list === undefined) members.set(of[record]!, [record]);
    else list.push(record);
  }
  const kinds = new Map<string, { readonly sources: ReadonlySet<string>; count: number }>();
  let [between, within] = [0, 0];
  for (const list of members.values()) {
    const sources = list.map(sourceOf);
    const distinct = [...new Set(sources)].sort();
    const name = distinct.join("\u0000");
    const kind = kinds.get(name);
    if (kind === undefined) kinds.set(name, { sources: new Set(distinct), count: 1 });
    else kind.count++;
    if (list.length < 2) continue;
    const [apart, shared] = partings(sources);
    between += apart;
    within += shared;
  }
  const [apart, shared] = mergeable([...kinds.values()]);
  const bits = (ways: number, pairs: number): number => Math.min(MOST_GAIN, Math.log2((ways + 0.5) / Math.max(1, pairs)) - Math.log2(lambda));
  return { between: bits(between, apart), within: bits(within, shared) };
}

/** Ways to part a cluster in two, of different sources and of shared ones. */
function partings(sources: readonly string[]): readonly [apart: number, shared: number] {
  const count = sources.length;
  let [apart, shared] = [0, 0];
  const isShared = (one: readonly string[], other: readonly string[]): boolean => one.some((source) => other.includes(source));
  if (count > MOST_PARTED) {
    for (let i = 0; i < count; i++)
      if (isShared([sources[i]!], sources.toSpliced(i, 1))) shared++;
      else apart++;
    return [apart, shared];
  }
  // The last record stays on the side of the zeros, so that each way counts once.
  for (let side = 1; side < 2 ** (count - 1); side++) {
    if (
      isShared(
        sources.filter((_, i) => (side >> i) & 1),
        sources.filter((_, i) => !((side >> i) & 1)),
      )
    )
      shared++;
    else apart++;
  }
  return [apart, shared];
}

/** Pairs of clusters, of different sources and of shared ones. */
function mergeable(kinds: readonly { readonly sources: ReadonlySet<string>; readonly count: number }[]): readonly [apart: number, shared: number] {
  const total = kinds.reduce((sum, { count }) => sum + count, 0);
  const all = (total * (total - 1)) / 2;
  let shared = 0;
  if (kinds.length <= MOST_KINDS)
    for (const [i, one] of kinds.entries()) {
      shared += (one.count * (one.count - 1)) / 2;
      for (const other of kinds.slice(i + 1)) if ([...one.sources].some((source) => other.sources.has(source))) shared += one.count * other.count;
    }
  else {
    // Counted by source; clusters that share two sources are few among so many and count twice.
    const bySource = new Map<string, number>();
    for (const { sources, count } of kinds) for (const source of sources) bySource.set(source, (bySource.get(source) ?? 0) + count);
    for (const count of bySource.values()) shared += (count * (count - 1)) / 2;
    shared = Math.min(shared, all);
  }
  return [all - shared, shared];
}

const MOST_KINDS = 1000;
