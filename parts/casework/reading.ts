/**
 * A document that somebody has read: passages by position, what each states, who says so and what it denies. Turns it into the records a
 * monitor would have made of it in the reading room. The form is ours; test data and demonstrations use it.
 */
import { z } from "zod";
import { CaseworkError } from "./errors.ts";
import { passageOf } from "./citations.ts";
import { charactersOf } from "./fields.ts";
import { guessFromWords } from "./guess.ts";
import type { Citation, KnownRecord, OfficialStatement } from "./records.ts";
import type { Value } from "./values.ts";
import { count } from "./values.ts";
import { newId, penOf, type Pen, type RandomBytes } from "./write.ts";

const placed = {
  id: z.string(),
  start: z.int().min(0),
  end: z.int().min(1),
  saidBy: z.string().optional(),
  note: z.string().optional(),
  independentRoots: z.tuple([z.int(), z.int()]).optional(),
};
const stances = z.enum(["asserts", "denies", "doubts", "corrects"]);
const positions = z.enum([
  "acknowledges",
  "denies the fact",
  "denies responsibility",
  "other explanation",
  "blames the source",
  "says never held",
  "refuses comment",
]);

const actPassage = z.strictObject({
  ...placed,
  kind: z.literal("act"),
  stance: stances,
  act: z.string().optional(),
  acts: z.array(z.string()).optional(),
  count: count.optional(),
  age: z.int().optional(),
  involved: z.array(z.string()).optional(),
  contradicts: z.strictObject({ statement: z.string(), property: z.string() }).optional(),
});
const denialPassage = z.strictObject({
  ...placed,
  kind: z.literal("denial"),
  position: positions,
  denies: z.array(z.string()).optional(),
  target: z.string().optional(),
  level: z.literal("case").optional(),
});
const stepPassage = z.strictObject({ ...placed, kind: z.literal("step"), by: z.string().optional(), outcome: z.string().optional() });
const wordsPassage = z.strictObject({ ...placed, kind: z.enum(["appeal", "advanceStatement"]) });

const readingForm = z.object({
  roots: z.record(
    z.string(),
    z.strictObject({
      assessed: z.boolean().optional(),
      root: z.string().optional(),
      repeats: z.string().optional(),
      official: z.boolean().optional(),
    }),
  ),
  statements: z.array(z.discriminatedUnion("kind", [actPassage, denialPassage, stepPassage, wordsPassage])),
});
export type Reading = z.infer<typeof readingForm>;
export type ReadPassage = Reading["statements"][number] & { readonly quote: string };
type Passage<K extends string> = Extract<ReadPassage, { kind: K }>;

/** The passages with the words that stand at their positions. Throws `CaseworkError("not-a-body" | "bad-citation")`. */
export function readDocument(given: unknown, text: string): { readonly roots: Reading["roots"]; readonly passages: readonly ReadPassage[] } {
  const parsed = readingForm.safeParse(given);
  if (!parsed.success) throw new CaseworkError("not-a-body");
  const length = charactersOf(text);
  const passages = parsed.data.statements.map((statement) => {
    if (statement.start >= statement.end || statement.end > length) throw new CaseworkError("bad-citation");
    return { ...statement, quote: passageOf(text, statement.start, statement.end) };
  });
  return { roots: parsed.data.roots, passages };
}

export interface ReadingRecords {
  readonly caseId: string;
  readonly reportId: string;
  readonly records: readonly KnownRecord[];
  /** Ids of the records that state each passage, by the reading's own id: an act's `kind`, a denial, a step. */
  readonly madeOf: ReadonlyMap<string, readonly string[]>;
  /** Act subjects of each passage. */
  readonly actsOf: ReadonlyMap<string, readonly string[]>;
  /** Source subjects by the reading's names. */
  readonly sourceOf: ReadonlyMap<string, string>;
}

/** Records for one case holding the document whole and each passage as what it states. `received` is the day the text came in. */
export function recordsFromReading(given: unknown, text: string, random: RandomBytes, received = "2031-01-15", lang = "en"): ReadingRecords {
  const { roots, passages } = readDocument(given, text);
  const caseId = newId(random);
  const pen = penOf(random, caseId);
  const report = pen("report", { channel: "document", received: { kind: "exact", first: received, last: received }, text, lang });
  const records: KnownRecord[] = [{ id: caseId, kind: "subject", type: "case", case: caseId }, report];
  const context: Context = { pen, records, lang, report: report.id, sources: new Map(), made: new Map(), acts: new Map() };
  writeSources(context, roots);
  for (const one of passages) if (one.kind === "act") writeAct(context, one);
  for (const one of passages) if (one.kind === "act" && one.contradicts !== undefined) writeContradiction(context, one, passages);
  for (const one of passages) {
    if (one.kind === "denial") writeDenial(context, one);
    else if (one.kind !== "act") writeWords(context, one);
  }
  return { caseId, reportId: report.id, records, madeOf: context.made, actsOf: context.acts, sourceOf: context.sources };
}

interface Context {
  readonly pen: Pen;
  readonly records: KnownRecord[];
  readonly lang: string;
  readonly report: string;
  readonly sources: Map<string, string>;
  readonly made: Map<string, string[]>;
  readonly acts: Map<string, string[]>;
}

function put<R extends KnownRecord>({ records }: Context, record: R): R {
  records.push(record);
  return record;
}

