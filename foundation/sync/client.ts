/**
 * Everything a desk says to a relay (docs/formats/relay.md), one method for each route. An answer is what was asked for, a refusal, or `offline`;
 * what no honest relay says throws `SyncError`.
 */
import { concat, type Bytes } from "#bytes";
import { sha256Hex } from "#prim";
import {
  bearer,
  decodePlaced,
  encodeBlobs,
  encodeLogForm,
  encodeMailboxForm,
  ENVELOPE_BYTES,
  HEADERS,
  ID_BYTES,
  isHash,
  isId,
  MAILBOX_SLOT_BYTES,
  MAX_ANSWER_BYTES,
  MAX_CHUNK_BYTES,
  MAX_JSON_ANSWER_BYTES,
  MAX_KEYS_BYTES,
  NONE,
  parseCursors,
  parseRelayHello,
  paths,
  tokenHash,
  type LogForm,
  type Placed,
} from "#wire";
import { isRelayAddress } from "./address.ts";
import type { Answer, Offline, Refused } from "./answers.ts";
import { ask, askStreaming, believed, type Asked, type Heard, type Reach } from "./asking.ts";
import { SyncError } from "./errors.ts";

const VERSION = 1;

/** Blobs after a cursor, and the chain up to it. */
export type Entries = {
  readonly incarnation: string;
  /** The log's chain at the cursor asked after, `null` where the log is shorter. */
  readonly at: string | null;
  readonly entries: readonly Placed[];
};

/** What an append onto a line comes to. `head`: hash of the newest blob, `null` for an empty line. */
export type LineAnswer = Answer<{ readonly cursor: number }> | { readonly kind: "not-head"; readonly head: string | null };

export class RelayClient {
  readonly #origin: string;
  readonly #reach: Reach;

  /** @param address one of which `isRelayAddress` holds. Throws `TypeError` for another. */
  constructor(address: string, reach: Reach) {
    if (!isRelayAddress(address)) throw new TypeError("not a relay's address");
    this.#origin = new URL(address).href.replace(/\/$/, "");
    this.#reach = reach;
  }

  async hello(): Promise<Answer<{ readonly incarnation: string }>> {
    const heard = await this.#ask({ method: "GET", good: [200], limitBytes: MAX_JSON_ANSWER_BYTES }, paths.relay());
    return onGood(heard, ({ body }) => {
      const { incarnation, v } = believed(() => parseRelayHello(body));
      if (v !== VERSION) throw new SyncError("newer-relay");
      return { kind: "ok", incarnation };
    });
  }

  /** Makes a log; the same again is no error. */
  async makeLog(logId: string, form: LogForm, accountToken: string): Promise<Answer<{ readonly isNew: boolean }>> {
    const heard = await this.#ask({ ...put(encodeLogForm(form)), headers: authorized(accountToken) }, paths.log(logId));
    return onGood(heard, ({ status }) => ({ kind: "ok", isNew: status === 201 }));
  }

  /** Appends 1–256 blobs of at most 4 MiB with framing. Blobs the log has already get their old cursors. */
  async append(
    logId: string,
    writeToken: string,
    blobs: readonly Uint8Array[],
  ): Promise<Answer<{ readonly cursors: number[]; readonly incarnation: string }>> {
    const heard = await this.#ask({ ...post(encodeBlobs(blobs)), headers: authorized(writeToken) }, paths.entries(logId));
    return onGood(heard, ({ body, headers }) => ({
      kind: "ok",
      cursors: believed(() => parseCursors(body, blobs.length)),
      incarnation: incarnationIn(headers),
    }));
  }

  /** Appends onto a line's newest blob, and nowhere else. @param after its hash, `null` for an empty line */
  async appendToLine(logId: string, writeToken: string, after: string | null, blob: Uint8Array): Promise<LineAnswer> {
    const headers = { ...authorized(writeToken), [HEADERS.after]: after ?? NONE };
    const heard = await this.#ask({ ...post(encodeBlobs([blob])), headers }, paths.entries(logId));
    if (heard.kind === "said-no" && heard.refusal.error === "not-the-head") {
      const { head = null } = heard.refusal;
      // Offering the very head we named would be refusing for nothing.
      if (head === after) throw new SyncError("bad-answer");
      return { kind: "not-head", head };
    }
    return onGood(heard, ({ body }) => ({ kind: "ok", cursor: believed(() => parseCursors(body, 1))[0]! }));
  }

