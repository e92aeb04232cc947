/**
 * A backup: one encrypted file with everything this desk can read, and its restoring on a bare folder as a **new device** (docs/formats/keyfile.md).
 * It holds no device key: two devices writing one chain would look like a forgery. The person's member key certifies the new device, and colleagues let it in.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { BytesError, canonical, concat, fromHex, fromUtf8, parseCanonical, readU32, Redacted, take, toHex, u32, utf8, type Bytes } from "#bytes";
import { makeDirectory, writeFileDurably } from "#durable";
import { emptyLine, encodeFrame, EntryError, makeDeviceCert, parseAct, parseFrame, verifyEntry, type DeviceCert, type VerifiedEntry } from "#entry";
import { randomBytes, randomHex, sameSecret, sha256, Signer } from "#prim";
import { newRecipientIdentity, openKeyFile, recipientOf, sealKeyFile, SealError } from "#seal";
import type { StoredAct } from "#store";
import { DeskError } from "./errors.ts";
import { requireEmpty } from "./founding.ts";
import { readMemberKey, writeKeyring, type Keyring } from "./keyring.ts";
import { commitAct, rebuildLine } from "./line.ts";
import type { OpenDesk } from "./open-desk.ts";
import { recount, rosterView } from "./records.ts";
import { closeDesk, KEY_FILE, openWith, type Surroundings } from "./unlock.ts";

const KIND = { act: 1, entry: 2, epochKey: 3, end: 255 } as const;
const PAGE = 1000;
const hex32 = z.string().regex(/^[0-9a-f]{64}$/);
const Head = z.strictObject({ group: hex32, kind: z.literal("vouchsafe-backup"), line0Key: hex32, person: hex32, relay: z.string().max(256), v: z.literal(1) });

/** Writes a backup below the desk's folder. */
export async function backUp(desk: OpenDesk, passphrase: Redacted<string>, surroundings: Surroundings = {}): Promise<{ readonly path: string; readonly entries: number }> {
  const { keyring, store } = desk;
  const head = { group: keyring.group, kind: "vouchsafe-backup", line0Key: toHex(keyring.line0Key.reveal()), person: keyring.person, relay: keyring.relay, v: 1 };
  const frames: Bytes[] = [concat(canonical(head), utf8("\n"))];
  for (const { stored } of store.acts()) frames.push(frame(KIND.act, stored));
  let entries = 0;
  for (let arrival = 0; ; ) {
    const page = store.entriesAfter(arrival, PAGE);
    for (const { entry } of page) frames.push(frame(KIND.entry, encodeFrame(entry)));
    entries += page.length;
    if (page.length < PAGE) break;
    arrival = page.at(-1)!.arrival;
  }
  for (const { epoch, compartment, key } of store.epochKeys()) frames.push(frame(KIND.epochKey, concat(utf8(`${compartment}\0`), fromHex(epoch), key.reveal())));
  const body = concat(...frames);
  const path = join(desk.dir, "backups", `backup-${randomHex(8)}.age`);
  makeDirectory(join(desk.dir, "backups"));
  writeFileDurably(path, await sealKeyFile(passphrase, concat(body, frame(KIND.end, sha256(body))), surroundings.workFactor));
  return { path, entries };
}

/** What a restored desk asks colleagues to let in: read to them, or handed over as a file. */
export interface DeviceRequest {
  readonly person: string;
  readonly device: DeviceCert;
}

export interface Restored {
  readonly desk: OpenDesk;
  readonly request: DeviceRequest;
  readonly entries: number;
}

/** Restores a backup on a bare folder. Throws `DeskError`: `wrong-passphrase`, `bad-backup`, `already-a-desk`. Nothing is left behind where it throws before the end. */
export async function restore(
  file: { readonly path: string; readonly passphrase: Redacted<string> },
  member: { readonly path: string; readonly passphrase: Redacted<string> },
  dir: string,
  passphrase: Redacted<string>,
  surroundings: Surroundings = {},
): Promise<Restored> {
  const { head, acts, entries, keys } = readBackup(await opened(file.path, file.passphrase));
  const memberKey = await readMemberKey(member.path, member.passphrase);
  if (memberKey.publicKey !== head.person) throw new DeskError("bad-backup");
  requireEmpty(dir);
  const device = Signer.random();
  const recipientIdentity = await newRecipientIdentity();
  const cert = makeDeviceCert(memberKey, device.publicKey, await recipientOf(recipientIdentity));
  const keyring: Keyring = {
    accountToken: null,
    databaseKey: new Redacted(randomBytes(32)),
    device,
    group: head.group,
    line0Key: new Redacted(fromHex(head.line0Key)),
    person: head.person,
    recipientIdentity,
    relay: head.relay,
  };
  const desk = openWith(dir, keyring, emptyLine(), surroundings);
  try {
    desk.store.addActs(acts);
    for (const { epoch, compartment, key } of keys) {
      desk.store.addEpochKey({ epoch, compartment, key: new Redacted(key) });
      desk.epochKeys.set(epoch, { compartment, epochId: epoch, key: new Redacted(key), writeToken: null });
    }
    await rebuildLine(desk);
    for (let at = 0; at < entries.length; at += PAGE) desk.store.addEntries(entries.slice(at, at + PAGE), rosterView(desk.line));
    recount(desk);
    await writeKeyring(join(dir, KEY_FILE), keyring, passphrase, surroundings.workFactor);
    return { desk, request: { person: head.person, device: cert }, entries: entries.length };
  } catch (error) {
    closeDesk(desk);
    throw error;
  }
}

/** Lets a colleague's new device in: proposed by one person, confirmed by a second. */
export async function addDevice(desk: OpenDesk, request: DeviceRequest): Promise<void> {
  await commitAct(desk, { device: request.device, kind: "add-device", person: request.person });
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

interface Backup {
  readonly head: z.infer<typeof Head>;
  readonly acts: StoredAct[];
  readonly entries: VerifiedEntry[];
  readonly keys: { readonly epoch: string; readonly compartment: string; readonly key: Bytes }[];
}

/** Reads the frames strictly; a file that ends early or says something else at its end is `bad-backup`. */
function readBackup(bytes: Bytes): Backup {
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
