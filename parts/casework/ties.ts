/**
 * How a record is tied to others: everything it names, by the way it names it. A book finds records by their ties, and a store keeps them as an index, so
 * that a question about one subject never has to look at all that a busy source said.
 */
import { SCHEMAS, type CaseRecord, type Citation, type Kind, type KnownRecord } from "./records.ts";

/**
 * `own` its own id · `subject` what a statement is of · `value` whom its value names · `saidBy` `cites` · `about` what an act of the group is on: a triage's
 * report, a decision's finding, an official's targets, the claims of a finding · `rests` what it rests on or answers: for, against, documents, denials.
 */
export const WAYS = ["own", "subject", "value", "saidBy", "cites", "about", "rests"] as const;
export type Way = (typeof WAYS)[number];

/** The kinds in a fixed order: an index on disk holds their places in it. New kinds go to the end. */
export const KINDS = Object.keys(SCHEMAS) as readonly Kind[];

export interface Tie {
  readonly to: string;
  readonly way: Way;
}

/** Everything a record names, each once. None of a newer form. */
export function tiesOf(record: CaseRecord): readonly Tie[] {
  if (record.kind === "newer form") return [];
  const once = new Map<string, Tie>();
  for (const [way, names] of namedBy(record)) for (const to of names) if (to !== undefined) once.set(`${way} ${to}`, { to, way });
  return [...once.values()];
}

type Names = readonly (string | undefined)[];

function namedBy(record: KnownRecord): readonly (readonly [Way, Names])[] {
  switch (record.kind) {
    case "subject":
    case "report":
      return [["own", [record.id]]];
    case "statement":
      return [
        ["subject", [record.subject]],
        ["value", [record.value?.ref]],
        ["saidBy", [record.saidBy]],
        ["cites", cited(record.citations)],
        ["rests", record.against ?? []],
      ];
    case "translation":
    case "triage":
      return [["about", [record.report]]];
    case "assessment":
      return [["about", [record.source]]];
    case "derivesFrom":
      return [
        ["about", [record.source]],
        ["rests", record.from],
      ];
    case "officialStatement":
      return [
        ["saidBy", [record.saidBy]],
        ["cites", cited(record.citations)],
        ["about", (record.targets ?? []).map(({ on }) => on)],
      ];
    case "linkDecision":
      return [
        ["about", record.persons],
        ["rests", [...(record.for ?? []), ...(record.against ?? [])]],
      ];
    case "consent":
      return [["about", [record.of]]];
    case "finding":
      return [
        ["own", [record.id]],
        ["about", record.claims ?? []],
        ["rests", [record.for, record.against, record.documents].flatMap((list) => list ?? [])],
        ["rests", (record.denialsAnswered ?? []).map(({ denial }) => denial)],
      ];
    case "decision":
    case "exportApproval":
    case "exportMade":
      return [["about", [record.on]]];
    case "estimate":
      return [
        ["own", [record.id]],
        ["rests", record.lists.flatMap(({ sources }) => sources)],
      ];
    case "exportRequest":
      return [
        ["own", [record.id]],
        ["about", [record.of.case, ...(record.of.subjects ?? [])]],
      ];
    case "step":
    case "sealedStatement":
      return [
        ["saidBy", [record.saidBy]],
        ["cites", cited(record.citations)],
      ];
    case "appeal":
      return [
        ["saidBy", [record.saidBy]],
        ["cites", cited(record.citations)],
        ["about", record.about ?? []],
      ];
    case "withdraw":
      return [["about", [record.target]]];
    case "custody":
      return [["about", [record.person]]];
    case "adopt":
      return [["about", record.entries ?? []]];
  }
}

function cited(citations: readonly Citation[] | undefined): string[] {
  return (citations ?? []).map(({ of }) => of);
}
