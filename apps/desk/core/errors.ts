export type DeskErrorCode =
  | "bad-key-file"
  | "wrong-passphrase"
  | "not-a-desk"
  | "already-a-desk"
  | "offline"
  | "not-the-head"
  | "void"
  | "cannot-write"
  | "bad-invite"
  | "invite-ended"
  | "wrong-words"
  | "foreign-roster"
  | "not-settled"
  | "bad-backup"
  | "update-needed"
  | "relay-refused";

/** What a desk can answer instead of doing what was asked. `rule` names the roster's rule where one refused. */
export class DeskError extends Error {
  override readonly name = "DeskError";
  readonly code: DeskErrorCode;
  readonly rule: string | null;

  constructor(code: DeskErrorCode, rule: string | null = null) {
    super(rule === null ? code : `${code}: ${rule}`);
    this.code = code;
    this.rule = rule;
  }
}
