/** The record in memory: the slow obvious form of what the store does on disk, and what it is tested against. */
import { headsAfter, judge, type AppliedEntry, type EntryView, type Missing, type RefusalCode, type RosterView } from "./judge.ts";
import { equivocationsIn, orderEntries, type Equivocation } from "./order.ts";
import type { VerifiedEntry } from "./verify.ts";

/** What came of adding entries. `applied` holds earlier ones that had been waiting for these too, in the order they were applied. */
export type Added = {
  readonly applied: readonly string[];
  /** those of the batch that wait */
  readonly waiting: readonly string[];
  readonly refused: readonly { readonly id: string; readonly code: RefusalCode }[];
};

/** Entries of all compartments, applied as far as they can be. */
export class History implements EntryView {
  readonly #applied = new Map<string, VerifiedEntry>();
  readonly #waiting = new Map<string, VerifiedEntry>();
  readonly #heads = new Map<string, Set<string>>();

  entry(id: string): AppliedEntry | null {
    return this.#applied.get(id)?.header ?? null;
  }

  /** Takes entries in any order and any number of times; tries the waiting ones again. Call with none when the roster has grown. */
  add(entries: readonly VerifiedEntry[], roster: RosterView): Added {
    const applied: string[] = [];
    const refused: { id: string; code: RefusalCode }[] = [];
    for (const entry of entries) if (!this.#applied.has(entry.id)) this.#waiting.set(entry.id, entry);
    let before: number;
    do {
      before = applied.length;
      for (const entry of this.#waiting.values()) {
        const result = judge(entry, this, roster);
        if (result.verdict === "wait") continue;
        this.#waiting.delete(entry.id);
        if (result.verdict === "refuse") refused.push({ id: entry.id, code: result.code });
        else applied.push(this.#apply(entry));
      }
    } while (applied.length > before);
    const waiting = [...new Set(entries.map((entry) => entry.id))].filter((id) => this.#waiting.has(id));
    return { applied, waiting, refused };
  }

  /** What waits, and for what, sorted by id. */
  waiting(roster: RosterView): { id: string; missing: Missing }[] {
    return [...this.#waiting.values()]
      .flatMap((entry) => {
        const result = judge(entry, this, roster);
        return result.verdict === "wait" ? [{ id: entry.id, missing: result.missing }] : [];
      })
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Ids of the heads of a compartment, sorted. */
  heads(compartment: string): string[] {
    return [...(this.#heads.get(compartment) ?? [])].sort();
  }

  /** Applied entries in the order of lists. */
  ordered(): VerifiedEntry[] {
    return orderEntries(this.#applied.values());
  }

  equivocations(): Equivocation[] {
    return equivocationsIn(this.#applied.values());
  }

  #apply(entry: VerifiedEntry): string {
    const { compartment } = entry.header;
    this.#applied.set(entry.id, entry);
    this.#heads.set(compartment, headsAfter(this.#heads.get(compartment) ?? new Set(), entry));
    return entry.id;
  }
}
