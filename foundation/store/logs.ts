/**
 * What this desk knows of the relay's logs: how far it has read, and which entries are there. An entry has one log that is its home: the one it came
 * from or was last sent to. Where the relay lost its storage (another incarnation), nothing of a log counts as there until it is seen there again.
 * What is in no log is to be sent, whichever its home was: to the newest, which everybody reads.
 */
import { fromHex } from "#bytes";
import type { VerifiedEntry } from "#entry";
import type { Db } from "./connection.ts";
import { asEntry, type EntryRow } from "./rows.ts";

/** `cursor` 0 and `incarnation` null for a log that was never read. */
export type LogPlace = { readonly cursor: number; readonly incarnation: string | null };

export class Logs {
  readonly #db: Db;
  readonly #sql;

  constructor(db: Db) {
    this.#db = db;
    this.#sql = {
      find: db.prepare("SELECT key FROM logs WHERE id = ?").pluck(),
      add: db.prepare("INSERT INTO logs (id) VALUES (?)"),
      place: db.prepare("SELECT cursor, incarnation FROM logs WHERE id = ?"),
      move: db.prepare("UPDATE logs SET cursor = ?, incarnation = ? WHERE key = ?"),
      advance: db.prepare("UPDATE logs SET cursor = max(cursor, ?) WHERE key = ?"),
      mark: db.prepare("UPDATE entries SET log = ?, there = 1 WHERE id = ?"),
      markWaiting: db.prepare("UPDATE waiting SET log = ? WHERE id = ?"),
      forget: db.prepare("UPDATE entries SET there = 0 WHERE log = ?"),
      unpushed: db.prepare(
        `SELECT header, signature, salt, body FROM entries
         WHERE there = 0 AND compartment = ? ORDER BY key LIMIT ?`,
      ),
    };
  }

  /** The log's key, made where it is new. */
  keyOf(id: string): number {
    const found = this.#sql.find.get(id) as number | undefined;
    return found ?? Number(this.#sql.add.run(id).lastInsertRowid);
  }

  place(id: string): LogPlace {
    return (this.#sql.place.get(id) as LogPlace | undefined) ?? { cursor: 0, incarnation: null };
  }

  /** Read up to here. The cursor never goes back within an incarnation. */
  advance(id: string, cursor: number): void {
    this.#sql.advance.run(cursor, this.keyOf(id));
  }

  /** The relay's storage is a new one, or an older state of it: read this log from the start, and take nothing for being there. */
  startAnew(id: string, incarnation: string): void {
    const key = this.keyOf(id);
    this.#sql.move.run(0, incarnation, key);
    this.#sql.forget.run(key);
  }

  /** This entry, applied or waiting, is in this log. */
  mark(logKey: number, id: Uint8Array): void {
    if (this.#sql.mark.run(logKey, id).changes === 0) this.#sql.markWaiting.run(logKey, id);
  }

  markPushed(id: string, entryIds: Iterable<string>): void {
    const key = this.keyOf(id);
    for (const entryId of entryIds) this.mark(key, fromHex(entryId));
  }

  /** Being in this log is worth nothing: not everybody who should can read it. */
  forget(id: string): void {
    this.#sql.forget.run(this.keyOf(id));
  }

  unpushed(compartment: string, limit: number): VerifiedEntry[] {
    return (this.#sql.unpushed.all(compartment, limit) as EntryRow[]).map(asEntry);
  }

  /** Keeps an epoch's key. The file is encrypted; keys stand in it as they are. */
  addEpochKey(epoch: string, compartment: string, key: Uint8Array): void {
    this.#db.prepare("INSERT OR IGNORE INTO epoch_keys (epoch, compartment, key) VALUES (?, ?, ?)").run(epoch, compartment, key);
  }

  epochKeys(): { epoch: string; compartment: string; key: Uint8Array }[] {
    return this.#db.prepare("SELECT epoch, compartment, key FROM epoch_keys ORDER BY epoch").all() as {
      epoch: string;
      compartment: string;
      key: Uint8Array;
    }[];
  }

  /** Log ids ever met, sorted. */
  known(): string[] {
    return this.#db.prepare("SELECT id FROM logs ORDER BY id").pluck().all() as string[];
  }
}
