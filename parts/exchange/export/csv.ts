/** A table for people and spreadsheets: one row for each record, one for each count of what is left out (docs/formats/export.md, "CSV"). It is not read back. */
import type { Json } from "#bytes";
import type { Code, Count, FuzzyPlace, FuzzyTime, Name, Value } from "#casework";
import { rowOf } from "./csv-cells.ts";
import { fieldText, type Leaving, type LeavingRecord } from "./leaving.ts";

/** What a person looks for first, ids last. Those in `NUMBERS` hold numbers or nothing. */
export const CSV_COLUMNS = [
  "record",
  "subject type",
  "subject name",
  "property",
  "stance",
  "value",
  "value name",
  "first",
  "last",
  "time kind",
  "least",
  "most",
  "said by name",
  "standing",
  "disputed",
  "conflict",
  "decided",
  "stands against",
  "reasoning",
  "quotes",
  "form",
  "latitude",
  "longitude",
  "radius m",
  "credibility",
  "guarded",
  "withheld",
  "count",
  "id",
  "case",
  "subject",
  "said by",
  "replaces",
  "cites",
] as const;
export type CsvColumn = (typeof CSV_COLUMNS)[number];
export const NUMBERS: ReadonlySet<CsvColumn> = new Set(["guarded", "least", "most", "latitude", "longitude", "radius m", "credibility", "count"]);

type Row = Partial<Record<CsvColumn, string | number>>;
type Fields = LeavingRecord["record"];
const LIST_BREAK = " ¦ ";

/** The whole file. `bom` for programs that else take UTF-8 for something older. */
export function csvOf(leaving: Leaving, { bom = false }: { readonly bom?: boolean } = {}): string {
  const names = namesIn(leaving);
  const rows: Row[] = [
    { record: "about", property: "vouchsafe export", value: "1", guarded: leaving.ceiling, count: leaving.records.length, standing: leaving.earlier ? "also earlier" : "current only" },
    ...leaving.leftOut.map(({ code, count }): Row => ({ record: "left out", property: code, count })),
    ...leaving.withheld.map(({ code, count }): Row => ({ record: "withheld", property: code, count })),
    ...leaving.records.map((one) => rowFor(one, names)),
  ];
  const lines = rows.map((row) => rowOf(CSV_COLUMNS.map((column) => row[column] ?? "")));
  return `${bom ? "\ufeff" : ""}${rowOf(CSV_COLUMNS)}${lines.join("")}`;
}

/** What each subject is called in this very file, and its type. */
type Names = ReadonlyMap<string, { readonly type: string; readonly name: string }>;
const NAMING = ["name", "alias", "title", "kind", "description"];

function namesIn({ records }: Leaving): Names {
  const types = new Map(records.flatMap(({ record }) => (record["kind"] === "subject" ? [[record["id"] as string, record["type"] as string] as const] : [])));
  const called = new Map<string, Map<string, Set<string>>>();
  for (const { record, standing } of records) {
    if (record["kind"] !== "statement" || standing !== "current" || record["stance"] === "denies" || record["stance"] === "doubts") continue;
    const [subject, property] = [record["subject"] as string, record["property"] as string];
    if (!NAMING.includes(property) || record["value"] === undefined) continue;
    const of = called.get(subject) ?? new Map<string, Set<string>>();
    called.set(subject, of.set(property, (of.get(property) ?? new Set()).add(wordsOfValue(record["value"] as Value))));
  }
  return new Map(
    [...types].map(([id, type]) => {
      const property = NAMING.find((one) => called.get(id)?.has(one));
      return [id, { type, name: property === undefined ? "" : [...called.get(id)!.get(property)!].join(" / ") }];
    }),
  );
}

function rowFor(one: LeavingRecord, names: Names): Row {
  const { record } = one;
  const text = (field: string): string => fieldText(record, field);
  const list = (field: string): string => (Array.isArray(record[field]) ? record[field].map(String).join(LIST_BREAK) : "");
  const subject = subjectOf(record);
  const cited = (record["citations"] ?? []) as readonly Fields[];
  return {
    record: text("kind"),
    id: text("id"),
    case: text("case"),
    standing: one.standing,
    disputed: yesNo(one.disputed),
    conflict: yesNo(one.conflict),
    decided: yesNo(one.decided),
    guarded: one.guarded,
    withheld: one.withheld.join(LIST_BREAK),
    subject,
    "subject type": names.get(subject)?.type ?? "",
    "subject name": names.get(subject)?.name ?? "",
    property: text("property"),
    stance: text("stance"),
    ...ofKind(record, names),
    "said by": text("saidBy"),
    "said by name": names.get(text("saidBy"))?.name ?? "",
    "stands against": list("against"),
    replaces: list("supersedes"),
    ...(typeof record["credibility"] === "number" ? { credibility: record["credibility"] } : {}),
    reasoning: text("reasoning"),
    cites: cited.map((citation) => placeWords(citation)).join(LIST_BREAK),
    quotes: cited.flatMap((citation) => (typeof citation["quote"] === "string" ? [citation["quote"]] : [])).join(LIST_BREAK),
  };
}

