/**
 * Logs, chunks, mailboxes, the keys file and the incarnation in one SQLite file.
 *
 * A blob's row is found by `place = number · 2^32 + cursor`, the number being a random one of its log: rows of a log lie together in order, and no
 * counter runs over all logs that would show how they grew beside each other. No row holds who wrote or when.
 */
import type Database from "better-sqlite3";
import { fromHex, hexInto, readU32, toHex, type Bytes } from "#bytes";
import {
  CHAIN_START,
  chainAfterBytes,
  encodeLogForm,
  HASH_BYTES,
  ID_BYTES,
  MAX_CURSOR,
  parseLogForm,
  PLACED_OVERHEAD_BYTES,
  WireError,
  type LogForm,
  type Placed,
} from "#wire";
import { CommitQueue, failureOf } from "./commit-queue.ts";
import { emptyWriteAheadLog, openFile } from "./sqlite-file.ts";
import { MAILBOX_DAYS, StoreError, type Day, type Hashed } from "./store.ts";

const SCHEMA = `
  CREATE TABLE kept (name TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE logs (id BLOB PRIMARY KEY, number INTEGER NOT NULL UNIQUE, form BLOB NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE closed_intakes (id BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
  CREATE TABLE entries (place INTEGER PRIMARY KEY, number INTEGER NOT NULL, hash BLOB NOT NULL, chain BLOB NOT NULL, blob BLOB NOT NULL) STRICT;
  CREATE UNIQUE INDEX known ON entries (number, hash);
  CREATE TABLE chunks (number INTEGER NOT NULL, hash BLOB NOT NULL, chunk BLOB NOT NULL, PRIMARY KEY (number, hash)) STRICT, WITHOUT ROWID;
  CREATE TABLE mailboxes (id BLOB PRIMARY KEY, access BLOB NOT NULL, day INTEGER NOT NULL, ended INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE slots (id BLOB NOT NULL, slot INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (id, slot)) STRICT, WITHOUT ROWID;
`;

const PLACES_PER_LOG = 2 ** 32;
/** Numbers are below 2^21, so that a place is a number JavaScript holds exactly. */
const NUMBER_BITS = 21;
/** Forms kept in memory, so that a request need not read its log's form again. */
const KNOWN_LOGS_LIMIT = 1024;

type Known = { readonly number: number; readonly form: LogForm };
/** Where a log ends: cursor and chain of its newest blob, and its hash in hexadecimal (`null` where there is none). */
type Tail = { cursor: number; readonly chain: Buffer; hash: string | null };
type EntryRow = { readonly place: number; readonly blob: Buffer };

export class RecordFile {
  readonly incarnation: string;
  readonly #db: Database.Database;
  readonly #queue: CommitQueue;
  readonly #random: (lengthBytes: number) => Bytes;
  readonly #known = new Map<string, Known>();
  /** Tails of logs by number, so that an append need not look for them. Only the transaction under way is ahead of the file; where it is undone, all are forgotten. */
  readonly #tails = new Map<number, Tail>();
  #intakeReaders: readonly string[] | null = null;
  /** Where a hash and a chain are written for SQLite, which copies them: two small arrays for each blob would cost as much as a hash. */
  readonly #hash = Buffer.alloc(HASH_BYTES);
  readonly #chain = Buffer.alloc(HASH_BYTES);
  readonly #sql: ReturnType<typeof statements>;

