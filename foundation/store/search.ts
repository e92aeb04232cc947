/**
 * Search as one types, in any script. Two indexes: words (a term is the beginning of a word) and pieces of three letters (a term of three or more
 * letters anywhere in a text, also where a script writes no spaces). A query is only ever quoted terms: what somebody types is text, never syntax.
 */
import type Database from "better-sqlite3-multiple-ciphers";
import type { Db } from "./connection.ts";
import { fold } from "./fold.ts";
import { matchesIn, type Match } from "./matches.ts";
import type { Projection } from "./projection.ts";
import { HIT_COLUMNS, hitOf, RecordsByKey, type HitRow, type StoredRecord } from "./queries.ts";
import { PLACES } from "./schema.ts";
import { kindMark, type SearchProgress } from "./search-index.ts";
import { lettersIn, termsOf, type Term } from "./terms.ts";
import { PLAIN_WORD } from "./vocabulary.ts";

export type SearchOptions = {
  readonly kinds?: readonly string[];
  readonly limit?: number;
  /** By a word as it was typed: other words that may stand where it is meant. What only they find is told apart (`SearchAnswer.alike`). */
  readonly alike?: ReadonlyMap<string, readonly string[]>;
};

export type SearchHit = StoredRecord & {
  /** the record's texts as they are */
  readonly texts: readonly string[];
  readonly matches: readonly Match[];
};

const DEFAULT_HITS = 50;
/** How many records are looked at in vain: those that have all pieces of a term and not the term, or not a shorter one. */
const MAX_IN_VAIN = 5000;
/** And how much text of theirs: a few hundred long letters must not hold the desk up longer than thousands of notes. */
const MAX_UNITS_IN_VAIN = 20_000_000;
const MOST_WORDS_INSIDE = 32;
/** The same of words with another after each, where what stands beside what must be looked at. */
const MOST_ENDS = 8;
/** Instead of a query: no record has a word like that. */
const NO_WORD = "";
const MAX_ALIKE = 12;
/** Of an other word, so many letters may begin a longer word; fewer begin too many. */
const ALIKE_BEGINS = 4;

/** What was found, in which order, and what was not looked at. */
export type SearchAnswer = SearchProgress & {
  readonly hits: readonly SearchHit[];
  /** `best`: those with words that begin so stand by how well they fit; `newest`: they are too many for that, and the last to arrive comes first */
  readonly order: "best" | "newest";
  /** It stopped looking inside words before it had seen every candidate: a longer piece of the word finds what is missing. */
  readonly isCutShort: boolean;
  /** Found by the words of `SearchOptions.alike` alone, the last to arrive first; as many at most as there may be hits. */
  readonly alike: readonly SearchHit[];
  /** Records that were read to answer. */
  readonly lookedAt: number;
};

/** Below so many, they are ranked; to rank, each term alone is counted as well. */
const RANKED_BELOW = 5000;
const TERM_RANKED_BELOW = 20_000;

/** One question on its way: what was found so far, and what it may yet take. */
class Asking {
  readonly terms: readonly Term[];
  readonly kinds: ReadonlySet<string> | null;
  readonly limit: number;
  readonly found = new Map<number, SearchHit>();
  lookedAt = 0;

  constructor(terms: readonly Term[], { kinds, limit = DEFAULT_HITS }: SearchOptions) {
    this.terms = terms;
    this.kinds = kinds === undefined ? null : new Set(kinds);
    this.limit = limit;
  }

  /** The query, for records of these kinds alone. */
  ofKinds(query: string | null): string | null {
    if (query === null || this.kinds === null) return query;
    return this.kinds.size === 0 ? null : `(${query}) AND (${[...new Set([...this.kinds].map(kindMark))].map(quoted).join(" OR ")})`;
  }
}

/** One searching of one store. The index of words answers exactly; the index of pieces says where to look, and every text is looked at. */
export class Search {
  readonly #records: RecordsByKey;
  readonly #projection: Projection;
  readonly #newest: Database.Statement;
  readonly #best: Database.Statement;
  readonly #pieces: Database.Statement;
  readonly #countTo: Database.Statement;

