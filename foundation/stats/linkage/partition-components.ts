/** Records that may be one person with each other, directly or by way of others: what a partition is drawn of, one component at a time. */
import type { ClusterInput } from "./clusters.ts";
import type { Gain } from "./merge-gain.ts";

export interface Uncertain {
  readonly a: ArrayLike<number>;
  readonly b: ArrayLike<number>;
  /** log2 of the odds of each pair by itself. */
  readonly bits: ArrayLike<number>;
  readonly count: number;
}

export interface PartitionInput extends Omit<ClusterInput, "a" | "b"> {
  /** Which source a record is of. */
  readonly sourceOf: (record: number) => string;
  /** What identifies a record everywhere: chance hangs on it, so that no order of records changes a draw. */
  readonly nameOf: (record: number) => string;
  /** The chance that two records picked at random are of one person: what the pairs' bits were reckoned with. */
  readonly lambda: number;
}

/** Pairs with fewer bits than this are never a link by themselves: one in a thousand. */
const LEAST_BITS = -10;
/** Components above this size are cut where links are weakest, since all of a component is compared with all. */
const MOST_UNITS = 60;
/** No one pair outweighs all others of a cluster. */
const MOST_BITS = 40;

export class Component {
  /** Records that people said are one stand together as one unit. */
  readonly units: readonly (readonly number[])[];
  readonly size: number;
  /** Pairs of units that a link may join. */
  readonly edges: readonly (readonly [number, number])[];
  /** Mean bits of the pairs between two units, −∞ where they cannot be one person. */
  readonly #bits: Float64Array;
  readonly #sources: readonly ReadonlySet<string>[];
  /** By pairs of units: 1 where they have a source in common. */
  readonly #isShared: Uint8Array;

  constructor(
    units: readonly (readonly number[])[],
    edges: readonly (readonly [number, number])[],
    bits: Float64Array,
    sources: readonly ReadonlySet<string>[],
  ) {
    [this.units, this.size, this.edges, this.#bits, this.#sources] = [units, units.length, edges, bits, sources];
    this.#isShared = Uint8Array.from(bits, (_, at) =>
      [...sources[Math.floor(at / units.length)]!].some((source) => sources[at % units.length]!.has(source)) ? 1 : 0,
    );
  }

  /** log2 of the weight of two units as one cluster. */
  pairBits(one: number, other: number, gain: Gain): number {
    const at = one * this.size + other;
    return this.#bits[at]! + (this.#isShared[at] === 1 ? gain.within : gain.between);
  }

