/**
 * Entries on disk: judged against what is applied (docs/formats/entry.md, "Applying"), kept waiting where something they name is not here yet, and
 * projected when they apply. What `History` of #entry does in memory, and tested against it.
 */
import { fromHex, hexInto, toHex } from "#bytes";
import {
  encodeFrame,
  judge,
  parseFrame,
  type Added,
  type AppliedEntry,
  type EntryView,
  type Equivocation,
  type GraphEntry,
  type EntryGraph,
  type Missing,
  type RefusalCode,
  type RosterView,
  type VerifiedEntry,
} from "#entry";
import type { Db } from "./connection.ts";
import { Heads } from "./heads.ts";
import type { Logs } from "./logs.ts";
import type { Projection } from "./projection.ts";
import { asEntry, type EntryRow } from "./rows.ts";

type Outcome = { readonly applied: string[]; readonly refused: { id: string; code: RefusalCode }[] };

/** An entry with its place in the order of arrival at this desk, which means nothing elsewhere. */
export type Arrived = { readonly entry: VerifiedEntry; readonly arrival: number };

/** The newest entry of a device in a compartment: what its next one comes after. */
export type Tip = { readonly id: string; readonly seq: number; readonly clock: number };

const MOST_RECENT = 4096;
const HASH_BYTES = 32;

export class Entries {
  readonly #db: Db;
  readonly #logs: Logs;
  readonly #projection: Projection;
  readonly #view: EntryView;
  readonly #sql;
  readonly #heads: Heads;
  /** Whether anything waits; `null` where that is to be asked. */
  #anyWaits: boolean | null = null;
  /** The bytes of the id and of the device at hand, handed to SQLite, which copies them. */
  readonly #id = new Uint8Array(new ArrayBuffer(HASH_BYTES));
  readonly #device = new Uint8Array(new ArrayBuffer(HASH_BYTES));
  /** Entries applied lately, which is what the next ones name. */
  readonly #recent = new Map<string, AppliedEntry>();

