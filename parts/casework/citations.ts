/** Passages and the texts they are taken from. Positions are characters (code points), the end exclusive, in the text exactly as it came. */
import type { Book } from "./book.ts";
import { charactersOf } from "./fields.ts";
import type { Citation } from "./records.ts";

/** The passage from `start` to before `end`; shorter where the text ends. */
export function passageOf(text: string, start: number, end: number): string {
  const from = unitAt(text, 0, start);
  return text.slice(from, unitAt(text, from, end - start));
}

/** Where `quote` stands in `text`, the first time at or after `from`; `null` where it does not. */
export function positionOf(text: string, quote: string, from = 0): { readonly start: number; readonly end: number } | null {
  const at = text.indexOf(quote, unitAt(text, 0, from));
  if (at === -1) return null;
  const start = charactersOf(text.slice(0, at));
  return { start, end: start + charactersOf(quote) };
}

/** A citation of the first place where `quote` stands in a text. Throws `RangeError` where it does not: a caller quotes what it has read. */
export function cite(of: string, text: string, quote: string): Citation {
  const place = positionOf(text, quote);
  if (place === null) throw new RangeError("the quote is not in the text");
  return { of, quote, at: { text: place } };
}

/** Whether the words quoted stand where the citation says. `unknown` where the text is not in the book or the citation gives no words or no place. */
export function checkQuote(book: Book, citation: Citation): "stands" | "differs" | "unknown" {
  const place = citation.at?.text;
  const texts = book.byId(citation.of).flatMap(({ record }) => ("text" in record && record.text !== undefined ? [record.text] : []));
  if (place === undefined || citation.quote === undefined || texts.length === 0) return "unknown";
  return texts.some((text) => passageOf(text, place.start, place.end) === citation.quote) ? "stands" : "differs";
}

/** Index in UTF-16 units, `characters` after the unit index `from`. */
function unitAt(text: string, from: number, characters: number): number {
  let at = from;
  for (let left = characters; left > 0 && at < text.length; left--) at += text.codePointAt(at)! > 0xffff ? 2 : 1;
  return at;
}
