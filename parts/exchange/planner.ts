/** Rows of a file into records, by a mapping (docs/formats/mapping.md). Knows nothing of what is in the record already: reconcile.ts compares. */
import { canonicalText, type Json } from "#bytes";
import type { Citation, RecordOf, SubjectType } from "#casework";
import { readDate, timeOfDate } from "./dates.ts";
import { ExchangeError } from "./errors.ts";
import { IdSet } from "./id-set.ts";
import { MAPPING_LIMITS, type Mapping, type ReportTemplate } from "./mapping.ts";
import type { PlanContext, PlannedRecord, PlannedRow } from "./plan.ts";
import type { NoteCode } from "./report.ts";
import { Row } from "./row.ts";
import { holds, saidBy as valuesOf, wordsOf, type Telling } from "./said.ts";
import { inConditions, planTable, type NamedStatement, type SubjectPlan, type TablePlan } from "./table-plan.ts";
import type { SourceRow, SourceTable, TableSet } from "./table-set.ts";
import type { Tally } from "./tally.ts";
import { asLine, inPieces, written } from "./wording.ts";

/** Of a source or a case the group itself speaks: the file's source does not say that it is one. */
const OUR_OWN: readonly SubjectType[] = ["source", "case", "document"];
const DOCUMENT_CHARACTERS = 100_000;
const MAX_PAGES = 20;

/** A record before it has its id. */
export type Unnamed = Omit<RecordOf<"statement">, "id"> | Omit<RecordOf<"report">, "id">;

/**
 * The id of what a slot says: from the mapping, the case, the slot and all that is said, and the `turn`, which is 0 unless the slot said the same
 * before and something else in between.
 */
export function idOfSaying({ caseId, idOf }: PlanContext, mapping: Mapping, slot: string, turn: number, record: Unnamed): string {
  return idOf(["says", mapping.id, caseId, slot, turn, canonicalText(record as unknown as Json)]);
}

/**
 * The records of every row in turn, each record once in a run: what several rows say alike is said by the first. Counts into `tally` what became of
 * the cells. Throws `ExchangeError` for a file that breaks off or does not fit; what was given until then is good.
 */
export function* planRows(set: TableSet, mapping: Mapping, context: PlanContext, tally: Tally): Generator<PlannedRow> {
  const met = new IdSet();
  const mapped = new Set(mapping.tables.map(({ table }) => table));
  const plans = mapping.tables.flatMap((of, i) => {
    const table = set.tables.find(({ name }) => name === of.table);
    if (table === undefined && of.optional !== true) throw new ExchangeError("unknown-table", null, `tables.${i}`);
    return table === undefined ? [] : [planTable(of, table, `tables.${i}`)];
  });
  for (const plan of plans) {
    tally.table(plan.table.name, plan.table.columns, true);
    yield* new TableReader(plan, mapping, context, tally, met).rows();
  }
  for (const table of set.tables) if (!mapped.has(table.name)) yield* unmapped(table, tally);
}

/** A table the mapping does not name makes nothing, and all its cells are told. */
function* unmapped(table: SourceTable, tally: Tally): Generator<PlannedRow> {
  tally.table(table.name, table.columns, false);
  for (const { n, cells } of table.rows()) {
    tally.row(
      table.name,
      cells.map((cell) => ((cell ?? "").trim() === "" ? "no-statement" : "unmapped")),
    );
    yield { table: table.name, n, key: String(n), records: [] };
  }
}

class TableReader {
  readonly #plan: TablePlan;
  readonly #mapping: Mapping;
  readonly #context: PlanContext;
  readonly #tally: Tally;
  readonly #met: IdSet;
  readonly #rowKeys = new IdSet();
  /** How often a key came that came more than once: thousands of rows may say the same, and each must not go through those before it. */
  readonly #timesOf = new Map<string, number>();
  readonly #compared: Map<string, { readonly says: string; row: number | null }>[];
  #isFirst = true;

