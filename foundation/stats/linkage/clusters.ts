/**
 * From linked pairs to people. Components of links over-merge: one wrong link, or one vague record between two people, makes one of two. So each
 * component with a reason for doubt is built anew, from single records up, by average bits over all pairs, and never across a "cannot".
 * Nothing here is kept: clusters are a function of records, links and decisions, so taking back a decision gives exactly what was before.
 */

/** What a person decided about two records. The later one of two about the same pair counts. */
export interface Decision {
  readonly a: number;
  readonly b: number;
  readonly verdict: "same" | "not the same";
}

export interface ClusterInput {
  readonly records: number;
  /** Links to build from, a < b. */
  readonly a: ArrayLike<number>;
  readonly b: ArrayLike<number>;
  readonly decisions: readonly Decision[];
  /** log2 of the posterior odds of any two records. Symmetric. */
  readonly bitsOf: (a: number, b: number) => number;
  /** Whether two records cannot be of one person, for a reason of their own. Symmetric. */
  readonly cannot: (a: number, b: number) => boolean;
}

export interface Clusters {
  /** For each record its cluster: the clusters numbered by their first record. */
  readonly of: Int32Array;
  readonly members: readonly (readonly number[])[];
  /** Components of links that were split. */
  readonly splits: number;
  /** Links whose loss would part their cluster in two with at least two records on each side: somebody should look at them. */
  readonly bridges: readonly (readonly [a: number, b: number])[];
}

/** No one pair outweighs all others of a cluster. */
const MOST_BITS = 40;
/** Above this a component is not compared all with all. */
const MOST_COMPARED = 400;

export function clusterRecords(input: ClusterInput): Clusters {
  const { records, decisions, cannot } = input;
  const decided = new Map<number, Decision["verdict"]>();
  const key = (a: number, b: number): number => (a < b ? a * records + b : b * records + a);
  for (const { a, b, verdict } of decisions) decided.set(key(a, b), verdict);

  const parent = Int32Array.from({ length: records }, (_, i) => i);
  const neighbours = new Map<number, number[]>();
  const join = (a: number, b: number): void => {
    const [x, y] = [rootOf(parent, a), rootOf(parent, b)];
    if (x !== y) parent[Math.max(x, y)] = Math.min(x, y);
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const known = neighbours.get(from);
      if (known === undefined) neighbours.set(from, [to]);
      else known.push(to);
    }
  };
  for (let i = 0; i < input.a.length; i++) if (decided.get(key(input.a[i]!, input.b[i]!)) === undefined) join(input.a[i]!, input.b[i]!);
  for (const [pair, verdict] of decided) if (verdict === "same") join(Math.floor(pair / records), pair % records);

  const components = new Map<number, number[]>();
  for (const record of [...neighbours.keys()].sort((x, y) => x - y)) {
    const root = rootOf(parent, record);
    const known = components.get(root);
    if (known === undefined) components.set(root, [record]);
    else known.push(record);
  }

  const of = new Int32Array(records).fill(-1);
  const bridges: [number, number][] = [];
  const groups: number[][] = [];
  let splits = 0;
  const mayNot = (a: number, b: number): boolean => {
    const verdict = decided.get(key(a, b));
    return verdict === undefined ? cannot(a, b) : verdict === "not the same";
  };
  for (const component of components.values()) {
    const parts =
      component.length === 2 && !mayNot(component[0]!, component[1]!)
        ? [component]
        : split(component, input, neighbours, mayNot, (a, b) => decided.get(key(a, b)) === "same");
    if (parts.length > 1) splits++;
    for (const part of parts) {
      groups.push(part);
      if (part.length >= 4) bridges.push(...bridgesOf(part, neighbours));
    }
  }
  for (const group of groups) for (const record of group) of[record] = group[0]!;
  for (let record = 0; record < records; record++) if (of[record] === -1) groups.push([(of[record] = record)]);
  const members = groups.sort((x, y) => x[0]! - y[0]!);
  for (const [number, group] of members.entries()) for (const record of group) of[record] = number;
  return { of, members, splits, bridges: bridges.sort(([a, b], [c, d]) => a - c || b - d) };
}

function rootOf(parent: Int32Array, of: number): number {
  let root = of;
  while (parent[root] !== root) {
    parent[root] = parent[parent[root]!]!;
    root = parent[root]!;
  }
  return root;
}

