/**
 * The power goes while a desk writes. A process of its own writes acts and says each one's id only after the desk has acknowledged it; it is killed at a random moment,
 * again and again on the same folder. Afterwards every acknowledged entry is there, and the desk opens.
 */
import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { closeDesk, unlockDesk } from "../apps/desk/core/index.ts";
import { endPlay, founder, PASSPHRASE, stage } from "../apps/desk/testing/cast.ts";
import { runs } from "../scripts/long.ts";

const KILLS = runs(12, 200);
const LONGEST_MS = 250;

test(`kill -9 × ${KILLS} on a writing desk: nothing acknowledged is lost, and it opens`, async (t) => {
  const on = stage();
  const amina = await founder(on, "Amina");
  closeDesk(amina);
  const dir = join(on.dir, "Amina");
  const acknowledged: string[] = [];
  for (let n = 0; n < KILLS; n++) acknowledged.push(...(await writeAndDie(dir, (n * 7919) % LONGEST_MS)));
  const desk = await unlockDesk(dir, PASSPHRASE, on.surroundings);
  const lost = acknowledged.filter((id) => desk.store.entry(id) === null);
  desk.store.check();
  assert.deepEqual(lost, []);
  assert.ok(acknowledged.length >= KILLS, "the writers had time to write");
  assert.equal(desk.store.unreadable().length, 0);
  t.diagnostic(`${acknowledged.length} acknowledged entries over ${KILLS} kills: 0 lost, 0 unreadable`);
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
