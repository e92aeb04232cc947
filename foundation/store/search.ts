/**
 * Search as one types, in any script. Two indexes: words (a term is the beginning of a word) and pieces of three letters (a term of three or more
 * letters anywhere in a text, also where a script writes no spaces). A query is only ever quoted terms: what somebody types is text, never syntax.
 */
import type Database from "better-sqlite3-multiple-ciphers";
import type { Db } from "./connection.ts";
import { fold, foldWithPlaces } from "./fold.ts";
import type { Projection } from "./projection.ts";
import { RecordsByKey, type StoredRecord } from "./queries.ts";
import type { SearchProgress } from "./search-index.ts";

export type SearchOptions = { readonly kinds?: readonly string[]; readonly limit?: number };

/** Where in `texts` a term stands: UTF-16 units from the start of that text, `end` not included. */
export type Match = { readonly text: number; readonly start: number; readonly end: number };

export type SearchHit = StoredRecord & {
  /** the record's texts as they are */
  readonly texts: readonly string[];
  readonly matches: readonly Match[];
};

type Table = "words" | "pieces";
type Found = { readonly stored: StoredRecord; readonly texts: readonly string[] };

const DEFAULT_HITS = 50;
const MAX_TERMS = 12;
const MAX_TERM_LETTERS = 64;
const MAX_QUERY_UNITS = 1024;
const MAX_MATCHES = 64;
/** How many records are looked at in vain: those that have all pieces of a term and not the term, or not a shorter one. */
const MAX_IN_VAIN = 500;
const LETTER = /[\p{L}\p{N}]/u;

/** What was found, in which order, and what was not looked at. */
export type SearchAnswer = SearchProgress & {
  readonly hits: readonly SearchHit[];
  /** `best`: those with words that begin so stand by how well they fit; `newest`: they are too many for that, and the last to arrive comes first */
  readonly order: "best" | "newest";
  /** It stopped looking inside words before it had seen every candidate: a longer piece of the word finds what is missing. */
  readonly isCutShort: boolean;
};

/** Below so many, they are ranked; to rank, each term alone is counted as well. */
const RANKED_BELOW = 5000;
const TERM_RANKED_BELOW = 20_000;

type Prepared = { readonly all: Database.Statement; readonly ofKinds: Database.Statement };

/** One searching of one store. The index of words answers exactly; the index of pieces says where to look, and every text is looked at. */
export class Search {
  readonly #records: RecordsByKey;
  readonly #projection: Projection;
  readonly #newest: { readonly [table in Table]: Prepared };
  readonly #best: Prepared;
  readonly #countTo: Database.Statement;

  constructor(records: RecordsByKey, db: Db, projection: Projection) {
    this.#records = records;
    this.#projection = projection;
    const prepared = (table: Table, order: string): Prepared => ({
      all: db.prepare(`SELECT rowid FROM ${table} WHERE ${table} MATCH ? ORDER BY ${order}`).pluck(),
      ofKinds: db
        .prepare(
          `SELECT f.rowid FROM ${table} f CROSS JOIN records r ON r.key = f.rowid
           WHERE f.${table} MATCH ? AND r.kind IN (SELECT value FROM json_each(?)) ORDER BY ${order.replace("rowid", "f.rowid")}`,
        )
        .pluck(),
    });
    this.#newest = { words: prepared("words", "rowid DESC"), pieces: prepared("pieces", "rowid DESC") };
    this.#best = prepared("words", "bm25(words), rowid DESC");
    this.#countTo = db.prepare("SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)").pluck();
  }

