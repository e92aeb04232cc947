/** A relay that says what a test wants, for this package's own tests. */
import { canonical, type Bytes, type Json } from "#bytes";
import { RelayClient } from "../client.ts";
import type { Reach } from "../asking.ts";

export type Asked = { readonly method: string; readonly url: URL; readonly headers: Headers; readonly body: Bytes; readonly signal: AbortSignal };
export type Reply = (request: Asked) => Response | Promise<Response>;

export const INCARNATION = "0a".repeat(16);

/** A client that hears `reply`, and everything it asked and slept. */
export function scripted(reply: Reply, reach: Partial<Reach> = {}): { client: RelayClient; asked: Asked[]; slept: number[] } {
  const asked: Asked[] = [];
  const slept: number[] = [];
  const fetch = (async (input, init = {}) => {
    const request = {
      method: init.method!,
      url: new URL(input instanceof Request ? input.url : input),
      headers: new Headers(init.headers),
      body: (init.body ?? new Uint8Array(0)) as Bytes,
      signal: init.signal!,
    };
    asked.push(request);
    return reply(request);
  }) as typeof globalThis.fetch;
  const client = new RelayClient("http://relay.invalid", { fetch, random: () => 0.5, sleep: async (ms) => void slept.push(ms), ...reach });
  return { client, asked, slept };
}

export function json(value: Json, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(canonical(value), { status, headers });
}

/** Nobody there: what `fetch` throws. */
export function unreachable(): never {
  throw new TypeError("fetch failed");
}

/** A body that goes on for ever in pieces of `sizeBytes`, and how much of it was taken. */
export function endless(sizeBytes: number): { body: ReadableStream; taken: () => number } {
  let taken = 0;
  const body = new ReadableStream({
    pull(controller) {
      taken += sizeBytes;
      controller.enqueue(new Uint8Array(sizeBytes));
    },
  });
  return { body, taken: () => taken };
}
