/** Appending to a log and reading it: what desks ask for all day. */
import { decodeBlobs, encodePlaced, HEADERS, isHash, MAX_ANSWER_BLOBS, MAX_ANSWER_BYTES, MAX_APPEND_BYTES, NONE, parseEntriesQuery } from "#wire";
import { sha256Hex } from "#prim";
import { bytesAnswer, jsonAnswer, type Answer } from "./answer.ts";
import { holdWhileSending, logFor, parsed, withBody, withQuota, type Asking } from "./asking.ts";
import type { RelayParts } from "./parts.ts";
import { Refusal } from "./refusal.ts";
import type { Hashed } from "./store.ts";

export type Entries = {
  /** `POST /v1/log/ID/entries`. Throws `Refusal`. */
  readonly append: (asking: Asking, logId: string) => Promise<Answer>;
  /** `GET /v1/log/ID/entries`. Throws `Refusal`. */
  readonly read: (asking: Asking, logId: string, query: URLSearchParams) => Promise<Answer>;
};

export function entries({ store, quota, inFlight, waiting }: RelayParts): Entries {
  const incarnation = [HEADERS.incarnation, store.incarnation];

  return {
    async append(asking, logId) {
      const { form, asker } = logFor(store, logId, asking, "write");
      return await withBody(asking, MAX_APPEND_BYTES, inFlight, async (body) => {
        const blobs = parsed(() => decodeBlobs(body)).map((blob) => ({ hash: sha256Hex(blob), blob }));
        const cursors = await withQuota(quota, asker, body.length, blobs.length, () =>
          form.mode === "line" ? appendToLine(asking, logId, blobs) : store.append(logId, blobs),
        );
        waiting.wake(logId);
        return jsonAnswer(cursorsJson(cursors), 200, incarnation);
      });
    },

    async read(asking, logId, query) {
      logFor(store, logId, asking, "read");
      const { after, waitSeconds } = parsed(() => parseEntriesQuery(query));
      const listener = waiting.listen(logId, (hear) => asking.whenGone(hear));
      try {
        let found = await store.read(logId, after, MAX_ANSWER_BYTES, MAX_ANSWER_BLOBS);
        // A log shorter than the desk believes is news too: that is said at once.
        if (found.entries.length === 0 && found.newest === after && waitSeconds > 0) {
          await listener.until(waitSeconds * 1000);
          found = await store.read(logId, after, MAX_ANSWER_BYTES, MAX_ANSWER_BLOBS);
        }
        const body = encodePlaced(found.entries);
        holdWhileSending(inFlight, asking, body.length);
        return bytesAnswer(body, [...incarnation, HEADERS.at, found.at ?? NONE]);
      } finally {
        listener.close();
      }
    },
  };

  async function appendToLine(asking: Asking, logId: string, blobs: readonly Hashed[]): Promise<number[]> {
    const after = asking.header(HEADERS.after);
    const [blob, ...more] = blobs;
    if (blob === undefined || more.length > 0 || (after !== NONE && !isHash(after))) throw new Refusal("bad-request");
    const answer = await store.appendToLine(logId, after === NONE ? null : after, blob);
    if ("head" in answer) throw new Refusal("not-the-head", { head: answer.head });
    return [answer.cursor];
  }
}

/** Canonical as it stands: the digits of whole numbers, commas, and one name. */
export function cursorsJson(cursors: readonly number[]): string {
  return `{"cursors":[${cursors.join(",")}]}`;
}
