/** Stretches of time that the timeline shows, and the marks along them. Pure; days are ISO days in UTC. */

/** From the first day to the last, both counted. */
export interface Period {
  readonly first: string;
  readonly last: string;
}

export interface Tick {
  readonly period: Period;
  /** Where it begins, as a part of the whole from 0 to 1. */
  readonly at: number;
  /** How the catalogue's dates are to be written: year, month with year, or day. */
  readonly iso: string;
}

const DAY_MS = 86_400_000;

function ms(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** How many days a period has. */
export function daysIn({ first, last }: Period): number {
  return Math.round((ms(last) - ms(first)) / DAY_MS) + 1;
}

/** Where a day stands in a period: 0 at the beginning of its first day, 1 at the end of its last. `end`: the end of the day, not its beginning. */
export function share(period: Period, day: string, end: boolean): number {
  const at = ms(day.slice(0, 10)) + (end ? DAY_MS : 0);
  return (at - ms(period.first)) / (daysIn(period) * DAY_MS);
}

/** The year, month or day that an ISO prefix names (`1973`, `1973-09`, `1973-09-11`). */
export function periodOf(iso: string): Period {
  if (iso.length === 4) return { first: `${iso}-01-01`, last: `${iso}-12-31` };
  if (iso.length === 7) {
    const [y = 0, m = 1] = iso.split("-").map(Number);
    return { first: `${iso}-01`, last: dayOf(Date.UTC(y, m, 0)) };
  }
  return { first: iso, last: iso };
}

/** The ISO prefix a period is, where it is one whole year, month or day. */
export function prefixOf({ first, last }: Period): string | null {
  for (const iso of [first, first.slice(0, 7), first.slice(0, 4)]) {
    const whole = periodOf(iso);
    if (whole.first === first && whole.last === last) return iso;
  }
  return null;
}

/** Years, months or days, so that at most `most` marks stand along the period; every mark but the first begins where its year, month or day does. */
export function ticks(period: Period, most: number): Tick[] {
  const days = daysIn(period);
  const years = [1, 2, 5, 10, 20, 50, 100].find((step) => days / 365 / step <= most) ?? 200;
  const isos =
    days <= most ? daysOf(period, 1) : days <= most * 8 && days < 62 ? daysOf(period, Math.ceil(days / most)) : days / 30 <= most ? monthsOf(period, 1) : days / 91 <= most ? monthsOf(period, 3) : yearsOf(period, years);
  return isos.map((iso) => {
    const whole = periodOf(iso);
    return { iso, period: whole, at: Math.max(0, share(period, whole.first, false)) };
  });
}

/** A mark whose words have room: `isLate` where they stand before it, since behind it the line ends. */
export type RoomyMark = Tick & { readonly isLate: boolean };

/** Those of `marks` whose words run neither into each other nor over the end. `partOf` gives how much of the line a mark's words take, 0 to 1. */
export function roomy(marks: readonly Tick[], partOf: (mark: Tick) => number): RoomyMark[] {
  const kept: RoomyMark[] = [];
  let free = 0;
  for (const mark of marks) {
    const part = partOf(mark);
    const isLate = mark.at + part > 1;
    const from = isLate ? mark.at - part : mark.at;
    if (from < free) continue;
    free = isLate ? mark.at : mark.at + part;
    kept.push({ ...mark, isLate });
  }
  return kept;
}

function yearsOf({ first, last }: Period, step: number): string[] {
  const from = Math.ceil(Number(first.slice(0, 4)) / step) * step;
  const isos: string[] = [];
  for (let y = from; y <= Number(last.slice(0, 4)); y += step) isos.push(String(y).padStart(4, "0"));
  return isos;
}

function monthsOf({ first, last }: Period, step: number): string[] {
  const isos: string[] = [];
  const to = last.slice(0, 7);
  const at = new Date(ms(`${first.slice(0, 7)}-01`));
  for (; at.toISOString().slice(0, 7) <= to; at.setUTCMonth(at.getUTCMonth() + 1))
    if (at.getUTCMonth() % step === 0) isos.push(at.toISOString().slice(0, 7));
  return isos;
}

function daysOf({ first, last }: Period, step: number): string[] {
  const isos: string[] = [];
  for (let at = ms(first); at <= ms(last); at += step * DAY_MS) isos.push(dayOf(at));
  return isos;
}

/** One step wider: the month of a day, the year of a month, all (`null`) of a year; twice as much of anything else. */
export function wider(period: Period, all: Period): Period | null {
  const prefix = prefixOf(period);
  if (prefix !== null) return prefix.length === 10 ? periodOf(prefix.slice(0, 7)) : prefix.length === 7 ? periodOf(prefix.slice(0, 4)) : null;
  const more = Math.ceil(daysIn(period) / 2) * DAY_MS;
  const next = { first: dayOf(ms(period.first) - more), last: dayOf(ms(period.last) + more) };
  return next.first <= all.first && next.last >= all.last ? null : next;
}

/** The period beside it, as long: the next year, month or day where it is one. */
export function beside(period: Period, step: 1 | -1): Period {
  const prefix = prefixOf(period);
  if (prefix !== null && prefix.length < 10) {
    const next = new Date(ms(period.first));
    if (prefix.length === 4) next.setUTCFullYear(next.getUTCFullYear() + step);
    else next.setUTCMonth(next.getUTCMonth() + step);
    return periodOf(next.toISOString().slice(0, prefix.length));
  }
  const by = daysIn(period) * DAY_MS * step;
  return { first: dayOf(ms(period.first) + by), last: dayOf(ms(period.last) + by) };
}
