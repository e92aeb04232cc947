/** The relay's storage in a folder: `record.db` and `intake.db`. Everything in them is sealed by others. */
import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Bytes } from "#bytes";
import { IntakeFile } from "./intake-file.ts";
import { RecordFile } from "./record-file.ts";
import { blurTimes } from "./sqlite-file.ts";
import type { Day, RelayStore } from "./store.ts";

export type SqliteStoreOptions = {
  /** Made where absent, for its owner alone. */
  readonly folder: string;
  readonly today: () => Day;
  readonly random: (lengthBytes: number) => Bytes;
  /** Caps of the two files. What is written meanwhile can take a few MiB more beside them. */
  readonly recordCapBytes: number;
  readonly intakeCapBytes: number;
};

/** Opens or makes the storage. Throws `StoreError`: `in-use`, `newer`, `full`, `failing`. */
export function openSqliteStore({ folder, today, random, recordCapBytes, intakeCapBytes }: SqliteStoreOptions): RelayStore {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const files = ["record.db", "record.db-wal", "intake.db", "intake.db-wal", ""].map((name) => join(folder, name));
  const blur = () => blurTimes(files, today());
  const record = new RecordFile(files[0]!, recordCapBytes, random, blur);
  const intake = openIntake();
  blur();

  return {
    incarnation: record.incarnation,
    makeLog: (logId, form) => record.makeLog(logId, form),
    log: async (logId) => record.log(logId),
    intakeReaders: async () => record.intakeReaders(),
    append: (logId, blobs) => record.append(logId, blobs),
    appendToLine: (logId, after, blob) => record.appendToLine(logId, after, blob),
    read: async (logId, after, limitBytes, limitBlobs) => record.read(logId, after, limitBytes, limitBlobs),
    putChunk: (logId, chunk) => record.putChunk(logId, chunk),
    chunk: async (logId, hash) => record.chunk(logId, hash),
    putKeys: (bytes) => record.putKeys(bytes),
    keys: async () => record.keys(),
    makeMailbox: (mailboxId, accessHash) => record.makeMailbox(mailboxId, accessHash, today()),
    mailbox: async (mailboxId) => record.mailbox(mailboxId, today()),
    putSlot: (mailboxId, slot, body) => record.putSlot(mailboxId, slot, body),
    slot: async (mailboxId, slot) => record.slot(mailboxId, slot),
    keepEnvelope: (envelope) => intake.keep(envelope, today()),
    envelopeKeys: async () => intake.keys(),
    envelope: async (key) => intake.envelope(key),
    async settle() {
      await record.settle(today());
      await intake.settle(today());
      blur();
    },
    async close() {
      record.close();
      intake.close();
      blur();
    },
  };

  function openIntake(): IntakeFile {
    try {
      return new IntakeFile(files[2]!, intakeCapBytes, random, blur);
    } catch (error) {
      record.close();
      throw error;
    }
  }
}
