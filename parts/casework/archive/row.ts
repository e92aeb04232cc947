/**
 * One line of a list: a subject or a report in the few words and numbers by which an archive is sorted, counted and found. Computed from a book, so that
 * it is the same whether that holds everything or fetches it; kept on disk, and made anew when what it rests on is touched (touched.ts).
 */
import type { Book, Shown } from "../book.ts";
import { inboxRowOf } from "../inbox.ts";
import { folded, labelOf } from "../labels.ts";
import { missingOfSubject } from "../missing.ts";
import { groupOf } from "../people.ts";
import type { FuzzyPlace } from "../place.ts";
import type { SubjectType } from "../properties.ts";
import type { Report, Statement } from "../records.ts";
import type { FuzzyTime } from "../time.ts";
import { assertedValues, typeOf, valueOf } from "../value-of.ts";
import { wordsOf, type Code } from "../values.ts";

export type RowType = SubjectType | "report";

export interface Circle {
  readonly latMicrodegrees: number;
  readonly lonMicrodegrees: number;
  readonly radiusM: number;
}

export interface Row {
  readonly id: string;
  readonly type: RowType;
  readonly label: string;
  readonly code: Code | null;
  /** Of an act or event its kind; of persons and groups what befell them; of a source its kind, of a report how it came. Sorted. */
  readonly kinds: readonly string[];
  /** What is said of the same in words only: brought in from a list that has a word we have no term for. At most `WORDS` of them, as given. */
  readonly words: readonly string[];
  readonly statuses: readonly string[];
  /** Days of the earliest and the latest possible moment; `null` where open or not said. */
  readonly first: string | null;
  readonly last: string | null;
  /** Of the first place said. */
  readonly area: readonly string[];
  readonly place: string;
  /** Of every place said. */
  readonly circles: readonly Circle[];
  /** Sorted ids. */
  readonly cases: readonly string[];
  readonly sources: readonly string[];
  readonly langs: readonly string[];
  /** Statements on it that stand. */
  readonly statements: number;
  readonly disputed: boolean;
  readonly missing: number;
  /** Of a person: their names and the parts of them, as they are compared (`folded`). Sorted. */
  readonly names: readonly string[];
  /** Of a person: the first of those held to be this one; itself where decisions about them contradict each other. */
  readonly leader: string;
  readonly profiles: number;
  /** The newest clock of what is said of it. */
  readonly changed: number;
  /** The day after which the row may differ without a record arriving: a consent ends. */
  readonly until: string | null;
}

/** The row of a subject or report; `null` where there is none that stands. @param today a day: consents end */
export function rowOf(book: Book, id: string, today: string): Row | null {
  const type = typeOf(book, id);
  return type === null ? reportRow(book, id) : subjectRow(book, id, type, today);
}

function subjectRow(book: Book, id: string, type: SubjectType, today: string): Row {
  const own = book.byId(id).filter(({ record, standing }) => record.kind === "subject" && standing === "current");
  const all = book.naming(id, "statement", "subject");
  const statements = all.filter(({ standing }) => standing === "current");
  const properties = new Set(statements.map(({ record }) => record.property));
  const acts = type === "person" || type === "group" ? pointingAt(book, id, "victim") : type === "event" ? pointingAt(book, id, "event") : [];
  const events = type === "act" ? refsOf(book, id, "event") : [];
  const times = timesOf(book, type, id, acts, events);
  const places = placesOf(book, type, id, acts, events);
  const group = type === "person" ? groupOf(book, id) : null;
  const apart = group === null || group.contested;
  return {
    id,
    type,
    ...labelOf(book, id),
    kinds: kindsOf(book, type, id, acts),
    words: kindsInWords(book, type, id, acts),
    statuses: type === "source" ? [isAssessed(book, id) ? "assessed" : "not assessed"] : termsOf(book, id, "status"),
    ...spanOf(times),
    ...firstPlace(places),
    circles: circlesOf(places),
    cases: type === "case" ? [id] : sorted(own.flatMap(({ record }) => ("case" in record ? (record.case ?? []) : []))),
    sources: type === "source" ? [] : sorted(statements.flatMap(({ record }) => record.saidBy ?? [])),
    langs: langsOf(book, statements),
    statements: statements.length,
    disputed: [...properties].some((property) => valueOf(book, id, property).disputed),
    missing: missingOfSubject(book, id, today).length,
    names: type === "person" ? sorted(assertedValues(book, id, "name").flatMap(wordsOf).map(folded)) : [],
    leader: apart ? id : group.persons[0]!,
    profiles: apart ? 1 : group.persons.length,
    changed: [...own, ...all].reduce((latest, { clock }) => Math.max(latest, clock), 0),
    until: type === "person" ? consentsEnd(book, id, today) : null,
  };
}

