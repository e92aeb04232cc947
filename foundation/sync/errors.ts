/** What a relay can do that no honest relay does. */
export type SyncErrorCode =
  /** Not in the form of docs/formats/relay.md. */
  | "bad-answer"
  /** More than that answer may have. */
  | "too-large"
  /** It wants us to ask elsewhere. */
  | "redirected"
  /** It speaks a newer version: this program needs an update. */
  | "newer-relay"
  /** It took our request for one the protocol does not know, or says that it broke over it. */
  | "misunderstood"
  /** Chunk or envelope bytes that are not what was asked for. */
  | "wrong-bytes";

/** Thrown for an answer that is not believed. Being offline, and a refusal, are values. The message never holds addresses, tokens or content. */
export class SyncError extends Error {
  override readonly name = "SyncError";
  readonly code: SyncErrorCode;

  constructor(code: SyncErrorCode) {
    super(code);
    this.code = code;
  }
}
