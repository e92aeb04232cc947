/** What can be wrong with a body or a record that claims to be of a known form (docs/formats/record.md, "Codes"). */
export const CASEWORK_ERROR_CODES = [
  "not-canonical",
  "too-large",
  "not-a-body",
  "bad-act",
  "record-count",
  "bad-header",
  "same-id",
  "bad-field",
  "too-long",
  "bad-text",
  "bad-time",
  "bad-place",
  "bad-count",
  "bad-citation",
  "no-value",
  "self-reference",
] as const;
export type CaseworkErrorCode = (typeof CASEWORK_ERROR_CODES)[number];

/** Thrown for hostile or broken records. The message is the code and never the content. */
export class CaseworkError extends Error {
  override readonly name = "CaseworkError";
  readonly code: CaseworkErrorCode;

  constructor(code: CaseworkErrorCode) {
    super(code);
    this.code = code;
  }
}
