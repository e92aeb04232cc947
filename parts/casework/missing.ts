/** What is still missing for a case, as codes and what they are about; the catalogue has the words. */
import { isKind, type Book, type Shown } from "./book.ts";
import { checkQuote } from "./citations.ts";
import { consentOf } from "./consents.ts";
import { findingsOn, findingState, officialsAbout } from "./findings.ts";
import type { Statement } from "./records.ts";
import { scopeOf, type Scope } from "./scope.ts";
import { SIDE_OF, typeOf, valueOf } from "./value-of.ts";

export type MissingCode =
  | "no-date"
  | "no-place"
  | "no-victim"
  | "no-one-involved"
  | "no-last-seen"
  | "no-status"
  | "no-source"
  | "no-citation"
  | "quote-differs"
  | "source-not-assessed"
  | "no-consent"
  | "conflict"
  | "denial-unanswered"
  | "no-finding"
  | "finding-not-decided"
  | "finding-to-review"
  | "newer-form";

export interface Missing {
  readonly code: MissingCode;
  /** Subject it is about, `null` where it is about a record only. */
  readonly subject: string | null;
  /** Statement, official statement or finding it is about. */
  readonly record: string | null;
  /** The property in conflict. */
  readonly property: string | null;
}

/** The list for a case. @param today a day, `2031-03-14`: consents end */
export function missingFor(book: Book, caseId: string, today: string): readonly Missing[] {
  const scope = scopeOf(book, caseId);
  return [
    ...scope.subjects("act").flatMap((act) => missingOfAct(book, act)),
    ...scope
      .subjects("person")
      .filter((person) => isVictim(book, person))
      .flatMap((person) => missingOfPerson(book, person, today)),
    ...missingOfStatements(book, scope),
    ...missingOfSources(book, scope),
    ...conflictsIn(book, scope),
    ...missingOfDenials(book, scope),
    ...missingOfFindings(book, scope),
    ...scope.records.filter(({ record }) => record.kind === "newer form").map(({ record }) => missing("newer-form", null, record.id)),
  ];
}

/**
 * What is missing of one subject by itself: of an act or a victim, of what is said of it, of a source. The list for a case is that of its subjects, and what
 * its denials, findings and newer forms lack.
 */
export function missingOfSubject(book: Book, subject: string, today: string): readonly Missing[] {
  const type = typeOf(book, subject);
  const statements = book.naming(subject, "statement", "subject").filter(({ standing }) => standing === "current");
  const properties = new Set(statements.map(({ record }) => record.property));
  return [
    ...(type === "act" ? missingOfAct(book, subject) : []),
    ...(type === "person" && isVictim(book, subject) ? missingOfPerson(book, subject, today) : []),
    ...(type === null || OWN.includes(type) ? [] : statements.flatMap(({ record }) => missingOfStatement(book, record))),
    ...(type === "source" && !isLookedInto(book, subject) ? [missing("source-not-assessed", subject)] : []),
    ...[...properties].flatMap((property) => (valueOf(book, subject, property).conflict ? [missing("conflict", subject, null, property)] : [])),
  ];
}

/** What a source is, the group knows by itself: its alias and kind need no citation. */
const OWN: readonly string[] = ["source", "case", "document"];

function missing(code: MissingCode, subject: string | null, record: string | null = null, property: string | null = null): Missing {
  return { code, subject, record, property };
}

function isSaid(book: Book, subject: string, property: string): boolean {
  return valueOf(book, subject, property).values.some((row) => row.for.length > 0);
}

function missingOfAct(book: Book, act: string): Missing[] {
  const events = valueOf(book, act, "event").values.flatMap((row) => row.value.ref ?? []);
  const isSaidHere = (property: string): boolean => [act, ...events].some((subject) => isSaid(book, subject, property));
  const isDisappearance = valueOf(book, act, "kind").values.some((row) => row.value.code?.term === "disappearance");
  const victims = valueOf(book, act, "victim").values.flatMap((row) => row.value.ref ?? []);
  const wasSeen = [act, ...victims].some((subject) => isSaid(book, subject, "lastSeenAlive"));
  return [
    ...(isSaidHere("time") ? [] : [missing("no-date", act)]),
    ...(isSaidHere("place") || isSaidHere("stay") ? [] : [missing("no-place", act)]),
    ...(isSaid(book, act, "victim") || isSaid(book, act, "affected") ? [] : [missing("no-victim", act)]),
    ...(book.naming(act, "statement", "value").some(isInvolvement) ? [] : [missing("no-one-involved", act)]),
    ...(isDisappearance && !wasSeen ? [missing("no-last-seen", act)] : []),
    ...(findingsOn(book, act).length > 0 ? [] : [missing("no-finding", act)]),
  ];
}

