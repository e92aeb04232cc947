/** Routes of logs and of the chunks beside them. */
import { Hono } from "hono";
import { sha256Hex } from "#prim";
import { isHash, isId, MAX_CHUNK_BYTES, MAX_FORM_BYTES, parseLogForm } from "#wire";
import { bytesAnswer, emptyAnswer, respond } from "./answer.ts";
import { holdWhileSending, logFor, parsed, requireAccount, withBody, withQuota } from "./asking.ts";
import type { Entries } from "./entries.ts";
import type { Bindings, RelayParts } from "./parts.ts";
import { Refusal } from "./refusal.ts";
import { webAsking } from "./web-asking.ts";

export function logRoutes({ store, settings, quota, inFlight }: RelayParts, { append, read }: Entries): Hono<{ Bindings: Bindings }> {
  const routes = new Hono<{ Bindings: Bindings }>();

  routes.put("/v1/log/:id", async (c) => {
    requireAccount(settings.accountHash, webAsking(c));
    const logId = c.req.param("id");
    if (!isId(logId)) throw new Refusal("bad-request");
    const form = await withBody(webAsking(c), MAX_FORM_BYTES, inFlight, async (body) => parsed(() => parseLogForm(body)));
    const made = await store.makeLog(logId, form);
    if (made === "differs") throw new Refusal("log-differs");
    return respond(emptyAnswer(made === "made" ? 201 : 200));
  });

  routes.post("/v1/log/:id/entries", async (c) => respond(await append(webAsking(c), c.req.param("id"))));
  routes.get("/v1/log/:id/entries", async (c) => respond(await read(webAsking(c), c.req.param("id"), new URL(c.req.url).searchParams)));

  routes.put("/v1/blob/:id/:hash", async (c) => {
    const { id: logId, hash } = c.req.param();
    const { asker } = logFor(store, logId, webAsking(c), "write");
    if (!isHash(hash)) throw new Refusal("bad-request");
    return withBody(webAsking(c), MAX_CHUNK_BYTES, inFlight, async (body) => {
      if (sha256Hex(body) !== hash) throw new Refusal("wrong-hash");
      const isNew = await withQuota(quota, asker, body.length, 1, () => store.putChunk(logId, { hash, blob: body }));
      return respond(emptyAnswer(isNew ? 201 : 200));
    });
  });

  routes.get("/v1/blob/:id/:hash", async (c) => {
    const { id: logId, hash } = c.req.param();
    logFor(store, logId, webAsking(c), "read");
    const chunk = isHash(hash) ? await store.chunk(logId, hash) : null;
    if (chunk === null) throw new Refusal("no-such-blob");
    holdWhileSending(inFlight, webAsking(c), chunk.length);
    return respond(bytesAnswer(Uint8Array.from(chunk)));
  });

  return routes;
}
