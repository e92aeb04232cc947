/**
 * What the desk's screens and its server say to each other, as types only. All under `/api`, JSON, same origin, session cookie.
 * Errors are `{error: code, rule?}` with a status: 401 no session, 423 locked, 400 bad request, 409 refused with a code, 500 failed.
 * A command may carry the id of the form it was written in, as header `x-vouchsafe-once`: one id is done once, and a second request has the first's answer.
 * Ids are hexadecimal. Times of the machine are milliseconds since 1970. Positions in texts are Unicode code points, end exclusive.
 */

export type Stance = "asserts" | "denies" | "doubts" | "corrects";

/** What kind of subject a statement can be about. */
export type SubjectKind = "person" | "group" | "unit" | "event" | "act" | "involvement" | "place" | "source" | "case" | "document";

/** Imprecise time: some moment inside `first`–`last` (`within`), all of it (`throughout`), or the one day (`exact`). Either end may be open. */
export interface FuzzyTime {
  readonly kind: "exact" | "within" | "throughout";
  readonly first?: string;
  readonly last?: string;
  readonly asGiven?: string;
}

export interface FuzzyPlace {
  readonly asGiven?: string;
  readonly kind?: string;
  readonly adminPath?: readonly string[];
}

export interface Count {
  readonly min?: number;
  readonly max?: number;
  readonly asGiven?: string;
}

// ── lock and session ─────────────────────────────────────────────────────────────────────────────────────────────

/** `GET /api/lock` */
export interface LockState {
  readonly locked: boolean;
  readonly opening: boolean;
  /** There is no desk in this folder yet. */
  readonly empty: boolean;
  /** A group can be founded from here; otherwise only an invite leads on. */
  readonly mayFound: boolean;
  /** Somebody was on their way into a group when the desk's process ended: their keys are there, and it can go on. */
  readonly brokeOff: boolean;
}
// While empty: POST /api/found {name, passphrase, memberPassphrase} · POST /api/join {code, name, passphrase, memberPassphrase} · GET /api/join → {words: string[] | null} · POST /api/join/finish {} → {done}
// Where it broke off: POST /api/join/resume {passphrase}, or /api/join/forget {}

// POST /api/session {launch}   POST /api/unlock {passphrase}   POST /api/lock {}

// ── group, sync, readiness ───────────────────────────────────────────────────────────────────────────────────────

/** `GET /api/group` (the screen asks every 5 s with header `x-vouchsafe-quiet: 1`) */
export interface GroupView {
  readonly me: { readonly person: string; readonly name: string; readonly device: string };
  readonly persons: readonly {
    readonly person: string;
    readonly name: string;
    readonly status: "active" | "suspended" | "removed";
    readonly devices: readonly { readonly device: string; readonly counts: boolean }[];
    /** Day (`2026-11-22`) of the newest entry or act of theirs this desk holds; `null`: never. */
    readonly lastHeardDay: string | null;
    readonly isMe: boolean;
  }[];
  /** 12 words, read aloud to compare the roster's line between two desks. */
  readonly headCode: readonly string[];
  /** `entries` rises with every entry this desk writes or takes in: rooms that are open are then out of date. */
  readonly relay: { readonly address: string; readonly online: boolean; readonly lastSyncMs: number | null; readonly unsent: number; readonly waiting: number; readonly entries: number };
  /** Acts that wait for a second person, oldest first. `mayConfirm` is whether this person may. */
  readonly pending: readonly { readonly act: string; readonly kind: string; readonly by: string; readonly about: string | null; readonly mayConfirm: boolean; /** Six words of a restored desk, to be compared by voice. */ readonly words: readonly string[] | null }[];
  readonly suspensions: readonly { readonly act: string; readonly person: string; readonly by: string; readonly open: boolean; readonly mayReinstate: boolean }[];
  /** Codes for the catalogue: `below-three`, `alone`, `fork`, `update-needed`, `cannot-write`, `passphrase-only`, `no-trustee`, `intake-expires`, `no-live-tell`, `no-forward-secrecy`; of this desk's own person `you-are-suspended`, `you-are-removed`, `not-let-in-yet`, `in-no-group`. */
  readonly warnings: readonly string[];
  readonly fork: null | { readonly headCodes: readonly (readonly string[])[] };
}

// POST /api/sync {} → {ok: boolean}
// POST /api/group/suspend {person}   /reinstate {suspension}   /remove {person}   /confirm {act}   → {} or 409 {error: "void", rule}

/** `POST /api/group/device {request}` looks at a restored desk's request; `/api/group/device/accept` proposes it and gives the answer for that desk. */
export interface DeviceRequestView {
  readonly name: string;
  readonly words: readonly string[];
}

