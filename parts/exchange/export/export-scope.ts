/** What an export is asked of: a case, some subjects with what was done to and by them, or everything. */
import { inOrder, isKind, scopeOf, typeOf, wholeScope, type Shown, type WholeBook } from "#casework";

/** Exactly one of these. */
export interface ExportScope {
  readonly case?: string;
  readonly subjects?: readonly string[];
  readonly all?: true;
}

/** Its records, whatever their standing. */
export function scopeOfExport(book: WholeBook, of: ExportScope): readonly Shown[] {
  if (of.case !== undefined) return scopeOf(book, of.case).records;
  return of.subjects === undefined ? wholeScope(book).records : aboutSubjects(book, of.subjects);
}

/** What is said of the subjects; the acts, events and postings they are part of; who was involved in those acts; and what officials and findings say of any of it. */
function aboutSubjects(book: WholeBook, chosen: readonly string[]): readonly Shown[] {
  const subjects = new Set(chosen);
  const pointingAt = (id: string, types: readonly string[]): string[] =>
    book
      .naming(id, "statement")
      .filter(({ record }) => record.value?.ref === id && types.includes(typeOf(book, record.subject) ?? ""))
      .map(({ record }) => record.subject);
  for (const id of chosen) for (const found of pointingAt(id, ["act", "involvement", "posting"])) subjects.add(found);
  for (const id of Array.from(subjects)) {
    const type = typeOf(book, id);
    if (type === "event") for (const act of pointingAt(id, ["act"])) subjects.add(act);
    if (type === "involvement") for (const act of refsOf(book, id, "act")) subjects.add(act);
  }
  for (const id of Array.from(subjects)) {
    if (typeOf(book, id) !== "act") continue;
    for (const found of [...pointingAt(id, ["involvement"]), ...refsOf(book, id, "event")]) subjects.add(found);
  }
  const records = new Set<Shown>();
  const statements = new Set<string>();
  for (const id of subjects) {
    for (const shown of book.byId(id)) if (shown.record.kind === "subject") records.add(shown);
    for (const shown of book.naming(id)) {
      if (isKind("statement")(shown)) {
        // What others are said to have done with them is said of others, who were not chosen.
        if (shown.record.subject !== id) continue;
        statements.add(shown.record.id);
      }
      if (shown.record.kind !== "subject") records.add(shown);
    }
  }
  for (const id of statements) for (const shown of book.naming(id)) if (shown.record.kind !== "statement" || subjects.has(shown.record.subject)) records.add(shown);
  return [...records].sort(inOrder);
}

function refsOf(book: WholeBook, subject: string, property: string): string[] {
  return book
    .naming(subject, "statement")
    .filter(({ record }) => record.subject === subject && record.property === property)
    .flatMap(({ record }) => record.value?.ref ?? []);
}
