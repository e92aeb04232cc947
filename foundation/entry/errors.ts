/** What can be wrong with an entry or an act: one closed list for the whole package (docs/formats/entry.md, roster.md). */
export type EntryErrorCode =
  // an entry's form (log/stored.ts, log/header.ts)
  | "too-large"
  | "not-framed"
  | "not-padded"
  | "bad-header"
  | "newer-version"
  // what an entry claims (log/verify.ts, log/sealed.ts)
  | "bad-signature"
  | "bad-commitment"
  | "wrong-compartment"
  // an entry's place in the record (log/judge.ts)
  | "unknown-device"
  | "wrong-group"
  | "prev-differs"
  | "seen-elsewhere"
  | "clock-not-after"
  | "clock-out-of-range"
  // an act's form (roster/form.ts, roster/signed.ts)
  | "not-canonical"
  | "bad-act"
  | "bad-signers"
  // a lockbox that fails its recipient (roster/epoch.ts)
  | "not-for-this-device"
  | "lockbox-closed"
  | "key-differs"
  | "token-unlisted"
  | "wrap-broken";

/** Thrown for an entry or act that is broken or hostile. The message never holds what was in it. */
export class EntryError extends Error {
  override readonly name = "EntryError";
  readonly code: EntryErrorCode;

  constructor(code: EntryErrorCode) {
    super(code);
    this.code = code;
  }
}
