import { randomFillSync, timingSafeEqual } from "node:crypto";
import { toHex, type Bytes } from "#bytes";

/** Bytes from the platform's generator. */
export function randomBytes(lengthBytes: number): Bytes {
  return randomFillSync(new Uint8Array(lengthBytes));
}

/** Random bytes as lower-case hexadecimal. */
export function randomHex(lengthBytes: number): string {
  return toHex(randomBytes(lengthBytes));
}

/** Equality that takes the same time wherever the difference is. */
export function sameSecret(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