/** `POST /api/invite {}` starts one; `GET /api/invite` follows it. */
export interface InviteView {
  readonly state: "none" | "waiting" | "compare" | "done" | "ended";
  /** To be handed over outside the system. */
  readonly code: string | null;
  /** Six words both screens show. */
  readonly words: readonly string[] | null;
  readonly joinerName: string | null;
}
// POST /api/invite/accept {} after the words were compared · POST /api/invite/refuse {}

// ── inbox ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `GET /api/inbox` */
export interface InboxView {
  readonly reports: readonly InboxRow[];
}

export interface InboxRow {
  readonly report: string;
  /** `tell`, `document`, `phone`, `in-person`, `partner`, `web`. */
  readonly channel: string;
  readonly receivedDay: string;
  readonly lang: string;
  /** The first words of the text. */
  readonly excerpt: string;
  readonly seen: boolean;
  readonly takenBy: string | null;
  readonly takenByName: string | null;
  readonly urgent: boolean;
  readonly cases: readonly { readonly id: string; readonly title: string }[];
  readonly statements: number;
  /** `newer-form`, `text-disagrees` (two desks read different texts from one envelope), `came-after` … */
  readonly marks: readonly string[];
}
// POST /api/triage {report, seen?: true, takenBy?: "me" | "nobody", urgent?: boolean} → {undo}

// ── cases ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `GET /api/cases` */
export interface CasesView {
  readonly cases: readonly { readonly id: string; readonly title: string; readonly persons: number; readonly statements: number; readonly denials: number; readonly missing: number; readonly lastChangedDay: string }[];
}
// POST /api/cases {title} → {id, undo}

export interface Citation {
  readonly document: string;
  readonly start: number;
  readonly end: number;
  readonly quote: string;
  /** The words stand where the citation says. */
  readonly stands: boolean;
}

/** One statement as a reader needs it. */
export interface StatementView {
  readonly id: string;
  readonly subject: SubjectRef;
  readonly property: string;
  /** Which form the value has; a change offers the fields of that form. */
  readonly form: "text" | "name" | "code" | "ref" | "time" | "place" | "count" | "number" | "flag" | null;
  /** Plain text of the value, in the words of the source where there are any; a code's own term. */
  readonly value: string;
  readonly code: CodeRef | null;
  /** Where the value is somebody or something. */
  readonly ref: SubjectRef | null;
  readonly stance: Stance;
  readonly time: FuzzyTime | null;
  readonly place: FuzzyPlace | null;
  readonly count: Count | null;
  readonly saidBy: { readonly id: string; readonly alias: string; readonly assessed: boolean } | null;
  readonly recordedBy: string;
  readonly recordedDay: string;
  readonly citations: readonly Citation[];
  readonly status: "current" | "superseded" | "withdrawn" | "conflict" | "came-after" | "newer-form";
  /** Others say otherwise of the same subject and property. */
  readonly disputed: boolean;
  /** Two desks changed the same statement apart from each other: the other version. */
  readonly versions: readonly string[];
  readonly denies: readonly string[];
}

/** A word of one of the record's lists: the screen says it in its own language (`list.act.killing`). */
export interface CodeRef {
  readonly list: string;
  readonly term: string;
}

export interface SubjectRef {
  readonly id: string;
  readonly kind: SubjectKind;
  /** What it is called: names, a description; whom an act befell, who was involved. Empty where nobody has said. */
  readonly label: string;
  readonly code: CodeRef | null;
}

/** `GET /api/cases/:id` */
export interface CaseView {
  readonly id: string;
  readonly title: string;
  readonly texts: readonly { readonly report: string; readonly title: string; readonly lang: string; readonly receivedDay: string; readonly statements: number; readonly denials: number }[];
  readonly saidFound: readonly SaidFoundRow[];
  readonly timeline: readonly TimelineRow[];
  readonly people: readonly PeopleRow[];
  readonly history: readonly HistoryRow[];
  readonly missing: readonly MissingRow[];
  readonly findings: readonly FindingView[];
  /** Records that came after their author's suspension: shown in the history, counted in nothing. */
  readonly cameAfter: number;
  /** Standards of proof for which the group has not said what they need. */
  readonly standardsNotSaid: readonly number[];
}

export interface SaidFoundRow {
  /** `case` is the row of denials that blame, or refuse to speak, and answer no one claim. */
  readonly level: "claim" | "case";
  readonly claim: SubjectRef | null;
  /** How many it befell, as far as somebody says. */
  readonly claimCounts: readonly Count[];
  readonly alleged: readonly StatementView[];
  /** Sources, not officials, who say otherwise. */
  readonly contested: readonly StatementView[];
  readonly officials: readonly OfficialView[];
  readonly found: readonly { readonly finding: string; readonly proposition: string; readonly standard: number; readonly decided: boolean }[];
  /** Independent roots of what is alleged, as a range. */
  readonly roots: readonly [number, number];
}

