/**
 * The rows of all lists, kept in the store (archive-tables.ts) and in memory (parts/casework/archive/shelf.ts). Records that arrive touch rows; those are made anew a
 * few at a time, at the next question or between questions, so that an import of many thousands never stops the desk. What is not made yet is counted.
 */
import { fromHex, toHex } from "#bytes";
import { bookOver, folded, packRow, rowOf, Shelf, touchedRows, unpackRow, type FacetCounts, type Found, type Question, type Row, type RowType } from "#casework";
import { SoundsLike } from "#confirm";
import type { Line } from "#entry";
import type { Store } from "#store";
import { RECORDS_OF_AN_ENTRY } from "./archive-tables.ts";
import type { Records } from "./book-keeper.ts";
import { IdsByName } from "./ids-by-name.ts";

/** Records looked at in one transaction: what a question may have to wait for. */
const CHUNK = 64;
/** The same while there is far more than that to do: a row is then rarely made twice. */
const LARGE_CHUNK = 400;
const MOST_COUNTED = 10_000;
const MOST_AT_ONCE = 1_000;
const MOMENT_MS = 20;
const LOAD_CHUNK = 4_000;
const MOST_FOUND = 12;
/** A longer name is known by its first words. */
const NAME_WORDS = 5;
const MOST_WORDS = 20_000;
const PERSONS = "archive/persons";

export class Archive {
  readonly #store: Store;
  readonly #records: Records;
  readonly #shelves = new Map<RowType, Shelf>();
  readonly #found = new Map<string, Found>();
  readonly #facets = new Map<string, FacetCounts>();
  /** Persons by the beginning of a name. Some may have the name no longer: who asks looks again. */
  readonly #named = new IdsByName();
  #names = new SoundsLike();
  #loadedTo: Uint8Array | null = new Uint8Array(0);
  #sums: Map<RowType, ReturnType<Shelf["byCase"]>> | null = null;
  #version = 0;
  #day = "";

  constructor(store: Store, records: Records) {
    this.#store = store;
    this.#records = records;
  }

  /** Rises with every row that changes. */
  get version(): number {
    return this.#version;
  }

