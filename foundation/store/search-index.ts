/**
 * The two search tables, and how far they are. Rows are quick to write and an index of words is not, so that a desk that takes in much writes the rows at
 * once and indexes them later, in pieces. What is not indexed yet is a list of gaps, ranges of entry keys, kept in the transaction that made them: wherever
 * the process ends, it goes on from there. What a person writes is no gap: it is indexed with its entry.
 */
import type { Db } from "./connection.ts";
import { fold } from "./fold.ts";
import { Vocabulary } from "./vocabulary.ts";

/** How much of the record can be searched. Both count entries, which are what arrives. */
export type SearchProgress = { readonly indexedEntries: number; readonly allEntries: number };

/** What comes in one batch is indexed with it up to so many records and so much text; beyond, it is a gap. */
const MOST_AT_ONCE = { records: 1000, units: 1_000_000 };
type Waiting = { readonly key: number; readonly kind: string; readonly texts: readonly string[] };

const PRIVATE_USE = { first: 0xe000, size: 0x1900 };

/**
 * A word of three letters of the private-use area that stands before the texts of every record of a kind, in both tables: so a question for one rare kind
 * goes from record to record of it, and not through all that hold the words. Two kinds may share one, and a text may hold one: who reads looks at the kind.
 */
export function kindMark(kind: string): string {
  // FNV-1a, 32 bits, in three digits.
  let hash = 0x811c9dc5;
  for (let at = 0; at < kind.length; at++) hash = Math.imul(hash ^ kind.charCodeAt(at), 0x01000193) >>> 0;
  const digit = (value: number): string => String.fromCharCode(PRIVATE_USE.first + (Math.floor(value) % PRIVATE_USE.size));
  return digit(hash) + digit(hash / PRIVATE_USE.size) + digit(hash / PRIVATE_USE.size ** 2);
}

export class SearchIndex {
  readonly vocabulary: Vocabulary;
  readonly #sql;
  #waiting: Waiting[] = [];
  #waitingUnits = 0;
  /** the entries of this batch are a gap */
  #isGap = false;
  #batch: { first: number; last: number } | null = null;

  constructor(db: Db) {
    this.vocabulary = new Vocabulary(db);
    this.#sql = {
      words: db.prepare("INSERT INTO words (rowid, text) VALUES (?, ?)"),
      pieces: db.prepare("INSERT INTO pieces (rowid, text) VALUES (?, ?)"),
      addGap: db.prepare("INSERT INTO search_gaps (first, last) VALUES (?, ?)"),
      growGap: db.prepare("UPDATE search_gaps SET last = ? WHERE last = ?"),
      firstGap: db.prepare("SELECT first, last FROM search_gaps ORDER BY first LIMIT 1"),
      dropGap: db.prepare("DELETE FROM search_gaps WHERE first = ?"),
      entriesInGaps: db.prepare("SELECT coalesce(sum(last - first + 1), 0) FROM search_gaps").pluck(),
      allEntries: db.prepare("SELECT coalesce(max(key), 0) FROM entries").pluck(),
    };
  }

  /** One record of the batch. The caller holds the transaction and ends the batch in it. */
  add(key: number, kind: string, texts: readonly string[]): void {
    if (this.#isGap || texts.length === 0) return;
    this.#waiting.push({ key, kind, texts });
    this.#waitingUnits += texts.reduce((sum, text) => sum + text.length, 0);
    if (this.#waiting.length <= MOST_AT_ONCE.records && this.#waitingUnits <= MOST_AT_ONCE.units) return;
    this.#isGap = true;
    this.#waiting = [];
  }

  /** An entry of the batch, before its records; keys follow one another. */
  enter(entryKey: number): void {
    this.#batch = { first: this.#batch?.first ?? entryKey, last: entryKey };
  }

  /** The batch is complete: index it, or note the gap. */
  endBatch(): void {
    const { batch, waiting, isGap } = { batch: this.#batch, waiting: this.#waiting, isGap: this.#isGap };
    this.forget();
    if (batch === null) return;
    if (isGap) this.leave(batch.first, batch.last);
    else for (const { key, kind, texts } of waiting) this.write(key, kind, texts);
  }

  /** The batch came to nothing. */
  forget(): void {
    this.#batch = null;
    this.#waiting = [];
    this.#waitingUnits = 0;
    this.#isGap = false;
  }

  /** These entries are to be indexed later. */
  leave(first: number, last: number): void {
    if (this.#sql.growGap.run(last, first - 1).changes === 0) this.#sql.addGap.run(first, last);
  }

  /** Puts one record into both tables. */
  write(key: number, kind: string, texts: readonly string[]): void {
    const text = `${kindMark(kind)}\n${texts.map(fold).join("\n")}`;
    this.vocabulary.add(text);
    this.#sql.words.run(key, text);
    this.#sql.pieces.run(key, text);
  }

  /** The first entries that are not indexed; `null` where all are. */
  firstGap(): { first: number; last: number } | null {
    return (this.#sql.firstGap.get() as { first: number; last: number } | undefined) ?? null;
  }

  /** What began at `first` is indexed up to `upTo`. */
  close(gap: { readonly first: number; readonly last: number }, upTo: number): void {
    this.#sql.dropGap.run(gap.first);
    if (upTo < gap.last) this.#sql.addGap.run(upTo + 1, gap.last);
  }

  progress(): SearchProgress {
    const allEntries = this.#sql.allEntries.get() as number;
    return { indexedEntries: allEntries - (this.#sql.entriesInGaps.get() as number), allEntries };
  }
}
