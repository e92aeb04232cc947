/** The other acts a user can do, each as the records it writes. Nothing is ever overwritten: a change supersedes, an undo withdraws. */
import { isKind, penOf, typeOf, type AuthoredRecord, type Book, type CaseRecord, type RandomBytes, type RecordOf, type Shown, type Statement, type SubjectType, type Value } from "#casework";
import type { z } from "zod";
import { clean, valueFor } from "./keep.ts";
import type { Assess, Change, Decline, Document, NewCase, NewSource, Propose, Triage } from "./schemas.ts";

export interface Written {
  readonly compartment: "inbox" | "work";
  readonly act: string;
  readonly records: CaseRecord[];
  /** Id of what was made, where something was. */
  readonly made?: string;
}

/** A text brought in by the desk itself. */
export function bringDocument(document: z.infer<typeof Document>, today: string, random: RandomBytes): Written {
  const { title, lang, text, channel } = document;
  const report = penOf(random)("report", { channel, title, text: text.replaceAll("\r\n", "\n"), lang, received: { kind: "exact", first: today, last: today } });
  return { compartment: "inbox", act: "bring-document", records: [report], made: report.id };
}

/** Marks on a report; each takes the place of the opposite mark that stands. `null` where nothing would change. */
export function triage(book: Book, wanted: z.infer<typeof Triage>, me: string, random: RandomBytes): Written | null {
  const pen = penOf(random);
  const standing = book.naming(wanted.report, "triage").filter((shown) => shown.standing === "current");
  const records: CaseRecord[] = [];
  const mark = (is: RecordOf<"triage">["mark"], insteadOf: (shown: Shown<RecordOf<"triage">>) => boolean): void => {
    const supersedes = standing.filter(insteadOf).map(({ record }) => record.id);
    records.push(pen("triage", { report: wanted.report, mark: is, ...(supersedes.length === 0 ? {} : { supersedes }) }));
  };
  if (wanted.seen === true && standing.every(({ record }) => record.mark === "urgent" || record.mark === "calm")) mark("seen", () => false);
  if (wanted.takenBy === "me") mark("taken", ({ record, person }) => record.mark === "free" && person === me);
  if (wanted.takenBy === "nobody") mark("free", ({ record, person }) => record.mark === "taken" && person === me);
  if (wanted.urgent !== undefined) mark(wanted.urgent ? "urgent" : "calm", ({ record }) => record.mark === (wanted.urgent === true ? "calm" : "urgent"));
  return records.length === 0 ? null : { compartment: "inbox", act: "triage", records };
}

export function newCase({ title }: z.infer<typeof NewCase>, random: RandomBytes): Written {
  const subject = penOf(random)("subject", { type: "case" });
  const named = penOf(random, subject.id)("statement", { subject: subject.id, property: "title", stance: "asserts", value: { text: title } });
  return { compartment: "work", act: "begin-case", records: [subject, named], made: subject.id };
}

export function newSource({ alias, kind, case: caseId }: z.infer<typeof NewSource>, random: RandomBytes): Written {
  const pen = penOf(random, caseId);
  const subject = pen("subject", { type: "source" });
  const records = [
    subject,
    pen("statement", { subject: subject.id, property: "alias", stance: "asserts", value: { text: alias } }),
    pen("statement", { subject: subject.id, property: "kind", stance: "asserts", value: { code: { list: "sourceKind", term: kind } } }),
  ];
  return { compartment: "work", act: "add-source", records, made: subject.id };
}

export function assess(book: Book, { source, basis, reliability, derivesFrom }: z.infer<typeof Assess>, random: RandomBytes): Written {
  const pen = penOf(random);
  const replaced = (kind: "assessment" | "derivesFrom"): { supersedes?: string[] } => {
    const ids = book.naming(source, kind, "about").filter((s) => s.standing === "current").map((s) => s.record.id);
    return ids.length === 0 ? {} : { supersedes: ids };
  };
  const records: CaseRecord[] = [pen("assessment", { source, basis, reliability, ...replaced("assessment") })];
  const from = derivesFrom.filter((id) => id !== source);
  const standing = replaced("derivesFrom");
  if (from.length > 0) records.push(pen("derivesFrom", { source, from, ...standing }));
  else for (const target of standing.supersedes ?? []) records.push(pen("withdraw", { target }));
  return { compartment: "work", act: "assess-source", records };
}

