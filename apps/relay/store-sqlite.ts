/** The relay's storage in a folder: `record.db` and `intake.db`. Everything in them is sealed by others. */
import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Bytes } from "#bytes";
import { failureOf } from "./commit-queue.ts";
import { IntakeFile } from "./intake-file.ts";
import { RecordFile } from "./record-file.ts";
import { blurTimes } from "./sqlite-file.ts";
import { StoreError, type Day, type RelayStore } from "./store.ts";

export type SqliteStoreOptions = {
  /** Made where absent, for its owner alone. */
  readonly folder: string;
  readonly today: () => Day;
  readonly random: (lengthBytes: number) => Bytes;
  /** Caps of the two files. What is written meanwhile can take some 20 MiB more beside them. */
  readonly recordCapBytes: number;
  readonly intakeCapBytes: number;
};

/** Opens or makes the storage. Throws `StoreError`: `in-use`, `newer`, `full`, `failing`. */
export function openSqliteStore({ folder, today, random, recordCapBytes, intakeCapBytes }: SqliteStoreOptions): RelayStore {
  makeFolder(folder);
  const files = ["record.db", "record.db-wal", "intake.db", "intake.db-journal", ""].map((name) => join(folder, name));
  const blur = (some: readonly string[] = files) => blurTimes(some, today());
  const record = new RecordFile(files[0]!, recordCapBytes, random, () => blur(files.slice(0, 2)));
  const intake = orClose(() => new IntakeFile(files[2]!, intakeCapBytes, random, () => blur(files.slice(2, 4))), record);
  orClose(blur, record, intake);

  return {
    incarnation: record.incarnation,
    makeLog: async (logId, form) => told(() => record.makeLog(logId, form)),
    log: (logId) => told(() => record.log(logId)),
    intakeReaders: async () => told(() => record.intakeReaders()),
    append: (logId, blobs) => promised(() => record.append(logId, blobs)),
    appendToLine: async (logId, after, blob) => told(() => record.appendToLine(logId, after, blob)),
    read: async (logId, after, limitBytes, limitBlobs) => told(() => record.read(logId, after, limitBytes, limitBlobs)),
    putChunk: async (logId, chunk) => told(() => record.putChunk(logId, chunk)),
    chunk: async (logId, hash) => told(() => record.chunk(logId, hash)),
    putKeys: async (bytes) => told(() => record.putKeys(bytes)),
    keys: async () => told(() => record.keys()),
    makeMailbox: async (mailboxId, accessHash) => told(() => record.makeMailbox(mailboxId, accessHash, today())),
    mailbox: async (mailboxId) => told(() => record.mailbox(mailboxId, today())),
    putSlot: async (mailboxId, slot, body) => told(() => record.putSlot(mailboxId, slot, body)),
    slot: async (mailboxId, slot) => told(() => record.slot(mailboxId, slot)),
    keepEnvelope: (envelope) => promised(() => intake.keep(envelope, today())),
    envelopeKeys: async () => told(() => intake.keys()),
    envelope: async (key) => told(() => intake.envelope(key)),
    async settle() {
      await record.settle(today());
      await intake.settle(today());
      blur();
    },
    async close() {
      try {
        record.close();
      } finally {
        intake.close();
      }
      blur();
    },
  };
}

/** What SQLite says of a disk that does not give back what was written is said in the store's words, reading as well. */
function told<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw failureOf(error);
  }
}

/** The same of what is promised: no promise about a promise, which costs an append as much as its token does. */
function promised<T>(work: () => Promise<T>): Promise<T> {
  try {
    return work();
  } catch (error) {
    return Promise.reject(failureOf(error));
  }
}

/** What was opened does not stay open where the rest of the opening fails. */
function orClose<T>(step: () => T, ...opened: readonly (RecordFile | IntakeFile)[]): T {
  try {
    return step();
  } catch (error) {
    for (const file of opened) file.close();
    throw error;
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOSPC" || code === "EDQUOT") throw new StoreError("full");
    if (code === "EIO" || code === "EROFS") throw new StoreError("failing");
    throw error;
  }
}
