/**
 * A relay that lies, for tests: wraps what a desk uses to reach an honest one. It is as clever as a relay can be: it remembers what it told, and says
 * the chain that fits its own lies. Every choice follows from the seed.
 *
 * To a log's reader it shows a *view*: the honest log, changed by its attack. `calm` ends it: from then on the honest relay is heard.
 */
import { canonical, concat, toHex, u32, utf8, type Bytes } from "#bytes";
import { sha256, sha256Hex } from "#prim";
import {
  CHAIN_START,
  chainAfter,
  decodeBlobs,
  decodePlaced,
  encodePlaced,
  HEADERS,
  MAX_ANSWER_BLOBS,
  MAX_ANSWER_BYTES,
  MAX_BLOB_BYTES,
  NONE,
  PLACED_OVERHEAD_BYTES,
  type Placed,
} from "#wire";

export const ATTACKS = [
  "replay",
  "duplicate",
  "reorder",
  "bit-flip",
  "drop-middle",
  "rollback",
  "withhold-newest",
  "fork",
  "wrong-incarnation",
  "truncate",
  "oversize",
  "slow",
  "swap-logs",
  "garbage",
  "cursor-lies",
  "swallow",
  "odd-status",
] as const;

export type Attack = (typeof ATTACKS)[number];

export type HostileOptions = { readonly seed: number; readonly attack: Attack };

/** A `fetch` that lies until it is told to be calm. */
export type HostileFetch = typeof fetch & { readonly calm: () => void };

type View = { readonly entries: readonly Placed[]; readonly incarnation: string };
type Answer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: Bytes };

/**
 * Each wrapper is one desk's way to the relay. With `fork`, what goes in through it is kept apart: two desks behind two wrappers, or one behind a wrapper
 * and one not, see different logs from the first write on.
 */
