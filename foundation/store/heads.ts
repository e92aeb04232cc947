/**
 * What becomes of the heads while a batch is applied, written when it ends: nearly every entry of a long log is a head until the next one, and a row made and
 * taken away again for each costs more than the entry's own.
 */
import { fromHex } from "#bytes";
import { predecessorsOf, type SignedEntry } from "#entry";
import type { Db } from "./connection.ts";

type Changes = { readonly added: Set<string>; readonly dropped: Set<string> };

export class Heads {
  readonly #drop;
  readonly #add;
  /** by compartment */
  readonly #changes = new Map<string, Changes>();

  constructor(db: Db) {
    this.#drop = db.prepare("DELETE FROM heads WHERE compartment = ? AND entry = ?");
    this.#add = db.prepare("INSERT INTO heads (compartment, entry) VALUES (?, ?)");
  }

  /** An entry has been applied: it is a head, and what it names no longer is. An entry is applied once, and after all that it names. */
  applied({ id, header }: SignedEntry): void {
    let changes = this.#changes.get(header.compartment);
    if (changes === undefined) this.#changes.set(header.compartment, (changes = { added: new Set(), dropped: new Set() }));
    for (const before of predecessorsOf(header)) if (!changes.added.delete(before)) changes.dropped.add(before);
    changes.added.add(id);
  }

  /** Writes what has changed since it was last written. The caller holds the transaction. */
  write(): void {
    for (const [compartment, { added, dropped }] of this.#changes) {
      for (const id of dropped) this.#drop.run(compartment, fromHex(id));
      for (const id of added) this.#add.run(compartment, fromHex(id));
    }
    this.#changes.clear();
  }

  /** The transaction was rolled back. */
  forget(): void {
    this.#changes.clear();
  }
}
