import { createHash, hash, type Hash } from "node:crypto";
import { concatAll, utf8, type Bytes } from "#bytes";

/** SHA-256 (FIPS 180-4), 32 bytes. */
export function sha256(bytes: Uint8Array): Bytes {
  return digest("sha256", bytes);
}

/** SHA-256 as 64 lower-case hexadecimal characters. */
export function sha256Hex(bytes: Uint8Array): string {
  return hash("sha256", bytes, "hex");
}

/** SHA-512 (FIPS 180-4), 64 bytes. */
export function sha512(bytes: Uint8Array): Bytes {
  return digest("sha512", bytes);
}

/** The platform's buffer of a hash costs three times what a text of it does, more than hashing what is short. */
function digest(algorithm: "sha256" | "sha512", bytes: Uint8Array): Bytes {
  const text = hash(algorithm, bytes, "binary");
  const out = new Uint8Array(text.length);
  for (let i = 0; i < out.length; i++) out[i] = text.charCodeAt(i);
  return out;
}

/** `SHA-256("vouchsafe/1/" ‖ domain ‖ 0x00 ‖ parts)` in hexadecimal: how everything of ours is named (docs/formats/conventions.md). */
export function hashOf(domain: string, ...parts: readonly Uint8Array[]): string {
  return hash("sha256", together([prefixOf(domain), ...parts]), "hex");
}

const MAX_KNOWN_DOMAINS = 256;
const knownDomains = new Map<string, Bytes>();

function prefixOf(domain: string): Bytes {
  let prefix = knownDomains.get(domain);
  if (prefix === undefined) {
    prefix = utf8(`vouchsafe/1/${domain}\0`);
    if (knownDomains.size >= MAX_KNOWN_DOMAINS) knownDomains.clear();
    knownDomains.set(domain, prefix);
  }
  return prefix;
}

/** Where parts are put together to be hashed: a fresh array of some kilobytes costs more than hashing it does. */
const bench = new Uint8Array(64 * 1024);

/** All parts in order, good until the next call. */
function together(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  if (length > bench.length) return concatAll(parts);
  let at = 0;
  for (const part of parts) {
    bench.set(part, at);
    at += part.length;
  }
  return bench.subarray(0, length);
}

const HASH_BYTES = 32;
const BLOCK_BYTES = 64;
const MOST_HKDF_BYTES = 255 * HASH_BYTES;

/**
 * HKDF-SHA256 (RFC 5869). `info` is used as given. Written out over whole hashes, as `hmac` is: the platform's own takes four times as long, most of it
 * in making a key object, and every body of the record needs two.
 */
export function hkdf(ikm: Uint8Array, salt: Uint8Array, info: Uint8Array | string, lengthBytes: number): Bytes {
  if (lengthBytes > MOST_HKDF_BYTES) throw new RangeError("more than HKDF gives");
  const infoBytes = typeof info === "string" ? utf8(info) : info;
  const pseudorandomKey = hmac(salt, ikm);
  const out = new Uint8Array(lengthBytes);
  let block: Uint8Array = new Uint8Array(0);
  for (let at = 0, n = 1; at < lengthBytes; at += HASH_BYTES, n++) {
    block = hmac(pseudorandomKey, block, infoBytes, Uint8Array.of(n));
    out.set(block.subarray(0, lengthBytes - at), at);
  }
  return out;
}

/** HMAC-SHA256 (RFC 2104), 32 bytes. */
export function hmac(key: Uint8Array, ...parts: readonly Uint8Array[]): Bytes {
  const inner = new Uint8Array(BLOCK_BYTES);
  inner.set(key.length > BLOCK_BYTES ? sha256(key) : key);
  const outer = new Uint8Array(BLOCK_BYTES + HASH_BYTES);
  for (let i = 0; i < BLOCK_BYTES; i++) {
    outer[i] = inner[i]! ^ 0x5c;
    inner[i]! ^= 0x36;
  }
  outer.set(sha256(together([inner, ...parts])), BLOCK_BYTES);
  return sha256(outer);
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
