/**
 * What screens ask of a whole archive: lists with windows and facets, saved searches, one person's page, map, graph, timeline, the same change on many, and
 * notes that two people wrote at once. Types only; conventions as in api.ts. All below `/api/archive`. A question travels as JSON in the parameter `ask`:
 * `GET /api/archive/list?ask={"of":"person"}`; one that is not as said here is a bad request.
 *
 * A list is always a window of what the server has: ask for the rows that are in sight and a little around them.
 */
import type { Circle, Row } from "#casework";
import type { CaseView, Citation, CodeRef, FindingView, FuzzyTime, HistoryRow, InboxRow, MissingRow, PeopleRow, SaidFoundRow, StatementView, SubjectRef, TimelineRow, CasesView } from "./api.ts";

// ── lists ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `report` is the inbox. */
export type ListOf = "person" | "group" | "unit" | "event" | "act" | "place" | "source" | "case" | "document" | "report";

/** Conditions hold together; inside one, any of the values is enough. Absent or empty: no condition. */
export interface ListFilter {
  /** Terms: of an act or event its kind, of a person or group the kinds of acts that befell them, of a source its kind, of a report its channel. */
  readonly kinds?: readonly string[];
  /** Of a person terms of the list `status`; of a report `new`, `seen`, `taken`, `urgent`; of a source `assessed`, `not assessed`. */
  readonly statuses?: readonly string[];
  readonly cases?: readonly string[];
  /** Ids of sources that say something of it. */
  readonly sources?: readonly string[];
  /** Of the texts it was read from; of a report its own. */
  readonly langs?: readonly string[];
  /** Areas as the facet gives them: `Country › Region`; what lies in it is found with it. */
  readonly places?: readonly string[];
  /** Days. What may have happened inside; open at an absent end. */
  readonly first?: string;
  readonly last?: string;
  /** A circle: what may lie within; `surely`: what lies within wherever in its own circle it was. Millionths of a degree. */
  readonly near?: Circle & { readonly surely?: boolean };
  readonly marks?: readonly ListMark[];
}

/** `disputed`: a value of it is. `missing`: something is still missing. `profiles`: several profiles are held to be this person. */
export type ListMark = "disputed" | "missing" | "profiles";

export type { Circle };

export type ListSort = "label" | "first" | "last" | "changed" | "statements" | "sources";

/** `GET /api/archive/list` */
export interface ListAsk {
  readonly of: ListOf;
  /** Words, each of which is in the label somewhere. */
  readonly text?: string;
  readonly filter?: ListFilter;
  /** Default: `label`; of reports, cases: `changed`, down. What has no such value comes last, either way. */
  readonly sort?: { readonly by: ListSort; readonly down?: boolean };
  /** The window begins at this index (default 0), or behind the row of `after`, which stays right while rows come and go. */
  readonly from?: number;
  readonly after?: string;
  /** 1–200, default 50. */
  readonly limit?: number;
  /** Also count what each filter would find. */
  readonly facets?: boolean;
}

export interface ListView {
  readonly rows: readonly ListRow[];
  /** Index of the first of these rows. */
  readonly from: number;
  readonly total: number;
  /** For `after`; `null` at the end. */
  readonly next: string | null;
  readonly facets: Facets | null;
  /** Subjects of which the list does not yet know the newest: it is at work, after a large import for a while; 10,000 means as many or more. Ask again. */
  readonly pending: number;
}

/** A row of the archive (parts/casework/archive/row.ts) as a list shows it, by what it says of itself. */
type Told = Pick<Row, "id" | "label" | "kinds" | "words" | "statuses" | "first" | "last" | "area" | "place" | "statements" | "langs" | "disputed" | "missing" | "profiles">;

