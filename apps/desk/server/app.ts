/**
 * The desk's server: static screens, and an API that exists only while the desk is unlocked. Keys live in this process; locking ends it
 * (memory of a JavaScript process cannot be wiped), and the launcher starts a fresh, locked one on the same port.
 */
import { Hono } from "hono";
import { z } from "zod";
import { Redacted } from "#bytes";
import { DurableError } from "#durable";
import { StoreError } from "#store";
import { DeskError } from "../core/errors.ts";
import { SECURITY_HEADERS } from "./headers.ts";
import { readJson, TooLarge } from "./body.ts";
import { isPlainName } from "./names.ts";
import type { Sessions } from "./sessions.ts";
import type { Screen } from "./screens.ts";

/** Enough for a launch token: who has no session yet says no more. */
const MAX_STRANGER_BYTES = 4 * 1024;
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
  /** Somebody with a session is at the desk. What a stranger asks must not keep it open. */
  readonly touched: () => void;
}

/** A desk's own, and that of the member key, which is kept elsewhere. */
export interface Passphrases {
  readonly passphrase: Redacted<string>;
  readonly memberPassphrase: Redacted<string>;
}

/** What an empty desk can become: a new group's first, or somebody's who was invited. Both end unlocked. */
export interface Beginning {
  readonly mayFound: boolean;
  /** A joining was under way when an earlier process ended, and nobody has gone on with it yet. */
  brokeOff(): boolean;
  found(name: string, passphrases: Passphrases): Promise<Hono>;
  /** Reads an invite's code, and later gives the words to compare; `null` while the inviter has not answered. */
  join(code: string, name: string, passphrases: Passphrases): Promise<void>;
  /** Goes on with the joining that broke off; `forget` gives it up. */
  resume(passphrase: Redacted<string>): Promise<void>;
  forget(): Promise<void>;
  words(): Promise<readonly string[] | null>;
  /** The words were the same. `null` while the inviter has not let this person in. */
  finish(): Promise<Hono | null>;
}

const passphrase = z.string().min(12).max(1024);
const name = z.string().trim().min(1).max(60);
const Found = z.strictObject({ name, passphrase, memberPassphrase: passphrase });
const Join = z.strictObject({ code: z.string().transform((code) => code.replace(/\s+/g, "")).pipe(z.string().min(1).max(1000)), name, passphrase, memberPassphrase: passphrase });

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
    if (error instanceof TooLarge) return c.json({ error: "too-large" }, 413, { connection: "close" });
    if (error instanceof DeskError) return c.json({ error: error.code, ...(error.rule === null ? {} : { rule: error.rule }) }, 409);
    const code = codeOf(error);
    console.error(`desk: ${code === "failed" ? error.name : code}`);
    return c.json({ error: code }, code === "no-space" ? 507 : 500);
  });

  app.use("/api/*", async (c, next) => {
    if (c.req.method !== "GET" && c.req.header("content-type") !== "application/json") return c.json({ error: "not-json" }, 415);
    const isKnown = parts.sessions.knows(c.req.header("cookie"));
    if (c.req.path !== "/api/session" && !isKnown) return c.json({ error: "no-session" }, 401);
    if (isKnown && c.req.header(QUIET_HEADER) === undefined) parts.touched();
    return next();
  });
  app.post("/api/session", async (c) => {
    const body = Launch.safeParse(await readJson(c.req.raw, MAX_STRANGER_BYTES));
    const cookie = body.success ? parts.sessions.exchange(body.data.launch) : null;
    if (cookie === null) return c.json({ error: "no-session" }, 401);
    parts.touched();
    c.header("set-cookie", cookie);
    return c.json({});
  });
  app.get("/api/lock", (c) => {
    const empty = routes === null && parts.beginning !== null;
    const [mayFound, brokeOff] = empty ? [parts.beginning!.mayFound, parts.beginning!.brokeOff()] : [false, false];
    return c.json({ locked: routes === null, opening, empty, mayFound, brokeOff });
  });
  const beginning = (): Beginning => {
    if (routes !== null || parts.beginning === null) throw new DeskError("already-a-desk");
    return parts.beginning;
  };
  app.post("/api/found", async (c) => {
    const body = Found.safeParse(await readJson(c.req.raw));
    if (!body.success) return c.json({ error: "bad-request" }, 400);
    if (!isPlainName(body.data.name)) return c.json({ error: "odd-name" }, 400);
    const passphrases = passphrasesOf(body.data);
    if (passphrases === null) return c.json({ error: "same-passphrase" }, 400);
    routes = await beginning().found(body.data.name, passphrases);
    return c.json({ locked: false });
  });
  app.post("/api/join", async (c) => {
    const body = Join.safeParse(await readJson(c.req.raw));
    if (!body.success) return c.json({ error: "bad-request" }, 400);
    if (!isPlainName(body.data.name)) return c.json({ error: "odd-name" }, 400);
    const passphrases = passphrasesOf(body.data);
    if (passphrases === null) return c.json({ error: "same-passphrase" }, 400);
    await beginning().join(body.data.code, body.data.name, passphrases);
    return c.json({});
  });
  app.post("/api/join/resume", async (c) => {
    const body = Unlock.safeParse(await readJson(c.req.raw));
    if (!body.success) return c.json({ error: "bad-request" }, 400);
    await beginning().resume(new Redacted(body.data.passphrase));
    return c.json({});
  });
  app.post("/api/join/forget", async (c) => {
    await beginning().forget();
    return c.json({});
  });
  app.get("/api/join", async (c) => c.json({ words: await beginning().words() }));
  app.post("/api/join/finish", async (c) => {
    const opened = await beginning().finish();
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

/** What the screens have a sentence for. A disk that fails or is full says so by whichever way it was met. */
function codeOf(error: Error): string {
  if (error instanceof StoreError) return error.code;
  if (error instanceof DurableError) return error.code === "no-space" ? "no-space" : "damaged";
  return "failed";
}

/** `null` where both are one: who has the desk's passphrase would then have the member key's. */
function passphrasesOf({ passphrase, memberPassphrase }: z.infer<typeof Found>): Passphrases | null {
  return passphrase === memberPassphrase ? null : { passphrase: new Redacted(passphrase), memberPassphrase: new Redacted(memberPassphrase) };
}
