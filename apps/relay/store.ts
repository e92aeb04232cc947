/**
 * What the relay keeps, as an interface. It knows ids, hashes and opaque bytes; it is never told who asked, nor the time: only days.
 * Every write is on disk when its promise is fulfilled, or nothing of it was kept and it fails with `StoreError`.
 * Any implementation must pass `runRelayStoreTests` (store-tests.ts).
 */
import type { LogForm, Placed } from "#wire";

export type StoreErrorCode =
  /** At the cap, or the disk has no room. */
  | "full"
  /** The disk refuses. */
  | "failing"
  /** Another process has this storage. */
  | "in-use"
  /** Made by a newer version. */
  | "newer";

/** Thrown where storage could not do it. Nothing of the write was kept. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode) {
    super(code);
    this.code = code;
  }
}

/** A blob with its SHA-256. */
export type Hashed = { readonly hash: string; readonly blob: Uint8Array };

/** Days since 1970-01-01 UTC: the finest time that is ever stored. Each store is made with a function that says today. */
export type Day = number;

/** The day of a clock in milliseconds. */
export function dayOf(clockMs: number): Day {
  return Math.floor(clockMs / 86_400_000);
}

/** Envelopes go after this many days. */
export const ENVELOPE_DAYS = 60;
/** A mailbox is there on the day it was made and this many days after: at least 48 hours. */
export const MAILBOX_DAYS = 2;

export type RelayStore = {
  /** 16 random bytes made with the storage, in hexadecimal. */
  readonly incarnation: string;

  makeLog(logId: string, form: LogForm): Promise<"made" | "same" | "differs">;
  /** `null` where there is no such log. Asked before nearly every answer, so it is said at once. */
  log(logId: string): LogForm | null;
  /** Read hashes of the logs whose readers may list envelopes now. */
  intakeReaders(): Promise<readonly string[]>;

  /** Cursors in the order given; a blob the log has already gets its old one. All or nothing. The log exists. */
  append(logId: string, blobs: readonly Hashed[]): Promise<number[]>;
  /** Onto the newest blob (`after`: its hash, `null` for an empty line) or not at all. A blob the line has already gets its old cursor. */
  appendToLine(logId: string, after: string | null, blob: Hashed): Promise<{ readonly cursor: number } | { readonly head: string | null }>;
  /**
   * Blobs above `after` in order, as many as fit `limitBytes` with framing and `limitBlobs`.
   * `at`: the log's chain at cursor `after`, `null` where the log is shorter. `newest`: the log's newest cursor, 0 for none.
   */
  read(
    logId: string,
    after: number,
    limitBytes: number,
    limitBlobs: number,
  ): Promise<{ readonly at: string | null; readonly newest: number; readonly entries: Placed[] }>;

  /** `false` where the chunk was there. The log exists, the hash was checked. */
  putChunk(logId: string, chunk: Hashed): Promise<boolean>;
  chunk(logId: string, hash: string): Promise<Uint8Array | null>;

  putKeys(bytes: Uint8Array): Promise<void>;
  keys(): Promise<Uint8Array | null>;

  /** `false` where the id is taken. */
  makeMailbox(mailboxId: string, accessHash: string): Promise<boolean>;
  /** `null` where there is none, or its days are over. */
  mailbox(mailboxId: string): Promise<{ readonly accessHash: string; readonly ended: boolean } | null>;
  /** A second, different body for slot 1 ends the mailbox and erases it. The mailbox exists. */
  putSlot(mailboxId: string, slot: number, body: Uint8Array): Promise<"kept" | "had" | "taken" | "ended">;
  slot(mailboxId: string, slot: number): Promise<Uint8Array | null>;

  /** Keeps an envelope once. Where it lies on the disk tells nothing of when it came. */
  keepEnvelope(envelope: Uint8Array): Promise<void>;
  /** Keys of all envelopes, 16 bytes in hexadecimal, in an order that tells nothing. */
  envelopeKeys(): Promise<string[]>;
  /** `null` where it has gone since. */
  envelope(key: string): Promise<Uint8Array | null>;

  /** Lets go what is past its days, and leaves files as the seizure test wants them (docs/formats/relay.md, "On disk"). */
  settle(): Promise<void>;
  /** Finishes writes and closes. */
  close(): Promise<void>;
};