  /** @param afterCommit runs after each commit */
  constructor(file: string, capBytes: number, random: (lengthBytes: number) => Bytes, afterCommit: () => void) {
    const db = openFile(file, [SCHEMA], capBytes, "WAL");
    this.#db = db;
    this.#random = random;
    try {
      this.#queue = new CommitQueue(db, { afterCommit, afterUndo: () => this.#tails.clear() });
      this.#sql = statements(db);
      this.#sql.keepOnce.run("incarnation", random(ID_BYTES));
      this.incarnation = toHex(this.#sql.kept.get("incarnation")!);
    } catch (error) {
      db.close();
      throw failureOf(error);
    }
  }

  async makeLog(logId: string, form: LogForm): Promise<"made" | "same" | "differs"> {
    const id = fromHex(logId, ID_BYTES);
    const bytes = encodeLogForm(form);
    const made = await this.#queue.run(() => {
      const there = this.#sql.log.get(id);
      if (there !== undefined) return there.form.equals(bytes) ? "same" : "differs";
      this.#sql.insertLog.run(id, this.#freeNumber(), bytes);
      for (const closed of form.closesIntake) this.#sql.closeIntake.run(fromHex(closed, ID_BYTES));
      return "made";
    });
    this.#intakeReaders = null;
    return made;
  }

  log(logId: string): LogForm | null {
    return this.#lookUp(logId)?.form ?? null;
  }

  intakeReaders(): readonly string[] {
    // Anybody may ask, so the answer must cost nothing.
    this.#intakeReaders ??= this.#sql.openLogs
      .all()
      .map(formIn)
      .flatMap((form) => (form.intake ? [form.read] : []));
    return this.#intakeReaders;
  }

  append(logId: string, blobs: readonly Hashed[]): Promise<number[]> {
    const number = this.#numberOf(logId);
    return this.#queue.run(() => blobs.map((blob) => this.#keep(number, blob)));
  }

  appendToLine(logId: string, after: string | null, blob: Hashed): Promise<{ readonly cursor: number } | { readonly head: string | null }> {
    const number = this.#numberOf(logId);
    return this.#queue.run(() => {
      const there = this.#cursorOf(number, blob.hash);
      if (there !== null) return { cursor: there };
      const head = this.#tailOf(number).hash;
      return head === after ? { cursor: this.#keep(number, blob) } : { head };
    });
  }

  read(logId: string, after: number, limitBytes: number, limitBlobs: number): { at: string | null; newest: number; entries: Placed[] } {
    const number = this.#numberOf(logId);
    const first = number * PLACES_PER_LOG;
    const entries: Placed[] = [];
    let leftBytes = limitBytes;
    for (const { place, blob } of this.#sql.entriesBetween.iterate(first + after, first + PLACES_PER_LOG) as Iterable<EntryRow>) {
      leftBytes -= sound(blob).length + PLACED_OVERHEAD_BYTES;
      if (leftBytes < 0 || entries.length === limitBlobs) break;
      entries.push({ cursor: place - first, blob });
    }
    return { at: this.#hashesAt(number, after)?.chain ?? null, newest: this.#newest(number), entries };
  }

  putChunk(logId: string, chunk: Hashed): Promise<boolean> {
    const number = this.#numberOf(logId);
    return this.#queue.run(() => this.#sql.insertChunk.run(number, fromHex(chunk.hash, HASH_BYTES), chunk.blob).changes === 1);
  }

  chunk(logId: string, hash: string): Uint8Array | null {
    return this.#sql.chunk.get(this.#numberOf(logId), fromHex(hash, HASH_BYTES)) ?? null;
  }

  putKeys(bytes: Uint8Array): Promise<void> {
    return this.#queue.run(() => {
      this.#sql.keep.run("keys", bytes);
    });
  }

  keys(): Uint8Array | null {
    return this.#sql.kept.get("keys") ?? null;
  }

  makeMailbox(mailboxId: string, accessHash: string, today: Day): Promise<boolean> {
    return this.#queue.run(() => this.#sql.insertMailbox.run(fromHex(mailboxId, ID_BYTES), fromHex(accessHash, HASH_BYTES), today).changes === 1);
  }

  mailbox(mailboxId: string, today: Day): { readonly accessHash: string; readonly ended: boolean } | null {
    const row = this.#sql.mailbox.get(fromHex(mailboxId, ID_BYTES), today - MAILBOX_DAYS);
    return row === undefined ? null : { accessHash: toHex(row.access), ended: row.ended === 1 };
  }

  putSlot(mailboxId: string, slot: number, body: Uint8Array): Promise<"kept" | "had" | "taken" | "ended"> {
    const id = fromHex(mailboxId, ID_BYTES);
    return this.#queue.run(() => {
      if (this.#sql.isEnded.get(id) !== 0) return "ended";
      const there = this.#sql.slot.get(id, slot);
      if (there === undefined) {
        this.#sql.insertSlot.run(id, slot, body);
        return "kept";
      }
      if (there.equals(body)) return "had";
      if (slot !== 1) return "taken";
      this.#sql.endMailbox.run(id);
      this.#sql.eraseSlots.run(id);
      return "ended";
    });
  }

  slot(mailboxId: string, slot: number): Uint8Array | null {
    return this.#sql.slot.get(fromHex(mailboxId, ID_BYTES), slot) ?? null;
  }

  /** Lets go the mailboxes whose days are over, and empties the write-ahead log. */
  async settle(today: Day): Promise<void> {
    await this.#queue.run(() => {
      this.#sql.erasePastSlots.run(today - MAILBOX_DAYS);
      this.#sql.erasePastMailboxes.run(today - MAILBOX_DAYS);
    });
    emptyWriteAheadLog(this.#db);
  }

  close(): void {
    this.#queue.drain();
    this.#db.close();
  }

  /** The cursor of a blob: its old one, or the next after it was put there. */
  #keep(number: number, { hash, blob }: Hashed): number {
    const tail = this.#tailOf(number);
    const cursor = tail.cursor + 1;
    if (cursor > MAX_CURSOR) {
      const there = this.#cursorOf(number, hash);
      if (there === null) throw new StoreError("full");
      return there;
    }
    hexInto(this.#hash, hash);
    hexInto(this.#chain, chainAfterBytes(tail.chain, this.#hash));
    const { changes } = this.#sql.insertEntry.run(number * PLACES_PER_LOG + cursor, number, this.#hash, this.#chain, blob);
    if (changes === 0) return this.#cursorOf(number, hash)!;
    tail.cursor = cursor;
    tail.chain.set(this.#chain);
    tail.hash = hash;
    return cursor;
  }

  #tailOf(number: number): Tail {
    const known = this.#tails.get(number);
    if (known !== undefined) return known;
    const cursor = this.#newest(number);
    const { hash, chain } = this.#hashesAt(number, cursor)!;
    const tail: Tail = { cursor, chain: Buffer.from(chain, "hex"), hash };
    if (this.#tails.size >= KNOWN_LOGS_LIMIT) this.#tails.clear();
    this.#tails.set(number, tail);
    return tail;
  }

  #cursorOf(number: number, hash: string): number | null {
    const place = this.#sql.placeOf.get(number, Buffer.from(hash, "hex"));
    return place === undefined ? null : place - number * PLACES_PER_LOG;
  }

  #newest(number: number): number {
    const first = number * PLACES_PER_LOG;
    const place = this.#sql.newestPlace.get(first, first + PLACES_PER_LOG);
    return place === undefined ? 0 : place - first;
  }

  /** Hash of the blob at a cursor (`null` at 0) and the chain there, or `null` where the log is shorter. */
  #hashesAt(number: number, cursor: number): { readonly hash: string | null; readonly chain: string } | null {
    if (cursor === 0) return { hash: null, chain: CHAIN_START };
    const row = this.#sql.hashesAt.get(number * PLACES_PER_LOG + cursor);
    return row === undefined ? null : { hash: toHex(sound(row.hash)), chain: toHex(sound(row.chain)) };
  }

  #freeNumber(): number {
    for (;;) {
      const number = readU32(this.#random(4), 0) >>> (32 - NUMBER_BITS);
      if (this.#sql.hasNumber.get(number) === undefined) return number;
    }
  }

  #lookUp(logId: string): Known | null {
    const known = this.#known.get(logId);
    if (known !== undefined) return known;
    const row = this.#sql.log.get(fromHex(logId, ID_BYTES));
    if (row === undefined) return null;
    if (this.#known.size >= KNOWN_LOGS_LIMIT) this.#known.clear();
    const found = { number: row.number, form: formIn(row.form) };
    this.#known.set(logId, found);
    return found;
  }

  #numberOf(logId: string): number {
    const known = this.#lookUp(logId);
    if (known === null) throw new Error("no such log: the caller looks first");
    return known.number;
  }
}

