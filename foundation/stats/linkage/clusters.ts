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
  readonly count: number;
  /** The records of every cluster, in order. */
  readonly members: readonly (readonly number[])[];
  /** Components of links that were split. */
  readonly splits: number;
  /** Links whose loss would part their cluster in two with at least two records on each side: somebody should look at them. */
  readonly bridges: readonly (readonly [a: number, b: number])[];
}

/** No one pair outweighs all others of a cluster. */
const MOST_BITS = 40;
/** Averages that differ by less than this are the same: rounding must not decide. */
const SOME_BITS = 1e-9;
/** Above this a component is not compared all with all. */
const MOST_COMPARED = 400;

export function clusterRecords(input: ClusterInput): Clusters {
  const { records, decisions, cannot } = input;
  const decided = new Map<number, Decision["verdict"]>();
  const key = (a: number, b: number): number => (a < b ? a * records + b : b * records + a);
  for (const { a, b, verdict } of decisions) decided.set(key(a, b), verdict);
  const links = linksAfter(input, decided, key);
  const [a, b] = [links.a, links.b];

  const parent = new Int32Array(records);
  for (let record = 0; record < records; record++) parent[record] = record;
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [rootOf(parent, a[i]!), rootOf(parent, b[i]!)];
    // The smaller number is the root, so a component's root is its first record.
    if (x < y) parent[y] = x;
    else parent[x] = y;
  }
  const size = new Int32Array(records);
  for (let record = 0; record < records; record++) size[rootOf(parent, record)]!++;

  const of = new Int32Array(records).fill(-1);
  const bridges: [number, number][] = [];
  let splits = 0;
  const mayNot = (x: number, y: number): boolean => {
    const verdict = decided.size === 0 ? undefined : decided.get(key(x, y));
    return verdict === undefined ? cannot(x, y) : verdict === "not the same";
  };
  const mustBe = (x: number, y: number): boolean => decided.size > 0 && decided.get(key(x, y)) === "same";
  const put = (group: readonly number[]): void => {
    for (const record of group) of[record] = group[0]!;
  };
  // The records of a larger component lead from one to the next.
  const next = new Int32Array(records).fill(-1);
  const last = new Int32Array(records).fill(-1);
  for (let record = 0; record < records; record++) {
    const root = parent[record] === record ? record : rootOf(parent, record);
    if (size[root] === 1) of[record] = record;
    else if (size[root] === 2 && root !== record) {
      if (mayNot(root, record)) splits++;
      put(mayNot(root, record) ? [record] : [root, record]);
      if (of[root] === -1) of[root] = root;
    } else {
      if (root !== record) next[last[root]!] = record;
      last[root] = record;
    }
  }
  const neighbours = new Neighbours(records, a, b);
  for (let root = 0; root < records; root++) {
    if (parent[root] !== root || size[root]! <= 2) continue;
    const component: number[] = [];
    for (let record = root; record >= 0; record = next[record]!) component.push(record);
    const parts = isBeyondDoubt(component, input, mayNot) ? [component] : split(component, input, neighbours, mayNot, mustBe);
    if (parts.length > 1) splits++;
    for (const part of parts) {
      put(part);
      if (part.length >= 4) bridges.push(...bridgesOf(part, neighbours));
    }
  }
  // So far each record names its cluster's first record; now the clusters are counted in the order of these.
  let count = 0;
  for (let record = 0; record < records; record++) of[record] = of[record] === record ? count++ : of[of[record]!]!;
  return new Numbered(
    of,
    count,
    splits,
    bridges.sort(([a, b], [c, d]) => a - c || b - d),
  );
}

/** Clusters from each record's first fellow. @param first for each record the first record of its cluster */
export function clustersNamed(first: Int32Array): Clusters {
  const of = new Int32Array(first.length);
  let count = 0;
  for (let record = 0; record < of.length; record++) of[record] = first[record] === record ? count++ : of[first[record]!]!;
  return new Numbered(of, count, 0, []);
}

/** The members are listed when somebody asks: most of a million clusters are single records nobody looks at. */
class Numbered implements Clusters {
  readonly of: Int32Array;
  readonly count: number;
  readonly splits: number;
  readonly bridges: readonly (readonly [number, number])[];
  #members: readonly (readonly number[])[] | null = null;

  constructor(of: Int32Array, count: number, splits: number, bridges: readonly (readonly [number, number])[]) {
    [this.of, this.count, this.splits, this.bridges] = [of, count, splits, bridges];
  }