function yesNo(is: boolean | null): string {
  return is === null ? "" : is ? "yes" : "no";
}

/** What a row is about: the subject of a statement, the source of an assessment, the text of a translation. */
function subjectOf(record: Fields): string {
  for (const field of ["subject", "source", "report"]) if (typeof record[field] === "string") return record[field];
  if (record["kind"] === "subject") return record["id"] as string;
  return record["kind"] === "consent" ? fieldText(record, "of") : "";
}

/** What each kind has in the columns of its value. */
function ofKind(record: Fields, names: Names): Row {
  const text = (field: string): string => fieldText(record, field);
  const join = (...parts: readonly string[]): string => parts.filter((part) => part !== "").join(LIST_BREAK);
  const when = (field: string): Row => (record[field] === undefined ? {} : timeCells(record[field] as FuzzyTime));
  switch (record["kind"]) {
    case "subject":
      return {};
    case "statement":
      return {
        ...(record["during"] === undefined ? {} : timeCells(record["during"] as FuzzyTime)),
        ...(record["value"] === undefined ? {} : valueCells(record["value"] as Value, names)),
      };
    case "officialStatement":
      return { property: text("position"), form: "words", value: text("words"), "value name": join(text("speaker"), text("office"), text("outlet"), text("targetWords")), "stands against": targets(record), ...when("said") };
    case "finding":
      return { property: typeof record["standard"] === "number" ? `standard ${record["standard"]}` : "", form: "proposition", value: text("proposition"), "stands against": ids(record, "against"), cites: ids(record, "for") };
    case "linkDecision":
      return { property: text("decision"), value: ids(record, "persons") };
    case "derivesFrom":
      return { property: "repeats", value: ids(record, "from") };
    case "assessment":
      return { property: text("basis"), ...(typeof record["reliability"] === "number" ? { least: record["reliability"], most: record["reliability"] } : {}) };
    case "consent":
      return { property: text("purpose"), stance: text("answer"), value: text("to"), "value name": text("by"), last: text("expires") };
    case "step":
      return { property: text("outcome"), value: text("what"), "value name": text("toWhom"), ...when("when") };
    default:
      return { value: text("text"), "value name": text("lang"), ...when("when"), ...when("received") };
  }
}

function valueCells(value: Value, names: Names): Row {
  const form = Object.keys(value)[0] ?? "";
  const row: Row = { form, value: wordsOfValue(value) };
  if (value.number !== undefined) return { ...row, least: value.number, most: value.number };
  if (value.count !== undefined) return { ...row, ...countCells(value.count) };
  if (value.time !== undefined) return { ...row, ...timeCells(value.time) };
  if (value.place !== undefined) return { ...row, ...placeCells(value.place) };
  if (value.ref !== undefined) return { ...row, "value name": names.get(value.ref)?.name ?? "" };
  return row;
}

function wordsOfValue(value: Value): string {
  if (value.name !== undefined) return nameWords(value.name);
  if (value.code !== undefined) return codeWords(value.code);
  if (value.time !== undefined) return value.time.asGiven ?? [value.time.first ?? "", value.time.last ?? ""].join("/");
  if (value.place !== undefined) return [...(value.place.adminPath ?? []), ...(value.place.asGiven === undefined ? [] : [value.place.asGiven])].join(LIST_BREAK);
  if (value.count !== undefined) return value.count.asGiven ?? "";
  const plain = value.text ?? value.ref ?? value.flag ?? value.number;
  return plain === undefined ? "" : String(plain);
}

function nameWords({ full }: Partial<Name>): string {
  return full ?? "";
}

function codeWords({ term }: Partial<Code>): string {
  return term ?? "";
}

function countCells({ min, max }: Count): Row {
  return { ...(min === undefined ? {} : { least: min }), ...(max === undefined ? {} : { most: max }) };
}

function timeCells({ kind, first, last }: FuzzyTime): Row {
  return { "time kind": kind, first: first ?? "", last: last ?? "" };
}

function placeCells({ latMicrodegrees: lat, lonMicrodegrees: lon, radiusM }: FuzzyPlace): Row {
  return lat === undefined || lon === undefined || radiusM === undefined ? {} : { latitude: lat / 1e6, longitude: lon / 1e6, "radius m": radiusM };
}

function ids(record: Fields, field: string): string {
  return Array.isArray(record[field]) ? (record[field] as readonly Json[]).map(String).join(LIST_BREAK) : "";
}

function targets(record: Fields): string {
  return ((record["targets"] ?? []) as readonly Fields[]).map(({ on, property }) => [on, property].filter((part) => part !== undefined).map(String).join(" ")).join(LIST_BREAK);
}

function placeWords(citation: Fields): string {
  const at = citation["at"] as { readonly text?: { readonly start: number; readonly end: number }; readonly page?: number } | undefined;
  const place = at?.text !== undefined ? ` ${at.text.start}-${at.text.end}` : at?.page !== undefined ? ` p. ${at.page}` : "";
  return `${fieldText(citation, "of")}${place}`;
}
