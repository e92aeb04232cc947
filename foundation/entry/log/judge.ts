/**
 * Whether an entry applies (docs/formats/entry.md, "Applying"). The answer depends on nothing but the entry, what it names and the roster's line,
 * so that it is the same in whatever order entries arrive.
 */
import type { EntryErrorCode } from "../errors.ts";
import { LAST_FREE_CLOCK, type EntryHeader } from "./header.ts";
import type { SignedEntry } from "./stored.ts";
import type { VerifiedEntry } from "./verify.ts";

/** What is asked of the entries already applied. */
export type EntryView = {
  /** `null` where no such entry is applied */
  entry(id: string): AppliedEntry | null;
};

export type AppliedEntry = Pick<EntryHeader, "clock" | "compartment" | "device" | "seq">;

/** What is asked of the roster's line as the reader holds it. */
export type RosterView = {
  knowsAct(actId: string): boolean;
  /** whether the line names this device at or before this act; asked only of acts it knows */
  deviceKnownAt(actId: string, device: string): boolean;
  /** the group id in force once this act has taken its place (for a genesis its own id); asked only of acts it knows */
  groupAt(actId: string): string;
};

export type RefusalCode = Extract<
  EntryErrorCode,
  "unknown-device" | "wrong-group" | "prev-differs" | "seen-elsewhere" | "clock-not-after" | "clock-out-of-range"
>;

/** Ids that are not here yet, each sorted. */
export type Missing = { readonly entries: readonly string[]; readonly acts: readonly string[] };

export type Verdict =
  | { readonly verdict: "apply" }
  | { readonly verdict: "wait"; readonly missing: Missing }
  | { readonly verdict: "refuse"; readonly code: RefusalCode };

/** What an entry comes after: `prev` and `seen`, each once. */
export function predecessorsOf(header: Pick<EntryHeader, "prev" | "seen">): readonly string[] {
  return header.prev === null || header.seen.includes(header.prev) ? header.seen : [header.prev, ...header.seen];
}

/**
 * Judges one entry against what is applied. It waits before it is refused: until everything it names is here, nothing is said of it,
 * or the order of arrival would decide between the two.
 */
export function judge(entry: VerifiedEntry, entries: EntryView, roster: RosterView): Verdict {
  const { header } = entry;
  const past = new Map(predecessorsOf(header).map((id) => [id, entries.entry(id)]));
  const missing = [...past].flatMap(([id, found]) => (found === null ? [id] : []));
  const actKnown = roster.knowsAct(header.rosterSeen);
  if (missing.length > 0 || !actKnown) {
    return { verdict: "wait", missing: { entries: missing.toSorted(), acts: actKnown ? [] : [header.rosterSeen] } };
  }
  const code = refusalOf(header, past as ReadonlyMap<string, AppliedEntry>, roster);
  return code === null ? { verdict: "apply" } : { verdict: "refuse", code };
}

function refusalOf(header: EntryHeader, past: ReadonlyMap<string, AppliedEntry>, roster: RosterView): RefusalCode | null {
  if (!roster.deviceKnownAt(header.rosterSeen, header.device)) return "unknown-device";
  if (roster.groupAt(header.rosterSeen) !== header.group) return "wrong-group";
  const prev = header.prev === null ? null : past.get(header.prev)!;
  if (prev !== null && (prev.device !== header.device || prev.compartment !== header.compartment || prev.seq !== header.seq - 1))
    return "prev-differs";
  let newest = -1;
  for (const before of past.values()) {
    if (before.compartment !== header.compartment) return "seen-elsewhere";
    newest = Math.max(newest, before.clock);
  }
  // Clocks rise along every edge, so a larger clock is all that "seen never shrinks" can still ask for.
  if (header.clock <= newest) return "clock-not-after";
  if (header.clock > LAST_FREE_CLOCK && header.clock !== newest + 1) return "clock-out-of-range";
  return null;
}

/** The heads of a compartment once `entry` is applied on top of `heads`. */
export function headsAfter(heads: ReadonlySet<string>, entry: SignedEntry): Set<string> {
  const after = new Set(heads);
  for (const id of predecessorsOf(entry.header)) after.delete(id);
  return after.add(entry.id);
}
