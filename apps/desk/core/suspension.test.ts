/** A suspension counts whatever the relay does, and whoever is suspended or removed changes nothing any more, whatever they still hold. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { composeBody, penOf } from "#casework";
import { composeAct, composeEntry, makeDeviceCert, personStanding, sealAct, sealEntry, verifyEntry, type SignedAct } from "#entry";
import { randomBytes, Signer } from "#prim";
import { logKeys } from "#wire";
import { startExchange } from "../server/exchange.ts";
import { endPlay, founder, letIn, PASSPHRASE, settle, stage, three, type Stage } from "../testing/cast.ts";
import { closeDesk, commitAct, confirm, remove, suspend, syncDesk, unlockDesk, type OpenDesk } from "./index.ts";
import { readMemberKey } from "./keyring.ts";
import { meetAct } from "./line.ts";
import type { LineLog } from "./open-desk.ts";
import { recount, rosterView } from "./records.ts";

const noRoad = (() => Promise.reject(new Error("no road"))) as typeof fetch;
const refusing = (honest: typeof fetch): typeof fetch =>
  ((input: string, init?: RequestInit) =>
    init?.method === "POST" && input.endsWith("/entries") ? Promise.resolve(new Response('{"error":"full"}', { status: 507 })) : honest(input, init)) as typeof fetch;

test("a suspension that counts on a desk goes onto the line, wherever its process ends while it is kept", async () => {
  for (let at = 0, isOver = false; !isOver; at++) {
    const on = stage();
    const amina = await founder(on, "Amina");
    const tomas = await letIn(on, amina, "Tomas", null);
    const honest = on.network;
    on.network = noRoad;
    // The process ends at the so-manieth thing that is kept.
    let kept = 0;
    const store = amina.store as unknown as { set: typeof amina.store.set; atomically: typeof amina.store.atomically };
    const [set, atomically] = [store.set.bind(store), store.atomically.bind(store)];
    const step = (): void => {
      if (kept++ >= at) throw new Error("killed");
    };
    let depth = 0;
    store.atomically = (work) => {
      if (depth === 0) step();
      depth++;
      try {
        return atomically(work);
      } finally {
        depth--;
      }
    };
    store.set = (name, value) => {
      if (depth === 0) step();
      set(name, value);
    };
    isOver = await suspend(amina, tomas.keyring.person).then(() => true, () => false);
    // Asked for once more, what waits already goes on waiting.
    if (isOver) await assert.rejects(suspend(amina, tomas.keyring.person));
    closeDesk(amina);
    const again = await unlockDesk(join(on.dir, "Amina"), PASSPHRASE, on.surroundings);
    const counts = personStanding(again.line, tomas.keyring.person) === "suspended";
    on.network = honest;
    await settle(again, tomas);
    if (counts) assert.equal(personStanding(tomas.line, tomas.keyring.person), "suspended", `killed at ${at}`);
    if (isOver) assert.ok(counts);
    endPlay(on, again, tomas);
  }
});

for (const [what, worse] of [
  ["cannot be reached", () => noRoad],
  ["takes nothing", refusing],
] as const)
  test(`where the relay ${what} a suspension counts at once, and is on the line when the relay is back`, async () => {
    const on = stage();
    const [amina, tomas, ilya] = await three(on);
    const honest = on.network;
    on.network = worse(honest);
    await suspend(amina, ilya.keyring.person);
    assert.equal(personStanding(amina.line, ilya.keyring.person), "suspended");
    const exchange = startExchange(amina, () => {});
    await exchange.now(); // once more in vain: it is not forgotten
    on.network = honest;
    const reached = [await exchange.now(), await exchange.now(), await exchange.now()];
    await exchange.stop();
    await settle(tomas);
    assert.deepEqual(reached, [true, true, true]);
    assert.equal(personStanding(tomas.line, ilya.keyring.person), "suspended");
    endPlay(on, amina, tomas, ilya);
  });

/** Ilya, no member or a suspended one, appends to a log that has ended, with what he kept. */
async function appendToEnded(ilya: OpenDesk, log: LineLog, act: SignedAct): Promise<string> {
  const { logId } = logKeys(log.key.reveal());
  const newest = new TextDecoder().decode(ilya.store.get(`newest/${logId}`)!);
  return (await ilya.relay.appendToLine(logId, log.writeToken!.reveal(), newest, sealAct(log.key.reveal(), act))).kind;
}

