/** Looking for profiles of one person, and saying of two what they are (api-links.ts). */
import { Hono, type Context } from "hono";
import { z } from "zod";
import { penOf, typeOf, type Book, type CaseRecord, type RecordOf } from "#casework";
import { linkStanding } from "#confirm";
import { randomBytes } from "#prim";
import { write, type OpenDesk } from "../../core/index.ts";
import { decidedPairs, LinkWork } from "../../core/link-work.ts";
import { notFound, withBody } from "../answers.ts";
import type { Exchange } from "../exchange.ts";
import type { ViewContext } from "../views/context.ts";
import { likelyView, linksView, pairView, workView } from "../views/links.ts";

const MODEL = "linkage 2";
const MOST_IN_ACT = 500;
const MOST_WINDOW = 200;
const MOST_IN_SIGHT = 200;

const id = z.string().regex(/^[0-9a-f]{32}$/);
const Window = z.strictObject({
  show: z.enum(["open", "sure", "second", "asked", "decided"]).default("open"),
  from: z.coerce.number().int().min(0).max(1e9).default(0),
  limit: z.coerce.number().int().min(1).max(MOST_WINDOW).default(100),
});
const Pair = z.strictObject({ a: id, b: id });
const Decide = z
  .strictObject({ a: id, b: id, verdict: z.enum(["same", "not the same", "cannot tell", "ask"]), why: z.string().trim().min(1).max(4_000).exactOptional() })
  .refine(({ a, b }) => a !== b)
  .refine(({ verdict, why }) => verdict !== "ask" || why !== undefined);
const Sure = z.strictObject({ pairs: z.array(z.tuple([id, id])).min(1).max(MOST_IN_ACT) });
const Nothing = z.strictObject({});

/** Routes below `/api/links`. */
export function linkRoutes(desk: OpenDesk, exchange: Exchange, context: () => ViewContext): Hono {
  const app = new Hono();
  const work = new LinkWork(desk);
  const wrote = (c: Context, act: string, records: readonly CaseRecord[]): Response => {
    const undo = write(desk, "work", act, records);
    exchange.soon();
    return c.json({ undo });
  };

  app.get("/", (c) => {
    const window = Window.safeParse(c.req.query());
    work.keepUp();
    return window.success ? c.json(linksView(context(), work, decidedPairs(desk), window.data)) : c.json({ error: "bad-request" }, 400);
  });
  app.get("/pair", (c) => {
    const pair = Pair.safeParse(c.req.query());
    if (!pair.success) return c.json({ error: "bad-request" }, 400);
    const { a, b } = pair.data;
    const at = context();
    return [a, b].every((one) => typeOf(at.book, one) === "person") && a !== b ? c.json(pairView(at, work, a, b)) : notFound(c);
  });
  app.get("/of", (c) => {
    const ids = z.array(id).max(MOST_IN_SIGHT).safeParse((c.req.query("ids") ?? "").split(",").filter((one) => one !== ""));
    work.keepUp();
    return ids.success ? c.json(likelyView(context(), work, ids.data)) : c.json({ error: "bad-request" }, 400);
  });
  app.post("/look", (c) => withBody(c, Nothing, () => (work.start(), c.json(workView(work)))));
  app.post("/stop", (c) => withBody(c, Nothing, () => (work.stop(), c.json(workView(work)))));
  app.post("/decide", (c) =>
    withBody(c, Decide, ({ a, b, verdict, why }) => {
      const { book, me } = context();
      if (![a, b].every((one) => typeOf(book, one) === "person")) return notFound(c);
      return wrote(c, "link", [decision(book, me, work, [a, b], verdict, why)]);
    }),
  );
  app.post("/sure", (c) =>
    withBody(c, Sure, ({ pairs }) => {
      const { book, me } = context();
      const open = pairs.filter(([a, b]) => work.pair(a, b)?.band === "automatic" && linkStanding(book, a, b).state === "open");
      if (open.length === 0) return notFound(c);
      return wrote(c, "link-sure", open.map((pair) => decision(book, me, work, pair, "same", undefined)));
    }),
  );
  return app;
}

/** A decision as a record. It takes the place of what the same person said of the two before, and of nobody else's word. */
function decision(book: Book, me: string, work: LinkWork, [a, b]: readonly [string, string], verdict: z.infer<typeof Decide>["verdict"], why: string | undefined): RecordOf<"linkDecision"> {
  const mine = linkStanding(book, a, b).decisions.filter(({ person }) => person === me);
  const proposed = work.pair(a, b);
  return penOf(randomBytes)("linkDecision", {
    persons: a < b ? [a, b] : [b, a],
    decision: verdict === "same" || verdict === "not the same" ? verdict : "possibly",
    ...(proposed === null ? {} : { model: MODEL, scoreMillibits: Math.max(-1_000_000, Math.min(1_000_000, Math.round(proposed.bits * 1000))) }),
    ...(why === undefined ? {} : { reasoning: why }),
    ...(mine.length === 0 ? {} : { supersedes: mine.slice(-20).map(({ record }) => record.id) }),
  });
}
