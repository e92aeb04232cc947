/**
 * What a file says against what is in the record: what is there already is not written again; what a slot says now takes the place of what it said.
 * The record itself is the memory: which statements a slot has made is seen from their ids, on every desk of the group, with no list beside it.
 */
import type { RecordOf } from "#casework";
import type { Mapping } from "./mapping.ts";
import type { PlanContext, PlannedRecord, PlannedRow } from "./plan.ts";
import { idOfSaying } from "./planner.ts";
import type { RowFate } from "./report.ts";

type Statement = RecordOf<"statement">;
export type Made = PlannedRecord["record"];

/** What an import asks of the record. What came after its author's suspension is as if it were not there. */
export interface Known {
  /** Whether this import has ever put something in the place of what it said before. */
  readonly hasVersions: boolean;
  /** Which of these ids there are records of. */
  has(ids: readonly string[]): ReadonlySet<string>;
  /** All statements about a subject, whoever made them. */
  statementsAbout(subject: string): readonly Statement[];
}

/** For an import of which nothing is in the record yet. */
export const NOTHING_KNOWN: Known = { hasVersions: false, has: () => new Set(), statementsAbout: () => [] };

export interface Reconciled {
  readonly row: PlannedRow;
  /** To be written, in this order. */
  readonly write: readonly Made[];
  readonly fate: RowFate;
  readonly same: number;
  /** Of `write`, those that take an older one's place. */
  readonly superseding: number;
  /** Somebody has changed by hand what the file now says otherwise: both stay, side by side. */
  readonly changedHere: boolean;
  /** Ids of all that the row says now, those of older spelling in place of the planned ones. */
  readonly says: readonly string[];
}

/** Compares a batch of rows at a time, so that the record is asked once for many. */
export function reconcile(rows: readonly PlannedRow[], mapping: Mapping, context: PlanContext, known: Known): Reconciled[] {
  const there = known.has(rows.flatMap((row) => row.records.map(({ record }) => record.id)));
  return rows.map((row) => reconcileRow(row, there, known.hasVersions, new Slots(mapping, context, known)));
}

function reconcileRow(row: PlannedRow, there: ReadonlySet<string>, hasVersions: boolean, slots: Slots): Reconciled {
  const write: Made[] = [];
  const says: string[] = [];
  let [same, superseding, changedHere] = [0, 0, false];
  const subjects = new Set(row.records.flatMap(({ record }) => (record.kind === "subject" && there.has(record.id) ? [record.id] : [])));
  for (const planned of row.records) {
    const { record, slot } = planned;
    // A subject nobody has written yet has no statements that could be replaced, and what is there can only be replaced where anything was.
    const isAsked = slot !== null && record.kind === "statement" && subjects.has(record.subject) && (hasVersions || !there.has(record.id));
    const now = isAsked ? slots.now(slot, record) : there.has(record.id) ? null : { record, changed: false };
    if (now === null) same++;
    else {
      write.push(now.record);
      if (now.record.supersedes !== undefined) superseding++;
      changedHere ||= now.changed;
    }
    says.push(now === null ? slots.standing(planned) : now.record.id);
  }
  const fate: RowFate = superseding > 0 ? "changed" : write.length > 0 ? "new" : row.records.length > 0 ? "same" : "nothing";
  return { row, write, fate, same, superseding, changedHere, says };
}

/** What each slot has said so far, read from the ids of statements. */
class Slots {
  readonly #mapping: Mapping;
  readonly #context: PlanContext;
  readonly #known: Known;
  readonly #about = new Map<string, readonly Statement[]>();
  readonly #standing = new Map<string, string>();

  constructor(mapping: Mapping, context: PlanContext, known: Known) {
    this.#mapping = mapping;
    this.#context = context;
    this.#known = known;
  }

  /** The record to write so that the slot says this, `null` where it is what the slot says already. */
  now(slot: string, planned: Statement): { record: Statement; changed: boolean } | null {
    const { id: _first, ...content } = planned;
    const beside = this.#statements(planned.subject).filter(({ property }) => property === planned.property);
    const said = beside.filter((one) => this.#isOf(slot, one, beside.length));
    const replaced = new Set(said.flatMap(({ supersedes }) => supersedes ?? []));
    const newest = said.filter(({ id }) => !replaced.has(id));
    const alike = (one: Statement): boolean => this.#idOf(slot, one, 0) === planned.id;
    const standing = newest.find(alike);
    if (standing !== undefined) {
      this.#standing.set(planned.id, standing.id);
      return null;
    }
    const ids = newest
      .map(({ id }) => id)
      .toSorted()
      .slice(-20);
    const turn = said.filter(alike).length;
    const record = {
      ...content,
      id: idOfSaying(this.#context, this.#mapping, slot, turn, content),
      ...(ids.length === 0 ? {} : { supersedes: ids }),
    } as Statement;
    const ours = new Set(said.map(({ id }) => id));
    return { record, changed: beside.some((one) => !ours.has(one.id) && one.supersedes?.some((id) => ids.includes(id)) === true) };
  }

  /** The id under which what was planned stands already. */
  standing({ record }: PlannedRecord): string {
    return this.#standing.get(record.id) ?? record.id;
  }

  #statements(subject: string): readonly Statement[] {
    const known = this.#about.get(subject) ?? this.#known.statementsAbout(subject);
    this.#about.set(subject, known);
    return known;
  }

  /** Whether the slot made the statement: then its id is the one that the slot, what it says, and one of the possible turns give. */
  #isOf(slot: string, statement: Statement, atMost: number): boolean {
    for (let turn = 0; turn < atMost; turn++) if (this.#idOf(slot, statement, turn) === statement.id) return true;
    return false;
  }

  #idOf(slot: string, { id: _id, supersedes: _older, ...content }: Statement, turn: number): string {
    return idOfSaying(this.#context, this.#mapping, slot, turn, content);
  }
}
