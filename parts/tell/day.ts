/** Calendar days as `YYYY-MM-DD` in UTC. Written so, their order as text is their order in time. */

const DAY = /^2[01]\d\d-\d\d-\d\d$/;
const DAY_MS = 86_400_000;

/** Whether this is a day that exists, from 2000 to 2199. */
export function isDay(text: unknown): text is string {
  if (typeof text !== "string" || !DAY.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && dayOf(ms) === text;
}

/** The day a clock (milliseconds since 1970 UTC) shows. */
export function dayOf(clockMs: number): string {
  return new Date(clockMs).toISOString().slice(0, 10);
}

/** The day `days` after `day`. */
export function addDays(day: string, days: number): string {
  return dayOf(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS);
}