  get members(): readonly (readonly number[])[] {
    return (this.#members ??= membersOf(this.of, this.count));
  }
}

/** The records of each cluster, from each record's cluster. */
export function membersOf(of: Int32Array, count: number): number[][] {
  const members = Array.from({ length: count }, (): number[] => []);
  for (let record = 0; record < of.length; record++) members[of[record]!]!.push(record);
  return members;
}

/** The links that decisions leave, and those they add. */
function linksAfter(
  { a, b, records }: ClusterInput,
  decided: ReadonlyMap<number, Decision["verdict"]>,
  key: (a: number, b: number) => number,
): { readonly a: ArrayLike<number>; readonly b: ArrayLike<number> } {
  if (decided.size === 0) return { a, b };
  const [x, y]: [number[], number[]] = [[], []];
  for (let i = 0; i < a.length; i++) {
    if (decided.has(key(a[i]!, b[i]!))) continue;
    x.push(a[i]!);
    y.push(b[i]!);
  }
  for (const [pair, verdict] of decided) {
    if (verdict !== "same") continue;
    x.push(Math.floor(pair / records));
    y.push(pair % records);
  }
  return { a: x, b: y };
}

/** The links of each record, in the order of all links. */
class Neighbours {
  readonly #starts: Int32Array;
  readonly #others: Int32Array;

  constructor(records: number, a: ArrayLike<number>, b: ArrayLike<number>) {
    const starts = new Int32Array(records + 1);
    for (let i = 0; i < a.length; i++) {
      starts[a[i]! + 1]!++;
      starts[b[i]! + 1]!++;
    }
    for (let record = 0; record < records; record++) starts[record + 1]! += starts[record]!;
    const at = starts.slice(0, records);
    this.#others = new Int32Array(a.length * 2);
    for (let i = 0; i < a.length; i++) {
      this.#others[at[a[i]!]!++] = b[i]!;
      this.#others[at[b[i]!]!++] = a[i]!;
    }
    this.#starts = starts;
  }

  of(record: number): Int32Array {
    return this.#others.subarray(this.#starts[record], this.#starts[record + 1]);
  }

  count(record: number): number {
    return this.#starts[record + 1]! - this.#starts[record]!;
  }
}

function rootOf(parent: Int32Array, of: number): number {
  let root = of;
  while (parent[root] !== root) {
    parent[root] = parent[parent[root]!]!;
    root = parent[root]!;
  }
  return root;
}

/** Whether every two records of a component speak for one person: building it anew would give the whole of it again. */
function isBeyondDoubt(component: readonly number[], { bitsOf }: ClusterInput, mayNot: (a: number, b: number) => boolean): boolean {
  if (component.length > MOST_COMPARED) return false;
  for (let i = 0; i < component.length; i++)
    for (let j = i + 1; j < component.length; j++)
      if (mayNot(component[i]!, component[j]!) || !(bitsOf(component[i]!, component[j]!) > SOME_BITS)) return false;
  return true;
}

/** Builds a component anew by average linkage: always the two groups with the most bits between them on average, as long as these are in favour. */
function split(
  component: readonly number[],
  { bitsOf }: ClusterInput,
  neighbours: Neighbours,
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
      const isLinked = isCompared || neighbours.of(a).includes(b);
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
        // Ties go to the first records.
        if (average > best + SOME_BITS) [best, bestI, bestJ] = [average, i, j];
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
function connected(group: readonly number[], neighbours: Neighbours, known: ReadonlyMap<number, number>): number[][] {
  const left = new Set(group);
  const parts: number[][] = [];
  for (const start of group) {
    if (!left.delete(start)) continue;
    const part = [start];
    for (const record of part) for (const next of neighbours.of(record)) if (known.has(next) && left.delete(next)) part.push(next);
    parts.push(part.sort((x, y) => x - y));
  }
  return parts;
}

/** Links of a cluster without which it falls apart (Tarjan 1974), those that only hold one record aside. */
function bridgesOf(group: readonly number[], neighbours: Neighbours): [number, number][] {
  const size = group.length;
  const place = new Map(group.map((record, i) => [record, i]));
  const linksOf = group.map((record) => {
    const inside = new Set<number>();
    for (const other of neighbours.of(record)) {
      const i = place.get(other);
      if (i !== undefined) inside.add(i);
    }
    return [...inside].sort((x, y) => x - y);
  });
  // Where all are linked with all, no link is the only one.
  if (linksOf.every(({ length }) => length === size - 1)) return [];
  const [order, lowest, below] = [new Int32Array(size).fill(-1), new Int32Array(size), new Int32Array(size).fill(1)];
  const found: [number, number][] = [];
  const stack: { readonly at: number; readonly from: number; next: number }[] = [];
  let entered = 0;
  const enter = (at: number, from: number): void => {
    order[at] = lowest[at] = entered++;
    stack.push({ at, from, next: 0 });
  };
  enter(0, -1);
  while (stack.length > 0) {
    const top = stack.at(-1)!;
    const next = linksOf[top.at]![top.next++];
    if (next !== undefined) {
      if (next === top.from) continue;
      if (order[next]! >= 0) lowest[top.at] = Math.min(lowest[top.at]!, order[next]!);
      else enter(next, top.at);
      continue;
    }
    stack.pop();
    const { at, from } = top;
    if (from < 0) continue;
    lowest[from] = Math.min(lowest[from]!, lowest[at]!);
    below[from]! += below[at]!;
    if (lowest[at]! > order[from]! && below[at]! >= 2 && size - below[at]! >= 2) {
      const [x, y] = [group[at]!, group[from]!];
      found.push(x < y ? [x, y] : [y, x]);
    }
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
