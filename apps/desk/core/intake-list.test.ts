/** The list of intake keys: what desks agree on by themselves, and what one or two members who were forced can do to it. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import type { Json } from "#bytes";
import { countingDevices, makeDeviceCert } from "#entry";
import { randomHex, Signer } from "#prim";
import { newRecipientIdentity, recipientOf } from "#seal";
import { addDays, composeKeys, dayOf, parseKeys, pinnedOf, signKeys, verifyKeys, writeKeys, type Keys } from "#tell";
import { endPlay, founder, letIn, PASSPHRASE, settle, stage, type Stage } from "../testing/cast.ts";
import { commitAct, publishedKeys, suspend, tendKeys, write, type OpenDesk } from "./index.ts";
import { inTurn } from "./intake-list.ts";
import { readMemberKey } from "./keyring.ts";

const DAY_MS = 86_400_000;

/** What an ordinary exchange does for the list, until nothing moves any more. */
async function tend(...desks: readonly OpenDesk[]): Promise<void> {
  for (let round = 0; round < 4; round++) {
    for (const desk of desks) await tendKeys(desk);
    await settle(...desks);
  }
}

async function listOf(desk: OpenDesk): Promise<Keys> {
  const file = await publishedKeys(desk);
  assert.ok(file !== null);
  return parseKeys(file).keys;
}

/** Writes a record of the compartment `signing` as only a changed program would. */
function say(desk: OpenDesk, kind: string, fields: { readonly [key: string]: Json }): void {
  const id = randomHex(16);
  write(desk, "signing", "say-anything", [{ id, kind: "newer form", raw: { ...fields, id, kind } }]);
}

/** Offers a recipient that sorts before this one. */
async function offerAnother(desk: OpenDesk, below: string): Promise<string> {
  for (;;) {
    const recipient = await recipientOf(await newRecipientIdentity());
    if (recipient >= below) continue;
    say(desk, "intakeRecipient", { recipient });
    return recipient;
  }
}

function counted(desk: OpenDesk, what: string): number {
  const bytes = desk.store.get(`count/${what}`);
  return bytes === null ? 0 : Number(new TextDecoder().decode(bytes));
}

async function two(on: Stage): Promise<[OpenDesk, OpenDesk]> {
  const amina = await founder(on, "Amina");
  assert.equal(await tendKeys(amina), null, "a group of one has no live Tell");
  const tomas = await letIn(on, amina, "Tomas", null);
  await tend(amina, tomas);
  return [amina, tomas];
}

async function three(on: Stage): Promise<[OpenDesk, OpenDesk, OpenDesk]> {
  const [amina, tomas] = await two(on);
  const ilya = await letIn(on, amina, "Ilya", tomas);
  await tend(amina, tomas, ilya);
  return [amina, tomas, ilya];
}

test("a list of intake keys that two of the roster did not sign is not followed, and is counted", async () => {
  const on = stage();
  const [amina, tomas] = await two(on);
  const ours = await publishedKeys(amina);
  assert.ok(ours !== null);
  assert.equal(parseKeys(ours).signatures.length, 2);

  const strangers = [Signer.random(), Signer.random()];
  const intake = await Promise.all([1, 2].map(async () => recipientOf(await newRecipientIdentity())));
  const forged = composeKeys({ after: parseKeys(ours), group: amina.line.group!, intake, made: dayOf(amina.now()), signers: strangers.map((s) => [s.publicKey]), trustee: null });
  const file = writeKeys(forged, strangers.map((stranger) => signKeys(forged, stranger)));
  assert.equal((await amina.relay.putKeys(on.accountToken.reveal(), file)).kind, "ok");
  for (const desk of [amina, tomas]) assert.deepEqual(await publishedKeys(desk), ours);
  assert.ok(counted(tomas, "foreign-keys") > 0);
  assert.equal((await amina.relay.putKeys(on.accountToken.reveal(), new Uint8Array(100))).kind, "ok");
  assert.deepEqual(await publishedKeys(tomas), ours, "nor is one that is none");
  endPlay(on, amina, tomas);
});