  constructor(db: Db, logs: Logs, projection: Projection) {
    this.#db = db;
    this.#logs = logs;
    this.#projection = projection;
    this.#heads = new Heads(db);
    const sql = {
      applied: db.prepare("SELECT device, compartment, seq, clock FROM entries WHERE id = ?"),
      isApplied: db.prepare("SELECT key FROM entries WHERE id = ?").pluck(),
      isWaiting: db.prepare("SELECT key FROM waiting WHERE id = ?").pluck(),
      anyWaiting: db.prepare("SELECT EXISTS (SELECT 1 FROM waiting_for)").pluck(),
      insert: db.prepare(
        `INSERT INTO entries (id, device, compartment, seq, clock, log, there, header, signature, salt, body)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ),
      wait: db.prepare("INSERT INTO waiting (id, log, frame) VALUES (?, ?, ?)"),
      waitFor: db.prepare("INSERT INTO waiting_for (missing, waits, act) VALUES (?, ?, ?)"),
      missingActs: db.prepare("SELECT DISTINCT missing FROM waiting_for WHERE act = 1").pluck(),
      waitersOf: db.prepare("SELECT waits FROM waiting_for WHERE missing = ?").pluck(),
      came: db.prepare("DELETE FROM waiting_for WHERE missing = ?"),
      stillWaits: db.prepare("SELECT EXISTS (SELECT 1 FROM waiting_for WHERE waits = ?)").pluck(),
      waiter: db.prepare("SELECT frame, log FROM waiting WHERE key = ?"),
      stopWaiting: db.prepare("DELETE FROM waiting WHERE key = ?"),
      one: db.prepare("SELECT header, signature, salt, body FROM entries WHERE id = ?"),
      after: db.prepare("SELECT key, header, signature, salt, body FROM entries WHERE key > ? ORDER BY key LIMIT ?"),
      heads: db.prepare("SELECT h.entry AS id, e.clock FROM heads h JOIN entries e ON e.id = h.entry WHERE h.compartment = ? ORDER BY h.entry"),
      tips: db.prepare("SELECT id, seq, clock FROM entries WHERE device = ? AND compartment = ? ORDER BY seq DESC, id LIMIT 1"),
      headerOf: db.prepare("SELECT header FROM entries WHERE id = ?").pluck(),
      headersOf: db.prepare("SELECT id, header FROM entries WHERE device = ?"),
      count: db.prepare("UPDATE entries SET counted = ? WHERE id = ? RETURNING key").pluck(),
    };
    this.#sql = sql;
    this.#view = {
      entry: (id) => {
        const recent = this.#recent.get(id);
        if (recent !== undefined) return recent;
        const row = sql.applied.get(fromHex(id)) as { device: Buffer; compartment: string; seq: number; clock: number } | undefined;
        return row === undefined ? null : { ...row, device: toHex(row.device) };
      },
    };
  }

  /** Takes entries in any order, again and again. `log` is the log they came from: they need not be sent there. The caller holds the transaction. */
  add(batch: Iterable<VerifiedEntry>, roster: RosterView, log: string | null): Added {
    const outcome: Outcome = { applied: [], refused: [] };
    const logKey = log === null ? null : this.#logs.keyOf(log);
    for (const act of this.#sql.missingActs.all() as Buffer[]) if (roster.knowsAct(toHex(act))) this.#release(act, roster, outcome);
    const ids = new Set<string>();
    this.#anyWaits = null;
    for (const entry of batch) {
      ids.add(entry.id);
      if (!this.#isHere(entry.id)) this.#take(entry, roster, logKey, outcome);
      else if (logKey !== null) this.#logs.mark(logKey, fromHex(entry.id));
    }
    this.#heads.write();
    this.#projection.endBatch();
    return { applied: outcome.applied, waiting: this.#waitingOf(ids), refused: outcome.refused };
  }

  /** The transaction was rolled back. */
  forget(): void {
    this.#recent.clear();
    this.#heads.forget();
    this.#anyWaits = null;
  }

  entry(id: string): VerifiedEntry | null {
    const row = this.#sql.one.get(fromHex(id)) as EntryRow | undefined;
    return row === undefined ? null : asEntry(row);
  }

  after(arrival: number, limit: number): Arrived[] {
    return (this.#sql.after.all(arrival, limit) as (EntryRow & { key: number })[]).map((row) => ({ entry: asEntry(row), arrival: row.key }));
  }

  heads(compartment: string): { id: string; clock: number }[] {
    return (this.#sql.heads.all(compartment) as { id: Buffer; clock: number }[]).map(({ id, clock }) => ({ id: toHex(id), clock }));
  }

  tip(device: string, compartment: string): Tip | null {
    const row = this.#sql.tips.get(fromHex(device), compartment) as { id: Buffer; seq: number; clock: number } | undefined;
    return row === undefined ? null : { ...row, id: toHex(row.id) };
  }

  /** What waits, and for what, sorted by id. */
  waiting(): { id: string; missing: Missing }[] {
    const rows = this.#db
      .prepare("SELECT w.id, f.missing, f.act FROM waiting w JOIN waiting_for f ON f.waits = w.key ORDER BY w.id, f.missing")
      .all() as { id: Buffer; missing: Buffer; act: number }[];
    const found = new Map<string, { entries: string[]; acts: string[] }>();
    for (const { id, missing, act } of rows) {
      const lacks = found.get(toHex(id)) ?? { entries: [], acts: [] };
      (act === 1 ? lacks.acts : lacks.entries).push(toHex(missing));
      found.set(toHex(id), lacks);
    }
    return [...found].map(([id, missing]) => ({ id, missing }));
  }

  equivocations(): Equivocation[] {
    const rows = this.#db
      .prepare(
        `SELECT e.device, e.compartment, e.seq, e.id FROM entries e
         JOIN (SELECT device, compartment, seq FROM entries GROUP BY device, compartment, seq HAVING count(*) > 1)
         USING (device, compartment, seq)
         ORDER BY e.device, e.compartment, e.seq, e.id`,
      )
      .all() as { device: Buffer; compartment: string; seq: number; id: Buffer }[];
    const places: (Equivocation & { ids: string[] })[] = [];
    for (const row of rows) {
      const last = places.at(-1);
      const device = toHex(row.device);
      if (last?.device === device && last.compartment === row.compartment && last.seq === row.seq) last.ids.push(toHex(row.id));
      else places.push({ device, compartment: row.compartment, seq: row.seq, ids: [toHex(row.id)] });
    }
    return places;
  }

  /** The applied entries as `uncountedEntries` of #entry asks for them. */
  graph(): EntryGraph {
    const { headerOf, headersOf } = this.#sql;
    return {
      entry: (id) => {
        const header = headerOf.get(fromHex(id)) as Buffer | undefined;
        return header === undefined ? null : asGraphEntry(id, header);
      },
      entriesOf: (device) =>
        (headersOf.all(fromHex(device)) as { id: Buffer; header: Buffer }[]).map((row) => asGraphEntry(toHex(row.id), row.header)),
    };
  }

  setCounted(ids: Iterable<string>, counted: boolean): void {
    for (const id of ids) {
      const key = this.#sql.count.get(counted ? 1 : 0, fromHex(id)) as number | undefined;
      if (key !== undefined) this.#projection.recounted(key, counted);
    }
  }

  uncounted(): string[] {
    return (this.#db.prepare("SELECT id FROM entries WHERE counted = 0 ORDER BY +id").pluck().all() as Buffer[]).map(toHex);
  }

  /** Applied or waiting. */
  #isHere(id: string): boolean {
    if (this.#recent.has(id)) return true;
    hexInto(this.#id, id);
    return this.#sql.isApplied.get(this.#id) !== undefined || (this.#doesAnyWait() && this.#sql.isWaiting.get(this.#id) !== undefined);
  }

  #doesAnyWait(): boolean {
    this.#anyWaits ??= this.#sql.anyWaiting.get() === 1;
    return this.#anyWaits;
  }

  #waitingOf(ids: ReadonlySet<string>): string[] {
    if (!this.#doesAnyWait()) return [];
    return [...ids].filter((id) => this.#sql.isWaiting.get(fromHex(id)) !== undefined);
  }

  #take(entry: VerifiedEntry, roster: RosterView, logKey: number | null, outcome: Outcome): void {
    const result = judge(entry, this.#view, roster);
    if (result.verdict === "wait") this.#wait(entry, result.missing, logKey);
    else if (result.verdict === "refuse") outcome.refused.push({ id: entry.id, code: result.code });
    else this.#applyWithFollowers(entry, roster, logKey, outcome);
  }

  #wait(entry: VerifiedEntry, missing: Missing, logKey: number | null): void {
    this.#anyWaits = true;
    const key = this.#sql.wait.run(fromHex(entry.id), logKey, encodeFrame(entry)).lastInsertRowid;
    for (const id of missing.entries) this.#sql.waitFor.run(fromHex(id), key, 0);
    for (const id of missing.acts) this.#sql.waitFor.run(fromHex(id), key, 1);
  }

  #applyWithFollowers(entry: VerifiedEntry, roster: RosterView, logKey: number | null, outcome: Outcome): void {
    this.#apply(entry, logKey, outcome);
    if (this.#doesAnyWait()) this.#release(fromHex(entry.id), roster, outcome);
  }

  /** Something came that others wait for. Not by recursion: a chain of any length may have waited for its first entry. */
  #release(came: Uint8Array, roster: RosterView, outcome: Outcome): void {
    const queue = [came];
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      const waiters = this.#sql.waitersOf.all(id) as number[];
      if (waiters.length === 0) continue;
      this.#sql.came.run(id);
      this.#anyWaits = null;
      for (const key of waiters) {
        if (this.#sql.stillWaits.get(key) === 1) continue;
        const { frame, log } = this.#sql.waiter.get(key) as { frame: Buffer; log: number | null };
        this.#sql.stopWaiting.run(key);
        const entry = parseFrame(frame) as VerifiedEntry;
        const result = judge(entry, this.#view, roster);
        if (result.verdict === "wait") this.#wait(entry, result.missing, log);
        else if (result.verdict === "refuse") outcome.refused.push({ id: entry.id, code: result.code });
        else {
          this.#apply(entry, log, outcome);
          queue.push(fromHex(entry.id));
        }
      }
    }
  }

  #apply(entry: VerifiedEntry, logKey: number | null, outcome: Outcome): void {
    const { device, compartment, seq, clock } = entry.header;
    const id = this.#id;
    hexInto(id, entry.id);
    hexInto(this.#device, device);
    const { lastInsertRowid } = this.#sql.insert.run(
      id,
      this.#device,
      compartment,
      seq,
      clock,
      logKey,
      logKey === null ? 0 : 1,
      entry.headerBytes,
      entry.signature,
      entry.salt,
      entry.body,
    );
    this.#heads.applied(entry);
    this.#projection.project({ key: Number(lastInsertRowid), id, device: this.#device, compartment, clock, counted: 1, body: entry.body });
    outcome.applied.push(entry.id);
    if (this.#recent.size >= MOST_RECENT) this.#recent.clear();
    this.#recent.set(entry.id, { device, compartment, seq, clock });
  }
}

function asGraphEntry(id: string, header: Buffer): GraphEntry {
  return { id, ...(JSON.parse(header.toString("utf8")) as Omit<GraphEntry, "id">) };
}
