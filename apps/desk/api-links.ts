/**
 * Profiles that may be of one person: what was found, why, and what people say of it. Types only; conventions as in api.ts. All below `/api/links`.
 * A proposal is never a decision. A decision is a record that two desks share; undoing it gives back exactly what was before.
 */
import type { CodeRef, StatementView, SubjectRef } from "./api.ts";

/** `GET /api/links?from=0&limit=100&show=open` */
export interface LinksView {
  readonly work: LinkWorkView;
  readonly rows: readonly LinkRow[];
  readonly from: number;
  readonly total: number;
  /** How many there are of each, whatever is shown. */
  readonly counts: { readonly [show in LinkShow]: number };
}

/** `open`: to be decided, those first whose answer tells most · `sure`: all but certain, nobody has said yet · `second`: waits for another person · `asked`: somebody asked, or could not tell · `decided`. */
export type LinkShow = "open" | "sure" | "second" | "asked" | "decided";

export interface LinkWorkView {
  readonly state: "never" | "running" | "done" | "stopped" | "failed";
  readonly phase: "reading" | "blocking" | "comparing" | "learning" | "scoring" | "clustering";
  readonly done: number;
  readonly of: number;
  /** Persons looked at, pairs compared. */
  readonly persons: number;
  readonly compared: number;
  /** Share of the true pairs that were compared at all, at most; `null` before. */
  readonly recallAtMost: number | null;
  /** Persons who came, or of whom something else is said, and who have not been compared since; those it is at while it runs left out. */
  readonly uncompared: number;
}

export interface LinkRow {
  readonly a: SubjectRef;
  readonly b: SubjectRef;
  /** `null` where people decided without a proposal. */
  readonly probability: number | null;
  readonly state: "open" | "cannot tell" | "asked" | "contested" | "second" | "decided";
  readonly verdict: "same" | "not the same" | null;
  /** Names of those who decided so. */
  readonly by: readonly string[];
  readonly mine: boolean;
}

/** `GET /api/links/pair?a=&b=` */
export interface PairView {
  readonly row: LinkRow;
  readonly sides: readonly [PairSide, PairSide];
  readonly told: PairTold | null;
  readonly decisions: readonly { readonly id: string; readonly decision: "same" | "not the same" | "possibly"; readonly by: string; readonly day: string; readonly reasoning: string; readonly mayUndo: boolean; readonly entry: string }[];
  readonly movesNumber: boolean;
}

export interface PairSide {
  readonly person: SubjectRef;
  readonly cases: readonly { readonly id: string; readonly title: string }[];
  /** What is said of them and of the acts that befell them, with its quotes; at most 60. */
  readonly statements: readonly StatementView[];
}

/** Bits: how many times likelier, as a power of two, this agreement is for one person than for `against`. Prior and fields add up to the sum against that rival. */
export interface PairTold {
  readonly against: string;
  readonly priorBits: number;
  readonly bits: number;
  readonly probability: number;
  readonly band: "automatic" | "review";
  readonly fields: readonly { readonly field: string; readonly level: string | null; readonly bits: number; readonly shared: boolean; readonly values: readonly [string, string]; readonly code: readonly [CodeRef | null, CodeRef | null] }[];
  /** Fields for which no pair like this is linked by itself. */
  readonly barredBy: readonly string[];
}

// Looking begins by itself when one of these is asked for, goes on in the background, and compares who comes later with all others.
// POST /api/links/look {} begins by hand, after a stop, · /api/links/stop {} → LinkWorkView
// POST /api/links/decide {a, b, verdict: "same" | "not the same" | "cannot tell" | "ask", why?} → {undo}: `ask` needs `why`, the question to colleagues
// POST /api/links/sure {pairs: [[a, b]…]} links up to 500 sure pairs in one act → {undo}

/** `GET /api/links/of?ids=a,b,…`: for persons in sight while reading, others who may be the same: at most five each, the likeliest first. */
export interface LikelyView {
  readonly work: LinkWorkView;
  readonly of: { readonly [person: string]: readonly { readonly person: SubjectRef; readonly probability: number }[] };
}
