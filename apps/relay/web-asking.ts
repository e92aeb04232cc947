/** A web `Request` as routes see it: of all routes but those asked most (direct.ts), and of tests that ask without a port. */
import type { Context } from "hono";
import type { RefusalCode } from "#wire";
import type { Asking } from "./asking.ts";
import type { Bindings } from "./parts.ts";
import { Refusal } from "./refusal.ts";

export function webAsking(context: Context<{ Bindings: Bindings }>): Asking {
  const request = context.req.raw;
  const outgoing = context.env?.outgoing;
  return {
    header: (name) => request.headers.get(name),
    body: (limitBytes, tooLarge, isDeclared) => (isDeclared ? readDeclared(request, limitBytes, tooLarge) : readAll(request, limitBytes, tooLarge)),
    whenGone(hear) {
      if (request.signal.aborted) hear();
      else request.signal.addEventListener("abort", hear, { once: true });
    },
    whenSent(hear) {
      if (outgoing === undefined || outgoing.destroyed) hear();
      else outgoing.once("close", hear);
    },
  };
}

/** HTTP itself ends a body at the length it declared, so this one can be read whole, which costs a third of reading it as a stream. */
async function readDeclared(request: Request, limitBytes: number, tooLarge: RefusalCode): Promise<Uint8Array<ArrayBuffer>> {
  // The other side broke off: nobody hears the answer.
  const body = await request.arrayBuffer().catch(() => null);
  if (body === null) throw new Refusal("bad-request");
  if (body.byteLength > limitBytes) throw new Refusal(tooLarge);
  return new Uint8Array(body);
}

async function readAll(request: Request, limitBytes: number, tooLarge: RefusalCode): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  const reader = request.body?.getReader();
  if (reader !== undefined) {
    for (;;) {
      const piece = await reader.read().catch(() => null);
      // The other side broke off: nobody hears the answer.
      if (piece === null) throw new Refusal("bad-request");
      if (piece.done) break;
      sizeBytes += piece.value.length;
      if (sizeBytes > limitBytes) {
        reader.cancel().catch(() => {});
        throw new Refusal(tooLarge);
      }
      pieces.push(piece.value);
    }
  }
  const body = new Uint8Array(sizeBytes);
  let at = 0;
  for (const piece of pieces) {
    body.set(piece, at);
    at += piece.length;
  }
  return body;
}