export interface ListRow extends Told {
  readonly of: ListOf;
  /** Where `label` is empty it may help. */
  readonly code: CodeRef | null;
  readonly circle: Circle | null;
  readonly cases: readonly { readonly id: string; readonly title: string }[];
  readonly sources: number;
  readonly changedMs: number;
  /** In a list of reports: the line of the inbox. */
  readonly inbox?: InboxRow;
  /** In a list of cases: the line of the case. */
  readonly case?: CasesView["cases"][number];
}

/** For each facet what choosing a value would find, all other conditions held; the most first, at most 100 of each. */
export interface Facets {
  readonly kinds: readonly FacetLine[];
  readonly statuses: readonly FacetLine[];
  readonly cases: readonly FacetLine[];
  readonly sources: readonly FacetLine[];
  readonly langs: readonly FacetLine[];
  /** Areas, wide and narrow: `Country`, `Country › Region`. */
  readonly places: readonly FacetLine[];
  /** Years in which it may have begun, earliest first: `1973`. */
  readonly times: readonly FacetLine[];
}

export interface FacetLine {
  readonly value: string;
  /** Where the value is an id: what it is called. */
  readonly label: string;
  readonly count: number;
}

// ── saved searches ───────────────────────────────────────────────────────────────────────────────────────────────

/** `GET /api/archive/searches` → `{searches}`, by name. They stay on this desk. */
export interface SavedSearch {
  readonly id: string;
  readonly name: string;
  readonly ask: ListAsk;
}
// POST /api/archive/searches {id?, name, ask} → {id}: with an id it is replaced   POST /api/archive/searches/away {id} → {}

// ── one case, in windows ─────────────────────────────────────────────────────────────────────────────────────────

/** `GET /api/archive/cases/:id`: the case with the first rows of each of its lists, and how many there are. `null` counts are not known without reading it all. */
export interface CasePage extends CaseView {
  readonly totals: { readonly [list in CaseList]: number };
}
export type CaseList = "texts" | "saidFound" | "timeline" | "people" | "history" | "missing" | "findings";

/** `GET /api/archive/cases/:id/:list?from=0&limit=100` (limit 1–200) */
export interface CaseWindow<Row = TimelineRow | SaidFoundRow | PeopleRow | HistoryRow | MissingRow | FindingView | CaseView["texts"][number]> {
  readonly rows: readonly Row[];
  readonly from: number;
  readonly total: number;
}

// ── one person ───────────────────────────────────────────────────────────────────────────────────────────────────

/** `GET /api/archive/people/:id`: a person or group with all that is held together in it. Nothing is merged. */
export interface PersonPage {
  readonly id: string;
  readonly label: string;
  readonly kind: SubjectRef["kind"];
  /** One for each person subject the group holds to be this one. */
  readonly profiles: readonly Profile[];
  /** Decisions that join or part them, or might; newest first. */
  readonly links: readonly LinkView[];
  /** Decisions contradict each other: the profiles are shown apart in lists until somebody settles it. */
  readonly contested: boolean;
  readonly status: readonly StatusSpan[];
  readonly acts: readonly PeopleRow[];
  readonly actsTotal: number;
  /** Acts in which they are involved as those who did, ordered, were present. */
  readonly involvements: readonly { readonly act: SubjectRef; readonly degrees: readonly string[]; readonly victims: readonly SubjectRef[]; readonly when: readonly FuzzyTime[] }[];
  readonly involvementsTotal: number;
  readonly cases: readonly { readonly id: string; readonly title: string }[];
  readonly missing: readonly MissingRow[];
}

export interface Profile {
  readonly person: SubjectRef;
  /** What each source says of them; `null` where the group says it itself. At most 200 statements of each source. */
  readonly bySource: readonly { readonly source: { readonly id: string; readonly alias: string; readonly assessed: boolean } | null; readonly statements: readonly StatementView[]; readonly total: number }[];
}

export interface LinkView {
  readonly id: string;
  readonly persons: readonly [SubjectRef, SubjectRef];
  readonly decision: "same" | "not the same" | "possibly";
  readonly by: string;
  readonly day: string;
  readonly reasoning: string;
  readonly model: string | null;
  readonly scoreMillibits: number | null;
}

