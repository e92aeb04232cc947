/** Routes of logs and of the chunks beside them. */
import { Hono, type Context } from "hono";
import { canonical } from "#bytes";
import { sha256Hex } from "#prim";
import {
  decodeBlobs,
  encodePlaced,
  HEADERS,
  isHash,
  isId,
  MAX_ANSWER_BLOBS,
  MAX_ANSWER_BYTES,
  MAX_APPEND_BYTES,
  MAX_CHUNK_BYTES,
  MAX_FORM_BYTES,
  NONE,
  parseEntriesQuery,
  parseLogForm,
} from "#wire";
import { logFor, parsed, requireAccount, withBody } from "./asking.ts";
import { bytesAnswer, emptyAnswer, jsonAnswer, Refusal } from "./refusal.ts";
import type { Bindings, RelayParts } from "./parts.ts";
import type { Hashed } from "./store.ts";

export function logRoutes(parts: RelayParts): Hono<{ Bindings: Bindings }> {
  const { store, settings, quota, inFlight, waiting } = parts;
  const routes = new Hono<{ Bindings: Bindings }>();

  routes.put("/v1/log/:id", async (c) => {
    requireAccount(settings.accountHash, c.req.raw);
    const logId = c.req.param("id");
    if (!isId(logId)) throw new Refusal("bad-request");
    const form = await withBody(c.req.raw, MAX_FORM_BYTES, inFlight, async (body) => parsed(() => parseLogForm(body)));
    const made = await store.makeLog(logId, form);
    if (made === "differs") throw new Refusal("log-differs");
    return emptyAnswer(made === "made" ? 201 : 200);
  });

  routes.post("/v1/log/:id/entries", async (c) => {
    const logId = c.req.param("id");
    const { form, asker } = await logFor(store, logId, c.req.raw, "write");
    return withBody(c.req.raw, MAX_APPEND_BYTES, inFlight, async (body) => {
      const blobs = parsed(() => decodeBlobs(body)).map((blob) => ({ hash: sha256Hex(blob), blob }));
      const cursors = await withQuota(asker, body.length, blobs.length, () =>
        form.mode === "line" ? appendToLine(c, logId, blobs) : store.append(logId, blobs),
      );
      waiting.wake(logId);
      return jsonAnswer(canonical({ cursors }), 200, { [HEADERS.incarnation]: store.incarnation });
    });
  });

  routes.get("/v1/log/:id/entries", async (c) => {
    const logId = c.req.param("id");
    await logFor(store, logId, c.req.raw, "read");
    const { after, waitSeconds } = parsed(() => parseEntriesQuery(new URL(c.req.url).searchParams));
    const listener = waiting.listen(logId, c.req.raw.signal);
    try {
      let found = await store.read(logId, after, MAX_ANSWER_BYTES, MAX_ANSWER_BLOBS);
      // A log shorter than the desk believes is news too: that is said at once.
      if (found.entries.length === 0 && found.newest === after && waitSeconds > 0) {
        await listener.until(waitSeconds * 1000);
        found = await store.read(logId, after, MAX_ANSWER_BYTES, MAX_ANSWER_BLOBS);
      }
      const body = encodePlaced(found.entries);
      holdWhileSending(c, body.length);
      return bytesAnswer(body, { [HEADERS.incarnation]: store.incarnation, [HEADERS.at]: found.at ?? NONE });
    } finally {
      listener.close();
    }
  });

  routes.put("/v1/blob/:id/:hash", async (c) => {
    const { id: logId, hash } = c.req.param();
    const { asker } = await logFor(store, logId, c.req.raw, "write");
    if (!isHash(hash)) throw new Refusal("bad-request");
    return withBody(c.req.raw, MAX_CHUNK_BYTES, inFlight, async (body) => {
      if (sha256Hex(body) !== hash) throw new Refusal("wrong-hash");
      const isNew = await withQuota(asker, body.length, 1, () => store.putChunk(logId, { hash, blob: body }));
      return emptyAnswer(isNew ? 201 : 200);
    });
  });

  routes.get("/v1/blob/:id/:hash", async (c) => {
    const { id: logId, hash } = c.req.param();
    await logFor(store, logId, c.req.raw, "read");
    const chunk = isHash(hash) ? await store.chunk(logId, hash) : null;
    if (chunk === null) throw new Refusal("no-such-blob");
    holdWhileSending(c, chunk.length);
    return bytesAnswer(Uint8Array.from(chunk));
  });

  return routes;

  async function appendToLine(c: Context, logId: string, blobs: readonly Hashed[]): Promise<number[]> {
    const after = c.req.header(HEADERS.after);
    const [blob, ...more] = blobs;
    if (blob === undefined || more.length > 0 || (after !== NONE && !isHash(after))) throw new Refusal("bad-request");
    const answer = await store.appendToLine(logId, after === NONE ? null : after, blob);
    if ("head" in answer) throw new Refusal("not-the-head", { head: answer.head });
    return [answer.cursor];
  }

  /** Counts before the work, and gives back where nothing was kept. */
  async function withQuota<T>(asker: string, sizeBytes: number, blobs: number, work: () => Promise<T>): Promise<T> {
    if (!quota.take(asker, sizeBytes, blobs)) throw new Refusal("quota");
    try {
      return await work();
    } catch (error) {
      quota.giveBack(asker, sizeBytes, blobs);
      throw error;
    }
  }

  /** A slow reader of large answers takes room in memory until it has read them. */
  function holdWhileSending(c: Context<{ Bindings: Bindings }>, sizeBytes: number): void {
    const release = inFlight.take(sizeBytes);
    if (release === null) throw new Refusal("busy");
    const outgoing = c.env?.outgoing;
    if (outgoing === undefined || outgoing.destroyed) release();
    else outgoing.once("close", release);
  }
}
