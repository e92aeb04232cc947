/** The book over all records this desk holds, made anew when something has changed (docs/formats/record.md). */
import { bookOf, indexRecord, parseRecord, type AuthoredRecord, type CaseRecord, type WholeBook } from "#casework";
import type { Line } from "#entry";
import type { Projector, Store, StoredRecord } from "#store";

/** Raise with every change of what `indexRecord` answers. */
const PROJECTION_VERSION = 2;
const PAGE = 5000;

/** How the store reads records, without knowing what they are. */
export const PROJECTOR: Projector = {
  version: PROJECTION_VERSION,
  index(json) {
    try {
      const record = parseRecord(json);
      return { id: record.id, ...indexRecord(record) };
    } catch {
      return null; // listed as unreadable, never lost
    }
  },
};

/** The book of everything this desk can read, made anew when something has changed. */
export class Records {
  readonly #store: Store;
  #parsed = new Map<string, CaseRecord>();
  #book: WholeBook | null = null;
  #authored: AuthoredRecord[] = [];

  constructor(store: Store) {
    this.#store = store;
  }

  /** To be called after entries, the roster, or what counts has changed. */
  changed(): void {
    this.#book = null;
  }

  book(line: Line): WholeBook {
    if (this.#book === null) {
      this.#authored = this.#readAll(line);
      this.#book = bookOf(this.#authored);
    }
    return this.#book;
  }

  authored(line: Line): readonly AuthoredRecord[] {
    this.book(line);
    return this.#authored;
  }

  #readAll(line: Line): AuthoredRecord[] {
    const acts = new Map<string, string | null>();
    const all: AuthoredRecord[] = [];
    for (let after: string | undefined; ; ) {
      const page: StoredRecord[] = this.#store.records({ limit: PAGE, ...(after === undefined ? {} : { after }) });
      for (const row of page) {
        if (row.compartment === "signing") continue; // keys, no part of the record (docs/formats/signing.md)
        const act = this.#actOf(acts, row.entryId);
        all.push({
          record: this.#recordOf(row),
          entryId: row.entryId,
          author: row.device,
          person: line.state.devices.get(row.device)?.person ?? null,
          clock: row.clock,
          counted: row.counted,
          ...(act === null ? {} : { act }),
        });
      }
      if (page.length < PAGE) return all;
      after = page.at(-1)!.order;
    }
  }

  #recordOf(row: StoredRecord): CaseRecord {
    const known = this.#parsed.get(row.order);
    if (known !== undefined) return known;
    const record = parseRecord(row.record);
    this.#parsed.set(row.order, record);
    return record;
  }

  #actOf(acts: Map<string, string | null>, entryId: string): string | null {
    const known = acts.get(entryId);
    if (known !== undefined) return known;
    const body = this.#store.entry(entryId)?.body;
    const act = body === undefined ? null : (/^\{"act":"([a-z0-9-]{1,40})"/.exec(new TextDecoder().decode(body.subarray(0, 64)))?.[1] ?? null);
    acts.set(entryId, act);
    return act;
  }
}
