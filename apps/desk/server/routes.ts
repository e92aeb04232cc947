/** The API of an unlocked desk: reads are views over the book, writes are acts. The shapes are in ../api.ts. */
import { Hono, type Context } from "hono";
import { canonical, parseCanonical, Redacted } from "#bytes";
import { CaseworkError, guessFromWords, isKind } from "#casework";
import { randomBytes } from "#prim";
import { acceptInvite, addDevice, backUp, confirm, followInvite, invite, packageFinding, readRequest, reinstate, remove, requestWords, suspend, write, type DeviceRequest, type Invite, type OpenDesk } from "../core/index.ts";
import { previewPackage } from "../core/packages.ts";
import { MEMBER_KEY_FILE } from "../core/keyring.ts";
import { memberKeyIn, removeMemberKey } from "../core/founding.ts";
import { recordsOfKeep } from "./commands/keep.ts";
import { once } from "./commands/once.ts";
import * as make from "./commands/records.ts";
import * as ask from "./commands/schemas.ts";
import { notFound, withBody } from "./answers.ts";
import type { Exchange } from "./exchange.ts";
import { estimateRoutes } from "./routes/estimates.ts";
import { readyArchive } from "../core/archive.ts";
import { archiveRoutes } from "./routes/archive.ts";
import { exportRoutes } from "./routes/exports.ts";
import { importRoutes } from "./routes/import.ts";
import { isPlainName, isTaken, plain } from "./names.ts";
import { linkRoutes } from "./routes/links.ts";
import { caseOrPage } from "./views/archive/case.ts";
import { casesView } from "./views/case.ts";
import { contextOf, dayOf, subjectRef, type ViewContext } from "./views/context.ts";
import { reviewView } from "./views/findings.ts";
import { groupView, readinessView } from "./views/group.ts";
import { inboxView, peopleView, readingView, sourcesView, valueView } from "./views/reading.ts";
import { searchView } from "./views/search.ts";
import type { DeviceRequestView, InviteView, PackageView, SettingsView } from "../api.ts";

const MAX_QUERY = 200;
const SETTINGS = "settings";

