/** Choosing lists, looking at their overlap, estimating in workers, stopping, saving what came out (api-estimates.ts). */
import { availableParallelism } from "node:os";
import { Hono } from "hono";
import { z } from "zod";
import { utf8 } from "#bytes";
import { signersOf, penOf, type CaseRecord, type RecordOf, type Shown } from "#casework";
import { listsOfBook, type CountedLists } from "#confirm";
import { randomBytes, sha256Hex } from "#prim";
import { CaptureError, patternOf, refusalsOf, type Estimate, type EstimateSettings, type Table } from "#stats";
import { write, type OpenDesk } from "../../core/index.ts";
import { runEstimate } from "../../estimates/index.ts";
import type { EstimateJob, EstimatesView, EstimateView, OverlapView, SavedEstimate } from "../../api-estimates.ts";
import { notFound, withBody } from "../answers.ts";
import type { Exchange } from "../exchange.ts";
import { caseRef, dayOf, subjectRef, type ViewContext } from "../views/context.ts";
import { modelOf, overlapPicture, picturesOf, Words } from "../views/estimate-words.ts";

const MOST_SAVED = 200;
const MOST_LISTS = 12;

const id = z.string().regex(/^[0-9a-f]{32}$/);
const lang = z.enum(["en", "ru", "ar"]);
const Ask = z.strictObject({
  case: id.nullable(),
  lists: z.array(z.strictObject({ name: z.string().trim().min(1).max(200), sources: z.array(id).min(1).max(50) })).min(2).max(MOST_LISTS),
  lang,
});
const Nothing = z.strictObject({});
const Save = z.strictObject({ title: z.string().trim().min(1).max(200) });

interface Job {
  readonly ask: z.infer<typeof Ask>;
  readonly counted: CountedLists;
  readonly ending: AbortController;
  done: number;
  of: number;
  estimate: Estimate | null;
  failed: boolean;
}

/** Routes below `/api/estimates`. One estimate is reckoned at a time; it stands in memory until the next, and is gone when the desk is locked. @param settings other than the usual, for tests */
export function estimateRoutes(desk: OpenDesk, exchange: Exchange, context: () => ViewContext, settings: Partial<EstimateSettings> = {}): Hono {
  const app = new Hono();
  let job: Job | null = null;
  app.onError((error, c) => {
    if (error instanceof CaptureError) return c.json({ error: "est-bad-lists" }, 400);
    throw error;
  });

  app.get("/", (c) => c.json(estimatesView(desk, context())));
  app.post("/look", (c) =>
    withBody(c, Ask, (ask) => {
      const { table } = listsOfBook(context().book, ask.lists, ask.case);
      return c.json(overlapView(table, new Words(ask.lang)));
    }),
  );
  app.post("/run", (c) =>
    withBody(c, Ask, (ask) => {
      job?.ending.abort();
      const counted = listsOfBook(context().book, ask.lists, ask.case);
      const begun: Job = { ask, counted, ending: new AbortController(), done: 0, of: 1, estimate: null, failed: false };
      job = begun;
      const onProgress = (done: number, of: number): void => {
        begun.done = done;
        begun.of = of;
      };
      // One core is left to the screens and to what comes in.
      const workers = Math.max(1, Math.min(8, availableParallelism() - 1));
      runEstimate(counted.table, settings, { workers, onProgress, signal: begun.ending.signal }).then(
        (estimate) => (begun.estimate = estimate),
        () => (begun.failed = true),
      );
      return c.json({});
    }),
  );
  app.post("/stop", (c) =>
    withBody(c, Nothing, () => {
      job?.ending.abort();
      job = null;
      return c.json({});
    }),
  );
  app.get("/job", (c) => {
    const words = new Words(lang.catch("en").parse(c.req.query("lang")));
    return c.json(jobView(job, words, dayOf(desk.now())));
  });
  app.post("/save", (c) =>
    withBody(c, Save, ({ title }) => {
      if (job?.estimate === null || job === null) return notFound(c);
      // What was counted must be what the record says now: else the screen would date an old count with today.
      const now = listsOfBook(context().book, job.ask.lists, job.ask.case);
      if (now.input !== job.counted.input) return c.json({ error: "est-changed" }, 409);
      const record = recordOf(desk, job, job.estimate, title);
      const undo = write(desk, "work", "save-estimate", [record]);
      exchange.soon();
      return c.json({ id: record.id, undo });
    }),
  );
  return app;
}

/** SHA-256 of the whole result: whoever has counts, seed and settings makes the same. */
export function resultHash(estimate: Estimate): string {
  return sha256Hex(utf8(JSON.stringify(estimate)));
}

