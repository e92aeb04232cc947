/** What can be wrong with bytes or words that come over the wire. */
export type WireErrorCode =
  | "bad-id"
  | "bad-token"
  | "bad-hash"
  | "bad-form"
  | "bad-query"
  | "bad-cursor"
  | "empty-blob"
  | "too-large"
  | "too-many"
  | "truncated";

/** Thrown for everything that is not in the form docs/formats/relay.md gives. The message never holds the bytes. */
export class WireError extends Error {
  override readonly name = "WireError";
  readonly code: WireErrorCode;

  constructor(code: WireErrorCode) {
    super(code);
    this.code = code;
  }
}
