/**
 * The encrypted file (cipher.ts), opened with a raw key. Two settings are not for speed: with
 * the default `temp_store` plaintext was seen in temporary files, and with `synchronous` below FULL a write that had returned could be lost.
 */
import { closeSync, openSync, rmSync, statSync } from "node:fs";
import Database from "better-sqlite3-multiple-ciphers";
import type { Bytes, Redacted } from "#bytes";
import { cipherOf, rekey, requireSalt, unlock, type Cipher } from "./cipher.ts";
import { guarded, StoreError } from "./errors.ts";
import { hasCutLog, isCutShort, keepCutLog, logBefore } from "./log-end.ts";

export type Db = Database.Database;

/** Memory for pages of the file: for reading here and there, and for writing one after another. */
const CACHE_KIB = { many: 128 * 1024, few: 16 * 1024 };
const WAL_KEPT_BYTES = 64 * 1024 * 1024;

/**
 * Opens or makes the file, for this process alone: two desks on one device's chain would sign the same place twice.
 * Throws `StoreError`: `wrong-key`, `damaged`, `cut-short`, `in-use`, `no-space`.
 */
export function connect(path: string, key: Redacted<Bytes>): Db {
  if (hasCutLog(path)) throw new StoreError("cut-short");
  const before = logBefore(path);
  const { cipher, db } = guarded(() => {
    makeForOwnerOnly(path);
    const file = fileAt(path);
    // Before the file is looked at: closing it again would take this process's own lock from it (POSIX, fcntl).
    if (held.get(file)?.open === true) throw new StoreError("in-use");
    const opened = { cipher: cipherOf(path, key), db: new Database(path, { timeout: 0 }) };
    held.set(file, opened.db);
    return opened;
  });
  try {
    guarded(() => {
      unlock(db, cipher, key);
      requireSalt(db, cipher, key);
      db.pragma("locking_mode = EXCLUSIVE");
      db.pragma("temp_store = MEMORY");
      db.pragma("secure_delete = ON");
      holdPages(db, "many");
      db.pragma("trusted_schema = OFF");
      db.prepare("SELECT count(*) FROM sqlite_schema").get();
      // Of the newer cipher, a wrong key has been told by now.
    }, cipher === "aegis" ? "damaged" : "wrong-key");
    if (isCutShort(db, before)) {
      keepCutLog(path);
      throw new StoreError("cut-short");
    }
    guarded(() => {
      db.pragma("journal_mode = WAL");
      db.pragma("synchronous = FULL");
      db.pragma(`journal_size_limit = ${WAL_KEPT_BYTES}`);
    });
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}

/** What this process has open, by device and number of the file. */
const held = new Map<string, Db>();

function fileAt(path: string): string {
  const { dev, ino } = statSync(path);
  for (const [file, db] of held) if (!db.open) held.delete(file);
  return `${dev} ${ino}`;
}

export function holdPages(db: Db, howMany: keyof typeof CACHE_KIB): void {
  db.pragma(`cache_size = -${CACHE_KIB[howMany]}`);
}

/** Writes an encrypted copy to a new file, under another key. Throws `StoreError`: `exists`, `no-space`. */
export function copyTo(db: Db, path: string, oldKey: Redacted<Bytes>, newKey: Redacted<Bytes>): void {
  try {
    closeSync(openSync(path, "wx", 0o600));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") throw new StoreError("exists");
    throw error;
  }
  try {
    guarded(() => {
      db.prepare("VACUUM INTO ?").run(path);
      giveNewKey(path, db.pragma("cipher", { simple: true }) as Cipher, oldKey, newKey);
    });
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
}

/** The copy is first under the key of the original, and never in the clear. */
function giveNewKey(path: string, cipher: Cipher, oldKey: Redacted<Bytes>, newKey: Redacted<Bytes>): void {
  const copy = new Database(path);
  try {
    unlock(copy, cipher, oldKey);
    copy.pragma("temp_store = MEMORY");
    copy.pragma("secure_delete = ON");
    rekey(copy, cipher, newKey);
    requireSalt(copy, cipher, newKey);
  } finally {
    copy.close();
  }
}

function makeForOwnerOnly(path: string): void {
  try {
    closeSync(openSync(path, "wx", 0o600));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}
