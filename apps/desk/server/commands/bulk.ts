/** The same said of many subjects, as statements in acts of at most 500 records, looked at before it is done (api-archive.ts). */
import { LIMITS, keyOf, penOf, plainWords, ruleOf, typeOf, valueOf, valuesConflict, type Book, type CaseRecord, type RandomBytes, type Statement, type SubjectType, type Value } from "#casework";
import type { z } from "zod";
import { subjectRef } from "../views/context.ts";
import { valueFor } from "./keep.ts";
import type { Bulk } from "./archive-schemas.ts";
import type { BulkPreview } from "../../api-archive.ts";

export type BulkAsk = z.infer<typeof Bulk>;
const SAMPLE = 20;

/** What would be done to each subject. */
interface Plan {
  readonly statements: readonly Statement[];
  readonly already: number;
  readonly conflicts: number;
  readonly unfit: number;
  readonly sample: BulkPreview["sample"];
}

/** @param subjects ids, each once */
export function planBulk(book: Book, subjects: readonly string[], ask: BulkAsk, random: RandomBytes): Plan {
  const statements: Statement[] = [];
  const sample: BulkPreview["sample"][number][] = [];
  let [already, conflicts, unfit] = [0, 0, 0];
  for (const subject of subjects) {
    const type = typeOf(book, subject);
    const rule = type === null ? null : ruleOf(type, ask.property);
    const value = type === null || rule === null ? null : valueIn(type, ask.property, ask.value, rule.form, rule.list);
    if (type === null || rule === null || value === null) {
      unfit++;
      continue;
    }
    const said = valueOf(book, subject, ask.property).values.filter((row) => row.for.length > 0);
    if (said.some((row) => keyOf(row.value) === keyOf(value))) {
      already++;
      continue;
    }
    const supersedes = ask.how === "replace" ? ownOf(book, subject, ask.property) : [];
    const left = said.filter((row) => row.for.some(({ shown }) => !supersedes.includes(shown.record.id)));
    if (rule.many === undefined && left.some((row) => valuesConflict(row.value, value))) conflicts++;
    if (sample.length < SAMPLE) sample.push({ subject: subjectRef(book, subject), now: said.map((row) => plainWords(row.value)) });
    const caseId = book.byId(subject).flatMap(({ record, standing }) => (standing === "current" && record.kind === "subject" ? (record.case ?? []) : []))[0];
    statements.push(
      penOf(random, type === "case" ? subject : caseId)("statement", {
        subject,
        property: ask.property,
        stance: "asserts",
        value,
        reasoning: ask.reason,
        ...(ask.saidBy === undefined || ask.saidBy === null ? {} : { saidBy: ask.saidBy }),
        ...(supersedes.length === 0 ? {} : { supersedes: [...supersedes] }),
      }),
    );
  }
  return { statements, already, conflicts, unfit, sample };
}

export function previewOf(plan: Plan, subjects: number): BulkPreview {
  const { statements, already, conflicts, unfit, sample } = plan;
  return { subjects, already, conflicts, unfit, sample, statements: statements.length, acts: actsOf(statements).length };
}

/** The statements cut into acts. */
export function actsOf(records: readonly CaseRecord[]): CaseRecord[][] {
  return Array.from({ length: Math.ceil(records.length / LIMITS.records) }, (_, n) => records.slice(n * LIMITS.records, (n + 1) * LIMITS.records));
}

/** A value typed as words, in the form of the property; `null` where it cannot be said so. */
function valueIn(type: SubjectType, property: string, words: string, form: string, list: string | undefined): Value | null {
  if (form === "code") return list === undefined || !TERM.test(words) ? null : { code: { list, term: words } };
  if (form === "time") return DAY.test(words) ? { time: { kind: "exact", first: words, last: words } } : { time: { kind: "within", asGiven: words.slice(0, LIMITS.lineCharacters) } };
  if (form === "place") return { place: { asGiven: words.slice(0, LIMITS.lineCharacters) } };
  if (form === "ref") return ID.test(words) ? { ref: words } : null;
  if (form === "count") return NUMBER.test(words) ? { count: { min: Number(words), max: Number(words) } } : { count: { asGiven: words.slice(0, LIMITS.lineCharacters) } };
  if (form === "number") return NUMBER.test(words) ? { number: Number(words) } : null;
  if (form === "flag") return words === "true" || words === "false" ? { flag: words === "true" } : null;
  if (form === "name") return { name: { full: words.slice(0, LIMITS.lineCharacters) } };
  return valueFor(type, property, words);
}

const TERM = /^[a-z][a-z0-9 -]{0,39}$/;
const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const ID = /^[0-9a-f]{32}$/;
const NUMBER = /^[0-9]{1,9}$/;

/** What the group itself says of it now: what a source said is never replaced. */
function ownOf(book: Book, subject: string, property: string): readonly string[] {
  const own = book.naming(subject, "statement", "subject").filter(({ record, standing }) => standing === "current" && record.property === property && record.saidBy === undefined);
  return own.map(({ record }) => record.id).slice(0, LIMITS.supersedes);
}
