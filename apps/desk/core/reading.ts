/** Reading one log of the relay to its end, or to the end of what a desk will hear in one exchange. */
import type { Redacted } from "#bytes";
import { LogPuller } from "#sync";
import { logKeys, type Placed } from "#wire";
import type { OpenDesk } from "./open-desk.ts";
import { count, keepPlace, placeOf } from "./places.ts";

/**
 * A relay can invent blobs for ever, or tell the same ones again. After so many in a row that brought nothing, the desk turns to its other logs and goes
 * on here at the next exchange. An honest log is that long only when a relay lost its storage and the desk reads what it holds once more.
 */
const MOST_IN_VAIN = { blobs: 8_192, bytes: 64 * 1024 * 1024 };

export interface Reader {
  /** Takes in what came, before its place in the log is kept. Returns how many brought something new. */
  take(entries: readonly Placed[], cursor: number): number | Promise<number>;
  /** The relay has another log than it had: it is read from its beginning. */
  startAnew(logId: string, incarnation: string): void;
}

/** What one reading came to. */
export interface Reading {
  /** The relay answered to the end of what was asked of it. */
  readonly reached: boolean;
  /** Something new came in. */
  readonly changed: boolean;
}

/** Reads on from this desk's place in the log of this key. A log that is not made yet is read to its end at once. */
export async function readLog(desk: OpenDesk, key: Redacted<Uint8Array>, reader: Reader): Promise<Reading> {
  const { logId, readToken } = logKeys(key.reveal());
  const puller = new LogPuller({ client: desk.relay, logId, readToken, place: placeOf(desk, logId), now: desk.now });
  let changed = false;
  let inVain = { blobs: 0, bytes: 0 };
  while (inVain.blobs < MOST_IN_VAIN.blobs && inVain.bytes < MOST_IN_VAIN.bytes) {
    const pulled = await puller.pull();
    if (pulled.kind === "not-believed") count(desk, pulled.anomaly);
    if (pulled.kind !== "entries") return { reached: pulled.kind === "refused", changed };
    if (pulled.anomaly !== null) count(desk, pulled.anomaly);
    const { entries, place } = pulled;
    const isNew = entries.length > 0 && (await reader.take(entries, place.cursor)) > 0;
    changed = changed || isNew;
    if (pulled.isRestarted) reader.startAnew(logId, place.incarnation);
    keepPlace(desk, logId, place);
    if (entries.length === 0 && !pulled.isRestarted) return { reached: true, changed };
    inVain = isNew ? { blobs: 0, bytes: 0 } : { blobs: inVain.blobs + entries.length, bytes: inVain.bytes + entries.reduce((sum, { blob }) => sum + blob.length, 0) };
  }
  count(desk, "endless");
  return { reached: true, changed };
}
