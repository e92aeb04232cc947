/** A relay that lost its disk: the desks give it everything again, also what belongs to keys of long ago, also when they were locked when it happened. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { penOf } from "#casework";
import { randomBytes } from "#prim";
import { logKeys } from "#wire";
import { endPlay, founder, letIn, PASSPHRASE, settle, stage } from "../testing/cast.ts";
import { closeDesk, syncDesk, unlockDesk, unsent, write, type OpenDesk } from "./index.ts";

const begin = (desk: OpenDesk): string => write(desk, "work", "begin-case", [penOf(randomBytes)("subject", { type: "case" })]);

for (const meanwhile of ["open", "locked"])
  test(`a relay that lost its disk has everything again (desks ${meanwhile} when it happened)`, async () => {
    const on = stage();
    let amina = await founder(on, "Amina");
    begin(amina); // under the first keys
    await settle(amina);
    let tomas = await letIn(on, amina, "Tomas", null); // which brings the second
    begin(amina);
    await settle(amina, tomas);
    if (meanwhile === "locked") for (const desk of [amina, tomas]) closeDesk(desk);
    on.emptyRelay();
    if (meanwhile === "locked") {
      amina = await unlockDesk(join(on.dir, "Amina"), PASSPHRASE, on.surroundings);
      tomas = await unlockDesk(join(on.dir, "Tomas"), PASSPHRASE, on.surroundings);
    }
    await settle(amina, tomas);
    assert.equal(unsent(amina) + unsent(tomas), 0);
    assert.equal(await blobsIn(amina, amina.lineLogs.map((log) => log.key.reveal())), amina.line.n);
    const work = [...amina.epochKeys.values()].filter(({ compartment }) => compartment === "work");
    assert.equal(await blobsIn(amina, work.map(({ key }) => key.reveal())), 2);
    // Whoever joins now reads all of it.
    const ilya = await letIn(on, amina, "Ilya", tomas);
    assert.equal(ilya.records.book(ilya.line).current("subject").length, 2);
    endPlay(on, amina, tomas, ilya);
  });

test("giving the line back, interrupted, is done again", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const tomas = await letIn(on, amina, "Tomas", null);
  on.emptyRelay();
  const honest = on.network;
  let appends = 0;
  on.network = ((input: string, init?: RequestInit) =>
    init?.method === "POST" && ++appends === 2 ? Promise.reject(new Error("no road")) : honest(input, init)) as typeof fetch;
  Object.assign(on.surroundings, { patience: { attempts: 1 } });
  await syncDesk(amina);
  on.network = honest;
  await settle(amina, tomas);
  assert.equal(await blobsIn(amina, amina.lineLogs.map((log) => log.key.reveal())), amina.line.n);
  endPlay(on, amina, tomas);
});

async function blobsIn(desk: OpenDesk, keys: readonly Uint8Array[]): Promise<number> {
  let sum = 0;
  for (const key of keys) {
    const { logId, readToken } = logKeys(key);
    const answer = await desk.relay.entries(logId, readToken, 0);
    if (answer.kind === "ok") sum += answer.entries.length;
  }
  return sum;
}
