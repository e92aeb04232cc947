/**
 * Sealing to people: age files (age-encryption.org/v1) to post-quantum hybrid recipients (ML-KEM-768 with X25519).
 * Reading is wider than writing: any age file that one of the two native kinds of identity opens.
 */
import { Decrypter, Encrypter, generateHybridIdentity, identityToRecipient } from "age-encryption";
import { Redacted, type Bytes } from "#bytes";
import { SealError } from "./errors.ts";
import { isHybridRecipient } from "./recipient.ts";

const ANY_RECIPIENT = /^age1/;
const HYBRID_RECIPIENT = /^age1pq1[02-9ac-hj-np-z]+$/;

/** A fresh hybrid identity (`AGE-SECRET-KEY-PQ-1…`). */
export async function newRecipientIdentity(): Promise<Redacted<string>> {
  return new Redacted(await generateHybridIdentity());
}

/** The recipient (`age1pq1…`) of an identity. Throws `SealError("bad-identity")`. */
export async function recipientOf(identity: Redacted<string>): Promise<string> {
  try {
    return await identityToRecipient(identity.reveal());
  } catch {
    // The library's own message holds the identity.
    throw new SealError("bad-identity");
  }
}

/**
 * An age file to these recipients. All must be hybrid: with one classic recipient in the file, whoever breaks X25519
 * reads it, and the library would let us. Throws `SealError("mixed-recipients")` or `("bad-recipient")`.
 */
export async function sealAge(recipients: readonly string[], plaintext: Uint8Array): Promise<Bytes> {
  if (recipients.length === 0 || !recipients.every((recipient) => ANY_RECIPIENT.test(recipient))) throw new SealError("bad-recipient");
  if (!recipients.every((recipient) => HYBRID_RECIPIENT.test(recipient))) throw new SealError("mixed-recipients");
  if (!recipients.every(isHybridRecipient)) throw new SealError("bad-recipient");
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return new Uint8Array(await encrypter.encrypt(plaintext));
}

/** Opens an age file with one identity. Throws `SealError`: `bad-identity`, or `bad-age-file` where it is not for us, or changed. */
export async function openAge(identity: Redacted<string>, file: Uint8Array): Promise<Bytes> {
  const decrypter = new Decrypter();
  try {
    decrypter.addIdentity(identity.reveal());
  } catch {
    throw new SealError("bad-identity");
  }
  try {
    return new Uint8Array(await decrypter.decrypt(file));
  } catch {
    throw new SealError("bad-age-file");
  }
}
