/** A desk as a process: opened by the launcher's one-time address, locked by hand and by being left alone. Locking ends the process that held the keys. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { closeDesk } from "../core/index.ts";
import { endPlay, founder, PASSPHRASE, stage } from "../testing/cast.ts";
import { launchDesk, type RunningDesk } from "./launcher.ts";

interface Answer {
  readonly status: number;
  readonly body: { readonly [field: string]: unknown };
  readonly cookie: string | null;
}

async function ask(desk: RunningDesk, method: string, path: string, cookie: string | null, body?: object, more: Record<string, string> = {}): Promise<Answer> {
  const origin = `http://127.0.0.1:${desk.port}`;
  const headers = { origin, ...(body === undefined ? {} : { "content-type": "application/json" }), ...(cookie === null ? {} : { cookie }), ...more };
  const response = await fetch(`${origin}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { status: response.status, body: (await response.json()) as Answer["body"], cookie: response.headers.get("set-cookie")?.split(";")[0] ?? null };
}

/** Asks until the desk's new process answers that it is locked. */
async function untilLocked(desk: RunningDesk, cookie: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const answer = await ask(desk, "GET", "/api/lock", cookie, undefined, { "x-vouchsafe-quiet": "1" }).catch(() => null);
    if (answer?.body["locked"] === true) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail("it did not lock");
}

test("a launch address works once; locking by hand and by idleness ends the process, and the session lives on", async () => {
  const on = stage();
  closeDesk(await founder(on, "Amina"));
  const screensDir = join(on.dir, "screens");
  mkdirSync(screensDir);
  writeFileSync(join(screensDir, "index.html"), "<!doctype html>");
  const desk = await launchDesk({ dir: join(on.dir, "Amina"), screensDir, idleLockMs: 2500 });
  try {
    const launch = new URL(desk.launchUrl()).hash.slice("#launch=".length);
    assert.equal((await ask(desk, "GET", "/api/group", null)).status, 401);
    const first = await ask(desk, "POST", "/api/session", null, { launch });
    assert.equal(first.status, 200);
    assert.equal((await ask(desk, "POST", "/api/session", null, { launch })).status, 401);
    const cookie = first.cookie!;
    assert.equal((await ask(desk, "GET", "/api/group", cookie)).status, 423);
    assert.equal((await ask(desk, "POST", "/api/unlock", cookie, { passphrase: "another passphrase" })).body["error"], "wrong-passphrase");

    const unlock = () => ask(desk, "POST", "/api/unlock", cookie, { passphrase: PASSPHRASE.reveal() });
    assert.equal((await unlock()).status, 200);
    assert.equal((await ask(desk, "GET", "/api/group", cookie)).status, 200);
    const pid = desk.pid();
    assert.equal((await ask(desk, "POST", "/api/lock", cookie, {})).status, 200);
    await untilLocked(desk, cookie);
    assert.notEqual(desk.pid(), pid);
    assert.throws(() => process.kill(pid!, 0), "the process that held the keys is gone");

    assert.equal((await unlock()).status, 200);
    const second = desk.pid();
    // Requests the screens make by themselves do not keep it open.
    await untilLocked(desk, cookie);
    assert.notEqual(desk.pid(), second);
  } finally {
    await desk.stop();
    endPlay(on);
  }
});
