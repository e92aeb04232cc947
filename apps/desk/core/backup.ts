/**
 * A backup: one encrypted file with everything this desk can read, and its restoring on a bare folder as a **new device** (docs/formats/keyfile.md).
 * It holds no device key: two devices writing one chain would look like a forgery. The person's member key certifies the new device, and colleagues let it in.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { BytesError, canonical, concat, concatAll, fromBase64, fromHex, fromUtf8, parseCanonical, readU32, Redacted, take, toBase64, toHex, u32, utf8, type Bytes } from "#bytes";
import { makeDirectory, writeFileDurably } from "#durable";
import { deviceCertHolds, emptyLine, encodeFrame, EntryError, makeDeviceCert, parseAct, parseFrame, verifyEntry, wordsOf, type DeviceCert, type VerifiedEntry } from "#entry";
import { hashOf, randomBytes, randomHex, sameSecret, sha256, Signer } from "#prim";
import { newRecipientIdentity, openAge, openKeyFile, recipientOf, sealAge, sealKeyFile, SealError } from "#seal";
import type { StoredAct } from "#store";
import { DeskError } from "./errors.ts";
import { backupsOf, emptyAgain, endBeginning, KEY_FILE, takeFolder } from "./folder.ts";
import { readMemberKey, writeKeyring, type Keyring } from "./keyring.ts";
import { commitAct, readWholeLine, rebuildLine } from "./line.ts";
import { lineActs } from "./met-acts.ts";
import type { OpenDesk } from "./open-desk.ts";
import { recount, rosterView } from "./records.ts";
import { closeDesk, openWith, type Surroundings } from "./unlock.ts";

const KIND = { act: 1, entry: 2, epochKey: 3, end: 255 } as const;
const PAGE = 1000;
const REQUEST = "vouchsafe-device:1:";
const ANSWER = "vouchsafe-answer:1:";
/** 66 bits, as at an invite. */
const WORDS_READ = 6;
const LINE_WIDTH = /.{1,76}/g;
/** Where a restored desk keeps its request until it is let in. */
const MY_REQUEST = "device-request";
const hex32 = z.string().regex(/^[0-9a-f]{64}$/);
const Request = z.strictObject({ device: z.strictObject({ device: hex32, recipient: z.string().max(4096), signature: z.string().max(128) }), person: hex32 });
const Answer = z.strictObject({ lineKeys: z.array(hex32).min(1).max(1024) });
const Head = z.strictObject({ group: hex32, kind: z.literal("vouchsafe-backup"), line0Key: hex32, person: hex32, relay: z.string().max(256), v: z.literal(1) });

/** Writes a backup below the desk's folder. */
export async function backUp(desk: OpenDesk, passphrase: Redacted<string>, surroundings: Surroundings = {}): Promise<{ readonly path: string; readonly entries: number }> {
  const { keyring, store } = desk;
  const head = { group: keyring.group, kind: "vouchsafe-backup", line0Key: toHex(keyring.line0Key.reveal()), person: keyring.person, relay: keyring.relay, v: 1 };
  const frames: Bytes[] = [concat(canonical(head), utf8("\n"))];
  for (const { stored } of lineActs(store)) frames.push(frame(KIND.act, stored));
  let entries = 0;
  for (let arrival = 0; ; ) {
    const page = store.entriesAfter(arrival, PAGE);
    for (const { entry } of page) frames.push(frame(KIND.entry, encodeFrame(entry)));
    entries += page.length;
    if (page.length < PAGE) break;
    arrival = page.at(-1)!.arrival;
  }
  for (const { epoch, compartment, key } of store.epochKeys()) frames.push(frame(KIND.epochKey, concat(utf8(`${compartment}\0`), fromHex(epoch), key.reveal())));
  const body = concatAll(frames);
  const path = join(backupsOf(desk.dir), `backup-${randomHex(8)}.age`);
  makeDirectory(backupsOf(desk.dir));
  writeFileDurably(path, await sealKeyFile(passphrase, concat(body, frame(KIND.end, sha256(body))), surroundings.workFactor));
  return { path, entries };
}

/** What a restored desk asks colleagues to let in: read to them, or handed over as a file. */
export type DeviceRequest = {
  readonly person: string;
  readonly device: DeviceCert;
};

