/**
 * One case in windows. A case as groups have them is computed once and kept while nothing touches it; one with tens of thousands of records, as imports make
 * them, is never computed whole: its lists come from the rows of what is in it, and only what is in sight is worked out (api-archive.ts).
 */
import { actRow, claimRow, claimProperty, historyRows, isKind, missingOfSubject, saidAndFound, typeOf, type Book } from "#casework";
import { EXAMPLE_POLICY } from "#confirm";
import type { Archive } from "../../../core/archive.ts";
import type { OpenDesk } from "../../../core/index.ts";
import { caseView, firstWords, historyRow, missingRow, peopleRow, saidFoundRow } from "../case.ts";
import { caseRef, dayOfTime, type ViewContext } from "../context.ts";
import { findingView } from "../findings.ts";
import { timelineRowOf } from "./timeline.ts";
import type { CaseView } from "../../../api.ts";
import type { CaseList, CasePage, CaseWindow } from "../../../api-archive.ts";

/** Records up to which a case is computed whole. */
const MOST_WHOLE = 1_500;
const FIRST_ROWS = 100;
const MOST_TEXTS = 200;
const LISTS: readonly CaseList[] = ["texts", "saidFound", "timeline", "people", "history", "missing", "findings"];
const STANDARDS = [0, 1, 2, 3, 4, 5] as const;

const whole = new WeakMap<Book, { readonly today: string; readonly view: CaseView }>();

/** What is needed of the desk for one case. */
export interface CaseDesk {
  readonly desk: OpenDesk;
  readonly archive: Archive;
  /** Its book is that of the case. */
  readonly context: ViewContext;
}

/** The case with the first rows of each list; `null` where there is none. */
export function casePage(on: CaseDesk, id: string, rows = FIRST_ROWS): CasePage | null {
  const { book } = on.context;
  if (typeOf(book, id) !== "case") return null;
  const windows = Object.fromEntries(LISTS.map((list) => [list, caseWindow(on, id, list, 0, rows)!])) as Record<CaseList, CaseWindow>;
  const lists = Object.fromEntries(LISTS.map((list) => [list, windows[list].rows])) as unknown as Pick<CaseView, CaseList>;
  const totals = Object.fromEntries(LISTS.map((list) => [list, windows[list].total])) as CasePage["totals"];
  const cameAfter = isLarge(on, id) ? 0 : saidAndFound(book, id).cameAfter.length;
  return { id, title: caseRef(book, id).title, ...lists, totals, cameAfter, standardsNotSaid: STANDARDS.filter((standard) => EXAMPLE_POLICY[standard] === null) };
}

/** The whole view, as long as that is for a screen to hold; of a larger case its page. */
export function caseOrPage(on: CaseDesk, id: string): CaseView | null {
  if (typeOf(on.context.book, id) !== "case") return null;
  return isLarge(on, id) ? casePage(on, id) : wholeView(on, id);
}

export function isCaseList(name: string): name is CaseList {
  return (LISTS as readonly string[]).includes(name);
}

export function caseWindow(on: CaseDesk, id: string, list: CaseList, from: number, limit: number): CaseWindow | null {
  if (typeOf(on.context.book, id) !== "case") return null;
  if (isLarge(on, id)) return largeWindow(on, id, list, from, limit);
  const rows: readonly unknown[] = wholeView(on, id)[list];
  return { rows: rows.slice(from, from + limit) as CaseWindow["rows"], from, total: rows.length };
}

function isLarge({ desk }: CaseDesk, id: string): boolean {
  return desk.records.source(desk.line).writtenCount(id) > MOST_WHOLE;
}

function wholeView({ context }: CaseDesk, id: string): CaseView {
  const known = whole.get(context.book);
  if (known?.today === context.today && known.view.id === id) return known.view;
  const view = caseView(context, id)!;
  whole.set(context.book, { today: context.today, view });
  return view;
}

