/** A cell's text in the forms the record has for text: nothing of it is lost, and what cannot stand as it is is written out. */
import { LIMITS } from "#casework";

// The same as in #casework's own fields: control characters; in a line also what turns the direction of what follows.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;
const HAS_CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/** Whether the text holds characters a record cannot: `written` gives them as `\u0007`. */
export function needsWriting(text: string): boolean {
  return HAS_CONTROL.test(text) || !text.isWellFormed();
}

/** The text with control characters written out, so that one can see that they were there. */
export function written(text: string): string {
  const escaped = text.replaceAll(CONTROL, codeOf);
  return escaped.isWellFormed() ? escaped : escaped.replaceAll(/[\ud800-\udfff]/gu, codeOf);
}

/** One line: white space made single spaces, characters that turn the direction written out. `null` where it is longer than a line may be. */
export function asLine(text: string): string | null {
  const line = written(text).replaceAll(TURNS, codeOf).replaceAll(/\s+/g, " ").trim();
  return fits(line, LIMITS.lineCharacters) ? line : null;
}

/** The text in pieces of at most `max` characters, broken at white space where there is some. Joined again they are the text, but for white space at the breaks. */
export function inPieces(text: string, max: number = LIMITS.textCharacters): string[] {
  const pieces: string[] = [];
  let rest = written(text).trim();
  while (!fits(rest, max)) {
    const head = Array.from(rest.slice(0, 2 * max))
      .slice(0, max)
      .join("");
    const space = Math.max(head.lastIndexOf(" "), head.lastIndexOf("\n"));
    const at = space > head.length / 2 ? space : head.length;
    pieces.push(rest.slice(0, at).trim());
    rest = rest.slice(at).trim();
  }
  return [...pieces, rest].filter((piece) => piece !== "");
}

function fits(text: string, max: number): boolean {
  return text.length <= max || (text.length <= 2 * max && [...text].length <= max);
}

function codeOf(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
