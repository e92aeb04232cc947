/**
 * Texts as they are searched: lower case, without accents, vowel marks and invisible characters, and with letters that hands and keyboards mix up
 * taken as one. A name is found however it is typed in its own script, with its vowel marks or without. Never shown, never stored but as an index.
 */
const ONE_LETTER: { readonly [letter: string]: string } = {
  ı: "i",
  ł: "l",
  ø: "o",
  đ: "d",
  ħ: "h",
  ς: "σ",
  ى: "ي",
  ی: "ي",
  ک: "ك",
  ە: "ه",
  ة: "ه",
};
/** Marks, tatweel and format characters (joiners, direction marks) carry no letter. */
const NO_LETTER = /[\p{M}\p{Cf}\u0640]/gu;
const CONTROL = /\p{Cc}/u;
const PLAIN = /^[\u0020-\u007e]*$/;
/** What each letter (by its number) becomes, as they are met: texts are long and their letters few. */
const known = new Map<number, string>();
const MAX_KNOWN = 20_000;

/** The searched form of a text. */
export function fold(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  let folded = "";
  for (let at = 0; at < text.length;) {
    const code = text.codePointAt(at)!;
    folded += known.get(code) ?? foldLetter(code);
    at += code > 0xffff ? 2 : 1;
  }
  return folded;
}

/** The searched form, and for each of its UTF-16 units where in `text` it came from; one more place at the end. */
export function foldWithPlaces(text: string): { readonly folded: string; readonly places: readonly number[] } {
  let folded = "";
  const places: number[] = [];
  for (let at = 0; at < text.length;) {
    const code = text.codePointAt(at)!;
    const part = known.get(code) ?? foldLetter(code);
    folded += part;
    for (let n = 0; n < part.length; n++) places.push(at);
    at += code > 0xffff ? 2 : 1;
  }
  places.push(text.length);
  return { folded, places };
}

function foldLetter(code: number): string {
  const bare = String.fromCodePoint(code).normalize("NFKD").toLowerCase().normalize("NFKD").replace(NO_LETTER, "");
  const folded = CONTROL.test(bare) ? " " : Array.from(bare, (part) => ONE_LETTER[part] ?? part).join("");
  if (known.size < MAX_KNOWN) known.set(code, folded);
  return folded;
}
