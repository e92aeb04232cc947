import { BytesError } from "./errors.ts";
import type { Bytes } from "./bytes.ts";

const HEX = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, "0"));

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  let out = "";
  for (const byte of bytes) out += HEX[byte];
  return out;
}

/** What each of the first 128 characters counts as a digit; 256, which is no byte's part, for none. */
const DIGIT = Uint16Array.from({ length: 128 }, (_, code) => {
  const digit = "0123456789abcdef".indexOf(String.fromCharCode(code));
  return digit < 0 ? 256 : digit;
});

/** Bytes of lower-case hexadecimal, of exactly `length` bytes when given. Throws `BytesError("not-hex")`. */
export function fromHex(hex: string, length?: number): Bytes {
  if (hex.length % 2 !== 0 || (length !== undefined && hex.length !== 2 * length)) throw new BytesError("not-hex");
  const out = new Uint8Array(hex.length / 2);
  hexInto(out, hex);
  return out;
}

/** The same, into bytes that are there: `hex` is of as many. Where it is none, they are left half written. Throws `BytesError("not-hex")`. */
export function hexInto(out: Uint8Array, hex: string): void {
  if (hex.length !== 2 * out.length) throw new BytesError("not-hex");
  for (let i = 0; i < out.length; i++) {
    const value = ((DIGIT[hex.charCodeAt(2 * i)] ?? 256) << 4) | (DIGIT[hex.charCodeAt(2 * i + 1)] ?? 256);
    if (value > 255) throw new BytesError("not-hex");
    out[i] = value;
  }
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
/** As many as a call takes as arguments; a multiple of 3, so that pieces join without padding between. */
const PIECE_BYTES = 24_576;

/** Standard base64 with padding (RFC 4648 section 4). */
export function toBase64(bytes: Uint8Array): string {
  let out = "";
  for (let i = 0; i < bytes.length; i += PIECE_BYTES) out += btoa(String.fromCharCode(...bytes.subarray(i, i + PIECE_BYTES)));
  return out;
}

/** Bytes of canonical padded base64: one spelling for each value. Throws `BytesError("not-base64")`. */
export function fromBase64(text: string): Bytes {
  if (text.length % 4 !== 0 || !BASE64.test(text)) throw new BytesError("not-base64");
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    throw new BytesError("not-base64");
  }
  const out = new Uint8Array(binary.length);
  for (let i = 0; i < out.length; i++) out[i] = binary.charCodeAt(i);
  // Only the last group has bits that mean nothing; they must be zero.
  if (toBase64(out.subarray(Math.max(0, Math.ceil(out.length / 3) - 1) * 3)) !== text.slice(-4)) throw new BytesError("not-base64");
  return out;
}
