/** How much more can be written, in letters: what a person counts in. */
import { bodySizeBytes, MAX_BODY_BYTES, type Report } from "#tell";

export interface Room {
  /** Letters in the text so far. */
  readonly letters: number;
  /** About how many more will fit; negative when it is too long already. */
  readonly left: number;
}

const GUESSED_LETTERS = 200;

/**
 * The limit is in bytes, and a letter takes one byte in Latin, two in Cyrillic or Arabic, three in Chinese. So the bytes left are divided by
 * what a letter of this text takes on average; `letterBytes`, the usual width in the page's language, stands for the first 200 while they are unwritten.
 */
export function roomFor(report: Report, letterBytes: number): Room {
  const letters = Array.from(report.text).length;
  const bytes = bodySizeBytes(report);
  const textBytes = bytes - bodySizeBytes({ ...report, text: "" });
  const guessed = Math.max(0, GUESSED_LETTERS - letters);
  const perLetter = (textBytes + guessed * letterBytes) / (letters + guessed);
  return { letters, left: Math.floor((MAX_BODY_BYTES - bytes) / perLetter) };
}
