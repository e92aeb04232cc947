/**
 * Statements that stay prepared. One that is dropped keeps some four kilobytes until the process next waits for something: work that goes on for long
 * without a pause, and asks anew each time, took gigabytes so (docs/MEASURED.md).
 */
import type Database from "better-sqlite3-multiple-ciphers";
import type { Db } from "./connection.ts";

/** What asks in more ways than this at once does not exist here; beyond it, all begin anew. */
const MOST = 256;

export class Prepared {
  readonly #db: Pick<Db, "prepare">;
  readonly #statements = new Map<string, Database.Statement>();

  constructor(db: Pick<Db, "prepare">) {
    this.#db = db;
  }

  /** The statement of this SQL, the same for the same text. It must have ended before it is used again: `run`, `get` or `all`, and no iterator. */
  prepare(sql: string): Database.Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#db.prepare(sql);
    if (this.#statements.size >= MOST) this.#statements.clear();
    this.#statements.set(sql, statement);
    return statement;
  }
}
