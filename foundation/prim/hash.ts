import { createHash, createHmac, hash, hkdfSync, type Hash } from "node:crypto";
import { concat, toHex, utf8, type Bytes } from "#bytes";

/** SHA-256 (FIPS 180-4), 32 bytes. */
export function sha256(bytes: Uint8Array): Bytes {
  return new Uint8Array(hash("sha256", bytes, "buffer"));
}

/** SHA-256 as 64 lower-case hexadecimal characters. */
export function sha256Hex(bytes: Uint8Array): string {
  return hash("sha256", bytes, "hex");
}

/** SHA-512 (FIPS 180-4), 64 bytes. */
export function sha512(bytes: Uint8Array): Bytes {
  return new Uint8Array(hash("sha512", bytes, "buffer"));
}

/** `SHA-256("vouchsafe/1/" ‖ domain ‖ 0x00 ‖ parts)` in hexadecimal: how everything of ours is named (docs/formats/conventions.md). */
export function hashOf(domain: string, ...parts: readonly Uint8Array[]): string {
  return toHex(sha256(concat(utf8(`vouchsafe/1/${domain}\0`), ...parts)));
}

/** HKDF-SHA256 (RFC 5869). `info` is used as given. */
export function hkdf(ikm: Uint8Array, salt: Uint8Array, info: Uint8Array | string, lengthBytes: number): Bytes {
  return new Uint8Array(hkdfSync("sha256", ikm, salt, typeof info === "string" ? utf8(info) : info, lengthBytes));
}

/** HMAC-SHA256 (RFC 2104), 32 bytes. */
export function hmac(key: Uint8Array, ...parts: readonly Uint8Array[]): Bytes {
  const mac = createHmac("sha256", key);
  for (const part of parts) mac.update(part);
  return new Uint8Array(mac.digest());
}

/** SHA-256 over what comes in pieces. */
export class Sha256Stream {
  readonly #hash: Hash = createHash("sha256");

  update(bytes: Uint8Array): this {
    this.#hash.update(bytes);
    return this;
  }

  /** The hash of everything so far, in hexadecimal. Ends the stream. */
  hex(): string {
    return this.#hash.digest("hex");
  }
}