function recordOf(desk: OpenDesk, { ask, counted }: Job, estimate: Estimate, title: string): CaseRecord & { readonly id: string } {
  const { settings, range, warnings, verdict } = estimate;
  const { table, input } = counted;
  const caseId = ask.case ?? undefined;
  const before = savedOf(desk).filter(({ record }) => record.title === title && record.case === caseId);
  const codes = [...new Set(warnings.map(({ code }) => code))];
  const limits = verdict === "range" && range !== null && range.upper !== null ? { lower: Math.round(range.lower), upper: Math.round(range.upper) } : {};
  return penOf(randomBytes, caseId)("estimate", {
    title,
    day: dayOf(desk.now()),
    lists: ask.lists.map(({ name, sources }) => ({ name, sources: [...new Set(sources)] })),
    counts: Array.from(table.counts.keys())
      .filter((cell) => table.counts[cell]! > 0)
      .map((cell) => ({ on: patternOf(cell, table.lists.length), people: table.counts[cell]! })),
    input: sha256Hex(utf8(input)),
    reckoning: estimate.version,
    seed: settings.seed,
    resamples: settings.resamples,
    chains: settings.chains,
    burnIn: settings.latent.burnIn,
    draws: settings.latent.draws,
    verdict,
    ...limits,
    ...(codes.length === 0 ? {} : { warnings: codes }),
    result: resultHash(estimate),
    ...(before.length === 0 ? {} : { supersedes: before.slice(0, 20).map(({ record }) => record.id) }),
  });
}

function savedOf(desk: OpenDesk): readonly Shown<RecordOf<"estimate">>[] {
  const book = desk.records.open(desk.line);
  const ids = [...new Set(desk.store.records({ kind: "estimate", newestFirst: true, limit: MOST_SAVED }).map(({ id }) => id))];
  return ids.flatMap((one) => book.byId(one).filter((shown): shown is Shown<RecordOf<"estimate">> => shown.record.kind === "estimate" && shown.standing === "current"));
}

function estimatesView(desk: OpenDesk, { book, subjects, nameOf }: ViewContext): EstimatesView {
  return {
    sources: subjects("source", null)
      .map((source) => ({ id: source, label: subjectRef(book, source).label, statements: book.naming(source, "statement", "saidBy").length }))
      .filter(({ statements }) => statements > 0)
      .sort((x, y) => (x.label < y.label ? -1 : 1)),
    cases: subjects("case", null).map((one) => caseRef(book, one)),
    saved: savedOf(desk).map((shown): SavedEstimate => {
      const { record } = shown;
      return {
        id: record.id,
        title: record.title,
        day: record.day,
        by: signersOf(shown).map(nameOf).join(", "),
        lists: record.lists.map(({ name }) => name),
        listed: record.counts.reduce((sum, { people }) => sum + people, 0),
        verdict: record.verdict,
        lower: record.lower ?? null,
        upper: record.upper ?? null,
        warnings: record.warnings ?? [],
        input: record.input,
        result: record.result,
        reckoning: record.reckoning,
        seed: record.seed,
        earlier: record.supersedes?.length ?? 0,
      };
    }),
  };
}

function overlapView(table: Table, words: Words): OverlapView {
  const names = (places: readonly number[]) => places.map((place) => table.lists[place]!);
  return {
    listed: table.n,
    refusals: refusalsOf(table).map(({ code, lists }) => ({ code, lists: names(lists) })),
    overlaps: table.n === 0 ? "" : overlapPicture(table, words),
    patterns: Array.from(table.counts.keys())
      .filter((cell) => table.counts[cell]! > 0)
      .map((cell) => ({ lists: names(table.lists.map((_, j) => j).filter((j) => (cell >> j) & 1)), people: table.counts[cell]! })),
  };
}

function jobView(job: Job | null, words: Words, day: string): EstimateJob {
  if (job === null) return { state: "none" };
  if (job.failed) return { state: "failed" };
  const { estimate } = job;
  if (estimate === null) return { state: "running", done: job.done, of: job.of };
  const rounded = (value: number | null) => (value === null ? null : Math.round(value));
  const named = ({ code, lists }: { readonly code: string; readonly lists: readonly number[] }) => ({ code, lists: lists.map((place) => estimate.lists[place]!) });
  const view: EstimateView = {
    lists: estimate.lists,
    listed: estimate.n,
    verdict: estimate.verdict,
    refusals: estimate.refusals.map(named),
    warnings: estimate.warnings.map(named),
    lower: rounded(estimate.range?.lower ?? null),
    upper: rounded(estimate.range?.upper ?? null),
    answers: estimate.answers.map((answer) => ({
      method: answer.method,
      standing: answer.standing,
      model: modelOf(answer),
      all: rounded(answer.all),
      lower: rounded(answer.lower),
      upper: rounded(answer.upper),
    })),
    pictures: picturesOf(estimate, words),
    input: sha256Hex(utf8(job.counted.input)),
    result: resultHash(estimate),
    day,
  };
  return { state: "done", view };
}

