/** An estimate with what it was made of: so that every number in it can be made again. */
import type { Combined, Estimate, Sum, Table } from "#stats";

export interface Provenance {
  /** SHA-256 of each file it was reckoned from, in hexadecimal, with what the file was for. */
  readonly inputs: readonly { readonly what: string; readonly sha256: string }[];
  /** The program's version. */
  readonly program: string;
  /** The day, `YYYY-MM-DD`, `null` where the same bytes are to come out again. */
  readonly day: string | null;
  /** What was done to the lists before: left out, made one. */
  readonly changes: readonly string[];
}

export interface Stratum {
  readonly name: string;
  readonly n: number;
  /** `null`: refused. */
  readonly all: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** What a report is written from. */
export interface EstimateReport {
  readonly estimate: Estimate;
  readonly table: Table;
  readonly provenance: Provenance;
  readonly strata: { readonly groups: readonly Stratum[]; readonly sum: Sum | null } | null;
  /** With uncertain linkage carried through: how many tables, and what they come to. */
  readonly linkage: { readonly partitions: number; readonly combined: Combined | null } | null;
}
