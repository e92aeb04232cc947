/** Bytes of a file into text: UTF-8 strictly, or an older encoding that somebody has named. What does not fit its encoding is refused, never replaced. */
import { ExchangeError } from "./errors.ts";
import { FILE_LIMITS, type Chunks } from "./table-set.ts";

/** Encodings there are; all but the first two are of one byte a letter, in which no byte is wrong, so that only a person sees whether they fit. */
export const ENCODINGS = ["utf-8", "utf-16le", "windows-1250", "windows-1251", "windows-1252", "windows-1256"] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** The text in pieces, without a byte order mark. Throws `ExchangeError`: `not-utf8`, `not-in-encoding`, `too-large`. */
export function* decoded(chunks: Chunks, encoding: Encoding = "utf-8"): Generator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let sizeBytes = 0;
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      throw new ExchangeError(encoding === "utf-8" ? "not-utf8" : "not-in-encoding");
    }
  };
  for (const chunk of chunks()) {
    sizeBytes += chunk.length;
    if (sizeBytes > FILE_LIMITS.fileBytes) throw new ExchangeError("too-large");
    yield decode(chunk);
  }
  yield decode();
}

/** Bytes of each encoding's commonest letters: о е а и н т · ا ل ي م ن و · é è à ñ ó í á. */
const COMMON: readonly (readonly [Encoding, readonly number[]])[] = [
  ["windows-1251", [0xee, 0xe5, 0xe0, 0xe8, 0xed, 0xf2]],
  ["windows-1256", [0xc7, 0xe1, 0xed, 0xe3, 0xe4, 0xe6]],
  ["windows-1252", [0xe9, 0xe8, 0xe0, 0xf1, 0xf3, 0xed, 0xe1]],
];

/** Which encoding the beginning of a file looks to be in. `isSure` only where it is UTF-8 or says so itself: else a person has to look. */
export function guessEncoding(head: Uint8Array): { readonly encoding: Encoding; readonly isSure: boolean } {
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: "utf-16le", isSure: true };
  if (isUtf8(head)) return { encoding: "utf-8", isSure: true };
  const counts = new Uint32Array(256);
  for (const byte of head) counts[byte]!++;
  const high = counts.subarray(0x80).reduce((sum, n) => sum + n, 0);
  const letters = high + counts.subarray(0x41, 0x5b).reduce((sum, n) => sum + n, 0) + counts.subarray(0x61, 0x7b).reduce((sum, n) => sum + n, 0);
  // A Latin text has a few accents; a Cyrillic or an Arabic one hardly anything else.
  const offered = high * 3 > letters ? COMMON.slice(0, 2) : COMMON.slice(2);
  const scores = offered.map(([encoding, common]) => ({ encoding, score: common.reduce((sum, byte) => sum + counts[byte]!, 0) }));
  return { encoding: scores.reduce((best, one) => (one.score > best.score ? one : best)).encoding, isSure: false };
}

/** Whether the bytes are UTF-8, but for a letter the end may have cut. */
function isUtf8(head: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}
