import { checkQuote, isKind, valueOf, type Book, type Citation as RecordCitation, type OfficialStatement, type Shown, type Statement, type Value, type ValueForm } from "#casework";
import { codeRef, dayOf, dayOfTime, plain, subjectRef, type ViewContext } from "./context.ts";
import { sourceIsAssessed } from "#confirm";
import type { Citation, OfficialView, StatementView } from "../../api.ts";

/** One statement as a reader needs it. */
export function statementView({ book, nameOf }: ViewContext, shown: Shown<Statement>): StatementView {
  const { record } = shown;
  const value = valueOf(book, record.subject, record.property);
  const versions = value.versions.find((ids) => ids.includes(record.id)) ?? [];
  return {
    id: record.id,
    subject: subjectRef(book, record.subject),
    property: record.property,
    form: record.value === undefined ? null : formOf(record.value),
    value: record.value === undefined ? "" : plain(record.value),
    code: record.value?.code === undefined ? null : codeRef(record.value.code),
    ref: record.value?.ref === undefined ? null : subjectRef(book, record.value.ref),
    stance: record.stance,
    time: record.value?.time ?? record.during ?? null,
    place: record.value?.place ?? null,
    count: record.value?.count ?? null,
    saidBy: record.saidBy === undefined ? null : { id: record.saidBy, alias: subjectRef(book, record.saidBy).label, assessed: sourceIsAssessed(book, record.saidBy) },
    recordedBy: nameOf(shown.person),
    recordedDay: dayOf(shown.clock),
    citations: citationsOf(book, record.citations),
    status: shown.standing === "current" && versions.length > 1 ? "conflict" : shown.standing,
    disputed: value.disputed,
    versions: versions.filter((id) => id !== record.id),
    denies: record.against ?? [],
  };
}

/** The one form a value has. */
function formOf(value: Value): StatementView["form"] {
  return (Object.keys(value)[0] as ValueForm | undefined) ?? null;
}

/** What an office said, and what the record holds against it. */
export function officialView(context: ViewContext, shown: Shown<OfficialStatement>): OfficialView {
  const { book } = context;
  const { record } = shown;
  const speaker = record.speaker ?? (record.saidBy === undefined ? "" : subjectRef(book, record.saidBy).label);
  return {
    id: record.id,
    speaker: [speaker, record.office].filter((part) => part !== undefined && part !== "").join(", "),
    position: record.position,
    words: record.words,
    day: record.said === undefined ? null : dayOfTime(record.said) || null,
    target: record.targetWords ?? null,
    citations: citationsOf(book, record.citations),
    contradictedBy: contradicting(book, record),
  };
}

/** A statement or official statement of the book by id, as it stands. */
export function sayingView(context: ViewContext, id: string): StatementView | OfficialView | null {
  const [shown] = context.book.byId(id);
  if (shown === undefined) return null;
  if (isKind("statement")(shown)) return statementView(context, shown);
  return isKind("officialStatement")(shown) ? officialView(context, shown) : null;
}

export function citationsOf(book: Book, citations: readonly RecordCitation[] | undefined): Citation[] {
  return (citations ?? []).map((citation) => ({
    document: citation.of,
    start: citation.at?.text?.start ?? 0,
    end: citation.at?.text?.end ?? 0,
    quote: citation.quote ?? "",
    stands: checkQuote(book, citation) !== "differs",
  }));
}

/** The current statements on what an official denies, and the findings on it that are decided. */
function contradicting(book: Book, record: OfficialStatement): string[] {
  if (record.position === "acknowledges" || record.position === "refuses comment") return [];
  const on = (record.targets ?? []).map((target) => target.on);
  const subjects = on.flatMap((id) => book.byId(id).flatMap((shown) => (isKind("statement")(shown) ? [shown.record.subject] : [id])));
  const statements = [...new Set(subjects)].flatMap((id) => book.naming(id, "statement", "subject").filter((s) => s.standing === "current" && s.record.stance === "asserts"));
  return [...new Set(statements.map((s) => s.record.id))];
}
