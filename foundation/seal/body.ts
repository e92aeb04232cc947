/**
 * Sealed bodies (docs/formats/sealing.md): AES-256-GCM under a key derived for this one plaintext, with a commitment to key and context.
 * `okm = HKDF-SHA256(K, salt, "vouchsafe/1/seal/" ‖ purpose ‖ 0 ‖ SHA-256(aad), 64)`; `blob = 1 ‖ salt ‖ okm[32:] ‖ GCM(okm[:32], 0¹², aad, plaintext)`.
 */
import { concat, utf8, type Bytes } from "#bytes";
import { aesGcmOpen, aesGcmSeal, hkdf, hmac, randomBytes, sameSecret, sha256 } from "#prim";
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
  return openWith(key, purpose, aad, sha256(aad), blob);
}

/** Opens what `sealBodyWithSiv` made and makes the salt again: a blob with any other salt is `changed`. */
export function openBodyWithSiv(key: Uint8Array, purpose: string, aad: Uint8Array, blob: Uint8Array): Bytes {
  const context = sha256(aad);
  const plaintext = openWith(key, purpose, aad, context, blob);
  if (!sameSecret(siv(key, context, plaintext), blob.subarray(1, 1 + SALT_BYTES))) throw new SealError("changed");
  return plaintext;
}

function openWith(key: Uint8Array, purpose: string, aad: Uint8Array, context: Uint8Array, blob: Uint8Array): Bytes {
  if (blob.length < SEALED_OVERHEAD_BYTES || blob[0] !== VERSION) throw new SealError("bad-blob");
  const salt = blob.subarray(1, 1 + SALT_BYTES);
  const commit = blob.subarray(1 + SALT_BYTES, 1 + SALT_BYTES + COMMIT_BYTES);
  const derived = derive(key, salt, purpose, context);
  if (!sameSecret(commit, derived.subarray(32))) throw new SealError("wrong-key");
  const plaintext = aesGcmOpen(derived.subarray(0, 32), NONCE, aad, blob.subarray(1 + SALT_BYTES + COMMIT_BYTES));
  if (plaintext === null) throw new SealError("changed");
  return plaintext;
}

function sealWith(salt: Uint8Array, key: Uint8Array, purpose: string, aad: Uint8Array, plaintext: Uint8Array): Bytes {
  const derived = derive(key, salt, purpose, sha256(aad));
  return concat(Uint8Array.of(VERSION), salt, derived.subarray(32), aesGcmSeal(derived.subarray(0, 32), NONCE, aad, plaintext));
}

/** @param context SHA-256(aad) */
function derive(key: Uint8Array, salt: Uint8Array, purpose: string, context: Uint8Array): Bytes {
  return hkdf(key, salt, concat(utf8(`vouchsafe/1/seal/${purpose}\0`), context), 64);
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
