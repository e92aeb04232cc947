/** What a store needs to know of a record without understanding it: its case, what it names, and the words to find it by. */
import type { Json } from "#bytes";
import type { CaseRecord, Citation } from "./records.ts";
import { tiesOf } from "./ties.ts";
import { wordsOf } from "./values.ts";

export interface RecordIndex {
  /** The case it was written in; `null` where it names none. */
  readonly caseId: string | null;
  /** Every subject or record it is about, cites or answers; sorted, each once. A subject's own id is among them. */
  readonly subjectIds: readonly string[];
  /** Kind as written, also of a newer form. */
  readonly kind: string;
  /** Strings of the record as they are there: a store looks for their words in its JSON first. */
  readonly searchTexts: readonly string[];
}

/** The index rows of one record. Never throws: a newer form gives what can be read of it. */
export function indexRecord(record: CaseRecord): RecordIndex {
  if (record.kind === "newer form") {
    const { case: caseId, kind } = record.raw as { case?: Json; kind: string };
    return { caseId: typeof caseId === "string" && ID.test(caseId) ? caseId : null, subjectIds: [], kind, searchTexts: textsIn(record.raw) };
  }
  return {
    caseId: record.case ?? null,
    subjectIds: [...new Set(tiesOf(record).map(({ to }) => to))].sort(),
    kind: record.kind,
    searchTexts: searchTexts(record),
  };
}

const ID = /^[0-9a-f]{32}$/;
const HEX = /^(?:[0-9a-f]{32}|[0-9a-f]{64})$/;
function searchTexts(record: Exclude<CaseRecord, { kind: "newer form" }>): string[] {
  const given = (...texts: (string | undefined)[]): string[] => texts.filter((text) => text !== undefined);
  switch (record.kind) {
    case "statement":
      return given(...(record.value ? wordsOf(record.value) : []), ...quotes(record.citations), record.reasoning);
    case "report":
      return given(record.title, record.text, record.safetyNotes);
    case "translation":
      return given(record.text);
    case "assessment":
    case "derivesFrom":
    case "linkDecision":
    case "decision":
    case "exportApproval":
      return given(record.reasoning);
    case "officialStatement":
      return given(record.words, record.translation, record.speaker, record.office, record.outlet, record.targetWords);
    case "consent":
      return given(record.to, record.by);
    case "finding":
      return given(
        record.proposition,
        ...(record.alternatives ?? []).flatMap((other) => given(other.text, other.answer)),
        ...(record.denialsAnswered ?? []).map((a) => a.answer),
      );
    case "step":
      return given(record.what, record.by, record.toWhom, record.outcome);
    case "appeal":
    case "sealedStatement":
      return given(record.text);
    case "custody":
      return given(record.note);
    case "withdraw":
      return given(record.why);
    case "exportRequest":
      return given(record.why, record.to);
    case "estimate":
      return [record.title, ...record.lists.map(({ name }) => name)];
    case "subject":
    case "triage":
    case "adopt":
    case "exportMade":
      return [];
  }
}

function quotes(citations: readonly Citation[] | undefined): (string | undefined)[] {
  return (citations ?? []).map((citation) => citation.quote);
}

/** The texts of a form we do not know: every string below its header that is no id. */
function textsIn(raw: { readonly [key: string]: Json }): string[] {
  const texts: string[] = [];
  const gather = (json: Json): void => {
    if (typeof json === "string") {
      if (!HEX.test(json)) texts.push(json);
    } else if (typeof json === "object" && json !== null) Object.values(json).forEach(gather);
  };
  for (const [key, json] of Object.entries(raw)) if (key !== "kind" && key !== "id" && key !== "case") gather(json);
  return texts;
}
