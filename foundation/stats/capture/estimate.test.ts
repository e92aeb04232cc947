import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { runs } from "../../../scripts/long.ts";
import { assembled, estimate, prepared, type Estimate } from "./estimate.ts";
import { CaptureError } from "./errors.ts";
import { combinePartitions } from "./partitions.ts";
import { runPiece } from "./pieces.ts";
import { refusalsOf } from "./refusals.ts";
import { LATENT_SETTINGS } from "./latent.ts";
import { tableOf, tableOfCounts } from "./table.ts";
import { disguised, drawnTable, names } from "./testing/tables.ts";

const QUICK = { resamples: 100, chains: 8, latent: { ...LATENT_SETTINGS, burnIn: 100, draws: 100, thin: 1 } } as const;
const SOUND = tableOfCounts(names(4), [0, 130, 120, 40, 110, 36, 30, 12, 90, 28, 26, 9, 24, 8, 7, 3]);

/** What must not depend on the order and names of lists: every figure, with lists named by what they were called first. */
function figures(result: Estimate, original: (list: number) => string): unknown {
  const named = (lists: readonly number[]) => lists.map(original).sort();
  return {
    verdict: result.verdict,
    range: result.range,
    answers: result.answers.map(({ method, standing, all, lower, upper }) => ({ method, standing, all, lower, upper })),
    graphs: result.graphs && { ...result.graphs, heaviest: result.graphs.heaviest.map(({ weight, mean }) => ({ weight, mean })) },
    latent: result.latent,
    floor: result.floor,
    bootstrap: result.bootstrap,
    warnings: result.warnings.map(({ code, lists }) => `${code} ${named(lists).join()}`).sort(),
    without: result.without.map((each) => ({ ...each, list: original(each.list) })).sort((x, y) => (x.list < y.list ? -1 : 1)),
    within: result.within.map((each) => ({ ...each, list: original(each.list) })).sort((x, y) => (x.list < y.list ? -1 : 1)),
    sensitivity: result.sensitivity,
  };
}

test("the same table, settings and seed give the same bytes; another seed does not", () => {
  const text = (seed: string) => JSON.stringify(estimate(SOUND, { ...QUICK, seed }));
  assert.equal(text("a"), text("a"));
  assert.notEqual(text("a"), text("b"));
});

test("order and names of the lists change nothing", () => {
  const plain = figures(estimate(SOUND, QUICK), (list) => names(4)[list]!);
  for (const order of [
    [3, 1, 0, 2],
    [1, 0, 3, 2],
    [2, 3, 1, 0],
  ]) {
    const moved = estimate(disguised(SOUND, order), QUICK);
    assert.deepEqual(
      figures(moved, (list) => names(4)[order[list]!]!),
      plain,
    );
  }
});

test("the order in which pieces are reckoned changes nothing", () => {
  const ready = prepared(SOUND, QUICK);
  const run = (pieces: typeof ready.pieces) =>
    JSON.stringify(
      assembled(
        ready,
        pieces.map((piece) => runPiece(ready.canonical, ready.settings, piece)),
      ),
    );
  assert.equal(run(ready.pieces), run(ready.pieces.toReversed()));
});

test("refused: two lists, no overlap, lists apart, a list within a list, an empty list, one that holds all", () => {
  const codes = (lists: number, counts: readonly number[]) =>
    refusalsOf(tableOfCounts(names(lists), counts)).map(({ code, lists }) => `${code} ${lists.join()}`);
  assert.deepEqual(codes(2, [0, 10, 12, 5]), ["fewer-than-three-lists 0,1"]);
  assert.deepEqual(codes(3, [0, 10, 12, 0, 5, 0, 0, 0]), ["no-overlap 0,1,2"]);
  assert.deepEqual(codes(3, [0, 40, 30, 6, 20, 0, 0, 0]), ["lists-apart 2"]);
  assert.deepEqual(codes(3, [0, 40, 0, 6, 20, 4, 0, 2]), ["list-within-list 1,0"]);
  assert.deepEqual(codes(3, [0, 40, 9, 6, 0, 0, 0, 0]), ["empty-list 2"]);
  assert.ok(codes(3, [0, 40, 0, 6, 0, 5, 0, 3]).includes("list-holds-all 0"));
  assert.deepEqual(codes(3, [0, 40, 30, 6, 20, 5, 4, 1]), []);
});

