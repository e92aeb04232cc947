import { BytesError } from "./errors.ts";
import type { Bytes } from "./bytes.ts";

const HEX = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, "0"));

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  let out = "";
  for (const byte of bytes) out += HEX[byte];
  return out;
}

/** Bytes of lower-case hexadecimal, of exactly `length` bytes when given. Throws `BytesError("not-hex")`. */
export function fromHex(hex: string, length?: number): Bytes {
  if (!/^(?:[0-9a-f]{2})*$/.test(hex) || (length !== undefined && hex.length !== 2 * length)) throw new BytesError("not-hex");
  const out = new Uint8Array(hex.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return out;
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
