/** Changes to what is already there: adding at the end, removing, making directories. Each is on the disk when it returns. */
import { dirname } from "node:path";
import { systemCalls, type FileCalls } from "./calls.ts";
import { durableErrorOf } from "./errors.ts";
import { attempt, syncDirectory, writeAll, type WriteOptions } from "./new-file.ts";

/**
 * Adds bytes at the end of a file, made when absent. An error takes back what was added. A process killed midway can leave
 * a beginning of `bytes` at the end: callers frame what they append, and readers drop an unfinished last frame. Throws `DurableError`.
 */
export function appendDurably(path: string, bytes: Uint8Array, { mode = 0o600, calls = systemCalls }: WriteOptions = {}): void {
  const { descriptor, isNew } = openAtEnd(calls, path, mode);
  try {
    const sizeBytes = calls.sizeBytes(descriptor);
    try {
      writeAll(calls, descriptor, bytes);
      calls.sync(descriptor);
    } catch (error) {
      attempt(() => (isNew ? calls.unlink(path) : calls.truncate(descriptor, sizeBytes)));
      throw error;
    } finally {
      calls.close(descriptor);
    }
  } catch (error) {
    throw durableErrorOf(error);
  }
  if (isNew) syncDirectory(calls, dirname(path));
}

/** Removes a file. Whether there was one. It stays removed when the power goes; its bytes may stay on the medium. Throws `DurableError`. */
export function removeDurably(path: string, calls: FileCalls = systemCalls): boolean {
  const removed = unlessCode("ENOENT", () => calls.unlink(path));
  if (removed) syncDirectory(calls, dirname(path));
  return removed;
}

/** Makes a directory and those above it that are missing, 0700 unless said otherwise. Leaves one that is there as it is. Throws `DurableError`. */
export function makeDirectory(path: string, { mode = 0o700, calls = systemCalls }: WriteOptions = {}): void {
  const parent = dirname(path);
  let made = false;
  try {
    made = unlessCode("EEXIST", () => calls.mkdir(path, mode));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT" || parent === path) throw error;
    makeDirectory(parent, { mode, calls });
    made = unlessCode("EEXIST", () => calls.mkdir(path, mode));
  }
  if (made) syncDirectory(calls, parent);
}

function openAtEnd(calls: FileCalls, path: string, mode: number): { descriptor: number; isNew: boolean } {
  try {
    return { descriptor: calls.open(path, "ax", mode), isNew: true };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw durableErrorOf(error);
  }
  try {
    return { descriptor: calls.open(path, "a", mode), isNew: false };
  } catch (error) {
    throw durableErrorOf(error);
  }
}

function unlessCode(code: string, step: () => void): boolean {
  try {
    step();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === code) return false;
    throw durableErrorOf(error);
  }
}