/** All routes below `/api` of one open desk. */
export function deskRoutes(desk: OpenDesk, exchange: Exchange): Hono {
  const app = new Hono().basePath("/api");
  let inviting: Invite | null = null;

  const context = (caseId?: string): ViewContext => contextOf(desk, caseId);
  const book = () => desk.records.open(desk.line);
  const wrote = (c: Context, written: make.Written) => {
    const undo = write(desk, written.compartment, written.act, written.records);
    exchange.soon();
    return c.json({ undo, ...(written.made === undefined ? {} : { id: written.made }) });
  };

  app.use(once());
  app.onError((error, c) => {
    if (error instanceof CaseworkError) return c.json({ error: "bad-request", rule: error.code }, 400);
    throw error;
  });

  // Reading
  app.get("/group", (c) => c.json(groupView(desk)));
  app.get("/readiness", (c) => c.json(readinessView(desk)));
  app.get("/inbox", (c) => c.json(inboxView(context())));
  app.get("/cases", (c) => c.json(casesView(context())));
  app.get("/cases/:id", (c) => {
    const id = c.req.param("id");
    const view = caseOrPage({ desk, archive: readyArchive(desk, dayOf(desk.now())), context: context(id) }, id);
    return view === null ? notFound(c) : c.json(view);
  });
  app.get("/reports/:id", (c) => {
    const view = readingView(context(), c.req.param("id"));
    return view === null ? notFound(c) : c.json(view);
  });
  app.get("/values/:subject/:property", (c) => c.json(valueView(context(), c.req.param("subject"), c.req.param("property"))));
  app.get("/sources", (c) => c.json(sourcesView(context())));
  app.get("/people", (c) => c.json(peopleView(context())));
  app.get("/review", (c) => c.json(reviewView(context())));
  app.get("/packages/:finding", (c) => c.json(previewPackage(desk, c.req.param("finding")) satisfies PackageView));
  app.get("/search", (c) => c.json(searchView(desk, book(), (c.req.query("q") ?? "").slice(0, MAX_QUERY))));
  app.get("/settings", (c) => c.json(settingsOf(desk)));

  app.route("/estimates", estimateRoutes(desk, exchange, context));
  app.route("/exports", exportRoutes(desk, exchange, context));
  app.route("/import", importRoutes(desk, exchange, context));
  app.route("/links", linkRoutes(desk, exchange, context));

  app.route("/archive", archiveRoutes(desk, exchange));

  // Writing records
  app.post("/keep", (c) =>
    withBody(c, ask.Keep, (request) => {
      const records = recordsOfKeep(book(), request, randomBytes, desk.keyring.person);
      if (records === null) return notFound(c);
      const undo = write(desk, "work", "make-statement", records);
      exchange.soon();
      return c.json({ statements: records.filter((r) => r.kind === "statement" || r.kind === "officialStatement").map((r) => r.id), undo });
    }),
  );
  app.post("/change", (c) =>
    withBody(c, ask.Change, (request) => {
      const written = make.change(book(), request, randomBytes);
      return written === null ? notFound(c) : wrote(c, written);
    }),
  );
  app.post("/undo", (c) =>
    withBody(c, ask.Undo, (request) => {
      const undone = make.undo(book(), desk.records.ofEntry(desk.line, request.undo), randomBytes);
      if (undone === null) return notFound(c);
      if (undone.of.some((shown) => shown.person !== desk.keyring.person)) return c.json({ error: "not-yours" }, 409);
      write(desk, undone.written.compartment, undone.written.act, undone.written.records);
      exchange.soon();
      return c.json({});
    }),
  );
  app.post("/documents", (c) => withBody(c, ask.Document, (request) => {
    const written = make.bringDocument(request, dayOf(desk.now()), randomBytes);
    const undo = write(desk, written.compartment, written.act, written.records);
    exchange.soon();
    return c.json({ report: written.made, undo });
  }));
  app.post("/triage", (c) =>
    withBody(c, ask.Triage, (request) => {
      const written = make.triage(book(), request, desk.keyring.person, randomBytes);
      return written === null ? c.json({ undo: null }) : wrote(c, written);
    }),
  );
  app.post("/cases", (c) => withBody(c, ask.NewCase, (request) => wrote(c, make.newCase(request, randomBytes))));
  app.post("/sources", (c) => withBody(c, ask.NewSource, (request) => wrote(c, make.newSource(request, randomBytes))));
  app.post("/sources/assess", (c) => withBody(c, ask.Assess, (request) => wrote(c, make.assess(book(), request, randomBytes))));
  app.post("/findings", (c) => withBody(c, ask.Propose, (request) => wrote(c, make.propose(request, randomBytes))));
  app.post("/findings/decide", (c) =>
    withBody(c, ask.Decide, (request) => {
      if (!book().byId(request.finding).some(isKind("finding"))) return notFound(c);
      return wrote(c, make.decide(request.finding, randomBytes));
    }),
  );
  app.post("/findings/decline", (c) =>
    withBody(c, ask.Decline, (request) => {
      const written = make.decline(book(), request, randomBytes);
      return written === null ? notFound(c) : wrote(c, written);
    }),
  );
  app.post("/guess", (c) =>
    withBody(c, ask.Guess, ({ words, lang }) => {
      const guess = guessFromWords(words, lang);
      return c.json({ count: guess.counts[0] ?? null, time: guess.times[0] ?? null, persons: context().named(words).map((id) => subjectRef(book(), id)) });
    }),
  );
  app.post("/packages", (c) =>
    withBody(c, ask.MakePackage, async ({ finding }) => {
      const made = await packageFinding(desk, finding);
      return c.json({ name: made.name, path: made.dir, files: made.files, fingerprint: made.fingerprint });
    }),
  );
  app.post("/settings", (c) =>
    withBody(c, ask.Settings, (request) => {
      const next = { ...settingsOf(desk), ...request };
      desk.store.set(SETTINGS, canonical({ lang: next.lang ?? null, theme: next.theme ?? null }));
      return c.json(settingsOf(desk));
    }),
  );
  app.get("/member-key", (c) => {
    const file = memberKeyIn(desk.dir);
    if (file === null) return notFound(c);
    return c.body(file, 200, { "content-type": "application/octet-stream", "content-disposition": `attachment; filename="${MEMBER_KEY_FILE}"` });
  });
  app.post("/member-key/away", (c) => withBody(c, ask.Nothing, () => (removeMemberKey(desk.dir), c.json({}))));
  app.post("/backup", (c) => withBody(c, ask.MakeBackup, async ({ passphrase }) => c.json(await backUp(desk, new Redacted(passphrase)))));

  // The group
  app.post("/sync", async (c) => c.json({ ok: await exchange.now() }));
  app.post("/group/suspend", (c) => withBody(c, ask.Person, async ({ person }) => (await suspend(desk, person), c.json({}))));
  app.post("/group/remove", (c) => withBody(c, ask.Person, async ({ person }) => (await remove(desk, person), c.json({}))));
  app.post("/group/reinstate", (c) => withBody(c, ask.Suspension, async ({ suspension }) => (await reinstate(desk, suspension), c.json({}))));
  app.post("/group/confirm", (c) =>
    withBody(c, ask.Act, async ({ act }) => {
      const confirmed = desk.line.state.pending.get(act)?.body.act;
      const refused = confirmed?.kind === "admit" ? refusedName(desk, confirmed.person.name) : null;
      if (refused !== null) return c.json(refused, 409);
      await confirm(desk, act);
      return c.json({});
    }),
  );
  app.post("/group/device", (c) => withRequest(c, (request) => c.json({ name: desk.line.state.persons.get(request.person)?.name ?? "", words: requestWords(request) } satisfies DeviceRequestView)));
  app.post("/group/device/accept", (c) => withRequest(c, async (request) => c.json({ answer: await addDevice(desk, request) })));
  app.get("/invite", async (c) => {
    if (inviting !== null) await followInvite(desk, inviting).catch(() => undefined);
    return c.json(inviteView(inviting));
  });
  app.post("/invite", (c) => withBody(c, ask.Nothing, async () => {
    inviting = await invite(desk);
    return c.json(inviteView(inviting));
  }));
  app.post("/invite/accept", (c) => withBody(c, ask.Nothing, async () => {
    if (inviting === null) return notFound(c);
    // Judged once: asked again, after the relay broke off, the name may be theirs already.
    const refused = inviting.handover === null ? refusedName(desk, inviting.joining?.name ?? "") : null;
    if (refused !== null) return c.json(refused, 409);
    await acceptInvite(desk, inviting);
    exchange.soon();
    return c.json(inviteView(inviting));
  }));
  app.post("/invite/refuse", (c) => withBody(c, ask.Nothing, () => {
    if (inviting !== null) inviting.state = "ended";
    return c.json(inviteView(inviting));
  }));
  return app;
}

/** With the request of a restored desk, read from the text its person handed over. */
function withRequest(c: Context, answer: (request: DeviceRequest) => Response | Promise<Response>): Promise<Response> {
  return withBody(c, ask.DeviceText, ({ request: text }) => {
    const request = readRequest(text);
    return request === null ? c.json({ error: "bad-device-request" }, 400) : answer(request);
  });
}


function inviteView(it: Invite | null): InviteView {
  if (it === null) return { state: "none", code: null, words: null, joinerName: null };
  return { state: it.state, code: it.state === "waiting" ? it.code : null, words: it.state === "compare" ? it.words : null, joinerName: it.joining === null ? null : plain(it.joining.name) };
}

/** Why nobody is let in under this name; `null` where they may be. */
function refusedName(desk: OpenDesk, name: string): { readonly error: string } | null {
  if (!isPlainName(name)) return { error: "odd-name" };
  return isTaken(name, desk.line.state.persons.values()) ? { error: "taken-name" } : null;
}

function settingsOf(desk: OpenDesk): SettingsView {
  const kept = desk.store.get(SETTINGS);
  return kept === null ? { lang: null, theme: null } : (parseCanonical(kept) as unknown as SettingsView);
}

