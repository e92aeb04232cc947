/** What can be wrong with a file of lists, beyond what is wrong with any CSV file. */
export type ListsErrorCode =
  /** No column is a list, or more than are reckoned with. */
  | "no-lists"
  /** A cell that is neither yes nor no. */
  | "not-yes-or-no"
  /** A count that is no whole number. */
  | "not-a-count"
  /** A record without its list or its person. */
  | "no-person"
  /** The column named is not there. */
  | "no-such-column"
  /** The list named is not there. */
  | "no-such-list"
  /** A group of people apart has fewer rows than none: the column is empty there. */
  | "no-stratum";

/** Thrown for a file of lists that cannot be used. Says where, and nothing of what stands there. */
export class ListsError extends Error {
  override readonly name = "ListsError";
  readonly code: ListsErrorCode;
  /** Row as a spreadsheet counts, `null` where it is about the whole. */
  readonly row: number | null;
  /** Column, the first is 1; `null` where it is about none alone. */
  readonly column: number | null;

  constructor(code: ListsErrorCode, row: number | null = null, column: number | null = null) {
    super(row === null ? code : `${code} in row ${row}`);
    this.code = code;
    this.row = row;
    this.column = column;
  }
}
