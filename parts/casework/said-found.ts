/** Said / found: one row for each claim, with what is alleged, what officials said, and what the group found and to which standard. */
import { inOrder, isKind, type Book, type Shown } from "./book.ts";
import { findingsOn, findingState, officialsAbout, type FindingState } from "./findings.ts";
import type { OfficialStatement } from "./records.ts";
import { scopeOf } from "./scope.ts";
import { claimProperty, typeOf, valueOf, type Voice } from "./value-of.ts";

export interface ClaimRow {
  /** `case`: what officials said of the case as a whole, or of nothing we know: blame, a refusal to speak. */
  readonly level: "claim" | "case";
  /** The act, person or event; in the row of the case the case. */
  readonly subject: string;
  readonly alleged: readonly Voice[];
  /** Statements of sources against the claim that are no official words. */
  readonly contested: readonly Voice[];
  readonly officials: readonly Shown<OfficialStatement>[];
  readonly found: readonly FindingState[];
  readonly conflict: boolean;
}

export interface SaidFound {
  readonly rows: readonly ClaimRow[];
  /** Shown below the table; in none of its cells. */
  readonly cameAfter: readonly Shown[];
}

/** The table of a case. Rows in the order in which the claims were first written, the case's own row last. */
export function saidAndFound(book: Book, caseId: string): SaidFound {
  const scope = scopeOf(book, caseId);
  const officials = scope.current.filter(isKind("officialStatement"));
  const claims = new Set([
    ...scope.subjects("act"),
    ...[...scope.subjects("person"), ...scope.subjects("event")].filter((subject) => isClaimed(book, subject)),
  ]);
  const rows = [...claims].map((subject) => claimRow(book, subject));
  const placed = new Set(rows.flatMap((row) => row.officials));
  const ofTheCase = officials.filter((shown) => shown.record.level === "case" || !placed.has(shown));
  const unclaimed = scope.current.filter(isKind("finding")).filter(({ record }) => !record.claims?.some((claim) => claims.has(claim)));
  const first = (row: ClaimRow): Shown => book.byId(row.subject)[0]!;
  rows.sort((a, b) => inOrder(first(a), first(b)));
  if (ofTheCase.length + unclaimed.length > 0) {
    const found = unclaimed.map((shown) => findingState(book, shown));
    rows.push({ level: "case", subject: caseId, alleged: [], contested: [], officials: ofTheCase, found, conflict: false });
  }
  return { rows, cameAfter: scope.cameAfter };
}

/** The row of one claim. */
export function claimRow(book: Book, subject: string): ClaimRow {
  const view = valueOf(book, subject, claimProperty(typeOf(book, subject))!);
  const voices = [...view.values.flatMap((row) => [...row.for, ...row.against, ...row.doubts]), ...view.unplaced].filter(
    (one) => one.shown.record.kind === "statement",
  );
  return {
    level: "claim",
    subject,
    alleged: unique(voices.filter((one) => one.side === "for")),
    contested: unique(voices.filter((one) => one.side !== "for")),
    officials: [...officialsAbout(book, subject)].filter(({ record }) => record.level !== "case").sort(inOrder),
    found: findingsOn(book, subject),
    conflict: view.conflict,
  };
}

function isClaimed(book: Book, subject: string): boolean {
  return officialsAbout(book, subject).length + findingsOn(book, subject).length > 0;
}

function unique(voices: readonly Voice[]): readonly Voice[] {
  const once = new Map(voices.map((one) => [one.shown, one]));
  return [...once.values()].sort((a, b) => inOrder(a.shown, b.shown));
}
