/**
 * The parts of a person's name. Given name, father's name (a patronymic or the second name of an Arabic chain), family, nisba, kunya, clan, nickname.
 * Where the order cannot be told the words are kept as they came, and comparing tries every order.
 */
import { foldWord, plainWord, scriptOf, type Script } from "./script.ts";

/** One word of a name: as it is compared, as the pair model reads it, and in which script. */
export interface NameWord {
  readonly folded: string;
  readonly plain: string;
  readonly script: Script;
}

export interface NameParts {
  readonly given: readonly NameWord[];
  readonly father: readonly NameWord[];
  readonly family: readonly NameWord[];
  readonly nisba: readonly NameWord[];
  readonly kunya: readonly NameWord[];
  readonly clan: readonly NameWord[];
  readonly nickname: readonly NameWord[];
  /** Whether the text itself said which part is which. */
  readonly isOrdered: boolean;
}

const CHILD_OF = new Set(["bin", "ibn", "ben", "bint", "ould", "wuld", "ولد", "بن", "ابن", "بنت", "бин", "ибн", "бен"]);
const CHILD_AFTER = new Set([
  "oglu",
  "oglou",
  "ogly",
  "kyzy",
  "qizi",
  "kizi",
  "gizi",
  "uulu",
  "uly",
  "оглы",
  "оглу",
  "кызы",
  "кизи",
  "гызы",
  "уулу",
  "улы",
]);
const PARENT_OF = new Set(["abu", "abou", "umm", "um", "om", "ابو", "ام", "абу", "умм"]);
const ARTICLES = new Set(["al", "el", "ال", "аль", "ал", "эль", "ас", "аш", "ад", "ан", "ар"]);
const CLAN = new Set(["teip", "taip", "clan", "tribe", "тейп", "тайп", "клан", "عشيره", "قبيله"]);
const TITLES = new Set([
  "mr",
  "mrs",
  "ms",
  "dr",
  "sheikh",
  "shaykh",
  "shaikh",
  "hajj",
  "haji",
  "sayyid",
  "imam",
  "الشيخ",
  "الحاج",
  "دكتور",
  "шейх",
  "хаджи",
  "гн",
  "гжа",
]);

/** Reads a name written in one line. */
export function parseName(text: string): NameParts {
  const nickname: NameWord[] = [];
  const bare = text
    .normalize("NFKC")
    .replace(/["“”«»„'‘’]([^"“”«»„'‘’]{2,40})["“”«»„'‘’]|\(([^)]{2,40})\)/gu, (_, quoted?: string, bracketed?: string) => {
      nickname.push(...wordsOf(quoted ?? bracketed ?? ""));
      return " ";
    });
  const comma = bare.indexOf(",");
  if (comma > 0) {
    const rest = parseName(bare.slice(comma + 1));
    const family = wordsOf(bare.slice(0, comma)).filter(({ folded }) => !ARTICLES.has(folded));
    return { ...rest, family: [...family, ...rest.family], nickname, isOrdered: true };
  }
  const parts = {
    given: [] as NameWord[],
    father: [] as NameWord[],
    family: [] as NameWord[],
    nisba: [] as NameWord[],
    kunya: [] as NameWord[],
    clan: [] as NameWord[],
  };
  const words = wordsOf(bare).filter(({ folded }) => !TITLES.has(folded));
  const plain: NameWord[] = [];
  let isOrdered = false;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const next = words[i + 1];
    if (CHILD_OF.has(word.folded) && next !== undefined && plain.length > 0) {
      parts.father.push(next);
      isOrdered = true;
      i++;
    } else if (PARENT_OF.has(word.folded) && next !== undefined) {
      parts.kunya.push(next);
      i++;
    } else if (CLAN.has(word.folded) && next !== undefined) {
      parts.clan.push(next);
      i++;
    } else if (next !== undefined && CHILD_AFTER.has(next.folded)) {
      parts.father.push(word);
      isOrdered = true;
      i++;
    } else if (ARTICLES.has(word.folded) && next !== undefined) {
      (isNisba(next.folded) ? parts.nisba : parts.family).push(next);
      isOrdered = true;
      i++;
    } else if (isPatronymic(word)) {
      parts.father.push(word);
      isOrdered = true;
    } else plain.push(word);
  }
  if (parts.father.length > 0 && isPatronymic(parts.father[0]!)) placeAroundPatronymic(words, plain, parts);
  else placeInChain(plain, parts);
  return { ...parts, nickname, isOrdered };
}

