/** What the screen of estimates and the server say to each other (see api.ts). Numbers of people are rounded; pictures are SVG with their words in them. */

/** `GET /api/estimates` */
export interface EstimatesView {
  readonly sources: readonly ListMaker[];
  /** Texts that statements cite. */
  readonly documents: readonly ListMaker[];
  /** Files that were brought in. */
  readonly registers: readonly { readonly id: string; readonly label: string | null }[];
  readonly cases: readonly { readonly id: string; readonly title: string }[];
  readonly saved: readonly SavedEstimate[];
}

export interface ListMaker {
  readonly id: string;
  readonly label: string;
  readonly statements: number;
}

export type EstimateGrouping = "area 1" | "area 2" | "area 3" | "year" | "month";

/** Limits of a number of people; `null` where none may be said. */
export interface LimitsView {
  readonly lower: number | null;
  readonly upper: number | null;
}

export interface SavedEstimate extends LimitsView {
  readonly id: string;
  readonly title: string;
  readonly day: string;
  readonly by: string;
  /** `earlier`: another version has taken its place. */
  readonly standing: "current" | "earlier";
  readonly lists: readonly string[];
  readonly listed: number;
  readonly verdict: EstimateVerdict;
  readonly warnings: readonly string[];
  readonly input: string;
  readonly result: string;
  readonly reckoning: number;
  readonly seed: string;
  readonly settings: { readonly resamples: number; readonly chains: number; readonly burnIn: number; readonly draws: number };
  readonly links: LinksView | null;
  readonly groups: GroupsView | null;
  readonly ways: WaysView | null;
  /** How many earlier versions it took the place of. */
  readonly earlier: number;
}

export type EstimateVerdict = "range" | "not-estimable" | "refused";

/** What is asked: `POST /api/estimates/look` and `/run`. */
export interface EstimateAsk {
  readonly case: string | null;
  readonly lists: readonly { readonly name: string; readonly sources: readonly string[] }[];
  readonly groups: EstimateGrouping | null;
  /** Whether to draw ways in which the records might be linked. */
  readonly ways: boolean;
  readonly lang: "en" | "ru" | "ar";
}

/** A sign or a reason, with the names of the lists concerned. */
export interface EstimateSign {
  readonly code: string;
  readonly lists: readonly string[];
}

export interface LinksView extends LimitsView {
  /** Links two readers signed: they count. */
  readonly agreed: number;
  /** Links of one reader alone, which would move the number: they do not count. */
  readonly alone: number;
  readonly contested: number;
  /** How many are listed, and the limits, if those of one reader counted too. */
  readonly listed: number;
}

export interface GroupsView extends LimitsView {
  readonly by: string;
  readonly groups: readonly (LimitsView & { readonly name: string | null; readonly listed: number; readonly verdict: EstimateVerdict })[];
}

export interface WaysView extends LimitsView {
  readonly ways: number;
  readonly refused: number | null;
}

export interface OverlapView {
  readonly listed: number;
  readonly refusals: readonly EstimateSign[];
  /** SVG. */
  readonly overlaps: string;
  readonly patterns: readonly { readonly lists: readonly string[]; readonly people: number }[];
  readonly links: Omit<LinksView, "lower" | "upper">;
  readonly groups: readonly { readonly name: string | null; readonly listed: number; readonly refused: boolean }[] | null;
}

/** `linking`: drawing ways of linking · `reckoning`: the estimate · `beside`: groups, ways and links beside it. */
export type EstimateStage = "counting" | "linking" | "reckoning" | "beside";

/** `GET /api/estimates/job?lang=` */
export type EstimateJob =
  | { readonly state: "none" }
  | { readonly state: "running"; readonly stage: EstimateStage; readonly done: number; readonly of: number }
  | { readonly state: "failed" }
  /** The desk was locked, or ended: `running` while it was reckoned, `done` before what came out was kept. */
  | { readonly state: "left"; readonly was: "running" | "done"; readonly lists: readonly string[] }
  | { readonly state: "done"; readonly view: EstimateView };

export interface EstimateView extends LimitsView {
  readonly lists: readonly string[];
  readonly listed: number;
  readonly verdict: EstimateVerdict;
  readonly refusals: readonly EstimateSign[];
  readonly warnings: readonly EstimateSign[];
  readonly answers: readonly (LimitsView & {
    readonly method: string;
    readonly standing: string;
    readonly model: string;
    readonly all: number | null;
  })[];
  readonly pictures: readonly { readonly of: "answers" | "posterior" | "profile" | "sensitivity" | "chains"; readonly svg: string }[];
  readonly links: LinksView;
  readonly groups: GroupsView | null;
  readonly ways: WaysView | null;
  readonly input: string;
  readonly result: string;
  readonly reckoning: number;
  readonly seed: string;
  /** The record may have changed since: it is counted anew before it is saved. */
  readonly day: string;
}

/** `GET /api/estimates/compare?a=&b=`: two that are kept, the older first, and what differs. */
export interface ComparedView {
  readonly a: SavedEstimate;
  readonly b: SavedEstimate;
  /** The very same people on the very same lists. */
  readonly sameInput: boolean;
  readonly sameSettings: boolean;
  readonly lists: readonly { readonly name: string; readonly in: "both" | "a" | "b"; readonly madeOfOthers: boolean }[];
  /** Patterns with another number of people, where both have the same lists. */
  readonly patterns: readonly { readonly lists: readonly string[]; readonly a: number; readonly b: number }[] | null;
}
// POST /api/estimates/look EstimateAsk → OverlapView   POST /api/estimates/run EstimateAsk → {}   POST /api/estimates/stop → {}
// POST /api/estimates/again → {}: what was running when the desk was locked, with the same settings   POST /api/estimates/leave → {}
// POST /api/estimates/save {title} → {id, undo}: writes what the last run came to
