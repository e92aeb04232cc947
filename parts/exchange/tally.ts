/** Counting what became of a file, so that every row and every cell is in exactly one sum (report.ts). */
import type { KnownRecord, SubjectType } from "#casework";
import {
  CELL_FATES,
  LISTED,
  ROW_FATES,
  type CellFate,
  type ImportReport,
  type NoteCode,
  type ReportNote,
  type ReportTable,
  type RowFate,
} from "./report.ts";

interface TableTally {
  readonly mapped: boolean;
  readonly columns: readonly string[];
  rows: number;
  readonly rowFates: Record<RowFate, number>;
  readonly cells: readonly Record<CellFate, number>[];
}

interface NoteTally {
  readonly code: NoteCode;
  readonly table: string;
  readonly about: string;
  count: number;
  readonly rows: number[];
}

export class Tally {
  readonly #tables = new Map<string, TableTally>();
  readonly #notes = new Map<string, NoteTally>();
  readonly #subjects: Partial<Record<SubjectType, number>> = {};
  #statements = 0;
  #reports = 0;

  table(name: string, columns: readonly string[], mapped: boolean): void {
    this.#tables.set(name, { mapped, columns, rows: 0, rowFates: zeros(ROW_FATES), cells: columns.map(() => zeros(CELL_FATES)) });
  }

  row(table: string, fates: readonly CellFate[]): void {
    const tally = this.#tables.get(table)!;
    tally.rows++;
    fates.forEach((fate, i) => tally.cells[i]![fate]++);
  }

  rowFate(table: string, fate: RowFate): void {
    this.#tables.get(table)!.rowFates[fate]++;
  }

  /** `rows`: the number of the row it is about. `count`: how often it is so there. */
  note(code: NoteCode, table: string, about: string, row: number): void {
    const key = `${code}\n${table}\n${about}`;
    const known = this.#notes.get(key) ?? { code, table, about, count: 0, rows: [] };
    known.count++;
    if (known.rows.length < LISTED && known.rows.at(-1) !== row) known.rows.push(row);
    this.#notes.set(key, known);
  }

  /** A record the file makes, met for the first time in this run. */
  says(record: KnownRecord): void {
    if (record.kind === "subject") this.#subjects[record.type] = (this.#subjects[record.type] ?? 0) + 1;
    else if (record.kind === "report") this.#reports++;
    else this.#statements++;
  }

  report(about: Pick<ImportReport, "mapping" | "file" | "records" | "leftOut">): ImportReport {
    return {
      format: "vouchsafe-import-report",
      v: 1,
      ...about,
      tables: [...this.#tables].map(([table, { mapped, columns, rows, rowFates, cells }]): ReportTable => {
        return { table, mapped, rows, rowFates: { ...rowFates }, columns: columns.map((column, i) => ({ column, cells: { ...cells[i]! } })) };
      }),
      says: { subjects: { ...this.#subjects }, statements: this.#statements, reports: this.#reports },
      notes: [...this.#notes.values()].map((note): ReportNote => ({ ...note, rows: [...note.rows] })),
    };
  }
}

function zeros<T extends string>(of: readonly T[]): Record<T, number> {
  return Object.fromEntries(of.map((name) => [name, 0])) as Record<T, number>;
}
