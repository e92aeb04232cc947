/**
 * Sealed bodies (docs/formats/sealing.md): AES-256-GCM under a key derived for this one plaintext, with a commitment to key and context.
 * `okm = HKDF-SHA256(K, salt, "vouchsafe/1/seal/" ‖ purpose ‖ 0 ‖ SHA-256(aad), 64)`; `blob = 1 ‖ salt ‖ okm[32:] ‖ GCM(okm[:32], 0¹², aad, plaintext)`.
 */
import { concat, sameBytes, utf8, type Bytes } from "#bytes";
import { aesGcmOpen, aesGcmSeal, hkdf, hkdfInto, hmac, randomBytes, sameSecret, sha256 } from "#prim";
import { SealError } from "./errors.ts";

const VERSION = 1;
const SALT_BYTES = 32;
const COMMIT_BYTES = 32;
const TAG_BYTES = 16;
const NONCE = new Uint8Array(12);
const EMPTY = new Uint8Array(0);

/** How much longer a sealed body is than its plaintext. */
export const SEALED_OVERHEAD_BYTES = 1 + SALT_BYTES + COMMIT_BYTES + TAG_BYTES;

/** Seals with a random salt: two sealings of one plaintext differ. The caller pads. */
export function sealBody(key: Uint8Array, purpose: string, aad: Uint8Array, plaintext: Uint8Array): Bytes {
  return sealWith(randomBytes(SALT_BYTES), key, purpose, aad, plaintext);
}

/** Seals with a salt made from key, context and plaintext: every desk makes the same blob of the same entry, so refilling a relay is idempotent. */
export function sealBodyWithSiv(key: Uint8Array, purpose: string, aad: Uint8Array, plaintext: Uint8Array): Bytes {
  return sealWith(siv(key, sha256(aad), plaintext), key, purpose, aad, plaintext);
}

/** Opens what `sealBody` made. Throws `SealError`: `bad-blob` (no such form), `wrong-key` (key, purpose or context), `changed`. */
export function openBody(key: Uint8Array, purpose: string, aad: Uint8Array, blob: Uint8Array): Bytes {
  return openWith(key, aad, contextOf(purpose, aad), blob);
}

/** Opens what `sealBodyWithSiv` made and makes the salt again: a blob with any other salt is `changed`. */
export function openBodyWithSiv(key: Uint8Array, purpose: string, aad: Uint8Array, blob: Uint8Array): Bytes {
  const context = contextOf(purpose, aad);
  const plaintext = openWith(key, aad, context, blob);
  if (!sameSecret(siv(key, context.hash, plaintext), blob.subarray(1, 1 + SALT_BYTES))) throw new SealError("changed");
  return plaintext;
}

/** What was derived last: a body's key, and the commitment to it. */
const derived = new Uint8Array(new ArrayBuffer(64));
const bodyKey = derived.subarray(0, 32);
const commitment = derived.subarray(32);

function openWith(key: Uint8Array, aad: Uint8Array, context: Context, blob: Uint8Array): Bytes {
  if (blob.length < SEALED_OVERHEAD_BYTES || blob[0] !== VERSION) throw new SealError("bad-blob");
  const salt = blob.subarray(1, 1 + SALT_BYTES);
  const commit = blob.subarray(1 + SALT_BYTES, 1 + SALT_BYTES + COMMIT_BYTES);
  hkdfInto(derived, key, salt, context.info);
  if (!sameSecret(commit, commitment)) throw new SealError("wrong-key");
  const plaintext = aesGcmOpen(bodyKey, NONCE, aad, blob.subarray(1 + SALT_BYTES + COMMIT_BYTES));
  if (plaintext === null) throw new SealError("changed");
  return plaintext;
}

function sealWith(salt: Uint8Array, key: Uint8Array, purpose: string, aad: Uint8Array, plaintext: Uint8Array): Bytes {
  hkdfInto(derived, key, salt, contextOf(purpose, aad).info);
  return concat(Uint8Array.of(VERSION), salt, commitment, aesGcmSeal(bodyKey, NONCE, aad, plaintext));
}

/** What follows from purpose and context alone. `hash`: SHA-256(aad) */
type Context = { readonly purpose: string; readonly aad: Bytes; readonly hash: Bytes; readonly info: Bytes };
/** The newest of them: a log is read with one from end to end. */
let newestContext: Context | null = null;

function contextOf(purpose: string, aad: Uint8Array): Context {
  if (newestContext === null || newestContext.purpose !== purpose || !sameBytes(newestContext.aad, aad)) {
    const hash = sha256(aad);
    newestContext = { purpose, aad: new Uint8Array(aad), hash, info: concat(utf8(`vouchsafe/1/seal/${purpose}\0`), hash) };
  }
  return newestContext;
}

/** @param context SHA-256(aad) */
function siv(key: Uint8Array, context: Uint8Array, plaintext: Uint8Array): Bytes {
  return hmac(sivKey(key), context, plaintext);
}

/** The newest key a salt was made with, and what follows from it: a log is read under one key from end to end. */
let newest: { readonly key: Bytes; readonly sivKey: Bytes } | null = null;

function sivKey(key: Uint8Array): Bytes {
  if (newest === null || !sameSecret(newest.key, key)) newest = { key: new Uint8Array(key), sivKey: hkdf(key, EMPTY, "vouchsafe/1/siv", 32) };
  return newest.sivKey;
}