  /** Blobs above `after`. With `waitSeconds` the relay holds its answer until there is one. */
  async entries(logId: string, readToken: string, after: number, waitSeconds = 0): Promise<Answer<Entries>> {
    const heard = await this.#ask(
      { method: "GET", good: [200], limitBytes: MAX_ANSWER_BYTES, waitMs: waitSeconds * 1000, headers: authorized(readToken) },
      paths.entriesAfter(logId, after, waitSeconds),
    );
    return onGood(heard, ({ body, headers }) => ({
      kind: "ok",
      incarnation: incarnationIn(headers),
      at: atIn(headers),
      entries: believed(() => decodePlaced(body, after)),
    }));
  }

  /** Keeps a chunk of at most 1 MiB under its SHA-256. */
  async putChunk(logId: string, writeToken: string, chunk: Bytes): Promise<Answer<{ readonly isNew: boolean }>> {
    const heard = await this.#ask({ ...put(chunk), headers: authorized(writeToken) }, paths.chunk(logId, sha256Hex(chunk)));
    return onGood(heard, ({ status }) => ({ kind: "ok", isNew: status === 201 }));
  }

  /** A chunk, checked against its hash. */
  async chunk(logId: string, readToken: string, hash: string): Promise<Answer<{ readonly chunk: Bytes }>> {
    const heard = await this.#ask(
      { method: "GET", good: [200], limitBytes: MAX_CHUNK_BYTES, headers: authorized(readToken) },
      paths.chunk(logId, hash),
    );
    return onGood(heard, ({ body }) => {
      if (sha256Hex(body) !== hash) throw new SyncError("wrong-bytes");
      return { kind: "ok", chunk: body };
    });
  }

  /** Hands in a report's envelope, as a reporter does. `ok` only when the relay says that it is on disk. */
  async report(envelope: Bytes): Promise<Answer<object>> {
    return onGood(await this.#ask({ ...post(envelope), good: [204], limitBytes: 0 }, paths.report()), () => ({ kind: "ok" }));
  }

  /**
   * Hands each envelope of the intake on as it comes. @param maxEnvelopes more than that throws `too-large`: it is the desk's limit, not the relay's.
   * A listing that breaks off is `offline`, after what came was handed on.
   */
  async intake(
    readToken: string,
    maxEnvelopes: number,
    take: (envelope: Bytes) => void | Promise<void>,
  ): Promise<Answer<{ readonly count: number }>> {
    const unit = ID_BYTES + ENVELOPE_BYTES;
    let rest: Bytes = new Uint8Array(0);
    let count = 0;
    const asked = {
      method: "GET",
      good: [200],
      limitBytes: maxEnvelopes * unit,
      headers: authorized(readToken),
      url: this.#url(paths.intake()),
    } as const;
    const heard = await askStreaming(this.#reach, asked, async (piece) => {
      rest = concat(rest, piece);
      while (rest.length >= unit) {
        await take(rest.slice(ID_BYTES, unit));
        rest = rest.slice(unit);
        count++;
      }
    });
    return onGood(heard, () => {
      if (rest.length > 0) throw new SyncError("bad-answer");
      return { kind: "ok", count };
    });
  }

  async putKeys(accountToken: string, keys: Bytes): Promise<Answer<object>> {
    const heard = await this.#ask({ ...put(keys), good: [204], limitBytes: 0, headers: authorized(accountToken) }, paths.keys());
    return onGood(heard, () => ({ kind: "ok" }));
  }

  async keys(): Promise<Answer<{ readonly keys: Bytes }>> {
    const heard = await this.#ask({ method: "GET", good: [200], limitBytes: MAX_KEYS_BYTES }, paths.keys());
    return onGood(heard, ({ body }) => ({ kind: "ok", keys: body }));
  }

  async makeMailbox(mailboxId: string, accessToken: string, accountToken: string): Promise<Answer<object>> {
    const body = encodeMailboxForm(tokenHash(accessToken));
    const heard = await this.#ask({ ...put(body), good: [201], headers: authorized(accountToken) }, paths.mailbox(mailboxId));
    return onGood(heard, () => ({ kind: "ok" }));
  }

  /** @param body exactly 16,384 bytes */
  async putSlot(mailboxId: string, accessToken: string, slot: number, body: Bytes): Promise<Answer<{ readonly isNew: boolean }>> {
    const heard = await this.#ask({ ...put(body), headers: authorized(accessToken) }, paths.slot(mailboxId, slot));
    return onGood(heard, ({ status }) => ({ kind: "ok", isNew: status === 201 }));
  }

  /** A slot's 16,384 bytes; refused as `empty` until there are some. */
  async slot(mailboxId: string, accessToken: string, slot: number): Promise<Answer<{ readonly body: Bytes }>> {
    const heard = await this.#ask(
      { method: "GET", good: [200], limitBytes: MAILBOX_SLOT_BYTES, headers: authorized(accessToken) },
      paths.slot(mailboxId, slot),
    );
    return onGood(heard, ({ body }) => {
      if (body.length !== MAILBOX_SLOT_BYTES) throw new SyncError("wrong-bytes");
      return { kind: "ok", body };
    });
  }

  #ask(asked: Omit<Asked, "url">, path: string): Promise<Heard | Offline> {
    return ask(this.#reach, { ...asked, url: this.#url(path) });
  }

  #url(path: string): string {
    return `${this.#origin}${path}`;
  }
}

function put(body: Bytes): Omit<Asked, "url"> {
  return { method: "PUT", body, good: [200, 201], limitBytes: 0 };
}

function post(body: Bytes): Omit<Asked, "url"> {
  return { method: "POST", body, good: [200], limitBytes: MAX_JSON_ANSWER_BYTES };
}

function authorized(token: string): Readonly<Record<string, string>> {
  return { authorization: bearer(token) };
}

function onGood<T>(heard: Heard | Offline, work: (good: Heard & { kind: "good" }) => T): T | Refused | Offline {
  if (heard.kind === "offline") return heard;
  if (heard.kind === "good") return work(heard);
  const { error } = heard.refusal;
  // Only an append onto a line is told that; there it was dealt with before.
  if (error === "not-the-head") throw new SyncError("bad-answer");
  return { kind: "refused", code: error };
}

function incarnationIn(headers: Headers): string {
  const incarnation = headers.get(HEADERS.incarnation);
  if (!isId(incarnation)) throw new SyncError("bad-answer");
  return incarnation;
}

function atIn(headers: Headers): string | null {
  const at = headers.get(HEADERS.at);
  if (at === NONE) return null;
  if (!isHash(at)) throw new SyncError("bad-answer");
  return at;
}
