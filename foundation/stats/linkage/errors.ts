/** Why records or settings were refused. */
export type LinkageErrorCode =
  | "bad-settings"
  | "unknown-version"
  | "unknown-column"
  | "unknown-field"
  | "unknown-level"
  | "unknown-key"
  | "too-many-records"
  | "too-many-pairs"
  | "duplicate-id"
  | "too-few-records"
  | "bad-weights";

/** Thrown for input that cannot be linked. The message is the code; `where` is a place in the settings or a column's name, never a value of a record. */
export class LinkageError extends Error {
  override readonly name = "LinkageError";
  readonly code: LinkageErrorCode;
  readonly where: string | null;

  constructor(code: LinkageErrorCode, where: string | null = null) {
    super(code);
    this.code = code;
    this.where = where;
  }
}
