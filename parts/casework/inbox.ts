/** The inbox: what arrived, and who has it. Marks are of persons, so two may have taken one report; both are shown. */
import { isKind, signersOf, type Book, type Shown } from "./book.ts";
import type { Report } from "./records.ts";
import { compareTimes } from "./time.ts";

export interface InboxRow {
  readonly report: string;
  /** One, unless two desks read different words from one envelope. */
  readonly versions: readonly Shown<Report>[];
  readonly seen: boolean;
  readonly takenBy: readonly string[];
  readonly urgent: boolean;
  readonly cases: readonly string[];
  /** Current statements that cite it. */
  readonly statements: number;
  readonly marks: readonly ("text-disagrees" | "came-after")[];
}

/** Reports that are not withdrawn, newest first by the day they were received. */
export function inboxOf(book: Book): readonly InboxRow[] {
  const reports = book.all.filter(isKind("report")).filter(({ standing }) => standing === "current" || standing === "came-after");
  return [...Map.groupBy(reports, ({ record }) => record.id).values()]
    .map((versions) => inboxRow(book, versions))
    .sort((a, b) => compareTimes(b.versions[0]!.record.received, a.versions[0]!.record.received) || (a.report < b.report ? -1 : 1));
}

function inboxRow(book: Book, versions: readonly Shown<Report>[]): InboxRow {
  const { id: report } = versions[0]!.record;
  const naming = book.naming(report).filter(({ standing }) => standing === "current");
  const triage = naming.filter(isKind("triage"));
  const marked = (mark: string): Shown[] => triage.filter(({ record }) => record.mark === mark);
  const texts = new Set(versions.map(({ record }) => `${record.commitment ?? ""} ${record.text ?? ""}`));
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
    statements: naming.filter(isKind("statement")).filter(({ record }) => record.citations?.some(({ of }) => of === report)).length,
    marks: [
      ...(texts.size > 1 ? (["text-disagrees"] as const) : []),
      ...(versions.every(({ standing }) => standing === "came-after") ? (["came-after"] as const) : []),
    ],
  };
}
