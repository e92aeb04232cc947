/**
 * SQLite takes its write-ahead log (https://www.sqlite.org/fileformat2.html#walformat) up to the first frame that does not check, and passes over the rest without a word: it cannot tell a commit that
 * was under way when the process died from one bit changed in the middle, after which everything that was acknowledged is gone. And a desk that goes on from an earlier
 * state signs places of its chain twice. We can tell: each commit is on disk before the next begins, so a death leaves at most one that SQLite does not take,
 * and none of those that were acknowledged (log-mark.ts).
 */
import { existsSync, linkSync, readFileSync } from "node:fs";
import type Database from "better-sqlite3-multiple-ciphers";
import { framesMarked } from "./log-mark.ts";

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const PAGE_BYTES = 4096;
const FRAME_BYTES = FRAME_HEADER_BYTES + PAGE_BYTES;
/** What a death can leave unfinished. */
const UNFINISHED = 1;

/** What lies in the log beside a file. Frames are counted from 1. */
export interface LogBefore {
  /** The frames that end a commit, of the generation now in use. */
  readonly commits: readonly number[];
  /** So many frames of this generation were acknowledged, or more. */
  readonly acknowledged: number;
}

/** To be asked before SQLite opens the file. */
export function logBefore(path: string): LogBefore {
  const log = `${path}-wal`;
  const bytes = existsSync(log) ? readFileSync(log) : Buffer.alloc(0);
  if (bytes.length < HEADER_BYTES) return { commits: [], acknowledged: 0 };
  // Frames of an older generation lie behind those in use, and all of them where a new one has only its header. A header that does not check tells no generation.
  const salts = headerHolds(bytes) ? bytes.subarray(16, 24) : bytes.subarray(HEADER_BYTES + 8, HEADER_BYTES + 16);
  const commits: number[] = [];
  for (let n = 1, at = HEADER_BYTES; at + FRAME_BYTES <= bytes.length; n++, at += FRAME_BYTES) {
    if (bytes.readUInt32BE(at + 4) !== 0 && bytes.subarray(at + 8, at + 16).equals(salts)) commits.push(n);
  }
  return { commits, acknowledged: framesMarked(path, salts) };
}

/** Whether SQLite, which has opened the file, passed over more of it than a death can leave. */
export function isCutShort(db: Database.Database, { commits, acknowledged }: LogBefore): boolean {
  if (commits.length <= UNFINISHED && acknowledged === 0) return false;
  const [{ log = 0 } = {}] = db.pragma("wal_checkpoint(NOOP)") as readonly { readonly log?: number }[];
  return acknowledged > log || commits.filter((frame) => frame > log).length > UNFINISHED;
}

/** Closing takes the log away. That it was cut short must not be forgotten with it: while its copy lies there, the file is damaged. */
export function keepCutLog(path: string): void {
  if (!hasCutLog(path)) linkSync(`${path}-wal`, copyOf(path));
}

export function hasCutLog(path: string): boolean {
  return existsSync(copyOf(path));
}

function copyOf(path: string): string {
  return `${path}-wal-damaged`;
}

/** The checksum of the log's header over its first 24 bytes. */
function headerHolds(bytes: Buffer): boolean {
  const isBigEndian = (bytes.readUInt32BE(0) & 1) === 1;
  const word = (at: number): number => (isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at));
  let [s0, s1] = [0, 0];
  for (let at = 0; at < 24; at += 8) {
    s0 = (s0 + word(at) + s1) >>> 0;
    s1 = (s1 + word(at + 4) + s0) >>> 0;
  }
  return s0 === bytes.readUInt32BE(24) && s1 === bytes.readUInt32BE(28);
}
