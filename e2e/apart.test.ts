/** Two desks that have not heard of each other for thirty days: one exchanged with the relay meanwhile, the other only wrote. Then they come to the same state. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { penOf, stateHash } from "#casework";
import { randomBytes } from "#prim";
import { syncDesk, write, type OpenDesk } from "../apps/desk/core/index.ts";
import { endPlay, founder, letIn, settle, stage } from "../apps/desk/testing/cast.ts";
import { runs } from "../scripts/long.ts";

const DAYS = 30;
const ENTRIES = runs(240, 5000);
const DAY_MS = 86_400_000;

test(`${DAYS} days and ${ENTRIES} entries apart`, async (t) => {
  let now = Date.UTC(2031, 3, 1);
  const on = stage(() => now);
  const amina = await founder(on, "Amina");
  const tomas = await letIn(on, amina, "Tomas", null);
  await settle(amina, tomas);
  for (let day = 0; day < DAYS; day++) {
    for (let n = 0; n < ENTRIES / DAYS / 2; n++) {
      now += Math.floor(DAY_MS / (ENTRIES / DAYS / 2 + 1));
      begin(amina, day, n);
      begin(tomas, day, n);
    }
    await syncDesk(amina);
  }
  assert.notEqual(hashOf(amina), hashOf(tomas));
  const held = { amina: count(amina), tomas: count(tomas) };
  const [begun, cpu] = [performance.now(), process.cpuUsage()];
  await settle(tomas, amina);
  const [tookMs, { user, system }] = [performance.now() - begun, process.cpuUsage(cpu)];
  assert.equal(hashOf(amina), hashOf(tomas), "the same state");
  assert.equal(count(amina), count(tomas));
  assert.deepEqual([amina.store.waiting(), tomas.store.waiting()], [[], []]);
  t.diagnostic(`${held.amina} and ${held.tomas} entries, ${count(amina)} at both afterwards: equal state hashes after ${(tookMs / 1000).toFixed(1)} s (${((user + system) / 1e6).toFixed(1)} CPU-s, both desks and the relay)`);
  endPlay(on, amina, tomas);
});

function begin(desk: OpenDesk, day: number, n: number): void {
  const pen = penOf(randomBytes);
  const report = pen("report", { channel: "phone", lang: "ru", title: `day ${day}, call ${n}`, text: "Его увели ночью, и он не вернулся. ".repeat(4), received: { kind: "exact", first: "2031-04-02", last: "2031-04-02" } });
  write(desk, "work", "bring-document", [report]);
}

function hashOf(desk: OpenDesk): string {
  return stateHash(desk.records.authored(desk.line));
}

function count(desk: OpenDesk): number {
  let entries = 0;
  for (let arrival = 0; ; ) {
    const page = desk.store.entriesAfter(arrival, 1000);
    entries += page.length;
    if (page.length < 1000) return entries;
    arrival = page.at(-1)!.arrival;
  }
}
