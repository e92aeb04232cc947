/**
 * Dates as people tell them: a day, a month, a year, "about 25", a Hijri date. Each is an interval of days with what is known of it.
 * Days are counted from 1970-01-01 in the proleptic Gregorian calendar.
 */

export type Precision = "day" | "month" | "year" | "about";

export interface DateInterval {
  readonly from: number;
  readonly to: number;
  readonly precision: Precision;
  /** For day precision, the eight digits as written, to know a slip of the pen from another day. */
  readonly digits: string;
}

const DAY_MS = 86_400_000;
const DIGITS = "٠١٢٣٤٥٦٧٨٩";
const EASTERN = "۰۱۲۳۴۵۶۷۸۹";

/** Days from 1970-01-01, or null where there is no such day. */
export function dayNumber(year: number, month: number, day: number): number | null {
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  return at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? Math.round(at.getTime() / DAY_MS) : null;
}

/** The day of a date of the tabular Islamic calendar (civil epoch, leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29 of 30): within a day or two of any sighting. */
export function hijriDay(year: number, month: number, day: number): number {
  return day + Math.ceil(29.5 * (month - 1)) + (year - 1) * 354 + Math.floor((3 + 11 * year) / 30) - 492_149;
}

/**
 * Reads a date. `reference`: the day an age is counted from (when it happened or was told), null where it is not known: then an age says nothing.
 * Understood: 1987-03-12 · 19870312 · 1987-03 · 1987 · 12.3.1987 and 12/3/1987 (day first) · age 25 · about 25 · ~25 · 25? · 1407-07-12 AH.
 * Null for what is none of these.
 */
export function readDate(text: string, reference: number | null): DateInterval | null {
  const plain = text
    .normalize("NFKC")
    .trim()
    .toLowerCase()
    .replace(/[٠-٩۰-۹]/gu, (digit) => String(Math.max(DIGITS.indexOf(digit), EASTERN.indexOf(digit))));
  if (plain === "") return null;
  const hijri = /^(\d{3,4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?\s*(?:ah|h|ه|هـ|هج.*)$/u.exec(plain);
  if (hijri !== null)
    return hijriInterval(Number(hijri[1]), hijri[2] === undefined ? null : Number(hijri[2]), hijri[3] === undefined ? null : Number(hijri[3]));
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:t.*)?$/u.exec(plain) ?? /^(\d{4})(\d{2})(\d{2})$/u.exec(plain);
  if (iso !== null) return ofDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const dayFirst = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/u.exec(plain);
  if (dayFirst !== null) return ofDay(Number(dayFirst[3]), Number(dayFirst[2]), Number(dayFirst[1]));
  const month = /^(\d{4})[-/.](\d{1,2})$/u.exec(plain);
  if (month !== null) return ofMonth(Number(month[1]), Number(month[2]));
  const year = /^(\d{4})$/u.exec(plain);
  if (year !== null) return { from: dayNumber(Number(year[1]), 1, 1)!, to: dayNumber(Number(year[1]), 12, 31)!, precision: "year", digits: "" };
  const age =
    /^(age[ds]?\s*|about\s*|around\s*|aged about\s*|около\s*|лет\s*|возраст\s*|حوالي\s*|عمره\s*|~\s*|ca?\.?\s*)?(\d{1,3})\s*(\?|years?.*|лет|год.*|سن.*|عام.*)?$/u.exec(
      plain,
    );
  if (age === null || reference === null) return null;
  const years = Number(age[2]);
  if (years > 120) return null;
  const isAbout = /about|around|около|حوالي|~|ca?\.?\s|\?/u.test(plain);
  // Ages are told round: about 25 is said of a man of 22.
  const slack = isAbout ? Math.max(2, Math.round(years * 0.12)) : 1;
  return {
    from: Math.round(reference - (years + 1 + slack - (isAbout ? 0 : 1)) * 365.25),
    to: Math.round(reference - (years - (isAbout ? slack : 0)) * 365.25),
    precision: isAbout ? "about" : "year",
    digits: "",
  };
}

/** A date that no calendar has, the 31st of February, is a slip of somebody's: its month or its year still says something. */
function ofDay(year: number, month: number, day: number): DateInterval | null {
  const digits = `${String(year).padStart(4, "0")}${String(month).padStart(2, "0")}${String(day).padStart(2, "0")}`;
  const at = dayNumber(year, month, day);
  if (at !== null) return { from: at, to: at, precision: "day", digits };
  const swapped = dayNumber(year, day, month);
  if (swapped !== null) return { from: swapped, to: swapped, precision: "day", digits };
  const around = dayNumber(year, Math.min(12, Math.max(1, month)), 1);
  return around === null ? null : { from: around, to: around + 30, precision: "day", digits };
}

function ofMonth(year: number, month: number): DateInterval | null {
  const from = dayNumber(year, month, 1);
  const next = month === 12 ? dayNumber(year + 1, 1, 1) : dayNumber(year, month + 1, 1);
  return from === null || next === null ? null : { from, to: next - 1, precision: "month", digits: "" };
}

function hijriInterval(year: number, month: number | null, day: number | null): DateInterval | null {
  if (month !== null && (month < 1 || month > 12)) return null;
  if (day !== null && (day < 1 || day > 30)) return null;
  const from = hijriDay(year, month ?? 1, day ?? 1);
  const to = day !== null ? from : month !== null ? from + 29 : from + 354;
  // The moon is sighted a day earlier or later from country to country, so a Hijri day is never one exact day.
  return { from: from - 2, to: to + 2, precision: day !== null ? "month" : month !== null ? "month" : "year", digits: "" };
}

export const DATE_LEVELS = ["same", "fits", "fits roughly", "slip", "near", "different"] as const;

/** How two dates agree: a level of DATE_LEVELS, from 1. Two intervals fit when they share a day. */
export function compareDates(a: DateInterval, b: DateInterval): number {
  if (a.precision === "day" && b.precision === "day") {
    if (a.digits === b.digits) return 1;
    const edits = digitEdits(a.digits, b.digits);
    if (edits === 1 || isDaySwappedWithMonth(a.digits, b.digits)) return 4;
    return edits === 2 || Math.abs(a.from - b.from) <= 366 ? 5 : 6;
  }
  if (a.from <= b.to && b.from <= a.to) return a.precision === "about" || b.precision === "about" ? 3 : 2;
  const gap = a.from > b.to ? a.from - b.to : b.from - a.to;
  return gap <= 366 ? 5 : 6;
}

/** Digits that differ, two swapped neighbours counting once. */
function digitEdits(a: string, b: string): number {
  let edits = 0;
  for (let i = 0; i < 8; i++) {
    if (a[i] === b[i]) continue;
    edits++;
    if (i < 7 && a[i] === b[i + 1] && a[i + 1] === b[i]) i++;
  }
  return edits;
}

function isDaySwappedWithMonth(a: string, b: string): boolean {
  return a.slice(0, 4) === b.slice(0, 4) && a.slice(4, 6) === b.slice(6, 8) && a.slice(6, 8) === b.slice(4, 6);
}
