import { assertedValues, inboxOf, inboxRowOf, isKind, missingFor, personGroups, scopeOf, valueOf, wholeScope, whoSaysWhat, type Book, type Shown, type SubjectType } from "#casework";
import { sourceIsAssessed, sourceStanding } from "#confirm";
import { caseIds, caseRef, dayOfTime, subjectRef, type ViewContext } from "./context.ts";
import { firstWords, missingRow } from "./case.ts";
import { officialView, statementView } from "./statements.ts";
import type { InboxView, PeopleView, ReadingView, SourcesView, SubjectRef, ValueView } from "../../api.ts";

const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur", "ps", "ckb", "yi"]);

/** The inbox, one line a report. */
export function inboxView({ book, nameOf, me, isOfNewerForm }: ViewContext): InboxView {
  return {
    reports: inboxOf(book, me).map((row) => {
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
    }),
  };
}

/** Whether anybody has opened a report: a reporter's own "urgent" is a mark too, and nobody has seen it by that. */
export function isSeen(book: Book, report: string): boolean {
  return book.naming(report).filter(isKind("triage")).some(({ record, standing }) => standing === "current" && record.mark !== "urgent" && record.mark !== "calm");
}

/** One text with everything read from it, or `null` where there is no such report. */
export function readingView(context: ViewContext, id: string): ReadingView | null {
  const { book, me, nameOf, today } = context;
  const versions = book.byId(id).filter(isKind("report"));
  const row = inboxRowOf(book, id, me);
  const report = row?.versions[0] ?? versions.find(({ standing }) => standing !== "came-after");
  if (report === undefined) return null;
  const citing = book.naming(id).filter((shown) => shown.standing === "current" || shown.standing === "came-after");
  const statements = citing.filter(isKind("statement")).filter(({ record }) => record.citations?.some((c) => c.of === id));
  const officials = citing.filter(isKind("officialStatement"));
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

/** Sources of the whole record, by alias. */
export function sourcesView(context: ViewContext): SourcesView {
  const { book } = context;
  const sources = wholeScope(book).subjects("source").map((id) => {
    const standing = sourceStanding(book, id);
    return {
      id,
      alias: subjectRef(book, id).label,
      kind: sourceKind(context, id),
      assessed: standing.assessed,
      basis: standing.basis,
      reliability: standing.reliability,
      derivesFrom: standing.derivesFrom.map((from) => ({ id: from, alias: subjectRef(book, from).label })),
      statements: book.naming(id).filter(isKind("statement")).filter(({ record, standing: s }) => s === "current" && record.saidBy === id).length,
    };
  });
  return { sources };
}

/** Persons and groups of the whole record. */
export function peopleView(context: ViewContext): PeopleView {
  const { book } = context;
  const cases = new Map(caseIds(book).map((id) => [id, new Set(scopeOf(book, id).current.map(({ record }) => record.id))]));
  const persons = personGroups(book).map((group) => group.persons[0]!);
  const groups = wholeScope(book).subjects("group");
  return {
    people: [...persons, ...groups].map((id) => {
      const ref = subjectRef(book, id);
      return {
        id,
        label: ref.label,
        kind: ref.kind,
        statements: book.naming(id).filter(isKind("statement")).filter(({ standing }) => standing === "current").length,
        status: assertedValues(book, id, "status").flatMap((v) => v.code?.term ?? []).join(" / ") || null,
        cases: [...cases].filter(([, ids]) => ids.has(id)).map(([caseId]) => caseRef(book, caseId)),
      };
    }),
  };
}

/** Subjects of a type, those of the case at hand first. */
function subjectsOf({ book }: ViewContext, caseId: string | null, type: SubjectType): SubjectRef[] {
  const here = caseId === null ? [] : scopeOf(book, caseId).subjects(type);
  const all = wholeScope(book).subjects(type);
  return [...new Set([...here, ...all])].map((id) => subjectRef(book, id));
}

function sourceKind({ book }: ViewContext, id: string): string {
  return assertedValues(book, id, "kind").flatMap((v) => v.code?.term ?? [])[0] ?? "";
}
