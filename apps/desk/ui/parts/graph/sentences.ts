/** The graph as sentences: who did what to whom, one line for each act; and every other tie between two. */
import type { GraphEdge, GraphNode } from "../../../api-archive.ts";
import type { SubjectRef } from "../../../api.ts";

export interface ActSentence {
  readonly act: SubjectRef;
  readonly who: readonly { readonly subject: SubjectRef; readonly degrees: readonly string[]; readonly disputed: boolean }[];
  readonly whom: readonly SubjectRef[];
}

/** A tie that is no act: a posting, a link between profiles, a relation. */
export interface Tie {
  readonly from: SubjectRef;
  readonly to: SubjectRef;
  readonly kind: GraphEdge["kind"];
}

export function sentences(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): { readonly acts: readonly ActSentence[]; readonly ties: readonly Tie[] } {
  const byId = new Map(nodes.map(({ subject }) => [subject.id, subject]));
  const acts = nodes
    .filter(({ subject }) => subject.kind === "act")
    .map(({ subject: act }) => ({
      act,
      who: edges.flatMap((e) => {
        const subject = e.kind === "involved" && e.to === act.id ? byId.get(e.from) : undefined;
        return subject === undefined ? [] : [{ subject, degrees: e.degrees, disputed: e.disputed }];
      }),
      whom: edges.flatMap((e) => {
        const subject = e.kind === "befell" && e.from === act.id ? byId.get(e.to) : undefined;
        return subject === undefined ? [] : [subject];
      }),
    }));
  const ties = edges.flatMap(({ from, to, kind }) => {
    const [a, b] = [byId.get(from), byId.get(to)];
    return kind === "involved" || kind === "befell" || a === undefined || b === undefined ? [] : [{ from: a, to: b, kind }];
  });
  return { acts, ties };
}
