/** What somebody types, cut into terms: text, never syntax. */
import { fold } from "./fold.ts";

const MAX_TERMS = 12;
const MAX_TERM_LETTERS = 64;
const MAX_QUERY_UNITS = 1024;
export const LETTER = /[\p{L}\p{N}]/u;

/** Folded text; a phrase was in quotes, and stands with single spaces. */
export type Term = { readonly text: string; readonly isPhrase: boolean };

/** What was typed, folded and cut up: what stands in quotes is one term, everything else a term for each word. */
export function termsOf(text: string): Term[] {
  const typed = fold(text.slice(0, MAX_QUERY_UNITS).toWellFormed());
  const terms: Term[] = [];
  const rest = typed.replace(QUOTED, (_, ...parts: (string | undefined)[]) => {
    const words = wordsOf(parts.slice(0, QUOTES).find((part) => part !== undefined) ?? "");
    if (words.length > 0) terms.push({ text: words.join(" "), isPhrase: words.length > 1 });
    return " ";
  });
  terms.unshift(...wordsOf(rest).map((word) => ({ text: word, isPhrase: false })));
  return [...new Map(terms.map((term) => [term.text, term])).values()].slice(0, MAX_TERMS);
}

const QUOTED = /"([^"]*)"|“([^”]*)”|«([^»]*)»|„([^“”]*)[“”]/gu;
const QUOTES = 4;

function wordsOf(text: string): string[] {
  return text
    .split(/\s+/u)
    .filter((word) => LETTER.test(word))
    .map((word) => Array.from(word).slice(0, MAX_TERM_LETTERS).join(""));
}

export function lettersIn(term: string): number {
  return Array.from(term).length;
}
