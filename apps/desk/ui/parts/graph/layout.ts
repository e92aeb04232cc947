/**
 * Where each node of "who did what to whom" stands: columns, read like a sentence, from who is above, over who did it and what was done, to whom it befell. No chance and no
 * motion: the same record always gives the same picture. Layers with the barycentre heuristic (Sugiyama, Tagawa, Toda 1981), which keeps most lines from crossing.
 */
import type { GraphEdge, GraphNode } from "../../../api-archive.ts";

export const COLUMNS = ["event", "unit", "who", "act", "whom"] as const;
export type ColumnName = (typeof COLUMNS)[number];

export interface Placed {
  readonly node: GraphNode;
  readonly column: ColumnName;
  /** Place among the columns that have anything, and in its column. */
  readonly at: readonly [column: number, row: number];
}

export interface Layout {
  readonly columns: readonly ColumnName[];
  readonly placed: ReadonlyMap<string, Placed>;
  /** Rows of the longest column. */
  readonly rows: number;
}

const SWEEPS = 8;

/** Places all nodes; edges to nodes that are not there count for nothing. */
export function layOut(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): Layout {
  const does = new Set(edges.filter((e) => e.kind === "involved" || e.kind === "posted").map((e) => e.from));
  const byColumn = new Map<ColumnName, string[]>();
  const byId = new Map(nodes.map((node) => [node.subject.id, node]));
  const sorted = [...nodes].sort((a, b) => compare(a.subject.label, b.subject.label) || compare(a.subject.id, b.subject.id));
  for (const { subject } of sorted) {
    const column = columnOf(subject.kind, does.has(subject.id));
    byColumn.set(column, [...(byColumn.get(column) ?? []), subject.id]);
  }
  const columns = COLUMNS.filter((c) => byColumn.has(c));
  const near = new Map<string, string[]>(nodes.map((node) => [node.subject.id, []]));
  for (const { from, to } of edges) {
    if (!near.has(from) || !near.has(to)) continue;
    near.get(from)!.push(to);
    near.get(to)!.push(from);
  }
  // A row's height as a share of its column, so that short columns stand beside the middle of long ones.
  const height = new Map<string, number>();
  const measure = (ids: readonly string[]): void => ids.forEach((id, n) => height.set(id, (n + 0.5) / ids.length));
  for (const ids of byColumn.values()) measure(ids);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const column of sweep % 2 === 0 ? columns : columns.toReversed()) {
      const ids = byColumn.get(column)!;
      const wish = new Map(ids.map((id) => [id, mean(near.get(id)!.map((other) => height.get(other)!)) ?? height.get(id)!]));
      // Sorting is stable: of two that wish the same, the one that stood above stays above.
      ids.sort((a, b) => wish.get(a)! - wish.get(b)!);
      measure(ids);
    }
  }
  const rows = Math.max(0, ...[...byColumn.values()].map((ids) => ids.length));
  const placed = new Map<string, Placed>();
  columns.forEach((column, x) => {
    const ids = byColumn.get(column)!;
    const spare = (rows - ids.length) / 2;
    ids.forEach((id, y) => placed.set(id, { node: byId.get(id)!, column, at: [x, y + spare] }));
  });
  return { columns, placed, rows };
}

function columnOf(kind: GraphNode["subject"]["kind"], does: boolean): ColumnName {
  if (kind === "act") return "act";
  if (kind === "event" || kind === "case" || kind === "place") return "event";
  if (kind === "unit") return "unit";
  return does ? "who" : "whom";
}

function mean(of: readonly number[]): number | null {
  return of.length === 0 ? null : of.reduce((sum, n) => sum + n, 0) / of.length;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
