/** Where a desk's books find records: in its store, by the tables of archive-tables.ts. */
import { fromHex, toHex } from "#bytes";
import { parseRecord, type AuthoredRecord, type CaseRecord, type RecordSource } from "#casework";
import type { Line } from "#entry";
import type { Store, StoredRecord } from "#store";
import { inCaseRange, LOOSE, OVER, RECORDS_OF_AN_ENTRY, tiesRange } from "./archive-tables.ts";

/** Records that were read, so that the next book need not read them again. They never change. */
const MOST_KEPT = 40_000;
/** Records of one entry that a history shows of a large case. */
const MOST_OF_AN_ENTRY = 12;
const SIGNING = "signing";

export class StoreSource implements RecordSource {
  readonly #store: Store;
  #line: Line;
  readonly #records = new Map<number, CaseRecord>();
  readonly #acts = new Map<number, string | null>();

  constructor(store: Store, line: Line) {
    this.#store = store;
    this.#line = line;
  }

  /** Whose device an entry is of, from now on. */
  follow(line: Line): void {
    this.#line = line;
  }

  byIds(ids: readonly string[]): readonly AuthoredRecord[] {
    if (ids.length === 0) return [];
    // A question asked by the same words is prepared once; there are thousands of these in a second.
    const keys = this.#store.query<{ key: number }>("SELECT key FROM records WHERE id IN (SELECT value FROM json_each(?))", [JSON.stringify(ids)]);
    return this.authored(this.#store.recordsByKey(keys.map(({ key }) => key)));
  }

  naming: RecordSource["naming"] = (to, kind, way) => this.#tied(to, ...tiesRange(kind, way));
  loose: RecordSource["loose"] = (to) => this.#tied(to, LOOSE, LOOSE);
  writtenIn: RecordSource["writtenIn"] = (caseId, kind) => this.#tied(caseId, ...inCaseRange(kind));

  howMany: RecordSource["howMany"] = (to, kind, way) => {
    const [first, last] = tiesRange(kind, way);
    return this.#store.query<{ n: number }>("SELECT count(*) AS n FROM p_ties WHERE named = ? AND tie BETWEEN ? AND ?", [fromHex(to), first, last])[0]!.n;
  };

  over: RecordSource["over"] = (ids) => {
    const sql = `SELECT t.named, r.id FROM json_each(?) j CROSS JOIN p_ties t ON t.named = unhex(j.value) AND t.tie = ${OVER} JOIN records r ON r.key = t.record`;
    return this.#store.query<{ named: Uint8Array; id: string }>(sql, [JSON.stringify(ids)]).map(({ named, id }) => ({ by: id, over: toHex(named) }));
  };

  /** How many records are written in a case. */
  writtenCount(caseId: string): number {
    const [first, last] = inCaseRange(null);
    return this.#store.query<{ n: number }>("SELECT count(*) AS n FROM p_ties WHERE named = ? AND tie BETWEEN ? AND ?", [fromHex(caseId), first, last])[0]!.n;
  }

  /** Entries that wrote in a case, newest first by their clocks, and some of the records each wrote there. */
  entriesIn(caseId: string, from: number, limit: number): { readonly entries: readonly string[]; readonly records: readonly string[]; readonly total: number } {
    const [first, last] = inCaseRange(null);
    const sql = `SELECT e.id, e.key FROM (SELECT DISTINCT record / ${RECORDS_OF_AN_ENTRY} AS entry FROM p_ties WHERE named = ? AND tie BETWEEN ? AND ?) t
      JOIN entries e ON e.key = t.entry ORDER BY e.clock DESC, e.id DESC`;
    const all = this.#store.query<{ id: Uint8Array; key: number }>(sql, [fromHex(caseId), first, last]);
    const window = all.slice(from, from + limit);
    // Of an entry only what it wrote in this case, and of an import only the beginning of that.
    const records = this.#store.query<{ entry: number; id: string }>(
      `SELECT t.record / ${RECORDS_OF_AN_ENTRY} AS entry, r.id FROM p_ties t JOIN records r ON r.key = t.record
       WHERE t.named = ? AND t.tie BETWEEN ? AND ? AND t.record / ${RECORDS_OF_AN_ENTRY} IN (SELECT value FROM json_each(?))`,
      [fromHex(caseId), first, last, JSON.stringify(window.map(({ key }) => key))],
    );
    const shown = [...Map.groupBy(records, ({ entry }) => entry).values()].flatMap((wrote) => wrote.slice(0, MOST_OF_AN_ENTRY));
    return { entries: window.map(({ id }) => toHex(id)), records: shown.map(({ id }) => id), total: all.length };
  }

  /** Rows of the store as records that somebody wrote. */
  authored(rows: readonly StoredRecord[]): AuthoredRecord[] {
    return rows
      .filter(({ compartment }) => compartment !== SIGNING)
      .map((row) => {
        const act = this.#actOf(Math.floor(row.key / RECORDS_OF_AN_ENTRY));
        return {
          record: this.#recordOf(row),
          entryId: row.entryId,
          author: row.device,
          person: this.#line.state.devices.get(row.device)?.person ?? null,
          clock: row.clock,
          counted: row.counted,
          ...(act === null ? {} : { act }),
        };
      });
  }

  #tied(to: string, first: number, last: number): string[] {
    if (!HEX.test(to)) return [];
    const sql = "SELECT DISTINCT r.id FROM p_ties t JOIN records r ON r.key = t.record WHERE t.named = ? AND t.tie BETWEEN ? AND ?";
    return this.#store.query<{ id: string }>(sql, [fromHex(to), first, last]).map(({ id }) => id);
  }

  #recordOf(row: StoredRecord): CaseRecord {
    const known = this.#records.get(row.key);
    if (known !== undefined) return known;
    const record = parseRecord(row.record);
    if (this.#records.size >= MOST_KEPT) this.#records.clear();
    this.#records.set(row.key, record);
    return record;
  }

  #actOf(entry: number): string | null {
    const known = this.#acts.get(entry);
    if (known !== undefined) return known;
    const act = this.#store.query<{ act: string }>("SELECT act FROM p_acts WHERE entry = ?", [entry])[0]?.act ?? null;
    if (this.#acts.size >= MOST_KEPT) this.#acts.clear();
    this.#acts.set(entry, act);
    return act;
  }
}

const HEX = /^(?:[0-9a-f]{32}|[0-9a-f]{64})$/;
