/** The inbox: what arrived, and who has it. Marks are of persons, so two may have taken one report; both are shown. */
import { isKind, signersOf, type Book, type Shown, type WholeBook } from "./book.ts";
import type { Report } from "./records.ts";
import { compareTimes } from "./time.ts";

export interface InboxRow {
  readonly report: string;
  /** One, unless different words came under one id; the one to read first. */
  readonly versions: readonly Shown<Report>[];
  readonly seen: boolean;
  readonly takenBy: readonly string[];
  readonly urgent: boolean;
  readonly cases: readonly string[];
  /** Current statements that cite it (`Book.howMany`); counted when it is looked at. */
  readonly statements: number;
  readonly marks: readonly ("text-disagrees" | "came-after")[];
}

/** Reports that are not withdrawn, newest first by the day they were received. `me`: whose desk shows them. */
export function inboxOf(book: WholeBook, me: string | null = null): readonly InboxRow[] {
  const ids = new Set(book.all.filter(isKind("report")).map(({ record }) => record.id));
  return [...ids]
    .flatMap((id) => inboxRowOf(book, id, me) ?? [])
    .sort((a, b) => compareTimes(b.versions[0]!.record.received, a.versions[0]!.record.received) || (a.report < b.report ? -1 : 1));
}

/**
 * All that was written as one report, the version to read first: what `me` signed (their desk opened the envelope, or they brought the text in), then
 * what stands, then the rest. Another's words, an earlier clock or a suspended writer put nothing before it.
 */
export function versionsOf(book: Book, report: string, me: string | null): readonly Shown<Report>[] {
  const rank = (shown: Shown): number => (shown.standing !== "current" ? 2 : me !== null && signersOf(shown).includes(me) ? 0 : 1);
  return book.byId(report).filter(isKind("report")).toSorted((a, b) => rank(a) - rank(b));
}

/** Whether versions of a report that stand, or came after a suspension, have different words. */
export function textDiffers(versions: readonly Shown<Report>[]): boolean {
  return new Set(versions.map(({ record }) => `${record.commitment ?? ""} ${record.text ?? ""}`)).size > 1;
}

/** The line of one report, or `null` where there is none, or it is withdrawn. */
export function inboxRowOf(book: Book, report: string, me: string | null = null): InboxRow | null {
  const stands = book.byId(report).some(({ standing }) => standing === "current") || book.byId(report).every(({ standing }) => standing === "came-after");
  const versions = stands ? versionsOf(book, report, me).filter(({ standing }) => standing === "current" || standing === "came-after") : [];
  return versions.length === 0 ? null : inboxRow(book, versions);
}

function inboxRow(book: Book, versions: readonly Shown<Report>[]): InboxRow {
  const { id: report } = versions[0]!.record;
  const triage = book.naming(report, "triage").filter(({ standing }) => standing === "current");
  const marked = (mark: string): Shown[] => triage.filter(({ record }) => record.mark === mark);
  const cases = [
    ...triage.flatMap(({ record }) => (record.mark === "in case" ? record.case! : [])),
    ...versions.flatMap(({ record }) => record.case ?? []),
  ];
  return {
    report,
    versions,
    seen: triage.length > 0,
    takenBy: [...new Set(marked("taken").flatMap(signersOf))].sort(),
    urgent: marked("urgent").length > 0,
    cases: [...new Set(cases)].sort(),
    get statements() {
      return book.howMany(report, "statement", "cites");
    },
    marks: [
      ...(textDiffers(versions) ? (["text-disagrees"] as const) : []),
      ...(versions.every(({ standing }) => standing === "came-after") ? (["came-after"] as const) : []),
    ],
  };
}