/** Builds a component anew by average linkage: always the two groups with the most bits between them on average, as long as these are in favour. */
function split(
  component: readonly number[],
  { bitsOf }: ClusterInput,
  neighbours: ReadonlyMap<number, readonly number[]>,
  mayNot: (a: number, b: number) => boolean,
  mustBe: (a: number, b: number) => boolean,
): number[][] {
  const size = component.length;
  const isCompared = size <= MOST_COMPARED;
  const at = new Map(component.map((record, i) => [record, i]));
  // Sum of bits between groups, and how many pairs among them cannot be.
  const sum = new Float64Array(size * size);
  const cannots = new Int32Array(size * size);
  const musts: [number, number][] = [];
  for (let i = 0; i < size; i++)
    for (let j = i + 1; j < size; j++) {
      const [a, b] = [component[i]!, component[j]!];
      const isLinked = isCompared || neighbours.get(a)!.includes(b);
      const bits = isLinked ? Math.max(-MOST_BITS, Math.min(MOST_BITS, bitsOf(a, b))) : -MOST_BITS / 4;
      sum[i * size + j] = sum[j * size + i] = bits;
      cannots[i * size + j] = cannots[j * size + i] = mayNot(a, b) ? 1 : 0;
      if (mustBe(a, b)) musts.push([i, j]);
    }
  const groups: (number[] | null)[] = component.map((record) => [record]);
  const merge = (i: number, j: number): void => {
    groups[i] = [...groups[i]!, ...groups[j]!].sort((x, y) => x - y);
    groups[j] = null;
    for (let k = 0; k < size; k++) {
      if (k === i || groups[k] === null) continue;
      sum[i * size + k] = sum[k * size + i] = sum[i * size + k]! + sum[j * size + k]!;
      cannots[i * size + k] = cannots[k * size + i] = cannots[i * size + k]! + cannots[j * size + k]!;
    }
  };
  const groupOf = (i: number): number => groups.findIndex((group) => group !== null && group.includes(component[i]!));
  // What people decided comes first, and holds.
  for (const [i, j] of musts) {
    const [x, y] = [groupOf(i), groupOf(j)];
    if (x !== y) merge(Math.min(x, y), Math.max(x, y));
  }
  for (;;) {
    let [best, bestI, bestJ] = [0, -1, -1];
    for (let i = 0; i < size; i++) {
      if (groups[i] === null) continue;
      for (let j = i + 1; j < size; j++) {
        if (groups[j] === null || cannots[i * size + j]! > 0) continue;
        const average = sum[i * size + j]! / (groups[i]!.length * groups[j]!.length);
        // Ties go to the first records; rounding must not decide, so a tie is a tie within a billionth.
        if (average > best + 1e-9) [best, bestI, bestJ] = [average, i, j];
      }
    }
    if (bestI < 0) break;
    merge(bestI, bestJ);
  }
  // Records of one group that no link holds together were only alike on average.
  return groups
    .filter((group) => group !== null)
    .flatMap((group) => connected(group, neighbours, at))
    .sort((x, y) => x[0]! - y[0]!);
}

/** The parts of a group that links hold together. */
function connected(group: readonly number[], neighbours: ReadonlyMap<number, readonly number[]>, known: ReadonlyMap<number, number>): number[][] {
  const left = new Set(group);
  const parts: number[][] = [];
  for (const start of group) {
    if (!left.delete(start)) continue;
    const part = [start];
    for (const record of part) for (const next of neighbours.get(record) ?? []) if (known.has(next) && left.delete(next)) part.push(next);
    parts.push(part.sort((x, y) => x - y));
  }
  return parts;
}

/** Links of a cluster without which it falls apart (Tarjan 1974), those that only hold one record aside. */
function bridgesOf(group: readonly number[], neighbours: ReadonlyMap<number, readonly number[]>): [number, number][] {
  const inside = new Set(group);
  const linksOf = (record: number): number[] => [...new Set(neighbours.get(record) ?? [])].filter((next) => inside.has(next)).sort((x, y) => x - y);
  const order = new Map<number, number>();
  const lowest = new Map<number, number>();
  const below = new Map<number, number>();
  const found: [number, number][] = [];
  const stack: { record: number; from: number; links: number[]; next: number }[] = [];
  const enter = (record: number, from: number): void => {
    order.set(record, order.size);
    lowest.set(record, order.get(record)!);
    below.set(record, 1);
    stack.push({ record, from, links: linksOf(record), next: 0 });
  };
  enter(group[0]!, -1);
  while (stack.length > 0) {
    const top = stack.at(-1)!;
    if (top.next < top.links.length) {
      const next = top.links[top.next++]!;
      if (next === top.from) continue;
      if (order.has(next)) lowest.set(top.record, Math.min(lowest.get(top.record)!, order.get(next)!));
      else enter(next, top.record);
      continue;
    }
    stack.pop();
    if (top.from < 0) continue;
    lowest.set(top.from, Math.min(lowest.get(top.from)!, lowest.get(top.record)!));
    below.set(top.from, below.get(top.from)! + below.get(top.record)!);
    if (lowest.get(top.record)! > order.get(top.from)! && below.get(top.record)! >= 2 && group.length - below.get(top.record)! >= 2)
      found.push(top.record < top.from ? [top.record, top.from] : [top.from, top.record]);
  }
  return found;
}

/** The counts of a cluster's lists, as multiple systems estimation takes them: for each pattern of lists ("1011": on the first, third and fourth) the number of people. */
export interface OverlapTable {
  readonly lists: readonly string[];
  readonly rows: readonly { readonly pattern: string; readonly count: number }[];
}

/**
 * Counts people by the lists they are on. `clusters`: the records of each person; `listOf`: the list of a record. The lists stand in the order of `lists`, or
 * of their names; a record of a list that is not among them is left out. The pattern of nobody is not counted: that number is what is sought.
 */
export function overlapTable(clusters: Pick<Clusters, "members">, listOf: (record: number) => string, lists?: readonly string[]): OverlapTable {
  const names = lists ?? [...new Set(clusters.members.flat().map(listOf))].sort();
  const place = new Map(names.map((name, i) => [name, i]));
  const counts = new Map<string, number>();
  for (const members of clusters.members) {
    const on = names.map(() => "0");
    for (const record of members) {
      const at = place.get(listOf(record));
      if (at !== undefined) on[at] = "1";
    }
    const pattern = on.join("");
    if (pattern.includes("1")) counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
  }
  const rows: { pattern: string; count: number }[] = [];
  for (let bits = 1; bits < 2 ** names.length && names.length <= 16; bits++) {
    const pattern = names.map((_, i) => ((bits >> i) & 1 ? "1" : "0")).join("");
    const count = counts.get(pattern);
    if (count !== undefined) rows.push({ pattern, count });
  }
  return { lists: names, rows };
}
