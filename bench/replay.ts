/**
 * How long a desk takes to read the whole record anew: open every blob, verify every signature, apply, project, index for search; and the same rows
 * put into a plain SQLite file in the same run, for a ratio. CPU seconds (user + system) of one process; wall clocks on a shared machine say little.
 *
 *   npm run bench -- replay [entries] [records per entry, with commas]        default: 100000 1,10
 */
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync, writeSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3-multiple-ciphers";
import { canonical, concat, fromHex, readU32, Redacted, u32, utf8, type Json } from "#bytes";
import { composeEntry, openEntry, sealEntry, verifyEntry, type RosterView, type VerifiedEntry } from "#entry";
import { hashOf, sha256, Signer } from "#prim";
import { openStore, type Projector, type Store } from "#store";

const DEVICES = 10;
const BATCH = 1000;
const GROUP = hashOf("bench", utf8("group"));
const ACT = hashOf("bench", utf8("act"));
const EPOCH = hashOf("bench", utf8("epoch"));
const EPOCH_KEY = sha256(utf8("bench epoch key"));
const STORE_KEY = new Redacted(sha256(utf8("bench store key")));
const EVERYBODY: RosterView = { knowsAct: (id) => id === ACT, deviceKnownAt: () => true, groupAt: () => GROUP };

type Statement = { id: string; kind: string; inCase: string; subject: string; property: string; text: string; quote: string };

const PROJECTOR: Projector = {
  version: 1,
  index(record) {
    const { id, kind, inCase, subject, text, quote } = record as unknown as Statement;
    return { id, kind, caseId: inCase, subjectIds: [subject], searchTexts: [text, quote] };
  },
};

/** A small generator with a seed: the same record in every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => (state = (state * 48271) % 2147483647) % sides;
}

/** Consonants and vowels of three scripts: enough syllables that a word has pieces of its own. */
const LETTERS = [
  ["b d f g h k l m n p r s sh t v z", "a e i o u ai"],
  ["б в г д ж з к л м н п р с т ч ш", "а е и о у ы я"],
  ["ب ت ج ح د ر س ش ع ف ق ك ل م ن ه", "ا و ي"],
].map((script) => script.map((letters) => letters.split(" "))) as [string[], string[]][];

function vocabulary(roll: (sides: number) => number): string[] {
  return Array.from({ length: 6000 }, () => {
    const [consonants, vowels] = LETTERS[roll(3)]!;
    const syllable = (): string => consonants[roll(consonants.length)]! + vowels[roll(vowels.length)]!;
    return Array.from({ length: 1 + roll(4) }, syllable).join("");
  });
}

/** Writes entries as sealed blobs, `u32(length) | blob`, to `path`: ten devices that see each other's newest now and then. */
function make(path: string, entries: number, recordsEach: number): void {
  const roll = dice(7);
  const words = vocabulary(roll);
  const sentence = (length: number): string => Array.from({ length }, () => words[Math.floor((roll(6000) * roll(6000)) / 6000)]!).join(" ");
  const id = (name: string): string => hashOf("bench", utf8(name)).slice(0, 32);
  const devices = Array.from({ length: DEVICES }, (_, n) => ({
    signer: new Signer(sha256(utf8(`device ${n}`))),
    prev: null as VerifiedEntry | null,
    heads: new Map<string, number>(),
  }));
  const out = openSync(path, "w");
  for (let n = 0; n < entries; n++) {
    const device = devices[roll(DEVICES)]!;
    if (roll(2) === 0) for (const [head, clock] of devices[roll(DEVICES)]!.heads) if (clock > n - 60) device.heads.set(head, clock);
    if (device.prev !== null) device.heads.set(device.prev.id, device.prev.header.clock);
    const heads = [...device.heads].sort((a, b) => b[1] - a[1]).slice(0, 3);
    const records: Statement[] = Array.from({ length: recordsEach }, (_, place) => ({
      id: id(`record ${n} ${place}`),
      kind: ["statement", "person", "event", "act"][roll(4)]!,
      inCase: id(`case ${roll(Math.ceil(entries / 50))}`),
      subject: id(`subject ${roll(entries)}`),
      property: "whereHeld",
      text: sentence(14),
      quote: sentence(10),
    }));
    const draft = {
      clock: n + 1,
      compartment: "work",
      group: GROUP,
      prev: device.prev?.id ?? null,
      rosterSeen: ACT,
      seen: [...new Set([...heads.map(([head]) => head), ...(device.prev === null ? [] : [device.prev.id])])].sort(),
      seq: (device.prev?.header.seq ?? 0) + 1,
    };
    const body = canonical({ act: "import", records, v: 1 } as unknown as Json);
    const entry = composeEntry(draft, body, sha256(utf8(`salt ${n}`)), device.signer);
    device.prev = entry;
    device.heads = new Map([[entry.id, entry.header.clock]]);
    const blob = sealEntry(EPOCH_KEY, EPOCH, entry);
    writeSync(out, concat(u32(blob.length), blob));
  }
  closeSync(out);
}

