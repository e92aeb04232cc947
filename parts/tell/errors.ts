export type TellErrorCode =
  | "wrong-size"
  | "bad-header"
  | "does-not-open"
  | "bad-plaintext"
  | "bad-body"
  | "bad-report"
  | "too-long"
  | "bad-recipients"
  | "bad-keys"
  | "newer-keys";

/** Thrown for an envelope, a report or a keys.bin that is not what its format page says. The message never holds content. */
export class TellError extends Error {
  override readonly name = "TellError";
  readonly code: TellErrorCode;

  constructor(code: TellErrorCode) {
    super(code);
    this.code = code;
  }
}