test("a refused table has no number at all, and plainly says why", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 4 }).chain((lists) => drawnTable(lists, 6)),
      (table) => {
        const refusals = refusalsOf(table);
        const result = estimate(table, { chains: 0, resamples: 100 });
        if (refusals.length > 0) assert.deepEqual([result.verdict, result.answers, result.range], ["refused", [], null]);
        if (result.verdict === "refused") assert.ok(result.refusals.length > 0);
        else {
          // Whatever is answered lies above what was counted, and each answer between its limits' ends.
          for (const { all, lower, upper } of result.answers) {
            if (all === null) continue;
            assert.ok(Number.isFinite(all) && all >= table.n - 1e-6, `${all} of ${table.n}`);
            if (lower !== null) assert.ok(lower >= table.n - 1e-6 && (upper === null || upper >= lower));
          }
        }
      },
    ),
    { numRuns: runs(60, 3000) },
  );
});

test("tables and settings that are none are refused with a code", () => {
  const code = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      if (error instanceof CaptureError) return error.code;
      throw error;
    }
    return "none";
  };
  assert.equal(
    code(() => tableOf(["A", "A"], [])),
    "bad-lists",
  );
  assert.equal(
    code(() => tableOf(["A", "B"], [{ pattern: "00", count: 1 }])),
    "bad-pattern",
  );
  assert.equal(
    code(() => tableOf(["A", "B"], [{ pattern: "1", count: 1 }])),
    "bad-pattern",
  );
  assert.equal(
    code(() =>
      tableOf(
        ["A", "B"],
        [
          { pattern: "10", count: 1 },
          { pattern: "10", count: 1 },
        ],
      ),
    ),
    "repeated-pattern",
  );
  assert.equal(
    code(() => tableOf(["A", "B"], [{ pattern: "10", count: -1 }])),
    "bad-count",
  );
  assert.equal(
    code(() => tableOf(["A", "B"], [{ pattern: "10", count: 0.5 }])),
    "bad-count",
  );
  assert.equal(
    code(() => tableOf(["A", "B"], [{ pattern: "10", count: 1e12 }])),
    "too-large",
  );
  assert.equal(
    code(() => tableOf(names(13), [])),
    "too-large",
  );
  assert.equal(
    code(() => tableOfCounts(["A", "B"], [0, 1, 2])),
    "bad-table",
  );
  for (const settings of [{ chains: 4 }, { resamples: 7 }, { seed: "" }, { level: 1 }, { latent: { ...LATENT_SETTINGS, classes: 1 } }])
    assert.equal(
      code(() => prepared(SOUND, settings)),
      "bad-settings",
    );
});

test("combining partitions: nothing between them leaves the variance as it is; what differs is added with its extra tenth; the t quantile is Barnard and Rubin's", () => {
  const same = combinePartitions(Array.from({ length: 10 }, () => ({ n: 100, logMean: Math.log(50), logVariance: 0.04 })));
  assert.ok(Math.abs(same.all - 150) < 1e-9 && same.fromLinkage < 1e-20 && same.df > 1e20);
  assert.ok(Math.abs(same.lower - (100 + 50 * Math.exp(-1.959964 * 0.2))) < 1e-3);
  const apart = combinePartitions(
    Array.from({ length: 10 }, (_, r) => ({ n: 100, logMean: Math.log(50) + (r % 2 === 0 ? 0.1 : -0.1), logVariance: 0.04 })),
  );
  const between = 0.1 ** 2 * (10 / 9);
  assert.ok(Math.abs(apart.between - between) < 1e-12);
  assert.ok(Math.abs(apart.fromLinkage - (1.1 * between) / (0.04 + 1.1 * between)) < 1e-12);
  assert.ok(Math.abs(apart.df - 9 * (1 + 0.04 / (1.1 * between)) ** 2) < 1e-9);
  assert.throws(() => combinePartitions([]), CaptureError);
});
