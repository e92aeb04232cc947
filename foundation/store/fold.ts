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

/** What a UTF-16 unit becomes where that is one unit; 0 where it was not met yet. */
const oneUnit = new Uint16Array(0x10000);
/** It becomes none or several, or is half a letter. */
const NOT_ONE = 0xffff;
let room = new Uint16Array(4096);

/** The searched form of a text. */
export function fold(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const met = oneUnit[unit]!;
    const one = met === 0 ? learnUnit(unit) : met;
    if (length + MOST_OF_ONE > room.length) room = larger(room);
    if (one !== NOT_ONE) {
      room[length++] = one;
      continue;
    }
    const code = text.codePointAt(at)!;
    const part = known.get(code) ?? foldLetter(code);
    for (let n = 0; n < part.length; n++) room[length++] = part.charCodeAt(n);
    if (code > 0xffff) at++;
  }
  return Buffer.from(room.buffer, 0, 2 * length).toString("utf16le");
}

/** Units that one letter becomes at most: Unicode's longest decomposition has 18, and each may be lower-cased to three. */
const MOST_OF_ONE = 64;

function larger(units: Uint16Array<ArrayBuffer>): Uint16Array<ArrayBuffer> {
  const twice = new Uint16Array(2 * units.length);
  twice.set(units);
  return twice;
}

function learnUnit(unit: number): number {
  const isHalf = unit >= 0xd800 && unit <= 0xdfff;
  const folded = isHalf ? "" : foldLetter(unit);
  return (oneUnit[unit] = folded.length === 1 ? folded.charCodeAt(0) : NOT_ONE);
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
