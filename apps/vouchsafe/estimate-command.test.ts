/** The command as a statistician runs it: every option, what it writes and to whom it belongs, and what it will not write over. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { sha256Hex } from "#prim";
import type { EstimateReport } from "#confirm";
import { runEstimateCommand } from "./estimate-command.ts";
import { Plain } from "./plain.ts";

const folder = mkdtempSync(join(tmpdir(), "vouchsafe-estimate-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
const put = (name: string, text: string): string => (writeFileSync(at(name), text), at(name));

/** Latent classes and bootstrap have tests of their own. */
const QUICK = ["--resamples", "0", "--chains", "0", "--workers", "1", "--quiet"];

async function run(...args: string[]): Promise<{ exit: number; out: string }> {
  const said: string[] = [];
  const exit = await runEstimateCommand([...args, ...QUICK], (line) => said.push(line));
  return { exit, out: said.join(" ").replace(/\s+/g, " ") };
}

async function refusal(...args: string[]): Promise<string> {
  try {
    await run(...args);
  } catch (error) {
    if (error instanceof Plain) return `${error.status}: ${error.message}`;
    throw error;
  }
  return "none";
}

/** Four invented lists of one town's people, by pattern and quarter; the quarters differ in how well lists cover them. */
const QUARTERS: Readonly<Record<string, readonly number[]>> = {
  harbour: [60, 52, 30, 45, 26, 15, 9, 38, 22, 13, 8, 11, 7, 4, 3],
  hill: [50, 40, 8, 30, 6, 5, 2, 20, 5, 3, 1, 2, 1, 1, 1],
};
const patternOf = (cell: number): string => [0, 1, 2, 3].map((j) => (cell >> j) & 1).join(",");
const WHOLE = put(
  "whole.csv",
  `Letters,Lawyers,Parish,Press,count\n${Array.from({ length: 15 }, (_, i) => `${patternOf(i + 1)},${Object.values(QUARTERS).reduce((sum, counts) => sum + counts[i]!, 0)}`).join("\n")}\n`,
);
const TABLE = put(
  "lists.csv",
  `Letters,Lawyers,Parish,Press,quarter,count\n${Object.entries(QUARTERS)
    .flatMap(([quarter, counts]) => counts.map((count, i) => `${patternOf(i + 1)},${quarter},${count}`))
    .join("\n")}\n`,
);

test("the result in JSON and as a page: whole, private, and the same bytes for the same seed", async () => {
  const [json, html] = [at("one.json"), at("one.html")];
  const { exit, out } = await run("--lists", TABLE, "--strata", "quarter", "--json", json, "--html", html);
  assert.ok(exit === 0 || exit === 1);
  for (const path of [json, html]) assert.equal((statSync(path).mode & 0o777).toString(8), "600", path);
  const report = JSON.parse(readFileSync(json, "utf8")) as EstimateReport;
  assert.doesNotMatch(out, /BCa bootstrap/, "no bootstrap was made");
  const listed = Object.values(QUARTERS).flat().reduce((sum, count) => sum + count, 0);
  assert.equal(report.estimate.n, listed);
  // Every number can be traced: input, settings, seed, version.
  const hash = sha256Hex(new Uint8Array(readFileSync(TABLE)));
  assert.deepEqual(report.provenance.inputs, [{ what: "lists", sha256: hash }]);
  assert.equal(report.estimate.settings.seed, "1");
  const page = readFileSync(html, "utf8");
  for (const text of [out, page]) for (const part of [hash, `reckoning ${report.estimate.version}`, '"seed":"1"', "vouchsafe 0.1.0"]) assert.ok(text.replaceAll("&#34;", '"').includes(part), part);
  await run("--lists", TABLE, "--strata", "quarter", "--json", at("two.json"), "--html", at("two.html"));
  assert.ok(readFileSync(at("two.json")).equals(readFileSync(json)) && readFileSync(at("two.html")).equals(readFileSync(html)));
  await run("--lists", WHOLE, "--day", "2031-05-02", "--html", at("dated.html"), "--seed", "another");
  assert.match(readFileSync(at("dated.html"), "utf8"), /made 2031-05-02/);
});