  constructor(records: RecordsByKey, db: Db, projection: Projection) {
    this.#records = records;
    this.#projection = projection;
    // To rank, SQLite holds all that it ranks: keys alone.
    this.#best = db.prepare("SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words), rowid DESC").pluck();
    const newest = (table: "pieces" | "words", columns: string): Database.Statement =>
      db.prepare(
        `SELECT ${columns} FROM ${table} f CROSS JOIN records r ON r.key = f.rowid CROSS JOIN entries e ON e.key = f.rowid / ${PLACES}
         WHERE f.${table} MATCH ? ORDER BY f.rowid DESC`,
      );
    this.#newest = newest("words", HIT_COLUMNS);
    // Of those with all pieces, most may be looked at and left: their texts are enough.
    this.#pieces = newest("pieces", "r.key, r.kind, coalesce(r.json, CAST(substr(e.body, r.at + 1, r.bytes) AS TEXT)) AS text");
    this.#countTo = db.prepare("SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)").pluck();
  }

  /** Records in which every term is found: those with words that begin so, then those with the terms anywhere. */
  find(text: string, options: SearchOptions): SearchAnswer {
    this.#projection.indexSmallGap();
    const asking = new Asking(termsOf(text), options);
    const { terms } = asking;
    const byWords = wordsQuery(terms);
    const order = byWords !== null && this.#isFew(terms, byWords) ? "best" : "newest";
    // To rank, SQLite counts every record of every word asked for: what marks a kind must not be among them, and the few are looked through.
    if (order === "best") this.#takeBest(asking, byWords);
    else this.#takeNewest(asking, asking.ofKinds(byWords));
    const isCutShort = this.#takeInside(asking);
    const alike = this.#alike(asking, options);
    return { hits: [...asking.found.values()], order, isCutShort, alike, lookedAt: asking.lookedAt, ...this.#projection.searchProgress() };
  }

  /** What the other words find where the typed ones do not. */
  #alike(asked: Asking, options: SearchOptions): SearchHit[] {
    const others = new Map([...(options.alike ?? [])].map(([typed, words]) => [fold(typed), words.slice(0, MAX_ALIKE).flatMap(termsOf).map(alikeTerm)] as const));
    const anyOf = asked.terms.map((term) => [term, ...(others.get(term.text) ?? [])]);
    if (anyOf.every((terms) => terms.length === 1)) return [];
    const asking = new Asking(anyOf.flat(), options);
    const query = anyOf.map((terms) => `(${terms.map(wordQuery).join(" OR ")})`).join(" AND ");
    this.#takeNewest(asking, asking.ofKinds(query), asked.found);
    asked.lookedAt += asking.lookedAt;
    return [...asking.found.values()];
  }

