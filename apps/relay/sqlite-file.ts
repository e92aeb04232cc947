/** Opening one SQLite file the way a relay wants it. */
import { utimesSync } from "node:fs";
import Database from "better-sqlite3";
import { failureOf } from "./commit-queue.ts";
import { StoreError, type Day } from "./store.ts";

const VERSION = 1;

/**
 * Opens or makes a file with this schema. One process at a time has it (which also does away with the `-shm` file).
 * @param capBytes SQLite itself refuses to grow past this
 */
export function openFile(file: string, schema: string, capBytes: number): Database.Database {
  let db: Database.Database | null = null;
  try {
    db = new Database(file, { timeout: 0 });
    db.pragma("locking_mode = EXCLUSIVE");
    db.pragma("journal_mode = WAL");
    // Answered means on disk: NORMAL does not sync in WAL mode.
    db.pragma("synchronous = FULL");
    db.pragma("secure_delete = ON");
    // The default leaves pieces of the database in temporary files elsewhere.
    db.pragma("temp_store = MEMORY");
    db.pragma("trusted_schema = OFF");
    db.pragma(`max_page_count = ${Math.max(1, Math.floor(capBytes / Number(db.pragma("page_size", { simple: true }))))}`);
    const version = Number(db.pragma("user_version", { simple: true }));
    if (version > VERSION) throw new StoreError("newer");
    if (version < VERSION) {
      const made = db;
      made.transaction(() => made.exec(`${schema}; PRAGMA user_version = ${VERSION}`))();
    }
    return db;
  } catch (error) {
    db?.close();
    throw failureOf(error);
  }
}

/** Moves everything into the file itself and leaves the write-ahead log empty: it shows the order of the latest writes. Throws `StoreError`. */
export function emptyWriteAheadLog(db: Database.Database): void {
  try {
    db.pragma("wal_checkpoint(TRUNCATE)");
  } catch (error) {
    throw failureOf(error);
  }
}

/** Sets the times of these files to the day. Those not there are passed over. */
export function blurTimes(files: readonly string[], today: Day): void {
  const midnightSeconds = today * 86_400;
  for (const file of files) {
    try {
      utimesSync(file, midnightSeconds, midnightSeconds);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw new StoreError("failing");
    }
  }
}
