/**
 * Searching a million records: the query set of docs/SEARCH-QUERIES.md, drawn with a seed from the made archive, on a desk's encrypted store and on plain SQLite
 * files with the same search tables, in one process, turn by turn. Everything is asked once to warm up and then once to be measured.
 *
 *   npm run bench -- search [entries] [records per entry] [--in FOLDER] [--make] [--class NAME …]        default: 100000 10
 *
 * What is asked is made first where it is not there, in FOLDER (default: the folder for temporary files), and kept for the next run; with `--make` that is
 * all. Killed on the way, the making goes on where it can.
 */
import { existsSync, renameSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import Database from "better-sqlite3-multiple-ciphers";
import { openEntry, verifyEntry } from "#entry";
import { fold, matchesFor, openStore, type Store } from "#store";
import { peakMiB, quantile } from "./archive/clock.ts";
import { archiveOf, batches, dice, EPOCH, EPOCH_KEY, EVERYBODY, PROJECTOR, STORE_KEY, vocabulary, WORDS, type MadeRecord } from "./archive/made.ts";

const HITS = 50;
const EACH = 100;
const SEED = 20_261_128;
const RANKED_BELOW = 5000;
const TERM_RANKED_BELOW = 20_000;

type Query = { readonly typed: string; readonly terms: readonly string[]; readonly words: string; readonly pieces: string | null; readonly inside: readonly string[] };
type Class = "point" | "prefix" | "phrase" | "substring" | "ranked" | "newest";

/** The store with its search index, and the plain file with the same search tables and the records' texts. */
function files(entries: number, recordsEach: number, beside: string): { store: Store; plain: Database.Database } {
  const { folder, blobs, desk } = archiveOf(entries, recordsEach, false, beside);
  if (!existsSync(desk)) {
    for (const file of [`${desk}.new`, `${desk}.new-wal`]) rmSync(file, { force: true });
    const making = openStore({ path: `${desk}.new`, key: STORE_KEY, projector: PROJECTOR });
    making.startBulk();
    for (const batch of batches(blobs, 500)) making.addEntries(batch.map((blob) => verifyEntry(openEntry(EPOCH_KEY, "work", EPOCH, blob))), EVERYBODY);
    making.endBulk();
    making.close();
    renameSync(`${desk}.new`, desk);
  }
  const store = openStore({ path: desk, key: STORE_KEY, projector: PROJECTOR });
  store.indexWholeSearch();
  const path = join(folder, "plain-search.db");
  if (!existsSync(path)) makePlain(`${path}.new`, path, blobs);
  const plain = new Database(path);
  plain.pragma("cache_size = -131072");
  return { store, plain };
}

function makePlain(making: string, path: string, blobs: string): void {
  for (const file of [making, `${making}-wal`]) rmSync(file, { force: true });
  const db = new Database(making);
  db.pragma("journal_mode = WAL");
  db.exec(`
    CREATE TABLE records (key INTEGER PRIMARY KEY, json TEXT NOT NULL, folded TEXT NOT NULL);
    CREATE VIRTUAL TABLE words USING fts5 (text, content = '', prefix = '1 2 3', tokenize = "unicode61 remove_diacritics 2");
    CREATE VIRTUAL TABLE pieces USING fts5 (text, content = '', columnsize = 0, detail = none, tokenize = "trigram case_sensitive 1");
    INSERT INTO words (words, rank) VALUES ('hashsize', ${16 * 1024 * 1024});
    INSERT INTO pieces (pieces, rank) VALUES ('hashsize', ${16 * 1024 * 1024});`);
  const insert = {
    record: db.prepare("INSERT INTO records VALUES (?, ?, ?)"),
    words: db.prepare("INSERT INTO words (rowid, text) VALUES (?, ?)"),
    pieces: db.prepare("INSERT INTO pieces (rowid, text) VALUES (?, ?)"),
  };
  let entry = 0;
  for (const batch of batches(blobs, 1000)) {
    db.transaction(() => {
      for (const blob of batch) {
        const { body } = openEntry(EPOCH_KEY, "work", EPOCH, blob);
        entry++;
        (JSON.parse(new TextDecoder().decode(body)) as { records: MadeRecord[] }).records.forEach((record, place) => {
          // Apart as the store has them: a phrase does not go from one text into the next.
          const folded = [record.text, record.quote].map(fold).join("\n");
          insert.record.run(entry * 512 + place, JSON.stringify(record), folded);
          insert.words.run(entry * 512 + place, folded);
          insert.pieces.run(entry * 512 + place, folded);
        });
      }
    })();
  }
  db.close();
  renameSync(making, path);
}

/** Whether records with all of these are few enough to be ranked, as the store has it: with several terms, each counts by itself as well. */
function fewIn(db: Database.Database): (terms: readonly string[]) => boolean {
  const countTo = db.prepare("SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)").pluck();
  const isBelow = (match: string, most: number): boolean => (countTo.get(match, most) as number) < most;
  return (terms) => isBelow(terms.join(" AND "), RANKED_BELOW) && (terms.length === 1 || terms.every((term) => isBelow(term, TERM_RANKED_BELOW)));
}

/** The query set: what is typed, and what a plain SQLite is asked for it. */
function querySet(plain: Database.Database): Map<Class, Query[]> {
  const roll = dice(SEED);
  const words = vocabulary(dice(7));
  const newest = plain.prepare("SELECT max(key) FROM records").pluck().get() as number;
  const at = plain.prepare("SELECT folded FROM records WHERE key >= ? ORDER BY key LIMIT 1").pluck();
  const textOf = (): string[] => (at.get(Math.floor((roll(1_000_000) / 1_000_000) * newest)) as string).split(/\s+/);
  const isFew = fewIn(plain);
  const query = (typed: string, terms: readonly string[], ...inside: string[]): Query => {
    const pieces = inside.flatMap((term) => {
      const letters = Array.from(term);
      return letters.slice(2).map((_, n) => `"${letters.slice(n, n + 3).join("")}"`);
    });
    return { typed, terms, words: terms.join(" AND "), pieces: pieces.length === 0 ? null : pieces.join(" AND "), inside };
  };
  const beginning = (word: string, letters: number): string => Array.from(word).slice(0, letters).join("");
  const draw: { readonly [name in Class]: () => Query | null } = {
    point() {
      const word = words[WORDS - 1 - roll(100)]!;
      return word.length < 6 ? null : query(word, [`"${word}"*`], word);
    },
    prefix() {
      const start = beginning(words[roll(WORDS)]!, 1 + roll(5));
      return query(start, [`"${start}"*`], start);
    },
    phrase() {
      const text = textOf();
      const from = roll(text.length - 3);
      const phrase = text.slice(from, from + 2 + roll(2)).join(" ");
      return query(`"${phrase}"`, [`"${phrase}"`], phrase);
    },
    substring() {
      const word = Array.from(textOf()[3]!);
      const from = 1 + roll(3);
      const piece = word.slice(from, from + 3 + roll(3)).join("");
      return Array.from(piece).length < 3 ? null : query(piece, [`"${piece}"*`], piece);
    },
    ranked() {
      const text = textOf();
      const [a, b] = [text[roll(text.length)]!, text[roll(text.length)]!];
      const terms = [`"${a}"*`, `"${b}"*`];
      return a === b || !isFew(terms) ? null : query(`${a} ${b}`, terms, a, b);
    },
    newest() {
      const word = words[Math.floor((roll(WORDS) * roll(WORDS)) / WORDS)]!;
      const start = roll(2) === 0 ? word : beginning(word, 1);
      return isFew([`"${start}"*`]) ? null : query(start, [`"${start}"*`], start);
    },
  };
  return new Map(
    (Object.keys(draw) as Class[]).map((name) => {
      const found: Query[] = [];
      while (found.length < EACH) {
        const one = draw[name]();
        if (one !== null) found.push(one);
      }
      return [name, found];
    }),
  );
}

/**
 * The same question to plain SQLite, by hand: the best or newest with words that begin so, then those with the pieces anywhere; the records, and where in
 * their texts the words stand, by the same marking.
 */
function plainly(db: Database.Database): (query: Query) => number {
  const words = {
    best: db.prepare("SELECT f.rowid AS key, r.json FROM words f JOIN records r ON r.key = f.rowid WHERE words MATCH ? ORDER BY bm25(words) LIMIT ?"),
    newest: db.prepare("SELECT f.rowid AS key, r.json FROM words f JOIN records r ON r.key = f.rowid WHERE words MATCH ? ORDER BY f.rowid DESC LIMIT ?"),
  };
  const pieces = [1, 2].map((terms) =>
    db.prepare(
      `SELECT f.rowid AS key, r.json FROM pieces f JOIN records r ON r.key = f.rowid
       WHERE pieces MATCH ? ${"AND instr(r.folded, ?) > 0 ".repeat(terms)} ORDER BY f.rowid DESC LIMIT ?`,
    ),
  );
  type Row = { key: number; json: string };
  const isFew = fewIn(db);
  return (query) => {
    // What is typed does not say which order it is for: whoever answers must find that out.
    const order = isFew(query.terms) ? "best" : "newest";
    const found = new Map<number, MadeRecord>();
    const take = (rows: unknown[]): void => (rows as Row[]).forEach(({ key, json }) => found.size < HITS && found.set(key, JSON.parse(json) as MadeRecord));
    take(words[order].all(query.words, HITS));
    // As many more as are wanted, and as many as may be among those that are there already.
    if (found.size < HITS && query.pieces !== null) take(pieces[query.inside.length - 1]!.all(query.pieces, ...query.inside, HITS + found.size));
    return [...found.values()].map(({ text, quote }) => matchesFor([text, quote], query.typed)).length;
  };
}

const { positionals, values: options } = parseArgs({
  allowPositionals: true,
  options: { in: { type: "string", default: tmpdir() }, make: { type: "boolean", default: false }, class: { type: "string", multiple: true } },
});
const [entries = 100_000, recordsEach = 10] = positionals.map(Number);
console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]!.model}; ${EACH} queries of each class, ${HITS} hits asked for`);
const { store, plain } = files(entries, recordsEach, options.in);
if (options.make) process.exit(0);
const set = querySet(plain);
const ours = ({ typed }: Query): number => store.search(typed, { limit: HITS }).length;
const theirs = plainly(plain);
type Costs = { readonly cpu: number[]; readonly wall: number[] };
const timed = (costs: Costs, work: () => number): number => {
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  const answer = work();
  const { user, system } = process.cpuUsage(cpu);
  costs.cpu.push((user + system) / 1000);
  costs.wall.push(performance.now() - wall);
  return answer;
};
const ms = (value: number): string => value.toFixed(1).padStart(7);
for (const round of ["first", "warm"]) {
  console.log(`${round.padEnd(10)} CPU ms: median    p95 |   wall p95 | plain CPU: median    p95 | wall p95 | ratio of sums, of p95 (CPU) | hits`);
  for (const [name, queries] of set) {
    if (options.class !== undefined && !options.class.includes(name)) continue;
    const [a, b]: [Costs, Costs] = [{ cpu: [], wall: [] }, { cpu: [], wall: [] }];
    let hits = 0;
    let differ = 0;
    for (const query of queries) {
      const [mine, other] = [timed(a, () => ours(query)), timed(b, () => theirs(query))];
      hits += mine;
      if (mine !== other) differ++;
    }
    const sum = (values: number[]): number => values.reduce((all, one) => all + one, 0);
    const p = (values: number[], share: number): number => quantile(values, share);
    console.log(
      `${name.padEnd(10)}       ${ms(p(a.cpu, 0.5))} ${ms(p(a.cpu, 0.95))} |    ${ms(p(a.wall, 0.95))} |          ${ms(p(b.cpu, 0.5))} ${ms(p(b.cpu, 0.95))} |  ${ms(p(b.wall, 0.95))} |` +
        `          ${(sum(a.cpu) / sum(b.cpu)).toFixed(2)}  ${(p(a.cpu, 0.95) / p(b.cpu, 0.95)).toFixed(2)} | ${(hits / queries.length).toFixed(0)} (${differ} differ in number)`,
    );
  }
}
console.log(`peak ${peakMiB().toFixed(0)} MiB`);
store.close();
plain.close();