export interface Restored {
  readonly desk: OpenDesk;
  readonly request: DeviceRequest;
  readonly entries: number;
}

/**
 * Restores a backup on a bare folder. Throws `DeskError`: `wrong-passphrase`, `bad-key-file`, `bad-backup`, `already-a-desk`. Nothing is left behind where it throws.
 * `accountToken` is for the desk that looks after the relay: no backup holds it.
 */
export async function restore(
  file: { readonly path: string; readonly passphrase: Redacted<string> },
  member: { readonly path: string; readonly passphrase: Redacted<string> },
  dir: string,
  passphrase: Redacted<string>,
  surroundings: Surroundings = {},
  accountToken: Redacted<string> | null = null,
): Promise<Restored> {
  const { head, acts, entries, keys } = readBackup(await opened(file.path, file.passphrase));
  const memberKey = await readMemberKey(member.path, member.passphrase);
  if (memberKey.publicKey !== head.person) throw new DeskError("bad-backup");
  const device = Signer.random();
  const recipientIdentity = await newRecipientIdentity();
  const cert = makeDeviceCert(memberKey, device.publicKey, await recipientOf(recipientIdentity));
  const keyring: Keyring = {
    accountToken,
    databaseKey: new Redacted(randomBytes(32)),
    device,
    group: head.group,
    line0Key: new Redacted(fromHex(head.line0Key)),
    person: head.person,
    recipientIdentity,
    relay: head.relay,
  };
  const wasThere = existsSync(dir);
  takeFolder(dir);
  let desk: OpenDesk | null = null;
  try {
    desk = openWith(dir, keyring, emptyLine(), surroundings);
    desk.store.addActs(acts);
    for (const { epoch, compartment, key } of keys) {
      desk.store.addEpochKey({ epoch, compartment, key: new Redacted(key) });
      desk.epochKeys.set(epoch, { compartment, epochId: epoch, key: new Redacted(key), writeToken: null });
    }
    await rebuildLine(desk);
    for (let at = 0; at < entries.length; at += PAGE) desk.store.addEntries(entries.slice(at, at + PAGE), rosterView(desk.line));
    recount(desk);
    const request: DeviceRequest = { person: head.person, device: cert };
    desk.store.set(MY_REQUEST, canonical(request));
    await writeKeyring(join(dir, KEY_FILE), keyring, passphrase, surroundings.workFactor);
    endBeginning(dir);
    return { desk, request, entries: entries.length };
  } catch (error) {
    if (desk !== null) closeDesk(desk);
    emptyAgain(dir, wasThere);
    throw error;
  }
}

/** What this desk asked when it was restored; `null` for one that was not. */
export function requestOf(desk: OpenDesk): DeviceRequest | null {
  const kept = desk.store.get(MY_REQUEST);
  return kept === null ? null : Request.parse(parseCanonical(kept));
}

/** A request as text to be handed over. Where lines are broken and spaces put in on the way does not matter. */
export function requestText(request: DeviceRequest): string {
  return asText(REQUEST, canonical(request));
}

/** Reads a request's text. `null` where it is none, or where the person it names did not certify the device. */
export function readRequest(text: string): DeviceRequest | null {
  const request = readText(REQUEST, text, Request);
  return request !== null && deviceCertHolds(request.person, request.device) ? request : null;
}

/** Six words both sides read to each other: whoever has somebody's member key could ask in their name. */
export function requestWords({ person, device }: DeviceRequest): readonly string[] {
  return wordsOf(hashOf("device-words", canonical({ device, person })), WORDS_READ);
}

/**
 * Lets a colleague's new device in: proposed by one person, confirmed by a second. Gives the answer for the restored desk: the keys of the line, sealed to it,
 * for they may have changed since its backup and without them it could not read that it was let in. Asked again it proposes nothing anew.
 */
export async function addDevice(desk: OpenDesk, { device, person }: DeviceRequest): Promise<string> {
  const isProposed = [...desk.line.state.pending.values()].some(({ body }) => body.act.kind === "add-device" && body.act.device.device === device.device);
  if (!isProposed && desk.line.state.devices.get(device.device)?.person !== person) await commitAct(desk, { device, kind: "add-device", person });
  const lineKeys = desk.lineLogs.map((log) => toHex(log.key.reveal()));
  return asText(ANSWER, await sealAge([device.recipient], canonical({ lineKeys })));
}