test("no file is written over: not one that is there, not what is read, not the other result; --force replaces a file and nothing else", async () => {
  const there = put("there.html", "somebody's own");
  assert.match(await refusal("--lists", TABLE, "--html", there, "--json", at("unwritten.json")), /^73: .*there\.html.*\(file-exists\)$/);
  assert.equal(readFileSync(there, "utf8"), "somebody's own");
  assert.ok(!existsSync(at("unwritten.json")));
  for (const force of [[], ["--force"]]) {
    const before = readFileSync(TABLE);
    assert.match(await refusal("--lists", TABLE, "--json", TABLE, ...force), /^64: .*\(same-file\)$/);
    assert.match(await refusal("--lists", TABLE, "--json", join(folder, ".", "x"), "--html", at("x"), ...force), /\(same-file\)$/);
    symlinkSync(TABLE, at(`link${force.length}`));
    assert.match(await refusal("--lists", TABLE, "--json", at(`link${force.length}`), ...force), /\((?:same-file|no-file)\)$/);
    mkdirSync(at(`folder${force.length}`));
    assert.match(await refusal("--lists", TABLE, "--json", at(`folder${force.length}`), ...force), /^73: .*\(no-file\)$/);
    assert.ok(readFileSync(TABLE).equals(before));
  }
  writeFileSync(there, "somebody's own", { mode: 0o644 });
  await run("--lists", WHOLE, "--html", there, "--force");
  assert.match(readFileSync(there, "utf8"), /^<!doctype html>/);
  assert.equal((statSync(there).mode & 0o777).toString(8), "600");
  await assert.rejects(run("--lists", WHOLE, "--html", join(folder, "no", "such.html")), { code: "ENOENT" });
  assert.deepEqual(readdirSync(folder).filter((name) => name.startsWith(".partial")), []);
});

test("--strata: each group by itself, and the sum only where every group may be said", async () => {
  const { out } = await run("--lists", TABLE, "--strata", "quarter", "--json", at("strata.json"));
  const { strata } = JSON.parse(readFileSync(at("strata.json"), "utf8")) as EstimateReport;
  assert.deepEqual(strata?.groups.map(({ name, n, verdict }) => [name, n, verdict]), [["harbour", 343, "range"], ["hill", 175, "range"]]);
  // Each group is what the group's own table gives.
  for (const [name, counts] of Object.entries(QUARTERS)) {
    const alone = put(`${name}.csv`, `Letters,Lawyers,Parish,Press,count\n${counts.map((count, i) => `${patternOf(i + 1)},${count}`).join("\n")}\n`);
    await run("--lists", alone, "--json", at(`${name}.json`));
    const { graphs } = (JSON.parse(readFileSync(at(`${name}.json`), "utf8")) as EstimateReport).estimate;
    const group = strata!.groups.find((one) => one.name === name)!;
    assert.ok(Math.abs(group.all! - graphs!.mean) < 1e-6 && group.lower === graphs!.lower && group.upper === graphs!.upper);
  }
  assert.ok(strata!.sum !== null && Math.abs(strata!.sum.all - strata!.groups.reduce((sum, { all }) => sum + all!, 0)) < 1e-6);
  assert.match(out, /Groups by quarter, estimated apart and added up, give between/);

  // A group whose Parish list is within its Press list: nothing of it may be said, and so no sum.
  const within = put("within.csv", `${readFileSync(TABLE, "utf8")}1,0,1,1,island,4\n1,0,0,0,island,9\n0,1,1,1,island,5\n1,1,0,1,island,3\n`);
  const refused = await run("--lists", within, "--strata", "quarter", "--json", at("within.json"));
  const report = JSON.parse(readFileSync(at("within.json"), "utf8")) as EstimateReport;
  assert.deepEqual(report.strata?.groups.map(({ verdict }) => verdict), ["range", "range", "refused"]);
  assert.equal(report.strata?.sum, null);
  assert.match(refused.out, /of island none may be said, and a sum without it would leave people out/);
  assert.match(await refusal("--lists", TABLE, "--strata", "village"), /The column named is not in the file/);
});

test("of a whole that is refused no group and no way of linking gives a number", async () => {
  // What can be counted in each quarter does not make a third list.
  const two = put("two.csv", "A,B,quarter,count\n1,0,x,30\n0,1,x,20\n1,1,x,10\n1,0,y,30\n0,1,y,20\n1,1,y,10\n");
  const { exit, out } = await run("--lists", two, "--strata", "quarter", "--json", at("refused.json"));
  assert.equal(exit, 2);
  const report = JSON.parse(readFileSync(at("refused.json"), "utf8")) as EstimateReport;
  assert.deepEqual(report.strata?.groups.map(({ all, lower, upper }) => [all, lower, upper]), [[null, null, null], [null, null, null]]);
  assert.equal(report.strata?.sum, null);
  assert.match(out, /No number of all may be said, also none of a single group/);
});

