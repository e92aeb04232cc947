/** Lists of a whole archive in windows, with what each filter would find (api-archive.ts). */
import { defaultSort, type Question } from "#casework";
import type { Archive } from "../../../core/archive.ts";
import { caseLine } from "../case.ts";
import { caseRef, codeRef, subjectRef, type ViewContext } from "../context.ts";
import { inboxLine } from "../reading.ts";
import type { FacetLine, Facets, ListAsk, ListRow, ListView } from "../../../api-archive.ts";

const DEFAULT_ROWS = 50;
const MOST_LINES = 100;

/** One window of a list. */
export function listView(context: ViewContext, archive: Archive, ask: ListAsk): ListView {
  const question = questionOf(ask);
  const found = archive.find(question);
  const after = ask.after === undefined ? -1 : found.indexOf(ask.after);
  const from = after === -1 ? Math.min(ask.from ?? 0, found.total) : after + 1;
  const ids = found.ids(from, from + (ask.limit ?? DEFAULT_ROWS));
  return {
    rows: ids.flatMap((id) => listRow(context, archive, id, ask.of) ?? []),
    from,
    total: found.total,
    next: from + ids.length < found.total ? (ids.at(-1) ?? null) : null,
    facets: ask.facets === true ? facetsOf(context, archive, question) : null,
    pending: archive.pending,
  };
}

/** The question of a list as the rows are asked it. */
export function questionOf({ of, text, filter, sort }: Pick<ListAsk, "of" | "text" | "filter" | "sort">): Question {
  return { of, ...(text === undefined ? {} : { text }), ...(filter === undefined ? {} : { filter }), sort: sort ?? defaultSort(of) };
}

function listRow(context: ViewContext, archive: Archive, id: string, of: ListAsk["of"]): ListRow | null {
  const row = archive.row(id);
  if (row === null) return null;
  const { book } = context;
  const inbox = of === "report" ? inboxLine(context, id) : null;
  const { label, kinds, words, statuses, first, last, area, place, langs, disputed, missing, profiles } = row;
  return {
    id,
    of,
    label,
    kinds,
    words,
    statuses,
    first,
    last,
    area,
    place,
    langs,
    disputed,
    missing,
    profiles,
    code: row.code === null ? null : codeRef(row.code),
    circle: row.circles[0] ?? null,
    cases: row.cases.map((caseId) => titleOf(archive, caseId) ?? caseRef(book, caseId)),
    statements: of === "source" ? book.howMany(id, "statement", "saidBy") : (inbox?.statements ?? row.statements),
    sources: row.sources.length,
    changedMs: of === "case" ? context.sums(id).changed : row.changed,
    ...(inbox === null ? {} : { inbox }),
    ...(of === "case" ? { case: caseLine(context, id) } : {}),
  };
}

function titleOf(archive: Archive, id: string): { readonly id: string; readonly title: string } | null {
  const row = archive.row(id);
  return row === null ? null : { id, title: row.label };
}

function facetsOf(context: ViewContext, archive: Archive, question: Question): Facets {
  const { kinds, statuses, cases, sources, langs, places, times } = archive.facets(question);
  const called = (id: string): string => archive.row(id)?.label ?? subjectRef(context.book, id).label;
  const asIs = (value: string): string => value;
  return {
    kinds: lines(kinds, asIs),
    statuses: lines(statuses, asIs),
    cases: lines(cases, called),
    sources: lines(sources, called),
    langs: lines(langs, asIs),
    places: lines(places, asIs),
    times: [...times].toSorted(([a], [b]) => (a < b ? -1 : 1)).slice(0, 2 * MOST_LINES).map(([value, count]) => ({ value, label: value, count })),
  };
}

/** The most first. */
function lines(counts: ReadonlyMap<string, number>, called: (value: string) => string): FacetLine[] {
  const sorted = [...counts].toSorted(([a, left], [b, right]) => right - left || (a < b ? -1 : 1)).slice(0, MOST_LINES);
  return sorted.map(([value, count]) => ({ value, label: called(value), count }));
}

