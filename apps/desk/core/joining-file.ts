/**
 * A joining on the disk (docs/formats/keyfile.md): who has answered an invite is perhaps a member by the time their machine stops, and keys that only memory
 * held would leave the group a member that nobody is.
 */
import { z } from "zod";
import { canonical, Redacted, toHex, fromHex, type Json } from "#bytes";
import { writeFileDurably } from "#durable";
import type { JoiningPerson } from "#entry";
import { Signer } from "#prim";
import { sealKeyFile } from "#seal";
import { openOrRefuse, strictly } from "./keyring.ts";

/** What a joining needs to go on. The member key is not among it: it has a file and a passphrase of its own. */
export interface KeptJoining {
  readonly code: string;
  readonly device: Signer;
  readonly joining: JoiningPerson;
  readonly nonceJ: string;
  readonly recipientIdentity: Redacted<string>;
}

const hex32 = z.string().regex(/^[0-9a-f]{64}$/);

/** Throws `DurableError`. `workFactor` is lowered only by tests. */
export async function writeJoining(path: string, { code, device, joining, nonceJ, recipientIdentity }: KeptJoining, passphrase: Redacted<string>, workFactor?: number): Promise<void> {
  const content = { code, deviceSeed: toHex(device.seed().reveal()), joinRequest: joining as unknown as Json, nonceJ, recipientIdentity: recipientIdentity.reveal(), v: 1 };
  writeFileDurably(path, await sealKeyFile(passphrase, canonical(content), workFactor));
}

/** @param request the form of a join request (invite.ts). Throws `DeskError`: `wrong-passphrase`, `bad-key-file` */
export async function readJoining(path: string, passphrase: Redacted<string>, request: z.ZodType<JoiningPerson>): Promise<KeptJoining> {
  const form = z.strictObject({
    v: z.literal(1),
    code: z.string().max(1000),
    deviceSeed: hex32,
    joinRequest: request,
    nonceJ: hex32,
    recipientIdentity: z.string().regex(/^AGE-SECRET-KEY-PQ-1[0-9A-Z]+$/),
  });
  const { code, deviceSeed, joinRequest, nonceJ, recipientIdentity } = strictly(form, await openOrRefuse(path, passphrase));
  return { code, device: new Signer(fromHex(deviceSeed)), joining: joinRequest, nonceJ, recipientIdentity: new Redacted(recipientIdentity) };
}
