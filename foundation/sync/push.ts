/** Pushing many blobs to a log: batches the protocol allows, again where an answer was lost, smaller where the road is slow. */
import { APPEND_OVERHEAD_BYTES, MAX_APPEND_BLOBS, MAX_APPEND_BYTES } from "#wire";
import type { Offline, Refused } from "./answers.ts";
import type { RelayClient } from "./client.ts";
import { SyncError, type SyncErrorCode } from "./errors.ts";

export type Pushed = {
  /** Cursors of the first blobs given, in their order: those are on the relay's disk, if it tells the truth. */
  readonly cursors: readonly number[];
  /** The incarnation those cursors belong to; `null` where there are none. */
  readonly incarnation: string | null;
  /** Why it ended: all done, or what the relay said to the first blob not pushed. */
  readonly end: { readonly kind: "done" } | { readonly kind: "not-believed"; readonly code: SyncErrorCode } | Refused | Offline;
};

/** Pushes blobs in order until all are there or the relay does not take them. Doing it again is harmless. Never throws for what the relay says. */
export async function push(
  client: RelayClient,
  log: { readonly logId: string; readonly writeToken: string },
  blobs: readonly Uint8Array[],
): Promise<Pushed> {
  const cursors: number[] = [];
  let incarnation: string | null = null;
  let limitBytes = MAX_APPEND_BYTES;
  while (cursors.length < blobs.length) {
    const batch = nextBatch(blobs, cursors.length, limitBytes);
    const answer = await appendBelieved(client, log, batch);
    if (answer.kind === "offline" && answer.why === "timeout" && batch.length > 1) {
      limitBytes = Math.floor(limitBytes / 4);
      continue;
    }
    if (answer.kind !== "ok") return { cursors, incarnation, end: answer };
    // Between two batches the relay was made anew: cursors of one are not cursors of the other. The puller deals with that.
    if (incarnation !== null && answer.incarnation !== incarnation)
      return { cursors, incarnation, end: { kind: "not-believed", code: "bad-answer" } };
    incarnation = answer.incarnation;
    for (const cursor of answer.cursors) cursors.push(cursor);
  }
  return { cursors, incarnation, end: { kind: "done" } };
}

async function appendBelieved(
  client: RelayClient,
  { logId, writeToken }: { readonly logId: string; readonly writeToken: string },
  batch: readonly Uint8Array[],
) {
  try {
    return await client.append(logId, writeToken, batch);
  } catch (error) {
    if (error instanceof SyncError) return { kind: "not-believed", code: error.code } as const;
    throw error;
  }
}

/** As many blobs from `start` as fit, at least one. */
function nextBatch(blobs: readonly Uint8Array[], start: number, limitBytes: number): readonly Uint8Array[] {
  let sizeBytes = 0;
  let end = start;
  while (end < blobs.length && end - start < MAX_APPEND_BLOBS) {
    sizeBytes += blobs[end]!.length + APPEND_OVERHEAD_BYTES;
    if (end > start && sizeBytes > limitBytes) break;
    end++;
  }
  return blobs.slice(start, end);
}
