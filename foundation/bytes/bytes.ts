import { BytesError } from "./errors.ts";

/** Bytes of our own, never shared memory: what every function here takes and gives. */
export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();
const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** UTF-8 bytes of a text. Lone surrogates are refused: they would not survive the way back. */
export function utf8(text: string): Bytes {
  if (!text.isWellFormed()) throw new BytesError("not-utf8");
  return encoder.encode(text);
}

/** The text of UTF-8 bytes. Throws `BytesError("not-utf8")` on anything malformed; a byte order mark is kept. */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    throw new BytesError("not-utf8");
  }
}

/** One array of all parts in order. For a few: a call has no room for more arguments than some hundred thousand, see `concatAll`. */
export function concat(...parts: readonly Uint8Array[]): Bytes {
  return concatAll(parts);
}

/** One array of all parts in order, however many. */
export function concatAll(parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Equal content. Not constant time: for public values only (`prim` has the other). */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Four bytes, big-endian. */
export function u32(n: number): Bytes {
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, n);
  return out;
}

/** Reads four bytes, big-endian, at `at`. Throws `BytesError("truncated")` past the end. */
export function readU32(bytes: Uint8Array, at: number): number {
  if (at < 0 || at + 4 > bytes.length) throw new BytesError("truncated");
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at);
}

/** A copy of `length` bytes from `at`. Throws `BytesError("truncated")` where there are fewer. */
export function take(bytes: Uint8Array, at: number, length: number): Bytes {
  if (length < 0 || at < 0 || at + length > bytes.length) throw new BytesError("truncated");
  // Not `slice`: on a Node Buffer that is a view, which changes when the buffer does.
  return new Uint8Array(bytes.subarray(at, at + length));
}
