/** The view over entries: one row for each record, found by case, kind, subject, id and words. */
import { parseCanonicalList, toHex, type Json } from "#bytes";
import type { Db } from "./connection.ts";
import { sqliteCodeOf } from "./errors.ts";
import { RecordRows } from "./record-rows.ts";
import { SearchIndex, type SearchProgress } from "./search-index.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { clearProjection, makeIndexes, PLACES, readMeta, writeMeta } from "./schema.ts";
import { OwnTables, type ProjectedRecord, type ProjectorTables, type RecordIndex, type TablesDoor } from "./tables.ts";

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
const SMALL_GAP_ENTRIES = 500;
const SMALL_GAP_RECORDS = 1000;
const MAX_ACT_BYTES = 64;
const ACT = /^\{"act":"([a-z0-9-]{1,40})"/;
/** Stands for the body itself in the list of what is unreadable. */
export const WHOLE_BODY = PLACES - 1;

export class Projection {
  readonly #db: Db;
  readonly #projector: Projector;
  readonly #own: OwnTables;
  readonly #search: SearchIndex;
  readonly #rows: RecordRows;
  readonly #sql;

  constructor(db: Db, projector: Projector) {
    this.#db = db;
    this.#projector = projector;
    this.#own = new OwnTables(db, projector.tables);
    this.#search = new SearchIndex(db);
    this.#rows = new RecordRows(db);
    this.#sql = {
      subject: db.prepare("INSERT INTO more_subjects (record, subject) VALUES (?, ?)"),
      unreadable: db.prepare("INSERT INTO unreadable (record) VALUES (?)"),
      entries: db.prepare("SELECT key, id, device, compartment, clock, counted, body FROM entries WHERE key BETWEEN ? AND ? ORDER BY key LIMIT ?"),
      newest: db.prepare("SELECT coalesce(max(key), 0) FROM entries").pluck(),
    };
  }

  /** Whether it was finished under this projector's version. */
  isCurrent(): boolean {
    return readMeta(this.#db, "projection") === this.#projector.version;
  }

  /** Adds the records of one entry. What this version cannot read stays in the entry and is listed. The batch is ended by `endBatch`. */
  project(entry: ProjectedEntry): void {
    this.#search.enter(entry.key);
    const found = this.#recordsOf(entry.body);
    if (found === null) return void this.#sql.unreadable.run(entry.key * PLACES + WHOLE_BODY);
    const about = this.#projector.tables === undefined ? null : aboutOf(entry);
    found.records.forEach((record, place) => {
      const key = entry.key * PLACES + place;
      const index = this.index(record);
      if (index === null) return void this.#sql.unreadable.run(key);
      const subjects = index.subjectIds;
      this.#rows.add(key, index.id, index.kind, index.caseId, entry.clock, found.atOf(place), found.bytesOf(place), found.jsonOf(place), subjects[0] ?? null);
      if (subjects.length > 1) for (const id of new Set(subjects)) if (id !== subjects[0]) this.#sql.subject.run(key, id);
      this.#search.add(key, index.kind, index.searchTexts);
      if (about !== null) this.#addToOwn({ key, record, index, ...about });
    });
    this.#rows.write();
  }

  door(): TablesDoor {
    return this.#own.door();
  }

  /** What was projected since the last batch ended is searchable, or is noted as what is not. */
  endBatch(): void {
    this.#search.endBatch();
  }

  /** The transaction was rolled back. */
  forgetBatch(): void {
    this.#rows.forget();
    this.#search.forget();
  }

  #addToOwn(record: ProjectedRecord): void {
    try {
      this.#own.add(record);
    } catch (error) {
      if (sqliteCodeOf(error) !== "") throw error;
      this.#sql.unreadable.run(record.key);
    }
  }

  searchProgress(): SearchProgress {
    return this.#search.progress();
  }

  get vocabulary(): Vocabulary {
    return this.#search.vocabulary;
  }

  /** Makes up to so many records searchable, in one transaction; where all are, reads as many of the index's words, which takes less. Returns whether there are more. */
  indexSearch(mostRecords: number): boolean {
    const gap = this.#search.firstGap();
    if (gap === null) return this.#search.vocabulary.read(mostRecords);
    this.#db
      .transaction(() => {
        let done = 0;
        let upTo = gap.first - 1;
        while (done < mostRecords && upTo < gap.last) {
          const entry = this.#sql.entries.get(upTo + 1, gap.last, 1) as ProjectedEntry | undefined;
          upTo = entry?.key ?? gap.last;
          if (entry !== undefined) done += this.#indexEntry(entry);
        }
        this.#search.close(gap, upTo);
      })
      .immediate();
    return this.#search.firstGap() !== null || this.#search.vocabulary.isUnread();
  }

  /** Where little is missing, a search makes it searchable first. A full disk is no reason not to answer: what is missing is then said. */
  indexSmallGap(): void {
    const { indexedEntries, allEntries } = this.#search.progress();
    if (indexedEntries === allEntries || allEntries - indexedEntries > SMALL_GAP_ENTRIES) return;
    try {
      this.indexSearch(SMALL_GAP_RECORDS);
    } catch (error) {
      if (sqliteCodeOf(error) !== "SQLITE_FULL") throw error;
    }
  }

  #indexEntry(entry: ProjectedEntry): number {
    const records = this.#recordsOf(entry.body)?.records ?? [];
    records.forEach((record, place) => {
      const index = this.index(record);
      if (index !== null && index.searchTexts.length > 0) this.#search.write(entry.key * PLACES + place, index.kind, index.searchTexts);
    });
    return Math.max(1, records.length);
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

  #recordsOf(body: Uint8Array): Found | null {
    let found: Found | null;
    try {
      found = this.#projector.records === undefined ? recordsIn(body) : made(this.#projector.records(body));
    } catch {
      return null;
    }
    return found !== null && found.records.length <= MAX_RECORDS ? found : null;
  }

  /**
   * Makes everything anew from the entries, a thousand to a transaction, and leaves searching to `indexSearch`. Where it is interrupted, it begins again
   * the next time.
   */
  rebuild(progress: (doneEntries: number, allEntries: number) => void = () => {}): void {
    const db = this.#db;
    const all = db.prepare("SELECT count(*) FROM entries").pluck().get() as number;
    const last = this.#sql.newest.get() as number;
    db.transaction(() => {
      clearProjection(db);
      this.#own.makeAnew();
    }).immediate();
    let done = 0;
    for (let first = 0; ; ) {
      const rows = this.#sql.entries.all(first, last, BATCH) as ProjectedEntry[];
      if (rows.length === 0) break;
      db.transaction(() => {
        rows.forEach((row) => this.project(row));
        this.forgetBatch();
      }).immediate();
      first = rows.at(-1)!.key + 1;
      done += rows.length;
      progress(done, all);
    }
    db.transaction(() => {
      makeIndexes(db);
      if (last > 0) this.#search.leave(1, last);
      writeMeta(db, "projection", this.#projector.version);
    }).immediate();
  }
}