test("the list is renewed every week, also where desks proposed it on different days", async () => {
  let clock = Date.UTC(2026, 10, 1, 12);
  const on = stage(() => clock);
  const [amina, tomas] = await two(on);
  const madeOf = async (version: number): Promise<string> => {
    const list = await listOf(amina);
    assert.deepEqual([list.version, list.expires], [version, addDays(list.made, 30)]);
    return list.made;
  };
  clock += 8 * DAY_MS;
  await tendKeys(amina);
  await settle(amina, tomas);
  const proposed = dayOf(clock);
  clock += DAY_MS;
  await tend(tomas, amina);
  assert.equal(await madeOf(2), proposed, "what one proposed the other signs the day after");
  clock += 8 * DAY_MS;
  await tendKeys(amina); // each without having heard of the other
  clock += DAY_MS;
  await tendKeys(tomas);
  await tend(amina, tomas);
  assert.equal(await madeOf(3), dayOf(clock), "of two proposals they sign the newest");
  assert.equal(counted(amina, "odd-drafts"), 0);
  endPlay(on, amina, tomas);
});

test("one member alone puts neither a trustee nor signers nor days of their own into the list: it is not signed, and counted", async () => {
  let clock = Date.UTC(2026, 10, 1, 12);
  const on = stage(() => clock);
  const [amina, tomas] = await two(on);
  const first = (await publishedKeys(amina))!;
  const pinned = pinnedOf(first, dayOf(clock)); // what a reporter's page has built in
  clock += 8 * DAY_MS;
  const before = parseKeys(first);
  const captor = await recipientOf(await newRecipientIdentity());
  const wanted = { after: before, group: before.keys.group, intake: before.keys.intake, made: dayOf(clock), signers: before.keys.signers, trustee: null };
  for (const keys of [
    composeKeys({ ...wanted, trustee: captor }),
    composeKeys({ ...wanted, signers: [1, 2].map(() => [Signer.random().publicKey]) }),
    composeKeys({ ...wanted, intake: [...before.keys.intake, captor] }),
    composeKeys({ ...wanted, made: "2199-01-01" }),
    { ...composeKeys(wanted), expires: addDays(dayOf(clock), 1) },
  ])
    say(tomas, "keysDraft", { keys, signature: signKeys(keys, tomas.keyring.device) });
  await settle(tomas, amina);
  await tend(amina);
  await settle(tomas, amina);

  const relays = await amina.relay.keys();
  assert.ok(relays.kind === "ok");
  assert.deepEqual(relays.keys, first, "Tomas' desk has signed nothing that is ours yet");
  assert.equal(counted(amina, "odd-drafts"), 3, "those that no desk of ours could have meant");
  await tend(tomas, amina);
  const renewed = await amina.relay.keys();
  assert.ok(renewed.kind === "ok");
  const verdict = verifyKeys(renewed.keys, pinned, dayOf(clock), "served");
  assert.ok(verdict.outcome === "ok");
  assert.deepEqual(verdict.keys, composeKeys(wanted));
  endPlay(on, amina, tomas);
});

test("a signature that is not right, or another's, spoils no list", async () => {
  let clock = Date.UTC(2026, 10, 1, 12);
  const on = stage(() => clock);
  const [amina, tomas, ilya] = await three(on);
  const { version } = await listOf(amina);
  clock += 8 * DAY_MS;
  await tendKeys(amina);
  const row = amina.store.records({ kind: "keysDraft", limit: 1000 }).at(-1)!.record as { readonly keys: Json };
  const signature = Buffer.alloc(64, 7).toString("base64");
  for (const device of [ilya, amina].map((desk) => desk.keyring.device.publicKey)) say(ilya, "keysDraft", { keys: row.keys, signature: { device, signature } });
  await tend(amina, ilya);
  await tend(amina, tomas);
  assert.equal((await listOf(amina)).version, version + 1);
  endPlay(on, amina, tomas, ilya);
});

test("a record in `signing` that is out of form is counted, and stops neither the list nor a desk", async () => {
  let clock = Date.UTC(2026, 10, 1, 12);
  const on = stage(() => clock);
  const [amina, tomas, ilya] = await three(on);
  const { version, intake } = await listOf(amina);
  const signature = { device: ilya.keyring.device.publicKey, signature: "" };
  for (const fields of [{}, { keys: null, signature }, { keys: { version: version + 1 }, signature }, { keys: {}, signature: 5 }]) say(ilya, "keysDraft", fields);
  for (const recipient of [5, null, "x", intake[0]!.slice(0, -1) + (intake[0]!.endsWith("q") ? "p" : "q")]) say(ilya, "intakeRecipient", { recipient });
  await settle(ilya, amina, tomas);
  clock += 8 * DAY_MS;
  await tend(amina, tomas);
  const list = await listOf(amina);
  assert.equal(list.version, version + 1);
  assert.ok(list.intake.length >= 2);
  assert.equal(counted(amina, "odd-drafts"), 4);
  assert.equal(counted(amina, "odd-recipients"), 4);
  endPlay(on, amina, tomas, ilya);
});

