/** Opening one SQLite file the way a relay wants it. */
import { utimesSync } from "node:fs";
import Database from "better-sqlite3";
import { failureOf } from "./commit-queue.ts";
import { StoreError, type Day } from "./store.ts";

/**
 * `WAL`: the write-ahead log takes many small writes and goes into the file later. `TRUNCATE`: a rollback journal, empty again at the end of each commit;
 * what is large is written once, and not once into a log and once more into the file.
 */
export type Journal = "WAL" | "TRUNCATE";

/**
 * Pages in the write-ahead log before they are moved into the file, 16 MiB, and memory for pages. A blob's hash is random, so each append changes a page of the index anywhere: with SQLite's
 * own 1,000 pages and 2 MiB it is read again, logged, moved and synced for nearly every append; with these, once for several.
 */
const LOG_PAGES = 4096;
const CACHE_KIB = 16 * 1024;

/**
 * Opens or makes a file. One process at a time has it (which also does away with the `-shm` file).
 * @param steps what makes each version of the schema of the one before, the first of an empty file
 * @param pageBytes of a file that is made now; one that is there keeps its own
 * @param capBytes SQLite itself refuses to grow past this, once the file has the newest schema
 */
export function openFile(file: string, steps: readonly string[], capBytes: number, journal: Journal, pageBytes?: number): Database.Database {
  let db: Database.Database | null = null;
  try {
    db = new Database(file, { timeout: 0 });
    db.pragma("locking_mode = EXCLUSIVE");
    if (pageBytes !== undefined) db.pragma(`page_size = ${pageBytes}`);
    db.pragma(`journal_mode = ${journal}`);
    // Answered means on disk: NORMAL does not sync in WAL mode.
    db.pragma("synchronous = FULL");
    // With a rollback journal, reading alone does not keep others out.
    db.exec("BEGIN EXCLUSIVE; COMMIT");
    db.pragma("secure_delete = ON");
    // The default leaves pieces of the database in temporary files elsewhere.
    db.pragma("temp_store = MEMORY");
    db.pragma("trusted_schema = OFF");
    const version = Number(db.pragma("user_version", { simple: true }));
    if (version > steps.length) throw new StoreError("newer");
    if (version < steps.length) {
      const made = db;
      made.transaction(() => made.exec(`${steps.slice(version).join("; ")}; PRAGMA user_version = ${steps.length}`))();
    }
    db.pragma(`max_page_count = ${Math.max(1, Math.floor(capBytes / Number(db.pragma("page_size", { simple: true }))))}`);
    // A transaction that outgrows the cache would sync a rollback journal in the middle; the batches of the queue bound it instead.
    if (journal === "TRUNCATE") db.pragma("cache_spill = OFF");
    else {
      db.pragma(`wal_autocheckpoint = ${LOG_PAGES}`);
      db.pragma(`cache_size = -${CACHE_KIB}`);
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
