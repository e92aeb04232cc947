import assert from "node:assert/strict";
import { test } from "node:test";
import { estimate, LATENT_SETTINGS, tableOf } from "#stats";
import { runEstimate } from "./run.ts";

const TABLE = tableOf(
  ["A", "B", "C"],
  Object.entries({ "100": 60, "010": 48, "001": 40, "110": 14, "101": 11, "011": 9, "111": 4 }).map(([pattern, count]) => ({ pattern, count })),
);
const QUICK = { resamples: 100, latent: { ...LATENT_SETTINGS, burnIn: 100, draws: 100 } };

test("one worker, three workers and none at all give the same bytes", async () => {
  const alone = JSON.stringify(estimate(TABLE, QUICK));
  const seen: number[] = [];
  assert.equal(JSON.stringify(await runEstimate(TABLE, QUICK, { workers: 1, onProgress: (done) => seen.push(done) })), alone);
  assert.deepEqual(seen, Array.from({ length: seen.length }, (_, n) => n + 1));
  assert.equal(JSON.stringify(await runEstimate(TABLE, QUICK, { workers: 3 })), alone);
});

test("it can be stopped, and says why it ended", async () => {
  const ending = new AbortController();
  const long = { ...QUICK, latent: { ...LATENT_SETTINGS, burnIn: 10_000_000, draws: 100 } };
  const run = runEstimate(TABLE, long, { workers: 2, signal: ending.signal });
  setTimeout(() => ending.abort(new Error("enough")), 300);
  await assert.rejects(run, /enough/);
});