test("a member who offers many recipients has one place on the list, and puts nobody off it", async () => {
  const on = stage();
  const [amina, tomas, ilya] = await three(on);
  const { intake } = await listOf(amina);
  assert.equal(intake.length, 3);
  const low: string[] = [];
  while (low.length < 7) low.push(await offerAnother(ilya, intake[0]!));
  const before = parseKeys((await publishedKeys(ilya))!);
  const keys = composeKeys({ after: before, group: before.keys.group, intake: low, made: dayOf(ilya.now()), signers: before.keys.signers, trustee: null });
  say(ilya, "keysDraft", { keys, signature: signKeys(keys, ilya.keyring.device) });
  await settle(ilya, amina, tomas);
  await tend(amina, tomas, ilya);
  const now = (await listOf(amina)).intake;
  assert.equal(now.length, 3);
  assert.deepEqual(now.filter((each) => low.includes(each)), [low.at(-1)], "the newest of a device is its own");
  assert.equal(now.filter((each) => intake.includes(each)).length, 2);
  endPlay(on, amina, tomas, ilya);
});

test("where there are more devices than places each person has one before anybody has two, oldest first", async () => {
  const on = stage();
  const [amina, tomas, ilya] = await three(on);
  const member = await readMemberKey(join(on.dir, "Ilya-member-key.age"), PASSPHRASE);
  const recipient = await recipientOf(await newRecipientIdentity());
  const more = Array.from({ length: 7 }, () => Signer.random().publicKey);
  for (const device of more) await commitAct(ilya, { kind: "add-device", person: ilya.keyring.person, device: makeDeviceCert(member, device, recipient) });
  const [first, second, third] = [amina, tomas, ilya].map((desk) => desk.keyring.device.publicKey);
  assert.deepEqual(inTurn(ilya.line, countingDevices(ilya.line)), [first, second, third, ...more]);
  endPlay(on, amina, tomas, ilya);
});

test("a list signed by persons who are suspended is not followed", async () => {
  const on = stage();
  const [amina, tomas, ilya] = await three(on);
  const lena = await letIn(on, amina, "Lena", tomas);
  await tend(amina, tomas, ilya, lena);
  const before = (await publishedKeys(amina))!;
  await suspend(amina, ilya.keyring.person);
  await settle(amina, tomas);
  await suspend(tomas, lena.keyring.person);
  await settle(amina, tomas);
  const intake = await Promise.all([1, 2].map(async () => recipientOf(await newRecipientIdentity())));
  const forged = composeKeys({ after: parseKeys(before), group: amina.line.group!, intake, made: dayOf(amina.now()), signers: [ilya, lena].map((desk) => [desk.keyring.device.publicKey]), trustee: null });
  const file = writeKeys(forged, [ilya, lena].map((desk) => signKeys(forged, desk.keyring.device)));
  assert.equal((await amina.relay.putKeys(on.accountToken.reveal(), file)).kind, "ok");
  for (const desk of [amina, tomas]) assert.deepEqual(await publishedKeys(desk), before);
  await tend(amina, tomas);
  const list = await listOf(tomas);
  assert.deepEqual([list.version, list.intake.length, list.signers.length], [parseKeys(before).keys.version + 1, 2, 2], "and the next goes on from the last true one, without them");
  endPlay(on, amina, tomas, ilya, lena);
});

test("a desk that was away follows the list a colleague signed before being suspended, so that the two who are left agree", async () => {
  let clock = Date.UTC(2026, 10, 1, 12);
  const on = stage(() => clock);
  const [amina, tomas, ilya] = await three(on);
  clock += 8 * DAY_MS;
  await tend(amina, ilya); // Tomas is away while the two renew it, and while Ilya is taken
  await suspend(amina, ilya.keyring.person);
  const { version } = await listOf(amina);
  await settle(amina, tomas);
  await tend(tomas, amina);
  for (const desk of [amina, tomas]) {
    const list = await listOf(desk);
    assert.deepEqual([list.version, list.intake.length], [version + 1, 2]);
  }
  endPlay(on, amina, tomas, ilya);
});