function largeWindow(on: CaseDesk, id: string, list: CaseList, from: number, limit: number): CaseWindow {
  const { archive, context } = on;
  const { book } = context;
  const inCase = { cases: [id] };
  const window = (rows: CaseWindow["rows"], total: number): CaseWindow => ({ rows, from, total });
  switch (list) {
    case "people": {
      const acts = archive.find({ of: "act", filter: inCase, sort: { by: "first" } });
      return window(acts.ids(from, from + limit).map((act) => peopleRow(context, actRow(book, act))), acts.total);
    }
    case "saidFound": {
      const acts = archive.find({ of: "act", filter: inCase, sort: { by: "first" } });
      const others = claimedBeside(book, id);
      const ids = [...acts.ids(from, from + limit), ...others.slice(Math.max(0, from - acts.total), Math.max(0, from + limit - acts.total))];
      return window(ids.slice(0, limit).map((claim) => saidFoundRow(context, claimRow(book, claim))), acts.total + others.length);
    }
    case "timeline": {
      const acts = archive.find({ of: "act", filter: inCase, sort: { by: "first" } });
      const dated = acts.spans().filter(([first, last]) => first !== 0 || last !== 0).length;
      return window(acts.ids(from, Math.min(dated, from + limit)).flatMap((act) => timelineRowOf(context, archive.row(act)) ?? []), dated);
    }
    case "history": {
      const { entries, records, total } = on.desk.records.source(on.desk.line).entriesIn(id, from, limit);
      const shown = records.flatMap((record) => book.byId(record));
      const wanted = new Set(entries);
      return window(historyRows([...new Set(shown)]).filter(({ entryId }) => wanted.has(entryId)).map((row) => historyRow(context, row)), total);
    }
    case "missing":
      return window(...missingWindow(on, id, from, limit));
    case "findings": {
      const findings = book.writtenIn(id, "finding").filter(({ standing }) => standing === "current");
      return window(findings.slice(from, from + limit).map((shown) => findingView(context, shown)), findings.length);
    }
    case "texts": {
      const reports = archive.find({ of: "report", filter: inCase }).ids(0, MOST_TEXTS);
      const texts = reports.flatMap((report) => book.byId(report).filter(isKind("report")).slice(0, 1));
      return window(texts.slice(from, from + limit).map(({ record }) => ({
        report: record.id,
        title: record.title ?? firstWords(record.text ?? ""),
        lang: record.lang ?? "und",
        receivedDay: dayOfTime(record.received),
        statements: book.howMany(record.id, "statement", "cites"),
        denials: book.howMany(record.id, "officialStatement", "cites"),
      })), texts.length);
    }
  }
}

/** Persons and events that an official or a finding of the case is about. */
function claimedBeside(book: Book, caseId: string): readonly string[] {
  const current = [...book.writtenIn(caseId, "officialStatement"), ...book.writtenIn(caseId, "finding")].filter(({ standing }) => standing === "current");
  const about = current.flatMap(({ record }) => (record.kind === "finding" ? (record.claims ?? []) : (record.targets ?? []).map(({ on }) => on)));
  const subjects = about.flatMap((on) => [on, ...book.byId(on).flatMap((shown) => (isKind("statement")(shown) ? [shown.record.subject] : []))]);
  return [...new Set(subjects)].filter((subject) => {
    const type = typeOf(book, subject);
    return (type === "person" || type === "event") && claimProperty(type) !== null;
  });
}

/** What is missing of persons, acts and events of the case. */
function missingWindow({ archive, context }: CaseDesk, id: string, from: number, limit: number): [CaseWindow["rows"], number] {
  const { book, today } = context;
  const lists = (["act", "person", "event"] as const).map((of) => archive.find({ of, filter: { cases: [id], marks: ["missing"] }, sort: { by: "first" } }));
  const total = lists.reduce((sum, list) => sum + list.missing().reduce((a, b) => a + b, 0), 0);
  const rows: CaseWindow["rows"][number][] = [];
  let before = 0;
  for (const list of lists) {
    const counts = list.missing();
    for (let at = 0; at < counts.length && rows.length < limit; at++) {
      const end = before + counts[at]!;
      if (end > from) {
        const [subject] = list.ids(at, at + 1) as [string];
        const missing = missingOfSubject(book, subject, today).slice(Math.max(0, from - before));
        rows.push(...missing.slice(0, limit - rows.length).map((row) => missingRow(book, row)));
      }
      before = end;
    }
  }
  return [rows, total];
}