  /** Those with the terms anywhere, by the way that has the fewest of them looked at. Returns whether it gave up. */
  #takeInside(asking: Asking): boolean {
    const { found, limit, terms } = asking;
    if (found.size >= limit) return false;
    const words = endsQuery(terms) ?? this.#wordsInside(terms);
    if (words === NO_WORD) return false;
    return words === null
      ? this.#lookInside(asking, this.#pieces, asking.ofKinds(piecesQuery(terms)))
      : this.#lookInside(asking, this.#newest, asking.ofKinds(words));
  }

  /** The words in which the terms stand that are long enough to stand inside one, asked for by name: where those are known, and few (more are more work than their pieces). `null` where not. */
  #wordsInside(terms: readonly Term[]): string | null {
    const long = terms.filter(({ text }) => lettersIn(text) >= 3);
    const words = long.map((term) => this.#wordsOf(term));
    if (long.length === 0 || words.includes(null)) return null;
    if (words.some((some) => some!.length === 0)) return NO_WORD;
    return words.map((some) => `(${some!.join(" OR ")})`).join(" AND ");
  }

  /** Queries one of which is true of each record with the term anywhere. Of two words together, the first is the end of a word there, and the other a beginning. */
  #wordsOf({ text, isPhrase }: Term): string[] | null {
    const { vocabulary } = this.#projection;
    if (!isPhrase) return vocabulary.holding(text, MOST_WORDS_INSIDE)?.map(quoted) ?? null;
    const [end, beginning, ...more] = text.split(" ") as [string, string, ...string[]];
    if (more.length > 0 || !PLAIN_WORD.test(beginning)) return null;
    return vocabulary.ending(end, MOST_ENDS)?.map((word) => `${quoted(`${word} ${beginning}`)}*`) ?? null;
  }

  /** Few enough to be ranked: what makes a word telling is in how many records it stands, which is counted for each term anew. */
  #isFew(terms: readonly Term[], query: string): boolean {
    const isBelow = (one: string, most: number): boolean => (this.#countTo.get(one, most) as number) < most;
    return isBelow(query, RANKED_BELOW) && (terms.length === 1 || terms.every((term) => isBelow(wordQuery(term), TERM_RANKED_BELOW)));
  }

  /** Takes the best of these records, if they are of the kinds asked for, until there are enough. */
  #takeBest(asking: Asking, query: string | null): void {
    const { found, kinds, limit, terms } = asking;
    if (query === null || found.size >= limit) return;
    for (const key of this.#best.iterate(query) as Iterable<number>) {
      asking.lookedAt++;
      if (kinds !== null && !kinds.has(this.#records.kind(key)!)) continue;
      found.set(key, this.#hit(this.#records.hit(key)!, terms));
      if (found.size >= limit) return;
    }
  }

  /** Takes the newest of these records, but not those of `but`. */
  #takeNewest(asking: Asking, query: string | null, but: ReadonlyMap<number, unknown> = asking.found): void {
    const { found, kinds, limit, terms } = asking;
    if (query === null || found.size >= limit) return;
    for (const row of this.#newest.iterate(query) as Iterable<HitRow>) {
      if (but.has(row.key)) continue;
      asking.lookedAt++;
      if (kinds?.has(row.kind) === false) continue;
      found.set(row.key, this.#hit(hitOf(row), terms));
      if (found.size >= limit) return;
    }
  }

  /** Takes of these records those in which the terms stand anywhere, until there are enough. Returns whether it gave up. */
  #lookInside(asking: Asking, statement: Database.Statement, query: string | null): boolean {
    const { found, kinds, limit, terms } = asking;
    if (query === null || found.size >= limit) return false;
    const test = anywhere(terms);
    let [inVain, unitsInVain] = [0, 0];
    for (const row of statement.iterate(query) as Iterable<HitRow | Pick<HitRow, "key" | "kind" | "text">>) {
      const { key, kind, text } = row;
      if (found.has(key)) continue;
      if (inVain >= MAX_IN_VAIN || unitsInVain >= MAX_UNITS_IN_VAIN) return true;
      asking.lookedAt++;
      const isCandidate = kinds?.has(kind) !== false && test.maybe(text);
      const hit = isCandidate ? this.#hit("entry" in row ? hitOf(row) : this.#records.hit(key, text)!, terms) : null;
      if (hit !== null && test.surely(hit.texts)) found.set(key, hit);
      else {
        inVain++;
        unitsInVain += text.length;
      }
      if (found.size >= limit) return false;
    }
    return false;
  }

  #hit(stored: StoredRecord, terms: readonly Term[]): SearchHit {
    const texts = this.#projection.index(stored.record)?.searchTexts ?? [];
    return { ...stored, texts, matches: matchesIn(texts, terms) };
  }
}

/** Whether every term stands somewhere in a record's texts: by its JSON, which is quickly said and says yes too often, and by the texts. */
function anywhere(terms: readonly Term[]): { maybe(json: string): boolean; surely(texts: readonly string[]): boolean } {
  // Texts are strings of the JSON, in which only these, and what separates words, are written otherwise.
  const asWritten = terms.flatMap(({ text }) => text.split(" ")).filter((word) => !/["\\]/u.test(word));
  const stand = (folded: string, words: readonly string[]): boolean => words.every((word) => folded.includes(word));
  return {
    maybe: (json) => stand(fold(json), asWritten),
    surely(texts) {
      const folded = texts.map(fold);
      return terms.every((term) => folded.some((one) => one.includes(term.text)));
    },
  };
}

function wordsQuery(terms: readonly Term[]): string | null {
  return terms.length === 0 ? null : terms.map(wordQuery).join(" AND ");
}

function alikeTerm(term: Term): Term {
  return lettersIn(term.text) >= ALIKE_BEGINS ? term : { ...term, isPhrase: true };
}

function wordQuery({ text, isPhrase }: Term): string {
  return isPhrase ? quoted(text) : `${quoted(text)}*`;
}

/**
 * Where three words or more stand together anywhere in a text, also as the end of a word, words, and the beginning of one: all but the first are words there, the
 * last perhaps only begun. So few records have these side by side that their many pieces need not be asked for. `null` where there is no such term.
 */
function endsQuery(terms: readonly Term[]): string | null {
  const ends = terms.flatMap(({ isPhrase, text }) => (isPhrase && text.split(" ").length >= 3 ? [text.slice(text.indexOf(" ") + 1)] : []));
  return ends.length === 0 ? null : ends.map((end) => `${quoted(end)}*`).join(" AND ");
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
