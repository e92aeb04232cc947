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
  write(text, out, 0);
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

/** What stands in the bench's first `begun` bytes, and then all parts in order; good until the next call. */
function together(parts: readonly Uint8Array[], begun = 0): Uint8Array {
  let length = begun;
  for (const part of parts) length += part.length;
  if (length > bench.length) return concatAll([bench.subarray(0, begun), ...parts]);
  let at = begun;
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
 * HKDF-SHA256 (RFC 5869). `info` is used as given. Written out over whole hashes, as `hmac` is: the platform's own takes longer, most of it in making a key
 * object, and every body of the record needs two.
 */
export function hkdf(ikm: Uint8Array, salt: Uint8Array, info: Uint8Array | string, lengthBytes: number): Bytes {
  if (lengthBytes > MOST_HKDF_BYTES) throw new RangeError("more than HKDF gives");
  const out = new Uint8Array(lengthBytes);
  hkdfInto(out, ikm, salt, typeof info === "string" ? utf8(info) : info);
  return out;
}

const NOTHING = new Uint8Array(0);
const pseudorandomKey = new Uint8Array(HASH_BYTES);
const block = new Uint8Array(HASH_BYTES);
const counter = new Uint8Array(1);

/** The same, filling `out`, of at most 255 × 32 bytes: what many bodies are opened with need not be a new array for each. */
export function hkdfInto(out: Uint8Array, ikm: Uint8Array, salt: Uint8Array, info: Uint8Array): void {
  if (out.length > MOST_HKDF_BYTES) throw new RangeError("more than HKDF gives");
  takeKey(salt);
  mac(pseudorandomKey, [ikm]);
  takeKey(pseudorandomKey);
  for (let at = 0, n = 1; at < out.length; at += HASH_BYTES, n++) {
    counter[0] = n;
    mac(block, [n === 1 ? NOTHING : block, info, counter]);
    for (let i = 0; i < HASH_BYTES && at + i < out.length; i++) out[at + i] = block[i]!;
  }
}

/** HMAC-SHA256 (RFC 2104), 32 bytes. */
export function hmac(key: Uint8Array, ...parts: readonly Uint8Array[]): Bytes {
  const out = new Uint8Array(HASH_BYTES);
  takeKey(key);
  mac(out, parts);
  return out;
}

/** The two blocks (RFC 2104, section 2) of the key taken last; behind the outer one is room for the inner hash. */
const inner = new Uint8Array(BLOCK_BYTES);
const outer = new Uint8Array(BLOCK_BYTES + HASH_BYTES);

function takeKey(key: Uint8Array): void {
  const short = key.length > BLOCK_BYTES ? sha256(key) : key;
  for (let i = 0; i < BLOCK_BYTES; i++) {
    const byte = i < short.length ? short[i]! : 0;
    inner[i] = byte ^ 0x36;
    outer[i] = byte ^ 0x5c;
  }
}

/** Writes into `out` the code of all parts in order, under the key taken last. */
function mac(out: Uint8Array, parts: readonly Uint8Array[]): void {
  bench.set(inner);
  write(hash("sha256", together(parts, BLOCK_BYTES), "binary"), outer, BLOCK_BYTES);
  write(hash("sha256", outer, "binary"), out, 0);
}

/** Writes a text of bytes, one to a character. */
function write(text: string, out: Uint8Array, at: number): void {
  for (let i = 0; i < text.length; i++) out[at + i] = text.charCodeAt(i);
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
