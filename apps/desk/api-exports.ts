/** What the screens of exports and the server say to each other (see api.ts). */

export type ExportFormat = "csv" | "jsonl" | "xml";
export type ExportSeal = "passphrase" | "recipient" | "plain";

/** Exactly one: a case, subjects that were chosen, or everything. */
export interface ExportOf {
  readonly case?: string;
  readonly subjects?: readonly string[];
  readonly all?: true;
}

/** `GET /api/exports` */
export interface ExportsView {
  readonly exports: readonly ExportView[];
  readonly cases: readonly { readonly id: string; readonly title: string }[];
  readonly people: readonly { readonly id: string; readonly label: string }[];
  /** There is a second active person. */
  readonly canBeApproved: boolean;
}

export interface ExportView {
  readonly id: string;
  /** A case's title; `null` for chosen subjects and for everything. */
  readonly case: string | null;
  /** How many subjects were chosen; `null`: not by subjects. */
  readonly subjects: number | null;
  readonly format: ExportFormat;
  readonly ceiling: number;
  readonly earlier: boolean;
  readonly why: string;
  readonly to: string;
  readonly seal: ExportSeal;
  /** The last letters of the key it is sealed to. */
  readonly recipientEnd: string | null;
  readonly expires: string;
  readonly askedBy: string;
  readonly askedDay: string;
  readonly standing: "waits" | "declined" | "approved" | "expired" | "two-versions";
  readonly agreedBy: readonly string[];
  readonly objections: readonly { readonly entry: string; readonly by: string; readonly reason: string; readonly mine: boolean }[];
  readonly made: readonly { readonly day: string; readonly records: number }[];
  readonly mine: boolean;
  /** Entry that takes one's own request back. */
  readonly entry: string;
  readonly mayDecide: boolean;
  /** This person agreed already; once the file has changed that is worth nothing. */
  readonly iAgreed: boolean;
  readonly mayMake: boolean;
}

/** `POST /api/exports/look {of, format, bom?, ceiling, earlier?}` before asking, `GET /api/exports/:id` after: the file as the recipient will see it. */
export interface ExportLook {
  /** Hash of the file; agreeing names it. `null` before it was asked for. */
  readonly file: string | null;
  /** `false`: an approval stands, of a file that has changed since. */
  readonly asApproved: boolean;
  readonly records: number;
  readonly sizeBytes: number;
  readonly leftOut: readonly { readonly code: string; readonly count: number }[];
  readonly withheld: readonly { readonly code: string; readonly count: number }[];
  /** Names of persons that stand in it, the first 200, and how many there are. */
  readonly names: readonly string[];
  readonly nameCount: number;
  /** Members of the group, whatever became of them, whose names stand in words that somebody typed. */
  readonly members: readonly string[];
  readonly disputed: number;
  readonly text: string;
  /** Where the next piece begins; `null`: this was the end. `GET /api/exports/:id/text?from=` gives it as `ExportPiece`. */
  readonly next: number | null;
}

export interface ExportPiece {
  readonly text: string;
  readonly next: number | null;
}
// POST /api/exports {of, format, bom?, ceiling, earlier?, why, to, seal, recipient?, days} → {id, undo}
// POST /api/exports/approve {id, file} → {undo}   POST /api/exports/decline {id, reason} → {undo}
// POST /api/exports/make {id, passphrase?} → {path, file, written, records}
