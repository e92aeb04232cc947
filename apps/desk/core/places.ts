/** Where this desk stands in each log, and how many odd things it met. */
import { canonical, parseCanonical } from "#bytes";
import type { Place } from "#sync";
import type { OpenDesk } from "./open-desk.ts";

/** Odd things are counted, never named: the Readiness room shows the number. */
export function count(desk: OpenDesk, what: string, times = 1): void {
  const before = desk.store.get(`count/${what}`);
  const n = before === null ? 0 : Number(new TextDecoder().decode(before));
  desk.store.set(`count/${what}`, new TextEncoder().encode(String(n + times)));
}

export function placeOf(desk: OpenDesk, logId: string): Place | null {
  const bytes = desk.store.get(`place/${logId}`);
  return bytes === null ? null : (parseCanonical(bytes) as unknown as Place);
}

export function keepPlace(desk: OpenDesk, logId: string, place: Place): void {
  const before = desk.store.get(`place/${logId}`);
  const next = canonical({ chain: place.chain, cursor: place.cursor, incarnation: place.incarnation });
  if (before === null || before.join() !== next.join()) desk.store.set(`place/${logId}`, next);
}
