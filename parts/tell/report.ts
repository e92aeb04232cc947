/** What a reporter's page says (docs/formats/envelope.md, "Body"): canonical JSON, at most what an envelope holds. */
import { BytesError, canonical, parseCanonical, type Bytes, type Json } from "#bytes";
import { TellError } from "./errors.ts";

/** The largest body an envelope holds. */
export const MAX_BODY_BYTES = 32_696;

export type Report = {
  /** Language of the page it was written on (BCP 47), for who reads it first. */
  readonly language: string;
  /** Which version of the page wrote it. */
  readonly page: string;
  /** What happened, in the reporter's words. Never empty. */
  readonly text: string;
  /** When, as given: never made into a date here. */
  readonly when: string | null;
  /** Where, as given. */
  readonly where: string | null;
  /** The reporter says that somebody is in danger now. */
  readonly urgent: boolean;
};

/** A report of which some fields could not be read: what a newer page may send. */
export type PartOfReport = { readonly [field in keyof Report]: Report[field] | null };

/** A body as read. `unknown` keeps what this version has no name for; `newer` says that the page knows more than we do. */
export interface ReadBody {
  readonly newer: boolean;
  readonly known: PartOfReport;
  readonly unknown: { readonly [key: string]: Json };
}

type Fields = { readonly [key: string]: Json };
const FORM = 1;
const LANGUAGE = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/;
const PAGE = /^[0-9A-Za-z][0-9A-Za-z.-]{0,39}$/;
const ANY_TEXT = /[^]/;

/** How many bytes of an envelope this report takes, also where that is too many. Throws `TellError("bad-report")` on a lone surrogate. */
export function bodySizeBytes(report: Report): number {
  return spell(report).length;
}

/** The body of a report. Throws `TellError`: `bad-report` (a field out of form), `too-long`. */
export function writeBody(report: Report): Bytes {
  const body = spell(report);
  if (body.length > MAX_BODY_BYTES) throw new TellError("too-long");
  const known = partOf(report);
  if (wholeReport(known) === null || known.when !== report.when || known.where !== report.where) throw new TellError("bad-report");
  return body;
}

/** Reads a body. Throws `TellError("bad-body")` where it is not canonical JSON, or is of our form and not as our form says. */
export function readBody(body: Uint8Array): ReadBody {
  const { v, ...fields } = parseObject(body);
  if (typeof v !== "number" || v < FORM) throw new TellError("bad-body");
  const known = partOf(fields);
  const understood = new Map<string, Json>(Object.entries(known));
  const unknown = Object.fromEntries(Object.entries(fields).filter(([key]) => (understood.get(key) ?? null) === null));
  const misread = Object.keys(unknown).some((key) => understood.has(key));
  if (v === FORM && (misread || wholeReport(known) === null)) throw new TellError("bad-body");
  return { newer: v > FORM || Object.keys(unknown).length > 0, known, unknown };
}

/** The report, or `null` where a field that every report has is missing. */
export function wholeReport({ language, page, text, when, where, urgent }: PartOfReport): Report | null {
  if (language === null || page === null || text === null || urgent === null) return null;
  return { language, page, text, when, where, urgent };
}

function partOf(fields: Fields): PartOfReport {
  return {
    language: textIn(fields["language"], LANGUAGE),
    page: textIn(fields["page"], PAGE),
    text: textIn(fields["text"], ANY_TEXT),
    when: textIn(fields["when"], ANY_TEXT),
    where: textIn(fields["where"], ANY_TEXT),
    urgent: typeof fields["urgent"] === "boolean" ? fields["urgent"] : null,
  };
}

function spell(report: Report): Bytes {
  const given = Object.entries(report).filter(([, value]) => value !== null);
  try {
    return canonical({ ...Object.fromEntries(given), v: FORM });
  } catch (error) {
    if (error instanceof BytesError) throw new TellError("bad-report");
    throw error;
  }
}

function textIn(value: Json | undefined, pattern: RegExp): string | null {
  return typeof value === "string" && pattern.test(value) ? value : null;
}

function parseObject(body: Uint8Array): Fields {
  try {
    const value = parseCanonical(body);
    if (isObject(value)) return value;
  } catch (error) {
    if (!(error instanceof BytesError)) throw error;
  }
  throw new TellError("bad-body");
}

function isObject(value: Json): value is Fields {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
