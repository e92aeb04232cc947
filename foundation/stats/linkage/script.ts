/** Which writing a word is in, and the spelling in which words of one writing are compared. Everything here is about one word or one line, never a record. */

export type Script = "latin" | "cyrillic" | "arabic" | "other";

/** The script of most letters of a text; "other" where there are none that we know. */
export function scriptOf(text: string): Script {
  let [latin, cyrillic, arabic, other] = [0, 0, 0, 0];
  for (const letter of text) {
    const code = letter.codePointAt(0)!;
    if ((code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || (code >= 0xc0 && code <= 0x24f) || (code >= 0x1e00 && code <= 0x1eff))
      latin++;
    else if (code >= 0x400 && code <= 0x52f) cyrillic++;
    else if ((code >= 0x620 && code <= 0x6ff) || (code >= 0x750 && code <= 0x77f) || (code >= 0xfb50 && code <= 0xfefc)) arabic++;
    else if (/\p{L}/u.test(letter)) other++;
  }
  const most = Math.max(latin, cyrillic, arabic, other);
  if (most === 0 || most === other) return "other";
  return most === cyrillic ? "cyrillic" : most === arabic ? "arabic" : "latin";
}

const LATIN_LETTERS: Readonly<Record<string, string>> = {
  ł: "l",
  đ: "d",
  ð: "d",
  ø: "o",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ı: "i",
  ə: "a",
  þ: "th",
  ħ: "h",
  ŋ: "ng",
  ʻ: "",
  ʼ: "",
  ŧ: "t",
};
const ARABIC_LETTERS: Readonly<Record<string, string>> = {
  أ: "ا",
  إ: "ا",
  آ: "ا",
  ٱ: "ا",
  ى: "ي",
  ی: "ي",
  ئ: "ي",
  ؤ: "و",
  ة: "ه",
  ھ: "ه",
  ہ: "ه",
  ک: "ك",
  ء: "",
  ـ: "",
};

/** What folding leaves as it is. Most words of most tables. */
const PLAIN_LATIN = /^[a-z]+$/;

/**
 * A word as it is compared: NFKC, small letters, no marks, no tatweel, alef, ya and ta marbuta in one form, ё as е, Latin letters a–z only.
 * Palochka, which people type as Ӏ, ӏ, 1, I or l inside Cyrillic, is dropped, and so are hard and soft signs: who heard a name does not hear them.
 */
export function foldWord(word: string): string {
  if (PLAIN_LATIN.test(word)) return word;
  const composed = word.normalize("NFKC").toLowerCase();
  const script = scriptOf(composed);
  if (script === "arabic")
    return replaceLetters(
      composed
        .normalize("NFD")
        .replace(/[\u0653-\u0655]/gu, "")
        .normalize("NFC"),
      ARABIC_LETTERS,
    ).replace(/[^\u0621-\u063a\u0641-\u064a\u0671-\u06d3]/gu, "");
  if (script === "cyrillic")
    return composed
      .replace(/[ӏ1il|!]/gu, "")
      .normalize("NFD")
      .replace(/и\u0306/gu, "й")
      .replace(/\p{M}/gu, "")
      .replace(/[ъь]/gu, "")
      .replace(/і/gu, "и")
      .replace(/є/gu, "е")
      .replace(/[^\u0430-\u052f]/gu, "");
  if (script === "latin")
    return replaceLetters(composed, LATIN_LETTERS)
      .normalize("NFD")
      .replace(/[^a-z]/gu, "");
  return composed.normalize("NFD").replace(/[^\p{L}\p{N}]/gu, "");
}

/** A word as the pair model reads it: small letters and no marks, but all letters as they are. The model has learned for itself what is written how, and by whom left out. */
export function plainWord(word: string): string {
  const composed = word.normalize("NFKC").toLowerCase();
  const script = scriptOf(composed);
  if (script === "arabic")
    return replaceLetters(composed, { ک: "ك", ی: "ي", ھ: "ه", ہ: "ه", ٱ: "ا" }).replace(/[^\u0621-\u063a\u0641-\u064a\u067e-\u06d3]/gu, "");
  if (script === "cyrillic") return composed.replace(/[ӏ1il|!]/gu, "").replace(/[^\u0430-\u052f]/gu, "");
  return foldWord(composed);
}

function replaceLetters(text: string, table: Readonly<Record<string, string>>): string {
  let out = "";
  for (const letter of text) out += table[letter] ?? letter;
  return out;
}

const TO_LATIN_CYRILLIC: Readonly<Record<string, string>> = {
  ъ: "",
  ь: "",
  ё: "yo",
  а: "a",
  б: "b",
  в: "v",
  г: "g",
  д: "d",
  е: "e",
  ж: "zh",
  з: "z",
  и: "i",
  й: "y",
  к: "k",
  л: "l",
  м: "m",
  н: "n",
  о: "o",
  п: "p",
  р: "r",
  с: "s",
  т: "t",
  у: "u",
  ф: "f",
  х: "kh",
  ц: "ts",
  ч: "ch",
  ш: "sh",
  щ: "shch",
  ы: "y",
  э: "e",
  ю: "yu",
  я: "ya",
  ї: "yi",
  ў: "u",
  ү: "u",
  ө: "o",
  ә: "a",
  қ: "k",
  ң: "n",
  ғ: "g",
  ұ: "u",
  һ: "h",
  ј: "j",
  ћ: "c",
  ќ: "k",
  ђ: "dj",
  љ: "lj",
  њ: "nj",
  џ: "dz",
};
const TO_LATIN_ARABIC: Readonly<Record<string, string>> = {
  ا: "a",
  ب: "b",
  ت: "t",
  ث: "th",
  ج: "j",
  ح: "h",
  خ: "kh",
  د: "d",
  ذ: "dh",
  ر: "r",
  ز: "z",
  س: "s",
  ش: "sh",
  ص: "s",
  ض: "d",
  ط: "t",
  ظ: "z",
  ع: "a",
  غ: "gh",
  ف: "f",
  ق: "q",
  ك: "k",
  ل: "l",
  م: "m",
  ن: "n",
  ه: "h",
  و: "u",
  ي: "i",
  پ: "p",
  چ: "ch",
  ژ: "zh",
  گ: "g",
  ڤ: "v",
  ڨ: "g",
};

/** A folded word in Latin letters, letter for letter. A poor man's answer: it is what the learned pair model is measured against, and the bridge where no model was learned. */
export function toLatin(folded: string): string {
  const script = scriptOf(folded);
  if (script === "cyrillic") return replaceLetters(folded, TO_LATIN_CYRILLIC);
  return script === "arabic" ? replaceLetters(folded, TO_LATIN_ARABIC) : folded;
}

/** The class of sound of each consonant, over three scripts; vowels, h and its kin, w and y have none, because every script and every ear treats them differently. */
const SOUNDS: Readonly<Record<string, string>> = {
  B: "bpбпبپ",
  F: "fvфвفڤ",
  D: "dtдтتدطضثذظ",
  S: "szcjjжзсцчшщсзصسزشجچژ",
  K: "kgqxкгكقغگ",
  L: "lлل",
  M: "mмم",
  N: "nнن",
  R: "rрر",
};
const SOUND_OF = new Map(Object.entries(SOUNDS).flatMap(([sound, letters]) => [...letters].map((letter) => [letter, sound] as const)));

/** The skeleton of a folded word: its classes of consonants, doubled ones once, at most five. What different scripts and ears leave alike. */
export function skeletonOf(folded: string): string {
  let skeleton = "";
  const latin = scriptOf(folded) === "latin" ? latinSounds(folded) : folded;
  for (const letter of latin) {
    const sound = SOUND_OF.get(letter);
    if (sound !== undefined && !skeleton.endsWith(sound)) skeleton += sound;
    if (skeleton.length === 5) break;
  }
  return skeleton;
}

/** Two letters that stand for one sound in Latin spellings, as one. */
function latinSounds(word: string): string {
  return word
    .replace(/sch|tch|sh|zh|ch|ts|dj|dzh/gu, "s")
    .replace(/ph/gu, "f")
    .replace(/th|dh/gu, "t")
    .replace(/kh|(?<!n)gh(?=$)/gu, "")
    .replace(/gh/gu, "g")
    .replace(/ck/gu, "k")
    .replace(/c(?![eiy])/gu, "k");
}
