/** An estimate with what it was made of: so that every number in it can be made again. */
import type { Combined, Estimate, Sum, Table, Verdict } from "#stats";

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
  /** As of a whole table. Only where it is `range` does the group go into the sum. */
  readonly verdict: Verdict;
  /** `null`: refused. */
  readonly all: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** Groups of people estimated apart, graphs averaged. */
export interface StrataAnswer {
  /** What makes the groups. */
  readonly by: string;
  readonly groups: readonly Stratum[];
  /** `null` where a group is refused or not estimable: a sum without it would leave its people out. */
  readonly sum: Sum | null;
}

/** Uncertain linkage carried through, graphs averaged. */
export interface LinkageAnswer {
  /** How many tables, each as the records might be linked. */
  readonly partitions: number;
  /** How many of them are refused. */
  readonly refused: number;
  /** People listed, in the table with the fewest and in that with the most. */
  readonly listed: { readonly least: number; readonly most: number };
  /** `null` where a table is refused. */
  readonly combined: Combined | null;
}

/** What a report is written from. */
export interface EstimateReport {
  readonly estimate: Estimate;
  readonly table: Table;
  readonly provenance: Provenance;
  readonly strata: StrataAnswer | null;
  readonly linkage: LinkageAnswer | null;
  /** Who is who comes from a program's linking: said in the paragraph, since pairs nobody has read are counted as two people. */
  readonly isLinked?: boolean;
}
