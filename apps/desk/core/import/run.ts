/**
 * Running an import: rows become entries of at most 500 records, each written whole or not at all. There is no list beside the record that must fit it:
 * a run that was stopped or killed goes on by asking the record what is there (docs/decisions/0024). What is noted along the way is only how far it was.
 */
import { canonicalText } from "#bytes";
import { jsonOf, parseRecord, type CaseRecord, type Statement } from "#casework";
import {
  IdSet,
  isThere,
  planRows,
  reconcile,
  tablesOf,
  Tally,
  type Chunks,
  type ImportReport,
  type Known,
  type Made,
  type Mapping,
  type PlannedRow,
  type Reconciled,
  type Written,
} from "#exchange";
import { sha256Hex } from "#prim";
import type { StoredRecord } from "#store";
import { actName, entriesOf, hasVersions, recordsIn, Withdrawals, writtenOnlyIn } from "./acts.ts";
import { nextTurn, Stopped, type Conduct } from "./conduct.ts";
import { redoImport, undoState } from "./undo.ts";
import { importPlace, type ImportPlace } from "./context.ts";
import type { OpenDesk } from "../open-desk.ts";
import { write } from "../records.ts";

/** An entry's records and bytes; its body may be 1 MiB. */
const MAX_RECORDS = 500;
const MAX_BYTES = 900_000;
/** So many planned records are compared with the record at a time. */
const COMPARED = 500;

export interface ImportFile {
  readonly chunks: Chunks;
  readonly hash: string;
  readonly sizeBytes: number;
}

export interface ImportWish {
  readonly file: ImportFile;
  readonly mapping: Mapping;
  /** `null`: a case of the import's own. */
  readonly caseId: string | null;
  /** A source of the group in place of the mapping's. */
  readonly saidBy: string | null;
  /** Takes back what an earlier run made and this file and mapping no longer say. */
  readonly withdrawMissing: boolean;
}

export interface Comparison {
  /** As it would be after a run. */
  readonly report: ImportReport;
  /** Records an earlier run made that this file and mapping do not say, and that stand. None where a row is left out for its many records. */
  readonly missing: readonly string[];
}

/** What a run would do, without writing. Throws `ExchangeError`, `Stopped`. */
export async function compareImport(desk: OpenDesk, wish: ImportWish, conduct: Conduct = {}): Promise<Comparison> {
  const place = importPlace(desk, wish.mapping, wish.caseId, wish.saidBy);
  const pass = new Pass(desk, wish, place);
  const says = new IdSet();
  place.prelude.forEach(({ id }) => says.add(id));
  for (const done of pass.batches()) {
    for (const one of done) {
      pass.count(one);
      one.says.forEach((id) => says.add(id));
      // What is about to be replaced is not missing.
      one.write.forEach(({ supersedes }) => supersedes?.forEach((id) => says.add(id)));
    }
    await step(conduct, pass);
  }
  // What an earlier run made of a row that is left out now would look like missing: nothing is taken back on that.
  return { report: pass.report(0), missing: pass.hasLeftOut ? [] : await missingFrom(desk, place, says, conduct) };
}

/**
 * Brings the file in; brings in the rest of it where an earlier run was stopped or killed. Throws `ExchangeError` before anything is written where the
 * file breaks off or does not fit, and `Stopped` where it is told to stop: what is written until then stays and can be undone or continued.
 */
export async function runImport(desk: OpenDesk, wish: ImportWish, conduct: Conduct = {}): Promise<ImportReport> {
  await requireWhole(desk, wish, conduct);
  const place = importPlace(desk, wish.mapping, wish.caseId, wish.saidBy);
  // What was taken back as a whole is brought back first: its records are there, and would not be written again.
  if (undoState(desk, place.importId) !== "standing") await redoImport(desk, place.importId, conduct);
  const pass = new Pass(desk, wish, place);
  const pending = new Pending(desk, place);
  place.prelude.filter((record) => !pass.isThere(record)).forEach((record) => pending.add(record));
  for (const done of pass.batches()) {
    for (const one of done) {
      pending.addRow(one);
      pass.count(one);
    }
    if (pending.wrote()) await step(conduct, pass);
  }
  pending.flush();
  await step(conduct, pass);
  const withdrawn = wish.withdrawMissing ? await withdrawMissing(desk, wish, place, conduct) : 0;
  return pass.report(withdrawn);
}

async function step({ signal, onProgress, breathe }: Conduct, pass: Pass): Promise<void> {
  onProgress?.({ rows: pass.rows, added: pass.added });
  await (breathe ?? nextTurn)();
  if (signal?.aborted === true) throw new Stopped("stopped");
}

