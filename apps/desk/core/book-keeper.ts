/**
 * The books of a desk: one over everything it holds that fetches what it is asked for, one for each case in use, and the whole, which is read for what has no
 * quicker way. Each stays as it is until a record arrives that may change an answer it gave (docs/formats/record.md).
 */
import { bookOf, bookOver, touchesOf, type AuthoredRecord, type Book, type BookOver, type WholeBook } from "#casework";
import type { Line } from "#entry";
import type { Store, StoredRecord } from "#store";
import { RECORDS_OF_AN_ENTRY } from "./archive-tables.ts";
import { StoreSource } from "./store-source.ts";

export { PROJECTOR } from "./archive-tables.ts";

const PAGE = 5000;
/** Books of cases kept open, the one used last kept longest. */
const MOST_BOOKS = 6;
/** Where more has arrived than this, no book is looked at: all are closed. */
const MOST_NEWS = 2_000;
/** A book that has fetched more than this is closed, and begins again. */
const MOST_HELD = 50_000;
/** Under this key is the book of no one case. */
const GENERAL = "";

export class Records {
  readonly #store: Store;
  #whole: WholeBook | null = null;
  #authored: AuthoredRecord[] = [];
  #source: StoreSource | null = null;
  readonly #books = new Map<string, BookOver>();
  #seen = { record: -1, recounted: -1 };
  #persons = "";
  #version = 0;
  #maybeChanged = true;

  constructor(store: Store) {
    this.#store = store;
  }

  /** To be called after entries, the roster, or what counts has changed. */
  changed(): void {
    this.#whole = null;
    this.#maybeChanged = true;
  }

  /** Everything at once: for checks and tests. A large archive does not fit into memory so. */
  book(line: Line): WholeBook {
    if (this.#whole === null) {
      this.#authored = this.#readAll(line);
      this.#whole = bookOf(this.#authored);
    }
    return this.#whole;
  }

  authored(line: Line): readonly AuthoredRecord[] {
    this.book(line);
    return this.#authored;
  }

  /** A book that fetches what it is asked for. @param caseId the case it will be asked about, so that what happens elsewhere does not close it */
  open(line: Line, caseId: string = GENERAL): Book {
    const source = this.source(line);
    const known = this.#books.get(caseId);
    const book = known === undefined || known.held() > MOST_HELD ? bookOver(source) : known;
    this.#books.delete(caseId);
    this.#books.set(caseId, book);
    const [oldest] = this.#books.keys();
    if (this.#books.size > MOST_BOOKS && oldest !== undefined) this.#books.delete(oldest);
    return book;
  }

  /** The records themselves, as they are found in the store. */
  source(line: Line): StoreSource {
    this.#source ??= new StoreSource(this.#store, line);
    this.#source.follow(line);
    if (this.#maybeChanged) this.#catchUp(line);
    return this.#source;
  }

  /** Rises when anything has come, or counts otherwise. */
  version(line: Line): number {
    this.source(line);
    return this.#version;
  }

  /** What one entry wrote. */
  ofEntry(line: Line, entryId: string): readonly AuthoredRecord[] {
    return this.source(line).authored(this.#store.records({ entryId, limit: RECORDS_OF_AN_ENTRY }));
  }

  /** Closes the books that what has come may have changed. */
  #catchUp(line: Line): void {
    this.#maybeChanged = false;
    const persons = JSON.stringify([...line.state.devices].map(([device, { person }]) => `${device} ${person}`).toSorted());
    const newest = this.#store.query<{ record: number | null; recounted: number | null }>("SELECT (SELECT max(key) FROM records) AS record, (SELECT max(n) FROM p_recounted) AS recounted")[0]!;
    const now = { record: newest.record ?? -1, recounted: newest.recounted ?? -1 };
    const before = this.#seen;
    this.#seen = now;
    if (persons !== this.#persons) {
      this.#persons = persons;
      this.#version++;
      this.#books.clear();
      return;
    }
    if (now.record === before.record && now.recounted === before.recounted) return;
    this.#version++;
    const sql = `SELECT key FROM records WHERE key > ? UNION ALL SELECT r.key FROM p_recounted c JOIN records r
      ON r.key >= c.entry * ${RECORDS_OF_AN_ENTRY} AND r.key < (c.entry + 1) * ${RECORDS_OF_AN_ENTRY} WHERE c.n > ? LIMIT ${MOST_NEWS + 1}`;
    const keys = this.#store.query<{ key: number }>(sql, [before.record, before.recounted]).map(({ key }) => key);
    if (keys.length > MOST_NEWS) return this.#books.clear();
    const touches = this.#source!.authored(this.#store.recordsByKey(keys)).flatMap(({ record }) => touchesOf(record));
    for (const [name, book] of this.#books) if (book.isTouchedBy(touches)) this.#books.delete(name);
  }

  #readAll(line: Line): AuthoredRecord[] {
    const source = new StoreSource(this.#store, line);
    const all: AuthoredRecord[] = [];
    for (let after: string | undefined; ; ) {
      const page: StoredRecord[] = this.#store.records({ limit: PAGE, ...(after === undefined ? {} : { after }) });
      all.push(...source.authored(page));
      if (page.length < PAGE) return all;
      after = page.at(-1)!.order;
    }
  }
}
