/**
 * The desk's server: static screens, and an API that exists only while the desk is unlocked. Keys live in this process; locking ends it
 * (memory of a JavaScript process cannot be wiped), and the launcher starts a fresh, locked one on the same port.
 */
import { Hono } from "hono";
import { z } from "zod";
import { Redacted } from "#bytes";
import { DeskError } from "../core/errors.ts";
import { SECURITY_HEADERS } from "./headers.ts";
import type { Sessions } from "./sessions.ts";
import type { Screen } from "./screens.ts";

const MAX_BODY_BYTES = 4 * 1024 * 1024;
/** Sent by the screen's own background requests, which must not keep an unattended desk open. */
export const QUIET_HEADER = "x-vouchsafe-quiet";

export interface DeskAppParts {
  readonly screens: ReadonlyMap<string, Screen>;
  readonly sessions: Sessions;
  /** Opens the desk and gives its routes. Throws `DeskError("wrong-passphrase")`. */
  readonly unlock: (passphrase: Redacted<string>) => Promise<Hono>;
  /** Making a desk where there is none yet; `null` where there is one. */
  readonly beginning: Beginning | null;
  /** Ends this process after the answer is out. */
  readonly lock: () => void;
  readonly touched: () => void;
}

/** What an empty desk can become: a new group's first, or somebody's who was invited. Both end unlocked. */
export interface Beginning {
  readonly mayFound: boolean;
  found(name: string, passphrase: Redacted<string>): Promise<Hono>;
  /** Reads an invite's code, and later gives the words to compare; `null` while the inviter has not answered. */
  join(code: string, name: string): Promise<void>;
  words(): Promise<readonly string[] | null>;
  /** The words were the same. `null` while the inviter has not let this person in. */
  finish(passphrase: Redacted<string>): Promise<Hono | null>;
}

const passphrase = z.string().min(12).max(1024);
const Found = z.strictObject({ name: z.string().trim().min(1).max(60), passphrase });
const Join = z.strictObject({ code: z.string().min(1).max(1000), name: z.string().trim().min(1).max(60) });
const Finish = z.strictObject({ passphrase });

const Launch = z.strictObject({ launch: z.string().max(128) });
const Unlock = z.strictObject({ passphrase: z.string().min(1).max(1024) });

/** The whole application; `fetch` is called only for requests that passed the guard. */
export function createDeskApp(parts: DeskAppParts): Hono {
  const app = new Hono();
  let routes: Hono | null = null;
  let opening = false;

  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) c.header(name, value);
  });
  app.onError((error, c) => {
    const code = error instanceof DeskError ? error.code : "failed";
    if (!(error instanceof DeskError)) console.error(`desk: ${error.name}`);
    return c.json({ error: code, ...(error instanceof DeskError && error.rule !== null ? { rule: error.rule } : {}) }, error instanceof DeskError ? 409 : 500);
  });

  app.use("/api/*", async (c, next) => {
    if (Number(c.req.header("content-length") ?? 0) > MAX_BODY_BYTES) return c.json({ error: "too-large" }, 413);
    if (c.req.method !== "GET" && c.req.header("content-type") !== "application/json") return c.json({ error: "not-json" }, 415);
    if (c.req.path !== "/api/session" && !parts.sessions.knows(c.req.header("cookie"))) return c.json({ error: "no-session" }, 401);
    if (c.req.header(QUIET_HEADER) === undefined) parts.touched();
    return next();
  });
  app.post("/api/session", async (c) => {
    const body = Launch.safeParse(await readJson(c.req.raw));
    const cookie = body.success ? parts.sessions.exchange(body.data.launch) : null;
    if (cookie === null) return c.json({ error: "no-session" }, 401);
    c.header("set-cookie", cookie);
    return c.json({});
  });
  app.get("/api/lock", (c) => {
    const empty = routes === null && parts.beginning !== null;
    return c.json({ locked: routes === null, opening, empty, mayFound: empty && (parts.beginning?.mayFound ?? false) });
  });
  const beginning = (): Beginning => {
    if (routes !== null || parts.beginning === null) throw new DeskError("already-a-desk");
    return parts.beginning;
  };
  app.post("/api/found", async (c) => {
    const body = Found.safeParse(await readJson(c.req.raw));
    if (!body.success) return c.json({ error: "bad-request" }, 400);
    routes = await beginning().found(body.data.name, new Redacted(body.data.passphrase));
    return c.json({ locked: false });
  });
  app.post("/api/join", async (c) => {
    const body = Join.safeParse(await readJson(c.req.raw));
    if (!body.success) return c.json({ error: "bad-request" }, 400);
    await beginning().join(body.data.code, body.data.name);
    return c.json({});
  });
  app.get("/api/join", async (c) => c.json({ words: await beginning().words() }));
  app.post("/api/join/finish", async (c) => {
    const body = Finish.safeParse(await readJson(c.req.raw));
    if (!body.success) return c.json({ error: "bad-request" }, 400);
    const opened = await beginning().finish(new Redacted(body.data.passphrase));
    if (opened !== null) routes = opened;
    return c.json({ done: opened !== null });
  });
  app.post("/api/unlock", async (c) => {
    const body = Unlock.safeParse(await readJson(c.req.raw));
    if (!body.success) return c.json({ error: "bad-request" }, 400);
    if (routes !== null) return c.json({ locked: false });
    if (opening) return c.json({ error: "opening" }, 409);
    opening = true;
    try {
      routes = await parts.unlock(new Redacted(body.data.passphrase));
    } finally {
      opening = false;
    }
    return c.json({ locked: false });
  });
  app.post("/api/lock", (c) => {
    setTimeout(parts.lock, 20);
    return c.json({ locked: true });
  });
  app.all("/api/*", (c) => {
    if (routes === null) return c.json({ error: "locked" }, 423);
    return routes.fetch(c.req.raw);
  });

  app.get("*", (c) => {
    const screen = parts.screens.get(c.req.path) ?? null;
    if (screen === null) return c.json({ error: "not-found" }, 404);
    return c.body(screen.bytes, 200, { "content-type": screen.type });
  });
  return app;
}

/** A JSON body, or `undefined` where it is none: the schema then refuses it. */
export async function readJson(request: Request): Promise<unknown> {
  try {
    return (await request.json()) as unknown;
  } catch {
    return undefined;
  }
}
