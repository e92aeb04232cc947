/**
 * The records of a body (docs/formats/record.md). Each is written once and never changed: a later one supersedes or withdraws it.
 * Whatever can be disputed about a subject is a `statement`; the rest are acts of the group, signed as they stand.
 */
import { z } from "zod";
import type { Json } from "#bytes";
import {
  ageRecipient,
  charactersOf,
  code,
  distinct,
  document,
  hex32,
  id,
  idOrHash,
  integer,
  lang,
  line,
  LIMITS,
  several,
  term,
  text,
  word,
} from "./fields.ts";
import { SUBJECT_TYPES } from "./properties.ts";
import { day, fuzzyTime } from "./time.ts";
import { sensitivity, value } from "./values.ts";

/** Where in what is cited: characters of a text, a page, a time in a recording, a box on a page or picture in thousandths of its sides. */
const locator = z
  .strictObject({
    text: z
      .strictObject({
        start: integer(0, LIMITS.documentCharacters),
        end: integer(1, LIMITS.documentCharacters),
        prefix: line.exactOptional(),
        suffix: line.exactOptional(),
      })
      .refine(({ start, end }) => start < end, code("bad-citation"))
      .exactOptional(),
    page: integer(1, 100_000).exactOptional(),
    time: z
      .strictObject({ startMs: integer(0, 1_000_000_000), endMs: integer(1, 1_000_000_000).exactOptional() })
      .refine(({ startMs, endMs }) => endMs === undefined || startMs < endMs, code("bad-citation"))
      .exactOptional(),
    box: z
      .strictObject({ left: integer(0, 1000), top: integer(0, 1000), right: integer(0, 1000), bottom: integer(0, 1000) })
      .refine(({ left, top, right, bottom }) => left < right && top < bottom, code("bad-citation"))
      .exactOptional(),
  })
  .refine((at) => Object.keys(at).length > 0, code("bad-citation"));

/** `of` is a report, a translation or another record, or bytes by their hash. Positions are characters, `end` exclusive. */
const citation = z
  .strictObject({ of: idOrHash, quote: text.exactOptional(), at: locator.exactOptional() })
  .refine(
    ({ quote, at }) => quote === undefined || at?.text === undefined || charactersOf(quote) === at.text.end - at.text.start,
    code("bad-citation"),
  );
export type Citation = z.infer<typeof citation>;

const ids = distinct(id, LIMITS.names);
const citations = several(citation, LIMITS.citations);

const head = <K extends string>(kind: K) => ({
  id,
  kind: z.literal(kind),
  v: z.literal(1).exactOptional(),
  case: id.exactOptional(),
  supersedes: distinct(id, LIMITS.supersedes).exactOptional(),
});

const heard = { saidBy: id.exactOptional(), citations: citations.exactOptional() };

const subject = z.strictObject({ ...head("subject"), type: z.enum(SUBJECT_TYPES) });

const statement = z
  .strictObject({
    ...head("statement"),
    ...heard,
    subject: id,
    property: word,
    stance: z.enum(["asserts", "denies", "doubts", "corrects"]),
    value: value.exactOptional(),
    during: fuzzyTime.exactOptional(),
    against: ids.exactOptional(),
    credibility: integer(1, 6).exactOptional(),
    reasoning: text.exactOptional(),
    sensitivity: sensitivity.exactOptional(),
    loweredWhy: line.exactOptional(),
  })
  .refine((said) => said.value !== undefined || said.stance === "denies" || said.stance === "doubts", code("no-value"))
  .refine((said) => said.loweredWhy === undefined || said.sensitivity !== undefined, code("bad-field"));

const report = z
  .strictObject({
    ...head("report"),
    channel: z.enum(["tell", "phone", "in-person", "partner", "document", "web"]),
    received: fuzzyTime,
    title: line.exactOptional(),
    text: document.exactOptional(),
    lang: lang.exactOptional(),
    evidence: hex32.exactOptional(),
    commitment: hex32.exactOptional(),
    interviewer: hex32.exactOptional(),
    safetyNotes: text.exactOptional(),
  })
  .refine((came) => came.text !== undefined || came.evidence !== undefined, code("bad-field"));

const translation = z.strictObject({ ...head("translation"), report: id, text: document, lang, by: line.exactOptional() });

/** One mark, by the person who signs it: `taken` and `free` are theirs. */
const triage = z
  .strictObject({ ...head("triage"), report: id, mark: z.enum(["seen", "taken", "free", "urgent", "calm", "in case"]) })
  .refine((mark) => mark.mark !== "in case" || mark.case !== undefined, code("bad-field"));

/** Admiralty scale for `reliability`: 1 reliable to 5 unreliable, 6 cannot be judged. */
const assessment = z
  .strictObject({
    ...head("assessment"),
    source: id,
    reliability: integer(1, 6).exactOptional(),
    basis: term.exactOptional(),
    reasoning: text.exactOptional(),
  })
  .refine(({ reliability, basis, reasoning }) => (reliability ?? basis ?? reasoning) !== undefined, code("bad-field"));