/** One thing said of how a person is: nobody is assumed dead. */
export interface StatusSpan {
  readonly term: string;
  readonly during: FuzzyTime | null;
  readonly statement: string;
  readonly saidBy: string;
  readonly disputed: boolean;
}

// ── map ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `GET /api/archive/map`. Bounds in millionths of a degree; `west` above `east` crosses the date line. `cells`: clusters per side, 4–64, default 24. */
export interface MapAsk {
  readonly of?: readonly ("act" | "event" | "place" | "person")[];
  readonly text?: string;
  readonly filter?: ListFilter;
  readonly bounds?: Bounds;
  readonly cells?: number;
  /** Above this many points they are given as clusters; 1–2,000, default 500. */
  readonly limit?: number;
}
export interface Bounds {
  readonly south: number;
  readonly west: number;
  readonly north: number;
  readonly east: number;
}

export interface MapView {
  /** Empty where there are clusters. Smallest circles last, so that they are drawn on top. */
  readonly points: readonly MapPoint[];
  readonly clusters: readonly MapCluster[];
  /** Subjects with a circle that touches the bounds, each once. */
  readonly total: number;
  /** Everything that matches, so that the map can be fitted to it; `null` where nothing has a place. */
  readonly extent: Bounds | null;
  /** Matches without coordinates. */
  readonly unplaced: number;
}
export interface MapPoint extends Circle {
  readonly subject: SubjectRef;
  readonly place: string;
  readonly first: string | null;
  readonly last: string | null;
  /** Of a question with `near`: it lies within wherever in its circle it was, or it may. */
  readonly within: "surely" | "maybe" | null;
}
/** The middle of what it holds, and the circle around all of that. `count`: subjects, each once, however many circles of theirs are in it. */
export interface MapCluster extends Circle {
  readonly count: number;
  readonly bounds: Bounds;
}

// ── graph ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `GET /api/archive/graph`: who did what to whom around a subject or a case. */
export interface GraphAsk {
  readonly about: string;
  /** Nodes already on the screen that are to stay and be drawn with their neighbours: expanding one is naming it here. */
  readonly open?: readonly string[];
  /** Nodes at most, 10–300, default 120. */
  readonly limit?: number;
}
export interface GraphView {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** There is more than this. */
  readonly cut: boolean;
}
export interface GraphNode {
  readonly subject: SubjectRef;
  /** Edges it has in the whole archive, and how many of those are drawn. */
  readonly degree: number;
  readonly drawn: number;
}
/**
 * From who did to whom it befell. `befell`: an act and its victim; `involved`: who, and the act, with `degrees`; `same`, `possibly`: a link between persons;
 * `posted`: a person and a unit; `part of`: a unit and the one above it, an act and its event; `related`: two persons.
 */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: "befell" | "involved" | "same" | "possibly" | "posted" | "part of" | "related";
  readonly degrees: readonly string[];
  readonly disputed: boolean;
}

// ── timeline ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** `GET /api/archive/timeline`: times across cases, earliest possible first. */
export interface TimelineAsk {
  readonly cases?: readonly string[];
  /** Subjects only of these; default all that have times. */
  readonly of?: readonly ("act" | "event" | "person" | "document")[];
  /** Days: what may lie inside. */
  readonly first?: string;
  readonly last?: string;
  readonly from?: number;
  /** 1–200, default 100. */
  readonly limit?: number;
  /** How many bins the whole is counted in, 1–200, default 60. */
  readonly bins?: number;
}
export interface TimelineView {
  readonly rows: readonly TimelineRow[];
  readonly from: number;
  readonly total: number;
  /** Of equal length, in order: `surely` begins and ends inside, `maybe` touches it. */
  readonly bins: readonly { readonly first: string; readonly last: string; readonly surely: number; readonly maybe: number }[];
  /** Times of which both ends are open. */
  readonly undated: number;
}