/** Reads the file to its end: one that breaks off in the middle must not be in the record by half. */
async function requireWhole(desk: OpenDesk, wish: ImportWish, { signal, breathe }: Conduct): Promise<void> {
  const { context } = importPlace(desk, wish.mapping, wish.caseId, wish.saidBy);
  const set = tablesOf(wish.mapping, wish.file.chunks);
  // The first row is planned once every table's columns were found to fit.
  planRows(set, wish.mapping, context, new Tally()).next();
  let rows = 0;
  for (const table of set.tables) {
    for (const _row of table.rows()) {
      if (++rows % 5_000 !== 0) continue;
      await (breathe ?? nextTurn)();
      if (signal?.aborted === true) throw new Stopped("stopped");
    }
  }
}

/** One reading of the file against the record. */
class Pass {
  readonly #wish: ImportWish;
  readonly #place: ImportPlace;
  readonly #tally = new Tally();
  readonly #leftOut;
  readonly #rows: Iterable<PlannedRow>;
  readonly #known: Known;
  rows = 0;
  added = 0;
  /** A row was left out whole: nobody can tell what the file and the mapping say of it. */
  hasLeftOut = false;
  #same = 0;
  #superseding = 0;

  constructor(desk: OpenDesk, wish: ImportWish, place: ImportPlace) {
    this.#wish = wish;
    this.#place = place;
    const set = tablesOf(wish.mapping, wish.file.chunks);
    this.#leftOut = set.leftOut ?? [];
    this.#rows = planRows(set, wish.mapping, place.context, this.#tally);
    this.#known = knownTo(desk, place.importId);
  }

  /** Whether this import has written it, word for word. */
  isThere(record: Made): boolean {
    return isThere(record, this.#known.under([record.id]).get(record.id));
  }

  *batches(): Generator<readonly Reconciled[]> {
    let rows: PlannedRow[] = [];
    let records = 0;
    const compare = (): readonly Reconciled[] => {
      const done = reconcile(rows, this.#wish.mapping, this.#place.context, this.#known);
      rows = [];
      records = 0;
      return done;
    };
    for (const row of this.#rows) {
      this.hasLeftOut ||= row.isLeftOut === true;
      rows.push(row);
      records += row.records.length;
      if (records >= COMPARED || rows.length >= COMPARED) yield compare();
    }
    if (rows.length > 0) yield compare();
  }

  count({ row, fate, write, same, superseding, changedHere, idTaken, takenBack }: Reconciled): void {
    this.rows++;
    this.added += write.length - superseding;
    this.#same += same;
    this.#superseding += superseding;
    this.#tally.rowFate(row.table, fate);
    if (fate === "nothing" && this.#wish.mapping.tables.some(({ table }) => table === row.table))
      this.#tally.note("row-nothing", row.table, "", row.n);
    if (fate === "changed") this.#tally.note("row-changed", row.table, "", row.n);
    if (changedHere) this.#tally.note("changed-here", row.table, "", row.n);
    if (idTaken) this.#tally.note("id-taken", row.table, "", row.n);
    if (takenBack) this.#tally.note("taken-back", row.table, "", row.n);
  }

  report(withdrawn: number): ImportReport {
    const { mapping, file } = this.#wish;
    return this.#tally.report({
      mapping: { id: mapping.id, title: mapping.title, hash: mappingHash(mapping) },
      file: { hash: file.hash, sizeBytes: file.sizeBytes },
      records: { added: this.added, same: this.#same, superseding: this.#superseding, withdrawn },
      leftOut: this.#leftOut,
    });
  }
}

/** SHA-256 of the mapping, whatever the order of its fields. */
export function mappingHash(mapping: Mapping): string {
  // Not canonical JSON: keys of `terms` are a file's words.
  const sorted = (json: unknown): unknown =>
    Array.isArray(json)
      ? json.map(sorted)
      : typeof json === "object" && json !== null
        ? Object.entries(json)
            .toSorted(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, value]) => [key, sorted(value)])
        : json;
  return sha256Hex(new TextEncoder().encode(JSON.stringify(sorted(mapping))));
}

/** Records on their way into an entry. */
class Pending {
  readonly #desk: OpenDesk;
  readonly #act: string;
  #records: CaseRecord[] = [];
  #bytes = 0;
  #wrote = false;

  constructor(desk: OpenDesk, { importId }: ImportPlace) {
    this.#desk = desk;
    this.#act = actName("made", importId);
  }

