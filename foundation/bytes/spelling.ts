/**
 * Whether bytes are canonical JSON (canonical.ts), told in one pass over them and without making anything of them: a body of the record is read far more often
 * than it is refused. The slow form is to read it, write it again and compare; a property test binds the two to each other.
 */

/** Arrays and objects inside one another beyond this are refused before they can exhaust a stack. */
export const MAX_DEPTH = 32;
const MAX_KEY_LENGTH = 64;
/** What stands for "no end": not spelled as it should be. */
const WRONG = -1;

const [QUOTE, BACKSLASH, COMMA, COLON, MINUS, ZERO, NINE] = [0x22, 0x5c, 0x2c, 0x3a, 0x2d, 0x30, 0x39] as const;
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d] as const;
const [SMALL_A, SMALL_F, SMALL_U, SPACE] = [0x61, 0x66, 0x75, 0x20] as const;
const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const WORDS = ["null", "true", "false"];
/** What may stand after a backslash, besides `u`: the short escapes, and no slash. */
const SHORT_ESCAPES = tableOf('"\\bfnrt');
/** Control characters that have a short escape, and so no long one. */
const HAS_SHORT_ESCAPE = tableOf("\b\f\n\r\t");
const LETTERS = tableOf("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
const KEY_CHARACTERS = tableOf("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

/** Of the bytes of a text, those that stand for themselves. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) => (byte < SPACE || byte === QUOTE || byte === BACKSLASH ? 0 : 1));

function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const byte of bytesOf(characters)) table[byte] = 1;
  return table;
}

/** Where the members of a list stand among the bytes: one begins at `starts[i]` and ends before `ends[i]`. */
export type Members = { readonly starts: readonly number[]; readonly ends: readonly number[] };
type Finding = { readonly list: string; members: { starts: number[]; ends: number[] } | null };

/** Of bytes that are UTF-8: whether they are canonical JSON. */
export function isCanonical(bytes: Uint8Array): boolean {
  return valueEnd(bytes, 0, 0) === bytes.length;
}

/**
 * Of bytes that are UTF-8: `false` where they are no canonical JSON; else where the members of the list stand that is the field `list` of the object they spell, or `null`
 * where there is no such list.
 */
export function membersSpelled(bytes: Uint8Array, list: string): Members | null | false {
  if (bytes[0] !== OPEN_OBJECT) return isCanonical(bytes) ? null : false;
  const finding: Finding = { list, members: null };
  return objectEnd(bytes, 1, 1, finding) === bytes.length ? finding.members : false;
}

/** Where the value ends that begins at `at`. */
function valueEnd(bytes: Uint8Array, at: number, depth: number): number {
  if (at >= bytes.length) return WRONG;
  switch (bytes[at]) {
    case QUOTE:
      return textEnd(bytes, at + 1);
    case OPEN_OBJECT:
      return depth === MAX_DEPTH ? WRONG : objectEnd(bytes, at + 1, depth + 1, null);
    case OPEN_LIST:
      return depth === MAX_DEPTH ? WRONG : listEnd(bytes, at + 1, depth + 1, null);
    default:
      return bytes[at]! < SMALL_A ? numberEnd(bytes, at) : wordEnd(bytes, at);
  }
}

/** @param at after the bracket; @param into where to note the members */
function listEnd(bytes: Uint8Array, at: number, depth: number, into: Finding["members"]): number {
  if (bytes[at] === CLOSE_LIST) return at + 1;
  for (let start = at; ; ) {
    const end = valueEnd(bytes, start, depth);
    if (end === WRONG || end >= bytes.length) return WRONG;
    if (into !== null) {
      into.starts.push(start);
      into.ends.push(end);
    }
    if (bytes[end] === CLOSE_LIST) return end + 1;
    if (bytes[end] !== COMMA) return WRONG;
    start = end + 1;
  }
}

/** @param at after the brace */
function objectEnd(bytes: Uint8Array, at: number, depth: number, finding: Finding | null): number {
  if (bytes[at] === CLOSE_OBJECT) return at + 1;
  let [beforeStart, beforeEnd] = [0, 0];
  for (let quote = at; ; ) {
    const start = quote + 1;
    const end = keyEnd(bytes, quote);
    if (end === WRONG || !comesAfter(bytes, beforeStart, beforeEnd, start, end)) return WRONG;
    beforeStart = start;
    beforeEnd = end;
    const value = end + 2;
    const next = finding === null ? valueEnd(bytes, value, depth) : fieldEnd(bytes, value, depth, finding, start, end);
    if (next === WRONG || next >= bytes.length) return WRONG;
    if (bytes[next] === CLOSE_OBJECT) return next + 1;
    if (bytes[next] !== COMMA) return WRONG;
    quote = next + 1;
  }
}

/** The end of a field of the outermost object, which may be the list that is looked for. */
function fieldEnd(bytes: Uint8Array, at: number, depth: number, finding: Finding, keyStart: number, keyEndsAt: number): number {
  if (bytes[at] !== OPEN_LIST || !isThere(bytes, keyStart, keyEndsAt, finding.list)) return valueEnd(bytes, at, depth);
  finding.members = { starts: [], ends: [] };
  return listEnd(bytes, at + 1, depth + 1, finding.members);
}

/** Where the key's closing quote is, that begins with a quote at `at` and has a colon after it. */
function keyEnd(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== QUOTE || LETTERS[bytes[at + 1]!] !== 1) return WRONG;
  const most = Math.min(at + 1 + MAX_KEY_LENGTH, bytes.length - 2);
  let end = at + 2;
  while (end < most && KEY_CHARACTERS[bytes[end]!] === 1) end++;
  return bytes[end] === QUOTE && bytes[end + 1] === COLON ? end : WRONG;
}

function comesAfter(bytes: Uint8Array, beforeStart: number, beforeEnd: number, start: number, end: number): boolean {
  const [beforeLength, length] = [beforeEnd - beforeStart, end - start];
  for (let i = 0; i < beforeLength && i < length; i++) {
    const difference = bytes[start + i]! - bytes[beforeStart + i]!;
    if (difference !== 0) return difference > 0;
  }
  return length > beforeLength;
}

function isThere(bytes: Uint8Array, start: number, end: number, text: string): boolean {
  if (end - start !== text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[start + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** @param at after the opening quote */
function textEnd(bytes: Uint8Array, at: number): number {
  for (let i = at; ; i++) {
    i = plainEnd(bytes, i);
    if (i === bytes.length) return WRONG;
    if (bytes[i] === QUOTE) return i + 1;
    if (bytes[i] !== BACKSLASH) return WRONG;
    i = lastOfEscape(bytes, i + 1);
    if (i === WRONG) return WRONG;
  }
}

/** Where what stands in a text as it is ends: four bytes at a time, as most of a record is text. */
function plainEnd(bytes: Uint8Array, at: number): number {
  let i = at;
  while (i + 4 <= bytes.length && (PLAIN[bytes[i]!]! & PLAIN[bytes[i + 1]!]! & PLAIN[bytes[i + 2]!]! & PLAIN[bytes[i + 3]!]!) === 1) i += 4;
  while (i < bytes.length && PLAIN[bytes[i]!] === 1) i++;
  return i;
}

/** The place of the last character of an escape, that has its second at `at`. Of long ones, those of control characters that have no short one are right. */
function lastOfEscape(bytes: Uint8Array, at: number): number {
  if (SHORT_ESCAPES[bytes[at] ?? 0] === 1) return at;
  if (bytes[at] !== SMALL_U || at + 4 >= bytes.length) return WRONG;
  const high = bytes[at + 3]! - ZERO;
  const low = hexDigit(bytes[at + 4]!);
  if (bytes[at + 1] !== ZERO || bytes[at + 2] !== ZERO || (high !== 0 && high !== 1) || low === WRONG) return WRONG;
  return HAS_SHORT_ESCAPE[high * 16 + low] === 1 ? WRONG : at + 4;
}

function hexDigit(byte: number): number {
  if (byte >= ZERO && byte <= NINE) return byte - ZERO;
  return byte >= SMALL_A && byte <= SMALL_F ? byte - SMALL_A + 10 : WRONG;
}

/** An integer from −(2^53 − 1) to 2^53 − 1, with no zero before it and no minus before zero. */
function numberEnd(bytes: Uint8Array, at: number): number {
  const start = bytes[at] === MINUS ? at + 1 : at;
  if (bytes[start] === ZERO) return start === at ? start + 1 : WRONG;
  let value = 0;
  let end = start;
  for (; end < bytes.length && bytes[end]! >= ZERO && bytes[end]! <= NINE; end++) {
    value = value * 10 + (bytes[end]! - ZERO);
    if (value > Number.MAX_SAFE_INTEGER) return WRONG;
  }
  return end === start ? WRONG : end;
}

function wordEnd(bytes: Uint8Array, at: number): number {
  for (const word of WORDS) if (isThere(bytes, at, Math.min(at + word.length, bytes.length), word)) return at + word.length;
  return WRONG;
}
