import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { GraphEdge, GraphView } from "../../../api-archive.ts";
import type { SubjectRef } from "../../../api.ts";
import { number, t, term } from "../../i18n.ts";
import { href } from "../../router.ts";
import { archive } from "../archive/ask.ts";
import { openSubject } from "../archive/open.ts";
import { letterOf } from "../../keys.ts";
import { Mark, Nothing, Said, useView } from "../room.tsx";
import { labelOf } from "../statement.tsx";
import { layOut, type Layout, type Placed } from "./layout.ts";
import { sentences } from "./sentences.ts";

const NODE_WIDTH = 176;
const NODE_HEIGHT = 30;
const GAP_X = 60;
const GAP_Y = 10;
const HEAD = 28;
/** How an involvement is drawn, by degree: the line's shape, so that colour is never the only sign. */
const DEGREES = ["did", "ordered", "planned", "present", "knew and did not prevent"] as const;

/** Who did what to whom around a case or a person: a table first, and the same as a picture where there is room for one. */
export function Graph({ about }: { readonly about: string }) {
  const [open, setOpen] = useState<readonly string[]>([]);
  const { view, failed } = useView<GraphView>(archive("graph", { about, ...(open.length === 0 ? {} : { open }) }));
  const [lit, setLit] = useState<string | null>(null);
  if (view === null) return <Said code={failed} />;
  if (view.edges.length === 0) return <Nothing of="case.people" />;
  const expand = (id: string): void => setOpen((now) => (now.includes(id) ? now : [...now, id]));
  return (
    <>
      <Said code={failed} />
      {view.cut && <p class="waits">{t("graph.cut", { n: view.nodes.length })}</p>}
      <Sentences view={view} about={about} expand={expand} open={open} light={setLit} />
      <Picture view={view} about={about} expand={expand} open={open} lit={lit} />
      {open.length > 0 && (
        <button type="button" onClick={() => setOpen([])}>
          {t("graph.fold")}
        </button>
      )}
    </>
  );
}

interface Shows {
  readonly view: GraphView;
  readonly about: string;
  readonly open: readonly string[];
  readonly expand: (id: string) => void;
}

