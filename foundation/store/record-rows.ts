/** Rows of records, several to a statement: one statement for each costs half as much again in going from here to SQLite and back. */
import type Database from "better-sqlite3-multiple-ciphers";
import type { Db } from "./connection.ts";

/** More rows than this to a statement make it slower again, for all that has to be bound. */
const MOST_TOGETHER = 16;

/** What is bound for each row, in this order. Of a record that stands in its body, no text. */
const COLUMNS = {
  standing: ["key", "id", "kind", "in_case", "clock", "at", "bytes", "subject"],
  made: ["key", "id", "kind", "in_case", "clock", "at", "bytes", "subject", "json"],
};
type Way = keyof typeof COLUMNS;

export class RecordRows {
  readonly #db: Db;
  /** the statement for so many rows, made when it is first needed */
  readonly #statements: { readonly [way in Way]: (Database.Statement | undefined)[] } = { standing: [], made: [] };
  #way: Way = "standing";
  #rows = 0;
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
    const way = json === null ? "standing" : "made";
    if (way !== this.#way) this.write();
    this.#way = way;
    this.#values.push(key, id, kind, inCase, clock, at, bytes, subject);
    if (json !== null) this.#values.push(json);
    if (++this.#rows === MOST_TOGETHER) this.write();
  }

  write(): void {
    const [rows, values] = [this.#rows, this.#values];
    if (rows === 0) return;
    this.forget();
    const statement = (this.#statements[this.#way][rows] ??= this.#prepare(this.#way, rows));
    statement.run(values);
  }

  /** The transaction was rolled back. */
  forget(): void {
    this.#values = [];
    this.#rows = 0;
  }

  #prepare(way: Way, rows: number): Database.Statement {
    const columns = COLUMNS[way];
    const row = `(${columns.map(() => "?").join(", ")})`;
    return this.#db.prepare(`INSERT INTO records (${columns.join(", ")}) VALUES ${Array.from({ length: rows }, () => row).join(", ")}`);
  }
}
