/** The whole state of a record as lines, equal at two desks exactly when they hold the same, however it came to them. For hashing and tests. */
import { toHex } from "#bytes";
import type { Db } from "./connection.ts";
import { PLACES } from "./schema.ts";

const PAGE = 500;
const FIRST = Buffer.alloc(0);

/** Acts, entries with their records, heads, what waits, in an order made of content alone. The desk's own (cursors, drafts, arrival) is left out. */
export function* stateRows(db: Db): Generator<string> {
  for (const { id } of pages<{ id: Buffer }>(db, "SELECT id FROM acts WHERE id > ? ORDER BY id LIMIT ?")) yield line("act", toHex(id));
  const records = db.prepare(`SELECT key, id, kind, in_case, clock FROM records WHERE key BETWEEN ? AND ? ORDER BY key`);
  const subjects = db.prepare("SELECT subject FROM record_subjects WHERE record = ? ORDER BY subject").pluck();
  const unreadable = db.prepare("SELECT record FROM unreadable WHERE record BETWEEN ? AND ? ORDER BY record").pluck();
  type EntryRow = { id: Buffer; key: number; counted: number; device: Buffer; compartment: string; seq: number; clock: number; whole: Buffer };
  const entries = `SELECT id, key, counted, device, compartment, seq, clock, header || signature || salt || body AS whole
    FROM entries WHERE id > ? ORDER BY id LIMIT ?`;
  for (const entry of pages<EntryRow>(db, entries)) {
    const id = toHex(entry.id);
    const [from, to] = [entry.key * PLACES, entry.key * PLACES + PLACES - 1];
    yield line(
      "entry",
      id,
      entry.counted,
      toHex(entry.device),
      entry.compartment,
      entry.seq,
      entry.clock,
      Buffer.from(entry.whole).toString("base64"),
    );
    for (const { key, ...record } of records.all(from, to) as { key: number }[]) yield line("record", id, key - from, record, subjects.all(key));
    for (const key of unreadable.all(from, to) as number[]) yield line("unreadable", id, key - from);
  }
  for (const head of db.prepare("SELECT compartment, entry FROM heads ORDER BY compartment, entry").all() as {
    compartment: string;
    entry: Buffer;
  }[]) {
    yield line("head", head.compartment, toHex(head.entry));
  }
  const missing = db.prepare("SELECT missing, act FROM waiting_for WHERE waits = ? ORDER BY act, missing");
  for (const { id, key, frame } of pages<{ id: Buffer; key: number; frame: Buffer }>(
    db,
    "SELECT id, key, frame FROM waiting WHERE id > ? ORDER BY id LIMIT ?",
  )) {
    const lacks = (missing.all(key) as { missing: Buffer; act: number }[]).map((one) => [one.act, toHex(one.missing)]);
    yield line("waiting", toHex(id), lacks, Buffer.from(frame).toString("base64"));
  }
}

/** Page by page, so that nothing is open between two lines. */
function* pages<Row extends { id: Buffer }>(db: Db, sql: string): Generator<Row> {
  const page = db.prepare(sql);
  for (let after: Uint8Array = FIRST; ;) {
    const rows = page.all(after, PAGE) as Row[];
    yield* rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.id;
  }
}

function line(...parts: readonly unknown[]): string {
  return JSON.stringify(parts);
}