function reportRow(book: Book, id: string): Row | null {
  const row = inboxRowOf(book, id);
  if (row === null) return null;
  const { record } = row.versions[0]!;
  const marks = book.naming(id, "triage");
  const isSeen = marks.some(({ record: { mark }, standing }) => standing === "current" && mark !== "urgent" && mark !== "calm");
  const statuses = [isSeen ? "seen" : "new", ...(row.takenBy.length > 0 ? ["taken"] : []), ...(row.urgent ? ["urgent"] : [])];
  return {
    id,
    type: "report",
    label: titleOf(record),
    code: null,
    kinds: [record.channel],
    words: [],
    statuses: statuses.toSorted(),
    ...spanOf([record.received]),
    area: [],
    place: "",
    circles: [],
    cases: row.cases,
    sources: [],
    langs: record.lang === undefined ? [] : [record.lang],
    statements: 0, // thousands may cite one text: counted where it is shown
    disputed: row.marks.includes("text-disagrees"),
    missing: 0,
    names: [],
    leader: id,
    profiles: 1,
    changed: [...row.versions, ...marks].reduce((latest, { clock }) => Math.max(latest, clock), 0),
    until: null,
  };
}

const TITLE_CHARACTERS = 120;

/** The title of a report, or its first words. */
export function titleOf(report: Report): string {
  return report.title ?? shortened(report.text ?? "", TITLE_CHARACTERS);
}

function shortened(text: string, most: number): string {
  const points = [
    ...text
      .slice(0, 4 * most)
      .replace(/\s+/g, " ")
      .trim(),
  ];
  return points.length <= most ? points.join("") : `${points.slice(0, most).join("")}…`;
}

/** Subjects of which a current statement says that this property of theirs is `id`. */
function pointingAt(book: Book, id: string, property: string): readonly string[] {
  const pointing = book.naming(id, "statement", "value").filter(({ record, standing }) => standing === "current" && record.property === property);
  return sorted(pointing.map(({ record }) => record.subject)).filter((subject) => refsOf(book, subject, property).includes(id));
}

function refsOf(book: Book, id: string, property: string): readonly string[] {
  return assertedValues(book, id, property).flatMap(({ ref }) => ref ?? []);
}

function termsOf(book: Book, id: string, property: string): readonly string[] {
  return sorted(assertedValues(book, id, property).flatMap(({ code }) => code?.term ?? []));
}

function kindsOf(book: Book, type: SubjectType, id: string, acts: readonly string[]): readonly string[] {
  return type === "person" || type === "group" ? sorted(acts.flatMap((act) => termsOf(book, act, "kind"))) : termsOf(book, id, "kind");
}

/** So many of the words of one row, and so much of each, are kept: a whole text may stand where a word was asked for. */
const WORDS = 4;
const WORD_CHARACTERS = 120;

function kindsInWords(book: Book, type: SubjectType, id: string, acts: readonly string[]): readonly string[] {
  const subjects = type === "person" || type === "group" ? acts : [id];
  const said = subjects.flatMap((subject) => assertedValues(book, subject, "kind").flatMap(({ text }) => (text === undefined ? [] : shortened(text, WORD_CHARACTERS))));
  return sorted(said).slice(0, WORDS);
}