/** "Family Given Patronymic" as registers write it, or "Given Patronymic Family" as people do: what stands right before the patronymic is the given name. */
function placeAroundPatronymic(
  words: readonly NameWord[],
  plain: readonly NameWord[],
  parts: { given: NameWord[]; family: NameWord[]; father: NameWord[] },
): void {
  const at = words.indexOf(parts.father[0]!);
  const before = words[at - 1];
  const given = before !== undefined && plain.includes(before) ? before : plain[0];
  for (const word of plain) (word === given ? parts.given : parts.family).push(word);
}

/** "Given Father Grandfather Family": the Arabic chain. Two words are a given name and a family name. */
function placeInChain(plain: readonly NameWord[], parts: { given: NameWord[]; family: NameWord[]; father: NameWord[] }): void {
  const [given, ...rest] = plain;
  if (given !== undefined) parts.given.push(given);
  if (rest.length === 0) return;
  const hasFamily = parts.family.length > 0;
  const family = hasFamily ? null : rest.at(-1)!;
  if (family !== null) parts.family.push(family);
  for (const word of family === null ? rest : rest.slice(0, -1)) parts.father.push(word);
}

/** Words of a text, the article that hangs on one taken off. */
export function wordsOf(text: string): NameWord[] {
  const words: NameWord[] = [];
  for (const piece of text.normalize("NFKC").split(/[\s.,;/]+|(?<=\p{L})-(?=\p{L})|[–—_]+/u)) {
    const word = wordOf(piece);
    if (word !== null) words.push(word);
  }
  return words;
}

/** One word; null when nothing is left of it. */
export function wordOf(piece: string): NameWord | null {
  const script = scriptOf(piece);
  // In Arabic the article is written with its word, and dropped as often as not.
  const bare = script === "arabic" ? piece.replace(/^(?:ٱ|ا)ل(?=\p{L}{3})/u, "") : piece;
  const folded = foldWord(bare);
  return folded === "" ? null : { folded, plain: plainWord(bare), script };
}

function isPatronymic({ folded, script }: NameWord): boolean {
  if (script === "cyrillic") return /(?:ович|евич|овна|евна|инична|ична|ич)$/u.test(folded) && folded.length > 5;
  return script === "latin" && /(?:ovich|evich|ovitch|evitch|ovna|evna|inichna|ovych|ivna)$/u.test(folded) && folded.length > 6;
}

function isNisba(folded: string): boolean {
  return /(?:i|y|ي|и|ий)$/u.test(folded);
}

/** A father's name without what makes it a patronymic: Ибрагимович and Ibrahim's two forms come to one bare name. */
export function bareFather(folded: string): string {
  const bare = folded
    .replace(/(?:ьевич|ьевна)$/u, "ий")
    .replace(/(?:ович|евич|овна|евна|инична|ична|ич)$/u, "")
    .replace(/(?:ovich|evich|ovitch|evitch|ovych|ovna|evna|inichna|ivna|ich)$/u, "")
    .replace(/(?:oglu|ogly|kyzy|qizi|gizi|uulu|оглы|оглу|кызы|гызы|уулу)$/u, "");
  return bare.length >= 2 ? bare : folded;
}

/** A family name in one gender, without its article. */
export function bareFamily(folded: string): string {
  return folded
    .replace(/(ск|цк)(?:ая|ий|ой)$/u, "$1ий")
    .replace(/(ов|ев|ин|ын)а$/u, "$1")
    .replace(/(sk|tsk)(?:aya|aia|aja|iy|ii|yi|ij|i|y|a|oy|oi)$/u, "$1i")
    .replace(/(ov|ev|in|yn|iev|yev)a$/u, "$1")
    .replace(/^(?:al|el)(?=[a-z]{4})/u, "");
}
