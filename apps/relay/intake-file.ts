/**
 * The intake: reporters' envelopes in a file of their own, so that they have their own cap and their own habits.
 *
 * Who takes the disk should learn how many came on which day and no more. So rows are found by a hash of random-looking bytes, and each new envelope
 * changes places with a random earlier one (Fisher and Yates, inside out): it is written over the earlier, and the earlier is put at the end. Every order of
 * arrival is then equally likely to give the file that is seen. The rollback journal, which would show what was written last, is empty after each commit.
 */
import type Database from "better-sqlite3";
import { fromHex, readU32, toHex, type Bytes } from "#bytes";
import { sha256 } from "#prim";
import { ID_BYTES } from "#wire";
import { CommitQueue, failureOf } from "./commit-queue.ts";
import { openFile } from "./sqlite-file.ts";
import { ENVELOPE_DAYS, StoreError, type Day } from "./store.ts";

/**
 * Version 1 kept whole envelopes in a tree by key, and SQLite compares rows of such a tree only after reading all of them: each look-up read half a megabyte.
 * Version 2 said of keys that they are unique, so that no row could be copied before its place was written over, and 45 kB went through JavaScript for each report: that, and
 * collecting it again, was a third of what a report costs. What is brought over comes in a random order.
 */
const SCHEMAS = [
  `
  CREATE TABLE envelopes (key BLOB PRIMARY KEY, day INTEGER NOT NULL, envelope BLOB NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX days ON envelopes (day, key)`,
  `
  ALTER TABLE envelopes RENAME TO earlier;
  DROP INDEX days;
  CREATE TABLE envelopes (place INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, day INTEGER NOT NULL, envelope BLOB NOT NULL) STRICT;
  CREATE INDEX days ON envelopes (day);
  INSERT INTO envelopes (key, day, envelope) SELECT key, day, envelope FROM earlier ORDER BY random();
  DROP TABLE earlier`,
  `
  ALTER TABLE envelopes RENAME TO earlier;
  DROP INDEX days;
  CREATE TABLE envelopes (place INTEGER PRIMARY KEY, key BLOB NOT NULL, day INTEGER NOT NULL, envelope BLOB NOT NULL) STRICT;
  CREATE INDEX keys ON envelopes (key);
  CREATE INDEX days ON envelopes (day);
  INSERT INTO envelopes (key, day, envelope) SELECT key, day, envelope FROM earlier ORDER BY random();
  DROP TABLE earlier`,
];
/** An envelope takes three pages of this size, nearly full; with SQLite's usual 4 KiB it takes twelve, and each is journalled and written by itself. */
const PAGE_BYTES = 16 * 1024;
/**
 * Each envelope changes six pages, held until the commit. A commit syncs the disk four times (journal, its header, file, empty journal), so it waits for more of them
 * than the record's does; a reporter does not notice.
 */
const BATCHES = { windowMs: 10, maxBatch: 256 } as const;

/** Bytes of one random number, and how many are taken from the platform at once: it asks as much for four bytes as for a thousand, a tenth of what a report costs here. */
const DRAW_BYTES = 4;
const DRAWS = 256;

type Row = { readonly key: Buffer; readonly day: Day; readonly envelope: Buffer };

export class IntakeFile {
  readonly #db: Database.Database;
  readonly #queue: CommitQueue;
  readonly #random: (lengthBytes: number) => Bytes;
  readonly #sql: ReturnType<typeof statements>;
  /** Places that are taken, rising; `null`: to be read again. */
  #places: number[] | null = null;
  /** Random numbers, of which so many bytes are used and erased. */
  #draws: Bytes = new Uint8Array(0);
  #drawnBytes = 0;

  /** @param afterCommit runs after each commit */
  constructor(file: string, capBytes: number, random: (lengthBytes: number) => Bytes, afterCommit: () => void) {
    const db = openFile(file, SCHEMAS, capBytes, "TRUNCATE", PAGE_BYTES);
    this.#db = db;
    this.#random = random;
    try {
      this.#queue = new CommitQueue(db, { afterCommit, afterUndo: () => (this.#places = null) }, BATCHES);
      this.#sql = statements(db);
    } catch (error) {
      db.close();
      throw failureOf(error);
    }
  }

