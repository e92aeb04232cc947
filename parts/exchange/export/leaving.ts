/**
 * What of the record may leave the group (docs/formats/export.md). Every record of the scope is either in it or counted as left out, with the reason; so are
 * single words of those that are in it. The same book and request give the same, on every desk: two people can agree on the very file.
 */
import { fromHex, type Json } from "#bytes";
import { findingState, isKind, jsonOf, valueOf, type Book, type Sensitivity, type Shown, type Standing, type WholeBook } from "#casework";
import { hashOf } from "#prim";
import { ClosedTexts, CopiedWords, type Closed } from "./closed-texts.ts";
import { scopeOfExport, type ExportScope } from "./export-scope.ts";
import { fold } from "./fold.ts";
import { isWordOfTheForm } from "./form-words.ts";
import { guardOf, IDENTITY, nameGuardOf } from "./guard.ts";
import { HeldNames } from "./held-names.ts";
import { SourceNames } from "./source-names.ts";

/** Why a record is not in the file. */
export const LEFT_OUT = [
  /** guarded higher than the file may hold */
  "above-ceiling",
  /** tells or could tell who a source is: in no file, whatever was asked */
  "source-identity",
  "withdrawn",
  "superseded",
  /** written by somebody after their suspension */
  "came-after",
  /** of a form this desk cannot read, so that nobody can say what it gives away */
  "newer-form",
  /** words of members for the group alone */
  "inside-work",
  /** a text told or given to the group: the file says that it exists */
  "closed-text",
  /** spoken of by nothing that is in the file */
  "nothing-said",
] as const;
export type LeftOutCode = (typeof LEFT_OUT)[number];

/** What was taken out of a record that is in the file. */
export const WITHHELD = [
  /** words that stand in a text which does not leave */
  "closed-words",
  /** words that hold the name of a person who is a source */
  "source-name",
  /** words that hold the name of a person whose name is guarded higher than the file may hold */
  "guarded-name",
  /** the place in such a text */
  "closed-place",
  /** who of the group, or for it, did something */
  "group-person",
  /** typed by the group about a text, and no part of it */
  "title",
  /** the hash of bytes: who has the same bytes could recognise them */
  "hash",
  /** the whole text */
  "text",
] as const;
export type WithheldCode = (typeof WITHHELD)[number];

/** One record in the file. */
export interface LeavingRecord {
  readonly standing: Standing;
  /** Of a statement: somebody says otherwise, or doubts it, in the whole record of the group, also where what they say is not in the file. `null` for all else. */
  readonly disputed: boolean | null;
  /** Of a statement: values that cannot both be true, or versions beside each other. */
  readonly conflict: boolean | null;
  readonly guarded: Sensitivity;
  /** Of a finding: two persons stand behind it. `null` for all else. */
  readonly decided: boolean | null;
  readonly withheld: readonly WithheldCode[];
  /** As docs/formats/record.md has it, with the ids of this one file, without what is withheld. */
  readonly record: { readonly [field: string]: Json };
}

export interface Leaving {
  readonly ceiling: number;
  readonly earlier: boolean;
  readonly records: readonly LeavingRecord[];
  /** Only what is not nought, in the order of `LEFT_OUT`. */
  readonly leftOut: readonly { readonly code: LeftOutCode; readonly count: number }[];
  /** How often something was taken out of a record, in the order of `WITHHELD`. */
  readonly withheld: readonly { readonly code: WithheldCode; readonly count: number }[];
}

export interface LeavingRequest {
  /** The request's own id: the names in the file are made from it, and it is never in the file. */
  readonly id: string;
  readonly of: ExportScope;
  readonly ceiling: 0 | 1 | 2 | 3;
  /** Also what no longer stands. */
  readonly earlier: boolean;
}

type Fields = { readonly [field: string]: Json };

/** A field that is a text; empty for any other. */
export function fieldText(fields: Fields, field: string): string {
  const content = fields[field];
  return typeof content === "string" ? content : "";
}

/**
 * Marks and steps of the group's work on the record: no part of what an export is of, and not counted, so that a mark set on a text, or the approval of the
 * file itself, does not make another file. What was withdrawn shows in the standing of what it was withdrawn from.
 */