  /** Records in which every term is found: those with words that begin so, then those with the terms anywhere. */
  find(text: string, options: SearchOptions): SearchAnswer {
    this.#projection.indexSmallGap();
    const terms = termsOf(text);
    const limit = options.limit ?? DEFAULT_HITS;
    const found = new Map<number, Found>();
    const anywhere = ({ texts }: Found): boolean => {
      const folded = texts.map(fold);
      return terms.every((term) => folded.some((one) => one.includes(term.text)));
    };
    const byWords = wordsQuery(terms);
    const order = byWords !== null && this.#isFew(terms, byWords) ? "best" : "newest";
    this.#take(order === "best" ? this.#best : this.#newest.words, byWords, options.kinds, limit, found, () => true);
    const isCutShort = this.#take(this.#newest.pieces, piecesQuery(terms), options.kinds, limit, found, anywhere);
    const hits = [...found.values()].map(({ stored, texts }) => ({ ...stored, texts, matches: matchesIn(texts, terms) }));
    return { hits, order, isCutShort, ...this.#projection.searchProgress() };
  }

  /** Few enough to be ranked: what makes a word telling is in how many records it stands, which is counted for each term anew. */
  #isFew(terms: readonly Term[], query: string): boolean {
    const isBelow = (one: string, most: number): boolean => (this.#countTo.get(one, most) as number) < most;
    return isBelow(query, RANKED_BELOW) && (terms.length === 1 || terms.every((term) => isBelow(wordsQuery([term])!, TERM_RANKED_BELOW)));
  }

  /** Returns whether it gave up. */
  #take(
    { all, ofKinds }: Prepared,
    query: string | null,
    kinds: readonly string[] | undefined,
    limit: number,
    found: Map<number, Found>,
    isFound: (candidate: Found) => boolean,
  ): boolean {
    if (query === null || found.size >= limit) return false;
    const keys = (kinds === undefined ? all.iterate(query) : ofKinds.iterate(query, JSON.stringify(kinds))) as Iterable<number>;
    let inVain = 0;
    for (const key of keys) {
      if (found.has(key)) continue;
      if (inVain >= MAX_IN_VAIN) return true;
      const stored = this.#records.get(key)!;
      const candidate = { stored, texts: this.#projection.index(stored.record)?.searchTexts ?? [] };
      if (isFound(candidate)) found.set(key, candidate);
      else inVain++;
      if (found.size >= limit) return false;
    }
    return false;
  }
}

/** Folded text; a phrase was in quotes, and stands with single spaces. */
export type Term = { readonly text: string; readonly isPhrase: boolean };

/** What was typed, folded and cut up: what stands in quotes is one term, everything else a term for each word. */
export function termsOf(text: string): Term[] {
  const typed = fold(text.slice(0, MAX_QUERY_UNITS).toWellFormed());
  const terms: Term[] = [];
  const rest = typed.replace(QUOTED, (_, ...parts: (string | undefined)[]) => {
    const words = wordsOf(parts.slice(0, QUOTES).find((part) => part !== undefined) ?? "");
    if (words.length > 0) terms.push({ text: words.join(" "), isPhrase: words.length > 1 });
    return " ";
  });
  terms.unshift(...wordsOf(rest).map((word) => ({ text: word, isPhrase: false })));
  return [...new Map(terms.map((term) => [term.text, term])).values()].slice(0, MAX_TERMS);
}

/** Where what was typed stands in texts. */
export function matchesFor(texts: readonly string[], typed: string): Match[] {
  return matchesIn(texts, termsOf(typed));
}

const QUOTED = /"([^"]*)"|“([^”]*)”|«([^»]*)»|„([^“”]*)[“”]/gu;
const QUOTES = 4;

function wordsOf(text: string): string[] {
  return text
    .split(/\s+/u)
    .filter((word) => LETTER.test(word))
    .map((word) => Array.from(word).slice(0, MAX_TERM_LETTERS).join(""));
}

function wordsQuery(terms: readonly Term[]): string | null {
  return terms.length === 0 ? null : terms.map(({ text, isPhrase }) => (isPhrase ? quoted(text) : `${quoted(text)}*`)).join(" AND ");
}

/** All pieces of all terms long enough to have one. */
function piecesQuery(terms: readonly Term[]): string | null {
  const pieces = new Set(terms.flatMap(({ text }) => piecesOf(text)));
  return pieces.size === 0 ? null : [...pieces].map(quoted).join(" AND ");
}

function piecesOf(term: string): string[] {
  const letters = Array.from(term);
  return letters.slice(2).map((_, n) => letters.slice(n, n + 3).join(""));
}

function quoted(term: string): string {
  return `"${term.replaceAll('"', '""')}"`;
}

function lettersIn(term: string): number {
  return Array.from(term).length;
}

function matchesIn(texts: readonly string[], terms: readonly Term[]): Match[] {
  return texts.flatMap((text, n) => matchesInOne(text, n, terms)).slice(0, MAX_MATCHES);
}

function matchesInOne(text: string, place: number, terms: readonly Term[]): Match[] {
  const { folded, places } = foldWithPlaces(text);
  const found: Match[] = [];
  for (const term of terms) {
    for (const [start, length] of placesOf(term, folded)) {
      if (found.length >= MAX_MATCHES) break;
      found.push({ text: place, start: places[start]!, end: places[start + length]! });
    }
  }
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Where a term stands in a folded text. The words of a phrase stand with anything but letters between them. */
function* placesOf({ text, isPhrase }: Term, folded: string): Generator<[start: number, length: number]> {
  if (isPhrase) {
    const pattern = text.split(" ").map((word) => word.replaceAll(/[^\p{L}\p{N}]/gu, "\\$&")).join("[^\\p{L}\\p{N}]+");
    for (const match of folded.matchAll(new RegExp(pattern, "gv"))) yield [match.index, match[0].length];
    return;
  }
  for (let at = folded.indexOf(text); at >= 0; at = folded.indexOf(text, at + text.length)) {
    // Short terms only begin words; longer ones stand anywhere.
    if (lettersIn(text) >= 3 || at === 0 || !LETTER.test(folded[at - 1]!)) yield [at, text.length];
  }
}
