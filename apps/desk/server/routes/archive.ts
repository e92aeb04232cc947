/** Routes below `/api/archive`: what screens ask of a whole archive (api-archive.ts). */
import { Hono, type Context } from "hono";
import type { z } from "zod";
import { canonical, parseCanonical, type Json } from "#bytes";
import { NOTE, newId, noteOf, penOf, typeOf } from "#casework";
import { randomBytes } from "#prim";
import { readyArchive, type Archive } from "../../core/archive.ts";
import { write, type OpenDesk } from "../../core/index.ts";
import type { BulkDone, ListAsk, SavedSearch } from "../../api-archive.ts";
import { notFound, withBody } from "../answers.ts";
import * as ask from "../commands/archive-schemas.ts";
import { actsOf, planBulk, previewOf, type BulkAsk } from "../commands/bulk.ts";
import { undo } from "../commands/records.ts";
import type { Exchange } from "../exchange.ts";
import { casePage, caseWindow, isCaseList, type CaseDesk } from "../views/archive/case.ts";
import { graphView } from "../views/archive/graph.ts";
import { listView, questionOf } from "../views/archive/lists.ts";
import { mapView } from "../views/archive/map.ts";
import { noteView } from "../views/archive/notes.ts";
import { personPage } from "../views/archive/person.ts";
import { archiveSearch } from "../views/archive/search.ts";
import { timelineView } from "../views/archive/timeline.ts";
import { contextOf, dayOf } from "../views/context.ts";

const MOST_AT_ONCE = 5_000;
const MOST_SAVED = 200;
const MAX_QUERY = 200;
const SAVED = "archive/searches";
const ID = /^[0-9a-f]{32}$/;

