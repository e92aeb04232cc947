/** Dates in selected words. What stands there and no more: a month stays a month. */
import { MONTHS, SINCE, YEAR_WORDS, type GuessLanguage } from "./guess-words.ts";
import { fuzzyTime, type FuzzyTime } from "./time.ts";

/** Something recognised, and which part of the words it was. */
export interface Found<T> {
  readonly is: T;
  readonly start: number;
  readonly end: number;
}

const NOT_IN_A_WORD = "(?<![\\p{L}\\p{M}\\p{N}])";
const NO_WORD_AFTER = "(?![\\p{L}\\p{M}\\p{N}])";

/** @param words with digits already 0–9, so that positions are those of the text */
export function findTimes(words: string, lang: GuessLanguage): Found<FuzzyTime>[] {
  const found: Found<FuzzyTime>[] = [];
  for (const { pattern, read } of patternsOf(lang)) {
    for (const match of words.matchAll(pattern)) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (found.some((other) => start < other.end && other.start < end)) continue;
      const span = read(match.groups ?? {});
      const time = span === null ? null : timeOf(span, match[0].trim(), match.groups?.since !== undefined);
      if (time !== null) found.push({ is: time, start, end });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** First and last day meant; `null` inside where words name no year. */
type Span = readonly [string, string] | "no year";
type Groups = Readonly<Record<string, string | undefined>>;
interface Pattern {
  readonly pattern: RegExp;
  readonly read: (groups: Groups) => Span | null;
}

function patternsOf(lang: GuessLanguage): readonly Pattern[] {
  const month = `(?<month>${MONTHS[lang].join("|")})`;
  const prefix = lang === "ar" ? "[وفبل]?" : "";
  const since = `(?:(?<since>${SINCE[lang]})\\s+)?`;
  const yearNumber = "(?<year>[12]\\d{3})";
  const dayNumber = (name: string): string => `(?<${name}>[0-3]?\\d)`;
  const gap = lang === "ar" ? "\\s+(?:من\\s+)?" : "(?:st|nd|rd|th)?\\s+(?:of\\s+)?";
  const yearAfter = lang === "ru" ? `(?:\\s+${yearNumber}(?:\\s+(?:год[ауе]?|г\\.))?)` : `(?:,?\\s+${yearNumber})`;
  const flags = lang === "ru" ? "giu" : "gu";
  const make = (source: string, read: Pattern["read"]): Pattern => ({
    pattern: new RegExp(`${NOT_IN_A_WORD}${since}${source}${NO_WORD_AFTER}`, flags),
    read,
  });
  const inMonth = (groups: Groups): Span | null => monthSpan(groups.year, monthNumber(groups.month!, lang));
  const { before, after } = YEAR_WORDS[lang];
  return [
    make(`${yearNumber}-(?<m>\\d{2})-(?<d>\\d{2})`, ({ year, m, d }) => daySpan(year, m, d)),
    make(`${dayNumber("d")}(?<sep>[./])(?<m>[01]?\\d)[./]${yearNumber}`, ({ year, m, d, sep }) =>
      numericSpan(year, m!, d!, lang === "en" && sep === "/"),
    ),
    make(`(?<m>[01]?\\d)/${dayNumber("d")}/${yearNumber}`, ({ year, m, d }) => (lang === "en" ? daySpan(year, m, d) : null)),
    make(`${dayNumber("d")}\\s*[-–—]\\s*${dayNumber("e")}${gap}${prefix}${month}${yearAfter}?`, (groups) =>
      between(groups, monthNumber(groups.month!, lang)),
    ),
    make(`${dayNumber("d")}${gap}${prefix}${month}${yearAfter}?`, (groups) => daySpan(groups.year, monthNumber(groups.month!, lang), groups.d)),
    ...(lang === "en"
      ? [
          make(`${month}\\s+${dayNumber("d")}(?:st|nd|rd|th)?${yearAfter}?`, (groups) =>
            daySpan(groups.year, monthNumber(groups.month!, lang), groups.d),
          ),
        ]
      : []),
    make(`${prefix}${month}${yearAfter}`, inMonth),
    ...(before === "" ? [] : [make(`(?:${before})\\s+${yearNumber}`, (groups) => yearSpan(groups.year!))]),
    ...(after === "" ? [] : [make(`${yearNumber}\\s+(?:${after})`, (groups) => yearSpan(groups.year!))]),
  ];
}

function timeOf(span: Span, asGiven: string, isSince: boolean): FuzzyTime | null {
  const bounds =
    span === "no year"
      ? { kind: "within" as const }
      : isSince
        ? { kind: "throughout" as const, first: span[0] }
        : { kind: span[0] === span[1] ? ("exact" as const) : ("within" as const), first: span[0], last: span[1] };
  const parsed = fuzzyTime.safeParse({ ...bounds, asGiven });
  return parsed.success ? parsed.data : null;
}

function monthNumber(name: string, lang: GuessLanguage): string {
  const index = MONTHS[lang].findIndex((pattern) => new RegExp(`^(?:${pattern})$`, lang === "ru" ? "iu" : "u").test(name));
  return String(index + 1);
}

function daySpan(year: string | undefined, month: string | undefined, dayOfMonth: string | undefined): Span {
  if (year === undefined) return "no year";
  const day = `${year}-${month!.padStart(2, "0")}-${dayOfMonth!.padStart(2, "0")}`;
  return [day, day];
}

function between(groups: Groups, month: string): Span | null {
  const [first, last] = [daySpan(groups.year, month, groups.d), daySpan(groups.year, month, groups.e)];
  return first === "no year" || last === "no year" ? "no year" : [first[0], last[1]];
}

/** `03/04` is two days in English: true somewhere between them is all it says. */
function numericSpan(year: string | undefined, month: string, dayOfMonth: string, eitherWay: boolean): Span | null {
  const days = [daySpan(year, month, dayOfMonth)[0]!];
  if (eitherWay && Number(dayOfMonth) <= 12) days.push(daySpan(year, dayOfMonth, month)[0]!);
  if (Number(month) > 12) return null;
  days.sort();
  return [days[0]!, days.at(-1)!];
}

function monthSpan(year: string | undefined, month: string): Span {
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return [daySpan(year, month, "1")[0]!, daySpan(year, month, String(last))[0]!];
}

function yearSpan(year: string): Span {
  return [`${year}-01-01`, `${year}-12-31`];
}