export interface OfficialView {
  readonly id: string;
  readonly speaker: string;
  readonly position: string;
  readonly words: string;
  readonly day: string | null;
  readonly target: string | null;
  readonly citations: readonly Citation[];
  /** Statements and findings that contradict it. */
  readonly contradictedBy: readonly string[];
}

export interface TimelineRow {
  readonly subject: SubjectRef | null;
  readonly property: string | null;
  /** An official's or a step's own words, where it has no subject. */
  readonly label: string;
  /** Certain from–to, and possible from–to around it. ISO days; `null` is open. */
  readonly certain: readonly [string, string] | null;
  readonly possible: readonly [string | null, string | null];
  readonly asGiven: string;
  readonly statement: string;
  readonly official: boolean;
  readonly disputed: boolean;
}

export interface PeopleRow {
  readonly act: SubjectRef;
  /** Terms of the list `act`; several where sources differ. */
  readonly kinds: readonly string[];
  readonly victims: readonly SubjectRef[];
  readonly counts: readonly Count[];
  readonly involved: readonly { readonly who: string; readonly degrees: readonly string[]; readonly disputed: boolean }[];
  readonly when: readonly FuzzyTime[];
  readonly where: readonly FuzzyPlace[];
  readonly sources: number;
  readonly roots: readonly [number, number];
  readonly denied: boolean;
}

export interface HistoryRow {
  readonly entry: string;
  readonly clockMs: number;
  readonly by: string;
  /** Code of the user's act: `make-statement`, `change`, `withdraw`, `triage` … */
  readonly act: string;
  readonly lines: readonly HistoryLine[];
  readonly undone: boolean;
  readonly mayUndo: boolean;
  readonly counted: boolean;
}

/** What one record of an act says; the screen has the words for codes and numbers. */
export type HistoryLine = { readonly words: string } | { readonly code: CodeRef } | { readonly count: Count } | { readonly subject: SubjectRef };

export interface MissingRow {
  /** Code for the catalogue: `no-date`, `no-place`, `source-not-assessed`, `no-consent`, `no-second-root`, `denial-unanswered` … */
  readonly code: string;
  readonly about: SubjectRef | null;
  readonly property: string | null;
  readonly record: string | null;
}

/** `GET /api/values/:subject/:property`: every statement for and against, newest first. */
export interface ValueView {
  readonly subject: SubjectRef;
  readonly property: string;
  readonly statements: readonly StatementView[];
  readonly officials: readonly OfficialView[];
}

// ── the reading room ─────────────────────────────────────────────────────────────────────────────────────────────

/** `GET /api/reports/:id` (with `?case=` when read inside a case) */
export interface ReadingView {
  readonly report: string;
  readonly title: string;
  readonly channel: string;
  readonly receivedDay: string;
  readonly lang: string;
  readonly dir: "ltr" | "rtl";
  readonly text: string;
  /** What other desks read from the same envelope, where that is not the same. */
  readonly otherTexts: readonly string[];
  readonly case: { readonly id: string; readonly title: string } | null;
  readonly statements: readonly StatementView[];
  readonly officials: readonly OfficialView[];
  readonly sources: readonly { readonly id: string; readonly alias: string; readonly kind: string; readonly assessed: boolean }[];
  readonly subjects: readonly SubjectRef[];
  readonly missing: readonly MissingRow[];
  readonly takenByName: string | null;
  readonly takenByMe: boolean;
  readonly urgent: boolean;
  readonly seen: boolean;
}

/** `POST /api/guess {words, lang}` → what selected words may mean, to fill the form. */
export interface Guess {
  readonly count: Count | null;
  readonly time: FuzzyTime | null;
  readonly persons: readonly SubjectRef[];
}

/** Someone or something known already, or named now. */
export type Ref = { readonly id: string } | { readonly new: string };

/** `POST /api/keep`: a passage becomes statements, in one act. Answer: `{statements: [id…], undo}`. */
export interface KeepRequest {
  readonly report: string;
  /** The case it belongs to: one there is, or a new title. */
  readonly case: Ref;
  readonly start: number;
  readonly end: number;
  readonly stance: Stance;
  /** Who says so. `derivesFrom`: the sources this one repeats. */
  readonly saidBy: Ref | null;
  readonly keep:
    | { readonly form: "act"; readonly types: readonly string[]; readonly victim: Ref | null; readonly count: Count | null; readonly involved: readonly { readonly who: Ref; readonly degree: string }[]; readonly time: FuzzyTime | null; readonly place: FuzzyPlace | null; readonly pretext: string | null }
    | { readonly form: "person"; readonly person: Ref; readonly property: string; readonly value: string }
    | { readonly form: "denial"; readonly speaker: Ref; readonly position: string; readonly denies: readonly string[]; readonly target: string | null; readonly level: "claim" | "case"; readonly time: FuzzyTime | null }
    | { readonly form: "place"; readonly about: Ref & { readonly kind?: SubjectKind }; readonly place: FuzzyPlace }
    | { readonly form: "time"; readonly about: Ref & { readonly kind?: SubjectKind }; readonly time: FuzzyTime }
    | { readonly form: "other"; readonly about: Ref & { readonly kind?: SubjectKind }; readonly property: string; readonly value: string };
}

