/** What can be wrong with a file that is brought in, or with a mapping. A row number counts as the reader of that format says (a CSV header is row 1). */
export const EXCHANGE_ERROR_CODES = [
  // the file's bytes
  "not-utf8",
  "not-in-encoding",
  "unknown-encoding",
  "too-large",
  "nul",
  // the file's form
  "not-this-format",
  "no-header",
  "empty-column-name",
  "same-column",
  "too-many-columns",
  "too-many-rows",
  "cell-too-long",
  "cell-count",
  "open-quote",
  "quote-inside",
  "after-quote",
  "too-deep",
  // the mapping
  "not-a-mapping",
  "newer-mapping",
  "bad-mapping",
  "unknown-table",
  "unknown-column",
  "unknown-name",
  "shipped-mapping",
] as const;
export type ExchangeErrorCode = (typeof EXCHANGE_ERROR_CODES)[number];

/** Thrown for hostile or broken files and mappings. The message is the code and the place, never the content. */
export class ExchangeError extends Error {
  override readonly name = "ExchangeError";
  readonly code: ExchangeErrorCode;
  /** Row of the file, `null` where it is about the whole. */
  readonly row: number | null;
  /** Where in a mapping (`tables.0.subjects.2`), `null` elsewhere. Holds no content of the file. */
  readonly at: string | null;

  /** Columns the mapping names and the file lacks, the first ten: for whoever holds both, and in no message. */
  readonly lacking: readonly string[];

  constructor(code: ExchangeErrorCode, row: number | null = null, at: string | null = null, lacking: readonly string[] = []) {
    super([code, row === null ? "" : `row ${row}`, at ?? ""].filter((part) => part !== "").join(", "));
    this.code = code;
    this.row = row;
    this.at = at;
    this.lacking = lacking.slice(0, 10);
  }
}
