import assert from "node:assert/strict";
import { test } from "node:test";
import { createDeskApp } from "./app.ts";
import { hashToken, Sessions } from "./sessions.ts";

const TOKEN = "a".repeat(64);
const LAUNCH = "b".repeat(64);

test("a stranger's cookie of the same name hides no session, wherever it stands", () => {
  const sessions = new Sessions(7, { launch: [], sessions: [hashToken(TOKEN)] }, () => undefined);
  for (const header of [`vouchsafe-7=${TOKEN}`, `vouchsafe-7=stranger; vouchsafe-7=${TOKEN}`, `vouchsafe-7=${TOKEN}; vouchsafe-7=stranger`]) assert.equal(sessions.knows(header), true, header);
  for (const header of [undefined, "", "vouchsafe-7=stranger; vouchsafe-7=another", `vouchsafe-8=${TOKEN}`, `xvouchsafe-7=${TOKEN}`]) assert.equal(sessions.knows(header), false, header);
});

test("only who has a session, or has just begun one, counts as somebody at the desk", async () => {
  let touches = 0;
  const app = createDeskApp({
    screens: new Map(),
    sessions: new Sessions(7, { launch: [hashToken(LAUNCH)], sessions: [hashToken(TOKEN)] }, () => undefined),
    unlock: () => Promise.reject(new Error("not asked for here")),
    beginning: null,
    lock: () => undefined,
    touched: () => (touches += 1),
  });
  const ask = (method: string, path: string, headers: Record<string, string>, body?: object) =>
    app.request(`http://127.0.0.1:7${path}`, { method, headers: { "content-type": "application/json", ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });

  assert.equal((await ask("POST", "/api/session", {}, { launch: "0".repeat(64) })).status, 401);
  assert.equal((await ask("POST", "/api/session", {}, {})).status, 401);
  assert.equal((await ask("GET", "/api/lock", {})).status, 401);
  assert.equal((await ask("GET", "/api/lock", { cookie: "vouchsafe-7=stranger" })).status, 401);
  assert.equal((await ask("GET", "/", {})).status, 404);
  assert.equal(touches, 0);

  assert.equal((await ask("GET", "/api/lock", { cookie: `vouchsafe-7=${TOKEN}`, "x-vouchsafe-quiet": "1" })).status, 200);
  assert.equal(touches, 0, "what the screen asks by itself");
  assert.equal((await ask("GET", "/api/lock", { cookie: `vouchsafe-7=${TOKEN}` })).status, 200);
  assert.equal(touches, 1);
  assert.equal((await ask("POST", "/api/session", {}, { launch: LAUNCH })).status, 200);
  assert.equal(touches, 2);
});
