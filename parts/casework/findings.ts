/** Where a finding stands. Two different persons decide; the program counts signatures and never decides. */
import { isKind, signersOf, type Book, type Shown } from "./book.ts";
import type { Finding, OfficialStatement, Statement } from "./records.ts";
import { claimProperty, typeOf } from "./value-of.ts";

export interface FindingState {
  readonly shown: Shown<Finding>;
  readonly proposedBy: readonly string[];
  /** Persons other than the proposer whose decision agrees. */
  readonly agreedBy: readonly string[];
  readonly disagreedBy: readonly string[];
  /** Two different persons stand behind it and nobody's disagreement stands. */
  readonly decided: boolean;
  /** Current statements that touch its claims and that it does not weigh. Any of these asks for a review. */
  readonly notWeighed: readonly string[];
  /** Statements it rests on that have since been superseded, withdrawn or set aside. */
  readonly lost: readonly string[];
}

/** The state of one finding of the book. */
export function findingState(book: Book, shown: Shown<Finding>): FindingState {
  const proposedBy = signersOf(shown);
  const decisions = book
    .naming(shown.record.id)
    .filter(isKind("decision"))
    .filter(({ record, standing }) => standing === "current" && record.on === shown.record.id);
  const personsWho = (outcome: "agrees" | "disagrees"): string[] =>
    [...new Set(decisions.filter(({ record }) => record.outcome === outcome).flatMap(signersOf))].sort();
  const disagreedBy = personsWho("disagrees");
  const agreedBy = personsWho("agrees").filter((person) => !proposedBy.includes(person));
  return {
    shown,
    proposedBy,
    agreedBy,
    disagreedBy,
    decided: shown.standing === "current" && proposedBy.length > 0 && agreedBy.length > 0 && disagreedBy.length === 0,
    notWeighed: notWeighed(book, shown.record),
    lost: [...(shown.record.for ?? []), ...(shown.record.against ?? [])]
      .filter((id) => !book.byId(id).some(({ standing }) => standing === "current"))
      .sort(),
  };
}

/** The current findings of the book about a subject. */
export function findingsOn(book: Book, subject: string): readonly FindingState[] {
  return book
    .naming(subject)
    .filter(isKind("finding"))
    .filter(({ record, standing }) => standing === "current" && record.claims?.includes(subject))
    .map((shown) => findingState(book, shown));
}

/** The current official statements about a subject or about any statement on it. */
export function officialsAbout(book: Book, subject: string): readonly Shown<OfficialStatement>[] {
  const statements = book
    .naming(subject)
    .filter(isKind("statement"))
    .filter(({ record }) => record.subject === subject);
  const targets = new Set([subject, ...statements.map(({ record }) => record.id)]);
  const officials = [...targets].flatMap((id) => book.naming(id)).filter(isKind("officialStatement"));
  return [...new Set(officials)].filter(({ record, standing }) => standing === "current" && record.targets?.some((target) => targets.has(target.on)));
}

function notWeighed(book: Book, finding: Finding): string[] {
  const weighed = new Set([
    ...(finding.for ?? []),
    ...(finding.against ?? []),
    ...(finding.documents ?? []),
    ...(finding.denialsAnswered ?? []).map((answered) => answered.denial),
  ]);
  const touching = (finding.claims ?? []).flatMap((subject) => [
    ...book
      .naming(subject)
      .filter(isKind("statement"))
      .filter((shown) => shown.standing === "current" && touches(book, shown.record, subject)),
    ...officialsAbout(book, subject),
  ]);
  return [...new Set(touching.map(({ record }) => record.id))].filter((id) => !weighed.has(id)).sort();
}

/** What is said of the claim itself, and every denial, doubt and correction of anything about it. */
function touches(book: Book, statement: Statement, subject: string): boolean {
  return statement.subject === subject && (statement.stance !== "asserts" || statement.property === claimProperty(typeOf(book, subject)));
}
