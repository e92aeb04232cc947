/** The signed header of an entry (docs/formats/entry.md): what it says, its limits, its strict reading. Attacker-controlled: parse defensively. */
import { BytesError, canonical, parseCanonical, type Bytes, type Json } from "#bytes";
import { EntryError } from "../errors.ts";

export const ENTRY_VERSION = 1;
export const MAX_HEADER_BYTES = 16 * 1024;
export const MAX_SEEN = 64;
/**
 * The last millisecond of the year 9999. A clock beyond it is allowed only where it is one more than the greatest clock it follows (judge.ts):
 * otherwise one device could sign the greatest number there is, and nobody could ever write after it.
 */
export const LAST_FREE_CLOCK = 253_402_300_799_999;

/** Ids and keys are lower-case hexadecimal, `clock` is milliseconds since 1970-01-01 UTC as the writer's machine had it. */
export type EntryHeader = {
  readonly clock: number;
  readonly commitment: string;
  readonly compartment: string;
  readonly device: string;
  readonly group: string;
  readonly prev: string | null;
  readonly rosterSeen: string;
  readonly seen: readonly string[];
  readonly seq: number;
  readonly v: 1;
};

const FIELDS = "clock,commitment,compartment,device,group,prev,rosterSeen,seen,seq,v";
const HASH = /^[0-9a-f]{64}$/;
const COMPARTMENT = /^[a-z][a-z0-9-]{0,31}$/;
const LINE_COMPARTMENT = "roster";

/** The bytes that are signed. Throws `EntryError` where the header is not one a reader would take. */
export function writeHeader(header: EntryHeader): Bytes {
  let bytes: Bytes;
  try {
    bytes = canonical(header);
  } catch (error) {
    throw asBadHeader(error);
  }
  parseHeader(bytes);
  return bytes;
}

/** Reads a header strictly. Throws `EntryError`: `too-large`, `newer-version` (keep the bytes and say so), `bad-header`. */
export function parseHeader(bytes: Uint8Array): EntryHeader {
  return headerAtOnce(bytes) ?? headerByParts(bytes);
}

const HASH_TEXT = '"([0-9a-f]{64})"';
const COUNT_TEXT = "([1-9][0-9]{0,15})";
/** A header of this version as canonical JSON spells it, all of it. */
const SPELLED = new RegExp(
  `^\\{"clock":(0|[1-9][0-9]{0,15}),"commitment":${HASH_TEXT},"compartment":"([a-z][a-z0-9-]{0,31})","device":${HASH_TEXT},"group":${HASH_TEXT},` +
    `"prev":(?:null|${HASH_TEXT}),"rosterSeen":${HASH_TEXT},"seen":\\[((?:"[0-9a-f]{64}",?)*)\\],"seq":${COUNT_TEXT},"v":1\\}$`,
);
/** An id in quotes and the comma after it. */
const SEEN_STEP = 67;

/** The header, read in one step; `null` where that does not go, and its parts are to be looked at. */
export function headerAtOnce(bytes: Uint8Array): EntryHeader | null {
  if (bytes.length > MAX_HEADER_BYTES) return null;
  const found = SPELLED.exec(asciiOf(bytes));
  if (found === null) return null;
  const [, clockText = "", commitment = "", compartment = "", device = "", group = "", prev = null, rosterSeen = "", seenText = "", seqText = ""] = found;
  const [clock, seq] = [Number(clockText), Number(seqText)];
  const isRight = compartment !== LINE_COMPARTMENT && Number.isSafeInteger(clock) && Number.isSafeInteger(seq) && (seq === 1) === (prev === null);
  const seen = isRight ? seenIn(seenText) : null;
  return seen === null ? null : { clock, commitment, compartment, device, group, prev, rosterSeen, seen, seq, v: ENTRY_VERSION };
}

/** Ids in quotes with commas between, rising; `null` where there are too many, or they do not rise, or a comma is amiss. */
function seenIn(text: string): string[] | null {
  const many = Math.ceil(text.length / SEEN_STEP);
  if (many > MAX_SEEN || (many > 0 && text.length !== many * SEEN_STEP - 1)) return null;
  const seen: string[] = [];
  for (let at = 0; at < text.length; at += SEEN_STEP) {
    const id = text.slice(at + 1, at + SEEN_STEP - 2);
    if (seen.length > 0 && seen.at(-1)! >= id) return null;
    seen.push(id);
  }
  return seen;
}

/** One character for each byte: what is not ASCII is in no header. */
function asciiOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

/** The slow form of it, which also knows what is wrong. Throws as `parseHeader` does. */
export function headerByParts(bytes: Uint8Array): EntryHeader {
  if (bytes.length > MAX_HEADER_BYTES) throw new EntryError("too-large");
  let value: Json;
  try {
    value = parseCanonical(bytes);
  } catch (error) {
    throw asBadHeader(error);
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new EntryError("bad-header");
  const header = value as { readonly [key: string]: Json };
  if (isCount(header["v"]) && header["v"] > ENTRY_VERSION) throw new EntryError("newer-version");
  if (Object.keys(header).join() !== FIELDS || !hasRightFields(header)) throw new EntryError("bad-header");
  return value as unknown as EntryHeader;
}

function hasRightFields(header: { readonly [key: string]: Json }): boolean {
  const { clock, commitment, compartment, device, group, prev, rosterSeen, seen, seq, v } = header;
  return (
    v === ENTRY_VERSION &&
    [commitment, device, group, rosterSeen].every(isHash) &&
    typeof compartment === "string" &&
    COMPARTMENT.test(compartment) &&
    compartment !== LINE_COMPARTMENT &&
    typeof clock === "number" &&
    clock >= 0 &&
    isCount(seq) &&
    (seq === 1 ? prev === null : isHash(prev)) &&
    Array.isArray(seen) &&
    seen.length <= MAX_SEEN &&
    seen.every((id: Json, i) => isHash(id) && (i === 0 || (seen[i - 1] as string) < id))
  );
}

function isHash(value: Json | undefined): value is string {
  return typeof value === "string" && HASH.test(value);
}

function isCount(value: Json | undefined): value is number {
  return typeof value === "number" && value >= 1;
}

function asBadHeader(error: unknown): unknown {
  return error instanceof BytesError ? new EntryError("bad-header") : error;
}
