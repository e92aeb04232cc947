import { createCipheriv, createDecipheriv, createSecretKey } from "node:crypto";
import type { Bytes } from "#bytes";

const TAG_BYTES = 16;

// Keys are handed over as key objects: of bytes the platform first asks, by two exceptions that it catches, whether they are one, which costs more than
// opening a body of some kilobytes (docs/MEASURED.md).

/** AES-256-GCM (NIST SP 800-38D): ciphertext ‖ 16-byte tag. The caller answers for the nonce being used once per key. */
export function aesGcmSeal(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, plaintext: Uint8Array): Bytes {
  const cipher = createCipheriv("aes-256-gcm", createSecretKey(key), nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(aad);
  const out = new Uint8Array(plaintext.length + TAG_BYTES);
  out.set(cipher.update(plaintext));
  cipher.final();
  out.set(cipher.getAuthTag(), plaintext.length);
  return out;
}

/** The plaintext, or `null` where anything was changed. */
export function aesGcmOpen(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, sealed: Uint8Array): Bytes | null {
  if (sealed.length < TAG_BYTES) return null;
  const decipher = createDecipheriv("aes-256-gcm", createSecretKey(key), nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  const opened = decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES));
  try {
    decipher.final();
  } catch {
    return null;
  }
  return new Uint8Array(opened.buffer, opened.byteOffset, opened.length);
}
