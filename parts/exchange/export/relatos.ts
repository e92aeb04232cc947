/**
 * Relatos: XML in which each case is told with its persons, acts and what is said of them, in the manner of the relatos that documentation groups exchange
 * (docs/formats/export.md, "Relatos"). Any text can stand in it, and all of it is read back by `readRelatos`.
 */
import type { Json } from "#bytes";
import { ExchangeError } from "../errors.ts";
import { elementsOf, type XmlElement } from "../readers/xml.ts";
import { checkRecord } from "./check-record.ts";
import { EXPORT_VERSION } from "./json-lines.ts";
import { fieldText, LEFT_OUT, WITHHELD, type Leaving, type LeavingRecord } from "./leaving.ts";

export const RELATOS_NAMESPACE = "urn:vouchsafe:relatos:1";
type Fields = { readonly [field: string]: Json };

/** What XML 1.0 cannot hold (production [2]), and the carriage return, which a reader would make a line feed. */
const NOT_IN_XML = /[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

export function relatosOf({ ceiling, earlier, records, leftOut, withheld }: Leaving): string {
  const counts = (name: string, of: readonly { readonly code: string; readonly count: number }[]): string => of.map(({ code, count }) => `  <${name} code="${code}" count="${count}"/>\n`).join("");
  const cases = Map.groupBy(records, ({ record }) => fieldText(record, isCase(record) ? "id" : "case"));
  const relatos = [...cases].map(([id, of]) => `  <relato${id === "" ? "" : ` case="${id}"`}>\n${of.map(recordElement).join("")}  </relato>\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<relatos xmlns="${RELATOS_NAMESPACE}" version="${EXPORT_VERSION}" ceiling="${ceiling}" earlier="${earlier}" records="${records.length}">\n${counts("left-out", leftOut)}${counts("withheld", withheld)}${relatos.join("")}</relatos>\n`;
}

function isCase(record: Fields): boolean {
  return record["kind"] === "subject" && record["type"] === "case";
}

/** `person`, `act` … for a subject, else its kind. The marks are attributes, the fields elements. */
function recordElement({ record, standing, disputed, conflict, decided, guarded, withheld }: LeavingRecord): string {
  const kind = fieldText(record, "kind");
  const name = kind === "subject" ? fieldText(record, "type") : kind;
  const flag = (mark: string, is: boolean | null): string => (is === null ? "" : ` ${mark}="${is ? "yes" : "no"}"`);
  const marks = ` id="${fieldText(record, "id")}" standing="${standing}"${flag("disputed", disputed)}${flag("conflict", conflict)}${flag("decided", decided)} guarded="${guarded}"${withheld.length === 0 ? "" : ` withheld="${withheld.join(" ")}"`}`;
  const fields = Object.entries(record).filter(([field]) => field !== "id" && field !== "kind" && !(kind === "subject" && field === "type"));
  if (fields.length === 0) return `    <${name}${marks}/>\n`;
  return `    <${name}${marks}>\n${fields.map(([field, json]) => element(field, json, "      ")).join("")}    </${name}>\n`;
}

/** A text is bare; a number, a truth, a list and an object say so. */
function element(name: string, json: Json, indent: string): string {
  if (typeof json === "string") return `${indent}<${name}${NOT_IN_XML.test(json) ? ` form="json">${escaped(JSON.stringify(json).replace(/[^\u0020-\u007e]/g, inHex))}` : `>${escaped(json)}`}</${name}>\n`;
  if (typeof json === "number") return `${indent}<${name} form="number">${json}</${name}>\n`;
  if (typeof json === "boolean") return `${indent}<${name} form="truth">${json}</${name}>\n`;
  if (Array.isArray(json)) return `${indent}<${name} form="list">\n${json.map((one: Json) => element("item", one, `${indent}  `)).join("")}${indent}</${name}>\n`;
  if (json === null) throw new TypeError("a record holds no null");
  const inside = Object.entries(json).map(([field, content]) => element(field, content, `${indent}  `));
  return `${indent}<${name} form="fields">\n${inside.join("")}${indent}</${name}>\n`;
}

function inHex(unit: string): string {
  return [...Array(unit.length).keys()].map((i) => `\\u${unit.charCodeAt(i).toString(16).padStart(4, "0")}`).join("");
}

/** `>` too, so that no `]]>` can stand in a text. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Throws `ExchangeError`: what the reader of XML throws, and `not-this-format` with the line. */
export function readRelatos(pieces: Iterable<string>): Leaving {
  let head: Readonly<Record<string, string>> = {};
  const records: LeavingRecord[] = [];
  const leftOut: Leaving["leftOut"][number][] = [];
  const withheld: Leaving["withheld"][number][] = [];
  const root = (name: string, attributes: Readonly<Record<string, string>>): void => {
    if (name !== "relatos" || attributes["xmlns"] !== RELATOS_NAMESPACE || attributes["version"] !== String(EXPORT_VERSION)) throw new ExchangeError("not-this-format");
    head = attributes;
  };
  // A case may have more records than are held at once: they come one by one.
  for (const one of elementsOf(pieces, root, "relato")) {
    if (one.name === "left-out") leftOut.push(countOf(one, LEFT_OUT));
    else if (one.name === "withheld") withheld.push(countOf(one, WITHHELD));
    else records.push(recordOf(one));
  }
  if (head["records"] !== String(records.length) || !/^[0-3]$/.test(head["ceiling"] ?? "")) throw new ExchangeError("not-this-format");
  return { ceiling: Number(head["ceiling"]), earlier: head["earlier"] === "true", records, leftOut, withheld };
}

function countOf<C extends string>({ attributes, line }: XmlElement, codes: readonly C[]): { readonly code: C; readonly count: number } {
  const code = codes.find((one) => one === attributes["code"]);
  if (code === undefined || !/^[1-9][0-9]{0,14}$/.test(attributes["count"] ?? "")) throw new ExchangeError("not-this-format", line);
  return { code, count: Number(attributes["count"]) };
}

const OTHER_KINDS = new Set(["statement", "officialStatement", "finding", "linkDecision", "derivesFrom", "assessment", "consent", "step", "appeal", "report", "translation"]);

function recordOf(from: XmlElement): LeavingRecord {
  const { name, attributes, children, line } = from;
  const flag = (mark: string): boolean | null => (attributes[mark] === undefined ? null : attributes[mark] === "yes");
  const kind: Fields = OTHER_KINDS.has(name) ? { kind: name } : { kind: "subject", type: name };
  const record: Fields = { id: attributes["id"] ?? "", ...kind, ...fieldsOf(children) };
  return checkRecord(
    {
      standing: attributes["standing"] ?? "",
      disputed: flag("disputed"),
      conflict: flag("conflict"),
      decided: flag("decided"),
      guarded: Number(attributes["guarded"] ?? "-1"),
      withheld: attributes["withheld"]?.split(" ") ?? [],
      record,
    },
    line,
  );
}

function fieldsOf(children: readonly XmlElement[]): Fields {
  const entries = children.map((child): [string, Json] => [child.name, contentOf(child)]);
  if (new Set(entries.map(([field]) => field)).size !== entries.length) throw new ExchangeError("not-this-format", children[0]!.line);
  return Object.fromEntries(entries);
}

function contentOf({ attributes, children, text, line }: XmlElement): Json {
  const refuse = (): never => {
    throw new ExchangeError("not-this-format", line);
  };
  const { form } = attributes;
  if ((form === "list" || form === "fields" ? text.trim() !== "" : children.length > 0)) return refuse();
  switch (form) {
    case undefined:
      return text;
    case "number":
      return /^-?(?:0|[1-9][0-9]{0,15})$/.test(text) ? Number(text) : refuse();
    case "truth":
      return text === "true" || (text === "false" ? false : refuse());
    case "list":
      return children.every(({ name }) => name === "item") ? children.map(contentOf) : refuse();
    case "fields":
      return fieldsOf(children);
    case "json":
      return jsonText(text) ?? refuse();
    default:
      return refuse();
  }
}

function jsonText(text: string): string | null {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "string" ? json : null;
  } catch {
    return null;
  }
}
