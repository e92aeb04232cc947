/**
 * How names are told again however they are written: with accents and vowel marks or without, with invisible signs in between, with letters that keyboards mix up, and in the
 * forms that a name takes in a sentence. In most of the languages this is used in, whoever writes "before the house of …" changes the end of the name, or sets a letter before it.
 */
const ONE_LETTER: { readonly [letter: string]: string } = { ı: "i", ł: "l", ø: "o", đ: "d", ħ: "h", ß: "ss", ς: "σ", ى: "ي", ی: "ي", ک: "ك", ە: "ه", ة: "ه" };
/** They carry no letter: marks, tatweel, and whatever shows nothing at all (joiners, soft hyphens, fillers). */
const NO_LETTER = /[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}\u0640]/gu;
const NOTHING_SEEN = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
const BETWEEN = /[^\p{L}\p{N}]+/u;
const PLAIN = /^[\n -~]*$/;

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

/** Scripts without spaces between words: a name is anywhere in the line. Vowels are marks there, and stay. */
const UNSPACED = /[\p{sc=Hani}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tibt}]/u;

/** The words of a text, each as it is compared. */
export function nameWords(text: string): string[] {
  const folded = PLAIN.test(text) ? text.toLowerCase() : bare(text);
  return folded.split(BETWEEN).filter((word) => word !== "");
}

function bare(text: string): string {
  const folded = text.normalize("NFKD").toLowerCase().normalize("NFKD").replace(NO_LETTER, "");
  return Array.from(folded, (letter) => ONE_LETTER[letter] ?? letter).join("");
}

/** One for all forms of a word; now and then also for two words. */
export function stemOf(word: string): string {
  if (word.length > LONGEST) return word;
  return (CYRILLIC.exec(word) ?? LATIN.exec(word) ?? ARABIC.exec(word))?.[1] ?? word;
}

export function isUnspaced(text: string): boolean {
  return UNSPACED.test(text);
}

/** A text of such a script, without anything between its letters. */
export function unspaced(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(NOTHING_SEEN, "").replace(/[^\p{L}\p{M}\p{N}]+/gu, "");
}