/** A new statement that takes an old one's place, with the reason. `null` where there is no such statement. */
export function change(book: Book, wanted: z.infer<typeof Change>, random: RandomBytes): Written | null {
  const shown = book.byId(wanted.statement).find(isKind("statement"));
  if (shown === undefined) return null;
  const { id: _id, kind: _kind, supersedes: _old, ...old } = shown.record;
  const value = newValue(book, shown.record, wanted);
  const versions = book.heads(shown.record.id).map((head) => head.record.id);
  const supersedes = [...new Set([shown.record.id, ...versions])].slice(0, 20);
  const record = penOf(random)("statement", { ...old, ...(value === undefined ? {} : { value }), reasoning: wanted.reason, supersedes });
  return { compartment: "work", act: "change", records: [record], made: record.id };
}

function newValue(book: Book, old: Statement, wanted: z.infer<typeof Change>): Value | undefined {
  // A form has not a field for everything: coordinates and the calendar of a date stay as they were.
  const { tz, calendar } = old.value?.time ?? {};
  const { asGiven: _words, kind: _kind, adminPath: _areas, ...position } = old.value?.place ?? {};
  if (wanted.time !== undefined) return { time: clean({ tz, calendar, ...wanted.time }) as never };
  if (wanted.place !== undefined) return { place: clean({ ...position, ...wanted.place }) as never };
  if (wanted.count !== undefined) return { count: clean(wanted.count) as never };
  if (wanted.value === undefined) return old.value;
  if (old.value?.name !== undefined) return { name: { full: wanted.value } };
  if (old.value?.code !== undefined) return { code: { list: old.value.code.list, term: wanted.value } };
  // Other words for the same days, place or number: what was known of it beside the words stays.
  if (old.value?.time !== undefined) return { time: { ...old.value.time, asGiven: wanted.value } };
  if (old.value?.place !== undefined) return { place: { ...old.value.place, asGiven: wanted.value } };
  if (old.value?.count !== undefined) return { count: { ...old.value.count, asGiven: wanted.value } };
  return valueFor((typeOf(book, old.subject) ?? "act") as SubjectType, old.property, wanted.value);
}

/** Withdraws everything one act wrote (`wrote`) that still stands. `null` where nothing does. */
export function undo(book: Book, wrote: readonly AuthoredRecord[], random: RandomBytes): { readonly written: Written; readonly of: readonly Shown[] } | null {
  const of = wrote
    .flatMap(({ record, entryId }) => book.byId(record.id).filter((shown) => shown.entryId === entryId))
    .filter((shown) => shown.standing !== "withdrawn" && shown.record.kind !== "withdraw");
  if (of.length === 0) return null;
  const pen = penOf(random);
  const inbox = of.some(({ record }) => record.kind === "report" || record.kind === "triage");
  return { written: { compartment: inbox ? "inbox" : "work", act: "undo", records: of.map(({ record }) => pen("withdraw", { target: record.id })) }, of };
}

/** Puts a finding to the group. It is decided when a second person agrees. */
export function propose(wanted: z.infer<typeof Propose>, random: RandomBytes): Written {
  const record = penOf(random, wanted.case)("finding", {
    proposition: wanted.proposition,
    standard: wanted.standard,
    ...(wanted.about === null ? {} : { claims: [wanted.about] }),
    ...(wanted.for.length === 0 ? {} : { for: [...new Set(wanted.for)] }),
    ...(wanted.against.length === 0 ? {} : { against: [...new Set(wanted.against)] }),
    ...(wanted.alternatives.trim() === "" ? {} : { alternatives: [{ text: wanted.alternatives }] }),
  });
  return { compartment: "work", act: "propose-finding", records: [record], made: record.id };
}

export function decide(finding: string, random: RandomBytes): Written {
  return { compartment: "work", act: "decide-finding", records: [penOf(random)("decision", { on: finding, outcome: "agrees" })] };
}

/** A no to a finding, with its reason. While it stands the finding is not decided. `null` where there is no such finding. */
export function decline(book: Book, { finding, reason }: z.infer<typeof Decline>, random: RandomBytes): Written | null {
  const shown = book.byId(finding).find(isKind("finding"));
  if (shown === undefined) return null;
  const record = penOf(random, shown.record.case)("decision", { on: finding, outcome: "disagrees", reasoning: reason });
  return { compartment: "work", act: "decline-finding", records: [record] };
}