  /** Keeps an envelope once. */
  keep(envelope: Uint8Array, today: Day): Promise<void> {
    const key = sha256(envelope).subarray(0, ID_BYTES);
    return this.#queue.run(() => {
      if (this.#sql.has.get(key) !== undefined) return;
      this.#places ??= this.#sql.places.all();
      const end = (this.#places.at(-1) ?? 0) + 1;
      const place = this.#places[this.#below(this.#places.length + 1)];
      if (place === undefined) this.#sql.insert.run(end, key, today, envelope);
      else {
        // A row that is not what the schema promises is refused where it would be put (this file has no checksums).
        if (this.#sql.copy.run(end, place).changes !== 1) throw new StoreError("failing");
        if (this.#sql.overwrite.run(key, today, envelope, place).changes !== 1) throw new StoreError("failing");
      }
      this.#places.push(end);
    });
  }

  /** Keys of all in hexadecimal, shuffled. */
  keys(): string[] {
    const keys = this.#sql.keys.all().map((key: unknown) => {
      if (!Buffer.isBuffer(key)) throw new StoreError("failing");
      return toHex(key);
    });
    for (let i = keys.length - 1; i > 0; i--) {
      const j = this.#below(i + 1);
      [keys[i], keys[j]] = [keys[j]!, keys[i]!];
    }
    return keys;
  }

  envelope(key: string): Uint8Array | null {
    const row = this.#sql.get.get(fromHex(key, ID_BYTES));
    return row === undefined ? null : sound(row).envelope;
  }

  /** Lets go the envelopes whose days are over. */
  settle(today: Day): Promise<void> {
    return this.#queue.run(() => {
      if (this.#sql.deletePast.run(today - ENVELOPE_DAYS).changes > 0) this.#places = null;
    });
  }

  close(): void {
    this.#queue.drain();
    this.#db.close();
  }

  #below(n: number): number {
    if (this.#drawnBytes === this.#draws.length) [this.#draws, this.#drawnBytes] = [this.#random(DRAWS * DRAW_BYTES), 0];
    const drawn = readU32(this.#draws, this.#drawnBytes);
    // Nobody who sees this memory later learns from it where the latest ones went.
    this.#draws.fill(0, this.#drawnBytes, (this.#drawnBytes += DRAW_BYTES));
    return Math.floor((drawn / 2 ** 32) * n);
  }
}

/** A row as the schema promises it. This file has no checksums: one changed bit makes an envelope a NULL or a number. Throws `StoreError`. */
function sound(row: { readonly [column in keyof Row]: unknown } | undefined): Row {
  if (!Buffer.isBuffer(row?.key) || !Buffer.isBuffer(row.envelope) || typeof row.day !== "number") throw new StoreError("failing");
  return { key: row.key, day: row.day, envelope: row.envelope };
}

function statements(db: Database.Database) {
  return {
    has: db.prepare<[Uint8Array], number>("SELECT 1 FROM envelopes WHERE key = ?").pluck(),
    places: db.prepare<[], number>("SELECT place FROM envelopes INDEXED BY days ORDER BY place").pluck(),
    keys: db.prepare<[], Buffer>("SELECT key FROM envelopes ORDER BY key").pluck(),
    get: db.prepare<[Uint8Array], Row>("SELECT key, day, envelope FROM envelopes WHERE key = ?"),
    insert: db.prepare<[number, Uint8Array, Day, Uint8Array]>("INSERT INTO envelopes (place, key, day, envelope) VALUES (?, ?, ?, ?)"),
    copy: db.prepare<[number, number]>(
      "INSERT INTO envelopes (place, key, day, envelope) SELECT ?, key, day, envelope FROM envelopes WHERE place = ?",
    ),
    overwrite: db.prepare<[Uint8Array, Day, Uint8Array, number]>("UPDATE envelopes SET key = ?, day = ?, envelope = ? WHERE place = ?"),
    deletePast: db.prepare<[Day]>("DELETE FROM envelopes WHERE day <= ?"),
  };
}
