/** Whether two words are one name: in one script by spelling, across scripts by the learned model, by a table for nicknames. */
import type { NameWord } from "./name-parts.ts";
import { areNicknames } from "./nicknames.ts";
import { NamePairs } from "./name-pairs.ts";
import { ARABIC_WEIGHTS } from "./pair-weights-arabic.ts";
import { RUSSIAN_WEIGHTS } from "./pair-weights-russian.ts";
import { toLatin } from "./script.ts";
import { editsBetween, jaroWinkler } from "./strings.ts";

/** "variant": another writing of this name. "close": perhaps a slip, perhaps a brother's name. "initial": one is the other's first letter. */
export type Likeness = "same" | "variant" | "close" | "initial" | "alike" | "different";

let russian: NamePairs | null = null;
let arabic: NamePairs | null = null;

/** The model for names in Latin and Cyrillic letters. */
export function russianModel(): NamePairs {
  return (russian ??= new NamePairs(RUSSIAN_WEIGHTS));
}

/** The model for names in Latin and Arabic letters. */
export function arabicModel(): NamePairs {
  return (arabic ??= new NamePairs(ARABIC_WEIGHTS));
}

const known = new Map<string, Likeness>();
const MOST_KNOWN = 400_000;

/** How two words agree as names. Symmetric. */
export function sameWord(a: NameWord, b: NameWord): Likeness {
  if (a.folded === b.folded) return "same";
  const key = a.folded < b.folded ? `${a.plain} ${b.plain}` : `${b.plain} ${a.plain}`;
  let likeness = known.get(key);
  if (likeness === undefined) {
    likeness = a.folded < b.folded ? judge(a, b) : judge(b, a);
    // A bound on memory; what is forgotten is worked out again and comes out the same.
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(key, likeness);
  }
  return likeness;
}

function judge(a: NameWord, b: NameWord): Likeness {
  if (areNicknames(a.folded, b.folded)) return "variant";
  return a.script === b.script ? inOneScript(a.folded, b.folded) : acrossScripts(a, b);
}

function inOneScript(a: string, b: string): Likeness {
  if (a.length === 1 || b.length === 1) return a[0] === b[0] ? "initial" : "different";
  if (plainSpelling(a) === plainSpelling(b)) return "variant";
  const consonants = consonantsOf(a);
  const likeness = jaroWinkler(a, b);
  if (consonants.length >= 4 && beginAlike(a, b) && consonants === consonantsOf(b) && likeness >= 0.8 && endsInVowel(a) === endsInVowel(b)) return "variant";
  if (likeness >= 0.9 || (Math.min(a.length, b.length) >= 4 && editsBetween(a, b, 1) === 1)) return "close";
  return likeness >= 0.78 ? "alike" : "different";
}

/** Spellings that are a matter of taste, as one: doubled letters, y and i, ou and u, ee and i, w and v, q and k, ph and f. */
function plainSpelling(word: string): string {
  return word
    .replace(/ou|oo/gu, "u")
    .replace(/ee/gu, "i")
    .replace(/ph/gu, "f")
    .replace(/[yj]/gu, "i")
    .replace(/q/gu, "k")
    .replace(/w/gu, "v")
    .replace(/й/gu, "и")
    .replace(/э/gu, "е")
    .replace(/(.)\1+/gu, "$1");
}

function consonantsOf(word: string): string {
  return plainSpelling(word).replace(/[aeiouаеиоуыэюяاوي]/gu, "");
}

function endsInVowel(word: string): boolean {
  return /[aeiouyаеиоуыэюяاويه]$/u.test(word);
}

/** Log-odds per letter above which two writings are taken for one name or for a close one: `npm run bench -- linkage-quality names` prints what passes. */
export const ACROSS = { variant: 2, close: 1.2, alike: 0.4 } as const;

function acrossScripts(a: NameWord, b: NameWord): Likeness {
  if (a.folded.length === 1 || b.folded.length === 1) return toLatin(a.folded)[0] === toLatin(b.folded)[0] ? "initial" : "different";
  const scripts = new Set([a.script, b.script]);
  const rate = scripts.has("latin")
    ? oddsPerLetter(a.script === "latin" ? a : b, a.script === "latin" ? b : a)
    : // No pairs of Cyrillic and Arabic names were learned from: the Cyrillic one goes through Latin letters.
      oddsPerLetter(a.script === "cyrillic" ? inLatin(a) : inLatin(b), a.script === "cyrillic" ? b : a);
  return rate >= ACROSS.variant && beginAlike(a.folded, b.folded)
    ? "variant"
    : rate >= ACROSS.close
      ? "close"
      : rate >= ACROSS.alike
        ? "alike"
        : "different";
}

/** Ruslan is not Arslan: a vowel that one writes before the first consonant and the other does not is a letter of another name. Y, w, i and u are either. */
function beginAlike(a: string, b: string): boolean {
  const [first, second] = [toLatin(a)[0] ?? "", toLatin(b)[0] ?? ""];
  const isEither = /[ywiuj]/u.test(first) || /[ywiuj]/u.test(second);
  return isEither || /[aeo]/u.test(first) === /[aeo]/u.test(second);
}

function inLatin(word: NameWord): NameWord {
  const latin = toLatin(word.folded);
  return { folded: latin, plain: latin, script: "latin" };
}

/** ln of the odds that these are one name, for each letter of the shorter writing. */
export function oddsPerLetter(latin: NameWord, other: NameWord): number {
  if (other.script !== "cyrillic" && other.script !== "arabic") return -1;
  const model = other.script === "cyrillic" ? russianModel() : arabicModel();
  const odds = model.logOdds(latin.plain, other.plain);
  return odds / Math.max(3, Math.min(latin.plain.length, other.plain.length));
}