const derivesFrom = z.strictObject({ ...head("derivesFrom"), source: id, from: ids, reasoning: text.exactOptional() });

const officialStatement = z.strictObject({
  ...head("officialStatement"),
  ...heard,
  words: text,
  position: z.enum([
    "acknowledges",
    "denies the fact",
    "denies responsibility",
    "other explanation",
    "blames the source",
    "says never held",
    "refuses comment",
  ]),
  speaker: line.exactOptional(),
  office: line.exactOptional(),
  outlet: line.exactOptional(),
  said: fuzzyTime.exactOptional(),
  lang: lang.exactOptional(),
  translation: text.exactOptional(),
  capture: hex32.exactOptional(),
  targets: several(z.strictObject({ on: id, property: word.exactOptional() }), LIMITS.targets).exactOptional(),
  targetWords: line.exactOptional(),
  level: z.literal("case").exactOptional(),
});

const linkDecision = z.strictObject({
  ...head("linkDecision"),
  persons: distinct(id, 2).length(2, code("bad-field")),
  decision: z.enum(["same", "not the same", "possibly"]),
  for: ids.exactOptional(),
  against: ids.exactOptional(),
  scoreMillibits: integer(-1_000_000, 1_000_000).exactOptional(),
  model: line.exactOptional(),
  reasoning: text.exactOptional(),
});

const consent = z.strictObject({
  ...head("consent"),
  of: id,
  purpose: z.enum(["keep", "statistics", "share", "submit", "publish name", "publish photo", "contact press"]),
  answer: z.enum(["yes", "no"]),
  to: line.exactOptional(),
  withName: z.boolean().exactOptional(),
  by: line.exactOptional(),
  capacity: term.exactOptional(),
  given: fuzzyTime.exactOptional(),
  expires: day.exactOptional(),
});

/** Its author proposes it; a `decision` of another person decides it. */
const finding = z.strictObject({
  ...head("finding"),
  proposition: text,
  standard: integer(0, 5),
  claims: ids.exactOptional(),
  for: ids.exactOptional(),
  against: ids.exactOptional(),
  documents: distinct(idOrHash, LIMITS.names).exactOptional(),
  alternatives: several(z.strictObject({ text, answer: text.exactOptional() }), 20).exactOptional(),
  denialsAnswered: several(z.strictObject({ denial: id, answer: text }), LIMITS.targets).exactOptional(),
  review: day.exactOptional(),
});

const decision = z.strictObject({ ...head("decision"), on: id, outcome: z.enum(["agrees", "disagrees"]), reasoning: text.exactOptional() });

const step = z.strictObject({
  ...head("step"),
  ...heard,
  what: text,
  by: line.exactOptional(),
  toWhom: line.exactOptional(),
  when: fuzzyTime.exactOptional(),
  outcome: text.exactOptional(),
});

const appeal = z.strictObject({
  ...head("appeal"),
  ...heard,
  text,
  lang: lang.exactOptional(),
  when: fuzzyTime.exactOptional(),
  about: ids.exactOptional(),
});

/** The text only: sealing and shares are another format. */
const sealedStatement = z.strictObject({
  ...head("sealedStatement"),
  ...heard,
  text,
  lang: lang.exactOptional(),
  signed: fuzzyTime.exactOptional(),
  witnesses: distinct(line, 4).exactOptional(),
});

/** Of a member of the group. */
const custody = z.strictObject({
  ...head("custody"),
  person: hex32,
  state: z.enum(["normal", "quiet", "held", "in custody", "out, unverified", "reinstated", "deceased"]),
  since: fuzzyTime.exactOptional(),
  note: text.exactOptional(),
});

const withdraw = z.strictObject({ ...head("withdraw"), target: id, why: line.exactOptional() });

const adopt = z
  .strictObject({
    ...head("adopt"),
    entries: distinct(hex32, 500).exactOptional(),
    chains: several(z.strictObject({ device: hex32, upTo: hex32 }), LIMITS.targets).exactOptional(),
  })
  .refine(({ entries, chains }) => (entries ?? chains) !== undefined, code("bad-field"));

/**
 * One person asks that a part of the record may leave the group. Nothing leaves by it: an `exportApproval` of another person must name the hash of the
 * very file. `ceiling` ends at 3: what identifies a source is never asked for.
 */
const exportRequest = z
  .strictObject({
    ...head("exportRequest"),
    of: z
      .strictObject({ case: id.exactOptional(), subjects: ids.exactOptional(), all: z.literal(true).exactOptional() })
      .refine((of) => Object.keys(of).length === 1, code("bad-field")),
    format: z.enum(["csv", "jsonl", "xml"]),
    bom: z.literal(true).exactOptional(),
    ceiling: integer(0, 3),
    earlier: z.literal(true).exactOptional(),
    why: text,
    to: line,
    expires: day,
    seal: z.enum(["passphrase", "recipient", "plain"]),
    recipient: ageRecipient.exactOptional(),
  })
  .refine((asked) => (asked.recipient !== undefined) === (asked.seal === "recipient"), code("bad-field"))
  .refine((asked) => asked.bom === undefined || asked.format === "csv", code("bad-field"));

