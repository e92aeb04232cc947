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
  if (!isSpelledSo(value, text) && canonicalText(value) !== text) throw new BytesError("not-canonical");
  return value;
}

/** An object whose member `list` is a list, with the texts it is spelled of: `before`, then `members` with commas between, then the rest. */
export type SpelledList = { readonly value: Json; readonly before: string; readonly members: readonly string[] | null };

/**
 * What `parseCanonical` reads, and beside it how the members of its list named `list` are spelled; `members` is `null` where there is no such list.
 * Throws `BytesError`.
 */
export function parseCanonicalList(bytes: Uint8Array, list: string): SpelledList {
  const text = fromUtf8(bytes);
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    throw new BytesError("not-canonical");
  }
  if (isWithin(value, 0) && !text.includes(LONE_SURROGATE)) {
    const spelled = spelledList(value, list);
    if (spelled !== null && spelled.whole === text) return { value, before: spelled.before, members: spelled.members };
  }
  if (canonicalText(value) !== text) throw new BytesError("not-canonical");
  const spelled = spelledList(value, list);
  return { value, before: spelled?.before ?? "", members: spelled?.members ?? null };
}

function spelledList(value: Json, list: string): { whole: string; before: string; members: string[] } | null {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return null;
  const object = value as { readonly [key: string]: Json };
  const listed = object[list];
  if (!Object.hasOwn(object, list) || !Array.isArray(listed)) return null;
  const members = (listed as readonly Json[]).map((one) => JSON.stringify(one));
  let whole = "{";
  let before = "";
  for (const key of Object.keys(object)) {
    whole += whole === "{" ? `"${key}":` : `,"${key}":`;
    if (key === list) {
      before = `${whole}[`;
      whole = `${before}${members.join(",")}]`;
    } else whole += JSON.stringify(object[key]);
  }
  return { whole: `${whole}}`, before, members };
}

/**
 * Whether `value`, just parsed from `text`, is canonical and this is its spelling: the platform's writing is ours wherever every key and number is one
 * of ours. `false` means only that it is to be looked at slowly, as every doubt is.
 */
function isSpelledSo(value: Json, text: string): boolean {
  return isWithin(value, 0) && JSON.stringify(value) === text && !text.includes(LONE_SURROGATE);
}

/** How the platform spells a lone surrogate, as it also begins some texts that hold none. */
const LONE_SURROGATE = "\\ud";
/** Keys met and found right: formats have few. */
const knownKeys = new Set<string>();
const MAX_KNOWN_KEYS = 4096;

function isWithin(value: Json, depth: number): boolean {
  if (typeof value === "string" || value === null || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isSafeInteger(value);
  if (depth === MAX_DEPTH) return false;
  if (Array.isArray(value)) {
    for (const one of value as readonly Json[]) if (!isWithin(one, depth + 1)) return false;
    return true;
  }
  let before = "";
  for (const key of Object.keys(value)) {
    if (key <= before || !isKey(key) || !isWithin((value as { readonly [key: string]: Json })[key]!, depth + 1)) return false;
    before = key;
  }
  return true;
}

function isKey(key: string): boolean {
  if (knownKeys.has(key)) return true;
  if (!KEY.test(key)) return false;
  if (knownKeys.size >= MAX_KNOWN_KEYS) knownKeys.clear();
  knownKeys.add(key);
  return true;
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
