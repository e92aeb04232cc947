/**
 * Group commit: works that come within one window share one transaction and one sync of the disk. A work is done when its
 * transaction is on disk, and only then is its promise fulfilled. A work that fails takes nobody with it: the transaction is
 * undone and each work of it is tried alone.
 */
import type Database from "better-sqlite3";
import { StoreError } from "./store.ts";

/** How long the first work of a batch waits for company. */
const WINDOW_MS = 1;
/** One transaction takes at most so many works, so that reads get their turn. */
const MAX_BATCH = 2048;

type Work = { readonly run: () => void; readonly settle: (failure: Error | null) => void };

export class CommitQueue {
  readonly #db: Database.Database;
  readonly #begin: Database.Statement;
  readonly #commit: Database.Statement;
  readonly #afterCommit: () => void;
  #waiting: Work[] = [];
  #timer: NodeJS.Timeout | null = null;

  /** @param afterCommit runs after each transaction that was kept, before its works are told. What it throws is dropped: the works are on disk. */
  constructor(db: Database.Database, afterCommit: () => void) {
    this.#db = db;
    this.#begin = db.prepare("BEGIN IMMEDIATE");
    this.#commit = db.prepare("COMMIT");
    this.#afterCommit = afterCommit;
  }

  /** The value `work` returned, once it is on disk. `work` may run twice, and touches nothing but the database. Fails with `StoreError`. */
  run<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      let value: T;
      this.#waiting.push({
        run: () => {
          value = work();
        },
        settle: (failure) => (failure === null ? resolve(value) : reject(failure)),
      });
      this.#timer ??= setTimeout(() => this.#flush(), WINDOW_MS);
    });
  }

  /** Commits everything that waits, now. */
  drain(): void {
    while (this.#waiting.length > 0) this.#flush();
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    const batch = this.#waiting.splice(0, MAX_BATCH);
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
      this.#afterCommit();
    } catch {
      // On disk they are; tidying is tried again after the next commit and by `settle`.
    }
    return null;
  }

  #undo(): void {
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
