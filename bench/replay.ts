/**
 * How long a desk takes to read the whole record anew, each transaction one answer of a relay: open every blob, verify every signature, apply, write the rows of
 * the views; then, apart, the search index over them; and, in the same run, the platform's bare cost of a replay's work, and the same rows and the same search tables
 * put into plain SQLite files, for ratios. CPU seconds of one process each.
 *
 *   npm run bench -- replay [entries] [records per entry] [--fresh] [--only-replay]        default: 100000 10
 */
import { rmSync, statSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3-multiple-ciphers";
import { fromHex } from "#bytes";
import { openEntry, verifyEntry, type VerifiedEntry } from "#entry";
import { fold, openStore } from "#store";
import { Clock, inProcess, peakMiB } from "./archive/clock.ts";
import { bareReplay } from "./archive/bare.ts";
import { answers, archiveOf, EPOCH, EPOCH_KEY, EVERYBODY, PROJECTOR, STORE_KEY, type MadeRecord } from "./archive/made.ts";

const PIECE = 25;
/** Records to a transaction, of the store's own search index and of the plain one. */
const SLICE = 10_000;

/** Blobs into rows, as a desk that joins does it. */
function replay(blobs: string, path: string): object {
  const clock = new Clock();
  const started = performance.now();
  const store = openStore({ path, key: STORE_KEY, projector: PROJECTOR });
  store.startBulk();
  /** A few at a time, so that the clock is read seldom: it costs more than a microsecond. */
  function* verified(batch: readonly Uint8Array[]): Generator<VerifiedEntry> {
    for (let at = 0; at < batch.length; at += PIECE) {
      const opened = clock.time("open", () => batch.slice(at, at + PIECE).map((blob) => openEntry(EPOCH_KEY, "work", EPOCH, blob)));
      yield* clock.time("verify", () => opened.map(verifyEntry));
    }
  }
  let applied = 0;
  for (const batch of answers(blobs)) {
    applied += clock.time("all", () => store.addEntries(verified(batch), EVERYBODY, { log: "bench", cursor: applied + batch.length })).applied.length;
  }
  clock.time("indexes", () => store.endBulk());
  clock.time("indexes", () => store.close());
  const wallSeconds = (performance.now() - started) / 1000;
  const { open = 0, verify = 0, all = 0, indexes = 0 } = clock.seconds;
  return { applied, open, verify, rows: all - open - verify, indexes, wallSeconds, peakMiB: peakMiB(), fileMiB: statSync(path).size / 2 ** 20 };
}

/** The search index, made in one go. */
function index(path: string): object {
  const clock = new Clock();
  clock.time("index", () => {
    const store = openStore({ path, key: STORE_KEY, projector: PROJECTOR });
    store.indexWholeSearch();
    store.close();
  });
  return { ...clock.seconds, peakMiB: peakMiB(), fileMiB: statSync(path).size / 2 ** 20 };
}

function plain(path: string): Database.Database {
  const db = new Database(path);
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.pragma("cache_size = -131072");
  return db;
}

function* recordsOf(blobs: string): Generator<{ entry: ReturnType<typeof openEntry>; key: number; records: MadeRecord[] }[]> {
  let key = 0;
  for (const batch of answers(blobs)) {
    yield batch.map((blob) => {
      const entry = openEntry(EPOCH_KEY, "work", EPOCH, blob);
      return { entry, key: ++key, records: (JSON.parse(new TextDecoder().decode(entry.body)) as { records: MadeRecord[] }).records };
    });
  }
}

/** The same rows in a plain file, in the same transactions: entries and records with their indexes. */
function plainRows(blobs: string, path: string): object {
  const db = plain(path);
  db.exec(`
    CREATE TABLE entries (key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, device BLOB, compartment TEXT, seq INTEGER, clock INTEGER,
      header BLOB, signature BLOB, salt BLOB, body BLOB);
    CREATE INDEX entries_chain ON entries (device, compartment, seq);
    CREATE INDEX entries_clock ON entries (clock);
    CREATE TABLE records (key INTEGER PRIMARY KEY, id TEXT, kind TEXT, in_case TEXT, clock INTEGER, json TEXT);
    CREATE INDEX records_id ON records (id);
    CREATE INDEX records_case ON records (in_case, clock);
    CREATE INDEX records_kind ON records (kind, clock);
    CREATE TABLE record_subjects (subject TEXT, record INTEGER, PRIMARY KEY (subject, record)) WITHOUT ROWID;`);
  const entryRow = db.prepare("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  const recordRow = db.prepare("INSERT INTO records VALUES (?, ?, ?, ?, ?, ?)");
  const subjectRow = db.prepare("INSERT INTO record_subjects VALUES (?, ?)");
  const clock = new Clock();
  for (const batch of recordsOf(blobs)) {
    clock.time("plain", () =>
      db.transaction(() => {
        for (const { key, entry, records } of batch) {
          const { header, headerBytes, signature, salt, body } = entry;
          const { device, compartment, seq } = header;
          entryRow.run(key, fromHex(entry.id), fromHex(device), compartment, seq, header.clock, headerBytes, signature, salt, body);
          records.forEach((record, place) => {
            recordRow.run(key * 512 + place, record.id, record.kind, record.inCase, header.clock, JSON.stringify(record));
            subjectRow.run(record.subject, key * 512 + place);
          });
        }
      })(),
    );
  }
  clock.time("plain", () => db.close());
  return { ...clock.seconds, fileMiB: statSync(path).size / 2 ** 20 };
}

/** The same two search tables with the same settings, of texts that are ready, in slices of the same size. */
function plainIndex(blobs: string, path: string): object {
  const db = plain(path);
  db.exec(`
    CREATE VIRTUAL TABLE words USING fts5 (text, content = '', prefix = '1 2 3', tokenize = "unicode61 remove_diacritics 2");
    CREATE VIRTUAL TABLE pieces USING fts5 (text, content = '', columnsize = 0, detail = none, tokenize = "trigram case_sensitive 1");`);
  for (const table of ["words", "pieces"]) {
    db.exec(`INSERT INTO ${table} (${table}, rank) VALUES ('pgsz', 3900); INSERT INTO ${table} (${table}, rank) VALUES ('hashsize', ${16 * 1024 * 1024});`);
  }
  const words = db.prepare("INSERT INTO words (rowid, text) VALUES (?, ?)");
  const pieces = db.prepare("INSERT INTO pieces (rowid, text) VALUES (?, ?)");
  const clock = new Clock();
  let slice: [number, string][] = [];
  const write = (): void => {
    clock.time("plain", () =>
      db.transaction(() => {
        for (const [key, text] of slice) {
          words.run(key, text);
          pieces.run(key, text);
        }
      })(),
    );
    slice = [];
  };
  for (const batch of recordsOf(blobs)) {
    for (const { key, records } of batch) {
      for (const [place, record] of records.entries()) slice.push([key * 512 + place, fold(`${record.text}\n${record.quote}`)]);
      if (slice.length >= SLICE) write();
    }
  }
  write();
  clock.time("plain", () => db.close());
  return { ...clock.seconds, fileMiB: statSync(path).size / 2 ** 20 };
}

function report(entries: number, recordsEach: number, fresh: boolean, onlyReplay: boolean): void {
  const me = fileURLToPath(import.meta.url);
  const { folder, blobs, desk: kept } = archiveOf(entries, recordsEach, fresh);
  const scratch = (name: string): string => join(folder, name);
  const clean = (path: string): void => ["", "-wal", "-shm", "-journal", "-mark"].forEach((end) => rmSync(`${path}${end}`, { force: true }));
  // What stands in the kept place is taken for whole by others, with its search index.
  const desk = onlyReplay ? scratch("replay.db") : kept;
  clean(desk);
  const s = (value: number | undefined): string => value!.toFixed(1);
  const took = inProcess(me, "replay", blobs, desk);
  const all = took["open"]! + took["verify"]! + took["rows"]! + took["indexes"]!;
  console.log(`${entries} entries of ${recordsEach} records (${took["applied"]} applied; blobs ${s(statSync(blobs).size / 2 ** 20)} MiB)`);
  console.log(
    `  replay          ${s(all)} CPU-s: open ${s(took["open"])}, verify ${s(took["verify"])}, rows ${s(took["rows"])} + their indexes ${s(took["indexes"])}` +
      `; wall ${s(took["wallSeconds"])} s; peak ${s(took["peakMiB"])} MiB; file ${s(took["fileMiB"])} MiB`,
  );
  const bare = inProcess(me, "bare", blobs, scratch("plain.db"));
  clean(scratch("plain.db"));
  const { open, verify, hash, parse, rows: bareRows, indexes } = bare;
  const bareAll = open! + verify! + hash! + parse! + bareRows! + indexes!;
  console.log(
    `  bare platform   ${s(bareAll)} CPU-s: open ${s(open)}, Ed25519 ${s(verify)}, SHA-256 ${s(hash)}, JSON.parse ${s(parse)}, rows ${s(bareRows)} + their indexes ${s(indexes)}` +
      `; file ${s(bare["fileMiB"])} MiB; ours ${(all / bareAll).toFixed(2)} ×`,
  );
  if (onlyReplay) return clean(desk);
  const indexed = inProcess(me, "index", desk);
  console.log(
    `  search index    ${s(indexed["index"])} CPU-s; peak ${s(indexed["peakMiB"])} MiB; file ${s(indexed["fileMiB"])} MiB`,
  );
  const base = inProcess(me, "plain-index", blobs, scratch("plain.db"));
  clean(scratch("plain.db"));
  console.log(`  plain index     ${s(base["plain"])} CPU-s; file ${s(base["fileMiB"])} MiB; ours ${(indexed["index"]! / base["plain"]!).toFixed(2)} ×`);
  const rows = inProcess(me, "plain-rows", blobs, scratch("plain.db"));
  clean(scratch("plain.db"));
  console.log(`  plain rows      ${s(rows["plain"])} CPU-s; file ${s(rows["fileMiB"])} MiB; ours ${((took["rows"]! + took["indexes"]!) / rows["plain"]!).toFixed(2)} ×`);
}

const [mode = "", ...args] = process.argv.slice(2).filter((arg) => !arg.startsWith("--"));
if (mode === "part") {
  const [part = "", a = "", b = ""] = args;
  const parts: { readonly [name: string]: () => object } = {
    replay: () => replay(a, b),
    bare: () => bareReplay(a, new Database(b)),
    index: () => index(a),
    "plain-rows": () => plainRows(a, b),
    "plain-index": () => plainIndex(a, b),
  };
  const answer = parts[part]!();
  process.stdout.write(JSON.stringify(answer));
} else {
  console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]!.model}`);
  report(mode === "" ? 100_000 : Number(mode), Number(args[0] ?? 10), process.argv.includes("--fresh"), process.argv.includes("--only-replay"));
}
