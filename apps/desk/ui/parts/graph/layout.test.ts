import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { GraphEdge, GraphNode } from "../../../api-archive.ts";
import { layOut } from "./layout.ts";
import { sentences } from "./sentences.ts";

const node = (id: string, kind: GraphNode["subject"]["kind"]): GraphNode => ({ subject: { id, kind, label: id, code: null }, degree: 0, drawn: 0 });
const edge = (from: string, to: string, kind: GraphEdge["kind"], degrees: string[] = []): GraphEdge => ({ from, to, kind, degrees, disputed: false });

const graphs = fc
  .tuple(fc.array(fc.constantFrom("person", "act", "unit", "event", "group" as const), { maxLength: 40 }), fc.array(fc.tuple(fc.nat(60), fc.nat(60)), { maxLength: 80 }))
  .map(([kinds, pairs]) => ({
    nodes: kinds.map((kind, n) => node(`n${String(n).padStart(2, "0")}`, kind as GraphNode["subject"]["kind"])),
    // Some name nodes that are not drawn.
    edges: pairs.map(([a, b], n) => edge(`n${String(a).padStart(2, "0")}`, `n${String(b).padStart(2, "0")}`, n % 2 === 0 ? "befell" : "involved")),
  }));

test("every node has a place of its own, and the same graph always the same places", () => {
  fc.assert(
    fc.property(graphs, ({ nodes, edges }) => {
      const made = layOut(nodes, edges);
      assert.equal(made.placed.size, nodes.length);
      const places = [...made.placed.values()].map((p) => p.at.join());
      assert.equal(new Set(places).size, places.length);
      for (const { at } of made.placed.values()) assert.ok(at[1] >= 0 && at[1] <= made.rows - 1 + 1e-9 && at[0] < made.columns.length);
      const again = layOut(nodes.toReversed(), edges);
      for (const [id, { at }] of made.placed) assert.deepEqual(again.placed.get(id)!.at, at, id);
    }),
  );
});

test("it reads from who, over what, to whom; whoever did something stands with those who do, also when something befell them", () => {
  const { columns, placed } = layOut(
    [node("unit", "unit"), node("colonel", "person"), node("raid", "event"), node("beating", "act"), node("teacher", "person")],
    [edge("colonel", "beating", "involved", ["ordered"]), edge("beating", "teacher", "befell"), edge("colonel", "unit", "posted"), edge("beating", "raid", "part of")],
  );
  assert.deepEqual(columns, ["event", "unit", "who", "act", "whom"]);
  assert.deepEqual(
    ["raid", "unit", "colonel", "beating", "teacher"].map((id) => placed.get(id)!.at[0]),
    [0, 1, 2, 3, 4],
  );
});

test("lines that need not cross do not", () => {
  const n = 12;
  const nodes = Array.from({ length: n }, (_, i) => [node(`a${i}`, "act"), node(`v${(i * 7) % n}`, "person")]).flat();
  const edges = Array.from({ length: n }, (_, i) => edge(`a${i}`, `v${(i * 5 + 3) % n}`, "befell"));
  const { placed } = layOut(nodes, edges);
  const rows = edges.map((e) => [placed.get(e.from)!.at[1], placed.get(e.to)!.at[1]] as const);
  const crossings = rows.flatMap((a, i) => rows.slice(i + 1).filter((b) => (a[0] - b[0]) * (a[1] - b[1]) < 0));
  assert.equal(crossings.length, 0);
});

test("the table says the same as the picture: one line for each act, and one for each other tie", () => {
  const nodes = [node("colonel", "person"), node("guard", "person"), node("beating", "act"), node("teacher", "person"), node("unit", "unit")];
  const edges = [
    edge("colonel", "beating", "involved", ["ordered"]),
    edge("guard", "beating", "involved", ["did"]),
    edge("beating", "teacher", "befell"),
    edge("colonel", "unit", "posted"),
  ];
  const { acts, ties } = sentences(nodes, edges);
  assert.equal(acts.length, 1);
  assert.deepEqual(acts[0]!.who.map((w) => [w.subject.id, w.degrees]), [["colonel", ["ordered"]], ["guard", ["did"]]]);
  assert.deepEqual(acts[0]!.whom.map((s) => s.id), ["teacher"]);
  assert.deepEqual(ties.map((e) => e.kind), ["posted"]);
  fc.assert(
    fc.property(graphs, (g) => {
      const said = sentences(g.nodes, g.edges);
      assert.equal(said.acts.length, g.nodes.filter((n) => n.subject.kind === "act").length);
    }),
  );
});