const NO_PART = new Set(["triage", "custody", "adopt", "withdraw", "exportRequest", "exportApproval", "exportMade", "estimate"]);
/** Words of members for the group alone. */
const INSIDE = new Set(["sealedStatement", "decision"]);
/** Fields of any kind that hold ids. What they name is named anew for each file, so that two files cannot be laid side by side. */
const ID_FIELDS = new Set(["id", "case", "supersedes", "subject", "saidBy", "of", "ref", "against", "report", "source", "from", "persons", "for", "claims", "documents", "denial", "on", "about"]);
const HASH = /^[0-9a-f]{64}$/;
/** Fields and properties that name somebody or something. A name of many words is one, also where a letter has it; a sentence is not. */
const NAME_FIELDS = new Set(["speaker", "office", "outlet", "to", "toWhom"]);
const NAME_PROPERTIES = new Set(["name", "alias", "title"]);
const NAME_WORDS = 8;
const PUBLISHED_FIELDS = ["id", "kind", "case", "channel", "received", "text", "lang"];

/** Everything of the scope, as it would leave. */
export function leavingOf(book: WholeBook, request: LeavingRequest): Leaving {
  const texts = new ClosedTexts(book);
  const rename = (id: string): string => hashOf("export-id", fromHex(request.id), fromHex(id)).slice(0, 32);
  const leftOut = new Map<LeftOutCode, number>();
  const withheld = new Map<WithheldCode, number>();
  const going: LeavingRecord[] = [];
  const waiting: Shown[] = [];
  const named = new Set<string>();

  const scope = scopeOfExport(book, request.of).filter(({ record }) => !NO_PART.has(record.kind));
  // A name that another case may show is not in this file: the group may have guarded here what nobody has looked at there.
  const here = new Set(scope);
  const held = new HeldNames(book, (shown) => {
    const guard = nameGuardOf(book, shown);
    if (guard === null || guard > request.ceiling) return guard === null ? null : "held";
    return here.has(shown) && reasonToStay(book, shown, request) === null ? "open" : null;
  });
  const inside: Inside = { texts, names: new SourceNames(book, held.open), held, copied: new CopiedWords(book, texts, scope.flatMap(freeWords)) };

  const take = (shown: Shown): void => {
    const made = leave(book, inside, shown);
    for (const code of made.withheld) withheld.set(code, (withheld.get(code) ?? 0) + 1);
    for (const id of idsIn(made.fields)) named.add(id);
    going.push({ ...made.marks, withheld: made.withheld, record: renamed(made.fields, rename) as Fields });
  };
  for (const shown of scope) {
    const why = reasonToStay(book, shown, request);
    if (why !== null) leftOut.set(why, (leftOut.get(why) ?? 0) + 1);
    else if (shown.record.kind === "subject" || shown.record.kind === "report") waiting.push(shown);
    else take(shown);
  }
  // A subject or a text goes where something that goes speaks of it: that somebody exists of whom all is guarded is guarded itself.
  const outside = [...named].flatMap((id) => book.byId(id)).filter((shown) => !here.has(shown) && (shown.record.kind === "subject" || shown.record.kind === "report"));
  const spokenOf = outside.filter((shown) => reasonToStay(book, shown, request) === null);
  for (const shown of [...waiting, ...spokenOf]) {
    const isOpen = shown.record.kind === "report" && texts.isOpen(shown.record.id);
    if (named.has(shown.record.id) || (isOpen && !spokenOf.includes(shown))) {
      take(shown);
      if (shown.record.kind === "report" && !isOpen) leftOut.set("closed-text", (leftOut.get("closed-text") ?? 0) + 1);
    } else {
      const why: LeftOutCode = shown.record.kind === "report" ? "closed-text" : "nothing-said";
      leftOut.set(why, (leftOut.get(why) ?? 0) + 1);
    }
  }
  return {
    ceiling: request.ceiling,
    earlier: request.earlier,
    records: going.sort(byPlace),
    leftOut: LEFT_OUT.flatMap((code) => (leftOut.has(code) ? [{ code, count: leftOut.get(code)! }] : [])),
    withheld: WITHHELD.flatMap((code) => (withheld.has(code) ? [{ code, count: withheld.get(code)! }] : [])),
  };
}

/** `null` for a record that may go as far as its kind, its standing and its guard are concerned. */
function reasonToStay(book: Book, shown: Shown, { ceiling, earlier }: LeavingRequest): LeftOutCode | null {
  const { record, standing } = shown;
  if (record.kind === "newer form") return "newer-form";
  if (INSIDE.has(record.kind)) return "inside-work";
  // What came after a suspension was written by somebody the group had stopped: it is in the file only where the whole history is.
  if (standing !== "current" && !earlier) return standing;
  const guard = guardOf(book, shown);
  if (guard === IDENTITY) return "source-identity";
  return guard > ceiling ? "above-ceiling" : null;
}

