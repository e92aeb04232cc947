/** What can be wrong with bytes that claim an encoding. */
export type BytesErrorCode = "not-hex" | "not-base64" | "not-utf8" | "not-canonical" | "too-deep" | "too-long" | "truncated" | "not-padded";

/** Thrown for every malformed encoding. The message never holds the bytes. */
export class BytesError extends Error {
  override readonly name = "BytesError";
  readonly code: BytesErrorCode;

  constructor(code: BytesErrorCode) {
    super(code);
    this.code = code;
  }
}
