/** The view over entries: one row for each record, found by case, kind, subject, id and words. */
import { parseCanonical, type Json } from "#bytes";
import type { Db } from "./connection.ts";
import { fold } from "./fold.ts";
import { clearProjection, PLACES, readMeta, writeMeta } from "./schema.ts";

/** What the store needs to know of a record. All texts are as they are; the store folds them for searching. */
export type RecordIndex = {
  readonly id: string;
  readonly kind: string;
  readonly caseId: string | null;
  readonly subjectIds: readonly string[];
  readonly searchTexts: readonly string[];
};

/** How records are read. Raise `version` with every change of what `index` answers: the projection is then made anew. */
export type Projector = {
  readonly version: number;
  /** `null` for a record this version does not understand: it is kept in its entry and listed as unreadable */
  index(record: Json): RecordIndex | null;
  /** the records of a body, or `null` where the whole body is not understood; without it, any list of records in a body of version 1 */
  records?(body: Uint8Array): readonly Json[] | null;
};

export const MAX_RECORDS = 500;
const BATCH = 1000;
/** Stands for the body itself in the list of what is unreadable. */
export const WHOLE_BODY = PLACES - 1;

export class Projection {
  readonly #db: Db;
  readonly #projector: Projector;
  readonly #add: (key: number, index: RecordIndex, clock: number, json: string) => void;
  readonly #addUnreadable: (key: number) => void;

  constructor(db: Db, projector: Projector) {
    this.#db = db;
    this.#projector = projector;
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
  project(entryKey: number, clock: number, body: Uint8Array): void {
    const records = this.#recordsOf(body);
    if (records === null) return this.#addUnreadable(entryKey * PLACES + WHOLE_BODY);
    records.forEach((record, place) => {
      const index = this.index(record);
      if (index === null) this.#addUnreadable(entryKey * PLACES + place);
      else this.#add(entryKey * PLACES + place, index, clock, JSON.stringify(record));
    });
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
    const next = db.prepare("SELECT key, clock, body FROM entries WHERE key > ? ORDER BY key LIMIT ?");
    db.transaction(() => {
      writeMeta(db, "projection", "in the making");
      clearProjection(db);
    }).immediate();
    let done = 0;
    let last = -1;
    for (;;) {
      const rows = next.all(last, BATCH) as { key: number; clock: number; body: Buffer }[];
      if (rows.length === 0) break;
      db.transaction(() => rows.forEach((row) => this.project(row.key, row.clock, row.body))).immediate();
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
