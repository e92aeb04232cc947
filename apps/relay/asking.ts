/** What routes share: who asks, and with what body. */
import { sameSecret } from "#prim";
import { isId, tokenHash, tokenOf, WireError, type LogForm, type RefusalCode } from "#wire";
import type { InFlight } from "./budgets.ts";
import { Refusal } from "./refusal.ts";
import type { RelayStore } from "./store.ts";

const NO_TOKEN = "0".repeat(64);

/** SHA-256 of the token a request carries, or `null`. */
export function askedWith(request: Request): string | null {
  const token = tokenOf(request.headers.get("authorization"));
  return token === null ? null : tokenHash(token);
}

/** Whether `hash` is one of `hashes`, in a time that does not depend on which. */
export function isAmong(hash: string | null, hashes: readonly string[]): boolean {
  const asked = Buffer.from(hash ?? NO_TOKEN, "hex");
  let found = false;
  for (const one of hashes) if (sameSecret(Buffer.from(one, "hex"), asked)) found = true;
  return found && hash !== null;
}

/** The log, for one of its readers or writers. An unknown log and a wrong token are refused alike. */
export async function logFor(store: RelayStore, logId: string, request: Request, right: "read" | "write"): Promise<{ form: LogForm; asker: string }> {
  const form = isId(logId) ? await store.log(logId) : null;
  const asker = askedWith(request);
  const allowed = form === null ? [] : right === "read" ? [form.read] : form.writers;
  if (!isAmong(asker, allowed) || form === null || asker === null) throw new Refusal("no-such-log");
  return { form, asker };
}

/** Refuses who does not carry the account token. */
export function requireAccount(accountHash: string | null, request: Request): void {
  if (accountHash === null || !isAmong(askedWith(request), [accountHash])) throw new Refusal("not-allowed");
}

/**
 * Reads a body of at most `limitBytes` and works on it. Nothing past the limit is taken in: a body that declares more is refused
 * unread, one that sends more is dropped there. Its room in memory is held until the work is done.
 */
export async function withBody<T>(
  request: Request,
  limitBytes: number,
  inFlight: InFlight,
  work: (body: Uint8Array<ArrayBuffer>) => Promise<T>,
  tooLarge: RefusalCode = "too-large",
): Promise<T> {
  const declared = request.headers.get("content-length");
  if (declared !== null && !/^[0-9]{1,15}$/.test(declared)) throw new Refusal("bad-request");
  if (declared !== null && Number(declared) > limitBytes) throw new Refusal(tooLarge);
  const release = inFlight.take(declared === null ? limitBytes : Number(declared));
  if (release === null) throw new Refusal("busy");
  try {
    return await work(declared === null ? await readBody(request, limitBytes, tooLarge) : await readDeclaredBody(request, limitBytes, tooLarge));
  } finally {
    release();
  }
}

/** HTTP itself ends a body at the length it declared, so this one can be read whole, which costs a third of reading it as a stream. */
async function readDeclaredBody(request: Request, limitBytes: number, tooLarge: RefusalCode): Promise<Uint8Array<ArrayBuffer>> {
  // The other side broke off: nobody hears the answer.
  const body = await request.arrayBuffer().catch(() => null);
  if (body === null) throw new Refusal("bad-request");
  if (body.byteLength > limitBytes) throw new Refusal(tooLarge);
  return new Uint8Array(body);
}

async function readBody(request: Request, limitBytes: number, tooLarge: RefusalCode): Promise<Uint8Array<ArrayBuffer>> {
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

/** What `parse` makes of something asked; a malformed one is refused. */
export function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof WireError) throw new Refusal("bad-request");
    throw error;
  }
}
