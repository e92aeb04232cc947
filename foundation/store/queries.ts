/** Reading records, in the order of lists (docs/formats/entry.md, "Order"): clock, entry id, place in the entry. */
import type Database from "better-sqlite3-multiple-ciphers";
import { fromHex, toHex, type Json } from "#bytes";
import type { Db } from "./connection.ts";
import { PLACES } from "./schema.ts";

export type StoredRecord = {
  /** its place in the order of arrival at this desk (`ProjectedRecord.key`), which means nothing elsewhere */
  readonly key: number;
  readonly record: Json;
  readonly id: string;
  readonly kind: string;
  readonly entryId: string;
  readonly device: string;
  readonly compartment: string;
  /** milliseconds since 1970-01-01 UTC as the writer's machine had it; no evidence of time */
  readonly clock: number;
  /** `false`: it came after its writer's suspension and nobody has adopted it */
  readonly counted: boolean;
  /** its place in the order of lists, the same at every desk; what `after` takes */
  readonly order: string;
};

export type RecordQuery = {
  readonly caseId?: string;
  readonly kind?: string;
  readonly subject?: string;
  readonly compartment?: string;
  readonly ids?: readonly string[];
  /** an entry's id: its records */
  readonly entryId?: string;
  readonly limit?: number;
  /** the `order` of the last record of the page before */
  readonly after?: string;
  /** the other way round: `after` then means before */
  readonly newestFirst?: boolean;
};

export const DEFAULT_LIMIT = 1000;
const ORDER = /^([0-9]{16})-([0-9a-f]{64})-([0-9]{3})$/;
const COLUMNS = `r.key, r.id, r.kind, r.at, r.bytes, r.json, e.id AS entry, e.device, e.compartment, e.clock, e.counted`;

const OF_SUBJECT = "r.key IN (SELECT key FROM records WHERE subject = ? UNION ALL SELECT record FROM more_subjects WHERE subject = ?)";

type Row = {
  key: number;
  id: string;
  kind: string;
  at: number;
  bytes: number;
  json: string | null;
  entry: Buffer;
  device: Buffer;
  compartment: string;
  clock: number;
  counted: number;
};
/** What a hit is made of, from `records r` and `entries e`. */
export const HIT_COLUMNS = `${COLUMNS}, coalesce(r.json, CAST(substr(e.body, r.at + 1, r.bytes) AS TEXT)) AS text`;
export type HitRow = Row & { readonly text: string };

export function hitOf(row: HitRow): StoredRecord {
  return storedAs(row, row.text);
}

type Clause = { readonly sql: string; readonly values: readonly (string | number | Uint8Array)[] };

/**
 * One page of records; all conditions hold together. Which index is used is said here, by the narrowest condition: the file holds no statistics.
 * Where nothing narrows the records, the entries' clock index gives the order.
 */
export function selectRecords(db: { prepare(sql: string): { all(...values: unknown[]): unknown } }, texts: RecordTexts, query: RecordQuery): StoredRecord[] {
  const byRecords = query.ids !== undefined || query.subject !== undefined || query.caseId !== undefined || query.kind !== undefined;
  const clock = byRecords ? "r.clock" : "e.clock";
  const clauses = clausesOf(query, clock);
  const way = query.newestFirst === true ? " DESC" : "";
  const where = clauses.length === 0 ? "" : `WHERE ${clauses.map((clause) => clause.sql).join(" AND ")}`;
  const entries = query.entryId === undefined ? "entries e INDEXED BY entries_clock" : "entries e";
  const from = byRecords
    ? `records r CROSS JOIN entries e ON e.key = r.key / ${PLACES}`
    : `${entries} CROSS JOIN records r ON r.key >= e.key * ${PLACES} AND r.key < e.key * ${PLACES} + ${PLACES}`;
  const sql = `SELECT ${COLUMNS} FROM ${from} ${where} ORDER BY ${clock}${way}, e.id${way}, r.key${way} LIMIT ?`;
  return (db.prepare(sql).all(...clauses.flatMap((clause) => clause.values), query.limit ?? DEFAULT_LIMIT) as Row[]).map((row) => asRecord(row, texts));
}

const HELD_BODIES = 32;
const MOST_HELD_BYTES = 8 * 1024 * 1024;

/** Records' texts out of the bodies of their entries. Neighbours in a list are often of one entry: the bodies used last are held. */
export class RecordTexts {
  readonly #body: Database.Statement;
  readonly #held = new Map<number, Buffer>();
  #heldBytes = 0;

  constructor(db: Db) {
    this.#body = db.prepare("SELECT body FROM entries WHERE key = ?").pluck();
  }

