/** What is said in JSON, each way: canonical (conventions.md), strict, limited. */
import { BytesError, canonical, parseCanonical, type Bytes, type Json } from "#bytes";
import { WireError } from "./errors.ts";
import { MAX_CLOSED_INTAKES, MAX_FORM_BYTES, MAX_JSON_ANSWER_BYTES, MAX_WRITERS, MAX_APPEND_BLOBS, MAX_CURSOR } from "./limits.ts";
import { isHash, isId, NONE } from "./names.ts";
import { isRefusalCode, type RefusalCode } from "./refusals.ts";

/** How a log is made. It never changes: there is no route for that. */
export type LogForm = {
  /** Logs whose read token lists envelopes no more from now on. Sorted, each once. */
  readonly closesIntake: readonly string[];
  /** Whether this log's read token lists the envelopes. Never of a line. */
  readonly intake: boolean;
  /** `line`: appended only onto its newest blob. */
  readonly mode: "log" | "line";
  /** SHA-256 of the read token. */
  readonly read: string;
  /** SHA-256 of each write token. Sorted, each once. */
  readonly writers: readonly string[];
};

/** The one spelling of a log's form. Throws `WireError("bad-form")` for a form the relay would refuse. */
export function encodeLogForm(form: LogForm): Bytes {
  checkLogForm(form);
  return canonical({ closesIntake: form.closesIntake, intake: form.intake, mode: form.mode, read: form.read, writers: form.writers });
}

/** Throws `WireError("bad-form")`. */
export function parseLogForm(bytes: Uint8Array): LogForm {
  const form = fields(bytes, MAX_FORM_BYTES, ["closesIntake", "intake", "mode", "read", "writers"]);
  checkLogForm(form);
  return form;
}

/** The body that makes a mailbox. @param accessHash SHA-256 of its access token */
export function encodeMailboxForm(accessHash: string): Bytes {
  if (!isHash(accessHash)) throw new WireError("bad-form");
  return canonical({ access: accessHash });
}

/** SHA-256 of a new mailbox's access token. Throws `WireError("bad-form")`. */
export function parseMailboxForm(bytes: Uint8Array): string {
  const { access } = fields(bytes, MAX_FORM_BYTES, ["access"]);
  if (!isHash(access)) throw new WireError("bad-form");
  return access;
}

/** What a relay says of itself. `incarnation`: 16 random bytes made with its storage. */
export type RelayHello = { readonly incarnation: string; readonly v: number };

/** Throws `WireError("bad-form")`. A newer version is read, so that the desk can say that it needs an update. */
export function parseRelayHello(bytes: Uint8Array): RelayHello {
  const { incarnation, v } = fields(bytes, MAX_JSON_ANSWER_BYTES, ["incarnation", "v"]);
  if (!isId(incarnation) || typeof v !== "number" || v < 1) throw new WireError("bad-form");
  return { incarnation, v };
}

/** The cursors of an append, in the order the blobs were given. Throws `WireError("bad-form")`. */
export function parseCursors(bytes: Uint8Array, expectedCount: number): number[] {
  const { cursors } = fields(bytes, MAX_JSON_ANSWER_BYTES, ["cursors"]);
  if (!Array.isArray(cursors) || cursors.length !== expectedCount || cursors.length > MAX_APPEND_BLOBS) throw new WireError("bad-form");
  if (!cursors.every((cursor): cursor is number => typeof cursor === "number" && cursor >= 1 && cursor <= MAX_CURSOR))
    throw new WireError("bad-form");
  return [...cursors];
}

/** A refusal, with the line's newest hash (or `null` for an empty line) where the code is `not-the-head`. */
export type RefusalAnswer = { readonly error: RefusalCode; readonly head?: string | null };

/** The body of a refusal. */
export function encodeRefusal(answer: RefusalAnswer): Bytes {
  return canonical(answer.head === undefined ? { error: answer.error } : { error: answer.error, head: answer.head ?? NONE });
}

/** Throws `WireError("bad-form")`. */
export function parseRefusal(bytes: Uint8Array): RefusalAnswer {
  const value = object(bytes, MAX_JSON_ANSWER_BYTES);
  if (!isRefusalCode(value["error"])) throw new WireError("bad-form");
  const hasHead = value["error"] === "not-the-head";
  if (Object.keys(value).length !== (hasHead ? 2 : 1)) throw new WireError("bad-form");
  if (!hasHead) return { error: value["error"] };
  const head = value["head"];
  if (head === NONE) return { error: value["error"], head: null };
  if (!isHash(head)) throw new WireError("bad-form");
  return { error: value["error"], head };
}

function checkLogForm(form: { readonly [key: string]: unknown }): asserts form is LogForm {
  const { closesIntake, intake, mode, read, writers } = form;
  if (!sortedSet(closesIntake, isId, 0, MAX_CLOSED_INTAKES) || !sortedSet(writers, isHash, 1, MAX_WRITERS)) throw new WireError("bad-form");
  if (typeof intake !== "boolean" || (mode !== "log" && mode !== "line") || !isHash(read)) throw new WireError("bad-form");
  // The line is the roster's: everybody who was ever a member reads it. Envelopes are listed to readers of a record log.
  if (intake && mode === "line") throw new WireError("bad-form");
}

function sortedSet(value: unknown, isOne: (one: unknown) => boolean, min: number, max: number): boolean {
  if (!Array.isArray(value) || value.length < min || value.length > max || !value.every(isOne)) return false;
  return value.every((one: string, i) => i === 0 || (value[i - 1] as string) < one);
}

function fields<Name extends string>(bytes: Uint8Array, limitBytes: number, names: readonly Name[]): { readonly [key in Name]: Json } {
  const value = object(bytes, limitBytes);
  if (Object.keys(value).length !== names.length || !names.every((name) => Object.hasOwn(value, name))) throw new WireError("bad-form");
  return value as { readonly [key in Name]: Json };
}

function object(bytes: Uint8Array, limitBytes: number): { readonly [key: string]: Json } {
  if (bytes.length > limitBytes) throw new WireError("too-large");
  let value: Json;
  try {
    value = parseCanonical(bytes);
  } catch (error) {
    if (error instanceof BytesError) throw new WireError("bad-form");
    throw error;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new WireError("bad-form");
  return value as { readonly [key: string]: Json };
}
