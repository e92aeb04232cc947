/**
 * The intake: reporters' envelopes in a file of their own, so that they have their own cap and their own habits.
 *
 * Who takes the disk should learn how many came on which day and no more. So: the key of a row is a hash of random-looking bytes, and rows lie
 * in the tree by key; but their overflow pages lie in the file in the order they were written. Therefore each new envelope changes places
 * with a random earlier one (Fisher and Yates, inside out): the earlier is taken out, the new one goes into the pages that became free, and the
 * earlier is put at the end. Every order of arrival is then equally likely to give the file that is seen. The write-ahead log is emptied
 * after each commit.
 */
import type Database from "better-sqlite3";
import { fromHex, readU32, toHex, type Bytes } from "#bytes";
import { sha256 } from "#prim";
import { ID_BYTES } from "#wire";
import { CommitQueue, failureOf } from "./commit-queue.ts";
import { emptyWriteAheadLog, openFile } from "./sqlite-file.ts";
import { ENVELOPE_DAYS, StoreError, type Day } from "./store.ts";

const SCHEMA = `
  CREATE TABLE envelopes (key BLOB PRIMARY KEY, day INTEGER NOT NULL, envelope BLOB NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX days ON envelopes (day, key);
`;

type Row = { readonly key: Buffer; readonly day: Day; readonly envelope: Buffer };

export class IntakeFile {
  readonly #db: Database.Database;
  readonly #queue: CommitQueue;
  readonly #random: (lengthBytes: number) => Bytes;
  readonly #count: Database.Statement<[], number>;
  readonly #keys: Database.Statement<[], Buffer>;
  readonly #nth: Database.Statement<[number], Buffer>;
  readonly #get: Database.Statement<[Uint8Array], Row>;
  readonly #insert: Database.Statement<[Uint8Array, Day, Uint8Array]>;
  readonly #delete: Database.Statement<[Uint8Array]>;
  readonly #deletePast: Database.Statement<[Day]>;

  /** @param afterCommit runs after each commit, once the write-ahead log is empty */
  constructor(file: string, capBytes: number, random: (lengthBytes: number) => Bytes, afterCommit: () => void) {
    const db = openFile(file, SCHEMA, capBytes);
    this.#db = db;
    this.#random = random;
    try {
      this.#queue = new CommitQueue(db, () => {
        emptyWriteAheadLog(db);
        afterCommit();
      });
      this.#count = db.prepare<[], number>("SELECT count(*) FROM envelopes INDEXED BY days").pluck();
      this.#keys = db.prepare<[], Buffer>("SELECT key FROM envelopes INDEXED BY days").pluck();
      this.#nth = db.prepare<[number], Buffer>("SELECT key FROM envelopes INDEXED BY days LIMIT 1 OFFSET ?").pluck();
      this.#get = db.prepare("SELECT key, day, envelope FROM envelopes WHERE key = ?");
      this.#insert = db.prepare("INSERT INTO envelopes (key, day, envelope) VALUES (?, ?, ?)");
      this.#delete = db.prepare("DELETE FROM envelopes WHERE key = ?");
      this.#deletePast = db.prepare("DELETE FROM envelopes WHERE day <= ?");
    } catch (error) {
      db.close();
      throw failureOf(error);
    }
  }

  /** Keeps an envelope once. */
  keep(envelope: Uint8Array, today: Day): Promise<void> {
    const key = sha256(envelope).subarray(0, ID_BYTES);
    return this.#queue.run(() => {
      if (this.#get.get(key) !== undefined) return;
      const place = this.#below(this.#count.get()! + 1);
      const earlier = this.#nth.get(place);
      const moved = earlier === undefined ? undefined : this.#get.get(earlier);
      if (moved !== undefined) this.#delete.run(moved.key);
      this.#insert.run(key, today, envelope);
      if (moved !== undefined) this.#insert.run(moved.key, moved.day, moved.envelope);
    });
  }

  /** Keys of all in hexadecimal, shuffled. */
  keys(): string[] {
    const keys = this.#keys.all().map((key: unknown) => {
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
    const row = this.#get.get(fromHex(key, ID_BYTES));
    // This file has no checksums: one changed bit makes an envelope a NULL or a number.
    if (row !== undefined && !Buffer.isBuffer(row.envelope)) throw new StoreError("failing");
    return row?.envelope ?? null;
  }

  /** Lets go the envelopes whose days are over. */
  settle(today: Day): Promise<void> {
    return this.#queue.run(() => {
      this.#deletePast.run(today - ENVELOPE_DAYS);
    });
  }

  close(): void {
    this.#queue.drain();
    this.#db.close();
  }

  #below(n: number): number {
    return Math.floor((readU32(this.#random(4), 0) / 2 ** 32) * n);
  }
}
