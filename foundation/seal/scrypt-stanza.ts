/**
 * age's passphrase stanza (age-encryption.org/v1, "The scrypt recipient type") with the platform's scrypt: the library's own, in JavaScript, takes two
 * seconds and a half where this takes less than one, and holds the main thread meanwhile. Everything else of the file is the library's.
 *
 *   -> scrypt SALT LOG2N
 *   BODY                       ChaCha20-Poly1305(scrypt(passphrase, "age-encryption.org/v1/scrypt" ‖ salt, 2^LOG2N), file key)
 */
import { Stanza, type Identity, type Recipient } from "age-encryption";
import { concat, utf8, type Bytes, type Redacted } from "#bytes";
import { chachaOpenOnce, chachaSealOnce, randomBytes, scrypt } from "#prim";

export const MAX_WORK_FACTOR = 20;
const KIND = "scrypt";
const LABEL = utf8("age-encryption.org/v1/scrypt");
const SALT_BYTES = 16;
const BODY_BYTES = 32;
const FACTOR = /^[1-9][0-9]?$/;
/** Unpadded base64 of 16 bytes in its one spelling. */
const SALT = /^[A-Za-z0-9+/]{21}[AQgw]$/;

/** Wraps a file's key for a passphrase; the only stanza a file of ours has. */
export class ScryptRecipient implements Recipient {
  readonly #passphrase: Redacted<string>;
  readonly #log2N: number;

  constructor(passphrase: Redacted<string>, log2N: number) {
    this.#passphrase = passphrase;
    this.#log2N = log2N;
  }

  async wrapFileKey(fileKey: Uint8Array): Promise<Stanza[]> {
    const salt = randomBytes(SALT_BYTES);
    const key = await keyOf(this.#passphrase, salt, this.#log2N);
    return [new Stanza([KIND, base64NoPad(salt), String(this.#log2N)], chachaSealOnce(key, fileKey))];
  }
}

/** Unwraps it. Throws for a stanza that is not in order, before any work; `null` where the passphrase is another. */
export class ScryptIdentity implements Identity {
  readonly #passphrase: Redacted<string>;

  constructor(passphrase: Redacted<string>) {
    this.#passphrase = passphrase;
  }

  async unwrapFileKey(stanzas: Stanza[]): Promise<Uint8Array | null> {
    const [stanza] = stanzas;
    if (stanza === undefined || stanzas.length !== 1 || stanza.args[0] !== KIND) throw new Error("not one scrypt stanza");
    const [, salt = "", factor = "", ...more] = stanza.args;
    if (more.length > 0 || !SALT.test(salt) || !FACTOR.test(factor) || stanza.body.length !== BODY_BYTES) throw new Error("no scrypt stanza");
    if (Number(factor) > MAX_WORK_FACTOR) throw new Error("too much work");
    return chachaOpenOnce(await keyOf(this.#passphrase, new Uint8Array(Buffer.from(salt, "base64")), Number(factor)), stanza.body);
  }
}

function keyOf(passphrase: Redacted<string>, salt: Uint8Array, log2N: number): Promise<Bytes> {
  return scrypt(new TextEncoder().encode(passphrase.reveal()), concat(LABEL, salt), log2N);
}

function base64NoPad(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64").replace(/=+$/, "");
}