export function hostileFetch(realFetch: typeof fetch, { seed, attack }: HostileOptions): HostileFetch {
  const dice = new Dice(`${attack} ${seed}`);
  const answersByRoute = new Map<string, Answer[]>();
  const readers = new Map<string, RequestInit>();
  const told = new Map<string, Map<number, string>>();
  const apart = new Map<string, Placed[]>();
  let cutAt: number | null = null;
  let isCalm = false;

  const hostile = async (input: Parameters<typeof fetch>[0], init: RequestInit = {}): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : String(input));
    if (isCalm) return realFetch(input, init);
    if (attack === "slow" && dice.oneIn(2)) return dice.oneIn(2) ? new Promise(() => {}) : new Response(drip());
    const answer = url.pathname.endsWith("/entries") ? await aboutEntries(url, init) : await honest(url.href, init);
    const route = `${init.method ?? "GET"} ${url.pathname}`;
    const earlier = answersByRoute.get(route) ?? [];
    answersByRoute.set(route, [...earlier.slice(-9), answer]);
    return respond(spoil(attack === "replay" && earlier.length > 0 && dice.oneIn(2) ? dice.pick(earlier) : answer));
  };
  return Object.assign(hostile as typeof fetch, { calm: () => void (isCalm = true) });

  async function aboutEntries(url: URL, init: RequestInit): Promise<Answer> {
    const logId = url.pathname.split("/")[3]!;
    if (init.method === "POST") return aboutAppend(logId, url, init);
    readers.set(logId, init);
    const first = await honest(url.href.replace(/&wait=[0-9]+/, ""), init);
    if (first.status !== 200) return first;
    const view = lie({ entries: await wholeLog(url, init, logId), incarnation: first.headers[HEADERS.incarnation]! }, logId);
    const source = attack === "swap-logs" && dice.oneIn(2) ? await otherLog(url, logId) : view.entries;
    return show(logId, Number(url.searchParams.get("after")), { ...view, entries: source });
  }

  async function aboutAppend(logId: string, url: URL, init: RequestInit): Promise<Answer> {
    if (attack === "fork") return appendApart(logId, url, init);
    if (attack !== "swallow" || !dice.oneIn(2)) return honest(url.href, init);
    // Says that it keeps what it lets fall.
    const blobs = decodeBlobs(init.body as Bytes);
    const first = dice.below(50) + 1;
    return json(200, { cursors: blobs.map((_, n) => first + n) }, { [HEADERS.incarnation]: "0".repeat(32) });
  }

  async function appendApart(logId: string, url: URL, init: RequestInit): Promise<Answer> {
    const reader = readers.get(logId);
    if (reader === undefined) return honest(url.href, init);
    const branch = apart.get(logId) ?? [...(await wholeLog(url, reader, logId))];
    apart.set(logId, branch);
    const after = new Headers(init.headers).get(HEADERS.after);
    const head = branch.at(-1) === undefined ? NONE : sha256Hex(branch.at(-1)!.blob);
    if (after !== null && after !== head) return json(409, { error: "not-the-head", head });
    const cursors = decodeBlobs(init.body as Bytes).map((blob) => branch.push({ cursor: branch.length + 1, blob }));
    return json(
      200,
      { cursors },
      { [HEADERS.incarnation]: (await honest(`${url.origin}/v1/log/${logId}/entries?after=0`, reader)).headers[HEADERS.incarnation]! },
    );
  }

  function lie(view: View, logId: string): View {
    const { entries } = view;
    const n = entries.length;
    switch (attack) {
      case "duplicate": {
        const at = dice.below(n);
        const twice = n === 0 ? [] : [...entries.slice(0, at), entries[at]!, ...entries.slice(at)];
        return { ...view, entries: dice.oneIn(2) ? twice : renumbered(twice) };
      }
      case "reorder":
        return { ...view, entries: dice.oneIn(2) ? dice.shuffled(entries) : renumbered(dice.shuffled(entries)) };
      case "drop-middle": {
        const left = entries.filter(() => !dice.oneIn(4));
        return { ...view, entries: dice.oneIn(2) ? left : renumbered(left) };
      }
      case "rollback":
        return { ...view, entries: dice.oneIn(2) ? entries : entries.slice(0, dice.below(n + 1)) };
      case "withhold-newest":
        cutAt ??= dice.below(n + 1);
        return { ...view, entries: entries.slice(0, cutAt) };
      case "fork":
        return { ...view, entries: apart.get(logId) ?? entries };
      case "wrong-incarnation":
        return dice.oneIn(2) ? { ...view, incarnation: toHex(dice.bytes(16)) } : view;
      case "garbage": {
        const spoilt = entries.map((entry) => (dice.oneIn(3) ? { ...entry, blob: dice.bytes(1 + dice.below(400)) } : entry));
        return { ...view, entries: dice.oneIn(2) ? spoilt : renumbered([...spoilt, { cursor: 0, blob: dice.bytes(40) }]) };
      }
      case "cursor-lies": {
        const jump = dice.pick([2, 1000, 2 ** 31, 2 ** 32 - 1 - n]);
        const from = dice.below(n + 1);
        return { ...view, entries: entries.map((entry, i) => (i < from ? entry : { ...entry, cursor: entry.cursor + jump })) };
      }
      default:
        return view;
    }
  }

  /** The part of a view above `after`, and the chain that fits what was told before. */
  function show(logId: string, after: number, { entries, incarnation }: View): Answer {
    const remembered = told.get(logId) ?? new Map([[0, CHAIN_START]]);
    told.set(logId, remembered);
    const shown: Placed[] = [];
    let leftBytes = MAX_ANSWER_BYTES;
    let chain = remembered.get(after);
    for (const entry of entries) {
      if (entry.cursor <= after) continue;
      leftBytes -= entry.blob.length + PLACED_OVERHEAD_BYTES;
      if (leftBytes < 0 || shown.length === MAX_ANSWER_BLOBS) break;
      shown.push(entry);
      if (chain !== undefined) remembered.set(entry.cursor, (chain = chainAfter(chain, sha256Hex(entry.blob))));
    }
    const at = attack === "rollback" && entries.length < after ? NONE : (remembered.get(after) ?? NONE);
    return { status: 200, headers: { [HEADERS.incarnation]: incarnation, [HEADERS.at]: at }, body: encodePlaced(shown) };
  }

  /** What is done to an answer's bytes, whatever it is about. */
  function spoil(answer: Answer): Answer {
    if (dice.oneIn(3)) return answer;
    const { body } = answer;
    switch (attack) {
      case "bit-flip": {
        if (body.length === 0) return answer;
        const flipped = body.slice();
        flipped[dice.below(body.length)]! ^= 1 << dice.below(8);
        return { ...answer, body: flipped };
      }
      case "truncate":
        return { ...answer, body: body.slice(0, dice.below(body.length + 1)) };
      case "oversize": {
        const bodies = [() => new Uint8Array(MAX_ANSWER_BYTES + 1), () => TOO_MANY_BLOBS, tooLargeBlob, () => concat(body, new Uint8Array(70_000))];
        return { ...answer, body: dice.pick(bodies)() };
      }
      case "odd-status":
        return dice.pick<() => Answer>([
          () => ({ status: 302, headers: { location: "http://elsewhere.invalid/" }, body: new Uint8Array(0) }),
          () => ({ status: 200, headers: { "content-type": "text/html" }, body: utf8("<html>sign in to the network</html>") }),
          () => ({ status: 502, headers: {}, body: utf8("<html>bad gateway</html>") }),
          () => json(404, { error: "no-such-log" }),
          () => json(200, { error: "no-such-log" }),
          () => json(409, { error: "not-the-head", head: toHex(dice.bytes(32)) }),
          () => json(429, { error: "quota" }),
          () => json(500, { error: "bug" }),
          () => json(418, { error: "full" }),
          () => ({ ...answer, headers: {} }),
        ])();
      default:
        return answer;
    }
  }

  async function wholeLog(url: URL, init: RequestInit, logId: string): Promise<Placed[]> {
    const entries: Placed[] = [];
    for (;;) {
      const after = entries.at(-1)?.cursor ?? 0;
      const { status, body } = await honest(`${url.origin}/v1/log/${logId}/entries?after=${after}`, { headers: init.headers ?? {} });
      const more = status === 200 ? decodePlaced(body, after) : [];
      if (more.length === 0) return entries;
      entries.push(...more);
    }
  }

  /** Another log it has been asked for, if any: it can read with the tokens it was shown. */
  async function otherLog(url: URL, logId: string): Promise<Placed[]> {
    const others = [...readers].filter(([id]) => id !== logId);
    if (others.length === 0) return [];
    const [otherId, init] = dice.pick(others);
    return wholeLog(url, init, otherId);
  }

  async function honest(url: string, init: RequestInit): Promise<Answer> {
    const response = await realFetch(url, init);
    return { status: response.status, headers: Object.fromEntries(response.headers), body: new Uint8Array(await response.arrayBuffer()) };
  }
}

