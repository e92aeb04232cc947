/** Where a finding stands. Two different persons decide; the program counts signatures and never decides. */
import { signersOf, type Book, type Shown } from "./book.ts";
import type { Finding, OfficialStatement, Statement } from "./records.ts";
import { claimProperty, typeOf } from "./value-of.ts";

export interface FindingState {
  readonly shown: Shown<Finding>;
  readonly proposedBy: readonly string[];
  /** Persons other than the proposer whose decision agrees. */
  readonly agreedBy: readonly string[];
  readonly disagreedBy: readonly string[];
  /** Two different persons stand behind these very words and nobody's disagreement stands. */
  readonly decided: boolean;
  /** Of its own id and those it rests on: the ones two different records go by. Nobody can say which of them was agreed to. */
  readonly twice: readonly string[];
  /** Current statements that touch its claims and that it does not weigh. Any of these asks for a review. */
  readonly notWeighed: readonly string[];
  /** What it rests on, and texts that is quoted from, that have since been superseded, withdrawn or set aside. */
  readonly lost: readonly string[];
}

/** The state of one finding of the book. */
export function findingState(book: Book, shown: Shown<Finding>): FindingState {
  const proposedBy = signersOf(shown);
  const decisions = book
    .naming(shown.record.id, "decision")
    .filter(({ standing }) => standing === "current");
  const personsWho = (outcome: "agrees" | "disagrees"): string[] =>
    [...new Set(decisions.filter(({ record }) => record.outcome === outcome).flatMap(signersOf))].sort();
  const disagreedBy = personsWho("disagrees");
  const agreedBy = personsWho("agrees").filter((person) => !proposedBy.includes(person));
  const restsOn = idsBelow(shown.record);
  const twice = [shown.record.id, ...restsOn].filter((id) => recordsThatCount(book, id).length > 1).sort();
  return {
    shown,
    proposedBy,
    agreedBy,
    disagreedBy,
    // A decision names an id. Where two records go by that id it is a decision on neither.
    decided: shown.standing === "current" && !twice.includes(shown.record.id) && proposedBy.length > 0 && agreedBy.length > 0 && disagreedBy.length === 0,
    twice,
    notWeighed: notWeighed(book, shown.record),
    lost: [...restsOn.filter((id) => !isCurrent(book, id)), ...textsBelow(book, shown.record).filter((id) => book.byId(id).length > 0 && !isCurrent(book, id))].sort(),
  };
}

/** The statements and denials a finding rests on, each once. */
function idsBelow(finding: Finding): string[] {
  return [...new Set([...(finding.for ?? []), ...(finding.against ?? []), ...(finding.denialsAnswered ?? []).map(({ denial }) => denial)])];
}

/** The documents it names and the texts its statements quote, each once. Some are hashes of bytes, which no record has for an id. */
function textsBelow(book: Book, finding: Finding): string[] {
  const citations = idsBelow(finding).flatMap((id) => recordsThatCount(book, id).flatMap(({ record }) => ("citations" in record ? (record.citations ?? []) : [])));
  return [...new Set([...(finding.documents ?? []), ...citations.map(({ of }) => of)])];
}

/** The records of an id, but for those that came after their author's suspension. */
function recordsThatCount(book: Book, id: string): readonly Shown[] {
  return book.byId(id).filter(({ standing }) => standing !== "came-after");
}

function isCurrent(book: Book, id: string): boolean {
  return book.byId(id).some(({ standing }) => standing === "current");
}

/** The current findings of the book about a subject. */
export function findingsOn(book: Book, subject: string): readonly FindingState[] {
  return book
    .naming(subject, "finding", "about")
    .filter(({ standing }) => standing === "current")
    .map((shown) => findingState(book, shown));
}

/** The current official statements about a subject or about any statement on it. */
export function officialsAbout(book: Book, subject: string): readonly Shown<OfficialStatement>[] {
  const targets = new Set([subject, ...book.naming(subject, "statement", "subject").map(({ record }) => record.id)]);
  const officials = [...targets].flatMap((id) => book.naming(id, "officialStatement", "about"));
  return [...new Set(officials)].filter(({ standing }) => standing === "current");
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
      .naming(subject, "statement", "subject")
      .filter((shown) => shown.standing === "current" && touches(book, shown.record)),
    ...officialsAbout(book, subject),
  ]);
  return [...new Set(touching.map(({ record }) => record.id))].filter((id) => !weighed.has(id)).sort();
}

/** What is said of the claim itself, and every denial, doubt and correction of anything about it. */
function touches(book: Book, statement: Statement): boolean {
  return statement.stance !== "asserts" || statement.property === claimProperty(typeOf(book, statement.subject));
}