for (const how of ["was away", "comes new"])
  test(`a removed person's old token does not part the line of a desk that ${how} from its colleagues'`, async () => {
    const on = stage();
    const [amina, tomas, ilya] = await three(on);
    let lena = how === "was away" ? await letIn(on, amina, "Lena", tomas) : null;
    await settle(amina, tomas, ilya);
    const oldLog = ilya.lineLogs.at(-1)!;
    await suspend(amina, ilya.keyring.person);
    await settle(amina, tomas);
    await remove(amina, ilya.keyring.person);
    await settle(amina, tomas);
    for (const id of tomas.line.judged.pending.keys()) await confirm(tomas, id);
    await settle(amina, tomas);
    assert.equal(personStanding(amina.line, ilya.keyring.person), "removed");

    await syncDesk(ilya);
    const noise = composeAct(ilya.line.draft({ act: "0".repeat(64), kind: "confirm" }, 1), [ilya.keyring.device]);
    assert.equal(await appendToEnded(ilya, oldLog, noise), "ok", "the relay knows no removal");
    await commitAct(amina, { kind: "policy", policy: {} });
    await settle(amina, tomas);
    lena ??= await letIn(on, amina, "Lena", tomas);
    for (let i = 0; i < 4; i++) await syncDesk(lena);
    await settle(amina, lena);
    assert.deepEqual([lena.line.fork, lena.line.head === amina.line.head, lena.line.acts.has(noise.id)], [null, true, false]);
    endPlay(on, amina, tomas, ilya, lena);
  });

/** A device of Ilya's own, brought in a branch that begins before his suspension, and what it writes. */
async function branchOf(on: Stage, ilya: OpenDesk, before: OpenDesk["line"]) {
  const member = await readMemberKey(join(on.dir, "Ilya-member-key.age"), PASSPHRASE);
  const second = Signer.random();
  const device = makeDeviceCert(member, second.publicKey, before.judged.devices.get(ilya.keyring.device.publicKey)!.recipient);
  const branch = composeAct(before.draft({ device, kind: "add-device", person: ilya.keyring.person }, 1), [ilya.keyring.device]);
  const record = penOf(randomBytes)("subject", { type: "case" });
  const head = { clock: 1, compartment: "work", group: before.group!, prev: null, rosterSeen: branch.id, seen: [], seq: 1 };
  return { branch, record, entry: verifyEntry(composeEntry(head, composeBody("begin-case", [record]), randomBytes(32), second)) };
}

test("what a suspended person writes with a device from a branch of their own is kept and counts in nothing", async () => {
  const on = stage();
  const [amina, tomas, ilya] = await three(on);
  const before = ilya.line;
  await suspend(amina, ilya.keyring.person);
  await settle(amina, tomas);
  const { branch, record, entry } = await branchOf(on, ilya, before);
  await meetAct(amina, branch, "line");
  amina.store.addEntries([entry], rosterView(amina.line));
  recount(amina);
  amina.records.changed();
  assert.deepEqual(
    amina.records.book(amina.line).byId(record.id).map(({ standing }) => standing),
    ["came-after"],
  );
  endPlay(on, amina, tomas, ilya);
});

test("nor does it at a desk that was away, over an honest relay", async () => {
  const on = stage();
  const [amina, tomas, ilya] = await three(on);
  const lena = await letIn(on, amina, "Lena", tomas);
  await settle(amina, tomas, ilya, lena);
  const before = ilya.line;
  const oldLine = ilya.lineLogs.at(-1)!;
  const oldWork = ilya.epochKeys.get(before.judged.inForce.get("work")!)!;
  await suspend(amina, ilya.keyring.person);
  await settle(amina, tomas);
  await syncDesk(ilya);
  const { branch, record, entry } = await branchOf(on, ilya, before);
  assert.equal(await appendToEnded(ilya, oldLine, branch), "ok");
  const sealed = sealEntry(oldWork.key.reveal(), oldWork.epochId, entry);
  assert.equal((await ilya.relay.append(logKeys(oldWork.key.reveal()).logId, oldWork.writeToken!.reveal(), [sealed])).kind, "ok");
  for (let i = 0; i < 3; i++) await syncDesk(lena);
  await syncDesk(amina);
  const standing = (desk: OpenDesk) => desk.records.book(desk.line).byId(record.id).map((one) => one.standing);
  assert.deepEqual([standing(lena).includes("current"), standing(amina).includes("current")], [false, false]);
  assert.equal(lena.line.head, amina.line.head);
  endPlay(on, amina, tomas, ilya, lena);
});
