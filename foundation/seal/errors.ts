export type SealErrorCode =
  | "bad-blob"
  | "wrong-key"
  | "changed"
  | "mixed-recipients"
  | "bad-recipient"
  | "bad-identity"
  | "bad-age-file"
  | "work-factor"
  | "wrong-passphrase";

/** Thrown where something sealed does not open or may not be sealed so. Never says more than the code. */
export class SealError extends Error {
  override readonly name = "SealError";
  readonly code: SealErrorCode;

  constructor(code: SealErrorCode) {
    super(code);
    this.code = code;
  }
}
