/** The kinds of fields: how a value is read, on what levels two values agree, by what keys records are brought together. */
import { compareDates, DATE_LEVELS, readDate, type DateInterval } from "./dates.ts";
import { LinkageError } from "./errors.ts";
import { bareFamily, bareFather, wordsOf, type NameWord } from "./name-parts.ts";
import { formalNamesOf } from "./nicknames.ts";
import { comparePlaces, PLACE_LEVELS, readPlace, type Place } from "./places.ts";
import { foldWord, skeletonOf, toLatin } from "./script.ts";
import type { FieldSetting } from "./settings.ts";
import { editsBetween, jaroWinkler } from "./strings.ts";
import { sameWord, type Likeness } from "./same-word.ts";

/** How one kind of field works, over values of type V. Level 0 is "one of them says nothing"; levels run from 1, the best, in the order of `levels`. */
export interface FieldKind<V = unknown> {
  readonly levels: readonly string[];
  /** Set where values are texts and the key `whole` is the text. */
  readonly isItsOwnKey?: boolean;
  /** The value of a record's cells (as FieldSetting.columns), null when they say nothing. */
  read(cells: readonly string[]): V | null;
  compare(a: V, b: V): number;
  /** What the frequency of a value is counted by. */
  spelling(value: V): string;
  /** Where a value has parts that are counted apart: the spelling of each. What two values agree on is then as rare as their common parts together. */
  words?(value: V): readonly string[];
  /** The values of a blocking key. */
  keys(key: string, value: V): readonly string[];
}

/** The kind a field's setting asks for. */
export function kindOf(setting: FieldSetting): FieldKind {
  switch (setting.kind) {
    case "name":
      return nameKind(setting.part ?? "given") as FieldKind;
    case "text":
      return textKind as FieldKind;
    case "code":
      return codeKind as FieldKind;
    case "date":
      return dateKind as FieldKind;
    case "place":
      return placeKind as FieldKind;
    case "category":
      return categoryKind as FieldKind;
  }
}

interface NameValue {
  readonly words: readonly NameWord[];
  /** Several words written as one, by mistake or not; empty for one word. */
  readonly joined: string;
  /** The words of the other parts of this record's name. */
  readonly others: readonly NameWord[];
}

/** "partly": of several words one agrees, and each has another that the other has not. "crossed": this part of one is another part of the other, both ways. */
export const NAME_LEVELS = ["same", "variant", "close", "partly", "crossed", "initial", "alike", "different"] as const;
const LEVEL_OF: Readonly<Record<Likeness, number>> = { same: 1, variant: 2, close: 3, initial: 6, alike: 7, different: 8 };
const [PARTLY, CROSSED] = [4, 5];

/** Words that stand in names of any people; two names that have only these in common have nothing in common. */
const PARTICLES = new Set("de del la las los lo el y e da do dos das di du des le van von der den ten ter zu af av".split(" "));

/** The words of a name part without particles, where anything else is left. */
function tellingWords(words: NameWord[]): NameWord[] {
  if (words.length < 2) return words;
  const telling = words.filter(({ folded }) => !PARTICLES.has(folded));
  return telling.length === 0 ? words : telling;
}

