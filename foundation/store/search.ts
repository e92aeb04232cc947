/**
 * Search as one types, in any script. Two indexes: words (a term is the beginning of a word) and pieces of three letters (a term of three or more
 * letters anywhere in a text, also where a script writes no spaces). A query is only ever quoted terms: what somebody types is text, never syntax.
 */
import type Database from "better-sqlite3-multiple-ciphers";
import type { Db } from "./connection.ts";
import { fold, foldWithPlaces } from "./fold.ts";
import type { Projection } from "./projection.ts";
import { RecordsByKey, type StoredRecord } from "./queries.ts";

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

/** One searching of one store. The index of words answers exactly; the index of pieces says where to look, and every text is looked at. */
export class Search {
  readonly #records: RecordsByKey;
  readonly #projection: Projection;
  readonly #tables: { readonly [table in Table]: { all: Database.Statement; ofKinds: Database.Statement } };

  constructor(records: RecordsByKey, db: Db, projection: Projection) {
    this.#records = records;
    this.#projection = projection;
    const prepared = (table: Table): { all: Database.Statement; ofKinds: Database.Statement } => ({
      all: db.prepare(`SELECT rowid FROM ${table} WHERE ${table} MATCH ? ORDER BY rowid DESC`).pluck(),
      ofKinds: db
        .prepare(
          `SELECT f.rowid FROM ${table} f CROSS JOIN records r ON r.key = f.rowid
           WHERE f.${table} MATCH ? AND r.kind IN (SELECT value FROM json_each(?)) ORDER BY f.rowid DESC`,
        )
        .pluck(),
    });
    this.#tables = { words: prepared("words"), pieces: prepared("pieces") };
  }

  /** Records in which every term is found, the last to arrive first: those with words that begin so, then those with the terms anywhere. */
  find(text: string, options: SearchOptions): SearchHit[] {
    const terms = termsOf(text);
    const limit = options.limit ?? DEFAULT_HITS;
    const found = new Map<number, Found>();
    const anywhere = ({ texts }: Found): boolean => {
      const folded = texts.map(fold);
      return terms.every((term) => folded.some((one) => one.includes(term)));
    };
    this.#take("words", wordsQuery(terms), options.kinds, limit, found, () => true);
    this.#take("pieces", piecesQuery(terms), options.kinds, limit, found, anywhere);
    return [...found.values()].map(({ stored, texts }) => ({ ...stored, texts, matches: matchesIn(texts, terms) }));
  }

  #take(
    table: Table,
    query: string | null,
    kinds: readonly string[] | undefined,
    limit: number,
    found: Map<number, Found>,
    isFound: (candidate: Found) => boolean,
  ): void {
    if (query === null) return;
    const { all, ofKinds } = this.#tables[table];
    const keys = (kinds === undefined ? all.iterate(query) : ofKinds.iterate(query, JSON.stringify(kinds))) as Iterable<number>;
    let inVain = 0;
    for (const key of keys) {
      if (found.size >= limit || inVain >= MAX_IN_VAIN) return;
      if (found.has(key)) continue;
      const stored = this.#records.get(key)!;
      const candidate = { stored, texts: this.#projection.index(stored.record)?.searchTexts ?? [] };
      if (isFound(candidate)) found.set(key, candidate);
      else inVain++;
    }
  }
}

/** What was typed, folded and cut up. */
export function termsOf(text: string): string[] {
  const terms = fold(text.slice(0, MAX_QUERY_UNITS).toWellFormed()).split(/\s+/u);
  return [...new Set(terms.filter((term) => LETTER.test(term)).map((term) => Array.from(term).slice(0, MAX_TERM_LETTERS).join("")))].slice(
    0,
    MAX_TERMS,
  );
}

function wordsQuery(terms: readonly string[]): string | null {
  return terms.length === 0 ? null : terms.map((term) => `${quoted(term)}*`).join(" AND ");
}

/** All pieces of all terms long enough to have one. */
function piecesQuery(terms: readonly string[]): string | null {
  const pieces = new Set(terms.flatMap(piecesOf));
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

function matchesIn(texts: readonly string[], terms: readonly string[]): Match[] {
  return texts.flatMap((text, n) => matchesInOne(text, n, terms)).slice(0, MAX_MATCHES);
}

function matchesInOne(text: string, place: number, terms: readonly string[]): Match[] {
  const { folded, places } = foldWithPlaces(text);
  const found: Match[] = [];
  for (const term of terms) {
    for (let at = folded.indexOf(term); at >= 0 && found.length < MAX_MATCHES; at = folded.indexOf(term, at + term.length)) {
      // Short terms only begin words; longer ones stand anywhere.
      if (lettersIn(term) < 3 && at > 0 && LETTER.test(folded[at - 1]!)) continue;
      found.push({ text: place, start: places[at]!, end: places[at + term.length]! });
    }
  }
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}
