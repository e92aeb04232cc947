/** A device in tests and vectors: it holds what it received and writes on top of it. Everything follows from its name, so that runs repeat. */
import { canonical, concat, u32, utf8, type Json } from "#bytes";
import { clockAfter, composeEntry, History, seenOf, type EntryDraft, type RosterView, type VerifiedEntry } from "#entry";
import { hashOf, sha256, Signer } from "#prim";

/** The group of the vectors and the act all its writers have seen, unless told otherwise. */
export const GROUP = hashOf("vector", utf8("group"));
export const FIRST_ACT = hashOf("vector", utf8("genesis"));

/** A line in which every device is known and the acts are the given ones. */
export function openRoster(acts: readonly string[] = [FIRST_ACT], unknownDevices: readonly string[] = []): RosterView {
  return {
    knowsAct: (id) => acts.includes(id),
    deviceKnownAt: (_act, device) => !unknownDevices.includes(device),
    groupAt: () => GROUP,
  };
}

export function bodyOf(records: readonly Json[]): Json {
  return { act: "write", records, v: 1 };
}

const ANY_ACT: RosterView = { knowsAct: () => true, deviceKnownAt: () => true, groupAt: () => GROUP };

export class Writer {
  readonly device: string;
  rosterSeen = FIRST_ACT;
  readonly #name: string;
  readonly #signer: Signer;
  #held: VerifiedEntry[] = [];
  #history = new History();
  #written = 0;

  constructor(name: string) {
    this.#name = name;
    this.#signer = new Signer(sha256(utf8(name)));
    this.device = this.#signer.publicKey;
  }

  /** The same device with what it holds now: an old copy, once this one goes on. */
  copy(): Writer {
    const copy = new Writer(this.#name);
    copy.rosterSeen = this.rosterSeen;
    copy.#written = this.#written + 1000;
    copy.receive(this.#held);
    return copy;
  }

  receive(entries: readonly VerifiedEntry[]): void {
    const { applied } = this.#history.add(entries, ANY_ACT);
    const known = new Set(applied);
    this.#held.push(...entries.filter((entry) => known.has(entry.id)));
  }

  held(): readonly VerifiedEntry[] {
    return this.#held;
  }

  /** The draft of the next entry: change what should be wrong with it. */
  draft(compartment: string, ownTimeMs: number): EntryDraft {
    const byId = new Map(this.#held.map((entry) => [entry.id, entry]));
    const own = this.#held.filter((entry) => entry.header.device === this.device && entry.header.compartment === compartment);
    const last = own.at(-1) ?? null;
    const heads = this.#history.heads(compartment).map((id) => ({ id, clock: byId.get(id)!.header.clock }));
    return {
      clock: clockAfter(ownTimeMs, [...heads.map((head) => head.clock), ...(last === null ? [] : [last.header.clock])]),
      compartment,
      group: GROUP,
      prev: last?.id ?? null,
      rosterSeen: this.rosterSeen,
      seen: seenOf(heads, last?.id ?? null),
      seq: (last?.header.seq ?? 0) + 1,
    };
  }

  /** Signs a draft without keeping the entry. */
  sign(draft: EntryDraft, body: Json = bodyOf([])): VerifiedEntry {
    const salt = sha256(concat(utf8(this.#name), u32(this.#written++)));
    return composeEntry(draft, canonical(body), salt, this.#signer);
  }

  /** Writes the next entry and keeps it. */
  write(body: Json = bodyOf([]), compartment = "work", ownTimeMs = 1_795_460_400_000): VerifiedEntry {
    const entry = this.sign(this.draft(compartment, ownTimeMs), body);
    this.receive([entry]);
    return entry;
  }
}
