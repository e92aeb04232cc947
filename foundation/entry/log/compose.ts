/** Writing an entry: what the desk does when its user has acted. */
import type { Bytes } from "#bytes";
import type { Signer } from "#prim";
import { EntryError } from "../errors.ts";
import { ENTRY_VERSION, LAST_FREE_CLOCK, MAX_SEEN, writeHeader, type EntryHeader } from "./header.ts";
import { entryOf } from "./stored.ts";
import { commitmentOf, signedBytes, type VerifiedEntry } from "./verify.ts";

/** What the writer decides; device, commitment and version follow from the signer and the body. */
export type EntryDraft = Pick<EntryHeader, "clock" | "compartment" | "group" | "prev" | "rosterSeen" | "seen" | "seq">;

/**
 * Signs one entry over `body` (canonical JSON, at most 1 MiB) with `salt` (32 random bytes). A desk makes the entry durable before it sends it.
 * Throws `EntryError` for what no reader would take.
 */
export function composeEntry(draft: EntryDraft, body: Bytes, salt: Bytes, signer: Signer): VerifiedEntry {
  const { clock, compartment, group, prev, rosterSeen, seen, seq } = draft;
  const commitment = commitmentOf(salt, body);
  const headerBytes = writeHeader({ clock, commitment, compartment, device: signer.publicKey, group, prev, rosterSeen, seen, seq, v: ENTRY_VERSION });
  return entryOf(headerBytes, signer.sign(signedBytes(headerBytes)), salt, body) as VerifiedEntry;
}

/** The clock of a new entry: its own time, or one more than the greatest clock of `prev` and `seen`. Throws `EntryError("clock-out-of-range")`. */
export function clockAfter(ownTimeMs: number, predecessorClocks: readonly number[]): number {
  const least = predecessorClocks.reduce((greatest, clock) => Math.max(greatest, clock), -1) + 1;
  const clock = Math.max(Math.min(ownTimeMs, LAST_FREE_CLOCK), least);
  if (!Number.isSafeInteger(clock)) throw new EntryError("clock-out-of-range");
  return clock;
}

/**
 * What a new entry names as seen: the heads of its compartment, sorted. Where there are more than 64, `prev` and the newest others;
 * the rest stay heads and are named by a later entry.
 */
export function seenOf(heads: readonly { readonly id: string; readonly clock: number }[], prev: string | null): string[] {
  const ids = heads.length <= MAX_SEEN ? heads.map((head) => head.id) : newest(heads, prev);
  return ids.toSorted();
}

function newest(heads: readonly { readonly id: string; readonly clock: number }[], prev: string | null): string[] {
  const others = heads.filter((head) => head.id !== prev).toSorted((a, b) => b.clock - a.clock);
  const own = prev === null ? [] : [prev];
  return [...own, ...others.slice(0, MAX_SEEN - own.length).map((head) => head.id)];
}
