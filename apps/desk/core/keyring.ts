/** The key file of a desk and the member key (docs/formats/keyfile.md). */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { canonical, fromHex, parseCanonical, Redacted, toHex, type Bytes, type Json } from "#bytes";
import { writeFileDurably } from "#durable";
import { Signer } from "#prim";
import { openKeyFile, SealError, sealKeyFile } from "#seal";
import { isRelayAddress } from "#sync";
import { DeskError } from "./errors.ts";

/** The member key, until its person has carried it away. */
export const MEMBER_KEY_FILE = "member-key.age";

const hex32 = z.string().regex(/^[0-9a-f]{64}$/);

const KeyFile = z.strictObject({
  v: z.literal(1),
  accountToken: hex32.nullable(),
  databaseKey: hex32,
  deviceSeed: hex32,
  group: hex32,
  line0Key: hex32,
  person: hex32,
  recipientIdentity: z.string().regex(/^AGE-SECRET-KEY-PQ-1[0-9A-Z]+$/),
  relay: z.string().max(256).refine(isRelayAddress),
});

const MemberKeyFile = z.strictObject({ v: z.literal(1), memberSeed: hex32 });

/** Everything a desk needs to open itself. Lives in memory only while the desk is unlocked. */
export interface Keyring {
  readonly accountToken: Redacted<string> | null;
  readonly databaseKey: Redacted<Bytes>;
  readonly device: Signer;
  readonly group: string;
  readonly line0Key: Redacted<Bytes>;
  readonly person: string;
  readonly recipientIdentity: Redacted<string>;
  readonly relay: string;
}

/** Writes `keys.age`. `workFactor` is lowered only by tests. */
export async function writeKeyring(path: string, keyring: Keyring, passphrase: Redacted<string>, workFactor?: number): Promise<void> {
  const content: z.infer<typeof KeyFile> = {
    v: 1,
    accountToken: keyring.accountToken?.reveal() ?? null,
    databaseKey: toHex(keyring.databaseKey.reveal()),
    deviceSeed: toHex(keyring.device.seed().reveal()),
    group: keyring.group,
    line0Key: toHex(keyring.line0Key.reveal()),
    person: keyring.person,
    recipientIdentity: keyring.recipientIdentity.reveal(),
    relay: keyring.relay,
  };
  writeFileDurably(path, await sealKeyFile(passphrase, canonical(content), workFactor));
}

/** Reads `keys.age`. Throws `DeskError("wrong-passphrase")` or `("bad-key-file")`. */
export async function readKeyring(path: string, passphrase: Redacted<string>): Promise<Keyring> {
  return keyringIn(await openOrRefuse(path, passphrase));
}

/** What a key file holds. Throws `DeskError("bad-key-file")`. */
export function keyringIn(bytes: Bytes): Keyring {
  const content = strictly(KeyFile, bytes);
  return {
    accountToken: content.accountToken === null ? null : new Redacted(content.accountToken),
    databaseKey: new Redacted(fromHex(content.databaseKey)),
    device: new Signer(fromHex(content.deviceSeed)),
    group: content.group,
    line0Key: new Redacted(fromHex(content.line0Key)),
    person: content.person,
    recipientIdentity: new Redacted(content.recipientIdentity),
    relay: content.relay,
  };
}

/** Writes the member key for its person to carry away: it certifies devices and is not needed from day to day. */
export async function writeMemberKey(path: string, member: Signer, passphrase: Redacted<string>, workFactor?: number): Promise<void> {
  writeFileDurably(path, await sealKeyFile(passphrase, canonical({ v: 1, memberSeed: toHex(member.seed().reveal()) }), workFactor));
}

/** Reads a member key file. Throws as `readKeyring` does. */
export async function readMemberKey(path: string, passphrase: Redacted<string>): Promise<Signer> {
  return memberKeyIn(await openOrRefuse(path, passphrase));
}

/** What a member key file holds. Throws `DeskError("bad-key-file")`. */
export function memberKeyIn(bytes: Bytes): Signer {
  return new Signer(fromHex(strictly(MemberKeyFile, bytes).memberSeed));
}

/** The bytes of a file under a passphrase. Throws `DeskError("wrong-passphrase")` or `("bad-key-file")`. */
export async function openOrRefuse(path: string, passphrase: Redacted<string>): Promise<Bytes> {
  const MAX_BYTES = 65_536;
  const file = readFileSync(path);
  if (file.length > MAX_BYTES) throw new DeskError("bad-key-file");
  try {
    return await openKeyFile(passphrase, file);
  } catch (error) {
    if (error instanceof SealError) throw new DeskError(error.code === "wrong-passphrase" ? "wrong-passphrase" : "bad-key-file");
    throw error;
  }
}

/** Canonical JSON of one form. Throws `DeskError("bad-key-file")`. */
export function strictly<T>(schema: z.ZodType<T>, bytes: Bytes): T {
  let value: Json;
  try {
    value = parseCanonical(bytes);
  } catch {
    throw new DeskError("bad-key-file");
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new DeskError("bad-key-file");
  return parsed.data;
}
