/**
 * Words as they are compared before something leaves: letters and numbers only, in lower case, without accents and vowel marks that people leave out, without signs that show nothing, and
 * with letters taken as one that keyboards mix up. What was copied by hand, or out of a page that breaks its lines with invisible hyphens, is the same words.
 */
const ONE_LETTER: { readonly [letter: string]: string } = { ı: "i", ł: "l", ø: "o", đ: "d", ħ: "h", ß: "ss", ς: "σ", ى: "ي", ی: "ي", ک: "ك", ە: "ه", ة: "ه" };
const IS_ONE_OF_THEM = new RegExp(`[${Object.keys(ONE_LETTER).join("")}]`, "gu");
/** Marks upon Latin, Greek, Cyrillic, Arabic and Hebrew letters; elsewhere a mark is a vowel like another. Tatweel, joiners, soft hyphens, fillers. */
const NO_LETTER = /[[\p{M}&&[\p{sc=Zinh}\p{sc=Hebr}\p{sc=Arab}]]\p{Cf}\p{Default_Ignorable_Code_Point}\u0640]/gv;
const BETWEEN = /[^\p{L}\p{M}\p{N}]+/u;
const PLAIN = /^[\n -~]*$/;

/** Words with single spaces between. */
export function fold(text: string): string {
  const bare = PLAIN.test(text)
    ? text.toLowerCase()
    : text.normalize("NFKD").replace(NO_LETTER, "").normalize("NFKC").toLowerCase().replace(IS_ONE_OF_THEM, (letter) => ONE_LETTER[letter]!);
  return bare
    .split(BETWEEN)
    .filter((part) => part !== "")
    .join(" ");
}
