/** Where terms stand in texts, to be marked in what is shown. */
import { foldWithPlaces } from "./fold.ts";
import { LETTER, lettersIn, termsOf, type Term } from "./terms.ts";

/** Where in `texts` a term stands: UTF-16 units from the start of that text, `end` not included. */
export type Match = { readonly text: number; readonly start: number; readonly end: number };

const MAX_MATCHES = 64;

/** Where what was typed stands in texts. */
export function matchesFor(texts: readonly string[], typed: string): Match[] {
  return matchesIn(texts, termsOf(typed));
}

export function matchesIn(texts: readonly string[], terms: readonly Term[]): Match[] {
  return texts.flatMap((text, n) => matchesInOne(text, n, terms)).slice(0, MAX_MATCHES);
}

function matchesInOne(text: string, place: number, terms: readonly Term[]): Match[] {
  const { folded, places } = foldWithPlaces(text);
  const found: Match[] = [];
  for (const term of terms) {
    for (const [start, length] of placesOf(term, folded)) {
      if (found.length >= MAX_MATCHES) break;
      found.push({ text: place, start: places[start]!, end: places[start + length]! });
    }
  }
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Where a term stands in a folded text. The words of a phrase stand with anything but letters between them. */
function* placesOf({ text, isPhrase }: Term, folded: string): Generator<[start: number, length: number]> {
  if (isPhrase) {
    const pattern = text.split(" ").map((word) => word.replaceAll(/[^\p{L}\p{N}]/gu, (sign) => `\\u{${sign.codePointAt(0)!.toString(16)}}`)).join("[^\\p{L}\\p{N}]+");
    for (const match of folded.matchAll(new RegExp(pattern, "gv"))) yield [match.index, match[0].length];
    return;
  }
  for (let at = folded.indexOf(text); at >= 0; at = folded.indexOf(text, at + text.length)) {
    // Short terms only begin words; longer ones stand anywhere.
    if (lettersIn(text) >= 3 || at === 0 || !LETTER.test(folded[at - 1]!)) yield [at, text.length];
  }
}