function* batches(path: string): Generator<Uint8Array[]> {
  const file = openSync(path, "r");
  const length = new Uint8Array(4);
  let blobs: Uint8Array[] = [];
  while (readSync(file, length) === 4) {
    const blob = new Uint8Array(readU32(length, 0));
    readSync(file, blob);
    blobs.push(blob);
    if (blobs.length === BATCH) {
      yield blobs;
      blobs = [];
    }
  }
  if (blobs.length > 0) yield blobs;
  closeSync(file);
}

/** CPU seconds of this process, added up by name. */
class Clock {
  readonly seconds: { [name: string]: number } = {};

  time<T>(name: string, work: () => T): T {
    const before = process.cpuUsage();
    const result = work();
    const { user, system } = process.cpuUsage(before);
    this.seconds[name] = (this.seconds[name] ?? 0) + (user + system) / 1e6;
    return result;
  }
}

function replay(blobs: string, path: string): object {
  const clock = new Clock();
  const started = performance.now();
  const store = openStore({ path, key: STORE_KEY, projector: PROJECTOR });
  let applied = 0;
  for (const batch of batches(blobs)) {
    const opened = clock.time("open", () => batch.map((blob) => openEntry(EPOCH_KEY, "work", EPOCH, blob)));
    const verified = clock.time("verify", () => opened.map(verifyEntry));
    applied += clock.time("apply", () => store.addEntries(verified, EVERYBODY, { log: "bench", cursor: applied + batch.length })).applied.length;
  }
  clock.time("apply", () => store.close());
  const wallSeconds = (performance.now() - started) / 1000;
  return { applied, ...clock.seconds, wallSeconds, peakMiB: process.resourceUsage().maxRSS / 1024, fileMiB: statSync(path).size / 2 ** 20 };
}

/** The rows of a finished store put into a plain file: entries and records with their indexes, and the two search tables. */
function raw(path: string, plainPath: string): object {
  const store = openStore({ path, key: STORE_KEY, projector: PROJECTOR });
  const source = rowsOf(store);
  const db = new Database(plainPath);
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.pragma("cache_size = -131072");
  db.exec(source.schema);
  const clock = new Clock();
  const insert = new Map(
    source.tables.map(({ name, columns }) => [name, db.prepare(`INSERT INTO ${name} (${columns.join()}) VALUES (${columns.map(() => "?").join()})`)]),
  );
  for (const [table, rows] of source.batches()) {
    const statement = insert.get(table)!;
    const part = table === "words" || table === "pieces" ? "search rows" : "rows";
    clock.time(part, () => db.transaction(() => rows.forEach((row) => statement.run(...row)))());
  }
  clock.time("rows", () => db.close());
  store.close();
  return { ...clock.seconds, fileMiB: statSync(plainPath).size / 2 ** 20 };
}

type Source = { schema: string; tables: { name: string; columns: string[] }[]; batches: () => Generator<[string, unknown[][]]> };

/** What the store holds, by its own door: entries in order of arrival, and their records as the projector reads them. */
function rowsOf(store: Store): Source {
  return {
    schema: `
      CREATE TABLE entries (key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, device BLOB, compartment TEXT, seq INTEGER, clock INTEGER,
        header BLOB, signature BLOB, salt BLOB, body BLOB);
      CREATE INDEX entries_chain ON entries (device, compartment, seq);
      CREATE INDEX entries_clock ON entries (clock);
      CREATE TABLE records (key INTEGER PRIMARY KEY, id TEXT, kind TEXT, in_case TEXT, clock INTEGER, json TEXT);
      CREATE INDEX records_id ON records (id);
      CREATE INDEX records_case ON records (in_case, clock);
      CREATE INDEX records_kind ON records (kind, clock);
      CREATE TABLE record_subjects (subject TEXT, record INTEGER, PRIMARY KEY (subject, record)) WITHOUT ROWID;
      CREATE VIRTUAL TABLE words USING fts5 (text, content = '', columnsize = 0, prefix = '1 2 3', tokenize = "unicode61 remove_diacritics 2");
      CREATE VIRTUAL TABLE pieces USING fts5 (text, content = '', columnsize = 0, detail = none, tokenize = "trigram case_sensitive 1");`,
    tables: [
      { name: "entries", columns: ["key", "id", "device", "compartment", "seq", "clock", "header", "signature", "salt", "body"] },
      { name: "records", columns: ["key", "id", "kind", "in_case", "clock", "json"] },
      { name: "record_subjects", columns: ["subject", "record"] },
      { name: "words", columns: ["rowid", "text"] },
      { name: "pieces", columns: ["rowid", "text"] },
    ],
    *batches() {
      for (let page = store.entriesAfter(0, BATCH); page.length > 0; page = store.entriesAfter(page.at(-1)!.arrival, BATCH)) {
        const records = page.flatMap(({ entry, arrival }) =>
          (JSON.parse(new TextDecoder().decode(entry.body)) as { records: Statement[] }).records.map((record, place) => ({
            key: arrival * 512 + place,
            clock: entry.header.clock,
            record,
          })),
        );
        yield [
          "entries",
          page.map(({ entry: { id, header, headerBytes, signature, salt, body }, arrival }) => [
            arrival,
            fromHex(id),
            fromHex(header.device),
            header.compartment,
            header.seq,
            header.clock,
            headerBytes,
            signature,
            salt,
            body,
          ]),
        ];
        yield ["records", records.map(({ key, clock, record }) => [key, record.id, record.kind, record.inCase, clock, JSON.stringify(record)])];
        yield ["record_subjects", records.map(({ key, record }) => [record.subject, key])];
        yield ["words", records.map(({ key, record }) => [key, `${record.text}\n${record.quote}`])];
        yield ["pieces", records.map(({ key, record }) => [key, `${record.text}\n${record.quote}`])];
      }
    },
  };
}

