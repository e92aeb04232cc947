/** A member who was forced, or a desk that is broken: what one signature can do to the keys of the others. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { toBase64 } from "#bytes";
import { penOf } from "#casework";
import { countingDevices, makeDeviceCert, makeEpoch, wrappedEpoch, type EpochElement } from "#entry";
import { randomBytes, randomHex, Signer } from "#prim";
import { newRecipientIdentity, recipientOf, sealAge } from "#seal";
import { endPlay, letIn, PASSPHRASE, settle, stage, three } from "../testing/cast.ts";
import { confirm, remove, suspend, write, type OpenDesk } from "./index.ts";
import { readMemberKey } from "./keyring.ts";
import { commitAct } from "./line.ts";
import { syncDesk } from "./sync.ts";

/** A record that one desk writes and others must read once everything was exchanged. */
async function isRead(from: OpenDesk, by: readonly OpenDesk[]): Promise<boolean> {
  const record = penOf(randomBytes)("subject", { type: "case" });
  write(from, "work", "begin-case", [record]);
  await settle(from, ...by);
  return by.every((desk) => desk.records.book(desk.line).byId(record.id).length === 1);
}

for (const [what, recipient] of [
  ["a recipient that is none", async () => "age1pq1qqqq"],
  ["a recipient with a wrong checksum", async () => (await recipientOf(await newRecipientIdentity())).replace(/.$/, (last) => (last === "q" ? "p" : "q"))],
] as const)
  test(`a device with ${what} does not keep the others from new keys`, async () => {
    const on = stage();
    const [amina, tomas, ilya] = await three(on);
    const member = await readMemberKey(join(on.dir, "Ilya-member-key.age"), PASSPHRASE);
    const device = makeDeviceCert(member, Signer.random().publicKey, await recipient());
    await commitAct(ilya, { device, kind: "add-device", person: ilya.keyring.person });
    await settle(amina, tomas, ilya);
    assert.ok(countingDevices(amina.line).includes(device.device), "the device counts: it may sign");
    assert.ok(await isRead(amina, [tomas, ilya]));
    // And when keys must change, they do.
    await remove(amina, ilya.keyring.person);
    await settle(amina, tomas);
    for (const id of tomas.line.judged.pending.keys()) await confirm(tomas, id);
    await settle(amina, tomas, ilya);
    assert.ok(await isRead(amina, [tomas]));
    assert.equal(ilya.records.book(ilya.line).current("subject").length, 1, "the removed read nothing more");
    endPlay(on, amina, tomas, ilya);
  });

/** New keys for all compartments, with one device's lockboxes changed: what a broken or captured desk may put on the line. */
async function spoiledEpochs(desk: OpenDesk, victim: string, spoil: (element: EpochElement, recipient: string) => Promise<EpochElement>): Promise<void> {
  const devices = countingDevices(desk.line);
  const recipients = devices.map((device) => ({ device, recipient: desk.line.state.devices.get(device)!.recipient }));
  const epochs = [];
  for (const compartment of ["inbox", "roster", "signing", "work"]) {
    const parent = desk.line.judged.inForce.get(compartment) ?? null;
    const inside = wrappedEpoch(desk.line, { parent });
    const wraps = inside === null ? null : { id: inside.id, key: desk.epochKeys.get(inside.id)!.key };
    const { element } = await makeEpoch({ compartment, recipients, parent, wraps, random: randomBytes });
    epochs.push(await spoil(element, desk.line.state.devices.get(victim)!.recipient));
  }
  await commitAct(desk, { kind: "epoch", epochs });
}

const withBox = (element: EpochElement, device: string, box: string): EpochElement => ({
  ...element,
  lockboxes: element.lockboxes.map((each) => (each.device === device ? { device, box } : each)),
});

for (const [what, spoil] of [
  ["holds another key", async (element: EpochElement, victim: string, recipient: string) => withBox(element, victim, toBase64(await sealAge([recipient], randomBytes(64))))],
  ["is sealed to somebody else", async (element: EpochElement, victim: string) =>
    withBox(element, victim, toBase64(await sealAge([await recipientOf(await newRecipientIdentity())], randomBytes(64))))],
  ["is no age file", async (element: EpochElement, victim: string) => withBox(element, victim, toBase64(randomBytes(300)))],
] as const)
  test(`a lockbox that ${what}: its owner says so, nobody writes under those keys, and new ones are made`, async () => {
    const on = stage();
    const [amina, tomas, ilya] = await three(on);
    const victim = tomas.keyring.device.publicKey;
    await spoiledEpochs(ilya, victim, (element, recipient) => spoil(element, victim, recipient));
    const bad = [...ilya.line.judged.inForce.values()];
    assert.equal(bad.length, 4);
    // Amina's desk has received the act and Tomas has not spoken yet: what she writes then is not lost to him either.
    await syncDesk(amina);
    const early = penOf(randomBytes)("subject", { type: "case" });
    write(amina, "work", "begin-case", [early]);
    await settle(amina, tomas, ilya);
    for (const id of bad) assert.equal(amina.line.judged.epochs.get(id)!.bad, true);
    for (const id of amina.line.judged.inForce.values()) assert.ok(!bad.includes(id), "other keys are in force");
    assert.ok(await isRead(amina, [tomas, ilya]));
    assert.equal(tomas.records.book(tomas.line).byId(early.id).length, 1);
    endPlay(on, amina, tomas, ilya);
  });

test("keys that nobody has, their maker neither: the line goes on where it was, and the record under other keys", async () => {
  const on = stage();
  const [amina, tomas, ilya] = await three(on);
  await spoiledEpochs(ilya, ilya.keyring.device.publicKey, async (element) => ({ ...element, keyCommitment: randomHex(32) }));
  await settle(tomas, amina, ilya);
  assert.ok(await isRead(amina, [tomas, ilya]));
  assert.ok(await isRead(tomas, [amina, ilya]));
  // The line takes acts as before: the one who made them is suspended, and reads nothing more.
  await suspend(amina, ilya.keyring.person);
  await settle(amina, tomas);
  await settle(amina, tomas, ilya);
  assert.ok(await isRead(tomas, [amina]));
  assert.equal(ilya.records.book(ilya.line).current("subject").length, 2);
  assert.equal(amina.line.fork, null);
  endPlay(on, amina, tomas, ilya);
});

test("a relay that lost everything is filled again with a line that has bad keys in it", async () => {
  const on = stage();
  const [amina, tomas, ilya] = await three(on);
  await spoiledEpochs(ilya, tomas.keyring.device.publicKey, async (element) => withBox(element, tomas.keyring.device.publicKey, toBase64(randomBytes(300))));
  await settle(amina, tomas, ilya);
  assert.ok(await isRead(amina, [tomas, ilya]));
  const head = amina.line.head!;
  on.emptyRelay();
  await settle(amina, tomas, ilya);
  assert.ok(await isRead(tomas, [amina, ilya]));
  const dalia = await letIn(on, amina, "Dalia", tomas);
  assert.ok(dalia.line.acts.has(head));
  assert.equal(dalia.records.book(dalia.line).current("subject").length, 2);
  endPlay(on, amina, tomas, ilya, dalia);
});
