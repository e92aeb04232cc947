/**
 * Reading one log of a relay that may lie.
 *
 * A desk's *place* in a log is a cursor, the chain of all blobs up to it, and the relay's incarnation. It moves only over cursors that follow one another
 * by 1. Three lies (or accidents) are met:
 * - The incarnation is another: the place means nothing any more, reading starts at 1.
 * - The relay's chain at the place is another, or there is none: it went back to an older state (perhaps from a backup), or told us something else
 *   before. Reading starts at 1 as well, because there may be blobs under cursors that we count as read.
 * - Cursors are left out: what comes after is handed on all the same, and what is left out is asked for again from time to time.
 *
 * Whether a blob opens, and whether an entry is one, is not known here: all blobs are handed on, again where reading starts anew.
 */
import { sha256Hex } from "#prim";
import { CHAIN_START, chainAfter, type Placed } from "#wire";
import type { Offline, Refused } from "./answers.ts";
import type { RelayClient } from "./client.ts";
import { SyncError, type SyncErrorCode } from "./errors.ts";

/** To be kept by the desk once what came with it is durable, and given back at the next start. */
export type Place = { readonly incarnation: string; readonly cursor: number; readonly chain: string };

/** What was odd. A desk counts these and shows them; none of them stops it. */
export type Anomaly = SyncErrorCode | "new-incarnation" | "rolled-back" | "skipped";

export type Pulled =
  | {
      readonly kind: "entries";
      readonly entries: readonly Placed[];
      readonly place: Place;
      /** Reading starts anew: the desk pushes again what the relay lacks, once it has read to the end. */
      readonly isRestarted: boolean;
      readonly anomaly: Anomaly | null;
    }
  /** The answer is not believed, and nothing of it is used. The place is as it was. */
  | { readonly kind: "not-believed"; readonly anomaly: Anomaly }
  | Refused
  | Offline;

export type PullerOptions = {
  readonly client: RelayClient;
  readonly logId: string;
  readonly readToken: string;
  /** Where the desk left off; absent for a log never read. */
  readonly place?: Place | null;
  /** Milliseconds of a clock that goes forward. */
  readonly now: () => number;
};

/** How often what was left out is asked for again. */
const ASK_AGAIN_MS = 600_000;
/** A relay that makes a desk start anew more often than this is not believed meanwhile, or it could keep the desk reading for ever. */
const RESTART_EVERY_MS = 60_000;
const START = { cursor: 0, chain: CHAIN_START } as const;

export class LogPuller {
  readonly #options: PullerOptions;
  #place: Place | null;
  /** Where to ask next: the place, or beyond what was left out. There the chain is not known. */
  #next: { readonly cursor: number; readonly chain: string | null };
  #askedAgainAt: number;
  #restartedAt: number | null = null;

  constructor(options: PullerOptions) {
    this.#options = options;
    this.#place = options.place ?? null;
    this.#next = this.#place ?? START;
    this.#askedAgainAt = options.now();
  }

  /** Where this desk is, or `null` before the first answer. */
  get place(): Place | null {
    return this.#place;
  }

  /** One answer of the relay, held by it up to `waitSeconds` (0–25) until there is something. Never throws for what the relay says. */
  async pull(waitSeconds = 0): Promise<Pulled> {
    const { client, logId, readToken } = this.#options;
    this.#askAgainWhereDue();
    try {
      const answer = await client.entries(logId, readToken, this.#next.cursor, this.#isBeyond() ? 0 : waitSeconds);
      if (answer.kind !== "ok") return answer;
      const { incarnation, at, entries } = answer;
      if (this.#place !== null && incarnation !== this.#place.incarnation) return this.#restart(incarnation, "new-incarnation");
      if (at === null || (this.#next.chain !== null && at !== this.#next.chain)) return this.#misplaced(incarnation);
      return this.#take(incarnation, entries);
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      return { kind: "not-believed", anomaly: error.code };
    }
  }

  #take(incarnation: string, entries: readonly Placed[]): Pulled {
    const before = this.#next;
    const place = this.#place ?? { incarnation, ...START };
    this.#place = place.cursor === before.cursor ? moved(place, entries) : place;
    const reached = entries.at(-1)?.cursor ?? before.cursor;
    if (reached !== before.cursor) this.#next = reached === this.#place.cursor ? this.#place : { cursor: reached, chain: null };
    const anomaly = reached === before.cursor + entries.length ? null : "skipped";
    return { kind: "entries", entries, place: this.#place, isRestarted: false, anomaly };
  }

  /** The relay does not know the place we asked after. Beyond a gap that was the gap's own lie: then only the way there is given up. */
  #misplaced(incarnation: string): Pulled {
    if (this.#place === null || !this.#isBeyond()) return this.#restart(incarnation, "rolled-back");
    this.#next = this.#place;
    return { kind: "entries", entries: [], place: this.#place, isRestarted: false, anomaly: "rolled-back" };
  }

  #restart(incarnation: string, anomaly: Anomaly): Pulled {
    const now = this.#options.now();
    if (this.#restartedAt !== null && now - this.#restartedAt < RESTART_EVERY_MS) return { kind: "not-believed", anomaly };
    this.#restartedAt = now;
    this.#place = { incarnation, ...START };
    this.#next = this.#place;
    return { kind: "entries", entries: [], place: this.#place, isRestarted: true, anomaly };
  }

  #isBeyond(): boolean {
    return this.#next.cursor !== (this.#place?.cursor ?? 0);
  }

  #askAgainWhereDue(): void {
    const now = this.#options.now();
    if (!this.#isBeyond()) this.#askedAgainAt = now;
    else if (now - this.#askedAgainAt >= ASK_AGAIN_MS) {
      this.#askedAgainAt = now;
      this.#next = this.#place ?? START;
    }
  }
}

/** The place after those entries that follow it without a gap. */
function moved(place: Place, entries: readonly Placed[]): Place {
  let { cursor, chain } = place;
  for (const entry of entries) {
    if (entry.cursor !== cursor + 1) break;
    cursor = entry.cursor;
    chain = chainAfter(chain, sha256Hex(entry.blob));
  }
  return { ...place, cursor, chain };
}