  /** A row stays in one entry where it fits into one. */
  addRow({ write }: Reconciled): void {
    if (this.#records.length + write.length > MAX_RECORDS && write.length <= MAX_RECORDS) this.flush();
    for (const record of write) this.add(record);
  }

  add(record: CaseRecord): void {
    const bytes = Buffer.byteLength(JSON.stringify(jsonOf(record))) + 1;
    if (this.#records.length === MAX_RECORDS || this.#bytes + bytes > MAX_BYTES) this.flush();
    this.#records.push(record);
    this.#bytes += bytes;
  }

  flush(): void {
    if (this.#records.length === 0) return;
    write(this.#desk, "work", this.#act, this.#records);
    this.#records = [];
    this.#bytes = 0;
    this.#wrote = true;
  }

  /** Whether an entry was written since this was last asked. */
  wrote(): boolean {
    const wrote = this.#wrote;
    this.#wrote = false;
    return wrote;
  }
}

/** What an import asks of this desk's record. */
function knownTo(desk: OpenDesk, importId: string): Known {
  const ours = new Set(entriesOf(desk, "made", importId));
  // What undoing took back as a whole is brought back before anything is written.
  const undoing = new IdSet();
  for (const entry of entriesOf(desk, "undone", importId)) for (const { id } of recordsIn(desk, entry)) undoing.add(id);
  const withdrawals = new Withdrawals(desk, undoing);
  const written = ({ record, entryId }: StoredRecord): Written => ({ record: parseRecord(record), isOurs: ours.has(entryId) });
  return {
    hasVersions: hasVersions(desk, importId),
    isTakenBack: (id) => withdrawals.takeBack(id),
    under(ids) {
      const under = new Map<string, Written[]>();
      for (let i = 0; i < ids.length; i += 1_000) {
        for (const row of desk.store.recordsById(ids.slice(i, i + 1_000))) {
          if (!row.counted) continue;
          const beside = under.get(row.id);
          if (beside === undefined) under.set(row.id, [written(row)]);
          else beside.push(written(row));
        }
      }
      return under;
    },
    statementsAbout(subject) {
      // Two desks may have written one record.
      const statements = new Map<string, Written<Statement>>();
      for (const row of desk.store.records({ subject, kind: "statement", limit: 100_000 })) {
        const { record, isOurs } = written(row);
        if (!row.counted || record.kind !== "statement" || record.subject !== subject) continue;
        const text = canonicalText(jsonOf(record));
        if (isOurs || !statements.has(text)) statements.set(text, { record, isOurs });
      }
      return [...statements.values()];
    },
  };
}

/**
 * Records of earlier runs that are not among `says`, nor older versions of what is, and that nobody has withdrawn. Older versions of what is missing are
 * missing too: they would stand again where only the newest were taken back.
 */
async function missingFrom(desk: OpenDesk, { importId }: ImportPlace, says: IdSet, conduct: Conduct): Promise<string[]> {
  const entries = entriesOf(desk, "made", importId);
  const left: string[] = [];
  const older = new Map<string, readonly string[]>();
  if (hasVersions(desk, importId)) {
    for (const entry of entries)
      for (const record of recordsIn(desk, entry))
        if (record.kind === "statement" && record.supersedes !== undefined) older.set(record.id, record.supersedes);
  }
  const replaced = new IdSet();
  // One after the other: somebody may have made a chain longer than calls can be inside each other.
  const behind = [...older.keys()].filter((id) => says.has(id));
  for (let id = behind.pop(); id !== undefined; id = behind.pop()) for (const one of older.get(id) ?? []) if (replaced.add(one)) behind.push(one);
  const met = new IdSet();
  for (const entry of entries) {
    for (const { id, kind } of recordsIn(desk, entry)) if (kind !== "withdraw" && !says.has(id) && !replaced.has(id) && met.add(id)) left.push(id);
    await (conduct.breathe ?? nextTurn)();
    if (conduct.signal?.aborted === true) throw new Stopped("stopped");
  }
  const withdrawals = new Withdrawals(desk);
  return writtenOnlyIn(desk, new Set(entries), left.filter((id) => !withdrawals.takeBack(id)));
}

/** Takes back what the file and the mapping no longer say. */
async function withdrawMissing(desk: OpenDesk, wish: ImportWish, place: ImportPlace, conduct: Conduct): Promise<number> {
  const { missing } = await compareImport(desk, wish, conduct);
  for (let i = 0; i < missing.length; i += MAX_RECORDS) {
    const records = missing.slice(i, i + MAX_RECORDS).map((target): CaseRecord => {
      return {
        case: place.context.caseId,
        id: place.context.idOf(["missing", place.importId, target, wish.file.hash, mappingHash(wish.mapping)]),
        kind: "withdraw",
        target,
      };
    });
    write(desk, "work", actName("made", place.importId), records);
    await (conduct.breathe ?? nextTurn)();
    if (conduct.signal?.aborted === true) throw new Stopped("stopped");
  }
  return missing.length;
}
