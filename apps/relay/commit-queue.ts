/**
 * Group commit: works that come within one window share one transaction and one sync of the disk. A work is done when its
 * transaction is on disk, and only then is its promise fulfilled. A work that fails takes nobody with it: the transaction is
 * undone and each work of it is tried alone.
 */
import type Database from "better-sqlite3";
import { StoreError } from "./store.ts";

/** How long the first work of a batch waits for company, where nothing else is said. */
const WINDOW_MS = 1;
/** One transaction takes at most so many works, so that reads get their turn and what it changed fits in memory. */
const MAX_BATCH = 2048;

type Afterwards = {
  /** Runs after each transaction that was kept, before its works are told. What it throws is dropped: the works are on disk. */
  readonly afterCommit: () => void;
  /** Runs after each that was not: whatever was remembered of it never was. */
  readonly afterUndo?: () => void;
};
type Work = { readonly run: () => void; readonly settle: (failure: Error | null) => void };

export class CommitQueue {
  readonly #db: Database.Database;
  readonly #begin: Database.Statement;
  readonly #commit: Database.Statement;
  readonly #after: Afterwards;
  readonly #maxBatch: number;
  readonly #windowMs: number;
  #waiting: Work[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(
    db: Database.Database,
    after: Afterwards,
    { windowMs = WINDOW_MS, maxBatch = MAX_BATCH }: { readonly windowMs?: number; readonly maxBatch?: number } = {},
  ) {
    this.#db = db;
    this.#begin = db.prepare("BEGIN IMMEDIATE");
    this.#commit = db.prepare("COMMIT");
    this.#after = after;
    this.#maxBatch = maxBatch;
    this.#windowMs = windowMs;
  }

  /** The value `work` returned, once it is on disk. `work` may run twice; what it touches beside the database is put right by `afterUndo`. Fails with `StoreError`. */
  run<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      let value: T;
      this.#waiting.push({
        run: () => {
          value = work();
        },
        settle: (failure) => (failure === null ? resolve(value) : reject(failure)),
      });
      this.#timer ??= setTimeout(() => this.#flush(), this.#windowMs);
    });
  }

  /** Commits everything that waits, now. */
  drain(): void {
    while (this.#waiting.length > 0) this.#flush();
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    const batch = this.#waiting.splice(0, this.#maxBatch);
    this.#timer = this.#waiting.length > 0 ? setTimeout(() => this.#flush(), 0) : null;
    if (batch.length === 0) return;
    const failure = this.#transact(batch);
    for (const work of batch) work.settle(failure === null || batch.length === 1 ? failure : this.#transact([work]));
  }

  #transact(batch: readonly Work[]): Error | null {
    try {
      this.#begin.run();
      for (const work of batch) work.run();
      this.#commit.run();
    } catch (error) {
      this.#undo();
      return failureOf(error);
    }
    try {
      this.#after.afterCommit();
    } catch {
      // On disk they are; tidying is tried again after the next commit and by `settle`.
    }
    return null;
  }

  #undo(): void {
    this.#after.afterUndo?.();
    try {
      // SQLite undoes a transaction of its own accord after some errors.
      if (this.#db.inTransaction) this.#db.exec("ROLLBACK");
    } catch {
      // A disk that fails while undoing: nothing was committed, and the next BEGIN says what is the matter.
    }
  }
}

/** What an error of SQLite means to the relay. Any other is a bug, and is handed on as it is. */
export function failureOf(error: unknown): Error {
  if (!(error instanceof Error)) return new Error("bug");
  if (error.name !== "SqliteError") return error;
  const { code } = error as Error & { readonly code: string };
  if (code.startsWith("SQLITE_FULL")) return new StoreError("full");
  if (code.startsWith("SQLITE_BUSY")) return new StoreError("in-use");
  return new StoreError("failing");
}
