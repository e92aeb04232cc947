/** Key files: an age file under a passphrase (scrypt, work factor 18). Any age program opens one (docs/formats/keyfile.md). */
import { Decrypter, Encrypter } from "age-encryption";
import type { Bytes, Redacted } from "#bytes";
import { SealError } from "./errors.ts";
import { MAX_WORK_FACTOR, ScryptIdentity, ScryptRecipient } from "./scrypt-stanza.ts";

const WORK_FACTOR = 18;
/** The letters that may end unpadded base64 of 16 and of 32 bytes: those without bits that mean nothing. */
const SALT = "[A-Za-z0-9+/]{21}[AQgw]";
const WORD = "[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]";
const HEADER = new RegExp(`^age-encryption\\.org/v1\n-> scrypt ${SALT} ([1-9][0-9]{0,19})\n${WORD}\n--- ${WORD}\n`);

/** Seals to a passphrase. `workFactor` is log2 of scrypt's N: lower only in tests. */
export async function sealKeyFile(passphrase: Redacted<string>, plaintext: Uint8Array, workFactor: number = WORK_FACTOR): Promise<Bytes> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(new ScryptRecipient(passphrase, workFactor));
  return Uint8Array.from(await encrypter.encrypt(plaintext));
}

/**
 * Opens a key file. The work factor is read and capped before any work is done: a planted file must not stop the desk.
 * Throws `SealError`: `bad-age-file` (not one scrypt stanza), `work-factor` (over 20), `wrong-passphrase` (or changed).
 */
export async function openKeyFile(passphrase: Redacted<string>, file: Uint8Array): Promise<Bytes> {
  const head = new TextDecoder("latin1").decode(file.subarray(0, 256));
  const match = HEADER.exec(head);
  if (match === null) throw new SealError("bad-age-file");
  if (Number(match[1]) > MAX_WORK_FACTOR) throw new SealError("work-factor");
  const decrypter = new Decrypter();
  decrypter.addIdentity(new ScryptIdentity(passphrase));
  try {
    return Uint8Array.from(await decrypter.decrypt(file));
  } catch {
    throw new SealError("wrong-passphrase");
  }
}
