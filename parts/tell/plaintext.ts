/**
 * The 32,768 bytes inside every envelope (docs/formats/envelope.md, "Plaintext"):
 * `version u8 · kind u8 · flags u16 · threadId 16 · random 16 · mac 32 · length u32 · body · zeros`.
 */
import { BytesError, concat, readU32, requireZeros, take, toHex, u32, type Bytes } from "#bytes";
import { TellError } from "./errors.ts";
import { MAX_BODY_BYTES } from "./report.ts";

export const PLAINTEXT_BYTES = 32_768;
/** One way: nobody can answer, and no code exists that somebody could be made to give up. */
export const KIND_ONE_WAY = 0;

const VERSION = 1;
const FLAGS_AT = 2;
const THREAD_AT = 4;
const THREAD_BYTES = 16;
const RANDOM_BYTES = 16;
const MAC_AT = THREAD_AT + THREAD_BYTES + RANDOM_BYTES;
const MAC_BYTES = 32;
const LENGTH_AT = MAC_AT + MAC_BYTES;
const BODY_AT = LENGTH_AT + 4;

/** A plaintext as read. From version 2 on only `version` is known, and the rest waits for a newer desk. */
export interface ReadPlaintext {
  readonly version: number;
  readonly kind: number;
  readonly flags: number;
  /** 16 bytes in hexadecimal; zeros in a one-way report. */
  readonly threadId: string;
  /** 32 bytes in hexadecimal; zeros in a one-way report. */
  readonly mac: string;
  /** The body, or `null` where the version is newer than ours. */
  readonly body: Bytes | null;
}

/** The plaintext of a one-way report. `random` (16 bytes) keeps its hash from being guessed out of likely words. */
export function writePlaintext(body: Uint8Array, random: Uint8Array): Bytes {
  if (body.length > MAX_BODY_BYTES) throw new TellError("too-long");
  if (random.length !== RANDOM_BYTES) throw new TellError("bad-plaintext");
  const out = new Uint8Array(PLAINTEXT_BYTES);
  const head = concat(Uint8Array.of(VERSION, KIND_ONE_WAY, 0, 0), new Uint8Array(THREAD_BYTES), random, new Uint8Array(MAC_BYTES), u32(body.length));
  out.set(head);
  out.set(body, BODY_AT);
  return out;
}

/** Reads a plaintext. Throws `TellError("bad-plaintext")` on a wrong size, length or padding, or ids in a one-way report. */
export function readPlaintext(plaintext: Uint8Array): ReadPlaintext {
  if (plaintext.length !== PLAINTEXT_BYTES) throw new TellError("bad-plaintext");
  const [version, kind] = [plaintext[0]!, plaintext[1]!];
  if (version === 0) throw new TellError("bad-plaintext");
  const flags = (plaintext[FLAGS_AT]! << 8) | plaintext[FLAGS_AT + 1]!;
  const threadId = toHex(take(plaintext, THREAD_AT, THREAD_BYTES));
  const mac = toHex(take(plaintext, MAC_AT, MAC_BYTES));
  if (version > VERSION) return { version, kind, flags, threadId, mac, body: null };
  if (kind === KIND_ONE_WAY && /[^0]/.test(threadId + mac)) throw new TellError("bad-plaintext");
  return { version, kind, flags, threadId, mac, body: bodyOf(plaintext) };
}

function bodyOf(plaintext: Uint8Array): Bytes {
  try {
    const length = readU32(plaintext, LENGTH_AT);
    const body = take(plaintext, BODY_AT, length);
    requireZeros(plaintext, BODY_AT + length);
    return body;
  } catch (error) {
    if (error instanceof BytesError) throw new TellError("bad-plaintext");
    throw error;
  }
}
