/** Why a check failed, or why something was refused. The codes are part of docs/formats/package.md and trust.md. */
export type ProofErrorCode =
  | "too-many-files"
  | "not-a-file"
  | "unknown-name"
  | "unknown-seal"
  | "fetch-file"
  | "unknown-directory"
  | "too-large"
  | "missing-file"
  | "unreadable"
  | "bad-text"
  | "bad-declaration"
  | "bad-bag-info"
  | "bad-manifest"
  | "unsorted-manifest"
  | "unlisted-file"
  | "wrong-hash"
  | "wrong-sum"
  | "bad-item"
  | "bad-commitment"
  | "commitment-mismatch"
  | "bad-leaf"
  | "bad-custody"
  | "broken-chain"
  | "bad-seal"
  | "wrong-namespace"
  | "unsound-key"
  | "bad-signature"
  | "bad-trust-line"
  | "duplicate-trust"
  | "revoked"
  | "bad-record";

/** Thrown for what a package, a seal, a trust file or a record may not be. The message is the code and nothing else. */
export class ProofError extends Error {
  override readonly name = "ProofError";
  readonly code: ProofErrorCode;
  /** The file concerned, where its name is one the layout knows: never a name somebody else chose. */
  readonly where: string | null;

  constructor(code: ProofErrorCode, where: string | null = null) {
    super(code);
    this.code = code;
    this.where = where;
  }
}
