/** One desk process: started locked by the launcher, ended by locking. The launcher hands it each connection to the desk's port and its messages. */
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { Socket } from "node:net";
import { join } from "node:path";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import { z } from "zod";
import { Redacted } from "#bytes";
import { closeDesk, KEY_FILE, unlockDesk } from "../core/index.ts";
import type { OpenDesk } from "../core/index.ts";
import { createDeskApp } from "./app.ts";
import { beginningOf } from "./beginning.ts";
import { startExchange } from "./exchange.ts";
import { startIndexing } from "./search-index.ts";
import { mayEnter } from "./guard.ts";
import { deskRoutes } from "./routes.ts";
import { readScreens } from "./screens.ts";
import { Sessions } from "./sessions.ts";
import { startTending } from "./tending.ts";

const Start = z.strictObject({
  kind: z.literal("start"),
  account: z.strictObject({ relay: z.string(), token: z.string() }).nullable(),
  dir: z.string(),
  idleLockMs: z.number().int().positive(),
  launch: z.array(z.string()),
  port: z.number().int(),
  screensDir: z.string(),
  sessions: z.array(z.string()),
});
/** Well beyond the seconds between two questions of the screens: a connection that closes while a question is on its way looks like a desk that ended. */
const KEEP_ALIVE_MS = 75_000;

const Connection = z.strictObject({ kind: z.literal("connection"), connection: z.number() });
const Launch = z.strictObject({ kind: z.literal("launch"), hash: z.string().regex(/^[0-9a-f]{64}$/) });

process.once("message", (message) => start(Start.parse(message)));
process.on("disconnect", () => process.exit(0));
process.on("SIGINT", () => undefined); // the launcher decides

function start(settings: z.infer<typeof Start>): void {
  const { port } = settings;
  let open: OpenDesk | null = null;
  let stopTending = (): void => undefined;
  let lastTouchMs = Date.now();

  // Asked at each request too: after a sleep the first one may come before the clock's next look.
  const isLeftAlone = (): boolean => open !== null && Date.now() - lastTouchMs > settings.idleLockMs;
  const lock = (): void => {
    // An exchange under way is not waited for: what was acknowledged is on disk, and keys must go now.
    stopTending();
    if (open !== null) closeDesk(open);
    process.send?.({ kind: "locked" }, undefined, undefined, () => process.exit(0));
  };
  const opened = (desk: OpenDesk): Hono => {
    open = desk;
    lastTouchMs = Date.now();
    const say = (code: string): void => console.error(`desk: ${code}`);
    startIndexing(desk, say);
    stopTending = startTending(desk, say);
    return deskRoutes(desk, startExchange(desk, say));
  };
  const unlock = async (passphrase: Redacted<string>): Promise<Hono> => opened(await unlockDesk(settings.dir, passphrase));
  const isEmpty = !existsSync(join(settings.dir, KEY_FILE));

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS });
  const sessions = new Sessions(port, { launch: settings.launch, sessions: settings.sessions }, (hashes) => process.send?.({ kind: "sessions", ...hashes }));
  const app = createDeskApp({
    screens: readScreens(settings.screensDir),
    sessions,
    unlock,
    beginning: isEmpty ? beginningOf(settings.dir, settings.account, opened) : null,
    lock,
    touched: () => {
      if (isLeftAlone()) lock();
      else lastTouchMs = Date.now();
    },
  });
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  server.on("request", (request, response) => {
    if (!mayEnter(request, port)) {
      response.writeHead(403, { "content-type": "text/plain", connection: "close" }).end("403\n");
      return;
    }
    void listener(request, response);
  });
  server.on("upgrade", (_request, socket) => socket.destroy());
  server.on("connect", (_request, socket) => socket.destroy());

  setInterval(() => {
    if (isLeftAlone()) lock();
  }, 1000).unref();
  process.on("message", (message, handle) => {
    const connection = Connection.safeParse(message);
    if (connection.success) {
      process.send?.({ kind: "took", connection: connection.data.connection });
      // None where the other side has gone already.
      if (handle instanceof Socket) server.emit("connection", handle);
    }
    const launch = Launch.safeParse(message);
    if (launch.success) sessions.expect(launch.data.hash);
  });
  // It listens to no port itself; this begins Node's watch over requests that are too slow.
  server.emit("listening");
  // Where the launcher has gone in the meantime, "disconnect" ends this process.
  process.send?.({ kind: "ready" }, undefined, undefined, () => undefined);
}
