/**
 * The desk's disk: everything the group knows, encrypted, with the views over it. One process at a time holds it. Every call is synchronous; what
 * changes something runs in one transaction and is on disk when it returns, or throws `StoreError` and has changed nothing.
 */
import { fromHex, Redacted, toHex, type Bytes } from "#bytes";
import type { Added, EntryGraph, Equivocation, Missing, RosterView, VerifiedEntry } from "#entry";
import { sha256 } from "#prim";
import { connect, copyTo, holdPages, type Db } from "./connection.ts";
import { Entries, type Arrived, type Tip } from "./entries.ts";
import { guarded, StoreError } from "./errors.ts";
import { LogMark } from "./log-mark.ts";
import { Logs, type LogPlace } from "./logs.ts";
import { Prepared } from "./prepared.ts";
import { Projection, WHOLE_BODY, type Projector } from "./projection.ts";
import { RecordsByKey, RecordTexts, selectRecords, type RecordQuery, type StoredRecord } from "./queries.ts";
import { dropIndexes, makeNextIndex, PLACES, prepareSchema } from "./schema.ts";
import type { SearchProgress } from "./search-index.ts";
import { Search, type SearchAnswer, type SearchHit, type SearchOptions } from "./search.ts";
import { stateRows } from "./state.ts";
import { Questions, type SqlValue, type TablesDoor } from "./tables.ts";

export type StoreOptions = {
  readonly path: string;
  /** the database key of docs/formats/keyfile.md, 32 bytes */
  readonly key: Redacted<Bytes>;
  readonly projector: Projector;
  /** called while the projection is made anew at opening, because its version has changed */
  readonly onRebuild?: (doneEntries: number, allEntries: number) => void;
};

/** An act of the roster's line as stored (docs/formats/roster.md). To the store it is bytes. */
export type StoredAct = { readonly id: string; readonly stored: Bytes };
export type EpochKey = { readonly epoch: string; readonly compartment: string; readonly key: Redacted<Bytes> };
/** Where entries came from, and how far that log has been read once they are in. */
export type Source = { readonly log: string; readonly cursor: number };

const WHOLE_SEARCH_SLICE = 10_000;

/** Opens the file or makes it. Throws `StoreError`: `wrong-key`, `damaged`, `cut-short`, `newer-format`, `in-use`, `no-space`. */
export function openStore(options: StoreOptions): Store {
  const db = connect(options.path, options.key);
  try {
    const store = guarded(() => {
      prepareSchema(db);
      return new Store(db, options);
    });
    if (store.projectionIsCurrent()) store.endBulk();
    else store.rebuild(options.onRebuild);
    return store;
  } catch (error) {
    db.close();
    throw error;
  }
}

export class Store {
  readonly #db: Db;
  readonly #key: Redacted<Bytes>;
  readonly #logs: Logs;
  readonly #projection: Projection;
  readonly #entries: Entries;
  readonly #search: Search;
  readonly #byKey: RecordsByKey;
  readonly #texts: RecordTexts;
  readonly #questions: Questions;
  readonly #prepared: Prepared;
  readonly #mark: LogMark;
  #isBulk = false;

  /** For `openStore`, and for tests that need the connection. */
  constructor(db: Db, options: Pick<StoreOptions, "key" | "projector">) {
    this.#db = db;
    this.#key = options.key;
    this.#logs = new Logs(db);
    this.#projection = new Projection(db, options.projector);
    this.#entries = new Entries(db, this.#logs, this.#projection);
    this.#texts = new RecordTexts(db);
    this.#byKey = new RecordsByKey(db, this.#texts);
    this.#search = new Search(this.#byKey, db, this.#projection);
    this.#prepared = new Prepared(db);
    this.#questions = new Questions(new Prepared(db));
    this.#mark = new LogMark(db);
  }

