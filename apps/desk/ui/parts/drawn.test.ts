import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { VNode } from "preact";
import { estimate, LATENT_SETTINGS, tableOf } from "#stats";
import { overlapPicture, picturesOf, Words } from "../../server/views/estimate-words.ts";
import { drawn } from "./drawn.ts";

const EVIL = `<script>x</script>"'&`;

function wordsIn(node: unknown): string {
  if (typeof node === "string") return node;
  if (Array.isArray(node)) return node.map(wordsIn).join("");
  return typeof node === "object" && node !== null ? wordsIn((node as VNode<{ children?: unknown }>).props.children) : "";
}

test("every picture of an estimate is drawn as elements, and the name of a list is text in it", () => {
  const counts = { "100": 60, "010": 48, "001": 40, "110": 14, "101": 11, "011": 9, "111": 4 };
  const table = tableOf([EVIL, "B", "C"], Object.entries(counts).map(([pattern, count]) => ({ pattern, count })));
  const done = estimate(table, { resamples: 100, latent: { ...LATENT_SETTINGS, burnIn: 100, draws: 100 } });
  const pictures = [overlapPicture(table, new Words("en")), ...picturesOf(done, new Words("ar")).map(({ svg }) => svg)];
  assert.ok(pictures.length > 3);
  for (const svg of pictures) assert.equal(drawn(svg)?.type, "svg", svg.slice(0, 300));
  assert.ok(wordsIn(drawn(pictures[0]!)).includes("<script>x</sc"));
});

test("nothing else is drawn", () => {
  for (const svg of ["", "words", "<svg>", "</svg>", "<svg></title></svg>", "<svg><script></script></svg>", '<svg onload="x"></svg>', '<svg><a href="x"></a></svg>', '<svg style="x"></svg>', "<svg><", "<svg></svg><svg></svg>"]) assert.equal(drawn(svg), null, svg);
});

test("no screen writes markup into the page: its own headers forbid it, and Chromium throws", () => {
  const ui = join(import.meta.dirname, "..");
  const files = readdirSync(ui, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".test.ts"));
  assert.deepEqual(files.filter((name) => /dangerouslySetInnerHTML|innerHTML\s*=/.test(readFileSync(join(ui, name), "utf8"))), []);
});
