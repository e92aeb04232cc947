import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { canonical, parseCanonical, toBase64, toHex, utf8, type Bytes, type Json } from "#bytes";
import { damagedJson } from "../../../scripts/fuzz-json.ts";
import { fuzz, fuzzLater } from "../../../scripts/fuzz.ts";
import { endPlay, founder, PASSPHRASE, stage } from "../testing/cast.ts";
import { readBackup } from "./backup.ts";
import { backUp, beginJoining, DeskError, invite, readRequest, requestText, takeAnswer } from "./index.ts";
import { keyringIn, memberKeyIn } from "./keyring.ts";
import { newRecipientIdentity, openKeyFile, recipientOf, sealAge } from "#seal";
import { makeDeviceCert } from "#entry";
import { sha256, Signer } from "#prim";

const on = stage();
const amina = await founder(on, "Amina");
after(() => endPlay(on, amina));
const isOurs = (error: unknown): boolean => error instanceof DeskError;
const asText = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

const inside = async (path: string): Promise<Bytes> => openKeyFile(PASSPHRASE, readFileSync(path));
const [keys, memberKey] = [await inside(join(amina.dir, "keys.age")), await inside(join(on.dir, "Amina-member-key.age"))];
const backup = await inside((await backUp(amina, PASSPHRASE, on.surroundings)).path);

test("a restored desk's request, as it is handed over", async (t) => {
  const member = Signer.random();
  const device = makeDeviceCert(member, Signer.random().publicKey, await recipientOf(await newRecipientIdentity()));
  fuzz(t, { name: "device request", valid: [utf8(requestText({ person: member.publicKey, device }))], from: asText, isOurs, parse: readRequest });
});

test("an invite's code", async (t) => {
  const { code } = await invite(amina);
  // Nobody answers: what is asked is only whether the code is read.
  const away = { ...on.surroundings, patience: { attempts: 1 }, fetch: (() => Promise.reject(new TypeError("away"))) as typeof fetch };
  await fuzzLater(t, { name: "invite code", valid: [utf8(code)], from: asText, isOurs, parse: (text) => readsAway(() => beginJoining(text, "Tomas", away)) });
});

test("a colleague's answer", async (t) => {
  await fuzzLater(t, { name: "answer", valid: [utf8(`vouchsafe-answer:1:${toBase64(await sealAge([await recipientOf(amina.keyring.recipientIdentity)], canonical({ lineKeys: amina.lineLogs.map((log) => toHex(log.key.reveal())) })))}`)], from: asText, isOurs, parse: (text) => takeAnswer(amina, text) });
});

for (const [name, bytes, parse] of [
  ["what a key file holds", keys, keyringIn],
  ["what a member key file holds", memberKey, memberKeyIn],
] as const)
  test(name, (t) =>
    fuzz(t, {
      name,
      valid: [bytes],
      from: (damaged, chance) => (chance.below(2) === 0 ? (damaged as Bytes) : spelled(damagedJson(chance, [parseCanonical(bytes)]) as Json)),
      isOurs,
      parse,
    }));

test("what a backup holds", (t) =>
  fuzz(t, {
    name: "backup",
    valid: [shortened(backup)],
    // A frame at the end holds the hash of all before it: without a right one nothing behind it is looked at. A quarter is left with the wrong one.
    from: (bytes, chance) => (chance.below(4) === 0 ? (bytes as Bytes) : hashed(bytes)),
    isOurs,
    parse: readBackup,
  }));

const END_BYTES = 5 + 32;

function hashed(bytes: Uint8Array): Bytes {
  const out = Uint8Array.from(bytes);
  if (out.length > END_BYTES) out.set(sha256(out.subarray(0, out.length - END_BYTES)), out.length - 32);
  return out;
}

/** The head, the first frame and the end. */
function shortened(whole: Bytes): Bytes {
  const head = whole.indexOf(10) + 1;
  const first = head + 5 + new DataView(whole.buffer, whole.byteOffset).getUint32(head);
  return hashed(Buffer.concat([whole.subarray(0, first), whole.subarray(-END_BYTES)]));
}

function spelled(value: Json): Bytes {
  try {
    return canonical(value);
  } catch {
    return utf8("null");
  }
}

/** That nobody was there to be asked says that the code was read. */
async function readsAway(join: () => Promise<unknown>): Promise<void> {
  try {
    await join();
  } catch (error) {
    if (!(error instanceof DeskError && error.code === "offline")) throw error;
  }
}