function nameKind(part: "given" | "father" | "family"): FieldKind<NameValue> {
  const bare = part === "father" ? bareFather : part === "family" ? bareFamily : (folded: string) => folded;
  const readWords = (text: string): NameWord[] =>
    tellingWords(wordsOf(text)).map((word) => {
      const folded = bare(word.folded);
      return folded === word.folded ? word : { folded, plain: bare(word.plain), script: word.script };
    });
  return {
    levels: NAME_LEVELS,
    read([own, ...others]) {
      const words = readWords(own ?? "");
      return words.length === 0
        ? null
        : { words, joined: words.length === 1 ? "" : words.map(({ folded }) => folded).join(""), others: others.flatMap(wordsOf) };
    },
    compare(a, b) {
      const straight = bestOf(a.words, b.words);
      if (straight <= 3) return areAtOdds(a.words, b.words) ? PARTLY : straight;
      if (isRunTogether(a, b)) return LEVEL_OF.close;
      const isCrossed = a.others.length > 0 && b.others.length > 0 && bestOf(a.words, b.others) <= 2 && bestOf(a.others, b.words) <= 2;
      return isCrossed ? CROSSED : straight;
    },
    spelling: ({ words }) => toLatin(words[0]!.folded),
    words: ({ words }) => words.map(({ folded }) => toLatin(folded)),
    keys(key, { words }) {
      switch (key) {
        case "word":
          return words.map(({ folded }) => folded);
        case "skeleton":
          return words.map(({ folded }) => skeletonOf(folded)).filter((skeleton) => skeleton !== "");
        case "first":
          return words.map(({ folded }) => toLatin(folded)[0]!);
        case "nickname":
          return [...new Set(words.flatMap(({ folded }) => [...formalNamesOf(folded)]))];
        default:
          throw new LinkageError("unknown-key", key);
      }
    },
  };
}

/** The best level on which any word of one is a word of the other. More than one word is one name told fully and in part. */
function bestOf(a: readonly NameWord[], b: readonly NameWord[]): number {
  let best: number = LEVEL_OF.different;
  for (const one of a) for (const other of b) best = Math.min(best, LEVEL_OF[sameWord(one, other)]);
  return best;
}

/** Whether each has a word that is none of the other's: Juan Bautista is not Juan de Dios. */
function areAtOdds(a: readonly NameWord[], b: readonly NameWord[]): boolean {
  if (a.length < 2 || b.length < 2) return false;
  const isLonely = (word: NameWord, others: readonly NameWord[]): boolean =>
    others.every((other) => LEVEL_OF[sameWord(word, other)] > LEVEL_OF.close);
  return a.some((word) => isLonely(word, b)) && b.some((word) => isLonely(word, a));
}

/** Whether the words of one are written as one word in the other, with at most one slip. */
function isRunTogether(a: NameValue, b: NameValue): boolean {
  const isJoined = (several: NameValue, one: NameValue): boolean =>
    several.joined !== "" && one.joined === "" && several.joined.length >= 6 && editsBetween(several.joined, one.words[0]!.folded, 1) <= 1;
  return isJoined(a, b) || isJoined(b, a);
}

const textKind: FieldKind<string> = {
  isItsOwnKey: true,
  levels: ["same", "very close", "close", "alike", "different"],
  read: ([text]) => foldLine(text ?? "") || null,
  compare(a, b) {
    if (a === b) return 1;
    const likeness = jaroWinkler(a, b);
    return likeness >= 0.95 || editsBetween(a, b, 1) === 1 ? 2 : likeness >= 0.88 ? 3 : likeness >= 0.75 ? 4 : 5;
  },
  spelling: (value) => value,
  keys(key, value) {
    switch (key) {
      case "whole":
        return [value];
      case "skeleton":
        return [skeletonOf(value.replaceAll(" ", ""))].filter((skeleton) => skeleton.length >= 2);
      case "first3":
        return [value.slice(0, 3)];
      case "words":
        return value.split(" ");
      default:
        throw new LinkageError("unknown-key", key);
    }
  },
};

/** What folding leaves as it is, word by word. */
const PLAIN_LINE = /^[a-z0-9]+(?: [a-z0-9]+)*$/;

/** A line of text as it is compared. */
export function foldLine(text: string): string {
  if (PLAIN_LINE.test(text)) return text;
  return text
    .normalize("NFKC")
    .toLowerCase()
    .split(/[\s.,;/-]+/u)
    .map((word) => (/\p{N}/u.test(word) ? word : foldWord(word)))
    .filter((word) => word !== "")
    .join(" ");
}

/** What folding leaves as it is. */
const PLAIN_CODE = /^[a-z0-9]+$/;