export function archiveRoutes(desk: OpenDesk, exchange: Exchange): Hono {
  const app = new Hono();
  const ready = (): Archive => readyArchive(desk, dayOf(desk.now()));
  const bad = (c: Context): Response => c.json({ error: "bad-request" }, 400);
  const onCase = (id: string): CaseDesk => ({ desk, archive: ready(), context: contextOf(desk, id) });

  app.get("/list", (c) => asked(c, ask.ListAsk, (question) => c.json(listView(contextOf(desk), ready(), question as ListAsk))));
  app.get("/map", (c) => asked(c, ask.MapAsk, (question) => c.json(mapView(contextOf(desk), ready(), question as never))));
  app.get("/graph", (c) => asked(c, ask.GraphAsk, (question) => c.json(graphView(contextOf(desk), ready(), question as never))));
  app.get("/timeline", (c) => asked(c, ask.TimelineAsk, (question) => c.json(timelineView(contextOf(desk), ready(), question as never))));
  app.get("/people/:id", (c) => {
    const page = ID.test(c.req.param("id")) ? personPage(contextOf(desk), c.req.param("id")) : null;
    return page === null ? notFound(c) : c.json(page);
  });
  app.get("/search", (c) => c.json(archiveSearch(desk, contextOf(desk).book, (c.req.query("q") ?? "").slice(0, MAX_QUERY), c.req.query("more") ?? null)));

  app.get("/cases/:id", (c) => {
    const id = c.req.param("id");
    const page = ID.test(id) ? casePage(onCase(id), id) : null;
    return page === null ? notFound(c) : c.json(page);
  });
  app.get("/cases/:id/:list", (c) => {
    const { id, list } = c.req.param();
    const [from, limit] = [Number(c.req.query("from") ?? 0), Number(c.req.query("limit") ?? 100)];
    if (!Number.isSafeInteger(from) || from < 0 || !Number.isSafeInteger(limit) || limit < 1 || limit > 200) return bad(c);
    const window = ID.test(id) && isCaseList(list) ? caseWindow(onCase(id), id, list, from, limit) : null;
    return window === null ? notFound(c) : c.json(window);
  });

  app.get("/searches", (c) => c.json({ searches: savedIn(desk).toSorted((a, b) => a.name.localeCompare(b.name)) }));
  app.post("/searches", (c) =>
    withBody(c, ask.SaveSearch, (request) => {
      const id = request.id ?? newId(randomBytes);
      const others = savedIn(desk).filter((one) => one.id !== id);
      if (others.length >= MOST_SAVED) return c.json({ error: "too-many" }, 409);
      keepSaved(desk, [...others, { id, name: request.name, ask: request.ask as ListAsk }]);
      return c.json({ id });
    }),
  );
  app.post("/searches/away", (c) => withBody(c, ask.SearchAway, ({ id }) => (keepSaved(desk, savedIn(desk).filter((one) => one.id !== id)), c.json({}))));

  const subjectsOf = ({ subjects }: BulkAsk): readonly string[] | null => {
    if ("length" in subjects) return [...new Set(subjects)];
    const found = ready().find(questionOf(subjects as ListAsk));
    return found.total > MOST_AT_ONCE ? null : found.ids(0, found.total);
  };
  const tooMany = (c: Context): Response => c.json({ error: "too-many" }, 409);
  app.post("/bulk/preview", (c) =>
    withBody(c, ask.Bulk, (request) => {
      const subjects = subjectsOf(request);
      if (subjects === null) return tooMany(c);
      return c.json(previewOf(planBulk(desk.records.open(desk.line), subjects, request, randomBytes), subjects.length));
    }),
  );
  app.post("/bulk", (c) =>
    withBody(c, ask.Bulk, (request) => {
      const subjects = subjectsOf(request);
      if (subjects === null) return tooMany(c);
      const { statements } = planBulk(desk.records.open(desk.line), subjects, request, randomBytes);
      // All of it or nothing: a disk that fills up in the middle leaves no half of a change.
      const written = desk.store.atomically(() => actsOf(statements).map((records) => write(desk, "work", "change-many", records)));
      exchange.soon();
      return c.json({ written: statements.length, undo: written } satisfies BulkDone);
    }),
  );
  app.post("/bulk/undo", (c) =>
    withBody(c, ask.BulkUndo, (request) => {
      const undone = request.undo.flatMap((entry) => undo(desk.records.open(desk.line), desk.records.ofEntry(desk.line, entry), randomBytes) ?? []);
      if (undone.some(({ of }) => of.some((shown) => shown.person !== desk.keyring.person))) return c.json({ error: "not-yours" }, 409);
      desk.store.atomically(() => undone.forEach(({ written }) => write(desk, written.compartment, written.act, written.records)));
      exchange.soon();
      return c.json({});
    }),
  );

  app.get("/notes/:subject", (c) => {
    const view = ID.test(c.req.param("subject")) ? noteView(contextOf(desk), c.req.param("subject")) : null;
    return view === null ? notFound(c) : c.json(view);
  });
  app.post("/notes", (c) =>
    withBody(c, ask.Note, ({ subject, text, over }) => {
      const { book } = contextOf(desk);
      const type = typeOf(book, subject);
      if (type === null) return notFound(c);
      const { versions, earlier } = noteOf(book, subject);
      const known = new Set([...versions, ...earlier].map(({ record }) => record.id));
      if (over.some((id) => !known.has(id))) return bad(c);
      const inCase = book.byId(subject).flatMap(({ record }) => (record.kind === "subject" ? (record.case ?? []) : []))[0];
      const pen = penOf(randomBytes, type === "case" ? subject : inCase);
      const supersedes = [...new Set(over)];
      const note = pen("statement", { subject, property: NOTE, stance: "asserts", value: { text: text.replaceAll("\r\n", "\n") }, ...(supersedes.length === 0 ? {} : { supersedes }) });
      const entry = write(desk, "work", supersedes.length > 1 ? "merge-note" : "write-note", [note]);
      exchange.soon();
      return c.json({ statement: note.id, undo: entry });
    }),
  );
  return app;
}

/** Answers the question in `ask`, if it is one. */
function asked<T>(c: Context, schema: z.ZodType<T>, answer: (question: T) => Response): Response {
  let given: unknown;
  try {
    given = JSON.parse(c.req.query("ask") ?? "null");
  } catch {
    return c.json({ error: "bad-request" }, 400);
  }
  const question = schema.safeParse(given);
  return question.success ? answer(question.data) : c.json({ error: "bad-request" }, 400);
}

function savedIn(desk: OpenDesk): readonly SavedSearch[] {
  const kept = desk.store.get(SAVED);
  return kept === null ? [] : (parseCanonical(kept) as unknown as SavedSearch[]);
}

function keepSaved(desk: OpenDesk, searches: readonly SavedSearch[]): void {
  desk.store.set(SAVED, canonical(searches as unknown as Json));
}