  /** Runs `work` in one transaction: all of what it changes is kept, or nothing. May be nested. */
  atomically<T>(work: () => T): T {
    try {
      const done = guarded(() => this.#db.transaction(work).immediate());
      this.#mark.acknowledge();
      return done;
    } catch (error) {
      this.#projection.forgetBatch();
      this.#entries.forget();
      this.#texts.forget();
      throw error;
    }
  }

  /**
   * For taking in far more than is there: until `endBulk`, the indexes of the views are missing (answers are right and slow) and commits go by a rollback
   * journal, which writes a new page once where the log writes it twice and reads it back. As durable as ever: what was killed goes on at the next
   * opening, which makes the indexes. Not inside a transaction.
   */
  startBulk(): void {
    this.#isBulk = true;
    guarded(() => {
      this.#db.pragma("journal_mode = TRUNCATE");
      holdPages(this.#db, "few");
      dropIndexes(this.#db);
    });
  }

  /** Makes the indexes, and commits as always. */
  endBulk(): void {
    while (this.endBulkByPart());
  }

  /** The same a part at a time: makes one index, which of a million records takes a second or two. Returns whether there is more to do. */
  endBulkByPart(): boolean {
    if (guarded(() => makeNextIndex(this.#db))) return true;
    guarded(() => {
      this.#db.pragma("journal_mode = WAL");
      holdPages(this.#db, "many");
    });
    this.#isBulk = false;
    return false;
  }

  /** Between `startBulk` and the end of `endBulk`: what asks much of the views had better wait. */
  get isBulk(): boolean {
    return this.#isBulk;
  }

  // The roster's line

  /** Keeps acts in the order given; those it has stay where they are. Returns how many were new. Then call `addEntries([], roster)`: entries may have waited for them. */
  addActs(acts: readonly StoredAct[]): number {
    const insert = this.#db.prepare("INSERT OR IGNORE INTO acts (id, stored) VALUES (?, ?)");
    return this.atomically(() => acts.reduce((added, act) => added + insert.run(fromHex(act.id), act.stored).changes, 0));
  }

  /** How many acts are kept. */
  get actCount(): number {
    return guarded(() => this.#db.prepare("SELECT count(*) FROM acts").pluck().get()) as number;
  }

  /** All acts in the order they were first kept. */
  acts(): StoredAct[] {
    const rows = guarded(() => this.#db.prepare("SELECT id, stored FROM acts ORDER BY key").all()) as { id: Buffer; stored: Buffer }[];
    return rows.map(({ id, stored }) => ({ id: toHex(id), stored: Uint8Array.from(stored) }));
  }

  // Entries

  /**
   * Applies what can be applied, and what had waited for it; keeps the rest waiting; refuses what breaks a rule (it is not kept). Any order, any
   * number of times.
   * With `source`, the entries are marked as being in that log and its cursor moves in the same transaction.
   * `batch` may be a generator, which opens and verifies one entry after another: none is then held longer than it takes to write it. What it throws undoes
   * the whole batch.
   */
  addEntries(batch: Iterable<VerifiedEntry>, roster: RosterView, source: Source | null = null): Added {
    return this.atomically(() => {
      const added = this.#entries.add(batch, roster, source?.log ?? null);
      if (source !== null) this.#logs.advance(source.log, source.cursor);
      return added;
    });
  }

  /** An applied entry. */
  entry(id: string): VerifiedEntry | null {
    return guarded(() => this.#entries.entry(id));
  }

  /** Applied entries in the order they were applied here, after `arrival` (0 for the first page). */
  entriesAfter(arrival: number, limit: number): Arrived[] {
    return guarded(() => this.#entries.after(arrival, limit));
  }

  /** Sorted by id. */
  heads(compartment: string): { id: string; clock: number }[] {
    return guarded(() => this.#entries.heads(compartment));
  }

  /** What the next entry of this device comes after; `null` where it is to be its first. */
  tip(device: string, compartment: string): Tip | null {
    return guarded(() => this.#entries.tip(device, compartment));
  }

  waiting(): { id: string; missing: Missing }[] {
    return guarded(() => this.#entries.waiting());
  }

  equivocations(): Equivocation[] {
    return guarded(() => this.#entries.equivocations());
  }

  /** For `uncountedEntries` of #entry. */
  graph(): EntryGraph {
    return this.#entries.graph();
  }

  setCounted(entryIds: Iterable<string>, counted: boolean): void {
    this.atomically(() => this.#entries.setCounted(entryIds, counted));
  }

  /** Entries that count in nothing, sorted. */
  uncounted(): string[] {
    return guarded(() => this.#entries.uncounted());
  }

  // What a newer version wrote

  /** Keeps bytes this version cannot read, with where they came from (a log id, a file's kind), to be tried again after an update. */
  keepNewer(source: string, bytes: Uint8Array): void {
    this.atomically(() => this.#db.prepare("INSERT OR IGNORE INTO newer (hash, source, bytes) VALUES (?, ?, ?)").run(sha256(bytes), source, bytes));
  }

  newer(): { source: string; bytes: Bytes }[] {
    const rows = guarded(() => this.#db.prepare("SELECT source, bytes FROM newer ORDER BY key").all()) as { source: string; bytes: Buffer }[];
    return rows.map(({ source, bytes }) => ({ source, bytes: Uint8Array.from(bytes) }));
  }

  dropNewer(bytes: Uint8Array): void {
    this.atomically(() => this.#db.prepare("DELETE FROM newer WHERE hash = ?").run(sha256(bytes)));
  }

  // The relay's logs

  logPlace(log: string): LogPlace {
    return guarded(() => this.#logs.place(log));
  }

  /** The log has been read to here, and nothing was in it for us. */
  advance(log: string, cursor: number): void {
    this.atomically(() => this.#logs.advance(log, cursor));
  }

  /**
   * The relay has other storage than it had, or went back to an older state: this log's cursor goes to 0, and what was there is to be pushed
   * unless it is seen there again.
   */
  startLogAnew(log: string, incarnation: string): void {
    this.atomically(() => this.#logs.startAnew(log, incarnation));
  }

  /** What is in this log is to be pushed as if it were in none: its keys are not everybody's. */
  forgetLog(log: string): void {
    this.atomically(() => this.#logs.forget(log));
  }

  /** Applied entries of the compartment that are in no log, oldest arrival first. */
  unpushed(compartment: string, limit = 256): VerifiedEntry[] {
    return guarded(() => this.#logs.unpushed(compartment, limit));
  }

  markPushed(log: string, entryIds: Iterable<string>): void {
    this.atomically(() => this.#logs.markPushed(log, entryIds));
  }

  addEpochKey({ epoch, compartment, key }: EpochKey): void {
    this.atomically(() => this.#logs.addEpochKey(epoch, compartment, key.reveal()));
  }

  epochKeys(): EpochKey[] {
    return guarded(() => this.#logs.epochKeys()).map((row) => ({ ...row, key: new Redacted(Uint8Array.from(row.key)) }));
  }

  // Views

  records(query: RecordQuery = {}): StoredRecord[] {
    return guarded(() => selectRecords(this.#prepared, this.#texts, query));
  }

  /** Every variant of these records, in the order of lists. */
  recordsById(ids: readonly string[]): StoredRecord[] {
    return this.records({ ids, limit: Number.MAX_SAFE_INTEGER });
  }

  /**
   * Changes the projector's own tables when no record is taken in: for what is worked out of records later, a little at a time. All of it in one
   * transaction; it goes with the other tables when they are made anew.
   */
  tend<T>(work: (door: TablesDoor) => T): T {
    return this.atomically(() => work(this.#projection.door()));
  }

  /** Records by their keys, in the order asked for; a key of no record is left out. */
  recordsByKey(keys: readonly number[]): StoredRecord[] {
    return guarded(() => keys.flatMap((key) => this.#byKey.get(key) ?? []));
  }

  /**
   * Rows of one question in SQL that only reads, over a projector's own tables and what tables.ts promises beside them. For pages, say where the last
   * one ended (`WHERE (clock, key) > (?, ?) ORDER BY clock, key LIMIT ?`). Throws `RangeError` for SQL that is no question.
   */
  query<Row>(sql: string, values: readonly SqlValue[] = []): Row[] {
    return guarded(() => this.#questions.all(sql, values)) as Row[];
  }

  /**
   * Records in which everything typed is found: beginnings of words, from three letters on pieces of words, and phrases in quotes. Never throws for what
   * is typed. Where not everything is indexed yet or not everything was looked at, the answer says so.
   */
  find(text: string, options: SearchOptions = {}): SearchAnswer {
    return guarded(() => this.#search.find(text, options));
  }

  /** The hits of `find`. */
  search(text: string, options: SearchOptions = {}): SearchHit[] {
    return [...this.find(text, options).hits];
  }

  /** Records, and whole bodies (`place` null), this version does not understand. */
  unreadable(): { entryId: string; place: number | null }[] {
    const sql = `SELECT e.id, u.record % ${PLACES} AS place FROM unreadable u JOIN entries e ON e.key = u.record / ${PLACES}
      ORDER BY e.clock, e.id, u.record`;
    const rows = guarded(() => this.#db.prepare(sql).all()) as { id: Buffer; place: number }[];
    return rows.map(({ id, place }) => ({ entryId: toHex(id), place: place === WHOLE_BODY ? null : place }));
  }

  /** How much of the record `search` looks at. */
  searchProgress(): SearchProgress {
    return guarded(() => this.#projection.searchProgress());
  }

  /** Makes up to about so many more records searchable, and returns whether there are yet more: to be called again and again while a desk has time. */
  indexSearch(mostRecords = 1000): boolean {
    return guarded(() => this.#projection.indexSearch(mostRecords));
  }

  /**
   * Makes all of the record searchable, as fast as it goes: for when nobody waits for anything else. Where it is killed, it goes on from the last ten
   * thousand records.
   */
  indexWholeSearch(progress: (progress: SearchProgress) => void = () => {}): void {
    guarded(() => this.#db.pragma("journal_mode = TRUNCATE"));
    try {
      while (this.indexSearch(WHOLE_SEARCH_SLICE)) progress(this.searchProgress());
    } finally {
      guarded(() => this.#db.pragma("journal_mode = WAL"));
    }
  }

  projectionIsCurrent(): boolean {
    return guarded(() => this.#projection.isCurrent());
  }

  /** Makes all views anew from the entries; `indexSearch` is then to be called until it returns `false`. */
  rebuild(progress?: (doneEntries: number, allEntries: number) => void): void {
    this.#texts.forget();
    this.startBulk();
    guarded(() => this.#projection.rebuild(progress));
    this.endBulk();
  }

  /** The state as lines (state.ts). Change nothing while reading them. */
  *stateRows(): Generator<string> {
    const rows = stateRows(this.#db);
    for (let row = guarded(() => rows.next()); row.done !== true; row = guarded(() => rows.next())) yield row.value;
  }

  // What the desk keeps for itself: drafts, settings, marks

  get(name: string): Bytes | null {
    const value = guarded(() => this.#prepared.prepare("SELECT value FROM kept WHERE name = ?").pluck().get(name)) as Buffer | undefined;
    return value === undefined ? null : Uint8Array.from(value);
  }

  /** `null` takes it away. */
  set(name: string, value: Uint8Array | null): void {
    this.atomically(() => {
      if (value === null) this.#prepared.prepare("DELETE FROM kept WHERE name = ?").run(name);
      else this.#prepared.prepare("INSERT INTO kept (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value").run(name, value);
    });
  }

  /** Names that begin so, sorted. */
  names(prefix: string): string[] {
    const sql = "SELECT name FROM kept WHERE substr(name, 1, length(?)) = ? ORDER BY name";
    return guarded(() => this.#prepared.prepare(sql).pluck().all(prefix, prefix)) as string[];
  }

  // The file

  /** Reads every page. Throws `StoreError("damaged")` where the file does not give back what was written. */
  check(): void {
    const answer = guarded(() => this.#db.pragma("integrity_check(1)", { simple: true }));
    if (answer !== "ok") throw new StoreError("damaged");
  }

  /** Writes an encrypted copy of everything to a new file, under `key`. Throws `StoreError`: `exists`, `no-space`, `damaged`. */
  exportTo(path: string, key: Redacted<Bytes>): void {
    copyTo(this.#db, path, this.#key, key);
  }

  close(): void {
    this.#mark.close();
    guarded(() => this.#db.close());
  }
}
