/**
 * What became of a file: of every row and every cell exactly one thing, so that the sums come out (docs/formats/import-report.md). Row and column
 * are named, cells are not quoted.
 */
import type { SubjectType } from "#casework";

/** What becomes of a cell. Exactly one of these for each cell of each row. */
export const CELL_FATES = [
  /** part of at least one statement or report */
  "stated",
  /** names the row or a subject, and is part of no statement */
  "key",
  /** kept in the file's own words, since what was expected could not be read from them */
  "as-given",
  /** empty, absent, or a value the mapping says means nothing */
  "no-statement",
  /** the mapping says: not recorded. Never a denial */
  "not-recorded",
  /** has a value, in a column the mapping leaves out with a reason */
  "ignored",
  /** has a value, in a column the mapping does not name */
  "unmapped",
  /** has a value in a mapped column, and what the mapping says of it made nothing. Listed */
  "left-out",
] as const;
export type CellFate = (typeof CELL_FATES)[number];

/** What becomes of a row: exactly one of these. */
export const ROW_FATES = [
  /** made something that was not there */
  "new",
  /** everything it says was there already */
  "same",
  /** something it says took the place of what it said before */
  "changed",
  /** made nothing at all. Listed */
  "nothing",
] as const;
export type RowFate = (typeof ROW_FATES)[number];

/** What is worth a person's look. A closed list; each is counted, and its rows are listed up to `LISTED`. */
export const NOTE_CODES = [
  "row-without-id",
  "row-id-twice",
  "row-nothing",
  "row-changed",
  "too-many-records",
  "start-month-only",
  "start-year-only",
  "start-unknown",
  "end-month-only",
  "end-year-only",
  "end-unknown",
  "time-not-read",
  "ends-before-it-starts",
  "place-gap",
  "place-without-name",
  "point-not-read",
  "number-not-read",
  "flag-not-read",
  "no-term",
  "page-range",
  "page-unknown",
  "page-not-read",
  "line-too-long",
  "text-in-parts",
  "cell-escaped",
  "cell-left-out",
  "rows-differ",
  "changed-here",
  "id-taken",
  "taken-back",
] as const;
export type NoteCode = (typeof NOTE_CODES)[number];
export const LISTED = 1_000;

export interface ReportNote {
  readonly code: NoteCode;
  readonly table: string;
  /** Column, or the mapping's name for what it is about. */
  readonly about: string;
  readonly count: number;
  /** Row numbers as `SourceRow.n`, the first `LISTED`. */
  readonly rows: readonly number[];
}

export interface ReportColumn {
  readonly column: string;
  /** They add up to the rows of the table. */
  readonly cells: Readonly<Record<CellFate, number>>;
}

export interface ReportTable {
  readonly table: string;
  /** The mapping names it. Of one it does not, all cells are unmapped. */
  readonly mapped: boolean;
  readonly rows: number;
  /** They add up to `rows`. */
  readonly rowFates: Readonly<Record<RowFate, number>>;
  readonly columns: readonly ReportColumn[];
}

export interface ImportReport {
  readonly format: "vouchsafe-import-report";
  readonly v: 1;
  readonly mapping: { readonly id: string; readonly title: string; readonly hash: string };
  /** SHA-256 of the file. */
  readonly file: { readonly hash: string; readonly sizeBytes: number };
  readonly tables: readonly ReportTable[];
  /** Different subjects the file speaks of, by type, and statements and reports it makes; whether they were there before or not. */
  readonly says: { readonly subjects: Readonly<Partial<Record<SubjectType, number>>>; readonly statements: number; readonly reports: number };
  /** Records: written now, there already, written in place of an older one, taken back. */
  readonly records: { readonly added: number; readonly same: number; readonly superseding: number; readonly withdrawn: number };
  readonly notes: readonly ReportNote[];
  /** What the format has that no table holds. */
  readonly leftOut: readonly { readonly what: string; readonly count: number }[];
}
