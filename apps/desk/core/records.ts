/** What the desk writes and shows: entries of its own, and the book over all records (docs/formats/entry.md, record.md). */
import { bookOf, composeBody, indexRecord, parseRecord, type AuthoredRecord, type Book, type CaseRecord } from "#casework";
import { clockAfter, composeEntry, cutsFor, seenOf, uncountedEntries, type Adoption, type CutTarget, type Line, type RosterView } from "#entry";
import { randomBytes } from "#prim";
import type { Projector, Store, StoredRecord } from "#store";
import { DeskError } from "./errors.ts";
import type { Compartment, OpenDesk } from "./open-desk.ts";

/** Raise with every change of what `indexRecord` answers. */
const PROJECTION_VERSION = 1;
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
  #book: Book | null = null;
  #authored: AuthoredRecord[] = [];

  constructor(store: Store) {
    this.#store = store;
  }

  /** To be called after entries, the roster, or what counts has changed. */
  changed(): void {
    this.#book = null;
  }

  book(line: Line): Book {
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

/** Signs one act of this desk's user and makes it durable. Returns the entry's id. It is sent at the next exchange with the relay. */
export function write(desk: OpenDesk, compartment: Compartment, act: string, records: readonly CaseRecord[]): string {
  const { store, keyring, line } = desk;
  if (line.head === null || line.group === null) throw new DeskError("cannot-write");
  const body = composeBody(act, records);
  const device = keyring.device.publicKey;
  const tip = store.tip(device, compartment);
  const heads = store.heads(compartment);
  const prev = tip?.id ?? null;
  const entry = composeEntry(
    {
      clock: clockAfter(desk.now(), [...heads.map((head) => head.clock), ...(tip === null ? [] : [tip.clock])]),
      compartment,
      group: line.group,
      prev,
      rosterSeen: line.head,
      seen: seenOf(heads, prev),
      seq: (tip?.seq ?? 0) + 1,
    },
    body,
    randomBytes(32),
    keyring.device,
  );
  const added = store.addEntries([entry], rosterView(line));
  if (!added.applied.includes(entry.id)) throw new DeskError("cannot-write");
  recount(desk);
  desk.records.changed();
  return entry.id;
}

/** What judging entries asks of the line. */
export function rosterView(line: Line): RosterView {
  return {
    knowsAct: (act) => line.acts.has(act) || line.placeOf(act) !== null,
    deviceKnownAt: (act, device) => line.placeOf(act)?.state.devices.has(device) ?? false,
    groupAt: (act) => line.placeOf(act)?.state.group ?? "",
  };
}

/** Finds again which entries count in nothing: those a suspension or removal left out and nobody has adopted. */
export function recount(desk: OpenDesk): void {
  const { line, store } = desk;
  const targets = cutTargets(line);
  const before = new Set(store.uncounted());
  if (targets.length === 0 && before.size === 0) return;
  const { uncounted } = uncountedEntries({
    graph: store.graph(),
    lineIndexOf: (act) => line.acts.get(act)?.act.body.n ?? null,
    targets,
    adoptions: adoptionsIn(store),
  });
  const now = new Set(uncounted);
  store.setCounted([...now].filter((id) => !before.has(id)), false);
  store.setCounted([...before].filter((id) => !now.has(id)), true);
  desk.records.changed();
}

function cutTargets(line: Line): CutTarget[] {
  const { state } = line;
  return [...new Set(state.cuts.map((cut) => cut.target))].map((target) => ({
    devices: state.devices.has(target) ? [target] : [...state.devices].filter(([, known]) => known.person === target).map(([device]) => device),
    cuts: cutsFor(line, target),
  }));
}

function adoptionsIn(store: Store): Adoption[] {
  return store.records({ kind: "adopt", limit: Number.MAX_SAFE_INTEGER }).flatMap((row) => {
    const record = parseRecord(row.record);
    if (record.kind !== "adopt") return [];
    return [
      ...(record.entries ?? []).map((entry) => ({ by: row.entryId, entry, chain: false })),
      ...(record.chains ?? []).map(({ upTo }) => ({ by: row.entryId, entry: upTo, chain: true })),
    ];
  });
}

/** The heads of every compartment, as a SUSPEND or REMOVE names them. */
export function headsNow(desk: OpenDesk): { [compartment: string]: string[] } {
  const cut: { [compartment: string]: string[] } = {};
  for (const compartment of ["inbox", "signing", "work"]) {
    const heads = desk.store.heads(compartment).map((head) => head.id).toSorted();
    if (heads.length > 0) cut[compartment] = heads.slice(-64);
  }
  return cut;
}

