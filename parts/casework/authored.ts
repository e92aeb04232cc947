import type { CaseRecord } from "./records.ts";

/** A record as its entry brought it. */
export interface AuthoredRecord {
  readonly record: CaseRecord;
  readonly entryId: string;
  /** Device that signed the entry. */
  readonly author: string;
  /** Person the device belongs to, `null` where the roster does not say. */
  readonly person: string | null;
  readonly clock: number;
  /** `false`: came after its author's suspension. Shown, and counted in nothing. */
  readonly counted: boolean;
  /** Name of the user's act the record was part of. */
  readonly act?: string;
}

/** Where a record stands (standing.ts). */
export type Standing = "current" | "superseded" | "withdrawn" | "came-after";
