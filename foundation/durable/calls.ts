import { closeSync, fstatSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readdirSync, renameSync, unlinkSync, writeSync } from "node:fs";

/** The few system calls everything durable is made of. Tests hand in others: that fail, write short, or lose what was not synced. */
export interface FileCalls {
  /** A file descriptor. Flags as in `fs.open`: `wx` new and ours alone, `a` at the end, `r` to sync a directory. */
  open(path: string, flags: "wx" | "ax" | "a" | "r", mode: number): number;
  /** Writes some of `bytes` from `from` on, at the descriptor's place. How many it took: fewer than asked is allowed. */
  write(descriptor: number, bytes: Uint8Array, from: number): number;
  /** On the disk when it returns (libuv asks Apple's disks for F_FULLFSYNC too). */
  sync(descriptor: number): void;
  sizeBytes(descriptor: number): number;
  truncate(descriptor: number, sizeBytes: number): void;
  close(descriptor: number): void;
  rename(from: string, to: string): void;
  unlink(path: string): void;
  mkdir(path: string, mode: number): void;
  /** The names in a directory. */
  list(path: string): readonly string[];
}

/** The real ones. */
export const systemCalls: FileCalls = {
  open: (path, flags, mode) => openSync(path, flags, mode),
  write: (descriptor, bytes, from) => writeSync(descriptor, bytes, from, bytes.length - from),
  sync: fsyncSync,
  sizeBytes: (descriptor) => fstatSync(descriptor).size,
  truncate: ftruncateSync,
  close: closeSync,
  rename: renameSync,
  unlink: unlinkSync,
  mkdir: (path, mode) => void mkdirSync(path, { mode }),
  list: (path) => readdirSync(path),
};
