/** One desk process: started locked by the launcher, ended by locking. Talks to the launcher by process messages only. */
import { existsSync } from "node:fs";
import { createServer } from "node:http";
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
import { mayEnter } from "./guard.ts";
import { deskRoutes } from "./routes.ts";
import { readScreens } from "./screens.ts";
import { Sessions } from "./sessions.ts";

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
const Launch = z.strictObject({ kind: z.literal("launch"), hash: z.string().regex(/^[0-9a-f]{64}$/) });

process.once("message", (message) => void start(Start.parse(message)));
process.on("disconnect", () => process.exit(0));
process.on("SIGINT", () => undefined); // the launcher decides

async function start(settings: z.infer<typeof Start>): Promise<void> {
  let open: OpenDesk | null = null;
  let port = settings.port;
  let lastTouchMs = Date.now();

  const lock = (): void => {
    // An exchange under way is not waited for: what was acknowledged is on disk, and keys must go now.
    if (open !== null) closeDesk(open);
    process.send?.({ kind: "locked" }, undefined, undefined, () => process.exit(0));
  };
  const opened = (desk: OpenDesk): Hono => {
    open = desk;
    lastTouchMs = Date.now();
    return deskRoutes(desk, startExchange(desk, (code) => console.error(`desk: ${code}`)));
  };
  const unlock = async (passphrase: Redacted<string>): Promise<Hono> => opened(await unlockDesk(settings.dir, passphrase));
  const isEmpty = !existsSync(join(settings.dir, KEY_FILE));

  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  port = (server.address() as { port: number }).port;
  const sessions = new Sessions(port, { launch: settings.launch, sessions: settings.sessions }, (hashes) => process.send?.({ kind: "sessions", ...hashes }));
  const app = createDeskApp({
    screens: readScreens(settings.screensDir),
    sessions,
    unlock,
    beginning: isEmpty ? beginningOf(settings.dir, settings.account, opened) : null,
    lock,
    touched: () => {
      lastTouchMs = Date.now();
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
    if (open !== null && Date.now() - lastTouchMs > settings.idleLockMs) lock();
  }, 1000).unref();
  process.on("message", (message) => {
    const launch = Launch.safeParse(message);
    if (launch.success) sessions.expect(launch.data.hash);
  });
  process.send?.({ kind: "ready", port });
}