/** What the schema promises of a column, asked again: these files have no checksums, and one changed bit makes bytes a NULL or a number. Throws `StoreError`. */
function sound(bytes: unknown): Buffer {
  if (!Buffer.isBuffer(bytes)) throw new StoreError("failing");
  return bytes;
}

function formIn(bytes: Buffer): LogForm {
  try {
    return parseLogForm(sound(bytes));
  } catch (error) {
    if (error instanceof WireError) throw new StoreError("failing");
    throw error;
  }
}

function statements(db: Database.Database) {
  return {
    keepOnce: db.prepare<[string, Uint8Array]>("INSERT INTO kept (name, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING"),
    keep: db.prepare<[string, Uint8Array]>("INSERT INTO kept (name, bytes) VALUES (?, ?) ON CONFLICT DO UPDATE SET bytes = excluded.bytes"),
    kept: db.prepare<[string], Buffer>("SELECT bytes FROM kept WHERE name = ?").pluck(),
    log: db.prepare<[Uint8Array], { number: number; form: Buffer }>("SELECT number, form FROM logs WHERE id = ?"),
    hasNumber: db.prepare<[number]>("SELECT 1 FROM logs WHERE number = ?"),
    insertLog: db.prepare<[Uint8Array, number, Uint8Array]>("INSERT INTO logs (id, number, form) VALUES (?, ?, ?)"),
    closeIntake: db.prepare<[Uint8Array]>("INSERT INTO closed_intakes (id) VALUES (?) ON CONFLICT DO NOTHING"),
    openLogs: db.prepare<[], Buffer>("SELECT form FROM logs WHERE id NOT IN (SELECT id FROM closed_intakes)").pluck(),
    placeOf: db.prepare<[number, Uint8Array], number>("SELECT place FROM entries WHERE number = ? AND hash = ?").pluck(),
    newestPlace: db.prepare<[number, number], number>("SELECT place FROM entries WHERE place > ? AND place < ? ORDER BY place DESC LIMIT 1").pluck(),
    hashesAt: db.prepare<[number], { hash: Buffer; chain: Buffer }>("SELECT hash, chain FROM entries WHERE place = ?"),
    insertEntry: db.prepare<[number, number, Uint8Array, Uint8Array, Uint8Array]>(
      "INSERT INTO entries (place, number, hash, chain, blob) VALUES (?, ?, ?, ?, ?) ON CONFLICT (number, hash) DO NOTHING",
    ),
    entriesBetween: db.prepare<[number, number], EntryRow>("SELECT place, blob FROM entries WHERE place > ? AND place < ? ORDER BY place"),
    insertChunk: db.prepare<[number, Uint8Array, Uint8Array]>("INSERT INTO chunks (number, hash, chunk) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"),
    chunk: db.prepare<[number, Uint8Array], Buffer>("SELECT chunk FROM chunks WHERE number = ? AND hash = ?").pluck(),
    insertMailbox: db.prepare<[Uint8Array, Uint8Array, Day]>(
      "INSERT INTO mailboxes (id, access, day, ended) VALUES (?, ?, ?, 0) ON CONFLICT DO NOTHING",
    ),
    mailbox: db.prepare<[Uint8Array, Day], { access: Buffer; ended: number }>("SELECT access, ended FROM mailboxes WHERE id = ? AND day >= ?"),
    isEnded: db.prepare<[Uint8Array], number>("SELECT ended FROM mailboxes WHERE id = ?").pluck(),
    endMailbox: db.prepare<[Uint8Array]>("UPDATE mailboxes SET ended = 1 WHERE id = ?"),
    erasePastMailboxes: db.prepare<[Day]>("DELETE FROM mailboxes WHERE day < ?"),
    slot: db.prepare<[Uint8Array, number], Buffer>("SELECT body FROM slots WHERE id = ? AND slot = ?").pluck(),
    insertSlot: db.prepare<[Uint8Array, number, Uint8Array]>("INSERT INTO slots (id, slot, body) VALUES (?, ?, ?)"),
    eraseSlots: db.prepare<[Uint8Array]>("DELETE FROM slots WHERE id = ?"),
    erasePastSlots: db.prepare<[Day]>("DELETE FROM slots WHERE id IN (SELECT id FROM mailboxes WHERE day < ?)"),
  };
}