/** Who agrees names the file they had before them, by its hash. */
const exportApproval = z
  .strictObject({
    ...head("exportApproval"),
    on: id,
    outcome: z.enum(["agrees", "disagrees"]),
    file: hex32.exactOptional(),
    reasoning: text.exactOptional(),
  })
  .refine((approval) => approval.outcome === "disagrees" || approval.file !== undefined, code("bad-field"));

/** The file was written: `file` is the hash of what was approved, `sealed` of the age file around it. Never its content. */
const exportMade = z.strictObject({
  ...head("exportMade"),
  on: id,
  file: hex32,
  sealed: hex32.exactOptional(),
  records: integer(0, 1_000_000_000),
});

const people = integer(1, 50_000_000);
const oneList = z.strictObject({ name: line, sources: ids });
const onLists = z.strictObject({ on: z.string().regex(/^[01]{2,12}$/, code("bad-field")), people });
const counts = several(onLists, 1000);
const verdict = z.enum(["range", "not-estimable", "refused"]);
const limits = { lower: people.exactOptional(), upper: integer(1, 1_000_000_000_000).exactOptional() };
const areLimits = ({ lower, upper }: { readonly lower?: number; readonly upper?: number }): boolean =>
  (lower === undefined) === (upper === undefined) && (lower ?? 0) <= (upper ?? 0);
/** Links by how many signed them, and what came out if those that one alone has signed counted too. */
const linksCounted = z
  .strictObject({ agreed: integer(0, 50_000_000), alone: integer(0, 50_000_000), contested: integer(0, 50_000_000), listed: people, ...limits })
  .refine(areLimits, code("bad-field"));
const groupCounted = z.strictObject({ name: line.exactOptional(), counts, verdict, ...limits }).refine(areLimits, code("bad-field"));
const groupsCounted = z.strictObject({ by: term, groups: several(groupCounted, 40), ...limits, result: hex32 }).refine(areLimits, code("bad-field"));
const waysOfLinking = z
  .strictObject({ model: line, tables: several(z.strictObject({ counts }), 50).min(10, code("bad-field")), ...limits, result: hex32 })
  .refine(areLimits, code("bad-field"));

/**
 * How many are on no list, as reckoned on a day from what the group held then. The counts, the seed and the settings are in it, so that whoever holds it
 * can reckon it again to the byte (`result`); `input` says from whom it was counted, and names nobody.
 */
const estimate = z
  .strictObject({
    ...head("estimate"),
    title: line,
    day,
    lists: several(oneList, 12).min(2, code("bad-field")),
    counts,
    input: hex32,
    reckoning: integer(1, 1_000_000),
    seed: line,
    resamples: integer(0, 100_000),
    chains: integer(0, 64),
    burnIn: integer(100, 10_000_000),
    draws: integer(100, 1_000_000),
    verdict,
    ...limits,
    warnings: distinct(term, 40).exactOptional(),
    result: hex32,
    links: linksCounted.exactOptional(),
    groups: groupsCounted.exactOptional(),
    ways: waysOfLinking.exactOptional(),
  })
  .refine(
    ({ lists, counts, groups, ways }) =>
      [counts, ...(groups?.groups ?? []).map(({ counts }) => counts), ...(ways?.tables ?? []).map(({ counts }) => counts)].every(
        (table) => table.every(({ on }) => on.length === lists.length && on.includes("1")) && new Set(table.map(({ on }) => on)).size === table.length,
      ),
    code("bad-field"),
  )
  .refine(({ verdict, lower, upper }) => (verdict === "range") === (lower !== undefined && upper !== undefined), code("bad-field"))
  .refine(areLimits, code("bad-field"));

/** The schema of each kind at version 1. */
export const SCHEMAS = {
  subject,
  statement,
  report,
  translation,
  triage,
  assessment,
  derivesFrom,
  officialStatement,
  linkDecision,
  consent,
  finding,
  decision,
  step,
  appeal,
  sealedStatement,
  custody,
  withdraw,
  adopt,
  exportRequest,
  exportApproval,
  exportMade,
  estimate,
} as const;
export type Kind = keyof typeof SCHEMAS;
export type RecordOf<K extends Kind> = z.infer<(typeof SCHEMAS)[K]>;

export type Subject = RecordOf<"subject">;
export type Statement = RecordOf<"statement">;
export type Stance = Statement["stance"];
export type Report = RecordOf<"report">;
export type OfficialStatement = RecordOf<"officialStatement">;
export type Position = OfficialStatement["position"];
export type Consent = RecordOf<"consent">;
export type Finding = RecordOf<"finding">;
export type Withdraw = RecordOf<"withdraw">;
export type ExportRequest = RecordOf<"exportRequest">;
export type ExportApproval = RecordOf<"exportApproval">;

/** A record of a kind, version or with fields that came after this program. It is kept whole and shown as "newer form". */
export interface NewerRecord {
  readonly id: string;
  readonly kind: "newer form";
  readonly raw: { readonly [key: string]: Json };
}

export type KnownRecord = { [K in Kind]: RecordOf<K> }[Kind];
export type CaseRecord = KnownRecord | NewerRecord;