function Sentences({ view, about, open, expand, light }: Shows & { readonly light: (id: string | null) => void }) {
  const { acts, ties } = useMemo(() => sentences(view.nodes, view.edges), [view]);
  const nodes = new Map(view.nodes.map((n) => [n.subject.id, n]));
  const name = (subject: SubjectRef) => {
    const node = nodes.get(subject.id);
    const hidden = node === undefined ? 0 : node.degree - node.drawn;
    return (
      <>
        <SubjectLink of={subject} here={subject.id === about} />
        {hidden > 0 && !open.includes(subject.id) && (
          <button type="button" class="plain more-of" onClick={() => expand(subject.id)}>
            {t("graph.more", { n: hidden })}
          </button>
        )}
      </>
    );
  };
  return (
    <div class="sentences">
      <table>
        <thead>
          <tr>
            <th scope="col">{t("people.who")}</th>
            <th scope="col">{t("people.what")}</th>
            <th scope="col">{t("people.whom")}</th>
          </tr>
        </thead>
        <tbody>
          {acts.map((row) => (
            <tr key={row.act.id} onMouseEnter={() => light(row.act.id)} onMouseLeave={() => light(null)}>
              <td data-column={t("people.who")}>
                {row.who.length === 0 && <span class="soft">{t("people.unknown")}</span>}
                {row.who.map((w) => (
                  <div key={w.subject.id}>
                    {name(w.subject)} <span class="soft">{w.degrees.map((d) => term("list.degree", d)).join(" / ")}</span>{" "}
                    {w.disputed && <Mark tone="amber">{t("statement.disputed")}</Mark>}
                  </div>
                ))}
              </td>
              <td data-column={t("people.what")}>{row.act.code === null ? <bdi>{labelOf(row.act)}</bdi> : term(`list.${row.act.code.list}`, row.act.code.term)}</td>
              <td data-column={t("people.whom")}>
                {row.whom.length === 0 && <span class="soft">{t("people.unknown")}</span>}
                {row.whom.map((subject) => (
                  <div key={subject.id}>{name(subject)}</div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {ties.length > 0 && (
        <ul class="plain-list ties">
          {ties.map((tie, n) => (
            <li key={`${tie.from.id}${tie.to.id}${tie.kind}`}>
              {tie.from.kind === "act" ? <bdi>{labelOf(tie.from)}</bdi> : name(tie.from)} <span class="soft">{term("tie", tie.kind)}</span>{" "}
              {ties.findIndex(({ to }) => to.id === tie.to.id) === n ? name(tie.to) : <SubjectLink of={tie.to} here={tie.to.id === about} />}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function SubjectLink({ of, here }: { readonly of: SubjectRef; readonly here: boolean }) {
  const label = of.label === "" ? labelOf(of) : of.label;
  if (here) return <b dir="auto">{label}</b>;
  return of.kind === "person" || of.kind === "group" ? (
    <a href={href("people", of.id)} dir="auto">
      {label}
    </a>
  ) : (
    <bdi>{label}</bdi>
  );
}

/** The picture: columns that read like the sentence. One stop of the Tab key; arrows go along the lines, Enter brings in what else a node is tied to, o opens its page. */
function Picture({ view, about, open, expand, lit }: Shows & { readonly lit: string | null }) {
  const layout = useMemo(() => layOut(view.nodes, view.edges), [view]);
  const [at, setAt] = useState(about);
  const box = useRef<HTMLDivElement>(null);
  const moved = useRef(false);
  const now = layout.placed.has(at) ? at : (layout.placed.keys().next().value ?? "");
  useLayoutEffect(() => {
    if (moved.current) box.current?.querySelector<HTMLElement>(`[data-node="${now}"]`)?.focus();
  }, [now]);
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    // The sentence runs with the writing, so "further along it" is the arrow that points there.
    const turned = document.documentElement.dir === "rtl" ? { ArrowLeft: "ArrowRight", ArrowRight: "ArrowLeft" }[event.key] : undefined;
    const next = neighbour(layout, view.edges, now, turned ?? event.key);
    if (next !== null) {
      moved.current = true;
      setAt(next);
    } else if (letterOf(event) === "o") openSubject(layout.placed.get(now)!.node.subject);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const width = layout.columns.length * (NODE_WIDTH + GAP_X) - GAP_X;
  const height = layout.rows * (NODE_HEIGHT + GAP_Y) + HEAD;
  const near = new Set(view.edges.filter((e) => e.from === (lit ?? now) || e.to === (lit ?? now)).flatMap((e) => [e.from, e.to]));
  return (
    <figure class="graph">
      <figcaption class="soft">{t("graph.keys")}</figcaption>
      <div class="graph-scroll">
        <div
          class="graph-box"
          ref={box}
          role="group"
          aria-label={t("room.graph")}
          style={{ width: `${width}px`, height: `${height}px` }}
          onKeyDown={onKey}
        >
          {layout.columns.map((column, x) => (
            <span class="graph-head soft" key={column} style={{ insetInlineStart: `${x * (NODE_WIDTH + GAP_X)}px`, width: `${NODE_WIDTH}px` }}>
              {t(`graph.column.${column}`)}
            </span>
          ))}
          <svg width={width} height={height} aria-hidden="true">
            {view.edges.map((e) => (
              <Line edge={e} layout={layout} lit={e.from === (lit ?? now) || e.to === (lit ?? now)} key={`${e.from}${e.to}${e.kind}`} />
            ))}
          </svg>
          {[...layout.placed.values()].map(({ node, at: [x, y] }) => (
            <button
              type="button"
              key={node.subject.id}
              data-node={node.subject.id}
              tabIndex={node.subject.id === now ? 0 : -1}
              class={`node ${node.subject.kind} ${node.subject.id === about ? "about" : ""} ${near.has(node.subject.id) ? "near" : ""}`}
              style={{
                insetInlineStart: `${x * (NODE_WIDTH + GAP_X)}px`,
                top: `${HEAD + y * (NODE_HEIGHT + GAP_Y)}px`,
                width: `${NODE_WIDTH}px`,
                height: `${NODE_HEIGHT}px`,
              }}
              onFocus={() => setAt(node.subject.id)}
              onClick={() => expand(node.subject.id)}
            >
              <bdi>{node.subject.kind === "act" && node.subject.code !== null ? term(`list.${node.subject.code.list}`, node.subject.code.term) : labelOf(node.subject)}</bdi>
              {node.degree > node.drawn && !open.includes(node.subject.id) && (
                <span class="hidden-count" aria-label={t("graph.more", { n: node.degree - node.drawn })}>
                  +{number(node.degree - node.drawn)}
                </span>
              )}
            </button>
          ))}
        </div>
      </div>
      <Legend edges={view.edges} />
    </figure>
  );
}

function Line({ edge, layout, lit }: { readonly edge: GraphEdge; readonly layout: Layout; readonly lit: boolean }) {
  const [a, b] = [layout.placed.get(edge.from), layout.placed.get(edge.to)];
  if (a === undefined || b === undefined) return null;
  const degree = edge.kind === "involved" ? (DEGREES.find((d) => edge.degrees.includes(d)) ?? "unsaid") : edge.kind;
  return <path d={curve(a, b)} class={`edge ${degree.replaceAll(" ", "-")} ${edge.disputed ? "disputed" : ""} ${lit ? "lit" : ""}`} />;
}

/** From the edge of one box to the edge of the other; two in one column are tied by a bow beside it. */
function curve(a: Placed, b: Placed): string {
  const y = (p: Placed): number => HEAD + p.at[1] * (NODE_HEIGHT + GAP_Y) + NODE_HEIGHT / 2;
  const left = (p: Placed): number => p.at[0] * (NODE_WIDTH + GAP_X);
  if (a.at[0] === b.at[0]) {
    const x = left(a) + NODE_WIDTH;
    return `M${x} ${y(a)}C${x + GAP_X * 0.6} ${y(a)} ${x + GAP_X * 0.6} ${y(b)} ${x} ${y(b)}`;
  }
  const [first, second] = a.at[0] < b.at[0] ? [a, b] : [b, a];
  const [x1, x2] = [left(first) + NODE_WIDTH, left(second)];
  const mid = (x1 + x2) / 2;
  return `M${x1} ${y(first)}C${mid} ${y(first)} ${mid} ${y(second)} ${x2} ${y(second)}`;
}

function Legend({ edges }: { readonly edges: readonly GraphEdge[] }) {
  const drawn = DEGREES.filter((d) => edges.some((e) => e.kind === "involved" && e.degrees.includes(d)));
  if (drawn.length === 0) return null;
  return (
    <ul class="legend soft">
      {drawn.map((d) => (
        <li key={d}>
          <svg width="36" height="10" aria-hidden="true">
            <path d="M0 5H36" class={`edge ${d.replaceAll(" ", "-")}`} />
          </svg>{" "}
          {term("list.degree", d)}
        </li>
      ))}
    </ul>
  );
}

/** Where an arrow leads: along a line to the next column, or up and down in one's own. */
export function neighbour(layout: Layout, edges: readonly GraphEdge[], from: string, key: string): string | null {
  const here = layout.placed.get(from);
  if (here === undefined) return null;
  const [x, y] = here.at;
  const all = [...layout.placed.entries()];
  const nearest = (of: readonly (readonly [string, Placed])[]): string | null => {
    let best: readonly [string, Placed] | null = null;
    for (const one of of) if (best === null || Math.abs(one[1].at[1] - y) < Math.abs(best[1].at[1] - y)) best = one;
    return best?.[0] ?? null;
  };
  if (key === "ArrowDown") return nearest(all.filter(([, p]) => p.at[0] === x && p.at[1] > y));
  if (key === "ArrowUp") return nearest(all.filter(([, p]) => p.at[0] === x && p.at[1] < y));
  if (key !== "ArrowLeft" && key !== "ArrowRight") return null;
  const side = all.filter(([, p]) => (key === "ArrowLeft" ? p.at[0] < x : p.at[0] > x));
  const tied = new Set(edges.filter((e) => e.from === from || e.to === from).flatMap((e) => [e.from, e.to]));
  return nearest(side.filter(([id]) => tied.has(id))) ?? nearest(side);
}
