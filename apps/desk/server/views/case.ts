import {
  assertedValues,
  historyOf,
  isKind,
  missingFor,
  saidAndFound,
  scopeOf,
  timelineOf,
  typeOf,
  whoDidWhatToWhom,
  wordsOf,
  type ActRow,
  type Book,
  type ClaimRow,
  type HistoryRow as CaseHistoryRow,
  type Missing,
  type Report,
  type Shown,
  type Span,
  type Value,
  type Voice,
} from "#casework";
import { EXAMPLE_POLICY, rootsOfSubject } from "#confirm";
import { caseRef, codeRef, dayOf, dayOfTime, plain, subjectRef, type ViewContext } from "./context.ts";
import { findingView } from "./findings.ts";
import { officialView, statementView } from "./statements.ts";
import type { CasesView, CaseView, HistoryLine, HistoryRow, MissingRow, PeopleRow, SaidFoundRow, StatementView, TimelineRow } from "../../api.ts";

const MAX_LINES = 6;
const STANDARDS = [0, 1, 2, 3, 4, 5] as const;

/** Every case in one line each, newest change first. */
export function casesView(context: ViewContext): CasesView {
  const cases = context.subjects("case", null).map((id) => caseLine(context, id));
  return { cases: cases.sort((a, b) => (a.lastChangedDay === b.lastChangedDay ? (a.id < b.id ? -1 : 1) : a.lastChangedDay < b.lastChangedDay ? 1 : -1)) };
}

/** One case in one line: persons and statements on what is written in it. */
export function caseLine({ book, sums }: ViewContext, id: string): CasesView["cases"][number] {
  const { changed, ...numbers } = sums(id);
  const denials = book.writtenIn(id, "officialStatement").filter(({ standing }) => standing === "current").length;
  return { id, title: caseRef(book, id).title, ...numbers, denials, lastChangedDay: dayOf(changed) };
}

/** Everything the screen of one case shows, or `null` where there is no such case. */
export function caseView(context: ViewContext, id: string): CaseView | null {
  const { book, today } = context;
  if (typeOf(book, id) !== "case") return null;
  const scope = scopeOf(book, id);
  const table = saidAndFound(book, id);
  return {
    id,
    title: caseRef(book, id).title,
    texts: textsOf(book, id).map((shown) => ({
      report: shown.record.id,
      title: shown.record.title ?? firstWords(shown.record.text ?? ""),
      lang: shown.record.lang ?? "und",
      receivedDay: dayOfTime(shown.record.received),
      statements: book.howMany(shown.record.id, "statement", "cites"),
      denials: book.howMany(shown.record.id, "officialStatement", "cites"),
    })),
    saidFound: table.rows.map((row) => saidFoundRow(context, row)),
    timeline: timelineOf(book, id).map((span) => timelineRow(context, span)),
    people: whoDidWhatToWhom(book, id).map((row) => peopleRow(context, row)),
    history: historyOf(book, id).map((row) => historyRow(context, row)),
    missing: missingFor(book, id, today).map((row) => missingRow(book, row)),
    findings: scope.current.filter(isKind("finding")).map((shown) => findingView(context, shown)),
    cameAfter: table.cameAfter.length,
    standardsNotSaid: STANDARDS.filter((standard) => EXAMPLE_POLICY[standard] === null),
  };
}

/** The texts a case was read from: those taken into it, and those its statements cite. */
export function textsOf(book: Book, caseId: string): Shown<Report>[] {
  const scope = scopeOf(book, caseId);
  const cited = scope.current.flatMap(({ record }) => ("citations" in record ? (record.citations ?? []).map((c) => c.of) : []));
  const taken = book.writtenIn(caseId, "triage").flatMap(({ record, standing }) => (standing === "current" && record.mark === "in case" ? [record.report] : []));
  const reports = [...new Set([...taken, ...cited])].flatMap((id) => book.byId(id).filter(isKind("report")).slice(0, 1));
  return [...new Set([...scope.current.filter(isKind("report")), ...reports])];
}

export function missingRow(book: Book, row: Missing): MissingRow {
  return { code: row.code, about: row.subject === null ? null : subjectRef(book, row.subject), property: row.property, record: row.record };
}

/** The first words of a text, for a line in a list. */
export function firstWords(text: string): string {
  const MAX = 120;
  const line = text.replace(/\s+/g, " ").trim();
  const points = [...line];
  return points.length <= MAX ? line : `${points.slice(0, MAX).join("")}…`;
}

