/** m from all fields together: nearer to what made the records than what blocks taught, and moved by readers' decisions alone where they were read. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { withJointM } from "./joint-m.ts";
import type { LinkModel } from "./model.ts";

const model: LinkModel = {
  lambda: 0.001,
  m: [Float64Array.of(0, 0.8, 0.2), Float64Array.of(0, 0.9, 0.1)],
  u: [Float64Array.of(0, 0.1, 0.9), Float64Array.of(0, 0.1, 0.9)],
  told: { allPairs: 1000, deterministicPairs: 1, randomPairs: 100, trainedIn: [] },
};
// 180 pairs all but sure, agreeing on both; 20 as sure, of which the first field is missing; 800 that are none.
const count = 1000;
const pairs = { count, a: Int32Array.from({ length: count }, (_, i) => 2 * i), b: Int32Array.from({ length: count }, (_, i) => 2 * i + 1) };
const vectors = Uint8Array.from(Array.from({ length: count }, (_, i) => (i < 180 ? [1, 1] : i < 200 ? [0, 1] : [2, 2])).flat());
const probability = Float64Array.from({ length: count }, (_, i) => (i < 200 ? 1 : 0));

test("each pair counts with its probability, missing fields not at all, and what was taught as twenty", () => {
  const { m, u, lambda } = withJointM(model, pairs, vectors, probability, []);
  assert.deepEqual([u, lambda], [model.u, model.lambda]);
  assert.ok(Math.abs(m[0]![1]! - (180 + 20 * 0.8) / 200) < 1e-12);
  assert.ok(Math.abs(m[0]![2]! - (20 * 0.2) / 200) < 1e-12);
  assert.ok(Math.abs(m[1]![1]! - (200 + 20 * 0.9) / 220) < 1e-12);
});

test("a decided pair counts as decided, the later decision about it alone, and without decisions all is as before", () => {
  const same = (i: number) => ({ a: 2 * i + 1, b: 2 * i, verdict: "same" as const });
  const { m } = withJointM(model, pairs, vectors, probability, [same(900), same(901), { ...same(901), verdict: "not the same" }]);
  // One pair that differs on both is of one person after all.
  assert.ok(Math.abs(m[0]![2]! - (1 + 20 * 0.2) / 201) < 1e-12);
  assert.ok(Math.abs(m[1]![2]! - (1 + 20 * 0.1) / 221) < 1e-12);
  const parted = withJointM(model, pairs, vectors, probability, [{ a: 0, b: 1, verdict: "not the same" }]);
  assert.ok(Math.abs(parted.m[0]![1]! - (179 + 20 * 0.8) / 199) < 1e-12);
});
