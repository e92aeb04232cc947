/** The paragraph of what may and may not be said, in every case there is: it is what is read aloud, and what is copied. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { estimate, tableOf, type Estimate, type Table } from "#stats";
import { strataOf, linkageOf } from "./beside.ts";
import { plainWords } from "./words-english.ts";

const TABLES = join(import.meta.dirname, "../../../../shared/data/mse/tables.json");
const skip = existsSync(TABLES) ? false : "the published tables are not at ../shared/data/mse";
const published = (name: string): Table => {
  const { lists, rows } = (JSON.parse(readFileSync(TABLES, "utf8")) as Record<string, { lists: string[]; rows: { pattern: string; count: number }[] }>)[name]!;
  return tableOf(lists, rows);
};
const QUICK = { resamples: 0, chains: 0 };
const table = (lists: readonly string[], counts: Readonly<Record<string, number>>): Table =>
  tableOf(lists, Object.entries(counts).map(([pattern, count]) => ({ pattern, count })));
const words = (of: Table, beside: Omit<Parameters<typeof plainWords>[0], "estimate"> = {}): string => plainWords({ estimate: estimate(of, QUICK), ...beside });

const ABC = ["Letters", "Lawyers", "Press"];
const THREE = table(ABC, { "100": 60, "010": 48, "001": 40, "110": 24, "101": 21, "011": 19, "111": 14 });

/** Numbers in a text, without the year's commas. */
const numbersIn = (text: string): number[] => [...text.matchAll(/\d[\d,]*/g)].map(([one]) => Number(one.replaceAll(",", "")));

function isRefusal(said: string, n: number, lists: number): void {
  assert.match(said, /No number of all may be said/);
  assert.doesNotMatch(said, /It may be said that these lists|compatible with|intervals/);
  // But for the count of those recorded and of lists no number stands in it.
  assert.deepEqual(numbersIn(said).filter((one) => one !== n && one !== lists), []);
}

test("refused: two lists, lists that never meet, a list within another, nobody on a list", () => {
  const two = table(["A", "B"], { "10": 30, "01": 20, "11": 10 });
  isRefusal(words(two), 60, 2);
  isRefusal(words(table(["A", "B", "C"], { "100": 30, "010": 20, "001": 10 })), 60, 3);
  isRefusal(words(table(["A", "B", "C"], { "100": 30, "110": 20, "001": 11, "101": 10, "111": 3 })), 74, 3);
  isRefusal(words(table(["A", "B", "C"], { "100": 30, "110": 20, "010": 11 })), 61, 3);
  assert.match(words(table(["A", "B"], { "10": 1 })), /^1 person is on at least one of the 2 lists/);
  // Nothing that stands beside a refused estimate puts a number into the paragraph.
  const refused = estimate(two, QUICK);
  const strata = strataOf("quarter", [{ name: "x", table: two }], refused);
  const linkage = linkageOf(Array.from({ length: 10 }, () => THREE), refused);
  isRefusal(plainWords({ estimate: refused, strata, linkage }), 60, 2);
  assert.deepEqual([strata.groups[0]!.all, linkage.combined], [null, null]);
});

test("refused: Artificial_3, where no estimate exists", { skip }, () => {
  const artificial = published("Artificial_3");
  isRefusal(words(artificial), artificial.n, artificial.lists.length);
});

test("three lists: a range with the one thing nothing can check, in the paragraph itself", () => {
  const said = words(THREE);
  assert.match(said, /between \d+ and \d+ people in all/);
  assert.match(said, /must say with it what speaks against it: .*with three lists nothing can check it, and the true number is often higher/);
  assert.match(said, /One number in that range may not be picked out/);
});

test("disagreement: the UK's five lists, two humps; no number of it may be quoted, and what contradicts what is named", { skip }, () => {
  const uk = estimate(published("UKdat_5"), QUICK);
  assert.equal(uk.verdict, "not-estimable");
  const said = plainWords({ estimate: uk });
  assert.match(said, /is not estimable from these lists: .*some models say one number, others another/);
  assert.match(said, /humps are near 1[12],\d{3} and 2\d,\d{3}/);
  assert.match(said, /None of the numbers in it, and no middle of them, may be quoted/);
  assert.doesNotMatch(said, /It may be said that these lists, taken together/);
});

test("not estimable for want of an upper limit: the paragraph claims no contradiction where there is none", () => {
  const few = estimate(table(["A", "B", "C", "D"], { "1000": 60, "0100": 50, "0010": 40, "0001": 45, "1100": 1, "0110": 1, "0011": 1 }), QUICK);
  const codes = few.warnings.map(({ code }) => code);
  assert.ok(few.verdict === "not-estimable" && codes.includes("no-upper-limit"), JSON.stringify([few.verdict, codes]));
  const said = plainWords({ estimate: few });
  assert.match(said, /no useful upper limit/);
  assert.equal(/contradict each other/.test(said), codes.includes("answers-exclude-each-other"));
  assert.equal(/Answers that fit run from/.test(said), codes.includes("answers-exclude-each-other"));
  assert.equal(/humps are near/.test(said), codes.includes("several-humps"));
});

test("groups and ways of linking: beside the range; where they have no number in common with it, neither may be quoted alone", () => {
  const whole: Estimate = estimate(THREE, QUICK);
  const range = { lower: whole.range!.lower, upper: whole.range!.upper! };
  const group = { name: "harbour", n: 100, verdict: "range" as const, all: 150, lower: 120, upper: 180 };
  const strata = (sum: { all: number; lower: number; upper: number } | null, silent = false) => ({ by: "quarter", groups: [group, silent ? { ...group, name: "hill", verdict: "refused" as const } : group], sum });
  const linkage = (lower: number, upper: number) => ({
    partitions: 20,
    refused: 0,
    listed: { least: 200, most: 230 },
    combined: { all: lower, lower, upper, within: 1, between: 1, fromLinkage: 0.5, df: 20 },
  });
  const say = (beside: Omit<Parameters<typeof plainWords>[0], "estimate">) => plainWords({ estimate: whole, ...beside });
  assert.match(say({ strata: strata({ all: range.lower, lower: range.lower, upper: range.upper }) }), /one method's answer and does not take the place of the range/);
  assert.match(say({ strata: strata({ all: 1, lower: range.upper + 10, upper: range.upper + 90 }) }), /no number in common with the range: the groups differ/);
  assert.match(say({ strata: strata(null, true) }), /of hill none may be said, and a sum without it would leave people out/);
  assert.match(say({ linkage: linkage(range.lower, range.upper) }), /Over 20 ways .* must say with it how sure the linking is/);
  assert.match(say({ linkage: linkage(range.upper + 10, range.upper + 90) }), /neither may be quoted before the links have been read/);
  assert.match(say({ linkage: { ...linkage(1, 2), refused: 3, combined: null } }), /Of 20 ways the records might be linked 3 cannot be estimated/);
});