function isInvolvement({ record, standing }: Shown<Statement>): boolean {
  return standing === "current" && record.property === "act" && record.stance === "asserts";
}

function isVictim(book: Book, person: string): boolean {
  return book.naming(person, "statement", "value").some(({ record, standing }) => standing === "current" && record.property === "victim");
}

function missingOfPerson(book: Book, person: string, today: string): Missing[] {
  return [
    ...(isSaid(book, person, "status") ? [] : [missing("no-status", person)]),
    ...(consentOf(book, person, "publish name", today).answer === "given" ? [] : [missing("no-consent", person)]),
  ];
}

function statementsIn(scope: Scope): Shown<Statement>[] {
  return scope.current.filter(isKind("statement"));
}

function missingOfStatements(book: Book, scope: Scope): Missing[] {
  const own = new Set(OWN.flatMap((type) => scope.subjects(type as "source")));
  return statementsIn(scope)
    .filter(({ record }) => !own.has(record.subject))
    .flatMap(({ record }) => missingOfStatement(book, record));
}

function missingOfStatement(book: Book, record: Statement): Missing[] {
  return [
    ...(record.saidBy === undefined ? [missing("no-source", record.subject, record.id)] : []),
    ...(record.citations === undefined ? [missing("no-citation", record.subject, record.id)] : []),
    ...(record.citations?.some((citation) => checkQuote(book, citation) === "differs") ? [missing("quote-differs", record.subject, record.id)] : []),
  ];
}

function missingOfSources(book: Book, scope: Scope): Missing[] {
  const sources = new Set(statementsIn(scope).flatMap(({ record }) => record.saidBy ?? []));
  return [...sources].filter((source) => !isLookedInto(book, source)).map((source) => missing("source-not-assessed", source));
}

function isLookedInto(book: Book, source: string): boolean {
  return [...book.naming(source, "assessment"), ...book.naming(source, "derivesFrom", "about")].some(({ standing }) => standing === "current");
}

function conflictsIn(book: Book, scope: Scope): Missing[] {
  const properties = new Set(statementsIn(scope).map(({ record }) => `${record.subject} ${record.property}`));
  return [...properties].flatMap((key) => {
    const [subject, property] = key.split(" ") as [string, string];
    return valueOf(book, subject, property).conflict ? [missing("conflict", subject, null, property)] : [];
  });
}

function missingOfDenials(book: Book, scope: Scope): Missing[] {
  const isAnswered = (official: string): boolean =>
    book
      .naming(official, "finding", "rests")
      .some(({ record, standing }) => standing === "current" && [...(record.denialsAnswered ?? []).map((one) => one.denial), ...(record.against ?? [])].includes(official));
  const claims = scope.subjects("act").flatMap((act) => officialsAbout(book, act).map((shown) => ({ act, shown })));
  const open = claims.filter(({ shown }) => (SIDE_OF[shown.record.position] ?? "for") !== "for" && !isAnswered(shown.record.id));
  return [...new Map(open.map(({ act, shown }) => [shown.record.id, missing("denial-unanswered", act, shown.record.id)])).values()];
}

function missingOfFindings(book: Book, scope: Scope): Missing[] {
  return scope.current.filter(isKind("finding")).flatMap((shown) => {
    const state = findingState(book, shown);
    return [
      ...(state.decided ? [] : [missing("finding-not-decided", null, shown.record.id)]),
      ...(state.notWeighed.length + state.lost.length > 0 ? [missing("finding-to-review", null, shown.record.id)] : []),
    ];
  });
}