const codeKind: FieldKind<string> = {
  isItsOwnKey: true,
  levels: ["same", "one slip", "two slips", "different"],
  read: ([text]) =>
    text === undefined || text === ""
      ? null
      : PLAIN_CODE.test(text)
        ? text
        : text
            .normalize("NFKC")
            .toLowerCase()
            .replace(/[^\p{L}\p{N}]/gu, "") || null,
  compare(a, b) {
    if (a === b) return 1;
    const edits = editsBetween(a, b, 2);
    // In a short code two slips are half of it.
    return edits === 1 ? 2 : edits === 2 && Math.min(a.length, b.length) >= 4 ? 3 : 4;
  },
  spelling: (value) => value,
  keys(key, value) {
    switch (key) {
      case "whole":
        return [value];
      case "halves": {
        const half = value.length >> 1;
        return value.length < 4 ? [] : [`<${value.slice(0, half)}`, `>${value.slice(half)}`];
      }
      default:
        throw new LinkageError("unknown-key", key);
    }
  },
};

const YEAR_DAYS = 365.25;

const dateKind: FieldKind<DateInterval> = {
  levels: DATE_LEVELS,
  read([text, reference]) {
    const from = readDate(reference ?? "", null);
    return readDate(text ?? "", from === null ? null : from.to);
  },
  compare: compareDates,
  spelling: ({ from, to }) => `${from} ${to}`,
  keys(key, { from, to, precision }) {
    switch (key) {
      case "day":
        return precision === "day" ? [String(from)] : [];
      case "year": {
        const years = new Set<string>();
        for (let day = from; ; day = Math.min(to, day + 300)) {
          years.add(String(Math.floor(day / YEAR_DAYS)));
          if (day === to) break;
        }
        return [...years];
      }
      case "years": {
        // Two records within a year of each other share one of these.
        const keys = new Set<string>();
        for (let year = Math.floor(from / YEAR_DAYS); year <= Math.floor(to / YEAR_DAYS) + 1; year++) keys.add(String(year));
        return [...keys];
      }
      case "days": {
        // Two days at most three apart share one of these. What is known to no better than a year is no key.
        if (to - from > 62) return [];
        const keys = new Set<string>();
        for (let third = Math.floor(from / 3); third <= Math.floor(to / 3) + 1; third++) keys.add(String(third));
        return [...keys];
      }
      default:
        throw new LinkageError("unknown-key", key);
    }
  },
};

const placeKind: FieldKind<Place> = {
  levels: PLACE_LEVELS,
  read: ([text, latitude, longitude]) => readPlace(text ?? "", latitude, longitude),
  compare: (a, b) => comparePlaces(a, b, (x, y) => x === y || samePlaceName(x, y)),
  spelling: ({ parts, point }) => (parts.length > 0 ? toLatin(parts[0]!) : `${point!.latitude.toFixed(2)} ${point!.longitude.toFixed(2)}`),
  keys(key, { parts }) {
    switch (key) {
      case "whole":
        return parts.slice(0, 1);
      case "skeleton":
        return parts.map((part) => skeletonOf(part.replaceAll(" ", ""))).filter((skeleton) => skeleton.length >= 2);
      default:
        throw new LinkageError("unknown-key", key);
    }
  },
};

function samePlaceName(a: string, b: string): boolean {
  const [one, other] = [wordsOf(a)[0], wordsOf(b)[0]];
  if (one === undefined || other === undefined) return false;
  if (one.script === other.script) return jaroWinkler(a, b) >= 0.93;
  const likeness = sameWord(one, other);
  return likeness === "same" || likeness === "variant" || likeness === "close";
}

const categoryKind: FieldKind<string> = {
  isItsOwnKey: true,
  levels: ["same", "different"],
  read: ([text]) => (text ?? "").normalize("NFKC").trim().toLowerCase() || null,
  compare: (a, b) => (a === b ? 1 : 2),
  spelling: (value) => value,
  keys(key, value) {
    if (key !== "whole") throw new LinkageError("unknown-key", key);
    return [value];
  },
};
