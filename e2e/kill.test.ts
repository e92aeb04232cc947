/**
 * The power goes while something is written. Each write path runs in a process of its own, which says what it has been told is kept and is killed at a random moment.
 * Afterwards everything acknowledged is there, nothing half written is believed, and the path can be begun again. And once more on one folder that is never made anew:
 * a desk that writes, dies, writes and dies.
 */
import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, suite, test } from "node:test";
import { closeDesk, unlockDesk } from "../apps/desk/core/index.ts";
import { endPlay, founder, PASSPHRASE, stage } from "../apps/desk/testing/cast.ts";
import { runs } from "../scripts/long.ts";
import { killOften } from "./testing/kill/kill.ts";
import { endRelay } from "./testing/kill/relay-paths.ts";
import { WRITE_PATHS } from "./testing/kill/write-paths.ts";

/** Of each of 18 paths; with the hundred on one folder these are a thousand. */
const KILLS = runs(1, 50);
const KILLS_OF_ONE_FOLDER = runs(3, 100);
const LONGEST_MS = 250;

suite(`kill -9 × ${KILLS} in each of ${WRITE_PATHS.length} write paths`, () => {
  const root = mkdtempSync(join(tmpdir(), "vouchsafe-kills-"));
  after(async () => {
    await endRelay();
    rmSync(root, { recursive: true, force: true });
  });
  for (const [path, { name }] of WRITE_PATHS.entries())
    test(name, async (t) => {
      const { kills, acknowledged, whole } = await killOften(root, path, KILLS);
      t.diagnostic(`${name}: ${kills} kills, ${acknowledged} things acknowledged, 0 lost; ${whole} runs were done before`);
      assert.equal(kills, KILLS);
    });
});

test(`kill -9 × ${KILLS_OF_ONE_FOLDER} on one desk that writes: nothing acknowledged is lost, and it opens`, async (t) => {
  const on = stage();
  const amina = await founder(on, "Amina");
  closeDesk(amina);
  const dir = join(on.dir, "Amina");
  const acknowledged: string[] = [];
  for (let n = 0; n < KILLS_OF_ONE_FOLDER; n++) acknowledged.push(...(await writeAndDie(dir, (n * 7919) % LONGEST_MS)));
  const desk = await unlockDesk(dir, PASSPHRASE, on.surroundings);
  const lost = acknowledged.filter((id) => desk.store.entry(id) === null);
  desk.store.check();
  assert.deepEqual(lost, []);
  assert.ok(acknowledged.length >= KILLS_OF_ONE_FOLDER, "the writers had time to write");
  assert.equal(desk.store.unreadable().length, 0);
  t.diagnostic(`${acknowledged.length} acknowledged entries over ${KILLS_OF_ONE_FOLDER} kills: 0 lost, 0 unreadable`);
  endPlay(on, desk);
});

/** Starts a writer, lets it write for so long after its first acknowledgement, and kills it. Gives the ids it acknowledged. */
function writeAndDie(dir: string, afterMs: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const ids: string[] = [];
    const writer = fork(join(import.meta.dirname, "testing/writer.ts"), [dir], { execArgv: ["--disable-warning=ExperimentalWarning"], stdio: ["ignore", "ignore", "inherit", "ipc"] });
    writer.on("message", (id) => {
      if (typeof id === "string") ids.push(id);
      if (ids.length === 1) setTimeout(() => writer.kill("SIGKILL"), afterMs);
    });
    writer.once("error", reject);
    writer.once("exit", (_code, signal) => (signal === "SIGKILL" ? resolve(ids) : reject(new Error("the writer ended by itself"))));
  });
}
