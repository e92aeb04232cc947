/**
 * How names are told again in the forms that they take in a sentence. In most of the languages this is used in, whoever writes "before the house of …" changes the end of the name, or sets a letter before it.
 */
import { fold } from "./fold.ts";

/**
 * Endings of cases in Slavic languages, in either script; one after the other, so that two forms of a name come to the same. Three letters stay. No ending is made of others of
 * them: there is one way to read a word so, or somebody could write one that takes hours.
 */
const CYRILLIC = /^(\p{sc=Cyrl}{3,}?)(?:ого|его|ові|еві|[аеиоуыяю]м|[ыи]х|[аеиоуыэюяьіє])+$/u;
const LATIN = /^(\p{sc=Latn}{3,}?)(?:ovi|owi|ego|[aeioy]m|og|ej|oj|[aeiouy])+$/u;
/** A longer word is no form of a name. */
const LONGEST = 40;
/** What Arabic writes as one with the word after it: and, then, with, to, like, the. */
const ARABIC = /^(?:ال|[وفبلك])+(\p{sc=Arab}{3,})$/u;

/** Scripts without spaces between words, in which a name is anywhere in the line: where each sign is a syllable or a word, and where vowels are signs too. */
export const SYLLABLES = /[\p{sc=Hani}\p{sc=Hira}\p{sc=Kana}]/u;
export const LETTERS = /[\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tibt}]/u;

/** The words of a text, each as it is compared. */
export function nameWords(text: string): string[] {
  return fold(text).split(" ").filter((word) => word !== "");
}

/** One for all forms of a word; now and then also for two words. */
export function stemOf(word: string): string {
  if (word.length > LONGEST) return word;
  return (CYRILLIC.exec(word) ?? LATIN.exec(word) ?? ARABIC.exec(word))?.[1] ?? word;
}

export function isUnspaced(text: string): boolean {
  return SYLLABLES.test(text) || LETTERS.test(text);
}

/** A text of such a script, without anything between its letters. */
export function unspaced(text: string): string {
  return fold(text).replaceAll(" ", "");
}
