/**
 * What is on disk. The first half is the record itself and is never rebuilt; the second half is the projection: a view over the entries that
 * `rebuild` makes anew. Keys are integers in the order of arrival, hashes are 32-byte blobs with an index of their own.
 * A record's key is `entry key × 512 + place in the entry`: an entry holds at most 500.
 */
import type { Db } from "./connection.ts";
import { StoreError } from "./errors.ts";

export const FORMAT = 1;
/** Records per entry that a record key has room for. */
export const PLACES = 512;

const RECORD_TABLES = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE acts (key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, stored BLOB NOT NULL);
CREATE TABLE logs (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, cursor INTEGER NOT NULL DEFAULT 0, incarnation TEXT);
CREATE TABLE entries (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE,
  device BLOB NOT NULL, compartment TEXT NOT NULL, seq INTEGER NOT NULL, clock INTEGER NOT NULL,
  counted INTEGER NOT NULL DEFAULT 1, log INTEGER, there INTEGER NOT NULL DEFAULT 0,
  header BLOB NOT NULL, signature BLOB NOT NULL, salt BLOB NOT NULL, body BLOB NOT NULL
);
CREATE INDEX entries_chain ON entries (device, compartment, seq);
CREATE INDEX entries_clock ON entries (clock);
CREATE INDEX entries_uncounted ON entries (key) WHERE counted = 0;
CREATE INDEX entries_unpushed ON entries (compartment) WHERE there = 0;
CREATE TABLE heads (compartment TEXT NOT NULL, entry BLOB NOT NULL, PRIMARY KEY (compartment, entry)) WITHOUT ROWID;
CREATE TABLE waiting (key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, log INTEGER, frame BLOB NOT NULL);
CREATE TABLE waiting_for (missing BLOB NOT NULL, waits INTEGER NOT NULL, act INTEGER NOT NULL, PRIMARY KEY (missing, waits)) WITHOUT ROWID;
CREATE INDEX waiting_for_waits ON waiting_for (waits);
CREATE TABLE epoch_keys (epoch TEXT PRIMARY KEY, compartment TEXT NOT NULL, key BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE newer (key INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, source TEXT NOT NULL, bytes BLOB NOT NULL);
CREATE TABLE kept (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
`;

/** A page of a search index, so that it fits into one of the file's pages, which give 80 of their 4,096 bytes to the cipher. */
const INDEX_PAGE_BYTES = 3900;

/**
 * Bytes of an index that FTS5 holds in memory before it writes a piece of it. Its own 1 MiB makes many small pieces of a large record, which are then
 * merged again and again.
 */
const HELD_BYTES = 16 * 1024 * 1024;
/** Raise with every change of the tables below: they are then made anew. */
const LAYOUT = 5;

/**
 * A record's text is not here: it is `bytes` bytes of its entry's body from byte `at`, or `json` where the projector made it of something else. Most are of one
 * subject, which stands in the row: a table of all subjects beside the records cost half as much as the records themselves.
 */
const PROJECTION_TABLES = `
CREATE TABLE records (
  key INTEGER PRIMARY KEY, id TEXT NOT NULL, kind TEXT NOT NULL, in_case TEXT, clock INTEGER NOT NULL,
  at INTEGER NOT NULL, bytes INTEGER NOT NULL, json TEXT, subject TEXT
);
CREATE TABLE more_subjects (record INTEGER NOT NULL, subject TEXT NOT NULL, PRIMARY KEY (record, subject)) WITHOUT ROWID;
CREATE VIEW record_subjects AS
  SELECT subject, key AS record FROM records WHERE subject IS NOT NULL UNION ALL SELECT subject, record FROM more_subjects;
CREATE TABLE unreadable (record INTEGER PRIMARY KEY);
CREATE TABLE search_gaps (first INTEGER PRIMARY KEY, last INTEGER NOT NULL);
CREATE VIRTUAL TABLE words USING fts5 (text, content = '', prefix = '1 2 3', tokenize = "unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE pieces USING fts5 (text, content = '', columnsize = 0, detail = none, tokenize = "trigram case_sensitive 1");
INSERT INTO words (words, rank) VALUES ('pgsz', ${INDEX_PAGE_BYTES});
INSERT INTO pieces (pieces, rank) VALUES ('pgsz', ${INDEX_PAGE_BYTES});
INSERT INTO words (words, rank) VALUES ('hashsize', ${HELD_BYTES});
INSERT INTO pieces (pieces, rank) VALUES ('hashsize', ${HELD_BYTES});
`;

/** Made of the tables above in one go where much is taken in at once: a row at a time, every index is rewritten whole with every few thousand. */
const PROJECTION_INDEXES: { readonly [name: string]: string } = {
  records_id: "records (id)",
  records_case: "records (in_case, clock) WHERE in_case IS NOT NULL",
  records_kind: "records (kind, clock)",
  records_subject: "records (subject) WHERE subject IS NOT NULL",
  more_subjects_subject: "more_subjects (subject, record)",
};

const PROJECTION_NAMES = ["records", "more_subjects", "unreadable", "search_gaps", "words", "pieces"];
/** The mark of a projection that is not finished. */
export const IN_THE_MAKING = "in the making";

/** Makes the tables of a new file, or looks at what is there. Throws `StoreError("newer-format")`. */
export function prepareSchema(db: Db): void {
  const fresh = db.prepare("SELECT count(*) FROM sqlite_schema").pluck().get() === 0;
  if (fresh) {
    db.transaction(() => {
      db.exec(RECORD_TABLES);
      writeMeta(db, "format", FORMAT);
    }).immediate();
  }
  const ours = db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'meta'").pluck().get() === 1;
  const format = ours ? readMeta(db, "format") : null;
  if (typeof format !== "number") throw new StoreError("damaged");
  if (format > FORMAT) throw new StoreError("newer-format");
  if (readMeta(db, "layout") !== LAYOUT) db.transaction(() => clearProjection(db)).immediate();
}

/** Takes the projection away and leaves it empty and unfinished, without indexes. The caller holds the transaction. */
export function clearProjection(db: Db): void {
  writeMeta(db, "projection", IN_THE_MAKING);
  writeMeta(db, "layout", LAYOUT);
  const subjects = db.prepare("SELECT type FROM sqlite_schema WHERE name = 'record_subjects'").pluck().get() as string | undefined;
  if (subjects !== undefined) db.exec(`DROP ${subjects === "view" ? "VIEW" : "TABLE"} record_subjects`);
  db.exec(PROJECTION_NAMES.map((name) => `DROP TABLE IF EXISTS ${name};`).join("") + PROJECTION_TABLES);
}

/** Makes those indexes that are not there: a reading that was killed leaves none. */
export function makeIndexes(db: Db): void {
  while (makeNextIndex(db));
}

/** Makes one of those indexes that are not there. Returns whether there was one to make. */
export function makeNextIndex(db: Db): boolean {
  const there = new Set(db.prepare("SELECT name FROM sqlite_schema WHERE type = 'index'").pluck().all());
  const missing = Object.entries(PROJECTION_INDEXES).find(([name]) => !there.has(name));
  if (missing === undefined) return false;
  db.exec(`CREATE INDEX ${missing[0]} ON ${missing[1]}`);
  return true;
}

export function dropIndexes(db: Db): void {
  for (const name of Object.keys(PROJECTION_INDEXES)) db.exec(`DROP INDEX IF EXISTS ${name}`);
}

export function readMeta(db: Db, name: string): unknown {
  return db.prepare("SELECT value FROM meta WHERE name = ?").pluck().get(name);
}

export function writeMeta(db: Db, name: string, value: string | number): void {
  db.prepare("INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value").run(name, value);
}
