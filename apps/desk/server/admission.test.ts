/** Nobody is let in, or confirmed, under a name that cannot be read as it stands or that looks like a colleague's. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { acceptInvite, beginJoining, closeDesk, confirm, finishJoining, followInvite, followJoining, goOnJoining, invite, syncDesk, unlockDesk, type OpenDesk } from "../core/index.ts";
import { Redacted } from "#bytes";
import { endPlay, founder, letIn, PASSPHRASE, settle, stage, type Stage } from "../testing/cast.ts";
import { beginningOf } from "./beginning.ts";
import { deskRoutes } from "./routes.ts";
import { groupView } from "./views/group.ts";
import type { GroupView, InviteView } from "../api.ts";

const ODD = "\u202eanima\u202c";

function screensOf(desk: OpenDesk) {
  const app = deskRoutes(desk, { now: () => Promise.resolve(true), soon: () => undefined, stop: () => Promise.resolve() });
  return {
    get: async <T>(path: string) => (await (await app.request(`http://desk/api${path}`)).json()) as T,
    post: async (path: string, body: object = {}) => {
      const answer = await app.request(`http://desk/api${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
      return { status: answer.status, body: (await answer.json()) as { readonly error?: string } };
    },
  };
}

/** Somebody asks to be let in under `name`, as far as the words. */
async function knock(on: Stage, desk: OpenDesk, screens: ReturnType<typeof screensOf>, name: string): Promise<void> {
  await screens.post("/invite");
  const { code } = await screens.get<InviteView>("/invite");
  const joining = await beginJoining(code!, name, on.surroundings);
  await screens.get("/invite");
  await followJoining(joining);
  assert.equal((await screens.get<InviteView>("/invite")).state, "compare");
  await syncDesk(desk);
}

test("a joiner's name is judged before they are let in", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const screens = screensOf(amina);
  for (const [name, error] of [["amina", "taken-name"], [ODD, "odd-name"], ["Tomas\nsuspended", "odd-name"]] as const) {
    await knock(on, amina, screens, name);
    const refused = await screens.post("/invite/accept");
    assert.deepEqual(refused, { status: 409, body: { error } });
    assert.ok(!(await screens.get<InviteView>("/invite")).joinerName?.match(/[\u202e\n]/));
  }
  assert.equal((await screens.get<GroupView>("/group")).persons.length, 1);
  await knock(on, amina, screens, "Tomas");
  assert.equal((await screens.post("/invite/accept")).status, 200);
  endPlay(on, amina);
});

test("a second person does not confirm such a name either, and sees that it is odd", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const tomas = await letIn(on, amina, "Tomas", null);
  // A desk that asks no questions proposes it.
  const offered = await invite(amina);
  const joining = await beginJoining(offered.code, "TOMAS", on.surroundings);
  await followInvite(amina, offered);
  await followJoining(joining);
  await followInvite(amina, offered);
  await acceptInvite(amina, offered);
  await settle(amina, tomas);
  const screens = screensOf(tomas);
  const [pending] = (await screens.get<GroupView>("/group")).pending;
  assert.equal(pending?.about, "TOMAS");
  assert.deepEqual(await screens.post("/group/confirm", { act: pending.act }), { status: 409, body: { error: "taken-name" } });
  endPlay(on, amina, tomas);
});

test("a desk whose joining broke off for good says that it is in no group; one that waits for a second person says that", async () => {
  const on = stage();
  Object.assign(on.surroundings, { patience: { attempts: 1 } });
  const amina = await founder(on, "Amina");
  const upToAccepted = async (name: string) => {
    const offered = await invite(amina);
    const joining = await beginJoining(offered.code, name, on.surroundings);
    await followInvite(amina, offered);
    await followJoining(joining);
    await followInvite(amina, offered);
    await acceptInvite(amina, offered);
    return { joining, who: { name, passphrase: PASSPHRASE, memberKeyPath: join(on.dir, `${name}.age`) } };
  };
  // Both were let in beside one head: only one of the two can come onto the line.
  const [lena, tomas] = [await upToAccepted("Lena"), await upToAccepted("Tomas")];
  const network = on.network;
  on.network = async (input, init) => {
    if ((init?.method ?? "GET") === "GET") return network(input, init);
    throw new TypeError("the line is cut");
  };
  await assert.rejects(finishJoining(lena.joining, join(on.dir, "lena"), lena.who, on.surroundings));
  on.network = network;
  const second = (await finishJoining(tomas.joining, join(on.dir, "tomas"), tomas.who, on.surroundings))!;
  await settle(amina, second);
  const left = await unlockDesk(join(on.dir, "lena"), PASSPHRASE, on.surroundings);
  const standing = (desk: OpenDesk): string[] => groupView(desk).warnings.filter((code) => ["in-no-group", "not-let-in-yet", "you-are-suspended", "you-are-removed"].includes(code));
  assert.deepEqual(standing(left), [], "nothing is said before the relay was heard");
  await goOnJoining(left);
  await syncDesk(left);
  assert.deepEqual(standing(left), ["in-no-group"]);

  const ilya = await upToAccepted("Ilya");
  const waits = (await finishJoining(ilya.joining, join(on.dir, "ilya"), ilya.who, on.surroundings))!;
  assert.deepEqual(standing(waits), ["not-let-in-yet"]);
  await syncDesk(second);
  for (const [id, { body }] of second.line.judged.pending) if (body.act.kind === "admit") await confirm(second, id);
  await settle(amina, second, waits);
  assert.deepEqual(standing(waits), []);
  endPlay(on, amina, second, left, waits);
});

test("who begins anew while a joining is about to end loses no keys the group was told of, and nobody goes on with one twice at once", async (t) => {
  const on = stage();
  const network = globalThis.fetch;
  t.after(() => void (globalThis.fetch = network));
  globalThis.fetch = ((...asked: Parameters<typeof fetch>) => on.network(...asked)) as typeof fetch;
  const amina = await founder(on, "Amina");
  const offered = await invite(amina);
  const dir = join(on.dir, "Lena");
  let lena: OpenDesk | null = null;
  const begin = beginningOf(dir, null, (desk) => {
    lena = desk;
    return deskRoutes(desk, { now: () => Promise.resolve(true), soon: () => undefined, stop: () => Promise.resolve() });
  });
  const passphrase = new Redacted("a passphrase of hers");
  await begin.join(offered.code, "Lena", { passphrase, memberPassphrase: new Redacted("another, for the stick") });
  await assert.rejects(begin.resume(passphrase), { code: "already-a-desk" });
  await followInvite(amina, offered);
  await begin.words();
  await followInvite(amina, offered);
  await acceptInvite(amina, offered);
  // The relay holds its answers back until she has pressed "Begin anew".
  const honest = on.network;
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  on.network = (async (...asked: Parameters<typeof fetch>) => {
    await held;
    return honest(...asked);
  }) as typeof fetch;
  const finished = begin.finish();
  const forgotten = begin.forget();
  release();
  await Promise.all([finished, forgotten]);
  for (const name of ["keys.age", "desk.db", "member-key.age"]) assert.ok(existsSync(join(dir, name)), name);
  closeDesk(lena!);
  const again = await unlockDesk(dir, passphrase, on.surroundings);
  await settle(amina, again);
  assert.equal(again.line.head, amina.line.head);
  endPlay(on, amina, again);
});
