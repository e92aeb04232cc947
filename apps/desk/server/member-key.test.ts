/** A desk begun on the screen: the member key has a passphrase of its own, can be carried away, and is then not on the desk any more. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Hono } from "hono";
import { Redacted } from "#bytes";
import { closeDesk, type OpenDesk } from "../core/index.ts";
import { readMemberKey } from "../core/keyring.ts";
import { endPlay, PASSPHRASE, stage, type Stage } from "../testing/cast.ts";
import { createDeskApp } from "./app.ts";
import { beginningOf } from "./beginning.ts";
import { deskRoutes } from "./routes.ts";
import { hashToken, Sessions } from "./sessions.ts";
import type { GroupView, ReadinessView } from "../api.ts";

const MEMBER_PASSPHRASE = "another passphrase, for the stick";
const TOKEN = "a".repeat(64);
const KEY = "member-key.age";

let on: Stage;
let dir: string;
let app: Hono;
let desk: OpenDesk | null = null;
const network = globalThis.fetch;

before(() => {
  on = stage();
  dir = join(on.dir, "desk");
  globalThis.fetch = on.network;
  const opened = (open: OpenDesk): Hono => {
    desk = open;
    return deskRoutes(open, { now: () => Promise.resolve(true), soon: () => undefined, stop: () => Promise.resolve() });
  };
  app = createDeskApp({
    screens: new Map(),
    sessions: new Sessions(7, { launch: [], sessions: [hashToken(TOKEN)] }, () => undefined),
    unlock: () => Promise.reject(new Error("not asked for here")),
    beginning: beginningOf(dir, { relay: on.relayUrl, token: on.accountToken.reveal() }, opened),
    lock: () => undefined,
    touched: () => undefined,
  });
});
after(() => {
  globalThis.fetch = network;
  if (desk !== null) closeDesk(desk);
  endPlay(on);
});

const headers = { cookie: `vouchsafe-7=${TOKEN}`, "content-type": "application/json" };
const get = (path: string) => app.request(`http://127.0.0.1:7${path}`, { headers });
const post = (path: string, body: object) => app.request(`http://127.0.0.1:7${path}`, { method: "POST", headers, body: JSON.stringify(body) });
const readiness = async () => ((await (await get("/api/readiness")).json()) as ReadinessView).checks.find(({ code }) => code === "member-key-away")?.state;
const warnings = async () => ((await (await get("/api/group")).json()) as GroupView).warnings;

test("one passphrase for both is refused", async () => {
  const answer = await post("/api/found", { name: "Amina", passphrase: PASSPHRASE.reveal(), memberPassphrase: PASSPHRASE.reveal() });
  assert.equal(answer.status, 400);
  assert.deepEqual(await answer.json(), { error: "same-passphrase" });
  const joined = await post("/api/join", { code: "any", name: "Amina", passphrase: PASSPHRASE.reveal(), memberPassphrase: PASSPHRASE.reveal() });
  assert.deepEqual(await joined.json(), { error: "same-passphrase" });
  assert.ok(!existsSync(dir));
});

test("the member key opens with its own passphrase, is carried away, and only then leaves the desk", async () => {
  assert.equal((await post("/api/found", { name: "Amina", passphrase: PASSPHRASE.reveal(), memberPassphrase: MEMBER_PASSPHRASE })).status, 200);
  await assert.rejects(readMemberKey(join(dir, KEY), PASSPHRASE), { code: "wrong-passphrase" });
  assert.equal(await readiness(), "wait");
  assert.ok((await warnings()).includes("member-key-here"));

  const file = await get("/api/member-key");
  assert.equal(file.headers.get("content-disposition"), `attachment; filename="${KEY}"`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  assert.deepEqual(bytes, new Uint8Array(readFileSync(join(dir, KEY))), "to be had whole, and still there");

  assert.equal((await post("/api/member-key/away", {})).status, 200);
  assert.ok(!existsSync(join(dir, KEY)));
  assert.equal((await get("/api/member-key")).status, 404);
  assert.equal(await readiness(), "good");
  assert.ok(!(await warnings()).includes("member-key-here"));

  const stick = join(on.dir, "stick.age");
  writeFileSync(stick, bytes);
  assert.equal((await readMemberKey(stick, new Redacted(MEMBER_PASSPHRASE))).publicKey, desk!.keyring.person);
});
