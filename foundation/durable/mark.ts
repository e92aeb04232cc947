/** A few bytes that say how far something else has come. */
import { closeSync, constants, openSync, writeSync } from "node:fs";

/**
 * A small file that is written over in place, in one call, after what it speaks of is on the disk. It is not synced itself: after the power went it may say less than is
 * there, and never more. Never throws: what it speaks of is done, whether or not this could be noted. Who reads it must be able to tell half of it from a whole one.
 */
export class Mark {
  readonly #path: string;
  #descriptor: number | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  /** @param bytes as many each time */
  set(bytes: Uint8Array): void {
    try {
      this.#descriptor ??= openSync(this.#path, constants.O_WRONLY | constants.O_CREAT, 0o600);
      writeSync(this.#descriptor, bytes, 0, bytes.length, 0);
    } catch {
      this.close();
    }
  }

  close(): void {
    try {
      if (this.#descriptor !== null) closeSync(this.#descriptor);
    } catch {
      // It is closed all the same.
    }
    this.#descriptor = null;
  }
}
