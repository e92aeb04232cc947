/**
 * The finding in a record: what is held to be so, to which standard, on what, and against what. Two or more decided it, and
 * nobody is named: "two" is all an outsider is told, and all a seizure of the package yields.
 */
import { z } from "zod";
import { day, hex, sourceAlias, text } from "./fields.ts";

/** The standards of proof, by level. */
export const STANDARDS = [
  "allegation recorded",
  "reasonable suspicion",
  "reasonable grounds to believe",
  "balance of probabilities",
  "clear and convincing",
  "beyond reasonable doubt",
] as const;

export const SOURCE_KINDS = [
  "victim",
  "eyewitness",
  "relative",
  "co-detainee",
  "insider",
  "lawyer",
  "medic",
  "journalist",
  "document",
  "open-web",
  "official",
  "other",
] as const;

export const BASES = ["saw", "heard", "told-officially", "inferred", "is-the-source", "unknown"] as const;

const moment = z.string().regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?Z)?$/);

const fuzzyTime = z.strictObject({
  first: moment.nullable(),
  last: moment.nullable(),
  /** exact; within: at some moment between; throughout: all of it. */
  kind: z.enum(["exact", "within", "throughout"]),
  asGiven: text(500),
});

const quote = z.strictObject({
  /** The item the words stand in, `null` where that item is not in the package. */
  item: hex(16).nullable(),
  /** Where in it: a page, a time code, a paragraph. */
  locator: text(200).nullable(),
  quote: text(5000),
});

const statement = z.strictObject({
  /** Whom or what it is about, by the package's own label: "the first man", "the raid". */
  about: text(200),
  property: text(200),
  value: text(5000),
  time: fuzzyTime.nullable(),
  stance: z.enum(["asserts", "denies", "doubts", "corrects"]),
  source: sourceAlias,
  /** 1 confirmed … 5 improbable, 6 cannot be judged; `null`: not assessed. */
  credibility: z.int().min(1).max(6).nullable(),
  quotes: z.array(quote).max(50),
});

const source = z.strictObject({
  alias: sourceAlias,
  kind: z.enum(SOURCE_KINDS),
  basis: z.enum(BASES),
  /** Sources this one repeats: two that share a root count as one. */
  repeats: z.array(sourceAlias).max(100),
});

export const findingSchema = z
  .strictObject({
    id: hex(16),
    proposition: text(5000),
    standard: z.int().min(0).max(5),
    /** The standard in words: `STANDARDS[standard]`. */
    standardName: z.enum(STANDARDS),
    sources: z.array(source).min(1).max(1000),
    for: z.array(statement).max(1000),
    against: z.array(statement).max(1000),
    /** Other explanations that were considered, and why they were set aside or left open. */
    alternatives: z.array(z.strictObject({ explanation: text(2000), answer: text(2000) })).max(100),
    denials: z.array(z.strictObject({ statement, answer: text(2000) })).max(100),
    decidedBy: z.literal("two"),
    decidedOn: day,
    reviewOn: day.nullable(),
    supersedes: hex(16).nullable(),
  })
  .refine((finding) => STANDARDS[finding.standard] === finding.standardName);

export type Finding = z.infer<typeof findingSchema>;
export type FindingStatement = z.infer<typeof statement>;
export type FindingSource = z.infer<typeof source>;
