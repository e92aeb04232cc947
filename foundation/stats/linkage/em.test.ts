/** EM finds the numbers that made the data: vectors drawn from known m and u (by the authors of Splink), and our own. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { countPatterns, learnM, Random } from "../index.ts";

const FILE = join(import.meta.dirname, "../../../../shared/data/linkage/known_params_comparison_vectors.csv");

test("EM recovers m and u of the vectors with known parameters", { skip: existsSync(FILE) ? false : "the vectors are not beside this tree" }, () => {
  const rows = readFileSync(FILE, "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").slice(0, 3).map(Number));
  // Their level 1 is agreement; ours too, and disagreement is 2.
  const vectors = Uint8Array.from(rows.flat(), (gamma) => 2 - gamma);
  const patterns = countPatterns(vectors, [2, 2, 2], [true, true, true], () => true);
  assert.equal(patterns.total, rows.length);
  const even = [0, 1, 2].map(() => Float64Array.of(0, 0.2, 0.8));
  const { m, u } = learnM(patterns, even, [true, true, true], [], { fixU: false, prior: 0, mostRounds: 5000, tolerance: 1e-10 });
  const wanted = { m: [0.7, 0.9, 0.95], u: [0.1, 0.025, 0.2] };
  for (let f = 0; f < 3; f++) {
    assert.ok(Math.abs(m[f]![1]! - wanted.m[f]!) < 0.01, `m of ${f} is ${m[f]![1]}`);
    assert.ok(Math.abs(u[f]![1]! - wanted.u[f]!) < 0.01, `u of ${f} is ${u[f]![1]}`);
  }
});

test("with u fixed, m and the share of matches are found in a block where brothers stand beside matches", () => {
  const random = new Random("brothers");
  const m = [0.95, 0.9, 0.9, 0.85];
  const u = [0.02, 0.01, 0.05, 0.1];
  const shares = [[false, true, true, false]];
  const vectors = new Uint8Array(4 * 40_000);
  for (let pair = 0; pair < 40_000; pair++) {
    const of = random.unit() < 0.2 ? "match" : random.unit() < 0.4 ? "brother" : "stranger";
    for (let f = 0; f < 4; f++) {
      const p = of === "match" || (of === "brother" && shares[0]![f]!) ? m[f]! : u[f]!;
      vectors[pair * 4 + f] = random.chance(p) ? 1 : 2;
    }
  }
  const used = [true, true, true, true];
  const patterns = countPatterns(vectors, [2, 2, 2, 2], used, () => true);
  const fixed = u.map((p) => Float64Array.of(0, p, 1 - p));
  const learned = learnM(patterns, fixed, used, shares);
  for (let f = 0; f < 4; f++) assert.ok(Math.abs(learned.m[f]![1]! - m[f]!) < 0.02, `m of ${f} is ${learned.m[f]![1]}`);
  assert.ok(Math.abs(learned.matchShare - 0.2) < 0.01, String(learned.matchShare));
});

test("the order of pairs changes nothing, and missing values are no evidence", () => {
  const vectors = Uint8Array.from([1, 2, 0, 1, 2, 2, 1, 2, 0]);
  const turned = Uint8Array.from([2, 2, 1, 1, 2, 0, 1, 2, 0].map((_, i) => [1, 2, 0, 1, 2, 0, 1, 2, 2][i]!));
  const [one, other] = [vectors, turned].map((v) => countPatterns(v, [2, 2, 2], [true, true, true], () => true));
  assert.deepEqual(one, other);
  const u = [0, 1, 2].map(() => Float64Array.of(0, 0.5, 0.5));
  const alone = countPatterns(Uint8Array.from([0, 0, 0]), [2, 2, 2], [true, true, true], () => true);
  assert.equal(learnM(alone, u, [true, true, true], [], { mostRounds: 1 }).matchShare, 0.3);
});
