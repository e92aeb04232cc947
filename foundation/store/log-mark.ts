/**
 * How far the write-ahead log has been acknowledged, in a file of its own beside it: `salts 8 · frames u32 · checksum 8`. It is written once a commit is on the disk and
 * before anybody is told. So a log of the same generation (https://www.sqlite.org/fileformat2.html#walformat, the salts of its header) of which SQLite takes fewer frames has lost
 * something that was acknowledged, while one that was being written when the process died has not. It says nothing that the log beside it does not say.
 */
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import type Database from "better-sqlite3-multiple-ciphers";
import { Mark } from "#durable";
import { sha256 } from "#prim";

const SALTS_AT = 16;
const SALTS_BYTES = 8;
const SAID_BYTES = SALTS_BYTES + 4;
const CHECKSUM_BYTES = 8;

export class LogMark {
  readonly #db: Database.Database;
  readonly #mark: Mark;
  readonly #log: string;
  readonly #frames: Database.Statement;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#mark = new Mark(markOf(db.name));
    this.#log = `${db.name}-wal`;
    this.#frames = db.prepare("PRAGMA wal_checkpoint(NOOP)");
  }

  /** A transaction has been committed and is on the disk. Where this cannot be noted, the mark says what it said before. */
  acknowledge(): void {
    if (this.#db.inTransaction) return;
    try {
      const { log } = this.#frames.get() as { readonly log: number };
      if (log > 0) this.#mark.set(written(saltsIn(this.#log), log));
    } catch {
      // While rows are being read, or on a disk that fails.
    }
  }

  close(): void {
    this.#mark.close();
  }
}

/** How many frames of the log with these salts were acknowledged; 0 where nothing is known of it. */
export function framesMarked(path: string, salts: Uint8Array): number {
  let bytes: Buffer;
  try {
    bytes = readFileSync(markOf(path));
  } catch {
    return 0;
  }
  const said = bytes.subarray(0, SAID_BYTES);
  const isWhole = bytes.length === SAID_BYTES + CHECKSUM_BYTES && bytes.subarray(SAID_BYTES).equals(checksumOf(said));
  return isWhole && said.subarray(0, SALTS_BYTES).equals(salts) ? said.readUInt32BE(SALTS_BYTES) : 0;
}

function markOf(path: string): string {
  return `${path}-mark`;
}

function written(salts: Uint8Array, frames: number): Uint8Array {
  const out = Buffer.alloc(SAID_BYTES + CHECKSUM_BYTES);
  out.set(salts);
  out.writeUInt32BE(frames, SALTS_BYTES);
  out.set(checksumOf(out.subarray(0, SAID_BYTES)), SAID_BYTES);
  return out;
}

/** Against damage, not against people. */
function checksumOf(said: Uint8Array): Uint8Array {
  return sha256(said).subarray(0, CHECKSUM_BYTES);
}

function saltsIn(log: string): Uint8Array {
  const descriptor = openSync(log, "r");
  try {
    const salts = new Uint8Array(SALTS_BYTES);
    if (readSync(descriptor, salts, 0, SALTS_BYTES, SALTS_AT) !== SALTS_BYTES) throw new RangeError("the log has no header");
    return salts;
  } finally {
    closeSync(descriptor);
  }
}
