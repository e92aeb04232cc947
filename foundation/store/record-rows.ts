/** Rows of records, several to a statement: one statement for each costs half as much again in going from here to SQLite and back. */
import type Database from "better-sqlite3-multiple-ciphers";
import type { Db } from "./connection.ts";

const COLUMNS = ["key", "id", "kind", "in_case", "clock", "at", "bytes", "json", "subject"];
/** More rows than this to a statement make it slower again, for all that has to be bound. */
const MOST_TOGETHER = 16;

export class RecordRows {
  readonly #db: Db;
  /** the statement for so many rows, made when it is first needed */
  readonly #statements: (Database.Statement | undefined)[] = [];
  #values: (number | string | null)[] = [];

  constructor(db: Db) {
    this.#db = db;
  }

  /** One row; it is there once `write` has been called. The caller holds the transaction. */
  add(
    key: number,
    id: string,
    kind: string,
    inCase: string | null,
    clock: number,
    at: number,
    bytes: number,
    json: string | null,
    subject: string | null,
  ): void {
    this.#values.push(key, id, kind, inCase, clock, at, bytes, json, subject);
    if (this.#values.length === MOST_TOGETHER * COLUMNS.length) this.write();
  }

  write(): void {
    const values = this.#values;
    if (values.length === 0) return;
    this.#values = [];
    const rows = values.length / COLUMNS.length;
    const statement = (this.#statements[rows] ??= this.#prepare(rows));
    statement.run(values);
  }

  /** The transaction was rolled back. */
  forget(): void {
    this.#values = [];
  }

  #prepare(rows: number): Database.Statement {
    const row = `(${COLUMNS.map(() => "?").join(", ")})`;
    return this.#db.prepare(`INSERT INTO records (${COLUMNS.join(", ")}) VALUES ${Array.from({ length: rows }, () => row).join(", ")}`);
  }
}