// ── the same change on many ──────────────────────────────────────────────────────────────────────────────────────

/** The same said of each of these. `POST /api/archive/bulk/preview` shows what it would do, `POST /api/archive/bulk` does it. */
export interface BulkRequest {
  /** Up to 5,000 ids, or all that a list finds (then up to 5,000 of them, and refused with `too-many` beyond). */
  readonly subjects: readonly string[] | ListAsk;
  readonly property: string;
  readonly value: string;
  /** Why; kept with each statement. */
  readonly reason: string;
  readonly saidBy?: string | null;
  /** `add` says it beside what is there; `replace` also supersedes what the group's own statements say of this property. Default `add`. */
  readonly how?: "add" | "replace";
}
export interface BulkPreview {
  readonly subjects: number;
  /** Those of which exactly this is said already; they are left alone. */
  readonly already: number;
  /** Those of which something else is said of a property that has one value: they become disputed. */
  readonly conflicts: number;
  readonly statements: number;
  /** Signed acts it takes. */
  readonly acts: number;
  /** Of a type that has no such property, or no subject at all: left alone. */
  readonly unfit: number;
  /** The first twenty that would change. */
  readonly sample: readonly { readonly subject: SubjectRef; readonly now: readonly string[] }[];
}
/** Answer of `POST /api/archive/bulk`. */
export interface BulkDone {
  readonly written: number;
  /** `POST /api/archive/bulk/undo {undo}` takes all of it back. */
  readonly undo: readonly string[];
}

// ── notes ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `GET /api/archive/notes/:subject`: the note on a case, person, event or act; versions where two wrote at once. */
export interface NoteView {
  readonly subject: SubjectRef;
  /** None: nothing is written yet. One: the note. Several: written apart from each other, oldest first. */
  readonly versions: readonly NoteVersion[];
  /** What all versions began from, where there is one. */
  readonly base: string | null;
  /** With two versions: a proposal of both together, to be read by a person. Parts in order. */
  readonly suggestion: readonly NotePart[] | null;
  readonly earlier: readonly NoteVersion[];
}
export interface NoteVersion {
  readonly statement: string;
  readonly text: string;
  readonly by: string;
  readonly day: string;
  readonly citations: readonly Citation[];
}
/** `same` in both; `one`, `other`: only that one has it, and the rest left this place as it was; `both`: each wrote something else here. */
export type NotePart = { readonly of: "same" | "one" | "other"; readonly text: string } | { readonly of: "both"; readonly one: string; readonly other: string; readonly base: string };
// POST /api/archive/notes {subject, text (1–4,000 characters), over: [statement…]} → {statement, undo}: `over` is what was on the screen when writing began;
//   a merge names all versions it takes the place of. Versions that came meanwhile stay beside it.

// ── search ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** `GET /api/archive/search?q=&more=KIND`: results by kind; with `more` up to 200 of that kind alone. */
export interface ArchiveSearch {
  readonly groups: readonly { readonly kind: "case" | "person" | "act" | "event" | "source" | "report" | "statement" | "official" | "finding" | "other"; readonly results: readonly FoundRow[]; readonly more: boolean }[];
  /** Words of names that sound like a word that was typed, in another script, and with which something was found. */
  readonly alsoSpelled: readonly string[];
  /** Too many records looked as if the words stood inside longer ones: not all of those were looked at, and more may be found with more letters. */
  readonly isCutShort: boolean;
  /** How many entries were searched, of how many there are. Fewer while the record is being made searchable: ask again, and more is found. */
  readonly searched: { readonly entries: number; readonly of: number };
}
export interface FoundRow {
  readonly id: string;
  /** It holds words that sound like those that were typed, and not those themselves. */
  readonly soundsLike: boolean;
  readonly title: string;
  /** The words around what matched. */
  readonly before: string;
  readonly match: string;
  readonly after: string;
  readonly goto: string;
}
