export type PreserveErrorCode = "no-original" | "same-name-twice" | "not-a-package" | "directory-exists" | "name-too-long";

/** Thrown where no package can be made of what was given. Never holds a name or content. */
export class PreserveError extends Error {
  override readonly name = "PreserveError";
  readonly code: PreserveErrorCode;

  constructor(code: PreserveErrorCode) {
    super(code);
    this.code = code;
  }
}