test("--partition: ten tables or more, of the same lists, each as the records might be linked", async () => {
  const ways = Array.from({ length: 10 }, (_, way) =>
    put(
      `way-${way}.csv`,
      `Letters,Lawyers,Parish,Press,count\n${Array.from({ length: 15 }, (_, i) => `${patternOf(i + 1)},${Object.values(QUARTERS).reduce((sum, counts) => sum + counts[i]!, 0) + ((i * 7 + way * 5) % 11)}`).join("\n")}\n`,
    ),
  );
  const given = ways.flatMap((path) => ["--partition", path]);
  const { out } = await run("--lists", WHOLE, "--json", at("ways.json"), "--html", at("ways.html"), ...given);
  const { linkage, provenance } = JSON.parse(readFileSync(at("ways.json"), "utf8")) as EstimateReport;
  assert.equal(linkage?.partitions, 10);
  assert.equal(linkage?.refused, 0);
  assert.ok(linkage!.combined!.between > 0 && linkage!.combined!.lower < linkage!.combined!.all && linkage!.combined!.all < linkage!.combined!.upper);
  assert.deepEqual(provenance.inputs.slice(1), ways.map((path, place) => ({ what: `partition ${place + 1}`, sha256: sha256Hex(new Uint8Array(readFileSync(path))) })));
  assert.match(out, /Over 10 ways the records might be linked it is between/);
  assert.match(readFileSync(at("ways.html"), "utf8"), /partition 10: SHA-256/);

  assert.match(await refusal("--lists", WHOLE, ...given.slice(0, 18)), /Fewer than 10 ways/);
  const other = put("other.csv", "Letters,Lawyers,Press,Parish,count\n1,1,0,0,5\n");
  assert.match(await refusal("--lists", WHOLE, ...given, "--partition", other), /Partition 11 has other lists/);
  // One that is refused: nothing is combined, and that is said.
  const apart = put("apart.csv", "Letters,Lawyers,Parish,Press,count\n1,0,0,0,50\n0,1,0,0,50\n0,0,1,0,50\n0,0,0,1,50\n");
  const none = await run("--lists", WHOLE, ...given, "--partition", apart);
  assert.match(none.out, /Of 11 ways the records might be linked 1 cannot be estimated/);
});

test("--without and --merge change the lists, and the report says so", async () => {
  await run("--lists", WHOLE, "--without", "Press", "--json", at("without.json"));
  const without = JSON.parse(readFileSync(at("without.json"), "utf8")) as EstimateReport;
  assert.deepEqual([without.estimate.lists, without.provenance.changes], [["Letters", "Lawyers", "Parish"], ["left out: Press"]]);
  await run("--lists", WHOLE, "--merge", "Press+Parish", "--json", at("merged.json"));
  assert.deepEqual((JSON.parse(readFileSync(at("merged.json"), "utf8")) as EstimateReport).estimate.lists, ["Letters", "Lawyers", "Press+Parish"]);
  assert.match(await refusal("--lists", WHOLE, "--without", "Nobody's"), /A list that was named is not in the file/);
});

test("the people that linking wrote: each file is a list, and the paragraph says that a program linked them", async () => {
  const rows = Array.from({ length: 120 }, (_, n) => ["hospital", "committee", "press"].filter((_, j) => (n * (j + 3)) % 7 < 3 || n % 3 === j).map((source) => `${source},${n},${n}`)).flat();
  const linked = put("people.csv", `source,id,person\n${rows.join("\n")}\n`);
  const { out } = await run("--lists", linked, "--json", at("linked.json"));
  const report = JSON.parse(readFileSync(at("linked.json"), "utf8")) as EstimateReport;
  assert.deepEqual([report.estimate.lists, report.estimate.n, report.isLinked], [["committee", "hospital", "press"], new Set(rows.map((row) => row.split(",")[1])).size, true]);
  assert.match(out, /comes from a program's linking.*read the pairs that wait/);
  assert.doesNotMatch((await run("--lists", WHOLE)).out, /program's linking/);
});
