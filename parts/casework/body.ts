/** Bodies of entries: bytes to records and back (docs/formats/record.md). What is newer than this program is kept; what is broken is refused. */
import type { z } from "zod";
import { BytesError, canonical, parseCanonical, type Bytes, type Json } from "#bytes";
import { CASEWORK_ERROR_CODES, CaseworkError, type CaseworkErrorCode } from "./errors.ts";
import { LIMITS } from "./fields.ts";
import { SCHEMAS, type CaseRecord, type Kind, type KnownRecord } from "./records.ts";

/** One act of a user. `newer`: the body itself is of a later form; of an unknown version nothing in it is read. */
export interface Body {
  readonly act: string | null;
  readonly records: readonly CaseRecord[];
  readonly newer: boolean;
}

type JsonObject = { readonly [key: string]: Json };

const ACT = /^[a-z][a-z0-9-]{0,39}$/;
const ID = /^[0-9a-f]{32}$/;
const KIND = /^[a-z][A-Za-z0-9]{0,39}$/;

/** Reads a body. Throws `CaseworkError`. */
export function parseBody(bytes: Uint8Array): Body {
  if (bytes.length > LIMITS.bodyBytes) throw new CaseworkError("too-large");
  const body = parseJson(bytes);
  if (!isObject(body) || !isVersion(body.v)) throw new CaseworkError("not-a-body");
  if (body.v !== 1) return { act: null, records: [], newer: true };
  const { act, records } = body;
  if (typeof act !== "string" || !ACT.test(act)) throw new CaseworkError("bad-act");
  if (!Array.isArray(records)) throw new CaseworkError("not-a-body");
  if (records.length < 1 || records.length > LIMITS.records) throw new CaseworkError("record-count");
  const parsed = records.map((record: Json) => parseRecord(record));
  if (new Set(parsed.map((record) => record.id)).size !== parsed.length) throw new CaseworkError("same-id");
  return { act, records: parsed, newer: Object.keys(body).length > 3 };
}

/** The body of one act. Throws `CaseworkError` for anything `parseBody` would refuse, so that nothing is signed that nobody can read. */
export function composeBody(act: string, records: readonly CaseRecord[]): Bytes {
  const bytes = canonical({ v: 1, act, records: records.map(jsonOf) });
  parseBody(bytes);
  return bytes;
}

/** One record of a body, checked. Throws `CaseworkError`. */
export function parseRecord(json: Json): CaseRecord {
  if (!isObject(json) || typeof json.id !== "string" || !ID.test(json.id) || typeof json.kind !== "string" || !KIND.test(json.kind)) {
    throw new CaseworkError("bad-header");
  }
  if (json.v !== undefined && !isVersion(json.v)) throw new CaseworkError("bad-header");
  const newer: CaseRecord = { id: json.id, kind: "newer form", raw: json };
  if (!Object.hasOwn(SCHEMAS, json.kind) || (json.v !== undefined && json.v !== 1)) return newer;
  const parsed = SCHEMAS[json.kind as Kind].safeParse(json);
  if (!parsed.success) {
    const [broken] = brokenIssues(parsed.error.issues);
    if (broken === undefined) return newer;
    throw new CaseworkError(codeOf(broken));
  }
  if (pointsAtItself(parsed.data)) throw new CaseworkError("self-reference");
  return parsed.data;
}

/** A record as it stands in a body. */
export function jsonOf(record: CaseRecord): JsonObject {
  return record.kind === "newer form" ? record.raw : (record as unknown as JsonObject);
}

function parseJson(bytes: Uint8Array): Json {
  try {
    return parseCanonical(bytes);
  } catch (error) {
    if (error instanceof BytesError) throw new CaseworkError("not-canonical");
    throw error;
  }
}

function pointsAtItself(record: KnownRecord): boolean {
  if (record.supersedes?.includes(record.id)) return true;
  switch (record.kind) {
    case "withdraw":
      return record.target === record.id;
    case "statement":
      return record.against?.includes(record.id) === true;
    case "derivesFrom":
      return record.from.includes(record.source);
    case "exportApproval":
    case "exportMade":
      return record.on === record.id;
    default:
      return false;
  }
}

/** What is wrong with the fields we know. A rule over an object that has others too is not ours to judge: another field may be what meets it. */
function brokenIssues(issues: readonly z.core.$ZodIssue[]): readonly z.core.$ZodIssue[] {
  const widened = new Set(issues.filter(({ code }) => code === "unrecognized_keys").map(({ path }) => path.join(".")));
  return issues.filter(({ code, path }) => code !== "unrecognized_keys" && !(code === "custom" && widened.has(path.join("."))));
}

function codeOf(issue: z.core.$ZodIssue): CaseworkErrorCode {
  const named = CASEWORK_ERROR_CODES.find((known) => known === issue.message);
  return named ?? "bad-field";
}

function isObject(json: Json): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function isVersion(json: Json | undefined): json is number {
  return typeof json === "number" && json >= 1;
}