/** What must not be in any word of the file. */
interface Inside {
  readonly texts: ClosedTexts;
  readonly copied: CopiedWords;
  readonly names: SourceNames;
  readonly held: HeldNames;
}

interface Made {
  readonly marks: Omit<LeavingRecord, "withheld" | "record">;
  readonly withheld: readonly WithheldCode[];
  readonly fields: Fields;
}

function leave(book: Book, { texts, names, held, copied }: Inside, shown: Shown): Made {
  const out = new Set<WithheldCode>();
  const { record } = shown;
  const value = isKind("statement")(shown) ? valueOf(book, shown.record.subject, shown.record.property) : null;
  const marks = {
    standing: shown.standing,
    disputed: value?.disputed ?? null,
    conflict: value?.conflict ?? null,
    guarded: guardOf(book, shown),
    decided: isKind("finding")(shown) ? findingState(book, shown).decided : null,
  };
  const json = jsonOf(record);
  if (record.kind === "report") return { marks, fields: reportFields(texts, record.id, json, out), withheld: ordered(out) };
  const closed = texts.closedAmong(textsUnder(book, shown));
  const isOwnName = isKind("statement")(shown) && shown.record.property === "name" && names.isOf(shown.record.subject);
  const fields: { [field: string]: Json } = {};
  for (const [field, content] of Object.entries(json)) {
    if (field === "capture") out.add("hash");
    else if (field === "by" && (record.kind === "step" || record.kind === "translation")) out.add("group-person");
    else if (field === "text" && record.kind === "translation" && closed.length > 0) out.add("text");
    else if (field === "citations") fields[field] = citationsOf(texts, content as readonly Fields[], out);
    else {
      const taken = (words: string, path: string): boolean => !isWordOfTheForm(record.kind, path, words) && takenFrom(closed, isName(shown, field, words) ? null : copied, isOwnName ? null : names, held, words, out);
      const left = without(content, taken, field);
      if (left !== undefined) fields[field] = left;
    }
  }
  return { marks, fields, withheld: ordered(out) };
}

/** Whether these words stay inside; says why. */
function takenFrom(closed: Closed, copied: CopiedWords | null, names: SourceNames | null, held: HeldNames, words: string, out: Set<WithheldCode>): boolean {
  if (closed.hasPassage(words) || copied?.isIn(words) === true) return out.add("closed-words"), true;
  if (names?.isIn(words) === true) return out.add("source-name"), true;
  if (held.isIn(words)) return out.add("guarded-name"), true;
  return false;
}

/** Every string of a record that somebody may have copied from anywhere. */
function freeWords(shown: Shown): string[] {
  if (shown.record.kind === "report") return [];
  return Object.entries(jsonOf(shown.record)).flatMap(([field, content]) => (field === "citations" ? [] : stringsIn(content).filter((words) => !isName(shown, field, words))));
}

/** Whether a string is a name: of those no letter that somebody did not cite is asked, or most names of people and places would stay inside. */
function isName({ record }: Shown, field: string, words: string): boolean {
  if (fold(words).split(" ").length > NAME_WORDS) return false;
  if (NAME_FIELDS.has(field)) return true;
  return record.kind === "statement" && field === "value" && (record.value?.name !== undefined || record.value?.place !== undefined || NAME_PROPERTIES.has(record.property));
}

function stringsIn(json: Json): string[] {
  if (typeof json === "string") return [json];
  if (Array.isArray(json)) return json.flatMap((one: Json) => stringsIn(one));
  return typeof json === "object" && json !== null ? Object.values(json).flatMap((one) => stringsIn(one as Json)) : [];
}

/** The texts a record's words may be taken from: what it cites, what it is a translation of, and for a finding what its statements cite. */
function textsUnder(book: Book, { record }: Shown): string[] {
  if (record.kind === "translation") return [record.report];
  if (record.kind === "finding") {
    const below = [...(record.for ?? []), ...(record.against ?? []), ...(record.denialsAnswered ?? []).map(({ denial }) => denial)];
    return [...(record.documents ?? []), ...below.flatMap((id) => book.byId(id)).flatMap((shown) => (shown.record.kind === "finding" ? [] : textsUnder(book, shown)))];
  }
  return "citations" in record ? (record.citations ?? []).map(({ of }) => of) : [];
}

