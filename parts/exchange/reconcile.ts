/**
 * What a file says against what is in the record: what is there already is not written again; what a slot says now takes the place of what it said.
 * The record itself is the memory: which statements a slot has made is seen from their ids, on every desk of the group, with no list beside it.
 *
 * An id alone proves nothing: every member can make the ids a file will have, and write other words under them. So there already is only what this
 * import itself wrote, word for word; else it is written, beside whatever stands under its id, and the report names the row.
 */
import { canonicalText } from "#bytes";
import { jsonOf, type CaseRecord, type RecordOf } from "#casework";
import type { Mapping } from "./mapping.ts";
import type { PlanContext, PlannedRecord, PlannedRow } from "./plan.ts";
import { idOfSaying } from "./planner.ts";
import type { RowFate } from "./report.ts";

type Statement = RecordOf<"statement">;
export type Made = PlannedRecord["record"];

/** A record that counts, and whether this import wrote it. Two entries that brought the same words are one. */
export interface Written<R extends CaseRecord = CaseRecord> {
  readonly record: R;
  /** An entry of this import brought it. Anybody of the group can write such an entry; what is in it counts only as far as its words are the file's. */
  readonly isOurs: boolean;
}

/** What an import asks of the record. What came after its author's suspension is as if it were not there. */
export interface Known {
  /** Whether this import has ever put something in the place of what it said before. */
  readonly hasVersions: boolean;
  /** All that is written under these ids, by id; ids of nothing may be left out. */
  under(ids: readonly string[]): ReadonlyMap<string, readonly Written[]>;
  /** All statements about a subject, whoever made them. */
  statementsAbout(subject: string): readonly Written<Statement>[];
  /** Whether something takes back what has this id, and nothing that. */
  isTakenBack(id: string): boolean;
}

/** For an import in a record that holds nothing. */
export const NOTHING_KNOWN: Known = { hasVersions: false, isTakenBack: () => false, statementsAbout: () => [], under: () => new Map() };

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
  /** Under an id of what the row says other words are written too: both stand. */
  readonly idTaken: boolean;
  /** Somebody has taken back something the row says. It stays so. */
  readonly takenBack: boolean;
  /** Ids of all that the row says now, those of older spelling in place of the planned ones. */
  readonly says: readonly string[];
}

/** Compares a batch of rows at a time, so that the record is asked once for many. */
export function reconcile(rows: readonly PlannedRow[], mapping: Mapping, context: PlanContext, known: Known): Reconciled[] {
  const under = known.under(rows.flatMap((row) => row.records.map(({ record }) => record.id)));
  return rows.map((row) => reconcileRow(row, under, known, new Slots(mapping, context, known)));
}

function reconcileRow(row: PlannedRow, under: ReadonlyMap<string, readonly Written[]>, known: Known, slots: Slots): Reconciled {
  const write: Made[] = [];
  const says: string[] = [];
  let [same, superseding, changedHere, idTaken] = [0, 0, false, false];
  const there = new Set(row.records.flatMap(({ record }) => (isThere(record, under.get(record.id)) ? [record.id] : [])));
  for (const planned of row.records) {
    const { record, slot } = planned;
    // A subject this import has not written yet has no statements that could be replaced, and what is there can only be replaced where anything was.
    const isAsked = slot !== null && record.kind === "statement" && there.has(record.subject) && (known.hasVersions || !there.has(record.id));
    const now = isAsked ? slots.now(slot, record) : there.has(record.id) ? null : { record, changed: false };
    if (now === null) same++;
    else {
      write.push(now.record);
      if (now.record.supersedes !== undefined) superseding++;
      changedHere ||= now.changed;
    }
    const said = now?.record ?? slots.standing(planned);
    // A second time a slot says something it has an id that was not among those planned.
    const besides = said.id === record.id ? under.get(said.id) : known.under([said.id]).get(said.id);
    idTaken ||= besides?.some((one) => !isAlike(one.record, said)) === true;
    says.push(said.id);
  }
  const fate: RowFate = superseding > 0 ? "changed" : write.length > 0 ? "new" : row.records.length > 0 ? "same" : "nothing";
  const takenBack = says.some((id) => known.isTakenBack(id));
  return { row, write, fate, same, superseding, changedHere, idTaken, takenBack, says };
}

