/** Text files that are parsed: lines that end with one LF each, no other control character, no empty line. */
import type { Bytes } from "#bytes";
import { ProofError } from "./errors.ts";

const LF = 0x0a;
const SPACE = 0x20;
const LAST_PRINTABLE = 0x7e;

/** The lines without their LF, as bytes. Throws `ProofError("bad-text")`. */
export function byteLines(bytes: Uint8Array, where: string): Bytes[] {
  if (bytes.length === 0 || bytes[bytes.length - 1] !== LF) throw new ProofError("bad-text", where);
  const lines: Bytes[] = [];
  let start = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at]! >= SPACE) continue;
    if (bytes[at] !== LF || at === start) throw new ProofError("bad-text", where);
    lines.push(bytes.slice(start, at));
    start = at + 1;
  }
  return lines;
}

/** The lines of a text of printable ASCII. Throws `ProofError("bad-text")`. */
export function asciiLines(bytes: Uint8Array, where: string): string[] {
  return byteLines(bytes, where).map((line) => {
    if (line.some((byte) => byte > LAST_PRINTABLE)) throw new ProofError("bad-text", where);
    return byteText(line);
  });
}

/** One character for each byte: for comparing with ASCII, whatever the encoding. */
export function byteText(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
