/** A disk that is full: the desk says "not saved", nothing is half written, and it goes on where there is room again. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { stateHash } from "#casework";
import { randomHex } from "#prim";
import { closeDesk, unlockDesk } from "../core/index.ts";
import { founder, PASSPHRASE, stage } from "../testing/cast.ts";
import { createDeskApp } from "./app.ts";
import { startExchange } from "./exchange.ts";
import { deskRoutes } from "./routes.ts";
import { hashToken, Sessions } from "./sessions.ts";

const outcome = async (answer: Promise<Response>): Promise<unknown> => [(await answer).status, await (await answer).json()];

test("on a full disk the desk says that nothing was saved, and nothing is half there", { timeout: 120_000 }, async (t) => {
  const on = stage();
  const disk = join(on.dir, "small");
  mkdirSync(disk);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=6m", "tmpfs", disk], { stdio: "ignore" });
  } catch {
    on.strike();
    t.skip("no small disk could be mounted here (that needs root)");
    return;
  }
  try {
    let desk = await founder({ ...on, dir: disk }, "Amina");
    const exchange = startExchange(desk, () => {});
    await exchange.stop();
    const launch = randomHex(32);
    const sessions = new Sessions(1, { launch: [hashToken(launch)], sessions: [] }, () => {});
    const app = createDeskApp({ screens: new Map(), sessions, unlock: async () => deskRoutes(desk, exchange), beginning: null, lock: () => {}, touched: () => {} });
    const post = async (path: string, body: unknown, cookie = ""): Promise<Response> =>
      app.fetch(new Request(`http://desk.invalid${path}`, { method: "POST", headers: { "content-type": "application/json", cookie }, body: JSON.stringify(body) }));
    const cookie = (await post("/api/session", { launch })).headers.get("set-cookie")!.split(";")[0]!;
    assert.equal((await post("/api/unlock", { passphrase: "the cast's" }, cookie)).status, 200);

    const begin = (title: string): Promise<Response> => post("/api/cases", { title }, cookie);
    assert.equal((await begin("Before")).status, 200);
    const filler = join(disk, "filler");
    writeFileSync(filler, "");
    assert.throws(() => {
      for (;;) appendFileSync(filler, new Uint8Array(4096));
    }, { code: "ENOSPC" });
    const before = stateHash(desk.records.authored(desk.line));
    let refused: Response | null = null;
    for (let n = 0; n < 200 && refused === null; n++) {
      const answer = await begin(`Case ${n} ${"x".repeat(150)}`);
      if (answer.status !== 200) refused = answer;
    }
    assert.deepEqual([refused?.status, await refused?.json()], [507, { error: "no-space" }]);
    const full = stateHash(desk.records.authored(desk.line));
    assert.equal((await begin("Again")).status, 507);
    assert.equal(stateHash(desk.records.authored(desk.line)), full, "what was refused changed nothing");
    assert.deepEqual(await outcome(post("/api/backup", { passphrase: "of the backup" }, cookie)), [507, { error: "no-space" }], "a file of its own is refused alike");
    rmSync(filler);
    assert.equal((await begin("After")).status, 200);
    const after = stateHash(desk.records.authored(desk.line));
    assert.notEqual(after, before);
    closeDesk(desk);
    desk = await unlockDesk(desk.dir, PASSPHRASE, on.surroundings);
    assert.equal(stateHash(desk.records.authored(desk.line)), after);
    desk.store.check();
    closeDesk(desk);
  } finally {
    execFileSync("umount", ["-l", disk]);
    on.strike();
  }
});
