/** What the screen of estimates and the server say to each other (see api.ts). Numbers of people are rounded; pictures are SVG with their words in them. */

/** `GET /api/estimates` */
export interface EstimatesView {
  readonly sources: readonly { readonly id: string; readonly label: string; readonly statements: number }[];
  readonly cases: readonly { readonly id: string; readonly title: string }[];
  readonly saved: readonly SavedEstimate[];
}

export interface SavedEstimate {
  readonly id: string;
  readonly title: string;
  readonly day: string;
  readonly by: string;
  readonly lists: readonly string[];
  readonly listed: number;
  readonly verdict: EstimateVerdict;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly warnings: readonly string[];
  readonly input: string;
  readonly result: string;
  readonly reckoning: number;
  readonly seed: string;
  /** How many earlier versions it took the place of. */
  readonly earlier: number;
}

export type EstimateVerdict = "range" | "not-estimable" | "refused";

/** What is asked: `POST /api/estimates/look` and `/run`. */
export interface EstimateAsk {
  readonly case: string | null;
  readonly lists: readonly { readonly name: string; readonly sources: readonly string[] }[];
  readonly lang: "en" | "ru" | "ar";
}

/** A sign or a reason, with the names of the lists concerned. */
export interface EstimateSign {
  readonly code: string;
  readonly lists: readonly string[];
}

export interface OverlapView {
  readonly listed: number;
  readonly refusals: readonly EstimateSign[];
  /** SVG. */
  readonly overlaps: string;
  readonly patterns: readonly { readonly lists: readonly string[]; readonly people: number }[];
}

/** `GET /api/estimates/job?lang=` */
export type EstimateJob =
  | { readonly state: "none" }
  | { readonly state: "running"; readonly done: number; readonly of: number }
  | { readonly state: "failed" }
  | { readonly state: "done"; readonly view: EstimateView };

export interface EstimateView {
  readonly lists: readonly string[];
  readonly listed: number;
  readonly verdict: EstimateVerdict;
  readonly refusals: readonly EstimateSign[];
  readonly warnings: readonly EstimateSign[];
  readonly lower: number | null;
  readonly upper: number | null;
  readonly answers: readonly {
    readonly method: string;
    readonly standing: string;
    readonly model: string;
    readonly all: number | null;
    readonly lower: number | null;
    readonly upper: number | null;
  }[];
  readonly pictures: readonly { readonly of: "answers" | "posterior" | "profile" | "sensitivity" | "chains"; readonly svg: string }[];
  readonly input: string;
  readonly result: string;
  /** The record may have changed since: it is counted anew before it is saved. */
  readonly day: string;
}
// POST /api/estimates/look EstimateAsk → OverlapView   POST /api/estimates/run EstimateAsk → {}   POST /api/estimates/stop → {}
// POST /api/estimates/save {title} → {id, undo}: writes what the last run came to
