/** The words of the protocol: ids, hashes and tokens in hexadecimal, paths, and what a path's query may say. */
import { fromHex } from "#bytes";
import { sha256Hex } from "#prim";
import { WireError } from "./errors.ts";
import { MAILBOX_SLOTS, MAX_CURSOR, MAX_WAIT_SECONDS, TOKEN_BYTES } from "./limits.ts";

const ID = /^[0-9a-f]{32}$/;
const HASH = /^[0-9a-f]{64}$/;
const DECIMAL = /^(?:0|[1-9][0-9]{0,9})$/;

/** An id of a log or mailbox: 32 lower-case hexadecimal characters. */
export function isId(text: unknown): text is string {
  return typeof text === "string" && ID.test(text);
}

/** A SHA-256, or a token: 64 lower-case hexadecimal characters. */
export function isHash(text: unknown): text is string {
  return typeof text === "string" && HASH.test(text);
}

/** What the relay keeps of a token: SHA-256 of its 32 bytes. Throws `WireError("bad-token")`. */
export function tokenHash(token: string): string {
  if (!isHash(token)) throw new WireError("bad-token");
  return sha256Hex(fromHex(token, TOKEN_BYTES));
}

/** The `authorization` header that carries a token. Throws `WireError("bad-token")`. */
export function bearer(token: string): string {
  if (!isHash(token)) throw new WireError("bad-token");
  return `Bearer ${token}`;
}

/** The token in an `authorization` header, or `null` where there is none in this exact spelling. */
export function tokenOf(authorization: string | null | undefined): string | null {
  return /^Bearer ([0-9a-f]{64})$/.exec(authorization ?? "")?.[1] ?? null;
}

/** Names of the protocol's own headers. */
export const HEADERS = {
  /** On a line's append: hash of the blob the writer takes for the newest, or `none`. */
  after: "vouchsafe-after",
  /** On every answer about entries: the log's chain (chain.ts) at the cursor that was asked after, or `none` where the log is shorter. */
  at: "vouchsafe-at",
  /** On every answer about entries. */
  incarnation: "vouchsafe-incarnation",
} as const;

/** How "no blob" is said where a hash would stand. */
export const NONE = "none";

/** Paths of every route. Each refuses a malformed part with `WireError`, so that nothing else can get into a path. */
export const paths = {
  relay: (): string => "/v1/relay",
  log: (logId: string): string => `/v1/log/${id(logId)}`,
  entries: (logId: string): string => `/v1/log/${id(logId)}/entries`,
  entriesAfter: (logId: string, after: number, waitSeconds: number): string =>
    `/v1/log/${id(logId)}/entries?after=${whole(after, MAX_CURSOR)}${waitSeconds > 0 ? `&wait=${whole(waitSeconds, MAX_WAIT_SECONDS)}` : ""}`,
  chunk: (logId: string, chunkHash: string): string => `/v1/blob/${id(logId)}/${hash(chunkHash)}`,
  report: (): string => "/d",
  intake: (): string => "/v1/intake",
  keys: (): string => "/keys.bin",
  mailbox: (mailboxId: string): string => `/v1/mailbox/${id(mailboxId)}`,
  slot: (mailboxId: string, slot: number): string => `/v1/mailbox/${id(mailboxId)}/${slotNumber(String(slot))}`,
} as const;

/** The query of `GET …/entries`: `after` and perhaps `wait`, each at most once and nothing else. Throws `WireError("bad-query")`. */
export function parseEntriesQuery(query: URLSearchParams): { readonly after: number; readonly waitSeconds: number } {
  for (const name of query.keys()) if ((name !== "after" && name !== "wait") || query.getAll(name).length !== 1) throw new WireError("bad-query");
  const after = query.get("after");
  if (after === null) throw new WireError("bad-query");
  return { after: decimal(after, MAX_CURSOR), waitSeconds: decimal(query.get("wait") ?? "0", MAX_WAIT_SECONDS) };
}

/** The slot of a mailbox's path, 1–4. Throws `WireError("bad-id")`. */
export function slotNumber(text: string): number {
  const slot = /^[1-9]$/.test(text) ? Number(text) : 0;
  if (slot < 1 || slot > MAILBOX_SLOTS) throw new WireError("bad-id");
  return slot;
}

function id(text: string): string {
  if (!isId(text)) throw new WireError("bad-id");
  return text;
}

function hash(text: string): string {
  if (!isHash(text)) throw new WireError("bad-hash");
  return text;
}

function whole(n: number, max: number): number {
  if (!Number.isSafeInteger(n) || n < 0 || n > max) throw new WireError("bad-query");
  return n;
}

function decimal(text: string, max: number): number {
  if (!DECIMAL.test(text) || Number(text) > max) throw new WireError("bad-query");
  return Number(text);
}