/** Takes a colleague's answer and reads the line to its end. Throws `DeskError`: `bad-invite` where it is none for this desk, `offline`. */
export async function takeAnswer(desk: OpenDesk, text: string): Promise<void> {
  await readWholeLine(desk, await answeredKeys(desk, text));
}

async function answeredKeys(desk: OpenDesk, text: string): Promise<Bytes[]> {
  const bare = text.replaceAll(/\s/g, "");
  try {
    if (!bare.startsWith(ANSWER)) throw new DeskError("bad-invite");
    const answer = Answer.safeParse(parseCanonical(await openAge(desk.keyring.recipientIdentity, fromBase64(bare.slice(ANSWER.length)))));
    if (!answer.success) throw new DeskError("bad-invite");
    return answer.data.lineKeys.map((key) => fromHex(key));
  } catch (error) {
    if (error instanceof BytesError || error instanceof SealError) throw new DeskError("bad-invite");
    throw error;
  }
}

function asText(prefix: string, bytes: Uint8Array): string {
  return `${`${prefix}${toBase64(bytes)}`.match(LINE_WIDTH)!.join("\n")}\n`;
}

function readText<T>(prefix: string, text: string, schema: z.ZodType<T>): T | null {
  const bare = text.replaceAll(/\s/g, "");
  if (!bare.startsWith(prefix)) return null;
  try {
    return schema.safeParse(parseCanonical(fromBase64(bare.slice(prefix.length)))).data ?? null;
  } catch (error) {
    if (error instanceof BytesError) return null;
    throw error;
  }
}

function frame(kind: number, content: Uint8Array): Bytes {
  return concat(u32(content.length), Uint8Array.of(kind), content);
}

async function opened(path: string, passphrase: Redacted<string>): Promise<Bytes> {
  try {
    return await openKeyFile(passphrase, readFileSync(path));
  } catch (error) {
    if (error instanceof SealError) throw new DeskError(error.code === "wrong-passphrase" ? "wrong-passphrase" : "bad-backup");
    throw error;
  }
}

export interface Backup {
  readonly head: z.infer<typeof Head>;
  readonly acts: StoredAct[];
  readonly entries: VerifiedEntry[];
  readonly keys: { readonly epoch: string; readonly compartment: string; readonly key: Bytes }[];
}

/** Reads a backup's frames strictly. Throws `DeskError("bad-backup")`, also for a file that ends early or says something else at its end. */
export function readBackup(bytes: Bytes): Backup {
  try {
    const headEnd = bytes.indexOf(10);
    const parsed = Head.safeParse(parseCanonical(bytes.subarray(0, headEnd)));
    if (headEnd < 0 || !parsed.success) throw new DeskError("bad-backup");
    const backup: Backup = { head: parsed.data, acts: [], entries: [], keys: [] };
    for (let at = headEnd + 1; ; ) {
      const length = readU32(bytes, at);
      const [kind] = take(bytes, at + 4, 1);
      const content = take(bytes, at + 5, length);
      if (kind === KIND.end) {
        if (at + 5 + length !== bytes.length || !sameSecret(content, sha256(bytes.subarray(0, at)))) throw new DeskError("bad-backup");
        return backup;
      }
      at += 5 + length;
      readFrame(backup, kind, content);
    }
  } catch (error) {
    if (error instanceof BytesError || error instanceof EntryError) throw new DeskError("bad-backup");
    throw error;
  }
}

function readFrame(backup: Backup, kind: number | undefined, content: Bytes): void {
  if (kind === KIND.act) {
    backup.acts.push({ id: parseAct(content).id, stored: content });
  } else if (kind === KIND.entry) {
    backup.entries.push(verifyEntry(parseFrame(content)));
  } else if (kind === KIND.epochKey) {
    const end = content.indexOf(0);
    if (end < 1 || content.length !== end + 1 + 64) throw new DeskError("bad-backup");
    backup.keys.push({ compartment: fromUtf8(content.subarray(0, end)), epoch: toHex(content.subarray(end + 1, end + 33)), key: content.slice(end + 33) });
  } else throw new DeskError("bad-backup");
}