  /**
   * Works at what has arrived: all of it where that is a user's act or a few, else for a moment. Returns how many records are still to be looked at. While a
   * whole archive comes in, nothing is done: without the indexes of the views, each row would be made by reading all of them.
   * @param today a day: consents end
   */
  settle(line: Line, today: string): number {
    const left = this.#left();
    if (this.#store.isBulk) return left;
    const until = performance.now() + (left > MOST_AT_ONCE ? MOMENT_MS : Infinity);
    this.#followPersons(line);
    if (this.#day !== today && this.isLoaded) {
      this.#remake(line, [...this.#shelves.values()].flatMap((shelf) => shelf.over(today)), today, null);
      this.#day = today;
    }
    for (;;) {
      const pending = this.#pending(left > MOST_AT_ONCE ? LARGE_CHUNK : CHUNK);
      if (pending.keys.length === 0) return 0;
      this.#chunk(line, today, pending.keys, pending.to);
      if (performance.now() >= until) return this.#left();
    }
  }

  get isLoaded(): boolean {
    return this.#loadedTo === null;
  }

  /** Reads a few thousand rows into memory. Returns whether all are there. */
  load(): boolean {
    if (this.#loadedTo === null) return true;
    const rows = this.#store.query<{ id: Uint8Array; json: string }>("SELECT id, json FROM p_rows WHERE id > ? ORDER BY id LIMIT ?", [this.#loadedTo, LOAD_CHUNK]);
    for (const { id, json } of rows) this.#put(toHex(id), unpackRow(toHex(id), json));
    this.#loadedTo = rows.length < LOAD_CHUNK ? null : rows.at(-1)!.id;
    return this.#loadedTo === null;
  }

  /** What a list finds. The rows must have been loaded. */
  find(question: Question): Found {
    const key = JSON.stringify(question);
    const known = this.#found.get(key);
    const found = known ?? this.shelf(question.of).listed(question);
    this.#found.delete(key);
    this.#found.set(key, found);
    const [oldest] = this.#found.keys();
    if (this.#found.size > MOST_FOUND && oldest !== undefined) this.#found.delete(oldest);
    return found;
  }

  /** What each filter of a list would find. */
  facets(question: Question): FacetCounts {
    const key = JSON.stringify({ of: question.of, text: question.text, filter: question.filter });
    const known = this.#facets.get(key);
    const facets = known ?? this.shelf(question.of).facets(question);
    if (this.#facets.size >= MOST_FOUND) this.#facets.clear();
    this.#facets.set(key, facets);
    return facets;
  }

  /** Records whose rows are not made yet; ten thousand where there are more. */
  get pending(): number {
    return this.#left();
  }

  shelf(of: RowType): Shelf {
    const known = this.#shelves.get(of);
    if (known !== undefined) return known;
    const shelf = new Shelf();
    this.#shelves.set(of, shelf);
    return shelf;
  }

  get shelves(): ReadonlyMap<RowType, Shelf> {
    return this.#shelves;
  }

  /** Of one case: persons and groups, statements on what is in it, what is missing of that, and the newest clock of anything written in it. */
  sumsOf(caseId: string): { readonly persons: number; readonly statements: number; readonly missing: number; readonly changed: number } {
    this.#sums ??= new Map([...this.#shelves].map(([type, shelf]) => [type, shelf.byCase()]));
    const all = [...this.#sums].flatMap(([type, byCase]) => (byCase.has(caseId) ? [{ type, ...byCase.get(caseId)! }] : []));
    const [newest] = this.#store.query<{ clock: number }>("SELECT clock FROM records WHERE in_case = ? ORDER BY clock DESC LIMIT 1", [caseId]);
    return {
      persons: all.filter(({ type }) => type === "person" || type === "group").reduce((sum, { rows }) => sum + rows, 0),
      statements: all.filter(({ type }) => type !== "report").reduce((sum, { statements }) => sum + statements, 0),
      missing: all.reduce((sum, { missing }) => sum + missing, 0),
      changed: newest?.clock ?? 0,
    };
  }

  /** The row of an id; `null` where there is none, or none yet. */
  row(id: string): Row | null {
    const [row] = this.#store.query<{ json: string }>("SELECT json FROM p_rows WHERE id = ?", [fromHex(id)]);
    return row === undefined ? null : unpackRow(id, row.json);
  }

  /** Persons of whom a name or a part of one may be among the words. */
  mayBeNamedIn(words: string): readonly string[] {
    const said = folded(words).split(" ").slice(0, MOST_WORDS);
    const found = said.flatMap((_, at) => Array.from({ length: NAME_WORDS }, (_one, more) => said.slice(at, at + more + 1).join(" ")));
    return [...new Set([...new Set(found)].flatMap((name) => this.#named.of(name)))];
  }

  /** The words of persons' names, by their sound. Some may be nobody's name any longer: who asks looks again. */
  get names(): SoundsLike {
    return this.#names;
  }

  #name(name: string, id: string): void {
    this.#names.add(name);
    const beginning = name.split(" ").slice(0, NAME_WORDS).join(" ");
    this.#named.add(beginning, id);
  }

  #pending(chunk: number): { readonly keys: readonly number[]; readonly to: { readonly record: number; readonly recounted: number } } {
    const done = this.#done();
    // An entry of which nothing can be read has no rows, and must not keep those behind it from being looked at.
    const recounted = this.#store.query<{ n: number; key: number }>(
      `SELECT c.n, r.key FROM (SELECT n, entry FROM p_recounted p WHERE n > ? AND EXISTS (SELECT 1 FROM records WHERE key >= p.entry * ${RECORDS_OF_AN_ENTRY}
         AND key < (p.entry + 1) * ${RECORDS_OF_AN_ENTRY}) ORDER BY n LIMIT 1) c JOIN records r
       ON r.key >= c.entry * ${RECORDS_OF_AN_ENTRY} AND r.key < (c.entry + 1) * ${RECORDS_OF_AN_ENTRY}`,
      [done.recounted],
    );
    if (recounted.length > 0) return { keys: recounted.map(({ key }) => key), to: { ...done, recounted: recounted[0]!.n } };
    const keys = this.#store.query<{ key: number }>("SELECT key FROM records WHERE key > ? ORDER BY key LIMIT ?", [done.record, chunk]).map(({ key }) => key);
    return { keys, to: { ...done, record: keys.at(-1) ?? done.record } };
  }

  #left(): number {
    const done = this.#done();
    return this.#store.query<{ n: number }>("SELECT count(*) AS n FROM (SELECT 1 FROM records WHERE key > ? LIMIT ?)", [done.record, MOST_COUNTED])[0]!.n;
  }

  #done(): { readonly record: number; readonly recounted: number } {
    const rows = this.#store.query<{ name: string; value: number }>("SELECT name, value FROM p_state");
    const value = (name: string): number => rows.find((row) => row.name === name)?.value ?? -1;
    return { record: value("record"), recounted: value("recounted") };
  }

  /** Whether this is among what was there when all rows began to be made anew: each is then made with all of it. */
  #isAnew(to: { readonly record: number; readonly recounted: number }): boolean {
    const rows = this.#store.query<{ name: string; value: number }>("SELECT name, value FROM p_state");
    const begun = (name: string): number => rows.find((row) => row.name === name)?.value ?? -1;
    const done = this.#done();
    return to.recounted > done.recounted ? to.recounted <= begun("anew recounted") : to.record <= begun("anew record");
  }

  #chunk(line: Line, today: string, keys: readonly number[], to: { readonly record: number; readonly recounted: number }): void {
    const source = this.#records.source(line);
    const records = source.authored(this.#store.recordsByKey(keys)).map(({ record }) => record);
    const touched = touchedRows(source, records, this.#isAnew(to));
    if (touched === null) return this.#startAnew();
    this.#remake(line, [...touched], today, to);
  }

  /** Makes these rows anew, on disk first. */
  #remake(line: Line, ids: readonly string[], today: string, to: { readonly record: number; readonly recounted: number } | null): void {
    if (ids.length === 0 && to === null) return;
    const book = bookOver(this.#records.source(line));
    const rows = ids.map((id) => ({ id, row: rowOf(book, id, today) }));
    this.#store.tend((door) => {
      const put = door.prepare("INSERT INTO p_rows (id, json) VALUES (?, ?) ON CONFLICT DO UPDATE SET json = excluded.json");
      const away = door.prepare("DELETE FROM p_rows WHERE id = ?");
      const state = door.prepare("INSERT INTO p_state (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value");
      for (const { id, row } of rows) {
        if (row === null) away.run(fromHex(id));
        else put.run(fromHex(id), packRow(row));
      }
      if (to === null) return;
      state.run("record", to.record);
      state.run("recounted", to.recounted);
    });
    for (const { id, row } of rows) if (this.#isRead(id)) this.#put(id, row);
  }

  /** Rows that are not read into memory yet will be, as they then are. */
  #isRead(id: string): boolean {
    return this.#loadedTo === null || id <= toHex(this.#loadedTo);
  }

  #put(id: string, row: Row | null): void {
    for (const [type, shelf] of this.#shelves) if (type !== row?.type) shelf.put(id, null);
    if (row !== null) this.shelf(row.type).put(id, row);
    for (const name of row?.names ?? []) this.#name(name, id);
    this.#version++;
    this.#found.clear();
    this.#facets.clear();
    this.#sums = null;
  }

  #startAnew(): void {
    this.#store.tend((door) => {
      door.prepare("DELETE FROM p_rows").run();
      door.prepare("DELETE FROM p_state").run();
      // Without this a chain too long to follow would begin everything anew each time it is met, for ever.
      door.prepare("INSERT INTO p_state SELECT 'anew record', coalesce(max(key), -1) FROM records").run();
      door.prepare("INSERT INTO p_state SELECT 'anew recounted', coalesce(max(n), -1) FROM p_recounted").run();
    });
    this.#shelves.clear();
    this.#named.clear();
    this.#names = new SoundsLike();
    this.#found.clear();
    this.#facets.clear();
    this.#loadedTo = null;
    this.#sums = null;
    this.#version++;
  }

  /** Who is said to have signed what decides much; where a device that wrote something is another person's than it was, everything is made anew. */
  #followPersons(line: Line): void {
    const persons = Object.fromEntries([...line.state.devices].map(([device, { person }]) => [device, person]));
    const kept = this.#store.get(PERSONS);
    const now = new TextEncoder().encode(JSON.stringify(persons, Object.keys(persons).toSorted()));
    if (kept !== null && Buffer.compare(kept, now) === 0) return;
    const before = kept === null ? {} : (JSON.parse(new TextDecoder().decode(kept)) as { [device: string]: string });
    const moved = [...new Set([...Object.keys(before), ...Object.keys(persons)])].filter((device) => before[device] !== persons[device]);
    const wrote = (device: string): boolean => ["inbox", "work"].some((compartment) => this.#store.tip(device, compartment) !== null);
    if (kept !== null && moved.some(wrote)) this.#startAnew();
    this.#store.set(PERSONS, now);
  }
}

/** The archive with all that an answer may wait for. */
export function readyArchive(desk: { readonly archive: Archive; readonly line: Line }, today: string): Archive {
  while (!desk.archive.load());
  desk.archive.settle(desk.line, today);
  return desk.archive;
}
