import { labelOf, namedAmong, typeOf, type Book, type FuzzyTime, type Row, type RowType, type Shown, type SubjectType } from "#casework";
import { readyArchive, type Archive } from "../../core/archive.ts";
import { isOfNewerForm } from "../../core/intake.ts";
import type { OpenDesk } from "../../core/index.ts";
import { shownNames } from "../names.ts";
export { plainWords as plain } from "#casework";
import type { CodeRef, SubjectKind, SubjectRef } from "../../api.ts";

/** What every view is computed from. */
export interface ViewContext {
  readonly book: Book;
  /** Subjects, or reports, of a type: of a case, or of the whole archive; the newest change first, at most `MOST_SUBJECTS`. */
  readonly subjects: (of: RowType, caseId: string | null) => readonly string[];
  /** The findings that were written last, newest first. */
  readonly findings: () => readonly string[];
  /** Persons whose name, or a part of it, is among the words. */
  readonly named: (words: string) => readonly string[];
  /** Sums over a case. */
  readonly sums: (caseId: string) => { readonly persons: number; readonly statements: number; readonly missing: number; readonly changed: number };
  /** What colleagues call a person of the group. */
  readonly nameOf: (person: string | null) => string;
  readonly me: string;
  /** Whether this desk could read only a part of a letter. */
  readonly isOfNewerForm: (report: string) => boolean;
  /** `2026-11-22` */
  readonly today: string;
}

/** A subject with its names; one nobody has named shows by its kind's code and whom it befell, an involvement by who was involved. */
export function subjectRef(book: Book, id: string): SubjectRef {
  const { label, code } = labelOf(book, id);
  return { id, kind: kindOf(typeOf(book, id)), label, code: code === null ? null : codeRef(code) };
}

/** The same of the row that was made of it: for what shows hundreds at once. */
export function refOfRow({ id, type, label, code }: Pick<Row, "id" | "type" | "label" | "code">): SubjectRef {
  return { id, kind: kindOf(type === "report" ? null : type), label, code: code === null ? null : codeRef(code) };
}

/** A case as lists name it. */
export function caseRef(book: Book, id: string): { readonly id: string; readonly title: string } {
  return { id, title: subjectRef(book, id).label };
}

/** The case a record belongs to, if it names one there is. */
export function caseOf(book: Book, shown: Shown): { readonly id: string; readonly title: string } | null {
  const id = shown.record.kind === "newer form" ? undefined : shown.record.case;
  return id === undefined || typeOf(book, id) !== "case" ? null : caseRef(book, id);
}

/** More than anybody reads down a list or looks through for a name: lists of an archive are asked for in windows (api-archive.ts). */
export const MOST_SUBJECTS = 300;

/** What the views of an open desk are computed from. @param caseId the case they are of, whose book stays open */
export function contextOf(desk: OpenDesk, caseId?: string): ViewContext {
  const names = shownNames(desk.line.state.persons);
  const today = dayOf(desk.now());
  const book = desk.records.open(desk.line, caseId);
  const ready = (): Archive => readyArchive(desk, today);
  return {
    book,
    me: desk.keyring.person,
    isOfNewerForm: (report) => isOfNewerForm(desk, report),
    nameOf: (person) => (person === null ? "" : (names.get(person) ?? "")),
    today,
    subjects: (of, inCase) => ready().find({ of, sort: { by: "changed", down: true }, ...(inCase === null ? {} : { filter: { cases: [inCase] } }) }).ids(0, MOST_SUBJECTS),
    findings: () => [...new Set(desk.store.records({ kind: "finding", newestFirst: true, limit: MOST_SUBJECTS }).map(({ id }) => id))],
    named: (words) => namedAmong(book, ready().mayBeNamedIn(words), words),
    sums: (id) => ready().sumsOf(id),
  };
}

export function codeRef(code: { readonly list: string; readonly term: string }): CodeRef {
  return { list: code.list, term: code.term };
}

/** The day of a clock, in UTC. */
export function dayOf(clock: number): string {
  return new Date(clock).toISOString().slice(0, 10);
}

/** The day a report was received, as finely as it is known. */
export function dayOfTime(time: FuzzyTime): string {
  return (time.first ?? time.last ?? "").slice(0, 10);
}

function kindOf(type: SubjectType | null): SubjectKind {
  return type === null || type === "posting" ? "unit" : type;
}
