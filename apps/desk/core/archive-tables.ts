/**
 * The tables in which a desk finds records by how they are tied to each other (parts/casework/ties.ts), and keeps the rows of its lists. Views over the
 * entries, like all of the store's projection: made anew when `PROJECTION_VERSION` is raised.
 *
 *   p_ties  to = id or hash that is named, tie = how (`kind × 16 + way`, or one of those below), record = key of the record that names it
 *   p_acts  what an entry says was done
 *   p_rows  the row of a subject or report as JSON; p_state how far the rows are made; p_recounted entries that count otherwise since
 */
import { fromHex } from "#bytes";
import { indexRecord, KINDS, parseRecord, tiesOf, WAYS, type CaseRecord, type Kind, type Way } from "#casework";
import type { ProjectedRecord, Projector, ProjectorTables, TablesDoor } from "#store";

/** Raise with every change of what `indexRecord` answers, of a row, or of the tables here. */
const PROJECTION_VERSION = 5;

const WAYS_OF_A_KIND = 16;
/** Above all that name something: in which case a record is written (its kind added), what it takes the place of, what it names without a case. */
const IN_CASE = 0x8000;
export const NEWER_KIND = 0xff;
export const OVER = 0xfffe;
export const LOOSE = 0xffff;

/** The range of ties that name something; of one kind, in one way. */
export function tiesRange(kind: Kind | null, way: Way | null): readonly [number, number] {
  if (kind === null) return [0, IN_CASE - 1];
  const first = KINDS.indexOf(kind) * WAYS_OF_A_KIND;
  return way === null ? [first, first + WAYS_OF_A_KIND - 1] : [first + WAYS.indexOf(way), first + WAYS.indexOf(way)];
}

/** The range of ties of what is written in a case. */
export function inCaseRange(kind: Kind | null): readonly [number, number] {
  return kind === null ? [IN_CASE, IN_CASE + NEWER_KIND] : [IN_CASE + KINDS.indexOf(kind), IN_CASE + KINDS.indexOf(kind)];
}

const TABLES: ProjectorTables = {
  schema: [
    "CREATE TABLE p_ties (named BLOB NOT NULL, tie INTEGER NOT NULL, record INTEGER NOT NULL, PRIMARY KEY (named, tie, record)) WITHOUT ROWID",
    "CREATE TABLE p_acts (entry INTEGER PRIMARY KEY, act TEXT NOT NULL)",
    "CREATE TABLE p_rows (id BLOB PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE p_state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE p_recounted (n INTEGER PRIMARY KEY, entry INTEGER NOT NULL)",
  ],
  prepare(door: TablesDoor) {
    const tie = door.prepare("INSERT OR IGNORE INTO p_ties (named, tie, record) VALUES (?, ?, ?)");
    const act = door.prepare("INSERT OR IGNORE INTO p_acts (entry, act) VALUES (?, ?)");
    const recounted = door.prepare("INSERT INTO p_recounted (entry) VALUES (?)");
    let lastEntry = -1;
    return {
      add(projected: ProjectedRecord): void {
        if (projected.compartment === "signing") return; // keys, no part of the record (docs/formats/signing.md)
        const record = parsedOf(projected.record);
        for (const [named, how] of tieRows(record)) tie.run(fromHex(named), how, projected.key);
        const entry = Math.floor(projected.key / RECORDS_OF_AN_ENTRY);
        if (entry !== lastEntry && projected.act !== null) act.run(entry, projected.act);
        lastEntry = entry;
      },
      recounted: (entry: number): void => void recounted.run(entry),
    };
  },
};

export const RECORDS_OF_AN_ENTRY = 512;

function tieRows(record: CaseRecord): (readonly [string, number])[] {
  if (record.kind === "newer form") {
    const { caseId } = indexRecord(record);
    return caseId === null ? [] : [[caseId, IN_CASE + NEWER_KIND]];
  }
  const ties = tiesOf(record);
  const own = ties.map(({ to, way }) => [to, tiesRange(record.kind, way)[0]] as const);
  const over = [...(record.supersedes ?? []), ...(record.kind === "withdraw" ? [record.target] : [])].map((id) => [id, OVER] as const);
  if (record.case !== undefined) return [...own, ...over, [record.case, inCaseRange(record.kind)[0]]];
  return [...own, ...over, ...[...new Set(ties.map(({ to }) => to))].map((to) => [to, LOOSE] as const)];
}

// The store asks for a record's index and then hands the same record to the tables: it is read once.
let lastRead: { readonly json: unknown; readonly record: CaseRecord } | null = null;

function parsedOf(json: ProjectedRecord["record"]): CaseRecord {
  const record = lastRead?.json === json ? lastRead.record : parseRecord(json);
  lastRead = null;
  return record;
}

/** How the store reads records, without knowing what they are. */
export const PROJECTOR: Projector = {
  version: PROJECTION_VERSION,
  tables: TABLES,
  index(json) {
    try {
      const record = parseRecord(json);
      lastRead = { json, record };
      return { id: record.id, ...indexRecord(record) };
    } catch {
      return null; // listed as unreadable, never lost
    }
  },
};
