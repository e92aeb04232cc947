/** The order of entries for lists (docs/formats/entry.md, "Order") and the two-faced places in a chain. Neither decides what is true. */
import type { SignedEntry } from "./stored.ts";

/**
 * Causal, ties by (clock, id). A clock is greater than every clock it follows (judge.ts), so sorting by (clock, id) is that order:
 * the smallest of what is left never follows something else that is left.
 */
export function compareEntries(a: SignedEntry, b: SignedEntry): number {
  return a.header.clock - b.header.clock || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Applied entries in the order every desk shows them. */
export function orderEntries<E extends SignedEntry>(entries: Iterable<E>): E[] {
  return [...entries].sort(compareEntries);
}

/** One place in a device's chain with more than one entry. An honest device restored from an old copy looks the same: shown, never punished. */
export type Equivocation = { readonly device: string; readonly compartment: string; readonly seq: number; readonly ids: readonly string[] };

/** All of them, sorted by device, compartment and place. */
export function equivocationsIn(entries: Iterable<SignedEntry>): Equivocation[] {
  const places = new Map<string, Equivocation & { ids: string[] }>();
  for (const { id, header } of entries) {
    const { device, compartment, seq } = header;
    const key = `${device} ${compartment} ${String(seq).padStart(16, "0")}`;
    const place = places.get(key) ?? { device, compartment, seq, ids: [] };
    place.ids.push(id);
    places.set(key, place);
  }
  return [...places]
    .filter(([, place]) => place.ids.length > 1)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, place]) => ({ ...place, ids: place.ids.toSorted() }));
}
