/**
 * Every system call of every write path, failed one by one, on the real file system and in whole processes: an input/output error, a full disk, a short write, a
 * reading that fails, the end of the process. What was acknowledged is there, nothing is half written and believed, what is there opens, and what failed said so with
 * a code. The durable writer's own calls are failed in foundation/durable/faults.test.ts.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { LONG } from "../scripts/long.ts";
import type { Tally } from "./testing/faults/driver.ts";
import { SCENARIOS } from "./testing/faults/scenarios.ts";
import { compileShim, underShim, type Fault } from "./testing/faults/shim.ts";

const DRIVER = join(import.meta.dirname, "testing/faults/driver.ts");
const scratch = mkdtempSync(join(tmpdir(), "vouchsafe-faults-"));
after(() => rmSync(scratch, { recursive: true, force: true }));
const shim = compileShim(scratch);
const skip = "why" in shim ? shim.why : false;

/** Which faults, and every how-manyth call of them in a quick run. Each has a test of its own in a long run, so that it is done in time on a busy machine. */
const QUICK: readonly [readonly Fault[], number][] = [
  [["EIO", "EIO for good", "full", "full for good", "short", "read"], 41],
  [["pictures"], 31],
  [["kill"], 149],
];
const ROUNDS = LONG ? QUICK.flatMap(([faults]) => faults.map((fault): [readonly Fault[], number] => [[fault], 1])) : QUICK;

for (const [faults, stride] of ROUNDS) {
  test(`${faults.join(", ")} at ${stride === 1 ? "every" : `one of ${stride}`} call of ${SCENARIOS.length} write paths`, { skip }, (t) => {
    const tallies = drive(faults, stride);
    assert.equal(tallies.length, faults.length * SCENARIOS.length, "every scenario came to its end");
    for (const { scenario, fault, runs: tried, struck, refused, unharmed } of tallies) {
      const calls = Object.entries(struck).map(([call, n]) => `${n} ${call}`);
      t.diagnostic(`${scenario} · ${fault}: ${tried} runs (${calls.join(", ")})${refused + unharmed > 0 ? `: ${refused} refused, ${unharmed} went on` : ""}`);
    }
    assert.deepEqual(
      tallies.flatMap(({ scenario, fault, found }) => found.map((what) => `${scenario} · ${fault} · ${what}`)),
      [],
    );
    const all = tallies.reduce((sum, { runs: tried }) => sum + tried, 0);
    t.diagnostic(`${all} runs in all`);
    assert.ok(all > (LONG ? 300 : 5), `only ${all} runs`);
    for (const { fault, refused } of tallies) if (fault === "short") assert.equal(refused, 0, "a short write is gone on with");
  });
}

// The cipher under the desk's file reads its beginning in calls of its own: one in 41 would miss them.
test("each of the first reads of a desk that opens: what it says afterwards is there, and it opens again", { skip }, () => {
  const READS = 30;
  const [tally] = drive(["read"], READS, "opening");
  assert.deepEqual(tally!.found, []);
  assert.equal(tally!.runs, READS);
  assert.ok(tally!.refused > 5, `${tally!.refused} refused`);
});

function drive(faults: readonly Fault[], stride: number, mode: "all" | "opening" = "all"): Tally[] {
  assert.ok("path" in shim);
  const root = mkdtempSync(join(scratch, "run-"));
  const env = underShim(shim.path, join(root, "control"), join(root, "work"), join(root, "pictures"));
  const ran = spawnSync(process.execPath, [...process.execArgv.filter((arg) => !arg.startsWith("--test")), DRIVER, mode, root, String(stride), ...faults], {
    encoding: "utf8",
    env: { ...env, NODE_TEST_CONTEXT: undefined },
    maxBuffer: 64 * 1024 * 1024,
  });
  assert.equal(ran.status, 0, ran.stderr.slice(-2000));
  rmSync(root, { recursive: true, force: true });
  return ran.stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Tally);
}
