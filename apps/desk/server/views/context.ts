import { assertedValues, namesOfSubject, partsOf, typeOf, wholeScope, valueOf, wordsOf, type Book, type FuzzyTime, type Shown, type SubjectType, type Value, type WholeBook } from "#casework";
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
  const type = typeOf(book, id);
  const values = namesOfSubject(book, id);
  const code = type === "act" ? mostSaidKind(book, id) : values.find((value) => value.code !== undefined)?.code;
  const told = type === "act" ? "victim" : type === "involvement" ? "who" : null;
  const label = told === null ? namesIn(values) : namesIn(values) || assertedValues(book, id, told).flatMap(({ ref }) => (ref === undefined ? [] : namesIn(namesOfSubject(book, ref)) || [])).join(", ");
  return { id, kind: kindOf(type), label, code: code === undefined ? null : codeRef(code) };
}

/** What most voices say an act was, where they differ. */
function mostSaidKind(book: Book, act: string): Value["code"] {
  const rows = valueOf(book, act, "kind").values.filter((row) => row.for.length > 0 && row.value.code !== undefined);
  return rows.toSorted((a, b) => b.for.length - a.for.length)[0]?.value.code;
}

function namesIn(values: readonly Value[]): string {
  return values.filter((value) => value.code === undefined).map(plain).join(" / ");
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

/** A value in words, its source's own where there are any. */
export function plain(value: Value): string {
  if (value.name !== undefined) return value.name.full;
  if (value.number !== undefined) return String(value.number);
  if (value.flag !== undefined) return String(value.flag);
  if (value.count !== undefined && value.count.asGiven === undefined) {
    const { min, max } = value.count;
    return min === max ? String(min) : `${min ?? ""}–${max ?? ""}`;
  }
  if (value.time !== undefined && value.time.asGiven === undefined) return timeWords(value.time);
  return wordsOf(value).join(", ");
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

function timeWords(time: FuzzyTime): string {
  const [first, last] = partsOf(time).possible;
  return first === last ? (first ?? "") : `${first ?? ""} – ${last ?? ""}`;
}

function kindOf(type: SubjectType | null): SubjectKind {
  return type === null || type === "posting" ? "unit" : type;
}
