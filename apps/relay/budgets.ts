/** Counts that live in memory only: what a token has used today, what is in flight, how fast reports may come. */
import type { Day } from "./store.ts";

/** Per write token and day. Forgotten at midnight UTC, and with the process. */
export class Quota {
  readonly #maxBytes: number;
  readonly #maxBlobs: number;
  readonly #today: () => Day;
  readonly #used = new Map<string, { bytes: number; blobs: number }>();
  #day: Day = 0;

  constructor(maxBytes: number, maxBlobs: number, today: () => Day) {
    this.#maxBytes = maxBytes;
    this.#maxBlobs = maxBlobs;
    this.#today = today;
  }

  /** Counts it, unless the token would be over. @param tokenHash never the token */
  take(tokenHash: string, sizeBytes: number, blobs: number): boolean {
    const today = this.#today();
    if (today !== this.#day) {
      this.#used.clear();
      this.#day = today;
    }
    let used = this.#used.get(tokenHash);
    if (used === undefined) this.#used.set(tokenHash, (used = { bytes: 0, blobs: 0 }));
    if (used.bytes + sizeBytes > this.#maxBytes || used.blobs + blobs > this.#maxBlobs) return false;
    used.bytes += sizeBytes;
    used.blobs += blobs;
    return true;
  }

  /** Gives back what was counted for something that was not kept. */
  giveBack(tokenHash: string, sizeBytes: number, blobs: number): void {
    const used = this.#used.get(tokenHash);
    if (used === undefined) return;
    used.bytes = Math.max(0, used.bytes - sizeBytes);
    used.blobs = Math.max(0, used.blobs - blobs);
  }
}

/** Bytes of bodies and answers held at one moment. */
export class InFlight {
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** A function that gives the bytes back (once, however often it is called), or `null` where there is no room. */
  take(sizeBytes: number): (() => void) | null {
    if (this.#bytes + sizeBytes > this.#maxBytes) return null;
    this.#bytes += sizeBytes;
    let isHeld = true;
    return () => {
      if (isHeld) this.#bytes -= sizeBytes;
      isHeld = false;
    };
  }
}

/** A bucket for all reporters together: behind Tor they have one address, and we would not look at it otherwise. */
export class Bucket {
  /** Time that pays for one report. */
  readonly #priceMs: number;
  readonly #maxMs: number;
  readonly #now: () => number;
  #savedMs: number;
  #at: number;

  constructor(burst: number, perDay: number, now: () => number) {
    this.#priceMs = 86_400_000 / perDay;
    this.#maxMs = burst * this.#priceMs;
    this.#now = now;
    this.#savedMs = this.#maxMs;
    this.#at = now();
  }

  take(): boolean {
    const now = this.#now();
    this.#savedMs = Math.min(this.#maxMs, this.#savedMs + Math.max(0, now - this.#at));
    this.#at = now;
    if (this.#savedMs < this.#priceMs) return false;
    this.#savedMs -= this.#priceMs;
    return true;
  }
}
