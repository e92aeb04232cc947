/**
 * Canonical JSON (docs/formats/conventions.md): the subset of RFC 8785 we sign. One spelling for each value, so
 * that what was signed and what was read are the same thing. Integers only; keys are ASCII, sorted; no duplicate keys.
 */
import { BytesError } from "./errors.ts";
import { fromUtf8, utf8, type Bytes } from "./bytes.ts";
import { isCanonical, MAX_DEPTH, membersSpelled, type Members } from "./spelling.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const KEY = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

/** The one spelling of `value`. Throws `BytesError("not-canonical")` for what has none: fractions, lone surrogates, odd keys, undefined, anything with a class. */
export function canonicalText(value: Json): string {
  return write(value, 0);
}

/** UTF-8 of `canonicalText`. */
export function canonical(value: Json): Bytes {
  return utf8(canonicalText(value));
}

/** Reads canonical JSON and refuses every other spelling of the same value. Throws `BytesError`. */
export function parseCanonical(bytes: Uint8Array): Json {
  const text = fromUtf8(bytes);
  const value = parsed(text);
  // What the quick reading does not take is looked at slowly, as every doubt is.
  if (!isCanonical(bytes) && canonicalText(value) !== text) throw new BytesError("not-canonical");
  return value;
}

/**
 * What `parseCanonical` reads, and beside it where among the bytes the members of its list named `list` are spelled; `members` is `null` where there is no such
 * list. Throws `BytesError`.
 */
export function parseCanonicalList(bytes: Uint8Array, list: string): { readonly value: Json; readonly members: Members | null } {
  const text = fromUtf8(bytes);
  const value = parsed(text);
  const members = membersSpelled(bytes, list);
  if (members !== false) return { value, members };
  if (canonicalText(value) !== text) throw new BytesError("not-canonical");
  return { value, members: membersWritten(value, list) };
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new BytesError("not-canonical");
  }
}

/** The slow form of `membersSpelled`: where they come to stand when the value is written. */
export function membersWritten(value: Json, list: string): Members | null {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return null;
  const object = value as { readonly [key: string]: Json };
  const listed = Object.hasOwn(object, list) ? object[list]! : null;
  if (!Array.isArray(listed)) return null;
  const lengthOf = (part: Json): number => canonical(part).length;
  const before = Object.entries(object).filter(([key]) => key < list);
  let next = before.reduce((sum, [key, part]) => sum + key.length + lengthOf(part) + 4, list.length + 5);
  const members: { starts: number[]; ends: number[] } = { starts: [], ends: [] };
  for (const one of listed as readonly Json[]) {
    members.starts.push(next);
    members.ends.push((next += lengthOf(one)));
    next++;
  }
  return members;
}

function write(value: Json, depth: number): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new BytesError("not-canonical");
    return String(value);
  }
  if (typeof value === "string") {
    if (!value.isWellFormed()) throw new BytesError("not-canonical");
    return JSON.stringify(value);
  }
  if (typeof value !== "object") throw new BytesError("not-canonical");
  if (depth === MAX_DEPTH) throw new BytesError("too-deep");
  // Array.from visits the holes of a sparse array, which have no spelling.
  if (Array.isArray(value)) return `[${Array.from(value, (one: Json) => write(one, depth + 1)).join(",")}]`;
  if (!isPlain(value)) throw new BytesError("not-canonical");
  const fields = Object.keys(value)
    .sort()
    .map((key) => {
      if (!KEY.test(key)) throw new BytesError("not-canonical");
      return `"${key}":${write((value as { readonly [key: string]: Json })[key]!, depth + 1)}`;
    });
  return `{${fields.join(",")}}`;
}

/** A Map, a Date or a Redacted would be signed as `{}`, saying nothing of what it holds. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
