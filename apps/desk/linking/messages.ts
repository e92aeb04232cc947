/** What a linking thread is started with, told and asked. */
import type {
  BlockingRecall,
  CandidatePairs,
  Clusters,
  Decision,
  FieldBits,
  LinkModel,
  LinkSettings,
  OverlapTable,
  PairTold,
  Phase,
  Profile,
  RecordTable,
  Scores,
  Vectors,
} from "#stats";

export type WorkerStart =
  | {
      readonly role: "conducts";
      readonly table: RecordTable;
      readonly settings: LinkSettings;
      readonly decisions: readonly Decision[];
      readonly workers: number;
      /** How many proposals are wanted at most; null where the whole linkage is. */
      readonly mostProposals: number | null;
    }
  | { readonly role: "compares"; readonly table: RecordTable; readonly settings: LinkSettings };

export interface PieceQuestion {
  readonly from: number;
  readonly a: Int32Array;
  readonly b: Int32Array;
}

/** Asked of a linkage. */
export interface ExplainQuestion {
  readonly number: number;
  readonly a: number;
  readonly b: number;
}

/** Asked of a linkage: tables for estimation. */
export interface WaysQuestion {
  readonly ways: true;
}

/** People by the sources they are in: with all links of even odds or better, and as they might be linked, as often as the settings say. */
export interface LinkWays {
  readonly even: OverlapTable;
  readonly ways: readonly OverlapTable[];
}

/** Asked of what proposes. All records are of one source. */
export interface CompareQuestion {
  readonly changed: readonly Profile[];
  readonly gone: readonly string[];
}

/** A linkage as it comes out of its thread. Rows are in order of source and id. */
export interface LinkResult {
  readonly ids: readonly string[];
  readonly sources: readonly string[];
  readonly pairs: CandidatePairs;
  readonly vectors: Vectors;
  readonly fields: readonly { readonly name: string; readonly levels: readonly string[] }[];
  readonly scores: Scores;
  readonly clusters: Clusters;
  readonly model: LinkModel;
  readonly blockingRecall: BlockingRecall;
}

/** Two records that may be of one person, and why. */
export interface ProposedPair {
  readonly a: string;
  readonly b: string;
  readonly band: "automatic" | "review";
  readonly probability: number;
  /** Whom they were most likely to be mistaken for: `stranger`, or a rival of the settings. */
  readonly against: string;
  readonly priorBits: number;
  /** log2 of the odds that they are one. */
  readonly bits: number;
  readonly fields: readonly FieldBits[];
  readonly barredBy: readonly string[];
}

/** What a linkage proposes to people: the surest pairs, then those whose answer tells most. */
export interface Proposals {
  readonly pairs: readonly ProposedPair[];
  readonly compared: number;
  readonly recallAtMost: number;
}

export type LinkAnswer =
  | { readonly kind: "step"; readonly phase: Phase; readonly done: number; readonly of: number }
  | { readonly kind: "linked"; readonly result: LinkResult }
  | { readonly kind: "ways"; readonly ways: LinkWays }
  | { readonly kind: "proposed"; readonly proposals: Proposals }
  | { readonly kind: "explained"; readonly number: number; readonly told: PairTold };