// POST /api/change {statement, value?: string, time?, place?, count?, reason} → {statement, undo}: a new statement that supersedes
// POST /api/undo {undo} → {}: withdraws what one act of this desk wrote (`undo` is the entry id each writing call returned)
// POST /api/documents {title, lang, text, channel: "document" | "web" (published)} → {report, undo}: brings a text in
// POST /api/sources {alias, kind, case?} → {id, undo}   POST /api/sources/assess {source, basis, reliability: 1–6, derivesFrom: [id…]} → {undo}

/** `GET /api/sources` */
export interface SourcesView {
  readonly sources: readonly { readonly id: string; readonly alias: string; readonly kind: string; readonly assessed: boolean; readonly basis: string | null; readonly reliability: number | null; readonly derivesFrom: readonly { readonly id: string; readonly alias: string }[]; readonly statements: number }[];
}

/** `GET /api/people` */
export interface PeopleView {
  readonly people: readonly { readonly id: string; readonly label: string; readonly kind: SubjectKind; readonly statements: number; readonly status: string | null; readonly cases: readonly { readonly id: string; readonly title: string }[] }[];
}

// ── findings, package, search ────────────────────────────────────────────────────────────────────────────────────

/** `GET /api/review` gives `{findings: FindingView[]}`; also inside a case. */
export interface FindingView {
  readonly id: string;
  readonly case: { readonly id: string; readonly title: string } | null;
  readonly proposition: string;
  /** 0–5 */
  readonly standard: number;
  readonly proposedBy: string;
  readonly decidedBy: readonly string[];
  readonly decided: boolean;
  readonly mayDecide: boolean;
  /** Who said no, and why; while one stands the finding is not decided. `entry` takes one's own no back. */
  readonly objections: readonly { readonly entry: string; readonly by: string; readonly reason: string; readonly mine: boolean }[];
  /** Victims whom the sentence names and who have not allowed their name to be published. */
  readonly namesWithoutConsent: readonly SubjectRef[];
  readonly for: readonly StatementView[];
  readonly against: readonly (StatementView | OfficialView)[];
  readonly roots: readonly [number, number];
  /** What the group's standard asks and whether it is met: the program shows, persons decide. */
  readonly needs: readonly { readonly code: string; readonly atLeast: number | null; readonly met: "yes" | "depends" | "no" }[];
  /** Statements touch it that it does not weigh, or what it rested on is gone: it asks for a review. */
  readonly review: boolean;
  /** Two different records go by its id, or by one it rests on: it is not packaged, and where the id is its own it is not decided. */
  readonly twoVersions: boolean;
}

/** `GET /api/packages/:finding`: what a package of it would tell, or 409 with the rule that refuses one. */
export interface PackageView {
  /** Texts that go in whole, and texts of which it is told only that they exist. */
  readonly told: readonly { readonly report: string; readonly title: string }[];
  readonly closed: readonly { readonly report: string; readonly title: string }[];
  /** The statements as an outsider reads them. */
  readonly statements: readonly string[];
  /** Sentences of the group's own, as they were typed. */
  readonly words: readonly string[];
  /** Names of persons of the record that stand in any of this. */
  readonly names: readonly string[];
}
// POST /api/findings {case, proposition, standard, for: [statement…], against: [id…], alternatives, about: subject id | null} → {finding, undo}
// POST /api/findings/decide {finding} → {undo}   POST /api/findings/decline {finding, reason} → {undo}
// POST /api/packages {finding} → {name, path, files, fingerprint}

/** `GET /api/search?q=` as one types; at most 50. */
export interface SearchView {
  readonly results: readonly { readonly id: string; readonly kind: "report" | "statement" | "official" | "subject" | "case" | "finding" | "other"; readonly title: string; readonly before: string; readonly match: string; readonly after: string; readonly goto: string }[];
}

/** `GET /api/readiness` */
export interface ReadinessView {
  readonly checks: readonly { readonly code: string; readonly state: "good" | "wait" | "bad"; readonly value: string | null }[];
}
// GET /api/member-key → the file, until POST /api/member-key/away {} takes it off the desk
// POST /api/backup {passphrase} → {path, entries}

/** `GET /api/settings`, `POST /api/settings {lang?, theme?}` */
export interface SettingsView {
  readonly lang: "en" | "ru" | "ar" | null;
  readonly theme: "light" | "dark" | null;
}