/** What each type of subject has for its time, in the order in which the first that anybody gave is taken. */
function timesOf(book: Book, type: SubjectType, id: string, acts: readonly string[], events: readonly string[]): readonly FuzzyTime[] {
  const said = (subject: string, property: string): FuzzyTime[] => assertedValues(book, subject, property).flatMap(({ time }) => time ?? []);
  if (type === "person") return [...acts.flatMap((act) => said(act, "time")), ...said(id, "lastSeenAlive")];
  if (type === "document") return said(id, "written");
  const own = said(id, "time");
  if (type === "act") return own.length > 0 ? own : events.flatMap((event) => said(event, "time"));
  return [...own, ...acts.flatMap((act) => said(act, "time"))];
}

function placesOf(book: Book, type: SubjectType, id: string, acts: readonly string[], events: readonly string[]): readonly FuzzyPlace[] {
  const said = (subject: string): FuzzyPlace[] =>
    ["place", "stay"].flatMap((property) => assertedValues(book, subject, property).flatMap(({ place }) => place ?? []));
  if (type === "unit") return assertedValues(book, id, "area").flatMap(({ place }) => place ?? []);
  const own = said(id);
  if (type === "act") return own.length > 0 ? own : events.flatMap(said);
  return [...own, ...acts.flatMap(said)];
}

/** From the earliest beginning to the latest end; open where one of them is open. */
function spanOf(times: readonly FuzzyTime[]): Pick<Row, "first" | "last"> {
  const given = times.filter(({ first, last }) => first !== undefined || last !== undefined);
  const day = (moment: string | undefined): string | null => moment?.slice(0, 10) ?? null;
  const [firsts, lasts] = [given.map(({ first }) => day(first)), given.map(({ last }) => day(last))];
  return {
    first: firsts.length === 0 || firsts.includes(null) ? null : firsts.reduce((a, b) => (b! < a! ? b : a))!,
    last: lasts.length === 0 || lasts.includes(null) ? null : lasts.reduce((a, b) => (b! > a! ? b : a))!,
  };
}

function firstPlace([place]: readonly FuzzyPlace[]): Pick<Row, "area" | "place"> {
  return { area: place?.adminPath ?? [], place: place?.asGiven ?? place?.adminPath?.at(-1) ?? "" };
}

function circlesOf(places: readonly FuzzyPlace[]): readonly Circle[] {
  const circles = places.flatMap(({ latMicrodegrees, lonMicrodegrees, radiusM }) =>
    latMicrodegrees === undefined ? [] : [{ latMicrodegrees, lonMicrodegrees: lonMicrodegrees!, radiusM: radiusM! }],
  );
  return [...new Map(circles.map((circle) => [JSON.stringify(circle), circle])).values()];
}

/** Languages of the texts it was read from. */
function langsOf(book: Book, statements: readonly Shown<Statement>[]): readonly string[] {
  const cited = sorted(statements.flatMap(({ record }) => (record.citations ?? []).map(({ of }) => of)));
  return sorted(
    cited.flatMap((of) =>
      book.byId(of).flatMap(({ record, standing }) => (standing === "current" && record.kind === "report" ? (record.lang ?? []) : [])),
    ),
  );
}

function isAssessed(book: Book, source: string): boolean {
  return book.naming(source, "assessment").some(({ standing }) => standing === "current");
}

function consentsEnd(book: Book, person: string, today: string): string | null {
  const ends = book
    .naming(person, "consent")
    .flatMap(({ record, standing }) => (standing === "current" && (record.expires ?? "") >= today ? record.expires! : []));
  return ends.toSorted()[0] ?? null;
}

function sorted(all: readonly string[]): readonly string[] {
  return [...new Set(all)].sort();
}