  constructor(plan: TablePlan, mapping: Mapping, context: PlanContext, tally: Tally, met: IdSet) {
    this.#plan = plan;
    this.#mapping = mapping;
    this.#context = context;
    this.#tally = tally;
    this.#met = met;
    this.#compared = (plan.mapping.compare ?? []).map(() => new Map());
  }

  *rows(): Generator<PlannedRow> {
    for (const source of this.#plan.table.rows()) yield this.#row(source);
    this.#plan.mapping.compare?.forEach(({ as }, i) => {
      for (const { row } of this.#compared[i]!.values()) if (row !== null) this.#note("rows-differ", as, row);
    });
  }

  #note(code: NoteCode, about: string, row: number): void {
    this.#tally.note(code, this.#plan.mapping.table, about, row);
  }

  #row(source: SourceRow): PlannedRow {
    const { mapping, columns, subjects } = this.#plan;
    const row = new Row(columns, source);
    const key = this.#keyOf(row, source);
    const ids = new Map<string, string>();
    for (const subject of subjects) {
      const id = this.#subjectId(subject, row, key);
      if (id !== null) ids.set(subject.template.as, id);
    }
    // Held back until the row is known to be brought in: of a row that is left out whole only that is told.
    const notes: (readonly [NoteCode, string])[] = [];
    const telling: Telling = {
      row,
      note: (code, about) => notes.push([code, about]),
      subjectOf: (as) => ids.get(as) ?? null,
      idInSpace: (space, parts) => this.#idInSpace(space, parts),
    };
    const made: PlannedRecord[] = [];
    for (const template of mapping.reports ?? []) this.#report(template, telling, key, ids, made);
    const citations = this.#citations(telling, ids);
    for (const subject of subjects) {
      const id = ids.get(subject.template.as);
      if (id === undefined || (subject.isConstant && !this.#isFirst)) continue;
      if (!this.#subject(subject, id, telling, key, citations, ids, made)) return this.#leaveOut(source, key);
    }
    if (isTooMany(made)) return this.#leaveOut(source, key);
    notes.forEach(([code, about]) => this.#note(code, about, row.n));
    this.#compare(row, ids);
    this.#tellCells(row);
    this.#isFirst = false;
    const records = made.filter(({ record }) => this.#met.add(record.id));
    records.forEach(({ record }) => this.#tally.says(record));
    return { table: mapping.table, n: row.n, key: key.join(" "), records };
  }

  /**
   * A row that would be more records than a row may be makes none: half of it would be other words than the file's. It is as if no rule of the mapping had met
   * it, and is told.
   */
  #leaveOut(source: SourceRow, key: readonly string[]): PlannedRow {
    const { mapping, columns } = this.#plan;
    this.#note("too-many-records", "", source.n);
    this.#tellCells(new Row(columns, source));
    return { table: mapping.table, n: source.n, key: key.join(" "), records: [], isLeftOut: true };
  }

  #tellCells(row: Row): void {
    const { mapping, columns } = this.#plan;
    const fates = row.fates();
    fates.forEach((fate, i) => {
      if (fate === "left-out") this.#note("cell-left-out", columns.names[i]!, row.n);
    });
    this.#tally.row(mapping.table, fates);
  }

  /** The file's own id of the row; where there is none its content. A second row with one id has its number among them too. */
  #keyOf(row: Row, source: SourceRow): readonly string[] {
    const { table, rowId } = this.#plan.mapping;
    const given =
      rowId === undefined
        ? source.id === null || source.id === ""
          ? []
          : [written(source.id)]
        : rowId.some((column) => row.value(column) !== null)
          ? rowId.map((column) => row.raw(column))
          : [];
    rowId?.forEach((column) => row.mark(column, "key"));
    // What has no id is told only where one was to be expected.
    if (given.length === 0 && rowId !== undefined) this.#note("row-without-id", rowId[0]!, row.n);
    const key =
      given.length > 0 ? given : ["#", this.#context.idOf(["content", ...source.cells.map((cell) => (cell === null ? null : written(cell)))])];
    const first = this.#context.idOf(["row", table, ...key]);
    if (this.#rowKeys.add(first)) return key;
    this.#note("row-id-twice", rowId?.[0] ?? table, row.n);
    for (let times = (this.#timesOf.get(first) ?? 1) + 1; ; times++) {
      const nth = [...key, `#${times}`];
      if (!this.#rowKeys.add(this.#context.idOf(["row", table, ...nth]))) continue;
      this.#timesOf.set(first, times);
      return nth;
    }
  }

  #idInSpace(space: string, key: readonly string[]): string {
    return this.#context.idOf(["subject", this.#mapping.id, this.#context.caseId, space, ...key]);
  }

  #subjectId({ template, space, isOfRow }: SubjectPlan, row: Row, rowKey: readonly string[]): string | null {
    if (!holds(template.when, row)) return null;
    if (template.needs?.some((column) => row.value(column) !== null) === false) return null;
    if (isOfRow) return this.#idInSpace(space, rowKey);
    const key = template.key!;
    if (key.length > 0 && !key.some((column) => row.value(column) !== null)) return null;
    key.forEach((column) => row.mark(column, "key"));
    return this.#idInSpace(
      space,
      key.map((column) => row.raw(column)),
    );
  }

  /** `false` where the row has become too many records; then nothing of it counts. */
  #subject(
    plan: SubjectPlan,
    id: string,
    telling: Telling,
    rowKey: readonly string[],
    citations: readonly Citation[],
    ids: ReadonlyMap<string, string>,
    into: PlannedRecord[],
  ): boolean {
    const { template, isOfRow, statements } = plan;
    const { caseId } = this.#context;
    into.push({ slot: null, record: { case: caseId, id, kind: "subject", type: template.type } });
    inConditions(template.when).forEach((column) => telling.row.mark(column, "stated"));
    const isOurs = OUR_OWN.includes(template.type);
    for (const statement of statements) {
      if (!holds(statement.template.when, telling.row)) continue;
      const said = valuesOf(statement.template.value, telling);
      if (isTooMany(into, said.length)) return false;
      if (said.length > 0) inConditions(statement.template.when).forEach((column) => telling.row.mark(column, "stated"));
      const speaker = this.#speakerOf(statement, isOurs, ids);
      said.forEach(({ value, inChain }, i) => {
        const { property, stance = "asserts", sensitivity, credibility, reasoning } = statement.template;
        const because = [...(inChain === undefined ? [] : [`place ${inChain}`]), ...(reasoning === undefined ? [] : [reasoning])].join("; ");
        const record = {
          case: caseId,
          ...(citations.length === 0 || isOurs ? {} : { citations: [...citations] }),
          ...(credibility === undefined ? {} : { credibility }),
          kind: "statement",
          property,
          ...(because === "" ? {} : { reasoning: because }),
          ...(speaker === null ? {} : { saidBy: speaker }),
          ...(sensitivity === undefined ? {} : { sensitivity }),
          stance,
          subject: id,
          value,
        } as Omit<RecordOf<"statement">, "id">;
        const isSlot = isOfRow && !statement.isSet;
        const place = [this.#plan.mapping.table, template.as, ...(isSlot ? rowKey : [id]), statement.name, ...(isSlot ? [inChain ?? i] : [])];
        const slot = canonicalText(place);
        into.push({
          slot: isSlot ? slot : null,
          record: { ...record, id: idOfSaying(this.#context, this.#mapping, slot, 0, record) } as RecordOf<"statement">,
        });
      });
    }
    return true;
  }

  #speakerOf({ template }: NamedStatement, isOurs: boolean, ids: ReadonlyMap<string, string>): string | null {
    const as = template.saidBy ?? (isOurs ? undefined : this.#plan.mapping.saidBy);
    if (as === undefined) return null;
    if (template.saidBy === undefined && this.#context.saidBy !== undefined) return this.#context.saidBy;
    return ids.get(as) ?? null;
  }

  #report(
    { as, text, title, channel, received, lang, when }: ReportTemplate,
    telling: Telling,
    rowKey: readonly string[],
    ids: Map<string, string>,
    into: PlannedRecord[],
  ): void {
    const { row } = telling;
    if (!holds(when, row)) return;
    const pieces = wordsOf(text, telling).flatMap((words) => inPieces(words, DOCUMENT_CHARACTERS));
    if (pieces.length === 0) return;
    if (pieces.length > 1) telling.note("text-in-parts", text.columns[0]!);
    inConditions(when).forEach((column) => row.mark(column, "stated"));
    const heading = title === undefined ? null : asLine(wordsOf(title, telling)[0] ?? "");
    const day = (received ?? []).find(({ column }) => row.value(column) !== null);
    const read = day === undefined ? null : readDate(row.value(day.column)!, day.format);
    const given = day === undefined ? "?" : (asLine(row.value(day.column)!) ?? "?");
    if (day !== undefined) row.mark(day.column, read === null ? "as-given" : "stated");
    if (day !== undefined && read === null) telling.note("time-not-read", day.column);
    pieces.forEach((piece, i) => {
      const record: Omit<RecordOf<"report">, "id"> = {
        case: this.#context.caseId,
        channel,
        kind: "report",
        ...(lang === undefined ? {} : { lang }),
        received: read === null ? { kind: "within", asGiven: given } : timeOfDate(read),
        text: piece,
        ...(heading === null || heading === "" ? {} : { title: heading }),
      };
      const slot = canonicalText([this.#plan.mapping.table, as, ...rowKey, i]);
      const id = idOfSaying(this.#context, this.#mapping, slot, 0, record);
      if (i === 0) ids.set(as, id);
      into.push({ slot: null, record: { ...record, id } });
    });
  }

  /** What the row's statements cite, and at which pages. */
  #citations({ row, note }: Telling, ids: ReadonlyMap<string, string>): readonly Citation[] {
    const { cites } = this.#plan.mapping;
    const of = cites === undefined ? undefined : ids.get(cites.of);
    if (cites === undefined || of === undefined) return [];
    if (cites.page === undefined) return [{ of }];
    const given = row.value(cites.page);
    if (given === null) {
      note("page-unknown", cites.page);
      return [{ of }];
    }
    const pages = pagesOf(given);
    if (/[-–]/.test(given)) note("page-range", cites.page);
    if (pages === null) {
      note("page-not-read", cites.page);
      return [{ of }];
    }
    row.mark(cites.page, pages.length > 1 ? "as-given" : "stated");
    return pages.map((page) => ({ at: { page }, of }));
  }

  #compare(row: Row, ids: ReadonlyMap<string, string>): void {
    this.#plan.mapping.compare?.forEach(({ of, columns }, i) => {
      const subject = ids.get(of);
      if (subject === undefined) return;
      const says = JSON.stringify(columns.map((column) => row.value(column)));
      const known = this.#compared[i]!.get(subject);
      if (known === undefined) this.#compared[i]!.set(subject, { says, row: null });
      else if (known.says !== says) known.row ??= row.n;
    });
  }
}

function isTooMany(made: readonly PlannedRecord[], more = 0): boolean {
  return made.length + more > MAPPING_LIMITS.recordsOfRow;
}

/** `159`, or `159-60` for 159 to 160; `null` for anything else, and for more than 20 pages. */
export function pagesOf(text: string): readonly number[] | null {
  const match = /^([0-9]{1,5})(?:\s*[-–]\s*([0-9]{1,5}))?$/.exec(text);
  if (match === null) return null;
  const [, first = "", written] = match;
  const from = Number(first);
  const last = written === undefined ? first : written.length < first.length ? first.slice(0, first.length - written.length) + written : written;
  const count = Number(last) - from + 1;
  return from < 1 || count < 1 || count > MAX_PAGES ? null : Array.from({ length: count }, (_, i) => from + i);
}
