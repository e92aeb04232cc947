import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#bytes";
import { estimate, LATENT_SETTINGS } from "#stats";
import { ListsError } from "./errors.ts";
import { readLists } from "./read-lists.ts";
import { reportHtml } from "./report-html.ts";
import { reportText } from "./report-text.ts";
import type { EstimateReport } from "./report.ts";

const read = (text: string, strata: string | null = null) => readLists(utf8(text), strata);
const code = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof ListsError) return `${error.code} ${error.row ?? ""}`.trim();
    return (error as { code?: string }).code ?? "other";
  }
  return "none";
};

test("a row for each pattern, or a row for each person: the same table", () => {
  const patterns = read("A,B,C,count\n1,0,0,2\n1,1,0,1\n0,1,1,1\n");
  const people = read("id;A;B;C\n1;x;;\n2;yes;no;no\n3;1;1;0\n4;;TRUE;X\n5;;;\n");
  assert.deepEqual(patterns.table, people.table);
  assert.deepEqual([...people.table.counts], [0, 2, 0, 1, 0, 0, 1, 0]);
});

test("the people that linking writes: each of their files is a list", () => {
  const linked = read("source,id,person\r\nB,1,7\r\nA,1,7\r\nA,2,8\r\nA,3,8\r\nC,x,9\r\n");
  assert.deepEqual(linked.table, read("A,B,C\n1,1,0\n1,0,0\n0,0,1\n").table);
  assert.equal(code(() => read("source,id,person\nA,1,\n")), "no-person 2");
  assert.equal(code(() => read("source,id,person\n")), "no-lists");
});

test("groups of people", () => {
  const { table, strata } = read("A,B,C,province\n1,0,0,south\n1,1,0,north\n0,1,1,south\n", "province");
  assert.equal(table.n, 3);
  assert.deepEqual(strata.map(({ name, table }) => [name, table.n]), [["north", 1], ["south", 2]]);
});

test("what is no file of lists is refused, with its row", () => {
  assert.equal(code(() => read("id,count\n1,2\n")), "no-lists");
  assert.equal(code(() => read("A,B,C\n1,0,maybe\n")), "not-yes-or-no 2");
  assert.throws(() => read("id,A,B,C\n1,1,0,maybe\n"), { code: "not-yes-or-no", row: 2, column: 4 });
  assert.equal(code(() => read("A,B,C,count\n1,0,0,many\n")), "not-a-count 2");
  assert.equal(code(() => read("A,B,C\n1,0,0\n", "province")), "no-such-column");
  assert.equal(code(() => read("A,B,p\n1,0,\n", "p")), "no-stratum 2");
  assert.equal(code(() => read("A,A\n1,0\n")), "same-column");
});

test("a report says its numbers beside their pictures, where they come from, and nothing that a list's name could smuggle in", () => {
  const name = '<script>alert("x")</script>';
  const { table } = read(`"${name.replaceAll('"', '""')}",B,C,D,count\n1,0,0,0,80\n0,1,0,0,70\n0,0,1,0,60\n0,0,0,1,50\n1,1,0,0,20\n1,0,1,0,18\n1,0,0,1,15\n0,1,1,0,14\n0,1,0,1,12\n0,0,1,1,11\n1,1,1,0,5\n1,1,0,1,4\n1,0,1,1,3\n0,1,1,1,3\n1,1,1,1,1\n`);
  const report: EstimateReport = {
    estimate: estimate(table, { resamples: 100, latent: { ...LATENT_SETTINGS, burnIn: 200, draws: 100 } }),
    table,
    strata: null,
    linkage: null,
    provenance: { inputs: [{ what: "lists", sha256: "ab".repeat(32) }], program: "p", day: null, changes: [] },
  };
  const html = reportHtml(report);
  assert.ok(!html.includes("<script"));
  assert.doesNotMatch(html, /(?:src|href)=|url\(|@import|https?:\/\/(?!www\.w3\.org)/);
  assert.ok(html.includes("ab".repeat(32)));
  for (const svg of html.match(/<svg[\s\S]*?<\/svg>/g)!) assert.match(svg, /role="img" aria-labelledby="[a-z]+-t [a-z]+-d"[\s\S]*<title[\s\S]*<desc/);
  assert.doesNotMatch(html, /NaN|undefined|Infinity/);
  const text = reportText(report);
  assert.doesNotMatch(text, /NaN|undefined|Infinity/);
  for (const part of ["ANSWERS, SIDE BY SIDE", "DISAGREEMENT", "WHAT MAY BE SAID", "MADE OF", "ab".repeat(32)]) assert.ok(text.includes(part), part);
});