export function saidFoundRow(context: ViewContext, row: ClaimRow): SaidFoundRow {
  const { book } = context;
  return {
    level: row.level,
    claim: row.subject === null || row.level === "case" ? null : subjectRef(book, row.subject),
    claimCounts: row.subject === null || row.level === "case" ? [] : assertedValues(book, row.subject, "affected").flatMap(({ count }) => count ?? []),
    alleged: row.alleged.flatMap((voice) => spoken(context, voice)),
    contested: row.contested.flatMap((voice) => spoken(context, voice)),
    officials: row.officials.map((shown) => officialView(context, shown)),
    found: row.found.map((state) => ({
      finding: state.shown.record.id,
      proposition: state.shown.record.proposition,
      standard: state.shown.record.standard,
      decided: state.decided,
    })),
    roots: row.subject === null || row.level === "case" ? [0, 0] : rootsOfSubject(book, row.subject),
  };
}

function spoken(context: ViewContext, voice: Voice): StatementView[] {
  const shown: Shown = voice.shown;
  return isKind("statement")(shown) ? [statementView(context, shown)] : [];
}

function timelineRow({ book }: ViewContext, span: Span): TimelineRow {
  const { record } = span.shown;
  const label = record.kind === "officialStatement" ? record.words : record.kind === "step" ? record.what : record.kind === "appeal" || record.kind === "sealedStatement" ? record.text : "";
  return {
    subject: span.subject === null ? null : subjectRef(book, span.subject),
    property: span.property,
    label: firstWords(label),
    certain: span.certain === null ? null : [span.certain[0].slice(0, 10), span.certain[1].slice(0, 10)],
    possible: [span.possible[0]?.slice(0, 10) ?? null, span.possible[1]?.slice(0, 10) ?? null],
    asGiven: span.time.asGiven ?? "",
    statement: record.id,
    official: record.kind === "officialStatement",
    disputed: span.disputed,
  };
}

export function peopleRow({ book }: ViewContext, row: ActRow): PeopleRow {
  return {
    act: subjectRef(book, row.act),
    kinds: row.kinds,
    victims: row.victims.map((id) => subjectRef(book, id)),
    counts: row.affected,
    involved: row.involved.map((one) => ({
      who: [...one.who.map((id) => subjectRef(book, id).label), ...one.described].join(" / "),
      degrees: one.degree,
      disputed: one.disputed,
    })),
    when: row.times.flatMap((value) => value.time ?? []),
    where: row.places.flatMap((value) => value.place ?? []),
    sources: row.sources.length,
    roots: rootsOfSubject(book, row.act),
    denied: row.denied,
  };
}

export function historyRow({ nameOf, me, book }: ViewContext, row: CaseHistoryRow): HistoryRow {
  return {
    entry: row.entryId,
    clockMs: row.clock,
    by: nameOf(row.person),
    act: row.act ?? "",
    lines: row.records
      .flatMap((shown) => lineOf(book, shown))
      .sort(inFixedOrder)
      .slice(0, MAX_LINES),
    undone: row.undone,
    mayUndo: row.person === me,
    counted: row.counted,
  };
}

/** What one record says, in a form the screen can put in its own words. */
function lineOf(book: Book, { record }: Shown): HistoryLine[] {
  switch (record.kind) {
    case "statement":
      return record.value === undefined ? [] : valueLine(book, record.value);
    case "officialStatement":
      return [{ words: firstWords(record.words) }];
    case "finding":
      return [{ words: firstWords(record.proposition) }];
    case "exportRequest":
      return [{ words: record.to }, { words: firstWords(record.why) }];
    case "decision":
    case "exportApproval":
      return record.reasoning === undefined ? [] : [{ words: firstWords(record.reasoning) }];
    case "report":
      return [{ words: record.title ?? firstWords(record.text ?? "") }];
    case "step":
      return [{ words: firstWords(record.what) }];
    case "withdraw":
      return record.why === undefined ? [] : [{ words: record.why }];
    default:
      return [];
  }
}

function valueLine(book: Book, value: Value): HistoryLine[] {
  if (value.code !== undefined) return [{ code: codeRef(value.code) }];
  if (value.ref !== undefined) return [{ subject: subjectRef(book, value.ref) }];
  if (value.count !== undefined) return [{ count: value.count }];
  const words = wordsOf(value).join(", ") || plain(value);
  return words === "" ? [] : [{ words }];
}

/** Records of one act have no order of their own: words first, then codes, numbers and who it was. */
function inFixedOrder(a: HistoryLine, b: HistoryLine): number {
  const rank = (line: HistoryLine): number => ["words", "code", "count", "subject"].findIndex((form) => form in line);
  const [one, other] = [JSON.stringify(a), JSON.stringify(b)];
  return rank(a) - rank(b) || (one < other ? -1 : Number(one > other));
}
