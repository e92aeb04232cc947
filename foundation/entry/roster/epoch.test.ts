/** Epochs with real keys, from making one to writing under it. */
import { deepEqual, equal, notEqual, rejects } from "node:assert/strict";
import { before, test } from "node:test";
import { fromHex, Redacted, toHex } from "#bytes";
import {
  deviceCounts,
  epochId,
  epochRecipientsWanted,
  keyCommitment,
  makeEpoch,
  openLockbox,
  unwrap,
  wrappedEpoch,
  writableEpoch,
  type EpochMade,
} from "#entry";
import { randomBytes, sha256Hex } from "#prim";
import { newRecipientIdentity, recipientOf, SealError } from "#seal";
import { amina, applied, bako, chidi, epochFor, epochOf, id, pending, say, Scene } from "../../../vectors/roster/cast.ts";

type Reader = { readonly device: string; readonly identity: Redacted<string>; readonly recipient: string };
let readers: readonly Reader[];
let first: EpochMade;
const random = randomBytes;
const firstId = epochId(id("act"), "work");

before(async () => {
  readers = await Promise.all(
    [amina, bako].map(async (member) => {
      const identity = await newRecipientIdentity();
      return { device: member.laptop.key, identity, recipient: await recipientOf(identity) };
    }),
  );
  first = await makeEpoch({ compartment: "work", recipients: readers, parent: null, wraps: null, random });
});

test("each recipient opens the same key and a token of their own", async () => {
  const opened = await Promise.all(readers.map(({ device, identity }) => openLockbox(first.element, device, identity, null)));
  deepEqual(
    opened.map(({ key }) => key.reveal()),
    [first.key.reveal(), first.key.reveal()],
  );
  const tokens = opened.map(({ writeToken }) => toHex(writeToken.reveal()));
  deepEqual(
    tokens,
    readers.map(({ device }) => toHex(first.tokens.get(device)!.reveal())),
  );
  notEqual(tokens[0], tokens[1]);
  deepEqual(first.element.writers, tokens.map((token) => sha256Hex(fromHex(token))).sort());
  deepEqual(
    first.element.lockboxes.map((lockbox) => lockbox.device),
    readers.map(({ device }) => device).sort(),
  );
});

test("whoever reads the new epoch reads the old", async () => {
  const wraps = { id: firstId, key: first.key };
  const second = await makeEpoch({ compartment: "work", recipients: readers.slice(0, 1), parent: firstId, wraps, random });
  const of = { id: firstId, keyCommitment: first.element.keyCommitment };
  const { wrappedKey } = await openLockbox(second.element, readers[0]!.device, readers[0]!.identity, of);
  deepEqual(wrappedKey?.reveal(), first.key.reveal());
  await rejects(unwrap(second.element, second.key.reveal(), { ...of, id: id("another epoch") }), { code: "wrap-broken" });
  await rejects(unwrap(second.element, second.key.reveal(), null), { code: "wrap-broken" });
  await rejects(unwrap(second.element, first.key.reveal(), of), { code: "wrap-broken" });
});

test("no lockbox is an answer, a closed one is a reason for EPOCH-BAD, a broken identity of one's own is neither", async () => {
  const [mine, theirs] = readers as [Reader, Reader];
  await rejects(openLockbox(first.element, chidi.laptop.key, mine.identity, null), { code: "not-for-this-device" });
  await rejects(openLockbox(first.element, mine.device, theirs.identity, null), { code: "lockbox-closed" });
  await rejects(
    openLockbox(first.element, mine.device, new Redacted("AGE-SECRET-KEY-PQ-1"), null),
    (error) => error instanceof SealError && error.code === "bad-identity",
  );
});

test("an epoch for a recipient that is none is not made", async () => {
  const recipients = [{ device: amina.laptop.key, recipient: amina.laptop.recipient }];
  await rejects(makeEpoch({ compartment: "work", recipients, parent: null, wraps: null, random }), SealError);
});

test("the key is nowhere in the element, and prints as nothing", () => {
  const told = JSON.stringify(first);
  equal(told.includes(toHex(first.key.reveal())), false);
  equal(first.element.keyCommitment, keyCommitment(first.key.reveal()));
});

test("a desk writes under the epoch in force while all its recipients count", () => {
  const scene = Scene.of(amina, bako, chidi);
  equal(writableEpoch(scene.line, "work"), null);
  const all = [amina.laptop, bako.laptop, chidi.laptop];
  deepEqual(
    epochRecipientsWanted(scene.line),
    all.map(({ key, recipient }) => ({ device: key, recipient })).sort((a, b) => (a.device < b.device ? -1 : 1)),
  );
  const act = scene.does(applied, say.epoch(epochFor(all), epochFor(all, null, "inbox")), amina);
  equal(writableEpoch(scene.line, "work")?.id, epochOf(act));
  equal(writableEpoch(scene.line, "inbox")?.id, epochOf(act, "inbox"));

  const suspension = scene.does(applied, say.suspend(bako), amina);
  equal(writableEpoch(scene.line, "work"), null);
  scene.both(say.reinstate(suspension), amina, chidi);
  equal(writableEpoch(scene.line, "work")?.id, epochOf(act));

  scene.does(applied, say.epochBad(epochOf(act)), bako);
  equal(writableEpoch(scene.line, "work"), null);
  equal(writableEpoch(scene.line, "inbox")?.id, epochOf(act, "inbox"));
});

test("a newcomer counts before they have keys, and gets them by two", () => {
  const scene = Scene.of(amina, bako);
  const act = scene.does(applied, say.epoch(epochFor([amina.laptop, bako.laptop])), amina);
  scene.both(say.admit(chidi.joining()), amina, bako);
  equal(deviceCounts(scene.line, chidi.laptop.key), true);
  const wider = scene.does(pending, say.epoch(epochFor([amina.laptop, bako.laptop, chidi.laptop], epochOf(act))), amina);
  equal(writableEpoch(scene.line, "work")?.id, epochOf(act));
  scene.does(applied, say.confirm(wider), bako);
  equal(writableEpoch(scene.line, "work")?.id, epochOf(wider));
});

test("a bad epoch does not end the compartment: the next one wraps the last that was good", () => {
  const scene = Scene.of(amina, bako);
  const both = [amina.laptop, bako.laptop];
  const good = scene.does(applied, say.epoch(epochFor(both)), amina);
  const bad = scene.does(applied, say.epoch(epochFor(both, epochOf(good))), bako);
  equal(wrappedEpoch(scene.line, { parent: epochOf(bad) })?.id, epochOf(bad));
  scene.does(applied, say.epochBad(epochOf(bad)), amina);
  equal(wrappedEpoch(scene.line, { parent: epochOf(bad) })?.id, epochOf(good));
  const next = scene.does(applied, say.epoch(epochFor(both, epochOf(bad))), amina);
  equal(writableEpoch(scene.line, "work")?.id, epochOf(next));
  scene.does(applied, say.epochBad(epochOf(good)), amina);
  equal(wrappedEpoch(scene.line, { parent: epochOf(bad) }), null);
  equal(wrappedEpoch(scene.line, { parent: null }), null);
});
