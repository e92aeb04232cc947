import { assertedValues, groupOf, inboxRowOf, isKind, missingFor, typeOf, valueOf, whoSaysWhat, type Book, type PersonGroup, type Shown, type SubjectType } from "#casework";
import { sourceIsAssessed, sourceStanding } from "#confirm";
import { caseRef, dayOfTime, subjectRef, type ViewContext } from "./context.ts";
import { firstWords, missingRow } from "./case.ts";
import { officialView, statementView } from "./statements.ts";
import type { InboxRow, InboxView, PeopleView, ReadingView, SourcesView, SubjectRef, ValueView } from "../../api.ts";

const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur", "ps", "ckb", "yi"]);

/** The inbox, one line a report. */
export function inboxView(context: ViewContext): InboxView {
  return { reports: context.subjects("report", null).flatMap((id) => inboxLine(context, id) ?? []).toSorted(newestFirst) };
}

function newestFirst(a: InboxRow, b: InboxRow): number {
  return a.receivedDay === b.receivedDay ? (a.report < b.report ? -1 : 1) : a.receivedDay < b.receivedDay ? 1 : -1;
}

/** The line of one report; `null` where there is none, or it was taken back. */
export function inboxLine({ book, nameOf, me, isOfNewerForm }: ViewContext, report: string): InboxRow | null {
  const row = inboxRowOf(book, report, me);
  if (row === null) return null;
  const { record } = row.versions[0]!;
  const takenBy = row.takenBy.includes(me) ? me : (row.takenBy[0] ?? null);
  return {
    report: row.report,
    channel: record.channel,
    receivedDay: dayOfTime(record.received),
    lang: record.lang ?? "und",
    excerpt: record.title ?? firstWords(record.text ?? ""),
    seen: isSeen(book, row.report),
    takenBy,
    takenByName: takenBy === null ? null : nameOf(takenBy),
    urgent: row.urgent,
    cases: row.cases.map((id) => caseRef(book, id)),
    statements: row.statements,
    marks: isOfNewerForm(row.report) ? [...row.marks, "newer-form"] : row.marks,
  };
}

/** Whether anybody has opened a report: a reporter's own "urgent" is a mark too, and nobody has seen it by that. */
export function isSeen(book: Book, report: string): boolean {
  return book.naming(report, "triage").some(({ record, standing }) => standing === "current" && record.mark !== "urgent" && record.mark !== "calm");
}

/** One text with everything read from it, or `null` where there is no such report. */
export function readingView(context: ViewContext, id: string): ReadingView | null {
  const { book, me, nameOf, today } = context;
  const versions = book.byId(id).filter(isKind("report"));
  const row = inboxRowOf(book, id, me);
  const report = row?.versions[0] ?? versions.find(({ standing }) => standing !== "came-after");
  if (report === undefined) return null;
  const isShown = ({ standing }: Shown): boolean => standing === "current" || standing === "came-after";
  const statements = book.naming(id, "statement", "cites").filter(isShown);
  const officials = book.naming(id, "officialStatement", "cites").filter(isShown);
  const caseId = row?.cases[0] ?? [...statements, ...officials].map(({ record }) => record.case).find((c) => c !== undefined) ?? null;
  const lang = report.record.lang ?? "und";
  const takenBy = row?.takenBy.includes(me) === true ? me : row?.takenBy[0];
  return {
    report: id,
    title: report.record.title ?? "",
    channel: report.record.channel,
    receivedDay: dayOfTime(report.record.received),
    lang,
    dir: RIGHT_TO_LEFT.has(lang.split("-")[0]!) ? "rtl" : "ltr",
    text: report.record.text ?? "",
    otherTexts: [...new Set(versions.flatMap(({ record }) => record.text ?? []))].filter((text) => text !== report.record.text),
    case: caseId === null ? null : caseRef(book, caseId),
    statements: statements.map((shown) => statementView(context, shown)),
    officials: officials.map((shown) => officialView(context, shown)),
    sources: subjectsOf(context, caseId, "source").map((ref) => ({ id: ref.id, alias: ref.label, kind: sourceKind(context, ref.id), assessed: sourceIsAssessed(book, ref.id) })),
    subjects: (["person", "group", "unit", "act", "event", "place"] as const).flatMap((type) => subjectsOf(context, caseId, type)),
    missing: caseId === null ? [] : missingFor(book, caseId, today).map((m) => missingRow(book, m)),
    takenByName: takenBy === undefined ? null : nameOf(takenBy),
    takenByMe: takenBy === me,
    urgent: row?.urgent ?? false,
    seen: isSeen(book, id),
  };
}

/** Everything said for and against one value, newest first. */
export function valueView(context: ViewContext, subject: string, property: string): ValueView {
  const sayings = whoSaysWhat(valueOf(context.book, subject, property));
  const shown = sayings.map((saying) => saying.shown as Shown);
  return {
    subject: subjectRef(context.book, subject),
    property,
    statements: shown.filter(isKind("statement")).map((one) => statementView(context, one)),
    officials: shown.filter(isKind("officialStatement")).map((one) => officialView(context, one)),
  };
}

/** Sources of the whole record. */
export function sourcesView(context: ViewContext): SourcesView {
  const { book, subjects } = context;
  const sources = subjects("source", null).toReversed().map((id) => {
    const standing = sourceStanding(book, id);
    return {
      id,
      alias: subjectRef(book, id).label,
      kind: sourceKind(context, id),
      assessed: standing.assessed,
      basis: standing.basis,
      reliability: standing.reliability,
      derivesFrom: standing.derivesFrom.map((from) => ({ id: from, alias: subjectRef(book, from).label })),
      statements: book.howMany(id, "statement", "saidBy"),
    };
  });
  return { sources };
}

/** Persons and groups of the whole record, those that changed last. */
export function peopleView({ book, subjects }: ViewContext): PeopleView {
  const persons = [...new Set([...subjects("person", null)].map((id) => firstOf(groupOf(book, id), id)))].toSorted();
  return {
    people: [...persons, ...subjects("group", null).toReversed()].map((id) => {
      const ref = subjectRef(book, id);
      const own = book.byId(id).filter(({ standing }) => standing === "current");
      const cases = [...new Set(own.flatMap(({ record }) => (record.kind === "newer form" ? [] : (record.case ?? []))))].filter((one) => typeOf(book, one) === "case");
      return {
        id,
        label: ref.label,
        kind: ref.kind,
        statements: book.naming(id, "statement").filter(({ standing }) => standing === "current").length,
        status: assertedValues(book, id, "status").flatMap((v) => v.code?.term ?? []).join(" / ") || null,
        cases: cases.toSorted().map((caseId) => caseRef(book, caseId)),
      };
    }),
  };
}

/** Who stands for a group in a list: each for themselves where decisions about them contradict each other. */
function firstOf({ persons, contested }: PersonGroup, id: string): string {
  return contested ? id : persons[0]!;
}

/** Subjects of a type, those of the case at hand first; of a large archive those that changed last, the others are found by their names. */
function subjectsOf({ book, subjects }: ViewContext, caseId: string | null, type: SubjectType): SubjectRef[] {
  const here = caseId === null ? [] : subjects(type, caseId).toReversed();
  return [...new Set([...here, ...subjects(type, null).toReversed()])].map((id) => subjectRef(book, id));
}

function sourceKind({ book }: ViewContext, id: string): string {
  return assertedValues(book, id, "kind").flatMap((v) => v.code?.term ?? [])[0] ?? "";
}
