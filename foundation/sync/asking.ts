/**
 * One request to a relay that is not trusted: a time it may take, a size its answer may have, no redirects, and trying again where that can help.
 * Every request of the protocol may be repeated: what was kept is kept once.
 */
import { concatAll } from "#bytes";
import { parseRefusal, refusalFits, WireError, type RefusalAnswer } from "#wire";
import type { Offline } from "./answers.ts";
import { SyncError } from "./errors.ts";

/** How to reach a relay. `fetch` may go through a proxy; clock, randomness and sleep are given, so that tests need not wait. */
export type Reach = {
  readonly fetch: typeof fetch;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Once this fires nothing is asked any more. */
  readonly signal?: AbortSignal;
  /** What a small request may take, and the longest silence in the middle of an answer. */
  readonly timeoutMs?: number;
  /** The slowest road we count with: what is large may take longer. */
  readonly bytesPerMs?: number;
  /** How often one thing is asked before it counts as offline. */
  readonly attempts?: number;
};

export type Asked = {
  readonly method: "GET" | "PUT" | "POST";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
  /** Statuses that are no refusal. */
  readonly good: readonly number[];
  /** The largest good answer. */
  readonly limitBytes: number;
  /** How long the relay was asked to wait. */
  readonly waitMs?: number;
};

/** An answer under a good status, or a refusal in the protocol's words. */
export type Heard =
  | { readonly kind: "good"; readonly status: number; readonly headers: Headers; readonly body: Uint8Array<ArrayBuffer> }
  | { readonly kind: "said-no"; readonly refusal: RefusalAnswer };

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_ATTEMPTS = 3;
const DEFAULT_BYTES_PER_MS = 7;
const REFUSAL_LIMIT_BYTES = 1024;
const FIRST_PAUSE_MS = 500;
/** Under these a proxy, or the server below the relay's own words, says that the relay is not to be had. */
const BETWEEN: readonly number[] = [408, 502, 503, 504];

/** Asks, and again after a growing, uneven pause where nobody answered or the relay was busy. Throws `SyncError` for what no honest relay says. */
export async function ask(reach: Reach, asked: Asked): Promise<Heard | Offline> {
  const attempts = reach.attempts ?? DEFAULT_ATTEMPTS;
  for (let attempt = 1; ; attempt++) {
    const heard = await askOnce(reach, asked, (response, watch) => readWithin(response, asked.limitBytes, watch));
    const helpsToTryAgain = heard.kind === "offline" ? heard.why !== "stopped" : heard.kind === "said-no" && isPassing(heard.refusal);
    if (!helpsToTryAgain || attempt >= attempts) return heard;
    // Uneven, so that desks which lost the relay at one moment do not come back at one moment.
    await reach.sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + reach.random()));
  }
}

function isPassing({ error }: RefusalAnswer): boolean {
  return error === "busy" || error === "failing";
}

/**
 * Asks once, and hands each piece of a good answer on as it comes; the `body` heard is empty. There is no trying again: what was handed on was handed on.
 * What `take` throws flies.
 */
export async function askStreaming(reach: Reach, asked: Asked, take: (piece: Uint8Array) => void | Promise<void>): Promise<Heard | Offline> {
  let thrown: { readonly error: unknown } | null = null;
  const heard = await askOnce(reach, asked, async (response, watch) => {
    await eachPiece(response, asked.limitBytes, watch, async (piece) => {
      try {
        await take(piece);
      } catch (error) {
        thrown = { error };
        throw error;
      }
    });
    return new Uint8Array(0);
  });
  if (thrown !== null) throw (thrown as { readonly error: unknown }).error;
  return heard;
}

/** Ends one request: when its time is over, when nothing comes, when we stop. */
type Watch = { readonly signal: AbortSignal; readonly progress: () => void };
type ReadGood = (response: Response, watch: Watch) => Promise<Uint8Array<ArrayBuffer>>;

