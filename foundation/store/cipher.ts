/**
 * How the file is encrypted (docs/decisions/0036): every page by AEGIS-256 under the raw key, with a nonce of 32 random bytes and a tag of 32 bytes at its
 * end. Of the first page, the cipher leaves 24 bytes open and unauthenticated, so they are looked at here, before SQLite opens anything: 16 that follow from
 * the key, and 8 of SQLite's header (https://www.sqlite.org/fileformat2.html#the_database_header), which are the same in all our files.
 */
import { closeSync, openSync, readSync } from "node:fs";
import type Database from "better-sqlite3-multiple-ciphers";
import { fromHex, sameBytes, toHex, type Bytes, type Redacted } from "#bytes";
import { hashOf } from "#prim";
import { StoreError } from "./errors.ts";

/** `sqlcipher` (version 4's format) is what files were made with before: they are opened as they are. */
export type Cipher = "aegis" | "sqlcipher";

const SALT_BYTES = 16;
const OPEN_BYTES = 24;
const RESERVED_BYTES = 64;
/** Pages of 4,096 bytes, both versions (a 2 for the write-ahead log, a 1 without), what a page gives to the cipher, and three fractions that never change. */
const HEADERS = [1, 2].map((version) => Uint8Array.of(0x10, 0x00, version, version, RESERVED_BYTES, 64, 32, 32));
/** Of eight bytes that are all but random in an older file: where so many are right, the file is ours and damaged. */
const TELLING = 4;

/** What the file at `path` is encrypted with; a new one will be. Throws `StoreError`: `wrong-key`, `damaged`. */
export function cipherOf(path: string, key: Redacted<Bytes>): Cipher {
  const start = startOf(path);
  if (start.length === 0) return "aegis";
  if (start.length < OPEN_BYTES) throw new StoreError("damaged");
  const header = start.subarray(SALT_BYTES);
  if (HEADERS.some((one) => sameBytes(one, header))) {
    if (!sameBytes(start.subarray(0, SALT_BYTES), saltOf(key))) throw new StoreError("wrong-key");
    return "aegis";
  }
  if (HEADERS.some((one) => one.filter((byte, i) => byte === header[i]).length >= TELLING)) throw new StoreError("damaged");
  return "sqlcipher";
}

/** To be called before anything else is asked of the connection. */
export function unlock(db: Database.Database, cipher: Cipher, key: Redacted<Bytes>): void {
  db.pragma(`cipher = '${cipher}'`);
  if (cipher === "sqlcipher") db.pragma("legacy = 4");
  else db.pragma("algorithm = 'aegis-256'");
  db.pragma(`key = ${keyText(cipher, key)}`);
}

/**
 * Whether the cipher holds the 16 bytes that follow from the key. It reads them itself and does not ask whether that failed: it goes on with whatever lay in memory then, and
 * writes that over them with the next first page, after which the file would open no more. Throws `StoreError("damaged")` before anything is written.
 */
export function requireSalt(db: Database.Database, cipher: Cipher, key: Redacted<Bytes>): void {
  if (cipher === "sqlcipher") return;
  const held = db.prepare("SELECT sqlite3mc_codec_data('cipher_salt')").pluck().get();
  if (held !== toHex(saltOf(key)).toUpperCase()) throw new StoreError("damaged");
}

/** Encrypts all anew under another key. */
export function rekey(db: Database.Database, cipher: Cipher, key: Redacted<Bytes>): void {
  db.pragma(`rekey = ${keyText(cipher, key)}`);
}

function keyText(cipher: Cipher, key: Redacted<Bytes>): string {
  return `"x'${toHex(key.reveal())}${cipher === "aegis" ? toHex(saltOf(key)) : ""}'"`;
}

/** The first 16 bytes of a file. The cipher has no use for them where the key is a raw one; here they tell a wrong key, and show a changed bit. */
function saltOf(key: Redacted<Bytes>): Bytes {
  return fromHex(hashOf("store-salt", key.reveal())).subarray(0, SALT_BYTES);
}

function startOf(path: string): Uint8Array {
  const file = openSync(path, "r");
  try {
    const start = new Uint8Array(OPEN_BYTES);
    return start.subarray(0, readSync(file, start, 0, OPEN_BYTES, 0));
  } finally {
    closeSync(file);
  }
}
