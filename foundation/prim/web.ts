/**
 * The primitives that also run in a browser without `crypto.subtle` (an http onion address in Chromium has none): hashes, random
 * bytes and strict signature checks, all by @noble. `web.test.ts` holds each of them equal to the one in this package's main door.
 */
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 as nobleSha256, sha512 as nobleSha512 } from "@noble/hashes/sha2.js";
import { concat, fromHex, sameBytes, toHex, utf8, type Bytes } from "#bytes";

const MAX_RANDOM_AT_ONCE_BYTES = 65_536;
const { Point } = ed25519;

/** SHA-256 (FIPS 180-4), 32 bytes. */
export function sha256Web(bytes: Uint8Array): Bytes {
  return Uint8Array.from(nobleSha256(bytes));
}

/** `SHA-256("vouchsafe/1/" ‖ domain ‖ 0x00 ‖ parts)` in hexadecimal (docs/formats/conventions.md). */
export function hashOfWeb(domain: string, ...parts: readonly Uint8Array[]): string {
  return toHex(nobleSha256(concat(utf8(`vouchsafe/1/${domain}\0`), ...parts)));
}

/** Whether the platform has a generator at all. Without one nothing may be sealed. */
export function hasRandomWeb(): boolean {
  return typeof globalThis.crypto?.getRandomValues === "function";
}

/** Bytes from the platform's generator. */
export function randomBytesWeb(lengthBytes: number): Bytes {
  const out = new Uint8Array(lengthBytes);
  for (let at = 0; at < lengthBytes; at += MAX_RANDOM_AT_ONCE_BYTES) {
    globalThis.crypto.getRandomValues(out.subarray(at, at + MAX_RANDOM_AT_ONCE_BYTES));
  }
  return out;
}

/**
 * Whether `signature` (64 bytes) is the strict Ed25519 signature of `message` by `publicKey` (hexadecimal): canonical key in the
 * prime-order subgroup, S < L, and R equal byte for byte to the encoding of [S]B − [k]A. R is not the identity: OpenSSL took that
 * in some versions and refuses it in others, and no honest signer makes it. Never throws on hostile input.
 */
export function verifyStrictWeb(publicKey: string, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 64) return false;
  const key = strictKey(publicKey);
  if (key === null) return false;
  const r = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  if (s >= Point.Fn.ORDER) return false;
  const k = littleEndian(nobleSha512(concat(r, key.bytes, message))) % Point.Fn.ORDER;
  const expected = Point.BASE.multiplyUnsafe(s).subtract(key.point.multiplyUnsafe(k));
  return !expected.is0() && sameBytes(expected.toBytes(), r);
}

function strictKey(publicKey: string): { readonly bytes: Bytes; readonly point: InstanceType<typeof Point> } | null {
  try {
    const bytes = fromHex(publicKey, 32);
    const point = Point.fromBytes(bytes, false);
    return point.is0() || !point.isTorsionFree() ? null : { bytes, point };
  } catch {
    return null;
  }
}

function littleEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
  return value;
}
