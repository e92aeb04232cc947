/** Making a desk: a folder with a key file and an encrypted database; and a group of one, on a relay. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Redacted } from "#bytes";
import { composeAct, emptyLine, makeDeviceCert, type JoiningPerson } from "#entry";
import { removeDurably } from "#durable";
import { randomBytes, Signer } from "#prim";
import { newRecipientIdentity, recipientOf } from "#seal";
import { makeLogs } from "./epochs.ts";
import { DeskError } from "./errors.ts";
import { emptyAgain, endBeginning, KEY_FILE, takeFolder } from "./folder.ts";
import { MEMBER_KEY_FILE, writeKeyring, writeMemberKey, type Keyring } from "./keyring.ts";
import { appendSigned } from "./line.ts";
import type { OpenDesk } from "./open-desk.ts";
import { closeDesk, openWith, type Surroundings } from "./unlock.ts";
import { syncDesk } from "./sync.ts";

export interface NewPerson {
  /** What colleagues call them: their choice, may be invented. */
  readonly name: string;
  readonly passphrase: Redacted<string>;
  /** Where the member key file goes: to be carried away from the desk. */
  readonly memberKeyPath: string;
  /** Under a passphrase of its own: every person is asked for one. The desk's where a test gives none. */
  readonly memberPassphrase?: Redacted<string>;
}

/** A person's keys, fresh. */
export interface FreshKeys {
  readonly member: Signer;
  readonly device: Signer;
  readonly recipientIdentity: Redacted<string>;
  readonly joining: JoiningPerson;
}

/** Makes member key, device key and recipient, and the certificate that binds them. */
export async function freshKeys(name: string): Promise<FreshKeys> {
  const member = Signer.random();
  const device = Signer.random();
  const recipientIdentity = await newRecipientIdentity();
  const cert = makeDeviceCert(member, device.publicKey, await recipientOf(recipientIdentity));
  return { member, device, recipientIdentity, joining: { devices: [cert], name, person: member.publicKey } };
}

/**
 * Founds a group of one in `dir` on a relay whose account token this desk is given. Throws `DeskError`: `already-a-desk`, `offline`, `relay-refused`.
 * The relay must be there: a group's first act is on its line before it counts.
 */
export async function foundGroup(dir: string, relay: string, accountToken: Redacted<string>, who: NewPerson, surroundings: Surroundings = {}): Promise<OpenDesk> {
  takeFolder(dir);
  const fresh = await freshKeys(who.name);
  const begin = { before: null, kind: "genesis", persons: [fresh.joining], policy: {}, relay } as const;
  const genesis = composeAct(emptyLine().draft(begin, (surroundings.now ?? Date.now)()), [fresh.device]);
  const keyring: Keyring = {
    accountToken,
    databaseKey: new Redacted(randomBytes(32)),
    device: fresh.device,
    group: genesis.id,
    line0Key: new Redacted(randomBytes(32)),
    person: fresh.member.publicKey,
    recipientIdentity: fresh.recipientIdentity,
    relay,
  };
  let desk: OpenDesk | null = null;
  try {
    desk = openWith(dir, keyring, emptyLine(), surroundings);
    await makeLogs(desk);
    await appendSigned(desk, genesis);
    const { reached } = await syncDesk(desk);
    if (!reached) throw new DeskError("offline");
    await keepKeys(dir, keyring, fresh, who, surroundings);
    return desk;
  } catch (error) {
    if (desk !== null) closeDesk(desk);
    emptyAgain(dir);
    throw error;
  }
}

/**
 * Writes the two key files. Only now is the folder a desk: nobody is told of a device before its keys are kept.
 * @param fresh `member: null` where the member key was written before
 */
export async function keepKeys(dir: string, keyring: Keyring, { member }: { readonly member: Signer | null }, who: NewPerson, { workFactor }: Surroundings): Promise<void> {
  if (member !== null) await writeMemberKey(who.memberKeyPath, member, who.memberPassphrase ?? who.passphrase, workFactor);
  await writeKeyring(join(dir, KEY_FILE), keyring, who.passphrase, workFactor);
  endBeginning(dir);
}

/** The member key file while it still lies in the desk's folder, for its person to carry away; `null` once it was. */
export function memberKeyIn(dir: string): Uint8Array<ArrayBuffer> | null {
  const path = join(dir, MEMBER_KEY_FILE);
  return existsSync(path) ? Uint8Array.from(readFileSync(path)) : null;
}

/** Its person has it elsewhere. */
export function removeMemberKey(dir: string): void {
  removeDurably(join(dir, MEMBER_KEY_FILE));
}