function renumbered(entries: readonly Placed[]): Placed[] {
  return entries.map(({ blob }, n) => ({ cursor: n + 1, blob }));
}

const TOO_MANY_BLOBS = encodePlaced(Array.from({ length: MAX_ANSWER_BLOBS + 1 }, (_, n) => ({ cursor: n + 1, blob: Uint8Array.of(n) })));

function tooLargeBlob(): Bytes {
  return concat(u32(0), u32(1), u32(MAX_BLOB_BYTES + 1), new Uint8Array(MAX_BLOB_BYTES + 1));
}

/** A body of which a byte comes now and then, and that never ends. */
function drip(): ReadableStream {
  let timer: NodeJS.Timeout;
  return new ReadableStream({
    start: (controller) => void (timer = setInterval(() => controller.enqueue(Uint8Array.of(0)), 10)),
    cancel: () => clearInterval(timer),
  });
}

function respond({ status, headers, body }: Answer): Response {
  return new Response(status === 204 || status === 304 ? null : body, { status, headers: { ...headers } });
}

function json(status: number, value: Parameters<typeof canonical>[0], headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { "content-type": "application/json", ...headers }, body: canonical(value) };
}

/** Choices that follow from a seed: SHA-256 of it and a counter. */
class Dice {
  readonly #seed: string;
  #drawn = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  bytes(length: number): Bytes {
    const pieces: Bytes[] = [];
    for (let left = length; left > 0; left -= 32) pieces.push(sha256(utf8(`${this.#seed} ${this.#drawn++}`)).slice(0, left));
    return concat(...pieces);
  }

  /** Below `n`; 0 where `n` is 0. */
  below(n: number): number {
    return n === 0 ? 0 : Number.parseInt(toHex(this.bytes(6)), 16) % n;
  }

  oneIn(n: number): boolean {
    return this.below(n) === 0;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }

  shuffled<T>(given: readonly T[]): T[] {
    const out = [...given];
    for (let i = out.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [out[i], out[j]] = [out[j]!, out[i]!];
    }
    return out;
  }
}
