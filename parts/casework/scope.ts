/**
 * What belongs to a case: what was written in it; the reports taken into it or cited in it, and the sources heard in it, where these name no
 * case of their own; and what was written about any of these without naming a case.
 */
import { inOrder, namesNoCase, type Book, type Shown, type WholeBook } from "./book.ts";
import type { SubjectType } from "./properties.ts";
import { typeOf } from "./value-of.ts";

export interface Scope {
  readonly records: readonly Shown[];
  /** Current records only: what every count is made of. */
  readonly current: readonly Shown[];
  /** Ids of the case's current subjects of a type, in order of writing. */
  readonly subjects: (type: SubjectType) => readonly string[];
  /** Shown as "came after the suspension", counted in nothing. */
  readonly cameAfter: readonly Shown[];
}

/** The records of a case. */
export function scopeOf(book: Book, caseId: string): Scope {
  return scopeOver(book, recordsOf(book, caseId));
}

/** All records of a whole book. */
export function wholeScope(book: WholeBook): Scope {
  return scopeOver(book, book.all);
}

function scopeOver(book: Book, records: readonly Shown[]): Scope {
  const current = records.filter(({ standing }) => standing === "current");
  const subjectIds = [...new Set(current.flatMap(({ record }) => (record.kind === "subject" ? [record.id] : [])))];
  return {
    records,
    current,
    subjects: (type) => subjectIds.filter((id) => typeOf(book, id) === type),
    cameAfter: records.filter(({ standing }) => standing === "came-after"),
  };
}

function recordsOf(book: Book, caseId: string): Shown[] {
  const inside = new Set<Shown>();
  const ids = new Set<string>();
  const offered = new Set<string>();
  const admit = (shown: Shown): void => {
    inside.add(shown);
    ids.add(shown.record.id);
  };
  const offer = (found: readonly Shown[]): void => found.filter(namesNoCase).forEach(admit);
  for (const shown of [...book.byId(caseId), ...book.writtenIn(caseId)]) admit(shown);
  for (const { record, standing } of book.writtenIn(caseId, "triage")) if (standing === "current" && record.mark === "in case") book.byId(record.report).forEach(admit);
  // Each id is followed once and offered once, so this ends, however records point at each other.
  for (const id of ids) {
    book.loose(id).forEach(admit);
    for (const other of book.byId(id).flatMap(restsOn)) {
      if (!offered.has(other)) offer(book.byId(other));
      offered.add(other);
    }
  }
  return [...inside].sort(inOrder);
}

/** The source and the texts that a record rests on. */
function restsOn({ record }: Shown): string[] {
  const saidBy = "saidBy" in record && record.saidBy !== undefined ? [record.saidBy] : [];
  return "citations" in record ? [...saidBy, ...(record.citations ?? []).map(({ of }) => of)] : saidBy;
}
