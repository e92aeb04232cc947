/** The view over entries: one row for each record, found by case, kind, subject, id and words. */
import { parseCanonical, toHex, type Json } from "#bytes";
import type { Db } from "./connection.ts";
import { sqliteCodeOf } from "./errors.ts";
import { fold } from "./fold.ts";
import { clearProjection, PLACES, readMeta, writeMeta } from "./schema.ts";
import { OwnTables, type ProjectorTables, type RecordIndex, type TablesDoor } from "./tables.ts";

/** How records are read. Raise `version` with every change of what `index` answers or `tables` hold: the projection is then made anew. */
export type Projector = {
  readonly version: number;
  /** `null` for a record this version does not understand: it is kept in its entry and listed as unreadable */
  index(record: Json): RecordIndex | null;
  /** the records of a body, or `null` where the whole body is not understood; without it, any list of records in a body of version 1 */
  records?(body: Uint8Array): readonly Json[] | null;
  /** tables of its own (tables.ts) */
  readonly tables?: ProjectorTables;
};

/** An applied entry, as much of it as its records need. */
export type ProjectedEntry = {
  readonly key: number;
  readonly id: Uint8Array;
  readonly device: Uint8Array;
  readonly compartment: string;
  readonly clock: number;
  readonly counted: number;
  readonly body: Uint8Array;
};

export const MAX_RECORDS = 500;
const BATCH = 1000;
const MAX_ACT_BYTES = 64;
const ACT = /^\{"act":"([a-z0-9-]{1,40})"/;
/** Stands for the body itself in the list of what is unreadable. */
export const WHOLE_BODY = PLACES - 1;

export class Projection {
  readonly #db: Db;
  readonly #projector: Projector;
  readonly #own: OwnTables;
  readonly #add: (key: number, index: RecordIndex, clock: number, json: string) => void;
  readonly #addUnreadable: (key: number) => void;

  constructor(db: Db, projector: Projector) {
    this.#db = db;
    this.#projector = projector;
    this.#own = new OwnTables(db, projector.tables);
    const record = db.prepare("INSERT INTO records (key, id, kind, in_case, clock, json) VALUES (?, ?, ?, ?, ?, ?)");
    const subject = db.prepare("INSERT OR IGNORE INTO record_subjects (subject, record) VALUES (?, ?)");
    const words = db.prepare("INSERT INTO words (rowid, text) VALUES (?, ?)");
    const pieces = db.prepare("INSERT INTO pieces (rowid, text) VALUES (?, ?)");
    const unreadable = db.prepare("INSERT INTO unreadable (record) VALUES (?)");
    this.#addUnreadable = (key) => void unreadable.run(key);
    this.#add = (key, index, clock, json) => {
      record.run(key, index.id, index.kind, index.caseId, clock, json);
      for (const id of index.subjectIds) subject.run(id, key);
      if (index.searchTexts.length === 0) return;
      const text = index.searchTexts.map(fold).join("\n");
      words.run(key, text);
      pieces.run(key, text);
    };
  }

  /** Whether it was finished under this projector's version. */
  isCurrent(): boolean {
    return readMeta(this.#db, "projection") === this.#projector.version;
  }

  /** Adds the records of one entry. What this version cannot read stays in the entry and is listed. */
  project(entry: ProjectedEntry): void {
    const records = this.#recordsOf(entry.body);
    if (records === null) return this.#addUnreadable(entry.key * PLACES + WHOLE_BODY);
    const { compartment, clock } = entry;
    const about = { act: actOf(entry.body), entryId: toHex(entry.id), device: toHex(entry.device), compartment, clock, counted: entry.counted === 1 };
    records.forEach((record, place) => {
      const key = entry.key * PLACES + place;
      const index = this.index(record);
      if (index === null) return this.#addUnreadable(key);
      this.#add(key, index, clock, JSON.stringify(record));
      try {
        this.#own.add({ key, record, index, ...about });
      } catch (error) {
        if (sqliteCodeOf(error) !== "") throw error;
        this.#addUnreadable(key);
      }
    });
  }

  door(): TablesDoor {
    return this.#own.door();
  }

  /** An entry counts now, or does no longer. */
  recounted(entryKey: number, counted: boolean): void {
    this.#own.recounted(entryKey, counted);
  }

  /** What the projector says. A record that makes it throw was written by somebody: it must not stop every desk, and counts as not understood. */
  index(record: Json): RecordIndex | null {
    try {
      return this.#projector.index(record);
    } catch {
      return null;
    }
  }

  #recordsOf(body: Uint8Array): readonly Json[] | null {
    let records: readonly Json[] | null;
    try {
      records = this.#projector.records === undefined ? recordsIn(body) : this.#projector.records(body);
    } catch {
      return null;
    }
    return records !== null && records.length <= MAX_RECORDS ? records : null;
  }

  /** Makes everything anew from the entries, a thousand to a transaction. Where it is interrupted, it begins again the next time. */
  rebuild(progress: (doneEntries: number, allEntries: number) => void = () => {}): void {
    const db = this.#db;
    const all = db.prepare("SELECT count(*) FROM entries").pluck().get() as number;
    const next = db.prepare("SELECT key, id, device, compartment, clock, counted, body FROM entries WHERE key > ? ORDER BY key LIMIT ?");
    db.transaction(() => {
      writeMeta(db, "projection", "in the making");
      clearProjection(db);
      this.#own.makeAnew();
    }).immediate();
    let done = 0;
    let last = -1;
    for (;;) {
      const rows = next.all(last, BATCH) as ProjectedEntry[];
      if (rows.length === 0) break;
      db.transaction(() => rows.forEach((row) => this.project(row))).immediate();
      last = rows.at(-1)!.key;
      done += rows.length;
      progress(done, all);
    }
    db.transaction(() => writeMeta(db, "projection", this.#projector.version)).immediate();
  }
}

/** The records of a body (docs/formats/entry.md, "Body"), or `null` where it is another. Throws where it is no canonical JSON. */
function recordsIn(body: Uint8Array): readonly Json[] | null {
  const value = parseCanonical(body);
  if (value === null || typeof value !== "object" || Array.isArray(value)) return null;
  const { records, v } = value as { readonly [key: string]: Json };
  if (v !== 1 || !Array.isArray(records)) return null;
  return records as readonly Json[];
}

/** What the body says was done, at its beginning (docs/formats/record.md). */
function actOf(body: Uint8Array): string | null {
  return ACT.exec(Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, MAX_ACT_BYTES)).toString("latin1"))?.[1] ?? null;
}