/** Records, and for each by its place where in its body the text stands, or the text itself. */
type Found = { readonly records: readonly Json[]; atOf(place: number): number; bytesOf(place: number): number; jsonOf(place: number): string | null };

/** Records that stand in their body in no way known here. */
function made(records: readonly Json[] | null): Found | null {
  return records === null ? null : { records, atOf: () => 0, bytesOf: () => 0, jsonOf: (place) => JSON.stringify(records[place]) };
}

/** The records of a body (docs/formats/entry.md, "Body"), or `null` where it is another. Throws where it is no canonical JSON. */
function recordsIn(body: Uint8Array): Found | null {
  const { value, members } = parseCanonicalList(body, "records");
  if (members === null) return null;
  const { records, v } = value as { readonly records: readonly Json[]; readonly v?: Json };
  if (v !== 1) return null;
  const { starts, ends } = members;
  return { records, atOf: (place) => starts[place]!, bytesOf: (place) => ends[place]! - starts[place]!, jsonOf: () => null };
}

function aboutOf(entry: ProjectedEntry): Omit<ProjectedRecord, "index" | "key" | "record"> {
  const { body, clock, compartment, counted, device, id } = entry;
  return { act: actOf(body), entryId: toHex(id), device: toHex(device), compartment, clock, counted: counted === 1 };
}

/** What the body says was done, at its beginning (docs/formats/record.md). */
function actOf(body: Uint8Array): string | null {
  return ACT.exec(Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, MAX_ACT_BYTES)).toString("latin1"))?.[1] ?? null;
}
