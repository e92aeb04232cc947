/**
 * What selected words may mean, to fill a form that a person then checks: counts, times, numbers, ages, in English, Russian and Arabic.
 * "Up to 26" is a greatest number without a least one; "about 30" stays words, for nobody said how far about reaches.
 */
import { line } from "./fields.ts";
import { findTimes, type Found } from "./guess-times.ts";
import { COUNT_WORDS, type Bound, type CountWords, type GuessLanguage } from "./guess-words.ts";
import type { FuzzyTime } from "./time.ts";
import type { Count } from "./values.ts";

export interface Guess {
  readonly counts: readonly Count[];
  readonly times: readonly FuzzyTime[];
  readonly ages: readonly number[];
  /** Every number in the words that is no part of a date. */
  readonly numbers: readonly number[];
}

const NOTHING: Guess = { counts: [], times: [], ages: [], numbers: [] };
const LONGEST = 2_000;

/** @param lang BCP 47; for a language we have no words of, the guess is empty */
export function guessFromWords(words: string, lang: string): Guess {
  const known = (["en", "ru", "ar"] as const).find((one) => one === lang.split("-")[0]);
  if (known === undefined || words.length > LONGEST) return NOTHING;
  const plain = withPlainDigits(words);
  const times = findTimes(plain, known);
  const ages = COUNT_WORDS[known].ages.flatMap((pattern) => [...plain.matchAll(new RegExp(pattern, `${pattern.flags}g`))]);
  const agesAt = ages.map((match): Found<number> => ({ is: Number(match[1]), start: match.index, end: match.index + match[0].length }));
  const numbers = numbersIn(plain, known).filter((number) => !times.some((time) => overlap(number, time)));
  const free = numbers.filter((number) => !agesAt.some((age) => overlap(number, age)));
  return {
    counts: countsFrom(plain, words, free, COUNT_WORDS[known]),
    times: times.map(({ is, start, end }) => ({ ...is, ...asGiven(words.slice(start, end)) })),
    ages: agesAt.map(({ is }) => is),
    numbers: numbers.map(({ is }) => is),
  };
}

/** Arabic-Indic and Persian digits as 0–9, each in its place. */
function withPlainDigits(words: string): string {
  return words.replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}

function numbersIn(words: string, lang: GuessLanguage): Found<number>[] {
  const thousands = lang === "ru" ? "[ \\u00a0\\u202f]" : "[,\\u066c\\u00a0\\u202f]";
  const prefix = lang === "ar" ? "(?:^|[^\\p{L}\\p{M}\\p{N}])[وفبل]?" : "(?:^|[^\\p{L}\\p{M}\\p{N}])";
  const named = Object.keys(COUNT_WORDS[lang].numbers).join("|");
  const pattern = new RegExp(`(?<=${prefix})(?:\\d{1,3}(?:${thousands}\\d{3})+|\\d{1,9}|(?:${named})(?![\\p{L}\\p{M}]))(?!\\d)`, "giu");
  return [...words.matchAll(pattern)].map((match) => ({
    is: COUNT_WORDS[lang].numbers[match[0].toLowerCase()] ?? Number(match[0].replace(/\D/g, "")),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

function countsFrom(words: string, original: string, numbers: readonly Found<number>[], of: CountWords): Count[] {
  const counts: Count[] = [];
  for (let i = 0; i < numbers.length; i++) {
    const [number, next] = [numbers[i]!, numbers[i + 1]];
    const range = next === undefined ? null : rangeStart(words, number, next, of);
    const last = range === null ? number : next!;
    if (isNoCount(words, last, of)) continue;
    if (range !== null) {
      counts.push({ min: number.is, max: next!.is, ...asGiven(original.slice(range, nounAfter(words, last.end))) });
      i++;
      continue;
    }
    const { bound, start, end } = boundOf(words, number, of);
    counts.push({
      ...bounded(number.is, bound),
      ...asGiven(original.slice(start, bound !== null && end > number.end ? end : nounAfter(words, number.end))),
    });
  }
  return counts.filter((count) => Object.keys(count).length > 0);
}

/** Where a range of two numbers begins, `null` where they are none: "between 10 and 15", "10–15". */
function rangeStart(words: string, low: Found<number>, high: Found<number>, of: CountWords): number | null {
  if (low.is > high.is) return null;
  const middle = words.slice(low.end, high.start).trim();
  if (/^[-–—]$/.test(middle)) return low.start;
  for (const [before, between] of of.ranges) {
    if (middle !== between) continue;
    const start = wordsBefore(words, low.start, before);
    if (start !== null) return start;
  }
  return null;
}

function boundOf(words: string, number: Found<number>, of: CountWords): { bound: Bound | null; start: number; end: number } {
  const longest = (list: readonly string[]): string[] => [...list].sort((a, b) => b.length - a.length);
  const all = (Object.entries(of.before) as [Bound, readonly string[]][]).flatMap(([bound, list]) => list.map((phrase) => ({ bound, phrase })));
  for (const phrase of longest(all.map((one) => one.phrase))) {
    const start = wordsBefore(words, number.start, phrase);
    if (start !== null) return { bound: all.find((one) => one.phrase === phrase)!.bound, start, end: number.end };
  }
  for (const [bound, list] of Object.entries(of.after) as [Bound, readonly string[]][]) {
    for (const phrase of longest(list)) {
      const after = new RegExp(`^(?:\\s+[\\p{L}\\p{M}]+)?\\s+${phrase}(?![\\p{L}\\p{M}])`, "iu").exec(words.slice(number.end));
      if (after !== null) return { bound, start: number.start, end: number.end + after[0].length };
    }
  }
  return { bound: null, start: number.start, end: number.end };
}

function bounded(number: number, bound: Bound | null): Count {
  switch (bound) {
    case "atMost":
      return { max: number };
    case "atLeast":
      return { min: number };
    case "moreThan":
      return { min: number + 1 };
    case "lessThan":
      return { max: Math.max(0, number - 1) };
    case "about":
      return {};
    case null:
      return { min: number, max: number };
  }
}

/** Index where `phrase` begins when it stands just before `at`; an empty phrase always does. */
function wordsBefore(words: string, at: number, phrase: string): number | null {
  if (phrase === "") return at;
  const before = words.slice(0, at).trimEnd();
  if (!before.toLowerCase().endsWith(phrase)) return null;
  const start = before.length - phrase.length;
  return start > 0 && /[\p{L}\p{M}\p{N}]$/u.test(before.slice(0, start)) ? null : start;
}

function isNoCount(words: string, number: Found<number>, of: CountWords): boolean {
  const after = words.slice(number.end);
  if (/^\s?[%٪°]/.test(after) || /^[:.]\d/.test(after) || /^-\p{L}/u.test(after)) return true;
  return new RegExp(`^\\s?(?:${of.units.join("|")})(?![\\p{L}\\p{M}])`, "iu").test(after);
}

function nounAfter(words: string, end: number): number {
  return end + (/^\s+[\p{L}\p{M}]+/u.exec(words.slice(end))?.[0].length ?? 0);
}

/** The words themselves, where a line can hold them. */
function asGiven(words: string): { asGiven?: string } {
  const parsed = line.safeParse(words.trim());
  return parsed.success ? { asGiven: parsed.data } : {};
}

function overlap(a: { start: number; end: number }, b: { start: number; end: number }): boolean {
  return a.start < b.end && b.start < a.end;
}