  /** log2 of the weight of these units as one cluster. */
  bitsOf(block: readonly number[], gain: Gain): number {
    const count = block.length;
    if (count < 2) return 0;
    if (count === 2) return this.pairBits(block[0]!, block[1]!, gain);
    let sum = 0;
    for (let i = 0; i < count; i++) for (let j = i + 1; j < count; j++) sum += this.#bits[block[i]! * this.size + block[j]!]!;
    if (sum === -Infinity) return sum;
    const all = new Set<string>();
    let said = 0;
    for (const unit of block) {
      said += this.#sources[unit]!.size;
      for (const source of this.#sources[unit]!) all.add(source);
    }
    const within = Math.min(count - 1, said - all.size);
    return (sum * 2) / count + within * gain.within + (count - 1 - within) * gain.between;
  }
}

/** The components with more than one unit, or with a unit of several records, in the order of their first records. */
export function componentsOf(pairs: Uncertain, input: PartitionInput): Component[] {
  const { records, decisions, bitsOf, cannot, sourceOf } = input;
  const key = (a: number, b: number): number => (a < b ? a * records + b : b * records + a);
  // The later decision about a pair counts.
  const decided = new Map(decisions.map(({ a, b, verdict }) => [key(a, b), verdict]));
  const unitOf = new Forest(records);
  for (const [pair, verdict] of decided) if (verdict === "same") unitOf.join(Math.floor(pair / records), pair % records);

  const known = new Map<number, number>();
  let edges: { readonly a: number; readonly b: number; readonly bits: number }[] = [];
  for (let pair = 0; pair < pairs.count; pair++) {
    const bits = pairs.bits[pair]!;
    if (bits < LEAST_BITS) continue;
    const [a, b] = [pairs.a[pair]!, pairs.b[pair]!];
    known.set(key(a, b), bits);
    const [x, y] = [unitOf.root(a), unitOf.root(b)];
    if (x !== y) edges.push({ a: x, b: y, bits });
  }
  const members = new Map<number, number[]>();
  for (let record = 0; record < records; record++) {
    const root = unitOf.root(record);
    const list = members.get(root);
    if (list === undefined) members.set(root, [record]);
    else list.push(record);
  }

  const groups: { readonly units: readonly number[]; readonly edges: typeof edges }[] = [];
  for (let least = LEAST_BITS; edges.length > 0; least++) {
    const left: typeof edges = [];
    for (const group of connected(edges)) {
      if (group.units.length <= MOST_UNITS || least >= MOST_BITS) groups.push(group);
      else for (const edge of group.edges) if (edge.bits >= least + 1) left.push(edge);
    }
    edges = left;
  }
  const met = new Set(groups.flatMap(({ units }) => units));
  for (const [root, list] of members) if (list.length > 1 && !met.has(root)) groups.push({ units: [root], edges: [] });

  return groups
    .toSorted((x, y) => x.units[0]! - y.units[0]!)
    .map(({ units, edges }) => {
      const size = units.length;
      const place = new Map(units.map((unit, i) => [unit, i]));
      const own = units.map((unit) => members.get(unit)!);
      const bits = new Float64Array(size * size);
      for (let i = 0; i < size; i++)
        for (let j = i + 1; j < size; j++) {
          let [sum, barred] = [0, false];
          for (const a of own[i]!)
            for (const b of own[j]!) {
              const verdict = decided.get(key(a, b));
              barred ||= verdict === undefined ? cannot(a, b) : verdict === "not the same";
              sum += Math.max(-MOST_BITS, Math.min(MOST_BITS, known.get(key(a, b)) ?? bitsOf(a, b)));
            }
          bits[i * size + j] = bits[j * size + i] = barred ? -Infinity : sum / (own[i]!.length * own[j]!.length);
        }
      return new Component(
        own,
        edges.map(({ a, b }) => [place.get(a)!, place.get(b)!] as const),
        bits,
        own.map((list) => new Set(list.map(sourceOf))),
      );
    });
}

/** The parts that edges hold together, their units in order. */
function connected<E extends { readonly a: number; readonly b: number }>(edges: readonly E[]): { readonly units: number[]; readonly edges: E[] }[] {
  const ids = [...new Set(edges.flatMap(({ a, b }) => [a, b]))].sort((x, y) => x - y);
  const place = new Map(ids.map((id, i) => [id, i]));
  const forest = new Forest(ids.length);
  for (const { a, b } of edges) forest.join(place.get(a)!, place.get(b)!);
  const parts = new Map<number, { units: number[]; edges: E[] }>();
  for (const [i, id] of ids.entries()) {
    const root = forest.root(i);
    const part = parts.get(root);
    if (part === undefined) parts.set(root, { units: [id], edges: [] });
    else part.units.push(id);
  }
  for (const edge of edges) parts.get(forest.root(place.get(edge.a)!))!.edges.push(edge);
  return [...parts.values()];
}

/** Disjoint sets; a set's root is its smallest number. */
class Forest {
  readonly #parent: Int32Array;

  constructor(size: number) {
    this.#parent = Int32Array.from({ length: size }, (_, i) => i);
  }

  root(of: number): number {
    const parent = this.#parent;
    let root = of;
    while (parent[root] !== root) root = parent[root] = parent[parent[root]!]!;
    return root;
  }

  join(a: number, b: number): void {
    const [x, y] = [this.root(a), this.root(b)];
    if (x < y) this.#parent[y] = x;
    else this.#parent[x] = y;
  }
}

const known: (readonly (readonly (readonly number[])[])[])[] = [];

/** Every way to part the numbers below `size` into blocks: 1, 2, 5, 15, 52, 203 of them. */
export function allPartitions(size: number): readonly (readonly (readonly number[])[])[] {
  let all = known[size];
  if (all === undefined) {
    all =
      size === 0
        ? [[]]
        : allPartitions(size - 1).flatMap((blocks) => [
            ...blocks.map((_, i) => blocks.map((block, j) => (i === j ? [...block, size - 1] : block))),
            [...blocks, [size - 1]],
          ]);
    known[size] = all;
  }
  return all;
}