/** Whether this import has written a record, word for word. */
export function isThere(record: Made, written: readonly Written[] = []): boolean {
  const text = canonicalText(jsonOf(record));
  return written.some((one) => one.isOurs && canonicalText(jsonOf(one.record)) === text);
}

/** Desks apart from each other may write one statement in the place of different ones. */
function isAlike(one: CaseRecord, other: Made): boolean {
  return textOf(one) === textOf(other);
}

function textOf(record: CaseRecord): string {
  const { supersedes, ...rest } = jsonOf(record);
  return canonicalText(record.kind === "statement" || supersedes === undefined ? rest : { ...rest, supersedes });
}

/** What each slot has said so far, read from the ids of statements. */
class Slots {
  readonly #mapping: Mapping;
  readonly #context: PlanContext;
  readonly #known: Known;
  readonly #about = new Map<string, readonly Written<Statement>[]>();
  readonly #standing = new Map<string, Statement>();

  constructor(mapping: Mapping, context: PlanContext, known: Known) {
    this.#mapping = mapping;
    this.#context = context;
    this.#known = known;
  }

  /** The record to write so that the slot says this, `null` where it is what the slot says already. */
  now(slot: string, planned: Statement): { record: Statement; changed: boolean } | null {
    const { id: _first, ...content } = planned;
    const beside = this.#statements(planned.subject).filter(({ record }) => record.property === planned.property);
    const said = this.#saidBy(slot, beside);
    const replaced = new Set(said.flatMap(({ supersedes }) => supersedes ?? []));
    const newest = said.filter(({ id }) => !replaced.has(id));
    const alike = (one: Statement): boolean => this.#idOf(slot, one, 0) === planned.id;
    const standing = newest.find(alike);
    if (standing !== undefined) {
      this.#standing.set(planned.id, standing);
      return null;
    }
    const ids = [...new Set(newest.map(({ id }) => id))].toSorted().slice(-20);
    const turn = new Set(said.filter(alike).map(({ id }) => id)).size;
    const record = {
      ...content,
      id: idOfSaying(this.#context, this.#mapping, slot, turn, content),
      ...(ids.length === 0 ? {} : { supersedes: ids }),
    } as Statement;
    const ours = new Set(said.map(({ id }) => id));
    return { record, changed: beside.some(({ record: one }) => !ours.has(one.id) && one.supersedes?.some((id) => ids.includes(id)) === true) };
  }

  /** As what the planned record stands already. */
  standing({ record }: PlannedRecord): Made {
    return this.#standing.get(record.id) ?? record;
  }

  /** What the slot has said by this import's own entries. What claims to and takes the place of something else is not of it. */
  #saidBy(slot: string, beside: readonly Written<Statement>[]): Statement[] {
    const ours = this.#madeBy(slot, beside.flatMap(({ record, isOurs }) => (isOurs ? [record] : [])));
    const ids = new Set(ours.map(({ id }) => id));
    return ours.filter(({ supersedes }) => supersedes === undefined || supersedes.every((id) => ids.has(id)));
  }

  #statements(subject: string): readonly Written<Statement>[] {
    const known = this.#about.get(subject) ?? this.#known.statementsAbout(subject);
    this.#about.set(subject, known);
    return known;
  }

  /**
   * Those the slot made: their id is the one that the slot, what they say, and one of the possible turns give. What says the same is looked at together: it can have had no
   * more turns than there are of it, so that however many there are each costs one id and not one for every other.
   */
  #madeBy(slot: string, statements: readonly Statement[]): Statement[] {
    const alike = Map.groupBy(statements, ({ id: _id, supersedes: _older, ...content }) => canonicalText(jsonOf(content as Statement)));
    return [...alike.values()].flatMap((same) => {
      const turns = new Set(same.map((_, turn) => this.#idOf(slot, same[0]!, turn)));
      return same.filter(({ id }) => turns.has(id));
    });
  }

  #idOf(slot: string, { id: _id, supersedes: _older, ...content }: Statement, turn: number): string {
    return idOfSaying(this.#context, this.#mapping, slot, turn, content);
  }
}
