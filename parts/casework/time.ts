/** Time as sources give it: a day, "in March", "since the arrest". Never made sharper than it was said. */
import { z } from "zod";
import { code, line } from "./fields.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const DAY = /^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}$/;
const INSTANT = /^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/;
const OFFSET = /^([+-])(0[0-9]|1[0-4]):([0-5][0-9])$/;

/** A day of the calendar, `2031-03-14`. */
export const day = z.string().refine((given) => DAY.test(given) && startMs(given) !== null, code("bad-time"));

/** A day, or an instant in UTC, `2031-03-14T05:20:00Z`. No other spelling. */
export const moment = z.string().refine((given) => startMs(given) !== null, code("bad-time"));

/**
 * `exact`: it lasted from `first` to `last`, as finely as they are written. `within`: true at some moment inside. `throughout`: true on all of it.
 * An end that is absent is unknown. `asGiven` holds the source's own words.
 */
export const fuzzyTime = z
  .strictObject({
    kind: z.enum(["exact", "within", "throughout"]),
    first: moment.exactOptional(),
    last: moment.exactOptional(),
    asGiven: line.exactOptional(),
    tz: z
      .string()
      .regex(/^(?:[+-](?:0[0-9]|1[0-4]):[0-5][0-9]|[A-Z][A-Za-z]{1,30}(?:\/[A-Za-z_+-]{1,30}){0,2})$/, code("bad-time"))
      .exactOptional(),
    calendar: z
      .string()
      .regex(/^[a-z][a-z-]{0,30}$/, code("bad-time"))
      .exactOptional(),
  })
  .refine((time) => isWhole(time), code("bad-time"));
export type FuzzyTime = z.infer<typeof fuzzyTime>;

/** Milliseconds since 1970, `to` exclusive; infinite where an end is open. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** Whether the two could not both be true of one thing. A day without a known offset may begin anywhere on earth. */
export function timesConflict(a: FuzzyTime, b: FuzzyTime): boolean {
  const [left, right] = comparable(a, b);
  if (a.kind === "throughout" && b.kind === "throughout") return false;
  if (a.kind === "exact" && b.kind === "throughout") return !contains(left, right);
  if (a.kind === "throughout" && b.kind === "exact") return !contains(right, left);
  if (a.kind === "exact" && b.kind === "exact" && a.first !== a.last && b.first !== b.last) return left.from !== right.from || left.to !== right.to;
  return apart(left, right);
}

/** Whether all of `a` surely came before all of `b`. */
export function surelyBefore(a: FuzzyTime, b: FuzzyTime): boolean {
  const [left, right] = comparable(a, b);
  return left.to <= right.from;
}

/** Whether the two surely have no moment in common. */
export function surelyApart(a: FuzzyTime, b: FuzzyTime): boolean {
  return surelyBefore(a, b) || surelyBefore(b, a);
}

/** For lists: by the earliest possible moment, then by the latest; what has no beginning comes last. */
export function compareTimes(a: FuzzyTime, b: FuzzyTime): number {
  const [left, right] = [range(a, false), range(b, false)];
  const starts = (of: TimeRange): number => (of.from === -Infinity ? Infinity : of.from);
  return difference(starts(left), starts(right)) || difference(left.to, right.to);
}

/** The part of a time that is certain, and all that is possible: what a timeline draws solid and what it lets fade. `null` is open. */
export function partsOf(time: FuzzyTime): {
  readonly certain: readonly [string, string] | null;
  readonly possible: readonly [string | null, string | null];
} {
  const [first, last] = [time.first ?? null, time.last ?? null];
  if (time.kind === "within" || (first === null && last === null)) return { certain: null, possible: [first, last] };
  return { certain: [(first ?? last)!, (last ?? first)!], possible: [first, last] };
}

function isWhole(time: { kind: string; first?: string; last?: string; asGiven?: string }): boolean {
  const { first, last } = time;
  if (time.kind === "exact" && (first === undefined || last === undefined)) return false;
  if (time.kind === "throughout" && first === undefined && last === undefined) return false;
  if (first === undefined && last === undefined) return time.asGiven !== undefined;
  return first === undefined || last === undefined || startMs(first)! < endMs(last);
}

/** Start of a day or an instant; `null` where it is neither or no day of the calendar. */
function startMs(given: string): number | null {
  const full = DAY.test(given) ? `${given}T00:00:00Z` : INSTANT.test(given) ? given : null;
  if (full === null) return null;
  const ms = Date.parse(full);
  return !Number.isNaN(ms) && new Date(ms).toISOString() === full.replace("Z", ".000Z") ? ms : null;
}

function endMs(given: string): number {
  return startMs(given)! + (DAY.test(given) ? DAY_MS : 1000);
}

/** Calendar days against calendar days as they are written; else on the clock of UTC, days widened by what their place may add. */
function comparable(a: FuzzyTime, b: FuzzyTime): [TimeRange, TimeRange] {
  const onClock = [a.first, a.last, b.first, b.last].some((end) => end !== undefined && !DAY.test(end));
  return [range(a, onClock), range(b, onClock)];
}

function range(time: FuzzyTime, onClock: boolean): TimeRange {
  const offset = time.tz === undefined ? null : OFFSET.exec(time.tz);
  const shiftMs = offset === null ? null : (offset[1] === "+" ? -1 : 1) * (Number(offset[2]) * HOUR_MS + Number(offset[3]) * 60_000);
  const shift = (given: string, widest: number): number => (onClock && DAY.test(given) ? (shiftMs ?? widest) : 0);
  return {
    from: time.first === undefined ? -Infinity : startMs(time.first)! + shift(time.first, -14 * HOUR_MS),
    to: time.last === undefined ? Infinity : endMs(time.last) + shift(time.last, 12 * HOUR_MS),
  };
}

function contains(outer: TimeRange, inner: TimeRange): boolean {
  return outer.from <= inner.from && inner.to <= outer.to;
}

function apart(a: TimeRange, b: TimeRange): boolean {
  return a.to <= b.from || b.to <= a.from;
}

function difference(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
