/**
 * What every reader makes of a file: named tables with named columns and rows of text. A reader changes no cell; what a cell means is said by a
 * mapping. Rows are read as they are asked for, so that a file may be larger than memory, and can be read again from the start.
 */

/** Text as it stands in the file. `null`: the file has no such cell in this row (an element or a key that is absent), which is not an empty text. */
export type Cell = string | null;

export interface SourceRow {
  /** Where a person finds it in the file: for CSV the row as a spreadsheet counts it, the header being 1; else counted from 1 within its table. */
  readonly n: number;
  /** The id the file's own format gives the row (an attribute, a primary key); `null` where it gives none, as CSV does. */
  readonly id: string | null;
  /** One for each column of the table, in its order. */
  readonly cells: readonly Cell[];
}

export interface SourceTable {
  /** As the format names it; a CSV file's only table is `rows`. */
  readonly name: string;
  /** Different names, at least one. */
  readonly columns: readonly string[];
  /** From the first row on, each time it is called. Throws `ExchangeError` with the row where the file breaks off. */
  rows(): Iterable<SourceRow>;
}

export interface TableSet {
  readonly tables: readonly SourceTable[];
  /** What the format has that no table holds (elements, statements, files beside), counted by what it is called. Nothing is left out unsaid. */
  readonly leftOut?: readonly { readonly what: string; readonly count: number }[];
}

/** The bytes of a file in pieces, from the first on, each time it is called. */
export type Chunks = () => Iterable<Uint8Array>;

/** How much of a file is read, and how wide it may be. Beyond is `ExchangeError`, never a shortened text. */
export const FILE_LIMITS = {
  fileBytes: 1_073_741_824,
  columns: 2_000,
  rows: 5_000_000,
  cellCharacters: 1_000_000,
  tables: 100,
} as const;
