/** Routes of reporters and of the keys they seal to. */
import { Hono } from "hono";
import { concat, fromHex } from "#bytes";
import { ENVELOPE_BYTES, ID_BYTES, MAX_KEYS_BYTES } from "#wire";
import { bytesAnswer, emptyAnswer, respond, streamed, type Answer } from "./answer.ts";
import { askedWith, isAmong, requireAccount, withBody, type Asking } from "./asking.ts";
import type { Bindings, RelayParts } from "./parts.ts";
import { Refusal } from "./refusal.ts";
import { StoreError } from "./store.ts";
import { webAsking } from "./web-asking.ts";

/** `POST /d`. Throws `Refusal`. */
export type TakeReport = (asking: Asking) => Promise<Answer>;

/** 204 says that the report is on disk. Whatever else is the case, another number is said. */
export function takingReports({ store, inFlight, reports, say }: RelayParts): TakeReport {
  const take = async (envelope: Uint8Array): Promise<Answer> => {
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
  };
  return (asking) => withBody(asking, ENVELOPE_BYTES, inFlight, take, "wrong-size");
}

export function intakeRoutes({ store, settings, inFlight }: RelayParts, takeReport: TakeReport): Hono<{ Bindings: Bindings }> {
  const routes = new Hono<{ Bindings: Bindings }>();

  routes.post("/d", async (c) => respond(await takeReport(webAsking(c))));

  routes.get("/v1/intake", async (c) => {
    if (!isAmong(askedWith(webAsking(c)), await store.intakeReaders())) throw new Refusal("no-such-log");
    const keys = (await store.envelopeKeys()).values();
    // One envelope at a time: the whole listing may be larger than the machine's memory.
    return streamed(
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
    requireAccount(settings.accountHash, webAsking(c));
    return withBody(webAsking(c), MAX_KEYS_BYTES, inFlight, async (body) => {
      if (body.length === 0) throw new Refusal("bad-request");
      await store.putKeys(body);
      return respond(emptyAnswer(204));
    });
  });

  routes.get("/keys.bin", async () => {
    const keys = await store.keys();
    if (keys === null) throw new Refusal("no-keys");
    return respond(bytesAnswer(Uint8Array.from(keys)));
  });

  return routes;
}