function citing({ report }: Context, { start, end, quote }: ReadPassage): { citations: Citation[] } {
  return { citations: [{ of: report, quote, at: { text: { start, end } } }] };
}

function saidBy({ sources }: Context, { saidBy: name }: ReadPassage): { saidBy?: string } {
  const source = name === undefined ? undefined : sources.get(name);
  return source === undefined ? {} : { saidBy: source };
}

function writeSources(context: Context, roots: Reading["roots"]): void {
  const { pen, sources } = context;
  const rootSources = new Map<string, string>();
  for (const [name, { official }] of Object.entries(roots)) {
    const source = put(context, pen("subject", { type: "source" })).id;
    sources.set(name, source);
    put(context, pen("statement", { subject: source, property: "alias", stance: "asserts", value: { text: name } }));
    if (official === true)
      put(
        context,
        pen("statement", { subject: source, property: "kind", stance: "asserts", value: { code: { list: "sourceKind", term: "official" } } }),
      );
  }
  for (const [name, { assessed, root, repeats }] of Object.entries(roots)) {
    const source = sources.get(name)!;
    if (assessed === true) put(context, pen("assessment", { source, reasoning: "assessed in the reading" }));
    if (repeats !== undefined && sources.has(repeats)) put(context, pen("derivesFrom", { source, from: [sources.get(repeats)!] }));
    // Two names of one root: the later repeats the earlier.
    const sameRoot = root === undefined ? undefined : rootSources.get(root);
    if (sameRoot !== undefined) put(context, pen("derivesFrom", { source, from: [sameRoot] }));
    else if (root !== undefined) rootSources.set(root, source);
  }
}

function writeAct(context: Context, one: Passage<"act">): void {
  const { pen } = context;
  const from = { ...saidBy(context, one), ...citing(context, one) };
  const says = (subject: string, property: string, value: Value, stance = "asserts" as typeof one.stance): string =>
    put(context, pen("statement", { subject, property, stance, value, ...from })).id;
  const guess = guessFromWords(one.quote, context.lang);
  for (const term of one.acts ?? [one.act ?? "other"]) {
    const act = put(context, pen("subject", { type: "act" })).id;
    add(context.acts, one.id, act);
    add(context.made, one.id, says(act, "kind", { code: { list: "act", term } }, one.stance));
    if (one.count !== undefined) {
      const words = guess.counts.find((found) => found.min === one.count!.min && found.max === one.count!.max)?.asGiven;
      says(act, "affected", { count: { ...one.count, ...(words === undefined ? {} : { asGiven: words }) } });
    }
    if (one.age !== undefined) {
      const victim = put(context, pen("subject", { type: "person" })).id;
      says(act, "victim", { ref: victim });
      says(victim, "age", { number: one.age });
    }
    for (const described of one.involved ?? []) {
      const involvement = put(context, pen("subject", { type: "involvement" })).id;
      says(involvement, "act", { ref: act });
      says(involvement, "description", { text: described });
    }
  }
}

/** What one passage gives as a property of an act, another denies: both become statements about that property, the second against the first. */
function writeContradiction(context: Context, one: Passage<"act">, passages: readonly ReadPassage[]): void {
  const { statement, property } = one.contradicts!;
  const other = passages.find((passage) => passage.id === statement);
  const [act] = context.acts.get(statement) ?? [];
  if (other === undefined || act === undefined) throw new CaseworkError("not-a-body");
  const { pen } = context;
  const given = put(
    context,
    pen("statement", {
      subject: act,
      property,
      stance: "asserts",
      value: { text: other.quote },
      ...saidBy(context, other),
      ...citing(context, other),
    }),
  );
  const denial = put(
    context,
    pen("statement", { subject: act, property, stance: "denies", against: [given.id], ...saidBy(context, one), ...citing(context, one) }),
  );
  add(context.made, one.id, denial.id);
}

function writeDenial(context: Context, one: Passage<"denial">): void {
  const targets = (one.denies ?? []).flatMap((denied) => context.made.get(denied) ?? []).map((on) => ({ on }));
  const fields: Omit<OfficialStatement, "id" | "kind"> = {
    words: one.quote,
    position: one.position,
    lang: context.lang,
    ...saidBy(context, one),
    ...citing(context, one),
    ...(one.saidBy === undefined ? {} : { speaker: one.saidBy }),
    ...(targets.length === 0 ? {} : { targets }),
    ...(one.target === undefined ? {} : { targetWords: one.target }),
    ...(one.level === undefined ? {} : { level: one.level }),
  };
  add(context.made, one.id, put(context, context.pen("officialStatement", fields)).id);
}

function writeWords(context: Context, one: Passage<"step" | "appeal" | "advanceStatement">): void {
  const { pen, lang } = context;
  const from = { ...saidBy(context, one), ...citing(context, one) };
  const record =
    one.kind === "step"
      ? pen("step", {
          what: one.quote,
          ...(one.by === undefined ? {} : { by: one.by }),
          ...(one.outcome === undefined ? {} : { outcome: one.outcome }),
          ...from,
        })
      : one.kind === "appeal"
        ? pen("appeal", { text: one.quote, lang, ...from })
        : pen("sealedStatement", { text: one.quote, lang, ...from });
  add(context.made, one.id, put(context, record).id);
}

function add(map: Map<string, string[]>, key: string, value: string): void {
  map.set(key, [...(map.get(key) ?? []), value]);
}