async function askOnce(reach: Reach, asked: Asked, readGood: ReadGood): Promise<Heard | Offline> {
  if (reach.signal?.aborted === true) return { kind: "offline", why: "stopped" };
  const ending = new AbortController();
  let why: Offline["why"] = "unreachable";
  const end = (reason: Offline["why"]) => () => {
    why = reason;
    ending.abort();
  };
  const { timeoutMs = DEFAULT_TIMEOUT_MS, bytesPerMs = DEFAULT_BYTES_PER_MS } = reach;
  const sizeBytes = (asked.body?.length ?? 0) + asked.limitBytes;
  const overall = setTimeout(end("timeout"), timeoutMs + (asked.waitMs ?? 0) + sizeBytes / bytesPerMs);
  let silence: NodeJS.Timeout | undefined;
  const progress = () => {
    clearTimeout(silence);
    silence = setTimeout(end("timeout"), timeoutMs);
  };
  const onStop = end("stopped");
  reach.signal?.addEventListener("abort", onStop, { once: true });
  try {
    return await hear(reach, asked, readGood, { signal: ending.signal, progress });
  } catch (error) {
    if (error instanceof SyncError) throw error;
    // Whatever else fetch throws (each platform and proxy throws its own): nobody we can hear.
    return { kind: "offline", why };
  } finally {
    clearTimeout(overall);
    clearTimeout(silence);
    reach.signal?.removeEventListener("abort", onStop);
    ending.abort();
  }
}

async function hear(reach: Reach, asked: Asked, readGood: ReadGood, watch: Watch): Promise<Heard | Offline> {
  const { method, url, headers = {}, body } = asked;
  const { signal } = watch;
  const request: RequestInit = {
    method,
    headers: { ...headers },
    redirect: "manual",
    cache: "no-store",
    credentials: "omit",
    referrerPolicy: "no-referrer",
    signal,
  };
  const response = await unlessAborted(reach.fetch(url, body === undefined ? request : { ...request, body }), signal);
  const { status } = response;
  if (response.type === "opaqueredirect" || (status >= 300 && status < 400)) throw new SyncError("redirected");
  if (asked.good.includes(status)) return { kind: "good", status, headers: response.headers, body: await readGood(response, watch) };
  const refusal = parseNo(await readWithin(response, REFUSAL_LIMIT_BYTES, watch), status);
  return refusal === null ? { kind: "offline", why: "unreachable" } : { kind: "said-no", refusal };
}

/** `null`: somebody between us and the relay spoke, and says that it is not to be had. */
function parseNo(body: Uint8Array, status: number): RefusalAnswer | null {
  let refusal: RefusalAnswer;
  try {
    refusal = parseRefusal(body);
  } catch (error) {
    if (error instanceof WireError && BETWEEN.includes(status)) return null;
    throw error instanceof WireError ? new SyncError("bad-answer") : error;
  }
  if (!refusalFits(refusal.error, status)) throw new SyncError("bad-answer");
  if (refusal.error === "bug" || refusal.error === "bad-request" || refusal.error === "no-such-route") throw new SyncError("misunderstood");
  return refusal;
}

/** What `parse` makes of it; what it cannot read is not believed. */
export function believed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof WireError) throw new SyncError("bad-answer");
    throw error;
  }
}

/** The answer's body, if it has no more than `limitBytes`. */
async function readWithin(response: Response, limitBytes: number, watch: Watch): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  await eachPiece(response, limitBytes, watch, (piece) => void pieces.push(piece));
  return concatAll(pieces);
}

/** Hands each piece of a body on as it comes, of `limitBytes` in all. Stops reading at the limit, where `take` throws, or `signal` fires. */
async function eachPiece(
  response: Response,
  limitBytes: number,
  { signal, progress }: Watch,
  take: (piece: Uint8Array) => void | Promise<void>,
): Promise<void> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  let sizeBytes = 0;
  try {
    for (;;) {
      progress();
      const { done, value } = await unlessAborted(reader.read(), signal);
      if (done) return;
      sizeBytes += value.length;
      if (sizeBytes > limitBytes) throw new SyncError("too-large");
      await take(value);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** A body that drips for ever must not outlast the signal, whatever the platform's fetch does with it. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(new DOMException("aborted", "AbortError"));
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener("abort", onAbort));
}
