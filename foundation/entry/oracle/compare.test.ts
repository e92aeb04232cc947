/**
 * Random histories through the implementation and through the oracle. A long run tells five times as many, and others each time.
 * One history again: VOUCHSAFE_HISTORY=123.
 */
import assert from "node:assert/strict";
import { env } from "node:process";
import { test } from "node:test";
import { Coverage, RULES } from "./coverage.ts";
import { Disagreement, spelled, walk, type Both } from "./compare.ts";
import { Teller, type History } from "./history.ts";
import { findings } from "./invariants.ts";
import { allSteps, pathTo, type Step } from "./meetings.ts";

const IS_LONG = env["VOUCHSAFE_LONG"] === "1";
const HISTORIES = IS_LONG ? 10_000 : 2000;
const FIRST = IS_LONG ? Number(env["VOUCHSAFE_SEED"] ?? 1) : 1;
/** Each rule at least so often, in the short run and in the long one. */
const LEAST_HITS = IS_LONG ? 50 : 10;

test(`${HISTORIES} random histories: implementation and oracle agree at every step, and what must hold holds`, (t) => {
  const coverage = new Coverage();
  const only = env["VOUCHSAFE_HISTORY"];
  const probes = { played: 0 };
  const seeds = only === undefined ? Array.from({ length: HISTORIES }, (_, n) => FIRST + n) : [Number(only)];
  for (const seed of seeds) {
    const history = new Teller(seed).tell();
    check(history, probes);
    coverage.addHistory(history.root);
  }
  t.diagnostic(`\n${coverage.table()}\nhistories: ${seeds.length}, from ${seeds[0]}; end games played: ${probes.played}`);
  if (only !== undefined) return;
  for (const rule of RULES) assert.ok(coverage.count(rule) >= LEAST_HITS, `${rule} was hit only ${coverage.count(rule)} times`);
  for (const result of [
    "(held)",
    "(beside)",
    "(over)",
    "(waits)",
    "(withheld)",
    "(update-needed)",
    "(noise)",
    "brought by resolve",
    "lapsed",
    "(of a lapsed one)",
  ]) {
    assert.ok(coverage.count(result) >= LEAST_HITS, `${result} was reached only ${coverage.count(result)} times`);
  }
  assert.ok(probes.played > HISTORIES / 5, "too few end games");
});

function check(history: History, probes: { played: number }): void {
  const told = `history ${history.seed}`;
  const post = new Map([...allSteps(history.root)].flatMap(({ letter }) => (letter === null ? [] : [[letter.id, letter] as const])));
  const plain = new Map<Step, boolean>([[history.root, true]]);
  let views: ReadonlyMap<Step, Both>;
  try {
    views = walk(history.root, (now, before) => {
      const { step } = now;
      const isPlain = plain.get(before.step)! && step.road === "line" && now.summary.fork === null && step.fate !== "over";
      plain.set(step, isPlain);
      const met = { letter: step.letter!, before: before.summary, now: now.summary, plain: isPlain };
      assert.deepEqual(
        findings(met, (id) => post.get(id)),
        [],
        `${told} after ${pathTo(step).length} acts`,
      );
    });
  } catch (error) {
    if (error instanceof Disagreement) assert.fail(`${told} ${error.message}`);
    throw error;
  }
  sameLineSameView(history, views, told);
  if (history.probe === null) return;
  probes.played++;
  assert.equal(views.get(history.probe.end)!.summary.persons[history.probe.captive], "suspended", `${told}: I6: the captive was not suspended`);
}

/** Desks that hold one line, with no fork open and nothing held from a file, show the same. */
function sameLineSameView(history: History, views: ReadonlyMap<Step, Both>, told: string): void {
  const shown = new Map<string, string>();
  for (const end of history.ends) {
    const { summary } = views.get(end)!;
    if (summary.head === null || summary.fork !== null || end.desk.held.length > 0) continue;
    const before = shown.get(summary.head);
    if (before !== undefined) assert.equal(spelled(summary), before, `${told}: two desks hold one line and differ`);
    shown.set(summary.head, spelled(summary));
  }
}
