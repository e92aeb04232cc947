/** Routes of reporters and of the keys they seal to. */
import { Hono } from "hono";
import { concat, fromHex } from "#bytes";
import { ENVELOPE_BYTES, ID_BYTES, MAX_KEYS_BYTES } from "#wire";
import { askedWith, isAmong, requireAccount, withBody } from "./asking.ts";
import { bytesAnswer, emptyAnswer, Refusal } from "./refusal.ts";
import type { Bindings, RelayParts } from "./parts.ts";
import { StoreError } from "./store.ts";

export function intakeRoutes({ store, settings, inFlight, reports, say }: RelayParts): Hono<{ Bindings: Bindings }> {
  const routes = new Hono<{ Bindings: Bindings }>();

  // 204 says that the report is on disk. Whatever else is the case, another number is said.
  routes.post("/d", (c) => {
    return withBody(
      c.req.raw,
      ENVELOPE_BYTES,
      inFlight,
      async (envelope) => {
        if (envelope.length !== ENVELOPE_BYTES) throw new Refusal("wrong-size");
        if (!reports.take()) throw new Refusal("busy");
        try {
          await store.keepEnvelope(envelope);
        } catch (error) {
          if (!(error instanceof StoreError) || error.code !== "full") throw error;
          say("intake-full");
          throw new Refusal("full", { status: 503 });
        }
        return emptyAnswer(204);
      },
      "wrong-size",
    );
  });

  routes.get("/v1/intake", async (c) => {
    if (!isAmong(askedWith(c.req.raw), await store.intakeReaders())) throw new Refusal("no-such-log");
    const keys = (await store.envelopeKeys()).values();
    // One envelope at a time: the whole listing may be larger than the machine's memory.
    return bytesAnswer(
      new ReadableStream({
        async pull(controller) {
          for (const key of keys) {
            const envelope = await store.envelope(key);
            if (envelope === null) continue;
            controller.enqueue(concat(fromHex(key, ID_BYTES), envelope));
            return;
          }
          controller.close();
        },
      }),
    );
  });

  routes.put("/keys.bin", async (c) => {
    requireAccount(settings.accountHash, c.req.raw);
    return withBody(c.req.raw, MAX_KEYS_BYTES, inFlight, async (body) => {
      if (body.length === 0) throw new Refusal("bad-request");
      await store.putKeys(body);
      return emptyAnswer(204);
    });
  });

  routes.get("/keys.bin", async () => {
    const keys = await store.keys();
    if (keys === null) throw new Refusal("no-keys");
    return bytesAnswer(Uint8Array.from(keys));
  });

  return routes;
}
