/**
 * Tables of a projector's own, in the store's file: views over records that the store does not know of. They are made with the projection, filled in the
 * transaction that takes the records in, and dropped and filled anew with it when the projector's version is raised. Reading them is `Store.query`.
 *
 *   schema: ["CREATE TABLE p_names (record INTEGER PRIMARY KEY, name TEXT NOT NULL)", "CREATE INDEX p_names_name ON p_names (name)"],
 *   prepare(door) {
 *     const add = door.prepare("INSERT INTO p_names (record, name) VALUES (?, ?)");
 *     return { add: ({ key, index, record }) => { if (index.kind === "person") add.run(key, (record as { name: string }).name); } };
 *   }
 *
 * What may be joined with besides: `records (key, id, kind, in_case, clock)`, `record_subjects (subject, record)`, and
 * `entries (key, id, device, compartment, seq, clock, counted)`, where an entry's key is `record key / 512`. No other column is promised.
 */
import type Database from "better-sqlite3-multiple-ciphers";
import type { Json } from "#bytes";
import type { Db } from "./connection.ts";
import { Prepared } from "./prepared.ts";

/** With what every name in a projector's schema begins: tables and indexes. */
export const OWN_PREFIX = "p_";
const OWN_SCHEMA = /^\s*CREATE\s+(?:VIRTUAL\s+TABLE|TABLE|UNIQUE\s+INDEX|INDEX)\s+p_[a-z0-9_]+/i;

/** What the store needs to know of a record. All texts are strings of the record as they are there; the store folds them for searching. */
export type RecordIndex = {
  readonly id: string;
  readonly kind: string;
  readonly caseId: string | null;
  readonly subjectIds: readonly string[];
  readonly searchTexts: readonly string[];
};

/** A record as it is taken in. */
export type ProjectedRecord = {
  /** its place in the order of arrival at this desk: the entry's key × 512 + the place in the entry */
  readonly key: number;
  readonly record: Json;
  readonly index: RecordIndex;
  /** what the body says was done; `null` where it does not say it in the form of docs/formats/record.md */
  readonly act: string | null;
  readonly entryId: string;
  readonly device: string;
  readonly compartment: string;
  /** milliseconds since 1970-01-01 UTC as the writer's machine had it */
  readonly clock: number;
  readonly counted: boolean;
};

export type SqlValue = string | number | bigint | Uint8Array | null;

/** The connection as a projector has it while its tables are filled. */
export type TablesDoor = {
  /** Prepares one statement that reads anything or changes the projector's own tables. Prepare once, run often. */
  prepare(sql: string): {
    run(...values: readonly SqlValue[]): void;
    get(...values: readonly SqlValue[]): unknown;
    all(...values: readonly SqlValue[]): unknown[];
  };
};

export type ProjectorTables = {
  /** Statements that make the tables and their indexes, in order. Raise the projector's version with every change. */
  readonly schema: readonly string[];
  /** Called once for an opened file, when the tables are there and something is to be taken in. */
  prepare(door: TablesDoor): {
    /**
     * One record, in the order of arrival. What it throws, other than what SQLite throws, means that this version does not understand the record, which
     * is then listed as unreadable: so read first and write after.
     */
    add(record: ProjectedRecord): void;
    /** Whether this entry's records count has changed (`Store.setCounted`), in the same transaction. */
    recounted?(entryKey: number, counted: boolean): void;
  };
};

type Filling = ReturnType<ProjectorTables["prepare"]>;

/** The tables of one projector in one open file; none where it wants none. */
export class OwnTables {
  readonly #db: Db;
  readonly #prepared: Prepared;
  readonly #tables: ProjectorTables | null;
  #filling: Filling | null = null;

  constructor(db: Db, tables: ProjectorTables | undefined) {
    this.#db = db;
    this.#prepared = new Prepared(db);
    this.#tables = tables ?? null;
  }

  /** Takes away what there is, of this version or another, and makes the tables empty. The caller holds the transaction. */
  makeAnew(): void {
    this.#filling = null;
    const next = this.#db
      .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB '${OWN_PREFIX}*' ORDER BY sql LIKE 'CREATE VIRTUAL%' DESC LIMIT 1`)
      .pluck();
    for (let name = next.get() as string | undefined; name !== undefined; name = next.get() as string | undefined)
      this.#db.exec(`DROP TABLE "${name}"`);
    for (const sql of this.#tables?.schema ?? []) {
      if (!OWN_SCHEMA.test(sql)) throw new RangeError(`a projector's schema makes tables and indexes named ${OWN_PREFIX}…`);
      this.#db.exec(sql);
    }
  }

  add(record: ProjectedRecord): void {
    this.#fill()?.add(record);
  }

  recounted(entryKey: number, counted: boolean): void {
    this.#fill()?.recounted?.(entryKey, counted);
  }

  /** For what is worked out of the tables after records were taken in. The caller holds the transaction. */
  door(): TablesDoor {
    return { prepare: (sql) => this.#prepared.prepare(sql) as ReturnType<TablesDoor["prepare"]> };
  }

  #fill(): Filling | null {
    if (this.#tables === null) return null;
    this.#filling ??= this.#tables.prepare(this.door());
    return this.#filling;
  }
}

const READS = /^\s*(?:SELECT|WITH)\s/i;

/** Questions in SQL, which read and nothing else. */
export class Questions {
  readonly #prepared: Prepared;
  readonly #asked = new WeakSet<Database.Statement>();

  constructor(prepared: Prepared) {
    this.#prepared = prepared;
  }

  all(sql: string, values: readonly SqlValue[]): unknown[] {
    return this.#statement(sql).all(...values);
  }

  #statement(sql: string): Database.Statement {
    if (!READS.test(sql)) throw new RangeError("a question begins with SELECT or WITH");
    const statement = this.#prepared.prepare(sql);
    if (this.#asked.has(statement)) return statement;
    if (!statement.readonly || !statement.reader) throw new RangeError("a question only reads");
    this.#asked.add(statement);
    return statement;
  }
}
