/** Which entries an import has written: they say so in the name of their act, so that every desk of the group can tell. */
import { parseRecord, type CaseRecord } from "#casework";
import { IdSet } from "#exchange";
import type { OpenDesk } from "../open-desk.ts";

/** `made`: what the file says. `undone`: taken back as a whole. `redone`: the taking back taken back. */
export type ImportAct = "made" | "undone" | "redone";
const PREFIX: Readonly<Record<ImportAct, string>> = { made: "import-", undone: "undo-", redone: "redo-" };
const ACT = /^\{"act":"((?:import|undo|redo)-[0-9a-f]{32})"/;
const PAGE = 256;
const PAGE_RECORDS = 5_000;
const SUPERSEDES = Buffer.from('"supersedes":[');

/** The name of the act: at most 40 characters (docs/formats/record.md). */
export function actName(act: ImportAct, importId: string): string {
  return `${PREFIX[act]}${importId}`;
}

interface Seen {
  arrival: number;
  readonly entries: Map<string, string[]>;
  readonly withVersions: Set<string>;
}
const seen = new WeakMap<OpenDesk, Seen>();

/** Ids of the counted entries of an act of an import, in the order they came. What was read once is not read again. */
export function entriesOf(desk: OpenDesk, act: ImportAct, importId: string): readonly string[] {
  const uncounted = new Set(desk.store.uncounted());
  return (readOn(desk).entries.get(actName(act, importId)) ?? []).filter((id) => !uncounted.has(id));
}

/** Ids of all imports there are entries of. */
export function importsMade(desk: OpenDesk): readonly string[] {
  return [...readOn(desk).entries.keys()].filter((name) => name.startsWith(PREFIX.made)).map((name) => name.slice(PREFIX.made.length));
}

/** The records of an entry. */
export function recordsIn(desk: OpenDesk, entryId: string): CaseRecord[] {
  return desk.store.records({ entryId, limit: 1_000 }).map(({ record }) => parseRecord(record));
}

/**
 * Of these ids those under which nothing was written but in these entries. Anybody of the group can write an entry under an import's name and another's record
 * in it, word for word or not: that is no part of the import, and is not taken back with it.
 */
export function writtenOnlyIn(desk: OpenDesk, entries: ReadonlySet<string>, ids: readonly string[]): string[] {
  const elsewhere = new Set<string>();
  for (let i = 0; i < ids.length; i += 1_000) {
    for (const { id, entryId, counted } of desk.store.recordsById(ids.slice(i, i + 1_000))) if (counted && !entries.has(entryId)) elsewhere.add(id);
  }
  return ids.filter((id) => !elsewhere.has(id));
}

/** Whether an import has ever put something in the place of what it had said. */
export function hasVersions(desk: OpenDesk, importId: string): boolean {
  return readOn(desk).withVersions.has(actName("made", importId));
}

/** All counted withdrawals there are now. What came after a suspension takes back nothing. */
export class Withdrawals {
  readonly #of = new Map<string, Set<string>>();
  #withdrawn: ReadonlySet<string> | null = null;

  /** @param ignored withdrawals that are as if they were not there */
  constructor(desk: OpenDesk, ignored: IdSet = new IdSet()) {
    for (let after: string | undefined; ;) {
      const page = desk.store.records({ kind: "withdraw", limit: PAGE_RECORDS, ...(after === undefined ? {} : { after }) });
      for (const { counted, record } of page) {
        const parsed = counted ? parseRecord(record) : null;
        if (parsed?.kind !== "withdraw" || ignored.has(parsed.id)) continue;
        const known = this.#of.get(parsed.target);
        if (known === undefined) this.#of.set(parsed.target, new Set([parsed.id]));
        else known.add(parsed.id);
      }
      if (page.length < PAGE_RECORDS) return;
      after = page.at(-1)!.order;
    }
  }

  /** Whether something takes the record back, and nothing that. */
  takeBack(id: string): boolean {
    return (this.#withdrawn ??= withdrawnBy(this.#of)).has(id);
  }
}

/**
 * What stands withdrawn, judged from the withdrawals nobody withdraws downwards, each once: however long somebody made the chain, and however often it branches. What is left
 * stands in a ring, and a ring withdraws nothing (docs/formats/record.md, "Standing").
 */
export function withdrawnBy(of: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const targets = new Map<string, string[]>();
  for (const [target, withdrawals] of of) {
    for (const withdrawal of withdrawals) {
      const known = targets.get(withdrawal);
      if (known === undefined) targets.set(withdrawal, [target]);
      else known.push(target);
    }
  }
  const waitsFor = new Map([...of].map(([target, withdrawals]) => [target, withdrawals.size]));
  const withdrawn = new Set<string>();
  const ready = [...targets.keys()].filter((id) => !of.has(id));
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    for (const target of targets.get(id) ?? []) {
      if (!withdrawn.has(id)) withdrawn.add(target);
      const left = waitsFor.get(target)! - 1;
      waitsFor.set(target, left);
      if (left === 0) ready.push(target);
    }
  }
  return withdrawn;
}

function readOn(desk: OpenDesk): Seen {
  const found = seen.get(desk) ?? { arrival: 0, entries: new Map<string, string[]>(), withVersions: new Set<string>() };
  seen.set(desk, found);
  const decoder = new TextDecoder();
  for (;;) {
    const page = desk.store.entriesAfter(found.arrival, PAGE);
    for (const { entry, arrival } of page) {
      found.arrival = arrival;
      const name = ACT.exec(decoder.decode(entry.body.subarray(0, 64)))?.[1];
      if (name === undefined) continue;
      const entries = found.entries.get(name) ?? [];
      entries.push(entry.id);
      found.entries.set(name, entries);
      if (Buffer.from(entry.body.buffer, entry.body.byteOffset, entry.body.length).includes(SUPERSEDES)) found.withVersions.add(name);
    }
    if (page.length < PAGE) return found;
  }
}
