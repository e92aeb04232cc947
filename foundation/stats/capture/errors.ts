/** Why a table of overlaps is no table. */
export type CaptureErrorCode =
  /** Not of the shape it must have. */
  | "bad-table"
  /** A count that is no whole number, or is below zero. */
  | "bad-count"
  /** A pattern of another length than there are lists, or of other signs than 0 and 1, or the pattern of those on no list. */
  | "bad-pattern"
  /** One pattern stands there twice. */
  | "repeated-pattern"
  /** Two lists with one name, or one without. */
  | "bad-lists"
  /** More lists, cells or people than is reckoned with. */
  | "too-large"
  /** Settings outside their range. */
  | "bad-settings";

/** Thrown for tables and settings that cannot be used. Says which code and nothing of what the table holds. */
export class CaptureError extends Error {
  override readonly name = "CaptureError";
  readonly code: CaptureErrorCode;

  constructor(code: CaptureErrorCode) {
    super(code);
    this.code = code;
  }
}
