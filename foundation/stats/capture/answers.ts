/** What each method answers, and what is known of it. */
import type { Agreement } from "./chains.ts";
import type { Answered } from "./pieces.ts";

export type Method = "bic-best" | "aic-best" | "bic-averaged" | "stepwise" | "independent" | "graphs" | "latent" | "floor";

export interface Answer {
  readonly method: Method;
  /** `counts`: may be part of the range. `compare`: shown only to compare. `set-aside`: it does not fit. `refused`: it has no answer it stands by. */
  readonly standing: "counts" | "compare" | "set-aside" | "refused";
  readonly all: number | null;
  readonly lower: number | null;
  /** `null` beside a lower limit: there is none. */
  readonly upper: number | null;
  /** The model, where there is one. */
  readonly model: Answered | null;
}

export interface LatentResult {
  readonly agreement: Agreement;
  readonly converged: boolean;
  readonly mean: number;
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
  /** A few hundred points of each chain, to be looked at: numbers of all. */
  readonly traces: readonly (readonly number[])[];
}

export interface ListCheck {
  readonly list: number;
  readonly refused: boolean;
  readonly known: number | null;
  readonly all: number | null;
  readonly lower: number;
  readonly upper: number;
}
