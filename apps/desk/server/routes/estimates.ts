/** Choosing lists, looking at their overlap, estimating in threads, stopping, saving what came out, comparing what is kept (api-estimates.ts). */
import { Hono, type Context } from "hono";
import { z } from "zod";
import { isKind } from "#casework";
import { GROUPED_BY } from "#confirm";
import { CaptureError, type EstimateSettings } from "#stats";
import { write, type OpenDesk } from "../../core/index.ts";
import { notFound, withBody } from "../answers.ts";
import { EstimateWork, TooManyGroups, type Asked } from "../estimate-job.ts";
import type { Exchange } from "../exchange.ts";
import { dayOf, type ViewContext } from "../views/context.ts";
import { Words } from "../views/estimate-words.ts";
import { comparedView, estimatesView, jobView, overlapView } from "../views/estimates.ts";
import { recordOfEstimate } from "../views/estimate-record.ts";

const MOST_LISTS = 12;

const id = z.string().regex(/^[0-9a-f]{32}$/);
const lang = z.enum(["en", "ru", "ar"]);
const Ask = z.strictObject({
  case: id.nullable(),
  lists: z.array(z.strictObject({ name: z.string().trim().min(1).max(200), sources: z.array(id).min(1).max(50) })).min(2).max(MOST_LISTS),
  groups: z.enum(GROUPED_BY).nullable(),
  ways: z.boolean(),
  lang,
});
const Nothing = z.strictObject({});
const Save = z.strictObject({ title: z.string().trim().min(1).max(200) });

/** Routes below `/api/estimates`. @param settings other than the usual, for tests */
export function estimateRoutes(desk: OpenDesk, exchange: Exchange, context: () => ViewContext, settings: Partial<EstimateSettings> = {}): Hono {
  const app = new Hono();
  const work = new EstimateWork(desk, () => context().book, settings);
  app.onError((error, c) => {
    if (error instanceof CaptureError) return c.json({ error: "est-bad-lists" }, 400);
    if (error instanceof TooManyGroups) return c.json({ error: "est-many-groups" }, 400);
    throw error;
  });
  const begun = async (c: Context, asked: Asked): Promise<Response> => {
    await work.begin(asked);
    return c.json({});
  };

  app.get("/", (c) => c.json(estimatesView(desk, context())));
  app.post("/look", (c) =>
    withBody(c, Ask, async (ask) => {
      const { counted, groups } = await work.count(askedOf(ask));
      return c.json(overlapView(counted, groups, new Words(ask.lang)));
    }),
  );
  app.post("/run", (c) => withBody(c, Ask, (ask) => begun(c, askedOf(ask))));
  app.post("/again", (c) => withBody(c, Nothing, () => (work.left === null ? notFound(c) : begun(c, work.left.asked))));
  app.post("/leave", (c) => withBody(c, Nothing, () => (work.left === null ? notFound(c) : (work.forget(), c.json({})))));
  app.post("/stop", (c) => withBody(c, Nothing, () => (work.stop(), c.json({}))));
  app.get("/job", (c) => {
    const words = new Words(lang.catch("en").parse(c.req.query("lang")));
    return c.json(jobView(work, words, dayOf(desk.now())));
  });
  app.get("/compare", (c) => {
    const found = [c.req.query("a") ?? "", c.req.query("b") ?? ""].map((one) => context().book.byId(one).find(isKind("estimate")));
    const [a, b] = found;
    return a === undefined || b === undefined || a === b ? notFound(c) : c.json(comparedView(context(), a, b));
  });
  app.post("/save", (c) =>
    withBody(c, Save, async ({ title }) => {
      const { reckoned } = work;
      if (reckoned === null) return notFound(c);
      // What was counted must be what the record says now: else the screen would date an old count with today.
      const now = await work.count(reckoned.asked);
      if (now.counted.input !== reckoned.counted.input || JSON.stringify(now.counted.links) !== JSON.stringify(reckoned.counted.links))
        return c.json({ error: "est-changed" }, 409);
      const record = recordOfEstimate(desk, reckoned, title);
      const undo = write(desk, "work", "save-estimate", [record]);
      work.forget();
      exchange.soon();
      return c.json({ id: record.id, undo });
    }),
  );
  return app;
}

function askedOf({ case: inCase, lists, groups, ways }: z.infer<typeof Ask>): Asked {
  return { case: inCase, lists: lists.map(({ name, sources }) => ({ name, sources: [...new Set(sources)] })), groups, ways };
}
