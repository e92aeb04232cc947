/** Dates of a file, as fine as they are written and no finer. */
import { surelyBefore, type FuzzyTime } from "#casework";
import type { DateFormat } from "./mapping.ts";

export type Precision = "instant" | "day" | "month" | "year";

/** The first and last moment a written date can mean, as `FuzzyTime` writes them. */
export interface DateRead {
  readonly first: string;
  readonly last: string;
  readonly precision: Precision;
}

const DAY_FORMATS: Partial<Record<DateFormat, readonly [RegExp, number, number, number]>> = {
  dmy: [/^([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})$/, 3, 2, 1],
  mdy: [/^([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})$/, 3, 1, 2],
  // Either parted twice or not at all: 2031/12 and 203112 are months, and no second of January.
  ymd: [/^([0-9]{4})(?:[./-](?=[0-9]{1,2}[./-][0-9]{1,2}$)|(?=[0-9]{4}$))([0-9]{1,2})[./-]?([0-9]{1,2})$/, 1, 2, 3],
};

/** `null` where `text` is no date of that format, or no day there is. Years have four digits: of two nobody knows the century. */
export function readDate(text: string, format: DateFormat): DateRead | null {
  switch (format) {
    case "iso":
      return iso(text);
    case "dmy":
    case "mdy":
    case "ymd": {
      const [form, y, m, d] = DAY_FORMATS[format]!;
      const match = form.exec(text);
      return match === null ? null : day(match[y]!, match[m]!, match[d]!);
    }
    case "my": {
      const match = /^([0-9]{1,2})[./-]([0-9]{4})$/.exec(text);
      return match === null ? null : month(match[2]!, match[1]!);
    }
    case "month-first": {
      const match = /^([0-9]{4})-([0-9]{2})-01$/.exec(text);
      return match === null ? null : month(match[1]!, match[2]!);
    }
    case "year":
      return /^[1-9][0-9]{3}$/.test(text) ? year(text) : null;
    case "epoch-s":
      return /^-?[0-9]{1,11}$/.test(text) ? instant(Number(text) * 1000) : null;
    case "epoch-ms":
      return /^-?[0-9]{1,14}$/.test(text) ? instant(Number(text)) : null;
  }
}

/** The time from `start` to `end`; either may be unknown. `meaning` is what two known days mean. `null` where neither is known. */
export function span(start: DateRead | null, end: DateRead | null, meaning: FuzzyTime["kind"] = "exact"): FuzzyTime | "ends-before-it-starts" | null {
  if (start === null && end === null) return null;
  const isFine = [start, end].every((one) => one !== null && (one.precision === "day" || one.precision === "instant"));
  const time: FuzzyTime = {
    kind: isFine ? meaning : "within",
    ...(start === null ? {} : { first: start.first }),
    ...(end === null ? {} : { last: end.last }),
  };
  // Two spans of which the later is surely before the earlier: nobody knows which of them is wrong.
  if (start !== null && end !== null && surelyBefore(whole(end), whole(start))) return "ends-before-it-starts";
  return time;
}

/** The time of one date: a day is exact, a month or a year is some moment inside. */
export function timeOfDate(read: DateRead, meaning: FuzzyTime["kind"] = "exact"): FuzzyTime {
  const isFine = read.precision === "day" || read.precision === "instant";
  return { kind: isFine ? meaning : "within", first: read.first, last: read.last };
}

/** Whether the coarser of two dates of one thing says the same as the finer. */
export function covers(coarse: DateRead, fine: DateRead): boolean {
  return coarse.first.slice(0, 10) <= fine.first.slice(0, 10) && fine.last.slice(0, 10) <= coarse.last.slice(0, 10);
}

function whole({ first, last }: DateRead): FuzzyTime {
  return { kind: "within", first, last };
}

function iso(text: string): DateRead | null {
  const parts = /^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?$/.exec(text);
  if (parts !== null) {
    const [, y = "", m, d] = parts;
    return d !== undefined ? day(y, m!, d) : m !== undefined ? month(y, m) : readDate(y, "year");
  }
  // Without its offset a time of day is no instant.
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})$/.test(text)) return null;
  if (day(text.slice(0, 4), text.slice(5, 7), text.slice(8, 10)) === null) return null;
  const ms = Date.parse(text.replace(" ", "T"));
  return Number.isNaN(ms) ? null : instant(ms);
}

function day(y: string, m: string, d: string): DateRead | null {
  const written = `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`;
  return isDay(written) ? { first: written, last: written, precision: "day" } : null;
}

function month(y: string, m: string): DateRead | null {
  const first = `${y}-${m.padStart(2, "0")}-01`;
  if (!isDay(first)) return null;
  const last = new Date(Date.UTC(Number(y), Number(m), 0)).toISOString().slice(0, 10);
  return { first, last, precision: "month" };
}

function year(y: string): DateRead {
  return { first: `${y}-01-01`, last: `${y}-12-31`, precision: "year" };
}

function instant(ms: number): DateRead | null {
  const at = new Date(ms);
  const written = Number.isNaN(at.getTime()) ? "" : `${at.toISOString().slice(0, 19)}Z`;
  return /^[1-9][0-9]{3}-/.test(written) && written.length === 20 ? { first: written, last: written, precision: "instant" } : null;
}

function isDay(written: string): boolean {
  const ms = Date.parse(`${written}T00:00:00Z`);
  return /^[1-9]/.test(written) && !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(written);
}
