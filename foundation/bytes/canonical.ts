/**
 * Canonical JSON (docs/formats/conventions.md): the subset of RFC 8785 we sign. One spelling for each value, so
 * that what was signed and what was read are the same thing. Integers only; keys are ASCII, sorted; no duplicate keys.
 */
import { BytesError } from "./errors.ts";
import { fromUtf8, utf8, type Bytes } from "./bytes.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Arrays and objects inside one another beyond this are refused before they can exhaust a stack. */
export const MAX_DEPTH = 32;
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
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    throw new BytesError("not-canonical");
  }
  if (canonicalText(value) !== text) throw new BytesError("not-canonical");
  return value;
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
