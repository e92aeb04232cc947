/**
 * Decomposable graphs on the lists: an edge says that two lists may depend on each other, and there is no ring of four or more without a chord. Their
 * likelihoods fall into factors, so that averaging over all of them needs no iteration (Dawid and Lauritzen 1993; Madigan and York 1997).
 */

export interface Graph {
  /** Cliques, as bits. */
  readonly cliques: readonly number[];
  /** With what power the margin of each set of lists enters: +1 for cliques, −1 for each separator. Sets whose powers cancel are left out. */
  readonly powers: readonly (readonly [lists: number, power: number])[];
}

/** 2, 8, 61, 822, 18,154 for two to six lists, the graph with all edges included. */
export function decomposableGraphs(lists: number): Graph[] {
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0; i < lists; i++) for (let j = i + 1; j < lists; j++) pairs.push([i, j]);
  const graphs: Graph[] = [];
  for (let edges = 0; edges < 2 ** pairs.length; edges++) {
    const neighbours = Array.from({ length: lists }, () => 0);
    for (const [place, [i, j]] of pairs.entries())
      if ((edges >> place) & 1) {
        neighbours[i]! |= 1 << j;
        neighbours[j]! |= 1 << i;
      }
    const graph = takenApart(neighbours);
    if (graph !== null) graphs.push(graph);
  }
  return graphs;
}

/** Takes away, one by one, a list whose neighbours are all neighbours of each other. `null` where there is none: the graph has a ring. */
function takenApart(neighbours: readonly number[]): Graph | null {
  const powers = new Map<number, number>();
  const count = (lists: number, power: number) => powers.set(lists, (powers.get(lists) ?? 0) + power);
  let left = 2 ** neighbours.length - 1;
  while (left !== 0) {
    let taken = -1;
    for (let v = 0; v < neighbours.length && taken < 0; v++) if ((left >> v) & 1 && isSimplicial(neighbours, v, left)) taken = v;
    if (taken < 0) return null;
    const around = neighbours[taken]! & left;
    // log p = Σ (log p of v with its later neighbours − log p of those neighbours).
    count(around | (1 << taken), 1);
    count(around, -1);
    left &= ~(1 << taken);
  }
  const kept = [...powers].filter(([lists, power]) => power !== 0 && lists !== 0).sort(([x], [y]) => x - y);
  return { cliques: kept.filter(([, power]) => power > 0).map(([lists]) => lists), powers: kept };
}

function isSimplicial(neighbours: readonly number[], v: number, left: number): boolean {
  const around = neighbours[v]! & left;
  for (let u = 0; u < neighbours.length; u++) if ((around >> u) & 1 && (around & ~(1 << u) & ~neighbours[u]!) !== 0) return false;
  return true;
}
