/**
 * The book: all records a desk holds, each with where it stands. Every view is computed from it, and nothing in it depends on the order in
 * which records arrived. Clocks and ids order lists; they never decide which value is true.
 */
import { canonicalText } from "#bytes";
import type { AuthoredRecord, Standing } from "./authored.ts";
import { jsonOf } from "./body.ts";
import { pushTo } from "./graph.ts";
import { indexRecord } from "./indexing.ts";
import type { CaseRecord, Kind, RecordOf } from "./records.ts";
import { standings, type Standings } from "./standing.ts";
import { tiesOf, type Way } from "./ties.ts";

/** One record of the book. Two entries that brought the same words are one record with two signatures. */
export interface Shown<R extends CaseRecord = CaseRecord> {
  readonly record: R;
  /** The first signature: counted before uncounted, then by clock and entry id. */
  readonly entryId: string;
  readonly author: string;
  readonly person: string | null;
  readonly clock: number;
  readonly act: string | null;
  readonly signatures: readonly AuthoredRecord[];
  readonly standing: Standing;
  /** How many other records have the same id and other words. All are shown; none is preferred. */
  readonly sameIdAs: number;
}

/** What the views of a subject or a case are computed from. It may hold all records, or fetch those it is asked for (book-over.ts): the answers are the same. */
export interface Book {
  /** Records with this id: one, unless somebody used an id twice. */
  readonly byId: (id: string) => readonly Shown[];
  /** All records that name a subject or record, whatever their standing; with `kind` only those, with `way` only those that name it so (ties.ts). */
  readonly naming: Naming;
  /** How many current records of a kind name it so. Of more than `MANY` it is all that were ever written: nobody reads thousands to see a number. */
  readonly howMany: (id: string, kind: Kind, way: Way) => number;
  /** Of those that name it, the records that are written in no case. */
  readonly loose: (id: string) => readonly Shown[];
  /** All records written in a case, whatever their standing; in a case they name themselves, not by what they are about. */
  readonly writtenIn: WrittenIn;
  /** The current records that stand where this one stood: itself, or what superseded it. */
  readonly heads: (id: string) => readonly Shown[];
}

export interface Naming {
  (id: string): readonly Shown[];
  <K extends Kind>(id: string, kind: K, way?: Way): readonly Shown<RecordOf<K>>[];
}

export interface WrittenIn {
  (caseId: string): readonly Shown[];
  <K extends Kind>(caseId: string, kind: K): readonly Shown<RecordOf<K>>[];
}

/** A book that holds everything. */
export interface WholeBook extends Book {
  /** By clock, entry id and record id, oldest first. */
  readonly all: readonly Shown[];
  /** Current records of a kind. */
  readonly current: <K extends Kind>(kind: K) => readonly Shown<RecordOf<K>>[];
}

export const MANY = 2_000;

/** Opens a book over records in any order, each any number of times. */
export function bookOf(authored: readonly AuthoredRecord[]): WholeBook {
  const gathered = sameRecordsTogether(authored);
  const standing = standings(gathered);
  const byId = new Map<string, Shown[]>();
  const byKind = new Map<string, Shown[]>();
  const naming = new Map<string, Shown[]>();
  const byCase = new Map<string, Shown[]>();
  const all = shownOf(gathered, standing).sort(inOrder);
  for (const shown of all) {
    pushTo(byId, shown.record.id, shown);
    if (shown.standing === "current") pushTo(byKind, shown.record.kind, shown);
    const { caseId, subjectIds } = indexRecord(shown.record);
    for (const name of subjectIds) pushTo(naming, name, shown);
    if (caseId !== null) pushTo(byCase, caseId, shown);
  }
  const ofKind = (shown: readonly Shown[], kind?: Kind): readonly Shown[] => (kind === undefined ? shown : shown.filter(isKind(kind)));
  const named = (id: string, kind?: Kind, way?: Way): readonly Shown[] => {
    const found = ofKind(naming.get(id) ?? [], kind);
    return way === undefined ? found : found.filter(({ record }) => tiesOf(record).some((tie) => tie.to === id && tie.way === way));
  };
  return {
    all,
    byId: (id) => byId.get(id) ?? [],
    current: <K extends Kind>(kind: K) => (byKind.get(kind) ?? []) as readonly Shown[] as readonly Shown<RecordOf<K>>[],
    naming: named as Naming,
    howMany: (id, kind, way) => number(named(id, kind, way)),
    loose: (id) => (naming.get(id) ?? []).filter(namesNoCase),
    writtenIn: ((caseId: string, kind?: Kind) => ofKind(byCase.get(caseId) ?? [], kind)) as WrittenIn,
    heads: (id) => standing.heads(id).flatMap((head) => (byId.get(head) ?? []).filter((shown) => shown.standing === "current")),
  };
}

/** `Book.howMany` of these. */
export function number(named: readonly Shown[]): number {
  return named.length > MANY ? named.length : named.filter(({ standing }) => standing === "current").length;
}

/** Each group of signatures as the one record it is, with where it stands. */
export function shownOf(groups: readonly (readonly AuthoredRecord[])[], { standingOf }: Standings): Shown[] {
  const withId = Map.groupBy(groups, ([first]) => first!.record.id);
  return groups.map((signatures): Shown => {
    const [first] = signatures as [AuthoredRecord];
    const { record, entryId, author, person, clock, act } = first;
    const sameIdAs = withId.get(record.id)!.length - 1;
    return { record, entryId, author, person, clock, act: act ?? null, signatures, standing: standingOf(first), sameIdAs };
  });
}

/** Whether a record is written in no case and of a form we know. */
export function namesNoCase({ record }: Shown): boolean {
  return record.kind !== "newer form" && record.case === undefined;
}

/** Order of lists, oldest first. It means nothing but order. */
export function inOrder(a: Shown, b: Shown): number {
  return a.clock - b.clock || compare(a.entryId, b.entryId) || compare(a.record.id, b.record.id) || compare(textOf(a), textOf(b));
}

/** Persons whose counted devices signed a record, each once. */
export function signersOf(shown: Shown): readonly string[] {
  return [...new Set(shown.signatures.filter((one) => one.counted && one.person !== null).map((one) => one.person!))].sort();
}

/** Narrows a shown record to its kind. */
export function isKind<K extends Kind>(kind: K): (shown: Shown) => shown is Shown<RecordOf<K>> {
  return (shown): shown is Shown<RecordOf<K>> => shown.record.kind === kind;
}

/** Groups what is the same record, word for word; in each group the signature that stands for it comes first. */
export function sameRecordsTogether(authored: readonly AuthoredRecord[]): AuthoredRecord[][] {
  const byId = new Map<string, AuthoredRecord[]>();
  for (const one of authored) pushTo(byId, one.record.id, one);
  const groups: AuthoredRecord[][] = [];
  for (const same of byId.values()) {
    if (same.length === 1) groups.push(same);
    else for (const alike of Map.groupBy(same, (one) => canonicalText(jsonOf(one.record))).values()) groups.push(alike);
  }
  return groups.map((group) =>
    onceEach(group.sort((a, b) => Number(b.counted) - Number(a.counted) || a.clock - b.clock || compare(a.entryId, b.entryId))),
  );
}

function onceEach(sorted: readonly AuthoredRecord[]): AuthoredRecord[] {
  return sorted.filter((one, i) => i === 0 || one.entryId !== sorted[i - 1]!.entryId);
}

function textOf(shown: Shown): string {
  return canonicalText(jsonOf(shown.record));
}

export function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
