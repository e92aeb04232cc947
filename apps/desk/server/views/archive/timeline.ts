/** When things happened, across cases: a window of rows, and the whole counted in bins (api-archive.ts). */
import { partsOf, valueOf, type FuzzyTime, type Row } from "#casework";
import type { Archive } from "../../../core/archive.ts";
import { refOfRow, type ViewContext } from "../context.ts";
import type { TimelineRow } from "../../../api.ts";
import type { TimelineAsk, TimelineView } from "../../../api-archive.ts";

const DEFAULT_ROWS = 100;
const DEFAULT_BINS = 60;
const DEFAULT_TYPES = ["act", "event"] as const;
const DAY_MS = 86_400_000;

interface Dated {
  readonly id: string;
  readonly first: number;
  readonly last: number;
}

export function timelineView(context: ViewContext, archive: Archive, ask: TimelineAsk): TimelineView {
  const filter = { ...(ask.cases === undefined ? {} : { cases: ask.cases }), ...(ask.first === undefined ? {} : { first: ask.first }), ...(ask.last === undefined ? {} : { last: ask.last }) };
  const lists = (ask.of ?? DEFAULT_TYPES).map((of) => archive.find({ of, filter, sort: { by: "first" } }));
  const dated = lists.flatMap((found): Dated[] => {
    const ids = found.ids(0, found.total);
    return found.spans().map(([first, last], n) => ({ id: ids[n]!, first, last }));
  });
  const known = dated.filter(({ first, last }) => first !== 0 || last !== 0);
  if (lists.length > 1) known.sort((a, b) => (a.first || Infinity) - (b.first || Infinity) || a.last - b.last || (a.id < b.id ? -1 : 1));
  const from = Math.min(ask.from ?? 0, known.length);
  return {
    rows: known.slice(from, from + (ask.limit ?? DEFAULT_ROWS)).flatMap(({ id }) => timelineRowOf(context, archive.row(id)) ?? []),
    from,
    total: known.length,
    bins: binsOf(known, ask.bins ?? DEFAULT_BINS, ask.first, ask.last),
    undated: dated.length - known.length,
  };
}

/** One row for a subject: the span of all that is said of its time, solid only where there is one time and nobody disputes it. */
export function timelineRowOf({ book }: ViewContext, row: Row | null): TimelineRow | null {
  if (row === null || (row.first === null && row.last === null)) return null;
  const property = row.type === "person" ? "lastSeenAlive" : row.type === "document" ? "written" : "time";
  const value = valueOf(book, row.id, property);
  const said = value.values.filter((one) => one.for.length > 0 && one.value.time !== undefined);
  const only: FuzzyTime | undefined = said.length === 1 ? said[0]!.value.time : undefined;
  const certain = only === undefined || value.disputed || only.first?.slice(0, 10) !== (row.first ?? undefined) ? null : partsOf(only).certain;
  return {
    subject: refOfRow(row),
    property,
    label: "",
    certain: certain === null ? null : [certain[0].slice(0, 10), certain[1].slice(0, 10)],
    possible: [row.first, row.last],
    asGiven: [...new Set(said.flatMap((one) => one.value.time?.asGiven ?? []))].join(" / "),
    statement: said[0]?.for[0]?.shown.record.id ?? row.id,
    official: false,
    disputed: value.disputed,
  };
}

/** Equal parts of the time between the earliest and the latest day, or those asked for. */
function binsOf(known: readonly Dated[], many: number, first: string | undefined, last: string | undefined): TimelineView["bins"] {
  let [earliest, latest] = [Infinity, 0];
  for (const { first: begin, last: end } of known) {
    for (const day of [begin, end]) if (day !== 0) [earliest, latest] = [Math.min(earliest, day), Math.max(latest, day)];
  }
  const start = first === undefined ? msOf(earliest) : Date.parse(first);
  const end = (last === undefined ? msOf(latest) : Date.parse(last)) + DAY_MS;
  if (!Number.isFinite(start) || !Number.isFinite(end) || end <= start) return [];
  const bins = Math.min(many, Math.round((end - start) / DAY_MS));
  const length = (end - start) / bins;
  const [surely, maybe] = [new Uint32Array(bins), new Int32Array(bins + 1)];
  const clamp = (bin: number): number => Math.max(0, Math.min(bins - 1, bin));
  for (const { first: begin, last: until } of known) {
    const [left, right] = [begin === 0 ? start : msOf(begin), until === 0 ? end - 1 : msOf(until)];
    if (right < start || left >= end) continue;
    const [a, b] = [Math.floor((left - start) / length), Math.floor((right - start) / length)];
    if (a === b && begin !== 0 && until !== 0) surely[clamp(a)]!++;
    maybe[clamp(a)]!++;
    maybe[clamp(b) + 1]!--;
  }
  let open = 0;
  return Array.from(surely, (n, at) => {
    open += maybe[at]!;
    const dayAt = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
    return { first: dayAt(start + at * length), last: dayAt(start + (at + 1) * length - DAY_MS / 2), surely: n, maybe: open };
  });
}

/** A day as a number, in milliseconds. */
function msOf(day: number): number {
  return day === 0 || !Number.isFinite(day) ? Number.NaN : Date.UTC(Math.floor(day / 10_000), (Math.floor(day / 100) % 100) - 1, day % 100);
}