/** Milliseconds of searches as somebody types, and of opening a case, on the finished store just opened. */
function read(path: string): object {
  const words = vocabulary(dice(7));
  const opening = performance.now();
  const store = openStore({ path, key: STORE_KEY, projector: PROJECTOR });
  const openMs = performance.now() - opening;
  const [record] = store.records({ limit: 1 });
  const searches: number[] = [];
  const roll = dice(3);
  for (let n = 0; n < 300; n++) {
    const letters = Array.from(`${words[roll(6000)]} ${words[roll(500)]}`);
    const typed = letters.slice(0, 1 + roll(letters.length)).join("");
    const before = performance.now();
    store.search(typed, { limit: 50 });
    searches.push(performance.now() - before);
  }
  const cases: number[] = [];
  for (let n = 0; n < 100; n++) {
    const before = performance.now();
    store.records({ caseId: (record!.record as unknown as Statement).inCase, limit: 200 });
    cases.push(performance.now() - before);
  }
  store.close();
  const at = (times: number[], share: number): number => times.toSorted((a, b) => a - b)[Math.floor(times.length * share)]!;
  return {
    openMs,
    searchMedianMs: at(searches, 0.5),
    search99Ms: at(searches, 0.99),
    searchMaxMs: at(searches, 0.9999),
    caseMedianMs: at(cases, 0.5),
  };
}

function inProcess(...args: readonly string[]): { [name: string]: number } {
  const child = spawnSync(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url), "part", ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (child.status !== 0) throw new Error(`${args[0]} failed`);
  return child.stdout === "" ? {} : (JSON.parse(child.stdout) as { [name: string]: number });
}

function report(entries: number, recordsEach: number): void {
  const folder = mkdtempSync(join(tmpdir(), "vouchsafe-bench-"));
  try {
    const [blobs, path, plain] = ["blobs", "desk.db", "plain.db"].map((name) => join(folder, name)) as [string, string, string];
    inProcess("make", blobs, String(entries), String(recordsEach));
    const took = inProcess("replay", blobs, path);
    const base = inProcess("raw", path, plain);
    const reading = inProcess("read", path);
    const all = took["open"]! + took["verify"]! + took["apply"]!;
    const rawAll = base["rows"]! + base["search rows"]!;
    const s = (value: number | undefined): string => value!.toFixed(1);
    console.log(`${entries} entries of ${recordsEach} records (${took["applied"]} applied; blobs ${s(statSync(blobs).size / 2 ** 20)} MiB)`);
    console.log(
      `  replay        ${s(all)} CPU-s: open ${s(took["open"])}, verify ${s(took["verify"])}, apply + project + search ${s(took["apply"])}` +
        `; wall ${s(took["wallSeconds"])} s`,
    );
    console.log(`  memory peak   ${s(took["peakMiB"])} MiB; file ${s(took["fileMiB"])} MiB`);
    console.log(
      `  raw SQLite    ${s(rawAll)} CPU-s: rows ${s(base["rows"])}, search tables ${s(base["search rows"])}; file ${s(base["fileMiB"])} MiB`,
    );
    console.log(`  ratio         apply ÷ raw ${(took["apply"]! / rawAll).toFixed(2)}, whole replay ÷ raw ${(all / rawAll).toFixed(2)}`);
    console.log(
      `  reading       open ${s(reading["openMs"])} ms; search median ${s(reading["searchMedianMs"])}, 99 % ${s(reading["search99Ms"])}, ` +
        `worst ${s(reading["searchMaxMs"])} ms; a case ${s(reading["caseMedianMs"])} ms`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [mode = "", ...args] = process.argv.slice(2);
if (mode === "part") {
  const [part, a = "", b = "", c = ""] = args;
  if (part === "make") make(a, Number(b), Number(c));
  else process.stdout.write(JSON.stringify(part === "replay" ? replay(a, b) : part === "raw" ? raw(a, b) : read(a)));
} else {
  const entries = mode === "" ? 100_000 : Number(mode);
  console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]!.model}`);
  for (const each of (args[0] ?? "1,10").split(",")) report(entries, Number(each));
}