/** The same without every string that is `taken`, and without what is empty then. `path` names fields, one inside the other. */
function without(json: Json, taken: (words: string, path: string) => boolean, path: string): Json | undefined {
  if (typeof json === "string") return taken(json, path) ? undefined : json;
  if (Array.isArray(json)) {
    const kept = json.map((one: Json) => without(one, taken, path)).filter((one) => one !== undefined);
    return kept.length === 0 ? undefined : kept;
  }
  if (typeof json !== "object" || json === null) return json;
  const kept = Object.entries(json).flatMap(([field, content]): [string, Json][] => {
    const left = without(content as Json, taken, `${path}.${field}`);
    return left === undefined ? [] : [[field, left]];
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** A published text whole, but for what the group noted beside it; of every other, that there is one. */
function reportFields(texts: ClosedTexts, id: string, json: Fields, out: Set<WithheldCode>): Fields {
  if (!texts.isOpen(id)) {
    out.add("text");
    return { id, kind: "report", ...(json["case"] === undefined ? {} : { case: json["case"] }) };
  }
  if (json["title"] !== undefined) out.add("title");
  if (json["interviewer"] !== undefined || json["safetyNotes"] !== undefined) out.add("group-person");
  if (json["commitment"] !== undefined || json["evidence"] !== undefined) out.add("hash");
  return Object.fromEntries(Object.entries(json).filter(([field]) => PUBLISHED_FIELDS.includes(field)));
}

/** Quotes and places only from published texts, and quotes only where they stand there. `prefix` and `suffix` stand outside what somebody chose to cite: they stay here. */
function citationsOf(texts: ClosedTexts, citations: readonly Fields[], out: Set<WithheldCode>): Json {
  return citations.map((citation): Fields => {
    const of = citation["of"] as string;
    if (HASH.test(of)) out.add("hash");
    if (!texts.isOpen(of)) {
      if (citation["quote"] !== undefined) out.add("closed-words");
      if (citation["at"] !== undefined) out.add("closed-place");
      return { of };
    }
    const at = citation["at"] as { readonly text?: { readonly start: number; readonly end: number } } | undefined;
    const place = at?.text === undefined ? {} : { text: { start: at.text.start, end: at.text.end } };
    const { quote, ...rest } = citation;
    const isQuoted = typeof quote === "string" && texts.isOpenQuote(of, quote);
    if (quote !== undefined && !isQuoted) out.add("closed-words");
    return { ...rest, ...(isQuoted ? { quote } : {}), ...(at === undefined ? {} : { at: { ...at, ...place } as Json }) };
  });
}

/** The ids a record names, its own and a subject's among them. */
function idsIn(json: Json, isId = false): string[] {
  if (typeof json === "string") return isId ? [json] : [];
  if (Array.isArray(json)) return json.flatMap((one: Json) => idsIn(one, isId));
  if (typeof json !== "object" || json === null) return [];
  const own = (json as Fields)["kind"] === "subject" || (json as Fields)["kind"] === "report";
  return Object.entries(json).flatMap(([field, content]) => (field === "id" || (own && field === "case") ? [] : idsIn(content, ID_FIELDS.has(field))));
}

function renamed(json: Json, rename: (id: string) => string, isId = false): Json {
  if (typeof json === "string") return isId ? rename(json) : json;
  if (Array.isArray(json)) return json.map((one: Json) => renamed(one, rename, isId));
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([field, content]) => [field, renamed(content, rename, ID_FIELDS.has(field))]));
}

const ORDER_OF_KINDS = ["subject", "statement", "officialStatement", "finding", "linkDecision", "derivesFrom", "assessment", "consent", "step", "appeal", "report", "translation"];

/** By what it is about and by the names of this file: the order tells nothing of when or by whom anything was written. */
function byPlace(a: LeavingRecord, b: LeavingRecord): number {
  const key = ({ record }: LeavingRecord): string => {
    const kind = fieldText(record, "kind");
    const about = kind === "subject" ? record["id"] : kind === "statement" ? record["subject"] : undefined;
    const place = about === undefined ? String(ORDER_OF_KINDS.indexOf(kind) + 10).padStart(2, "0") : "00";
    return [place, fieldText(record, "case"), fieldText({ about: about ?? "" }, "about"), kind === "subject" ? "0" : "1", fieldText(record, "property"), fieldText(record, "id")].join(" ");
  };
  const [left, right] = [key(a), key(b)];
  return left === right ? compareText(a, b) : left < right ? -1 : 1;
}

/** Two records under one id stand beside each other, in an order that is theirs alone. */
function compareText(a: LeavingRecord, b: LeavingRecord): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left === right ? 0 : left < right ? -1 : 1;
}

function ordered(out: ReadonlySet<WithheldCode>): WithheldCode[] {
  return WITHHELD.filter((code) => out.has(code));
}
