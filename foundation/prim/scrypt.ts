import { createCipheriv, createDecipheriv, scrypt as platformScrypt } from "node:crypto";
import type { Bytes } from "#bytes";

const R = 8;
const P = 1;
const KEY_BYTES = 32;
const TAG_BYTES = 16;
const NONCE = new Uint8Array(12);
/** OpenSSL counts what it needs beside the table as well. */
const SPARE_BYTES = 1024 * 1024;

/** scrypt (RFC 7914) with r = 8 and p = 1, 32 bytes, off the main thread. It takes `1024 × 2^log2N` bytes of memory while it works. */
export function scrypt(passphrase: Uint8Array, salt: Uint8Array, log2N: number): Promise<Bytes> {
  const options = { N: 2 ** log2N, r: R, p: P, maxmem: 128 * R * 2 ** log2N + SPARE_BYTES };
  return new Promise((resolve, reject) => {
    platformScrypt(passphrase, salt, KEY_BYTES, options, (error, key) => (error === null ? resolve(new Uint8Array(key)) : reject(error)));
  });
}

/** ChaCha20-Poly1305 (RFC 8439) under the nonce of zeros, for a key that seals one plaintext and no other: ciphertext ‖ 16-byte tag. */
export function chachaSealOnce(key: Uint8Array, plaintext: Uint8Array): Bytes {
  const cipher = createCipheriv("chacha20-poly1305", key, NONCE, { authTagLength: TAG_BYTES });
  const out = new Uint8Array(plaintext.length + TAG_BYTES);
  out.set(cipher.update(plaintext));
  cipher.final();
  out.set(cipher.getAuthTag(), plaintext.length);
  return out;
}

/** The plaintext of what `chachaSealOnce` made, or `null` where anything was changed. */
export function chachaOpenOnce(key: Uint8Array, sealed: Uint8Array): Bytes | null {
  if (sealed.length < TAG_BYTES) return null;
  const decipher = createDecipheriv("chacha20-poly1305", key, NONCE, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  const opened = new Uint8Array(decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES)));
  try {
    decipher.final();
  } catch {
    return null;
  }
  return opened;
}
