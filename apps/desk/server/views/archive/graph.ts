/** Who did what to whom around a subject or a case, as far as a screen can show (api-archive.ts). */
import { assertedValues, typeOf, valueOf, type Book } from "#casework";
import type { Archive } from "../../../core/archive.ts";
import { subjectRef, type ViewContext } from "../context.ts";
import type { GraphAsk, GraphEdge, GraphView } from "../../../api-archive.ts";

const DEFAULT_NODES = 120;
/** Of one node no more are looked at: a unit may be named in ten thousand acts. */
const MOST_NEIGHBOURS = 300;
const CASE_ACTS = 60;

export function graphView({ book }: ViewContext, archive: Archive, ask: GraphAsk): GraphView {
  const limit = ask.limit ?? DEFAULT_NODES;
  const isCase = typeOf(book, ask.about) === "case";
  const begin = isCase ? archive.find({ of: "act", filter: { cases: [ask.about] }, sort: { by: "first" } }) : null;
  const roots = [...new Set([...(begin === null ? [ask.about] : begin.ids(0, CASE_ACTS)), ...(ask.open ?? [])])];
  const nodes = new Set(roots.slice(0, limit));
  const edges = new Map<string, GraphEdge>();
  let cut = (begin?.total ?? 0) > CASE_ACTS || roots.length > limit;
  const expand = (node: string): void => {
    for (const edge of edgesOf(book, node)) {
      const other = edge.from === node ? edge.to : edge.from;
      if (!nodes.has(other) && nodes.size >= limit) {
        cut = true;
        continue;
      }
      nodes.add(other);
      edges.set(`${edge.from} ${edge.to} ${edge.kind}`, edge);
    }
  };
  const begun = [...nodes];
  begun.forEach(expand);
  // An act by itself says nothing: whom it befell and who did it belong to it.
  const reached = [...nodes].filter((node) => typeOf(book, node) === "act" && !roots.includes(node));
  reached.forEach(expand);
  const all = [...edges.values()];
  return {
    nodes: [...nodes].map((id) => ({ subject: subjectRef(book, id), degree: degreeOf(book, id), drawn: all.filter(({ from, to }) => from === id || to === id).length })),
    edges: all,
    cut,
  };
}

/** The edges of one node, in the order in which they were written. */
function edgesOf(book: Book, id: string): readonly GraphEdge[] {
  const edges: GraphEdge[] = [];
  const plain = (from: string, to: string, kind: GraphEdge["kind"], disputed: boolean): void => void edges.push({ from, to, kind, degrees: [], disputed });
  const refs = (of: string, property: string): readonly string[] => assertedValues(book, of, property).flatMap(({ ref }) => ref ?? []);
  const disputed = (of: string, property: string): boolean => valueOf(book, of, property).disputed;
  const involved = (involvement: string): void => {
    for (const act of refs(involvement, "act")) {
      // Somebody nobody has a page for, told of in words ("agents of the secret police"), is drawn as their part in it: nobody said "not said".
      const whos = refs(involvement, "who");
      for (const who of whos.length === 0 ? [involvement] : whos) {
        const degrees = assertedValues(book, involvement, "degree").flatMap(({ code }) => code?.term ?? []);
        edges.push({ from: who, to: act, kind: "involved", degrees, disputed: ["act", "who", "degree"].some((property) => disputed(involvement, property)) });
      }
    }
  };
  if (typeOf(book, id) === "involvement") involved(id);
  for (const victim of refs(id, "victim")) plain(id, victim, "befell", disputed(id, "victim"));
  for (const event of refs(id, "event")) plain(id, event, "part of", disputed(id, "event"));
  for (const parent of refs(id, "parent")) plain(id, parent, "part of", disputed(id, "parent"));
  for (const other of refs(id, "relativeOf")) plain(id, other, "related", disputed(id, "relativeOf"));
  for (const { record, standing } of book.naming(id, "statement", "value").slice(0, MOST_NEIGHBOURS)) {
    if (standing !== "current" || !refs(record.subject, record.property).includes(id)) continue;
    const isDisputed = disputed(record.subject, record.property);
    if (record.property === "victim") plain(record.subject, id, "befell", isDisputed);
    if (record.property === "event" || record.property === "parent") plain(record.subject, id, "part of", isDisputed);
    if (record.property === "relativeOf") plain(record.subject, id, "related", isDisputed);
    if (record.property === "act" || record.property === "who") involved(record.subject);
    if (record.property === "person" || record.property === "unit") {
      for (const person of refs(record.subject, "person")) for (const unit of refs(record.subject, "unit")) plain(person, unit, "posted", isDisputed);
    }
  }
  for (const { record, standing } of book.naming(id, "linkDecision", "about").slice(0, MOST_NEIGHBOURS)) {
    if (standing === "current" && record.decision !== "not the same") plain(record.persons[0]!, record.persons[1]!, record.decision, false);
  }
  return [...new Map(edges.map((edge) => [`${edge.from} ${edge.to} ${edge.kind}`, edge])).values()].filter(({ from, to }) => from === id || to === id);
}

/** Edges in the whole archive, counted without reading them; beyond thousands as `Book.howMany` counts. */
function degreeOf(book: Book, id: string): number {
  const named = book.howMany(id, "statement", "value") + book.howMany(id, "linkDecision", "about");
  return named > MOST_NEIGHBOURS ? named : edgesOf(book, id).length;
}
