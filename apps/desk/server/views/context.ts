import { labelOf, typeOf, wholeScope, type Book, type FuzzyTime, type Shown, type SubjectType, type WholeBook } from "#casework";
export { plainWords as plain } from "#casework";
import type { CodeRef, SubjectKind, SubjectRef } from "../../api.ts";

/** What every view is computed from. */
export interface ViewContext {
  readonly book: WholeBook;
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

/** A case as lists name it. */
export function caseRef(book: Book, id: string): { readonly id: string; readonly title: string } {
  return { id, title: subjectRef(book, id).label };
}

/** The case a record belongs to, if it names one there is. */
export function caseOf(book: Book, shown: Shown): { readonly id: string; readonly title: string } | null {
  const id = shown.record.kind === "newer form" ? undefined : shown.record.case;
  return id === undefined || typeOf(book, id) !== "case" ? null : caseRef(book, id);
}

/** Every current case, oldest first. */
export function caseIds(book: WholeBook): readonly string[] {
  return wholeScope(book).subjects("case");
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
