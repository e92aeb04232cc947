/** The desk's port is the launcher's for as long as the desk runs: nobody else can listen there while one desk process ends and the next begins. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { test } from "node:test";
import { closeDesk } from "../core/index.ts";
import { endPlay, founder, PASSPHRASE, stage } from "../testing/cast.ts";
import { launchDesk } from "./launcher.ts";

/** Tries to listen on a port, again and again. `took` becomes true when it could. */
function squat(port: number): { took: boolean; tries: number; end(): void } {
  const server = createServer();
  const it = { took: false, tries: 0, end: () => void ((ended = true), server.close()) };
  let ended = false;
  const attempt = (): void => {
    if (ended) return;
    it.tries += 1;
    server.listen(port, "127.0.0.1");
  };
  server.on("error", () => setTimeout(attempt, 1));
  server.on("connection", (socket) => socket.destroy());
  server.on("listening", () => (it.took = true));
  attempt();
  return it;
}

test("while a desk locks its port is never free, and who asks meanwhile is answered by the next process", async () => {
  const on = stage();
  closeDesk(await founder(on, "Amina"));
  const screensDir = join(on.dir, "screens");
  mkdirSync(screensDir);
  writeFileSync(join(screensDir, "index.html"), "<!doctype html>");
  const desk = await launchDesk({ dir: join(on.dir, "Amina"), screensDir });
  const origin = `http://127.0.0.1:${desk.port}`;
  const post = (path: string, body: object, cookie = "") => fetch(origin + path, { method: "POST", headers: { origin, cookie, "content-type": "application/json" }, body: JSON.stringify(body) });
  const squatter = squat(desk.port);
  try {
    const launch = new URL(desk.launchUrl()).hash.slice("#launch=".length);
    const cookie = (await post("/api/session", { launch })).headers.get("set-cookie")!.split(";")[0]!;
    for (let times = 0; times < 3; times++) {
      assert.equal((await post("/api/unlock", { passphrase: PASSPHRASE.reveal() }, cookie)).status, 200);
      const pid = desk.pid()!;
      assert.equal((await post("/api/lock", {}, cookie)).status, 200);
      while (isAlive(pid)) await pause(1);
      // A connection made now waits at the door and is answered.
      const state = (await (await fetch(`${origin}/api/lock`, { headers: { cookie } })).json()) as { locked: boolean };
      assert.equal(state.locked, true);
      assert.notEqual(desk.pid(), pid);
    }
    process.kill(desk.pid()!, "SIGKILL");
    assert.equal((await fetch(`${origin}/`)).status, 200, "a process that was killed is replaced the same way");
    assert.ok(squatter.tries > 50, `${squatter.tries} tries`);
    assert.equal(squatter.took, false);
  } finally {
    squatter.end();
    await desk.stop();
    endPlay(on);
  }
});

test("a port that is taken is said at once, and a desk that ended has let go of its own", async () => {
  const on = stage();
  writeFileSync(join(on.dir, "index.html"), "<!doctype html>");
  const options = { dir: join(on.dir, "desk"), screensDir: on.dir };
  const desk = await launchDesk(options);
  await assert.rejects(launchDesk({ ...options, port: desk.port }), { code: "EADDRINUSE" });
  await desk.stop();
  const again = await launchDesk({ ...options, port: desk.port });
  await again.stop();
  on.strike();
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
