/**
 * Strict Ed25519 (docs/formats/conventions.md, "Signatures"). RFC 8032 leaves room for implementations to disagree on odd keys and signatures, and
 * a record that two desks judge differently is a fork. So: the key is canonical and in the prime-order subgroup, S < L, and R equals
 * the canonical encoding of [S]B − [k]A, compared as bytes (RFC 8032 section 5.1.7 without the cofactor), and is not the identity.
 * OpenSSL does S and R; the key is checked here, once per key. The identity as R is refused here too: OpenSSL 3.0 takes it, 3.5 does not.
 */
import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import { concat, fromHex, Redacted, toHex, type Bytes } from "#bytes";
import { randomBytes } from "./random.ts";

export type PrimErrorCode = "bad-key";

/** Thrown for a key that is no strict Ed25519 key. */
export class PrimError extends Error {
  override readonly name = "PrimError";
  readonly code: PrimErrorCode;

  constructor(code: PrimErrorCode) {
    super(code);
    this.code = code;
  }
}

const PKCS8_PREFIX = fromHex("302e020100300506032b657004220420");
const SPKI_PREFIX = fromHex("302a300506032b6570032100");
const KEY_HEX_LENGTH = 64;
/** The encoding of the neutral point. */
const IDENTITY = fromHex(`01${"00".repeat(31)}`);
const KNOWN_KEYS_LIMIT = 4096;
const knownKeys = new Map<string, KeyObject | null>();

/** Signs as one key. The private half stays inside, printed as `<redacted>`. */
export class Signer {
  /** Public key, 32 bytes in hexadecimal. */
  readonly publicKey: string;
  readonly #key: Redacted<KeyObject>;
  readonly #seed: Redacted<Bytes>;

  /** @param seed the 32-byte private key of RFC 8032 */
  constructor(seed: Uint8Array) {
    if (seed.length !== 32) throw new PrimError("bad-key");
    const key = createPrivateKey({ key: Buffer.from(concat(PKCS8_PREFIX, seed)), format: "der", type: "pkcs8" });
    this.#key = new Redacted(key);
    this.#seed = new Redacted(new Uint8Array(seed));
    const spki = createPublicKey(key).export({ format: "der", type: "spki" });
    this.publicKey = toHex(spki.subarray(SPKI_PREFIX.length));
  }

  static random(): Signer {
    return new Signer(randomBytes(32));
  }

  /** Signature over exactly these bytes, 64 bytes (RFC 8032 section 5.1.6). */
  sign(message: Uint8Array): Bytes {
    return new Uint8Array(sign(null, message, this.#key.reveal()));
  }

  /** The private key, for a key file and nothing else. */
  seed(): Redacted<Bytes> {
    return this.#seed;
  }
}

/** Whether this is a canonical key in the prime-order subgroup. */
export function isStrictKey(publicKey: string): boolean {
  return keyObject(publicKey) !== null;
}

/** Whether `signature` (64 bytes) is the strict signature of `message` by `publicKey` (hexadecimal). Never throws on hostile input. */
export function verifyStrict(publicKey: string, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 64 || beginsWithIdentity(signature)) return false;
  const key = keyObject(publicKey);
  return key !== null && verify(null, message, key, signature);
}

function beginsWithIdentity(signature: Uint8Array): boolean {
  for (let i = 0; i < IDENTITY.length; i++) if (signature[i] !== IDENTITY[i]) return false;
  return true;
}

function keyObject(publicKey: string): KeyObject | null {
  if (publicKey.length !== KEY_HEX_LENGTH) return null;
  const known = knownKeys.get(publicKey);
  if (known !== undefined) return known;
  const key = strictKeyObject(publicKey);
  if (knownKeys.size >= KNOWN_KEYS_LIMIT) knownKeys.clear();
  knownKeys.set(publicKey, key);
  return key;
}

function strictKeyObject(publicKey: string): KeyObject | null {
  try {
    const bytes = fromHex(publicKey, 32);
    const point = ed25519.Point.fromBytes(bytes, false);
    if (point.is0() || !point.isTorsionFree()) return null;
    return createPublicKey({ key: Buffer.from(concat(SPKI_PREFIX, bytes)), format: "der", type: "spki" });
  } catch {
    return null;
  }
}
