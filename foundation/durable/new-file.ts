/**
 * A file that appears whole or not at all: written under another name in its own directory, synced, then renamed onto its name.
 * Whoever looks, and whenever the power goes, sees the old file or the new one.
 */
import { dirname, join } from "node:path";
import { systemCalls, type FileCalls } from "./calls.ts";
import { DurableError, durableErrorOf } from "./errors.ts";

/** `mode` is the new file's (0600 unless said otherwise); `calls` are for tests. */
export interface WriteOptions {
  readonly mode?: number;
  readonly calls?: FileCalls;
}

const PARTIAL = /^\.partial-\d+-\d+$/;
let partials = 0;

/** A file being written in pieces. End with `commit` or `abandon`; any error abandons it. */
export class NewFile {
  readonly #path: string;
  readonly #partial: string;
  readonly #calls: FileCalls;
  #descriptor: number | null;

  /** Starts it beside its place, in a directory that exists. Throws `DurableError`. */
  constructor(path: string, { mode = 0o600, calls = systemCalls }: WriteOptions = {}) {
    this.#path = path;
    this.#calls = calls;
    [this.#partial, this.#descriptor] = openPartial(calls, dirname(path), mode);
  }

  /** Adds bytes at the end. Throws `DurableError`, and the file is abandoned. */
  write(bytes: Uint8Array): void {
    this.#orAbandon((descriptor) => writeAll(this.#calls, descriptor, bytes));
  }

  /** Puts it in its place. On the disk when this returns. Throws `DurableError`: then the old file stands, or (after the rename) the new one. */
  commit(): void {
    this.#orAbandon((descriptor) => {
      this.#calls.sync(descriptor);
      this.#descriptor = null;
      this.#calls.close(descriptor);
      this.#calls.rename(this.#partial, this.#path);
    });
    syncDirectory(this.#calls, dirname(this.#path));
  }

  /** Drops it; the old file stays. Never throws: what cannot be removed now, `removePartials` removes later. */
  abandon(): void {
    if (this.#descriptor !== null) attempt(() => this.#calls.close(this.#descriptor!));
    this.#descriptor = null;
    attempt(() => this.#calls.unlink(this.#partial));
  }

  #orAbandon(step: (descriptor: number) => void): void {
    if (this.#descriptor === null) throw new Error("this file was committed or abandoned");
    try {
      step(this.#descriptor);
    } catch (error) {
      this.abandon();
      throw durableErrorOf(error);
    }
  }
}

/** Writes a whole file so that it is on the disk when this returns, and the old one whole if it does not. Throws `DurableError`. */
export function writeFileDurably(path: string, bytes: Uint8Array, options: WriteOptions = {}): void {
  const file = new NewFile(path, options);
  file.write(bytes);
  file.commit();
}

/** Removes what killed writers left in a directory. Only for the one process that writes there, before it writes. How many there were. */
export function removePartials(directory: string, calls: FileCalls = systemCalls): number {
  const left = calls.list(directory).filter((name) => PARTIAL.test(name));
  for (const name of left) calls.unlink(join(directory, name));
  return left.length;
}

/** Writes all of `bytes`, however short each write is. A disk that takes nothing is a failing one. */
export function writeAll(calls: FileCalls, descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) {
    const taken = calls.write(descriptor, bytes, at);
    if (taken <= 0) throw new DurableError("io", "write");
    at += taken;
  }
}

/** Makes a directory's own entries (a new name, a removed one) durable. */
export function syncDirectory(calls: FileCalls, directory: string): void {
  try {
    const descriptor = calls.open(directory, "r", 0);
    try {
      calls.sync(descriptor);
    } finally {
      calls.close(descriptor);
    }
  } catch (error) {
    throw durableErrorOf(error);
  }
}

/** Runs a step of tidying up after a failure, whose own failure would hide the first one. */
export function attempt(step: () => void): void {
  try {
    step();
  } catch {
    // The first error is the one the caller must hear.
  }
}

function openPartial(calls: FileCalls, directory: string, mode: number): [string, number] {
  for (;;) {
    const path = join(directory, `.partial-${process.pid}-${(partials += 1)}`);
    try {
      return [path, calls.open(path, "wx", mode)];
    } catch (error) {
      // A killed process of the same number may have left one: take the next name.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw durableErrorOf(error);
    }
  }
}
