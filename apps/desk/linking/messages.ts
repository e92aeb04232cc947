/** What a linking thread is started with, told and asked. */
import type {
  BlockingRecall,
  CandidatePairs,
  Clusters,
  Decision,
  LinkModel,
  LinkSettings,
  PairTold,
  Phase,
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
    }
  | { readonly role: "compares"; readonly table: RecordTable; readonly settings: LinkSettings };

export interface PieceQuestion {
  readonly from: number;
  readonly a: Int32Array;
  readonly b: Int32Array;
}

export interface LinkQuestion {
  readonly number: number;
  readonly a: number;
  readonly b: number;
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

export type LinkAnswer =
  | { readonly kind: "step"; readonly phase: Phase; readonly done: number; readonly of: number }
  | { readonly kind: "linked"; readonly result: LinkResult }
  | { readonly kind: "explained"; readonly number: number; readonly told: PairTold };