  of({ key, at, bytes, json }: Pick<Row, "at" | "bytes" | "json" | "key">): string {
    return json ?? this.#bodyOf(Math.floor(key / PLACES)).toString("utf8", at, at + bytes);
  }

  /** An entry key was given anew: nothing that is held need be true. */
  forget(): void {
    this.#held.clear();
    this.#heldBytes = 0;
  }

  #bodyOf(entryKey: number): Buffer {
    const held = this.#held.get(entryKey);
    if (held !== undefined) return held;
    const body = this.#body.get(entryKey) as Buffer;
    if (this.#held.size >= HELD_BODIES || this.#heldBytes + body.length > MOST_HELD_BYTES) this.forget();
    this.#held.set(entryKey, body);
    this.#heldBytes += body.length;
    return body;
  }
}

/** The records behind search hits. */
export class RecordsByKey {
  readonly #byKey: Database.Statement;
  readonly #kindByKey: Database.Statement;
  readonly #hitByKey: Database.Statement;
  readonly #texts: RecordTexts;

  constructor(db: Db, texts: RecordTexts) {
    this.#hitByKey = db.prepare(`SELECT ${HIT_COLUMNS} FROM records r JOIN entries e ON e.key = r.key / ${PLACES} WHERE r.key = ?`);
    this.#kindByKey = db.prepare("SELECT kind FROM records WHERE key = ?").pluck();
    this.#byKey = db.prepare(`SELECT ${COLUMNS} FROM records r JOIN entries e ON e.key = r.key / ${PLACES} WHERE r.key = ?`);
    this.#texts = texts;
  }

  /** `null` where there is none. */
  get(key: number): StoredRecord | null {
    const row = this.#byKey.get(key) as Row | undefined;
    return row === undefined ? null : asRecord(row, this.#texts);
  }

  /** The same, for records that are rarely of one entry: its body is read, and not held. With `text`, its JSON is known already. */
  hit(key: number, text?: string): StoredRecord | null {
    const row = (text === undefined ? this.#hitByKey : this.#byKey).get(key) as (Row & { text?: string }) | undefined;
    return row === undefined ? null : storedAs(row, text ?? row.text!);
  }

  /** For who looks at many and wants few. `null` where there is none. */
  kind(key: number): string | null {
    return (this.#kindByKey.get(key) as string | undefined) ?? null;
  }
}

function clausesOf(query: RecordQuery, clockColumn: string): Clause[] {
  const clauses: Clause[] = [];
  const clause = (sql: string, ...values: (string | number | Uint8Array)[]): void => void clauses.push({ sql, values });
  // Only the first of these may use its index: a plus before a column keeps the others from theirs.
  let plus = "";
  const narrowing = (sql: string, ...values: string[]): void => {
    clause(plus + sql, ...values);
    plus = "+";
  };
  if (query.ids !== undefined) narrowing("r.id IN (SELECT value FROM json_each(?))", JSON.stringify(query.ids));
  if (query.subject !== undefined) narrowing(OF_SUBJECT, query.subject, query.subject);
  if (query.caseId !== undefined) narrowing("r.in_case = ?", query.caseId);
  if (query.kind !== undefined) narrowing("r.kind = ?", query.kind);
  if (query.compartment !== undefined) clause("e.compartment = ?", query.compartment);
  if (query.entryId !== undefined) clause("e.id = ?", fromHex(query.entryId));
  if (query.after !== undefined) clauses.push(afterClause(query.after, clockColumn, query.newestFirst === true ? "<" : ">"));
  return clauses;
}

function afterClause(after: string, clockColumn: string, way: "<" | ">"): Clause {
  const match = ORDER.exec(after);
  if (match === null) throw new RangeError("not an order of a record");
  const clock = Number(match[1]);
  const entry = fromHex(match[2]!);
  return { sql: `${clockColumn} ${way}= ? AND (e.clock, e.id, r.key % ${PLACES}) ${way} (?, ?, ?)`, values: [clock, clock, entry, Number(match[3])] };
}

function asRecord(row: Row, texts: RecordTexts): StoredRecord {
  return storedAs(row, texts.of(row));
}

function storedAs(row: Row, text: string): StoredRecord {
  const entryId = toHex(row.entry);
  return {
    key: row.key,
    record: JSON.parse(text) as Json,
    id: row.id,
    kind: row.kind,
    entryId,
    device: toHex(row.device),
    compartment: row.compartment,
    clock: row.clock,
    counted: row.counted === 1,
    order: `${String(row.clock).padStart(16, "0")}-${entryId}-${String(row.key % PLACES).padStart(3, "0")}`,
  };
}
