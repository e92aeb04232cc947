/**
 * A book that fetches what it is asked for, and with it all that decides where those records stand: whatever supersedes or withdraws them, and whatever
 * does so to that. Its answers are those of the whole book (book-over.test.ts), at the cost of what is looked at. It does not change: what arrives later is in the next
 * book, and `isTouchedBy` says whether one is needed.
 */
import type { AuthoredRecord } from "./authored.ts";
import { inOrder, isKind, MANY, namesNoCase, number, sameRecordsTogether, shownOf, type Book, type Naming, type Shown, type WrittenIn } from "./book.ts";
import { pushTo } from "./graph.ts";
import type { CaseRecord, Kind } from "./records.ts";
import { standings, type Standings } from "./standing.ts";
import { tiesOf, type Way } from "./ties.ts";

/** Where a book finds records. Ids may be given twice and in any order. */
export interface RecordSource {
  /** Every signature of every record that goes by one of these ids. */
  byIds(ids: readonly string[]): readonly AuthoredRecord[];
  /** Ids of records that name `to`; only of a kind, only in one way. */
  naming(to: string, kind: Kind | null, way: Way | null): readonly string[];
  /** How many different records name it so: with how many words one id is used is one each. */
  howMany(to: string, kind: Kind, way: Way): number;
  /** Ids of records that name `to` and are written in no case. */
  loose(to: string): readonly string[];
  writtenIn(caseId: string, kind: Kind | null): readonly string[];
  /** Ids of records that supersede or withdraw one of these, with which. */
  over(ids: readonly string[]): readonly { readonly by: string; readonly over: string }[];
}

export interface BookOver extends Book {
  /** Whether a record that arrived, or counts no longer, may change an answer this book has given. `touches`: of that record (`touchesOf`). */
  readonly isTouchedBy: (touches: Iterable<string>) => boolean;
  /** How many records it holds by now. */
  readonly held: () => number;
}

/** What a record touches by arriving: its id, its case, and everything it names or takes the place of. */
export function touchesOf(record: CaseRecord): readonly string[] {
  if (record.kind === "newer form") return [record.id, ...(typeof record.raw.case === "string" ? [record.raw.case] : [])];
  return [record.id, ...(record.case === undefined ? [] : [record.case]), ...(record.supersedes ?? []), ...tiesOf(record).map(({ to }) => to)];
}

export function bookOver(source: RecordSource): BookOver {
  const shownById = new Map<string, readonly Shown[]>();
  const groupsById = new Map<string, readonly (readonly AuthoredRecord[])[]>();
  const overOf = new Map<string, readonly string[]>();
  const batchOf = new Map<string, Standings>();
  const asked = new Set<string>();
  const answers = new Map<string, readonly Shown[]>();

  /** Fetches these, everything above them, and what withdrawals among them are of. Afterwards each has its records, where they stand, and its heads. */
  const fetch = (ids: Iterable<string>): void => {
    const wanted = [...new Set(ids)].filter((id) => !shownById.has(id));
    if (wanted.length === 0) return;
    const above = closure(wanted);
    const groups = [...above].flatMap((id) => groupsById.get(id)!);
    const standing = standings(groups);
    const shown = Map.groupBy(shownOf(groups, standing), ({ record }) => record.id);
    for (const id of above) {
      if (!shownById.has(id)) shownById.set(id, (shown.get(id) ?? []).sort(inOrder));
      if (!batchOf.has(id)) batchOf.set(id, standing);
    }
  };

  const closure = (wanted: readonly string[]): ReadonlySet<string> => {
    const above = new Set(wanted);
    for (let frontier = wanted; frontier.length > 0;) {
      const fresh = frontier.filter((id) => !overOf.has(id));
      read(fresh);
      const next = frontier.flatMap((id) => [...overOf.get(id)!, ...takenBackBy(id)]).filter((id) => !above.has(id));
      for (const id of next) above.add(id);
      frontier = [...new Set(next)];
    }
    return above;
  };

  /** What a withdrawal is of: of some records it matters who takes the withdrawal back (standing.ts). */
  const takenBackBy = (id: string): readonly string[] => groupsById.get(id)!.flatMap(([first]) => (first!.record.kind === "withdraw" ? [first!.record.target] : []));

  const read = (ids: readonly string[]): void => {
    if (ids.length === 0) return;
    for (const id of ids) asked.add(id);
    const groups = Map.groupBy(sameRecordsTogether(source.byIds(ids)), ([first]) => first!.record.id);
    const over = new Map<string, string[]>();
    for (const one of source.over(ids)) pushTo(over, one.over, one.by);
    for (const id of ids) {
      groupsById.set(id, groups.get(id) ?? []);
      overOf.set(id, [...new Set(over.get(id) ?? [])]);
    }
  };

  /** Of the records with these ids those that are meant: where an id was used twice, the other record need not be. */
  const answer = (key: string, about: string, find: () => readonly string[], isMeant: (shown: Shown) => boolean): readonly Shown[] => {
    const known = answers.get(key);
    if (known !== undefined) return known;
    asked.add(about);
    const ids = [...new Set(find())];
    fetch(ids);
    const found = ids.flatMap((id) => shownById.get(id)!.filter((shown) => shown.sameIdAs === 0 || isMeant(shown))).sort(inOrder);
    answers.set(key, found);
    return found;
  };
  const byId = (id: string): readonly Shown[] => {
    fetch([id]);
    return shownById.get(id)!;
  };
  const names = (to: string, { record }: Shown, way?: Way): boolean => tiesOf(record).some((tie) => tie.to === to && (way === undefined || tie.way === way));

  const naming = (to: string, kind?: Kind, way?: Way): readonly Shown[] =>
    answer(
      `naming ${to} ${kind ?? ""} ${way ?? ""}`,
      to,
      () => source.naming(to, kind ?? null, way ?? null),
      (shown) => names(to, shown, way) && (kind === undefined || isKind(kind)(shown)),
    );

  return {
    byId,
    naming: naming as Naming,
    howMany: (to, kind, way) => {
      asked.add(to);
      const many = source.howMany(to, kind, way);
      return many > MANY ? many : number(naming(to, kind, way));
    },
    loose: (to) =>
      answer(
        `loose ${to}`,
        to,
        () => source.loose(to),
        (shown) => names(to, shown) && namesNoCase(shown),
      ),
    writtenIn: ((caseId: string, kind?: Kind) =>
      answer(
        `in ${caseId} ${kind ?? ""}`,
        caseId,
        () => source.writtenIn(caseId, kind ?? null),
        (shown) => caseOfRecord(shown.record) === caseId && (kind === undefined || isKind(kind)(shown)),
      )) as WrittenIn,
    heads: (id) => {
      fetch([id]);
      const heads = batchOf.get(id)!.heads(id);
      fetch(heads);
      return heads.flatMap((head) => shownById.get(head)!.filter((shown) => shown.standing === "current"));
    },
    held: () => shownById.size,
    isTouchedBy: (touches) => {
      for (const touched of touches) if (asked.has(touched)) return true;
      return false;
    },
  };
}

function caseOfRecord(record: CaseRecord): unknown {
  return record.kind === "newer form" ? record.raw.case : record.case;
}
