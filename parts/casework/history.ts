/** The history of a case or a subject: what was done, newest first, by whom. Nothing is ever missing from it. */
import { compare, inOrder, type Book, type Shown } from "./book.ts";
import { scopeOf } from "./scope.ts";

/** One act of a user, as much of it as concerns what is looked at. */
export interface HistoryRow {
  readonly entryId: string;
  readonly clock: number;
  readonly author: string;
  readonly person: string | null;
  readonly act: string | null;
  readonly counted: boolean;
  readonly records: readonly Shown[];
  /** All its records are withdrawn. */
  readonly undone: boolean;
}

/** History of a case. */
export function historyOf(book: Book, caseId: string): readonly HistoryRow[] {
  return historyRows(scopeOf(book, caseId).records);
}

/** History of one subject: every record that names it, and every withdrawal of those. */
export function historyOfSubject(book: Book, subject: string): readonly HistoryRow[] {
  const naming = book.naming(subject);
  const withdrawals = naming.flatMap(({ record }) => book.naming(record.id, "withdraw"));
  return historyRows([...new Set([...naming, ...withdrawals])]);
}

/** A record that two entries brought is in the history of both. */
/** Records as the acts they were part of, newest first. */
export function historyRows(records: readonly Shown[]): HistoryRow[] {
  const brought = records.flatMap((shown) => shown.signatures.map((signature) => ({ shown, signature })));
  return [...Map.groupBy(brought, ({ signature }) => signature.entryId).values()]
    .map((group): HistoryRow => {
      const { entryId, clock, author, person, act, counted } = group[0]!.signature;
      const inEntry = group.map(({ shown }) => shown).sort(inOrder);
      return {
        entryId,
        clock,
        author,
        person,
        act: act ?? null,
        counted,
        records: inEntry,
        undone: inEntry.every(({ standing }) => standing === "withdrawn"),
      };
    })
    .sort((a, b) => b.clock - a.clock || compare(b.entryId, a.entryId));
}
