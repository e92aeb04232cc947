/** The power goes at every step of joining: whoever the group counts has their keys, and goes on with them. */
import assert from "node:assert/strict";
import fs, { cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { mock, test } from "node:test";
import { canonical, concat, fromHex, Redacted, u32, utf8 } from "#bytes";
import { hkdf, randomHex } from "#prim";
import { sealBody, SEALED_OVERHEAD_BYTES } from "#seal";
import { MAILBOX_SLOT_BYTES } from "#wire";
import { runs } from "../../../scripts/long.ts";
import { endPlay, founder, letIn, PASSPHRASE, settle, stage, type Stage } from "../testing/cast.ts";
import { acceptInvite, beginJoining, closeDesk, confirm, DeskError, finishJoining, followInvite, followJoining, forgetJoining, goOnJoining, invite, keepJoining, resumeJoining, sendHandovers, syncDesk, unlockDesk, type Invite, type Joining, type OpenDesk, type Surroundings } from "./index.ts";
import { isJoining, takeFolder } from "./folder.ts";
import { readMemberKey } from "./keyring.ts";

const MEMBER_PASSPHRASE = new Redacted("one that is for the stick");
const active = (desk: OpenDesk): string[] => [...desk.line.judged.persons].filter(([, person]) => !person.removed).map(([id]) => id).toSorted();

class PowerCut extends Error {}

/** What the inviting side does whenever it can: looks, accepts, and has a second person confirm. */
async function invitersTurn(desks: readonly OpenDesk[], offered: Invite): Promise<void> {
  const [inviter, second] = desks as [OpenDesk, OpenDesk?];
  await followInvite(inviter, offered);
  if (offered.state === "compare") await acceptInvite(inviter, offered);
  if (second === undefined) return;
  await syncDesk(second);
  for (const [id, { body }] of second.line.judged.pending) if (body.act.kind === "admit") await confirm(second, id);
}

/** Joins until the power goes at the so-manieth step, if there are so many. Then somebody starts the machine again, and goes on with what lies in its folder. */
async function joinWithPowerCut(at: number, persons: 1 | 2): Promise<{ readonly steps: number; readonly found: string }> {
  const on = stage();
  Object.assign(on.surroundings, { patience: { attempts: 1 } });
  const amina = await founder(on, "Amina");
  const inviters = [amina, ...(persons === 2 ? [await letIn(on, amina, "Tomas", null)] : [])];
  const offered = await invite(amina);
  const [dir, left] = [join(on.dir, "Lena"), join(on.dir, "left")];
  let steps = 0;
  let isOff = false;
  let isOver = false;
  const step = (): void => {
    if (isOver) return;
    if (isOff) throw new PowerCut();
    if (steps++ !== at) return;
    isOff = true;
    if (existsSync(dir)) cpSync(dir, left, { recursive: true });
    throw new PowerCut();
  };
  const open = fs.openSync;
  const watched = mock.method(fs, "openSync", ((path: string, ...rest: [string, number]) => {
    if (path.startsWith(dir)) step();
    return open(path, ...rest);
  }) as typeof open);
  syncBuiltinESMExports();
  // Before a question is sent, and when its answer is on the way.
  const asked = async (...[input, init]: Parameters<typeof fetch>): Promise<Response> => {
    step();
    const answer = await on.network(input, init);
    step();
    return answer;
  };
  const hers: Surroundings = { ...on.surroundings, fetch: asked as typeof fetch };
  const who = (place: string) => ({ name: "Lena", passphrase: PASSPHRASE, memberPassphrase: MEMBER_PASSPHRASE, memberKeyPath: join(place, "member-key.age") });
  let lena: OpenDesk | null = null;
  let words: readonly string[] | null = null;
  try {
    const it = await beginJoining(offered.code, "Lena", hers);
    await keepJoining(it, dir, who(dir), hers);
    await invitersTurn(inviters, offered);
    words = await followJoining(it);
    await invitersTurn(inviters, offered);
    lena = await finishJoining(it, dir, who(dir), hers);
    assert.ok(lena !== null);
    isOver = true;
  } catch (error) {
    if (!isOff) throw error;
  } finally {
    watched.mock.restore();
    syncBuiltinESMExports();
  }
  let found = "joined";
  if (isOff) {
    if (lena !== null) closeDesk(lena);
    found = !existsSync(left) ? "nothing" : existsSync(join(left, "keys.age")) ? "a desk" : isJoining(left) ? "a joining" : "nothing";
    await invitersTurn(inviters, offered);
    if (found === "a desk") lena = await unlockDesk(left, PASSPHRASE, on.surroundings);
    else if (found === "a joining") {
      const it = await resumeJoining(left, PASSPHRASE, on.surroundings);
      const again = await untilWords(it, () => invitersTurn(inviters, offered));
      if (words !== null) assert.deepEqual(again, words);
      await invitersTurn(inviters, offered);
      assert.deepEqual(again, offered.words);
      lena = await finishJoining(it, left, who(left), on.surroundings);
    } else {
      assert.notEqual(offered.state, "done", "nobody was let in whose keys are gone");
      for (const desk of inviters) assert.equal(active(desk).length, persons);
      lena = null;
    }
  }
  if (lena !== null) {
    await goOnJoining(lena);
    await settle(...inviters, lena);
    for (const desk of [...inviters, lena]) {
      assert.equal(active(desk).length, persons + 1, `${found}: one member more`);
      assert.ok(active(desk).includes(lena.keyring.person));
      assert.equal(desk.line.head, amina.line.head, `${found} at ${at}`);
    }
    assert.ok(!existsSync(join(lena.dir, "joining.age")) && !existsSync(join(lena.dir, "beginning")));
    assert.equal((await readMemberKey(join(lena.dir, "member-key.age"), MEMBER_PASSPHRASE)).publicKey, lena.keyring.person);
    closeDesk(lena);
  }
  endPlay(on, ...inviters);
  return { steps, found };
}

async function untilWords(it: Joining, turn: () => Promise<void>): Promise<readonly string[]> {
  for (;;) {
    const words = await followJoining(it);
    if (words !== null) return words;
    await turn();
  }
}

// Each step is a group of its own: in short, some of the steps; all of them in the long run.
for (const [persons, some] of [[1, 6], [2, 12]] as const)
  test(`the power goes at every step of joining a group of ${persons}`, async (t) => {
    const found: Record<string, number> = {};
    const stride = runs(some, 1);
    for (let at = 0; ; at += stride) {
      const { steps, found: state } = await joinWithPowerCut(at, persons);
      found[state] = (found[state] ?? 0) + 1;
      if (steps <= at) break;
    }
    t.diagnostic(JSON.stringify(found));
    assert.ok(found["nothing"]! >= 1 && found["a joining"]! >= 3 && found["a desk"]! >= 1 && found["joined"] === 1, JSON.stringify(found));
  });

/** Lena has an invite of Amina's, and a joining that lies in her folder. */
async function keptJoining(memberKey = "member-key.age") {
  const on = stage();
  const amina = await founder(on, "Amina");
  const dir = join(on.dir, "Lena");
  const it = await beginJoining((await invite(amina)).code, "Lena", on.surroundings);
  const who = { name: "Lena", passphrase: PASSPHRASE, memberPassphrase: MEMBER_PASSPHRASE, memberKeyPath: join(dir, memberKey) };
  await keepJoining(it, dir, who, on.surroundings);
  return { on, amina, dir, who };
}

test("a kept joining opens with its passphrase only, holds no member key, and can be given up", async () => {
  const { on, amina, dir, who } = await keptJoining();
  assert.deepEqual(readdirSync(dir).toSorted(), ["joining.age", "member-key.age"]);
  await assert.rejects(resumeJoining(dir, MEMBER_PASSPHRASE, on.surroundings), (error) => error instanceof DeskError && error.code === "wrong-passphrase");
  assert.match(readFileSync(join(dir, "joining.age"), "latin1"), /^age-encryption\.org\/v1\n-> scrypt /);
  await assert.rejects(readMemberKey(join(dir, "member-key.age"), PASSPHRASE));
  assert.equal((await resumeJoining(dir, PASSPHRASE, on.surroundings)).fresh.member, null);
  // Nothing begins over it.
  await assert.rejects(keepJoining(await beginJoining((await invite(amina)).code, "Lena", on.surroundings), dir, who, on.surroundings), (error) => error instanceof DeskError && error.code === "already-a-desk");
  forgetJoining(dir);
  assert.deepEqual(readdirSync(dir), []);
  rmSync(dir, { recursive: true });
  endPlay(on, amina);
});

/** A relay that has read the code gives, from now on, another answer of the inviter than before. */
function swapAnswer(on: Stage, code: string): void {
  const [group, secret] = [code.split(":").at(-3)!, fromHex(code.split(":").at(-1)!)];
  const content = canonical({ device: randomHex(32), nonceI: randomHex(32) });
  const room = MAILBOX_SLOT_BYTES - SEALED_OVERHEAD_BYTES;
  const plain = concat(u32(content.length), content, new Uint8Array(room - 4 - content.length));
  const blob = sealBody(hkdf(secret, new Uint8Array(0), "vouchsafe/1/mailbox-key", 32), "mailbox", concat(utf8("slot"), Uint8Array.of(2), fromHex(group)), plain);
  const honest = on.network;
  on.network = (async (input: string | URL | Request, init?: RequestInit) => {
    const { method, url } = new Request(input, init);
    const answer = await honest(input, init);
    return method === "GET" && url.endsWith("/2") && answer.ok ? new Response(blob, { status: 200, headers: answer.headers }) : answer;
  }) as typeof fetch;
}

const isEnded = (error: unknown): boolean => error instanceof DeskError && error.code === "invite-ended";

for (const restarted of [false, true])
  test(`once a joiner has revealed, no other answer of the inviter is taken: nobody can search for words that match (${restarted ? "the desk was killed" : "the answer was lost"})`, async () => {
    const on = stage();
    Object.assign(on.surroundings, { patience: { attempts: 1 } });
    const amina = await founder(on, "Amina");
    const offered = await invite(amina);
    const dir = join(on.dir, "Lena");
    const it = await beginJoining(offered.code, "Lena", on.surroundings);
    const who = { name: "Lena", passphrase: PASSPHRASE, memberPassphrase: MEMBER_PASSPHRASE, memberKeyPath: join(dir, "member-key.age") };
    if (restarted) await keepJoining(it, dir, who, on.surroundings);
    await followInvite(amina, offered);
    // It has the joiner's nonce, and says that nothing came.
    const { network } = on;
    on.network = (async (input: string | URL | Request, init?: RequestInit) => {
      const answer = await network(input, init);
      if ((init?.method ?? "GET") !== "GET") throw new TypeError("the line is cut");
      return answer;
    }) as typeof fetch;
    await assert.rejects(followJoining(it), (error) => error instanceof DeskError && error.code === "offline");
    on.network = network;
    const again = restarted ? await resumeJoining(dir, PASSPHRASE, on.surroundings) : it;
    swapAnswer(on, offered.code);
    await assert.rejects(followJoining(again), isEnded);
    assert.equal(again.words, null);
    on.network = network;
    await followInvite(amina, offered);
    assert.deepEqual(await followJoining(again), offered.words, "with the answer that was given first it goes on");
    endPlay(on, amina);
  });

test("a joining that was given up halfway is no joining without its member key, and its folder can be begun in", async () => {
  const { on, amina, dir } = await keptJoining("a-member-key.age");
  // The power goes at the first file that is taken away.
  const remove = fs.rmSync;
  const cut = mock.method(fs, "rmSync", (() => {
    throw new PowerCut();
  }) as typeof remove);
  syncBuiltinESMExports();
  try {
    forgetJoining(dir);
  } finally {
    cut.mock.restore();
    syncBuiltinESMExports();
  }
  assert.equal(isJoining(dir), false);
  takeFolder(dir);
  assert.deepEqual(readdirSync(dir), ["beginning"]);
  endPlay(on, amina);
});

test("a joining somebody went on with is no beginning that another may take away", async () => {
  const { on, amina, dir } = await keptJoining();
  // As after a death between the last file and the end of the beginning.
  fs.writeFileSync(join(dir, "beginning"), "");
  await resumeJoining(dir, PASSPHRASE, on.surroundings);
  assert.throws(() => takeFolder(dir), (error) => error instanceof DeskError && error.code === "already-a-desk");
  assert.ok(isJoining(dir));
  endPlay(on, amina);
});

for (const [what, persons, killed] of [["asked again", 2, false], ["its desk was killed", 2, true], ["asked again, in a group of one", 1, false]] as const)
  test(`whoever was admitted gets what lets them in, also where the relay broke off right then (${what})`, async () => {
    const on = stage();
    Object.assign(on.surroundings, { patience: { attempts: 1 } });
    let amina = await founder(on, "Amina");
    const others = persons === 2 ? [await letIn(on, amina, "Tomas", null)] : [];
    const offered = await invite(amina);
    const dir = join(on.dir, "Lena");
    const it = await beginJoining(offered.code, "Lena", on.surroundings);
    await followInvite(amina, offered);
    await followJoining(it);
    await followInvite(amina, offered);
    const honest = on.network;
    on.network = (async (input: string | URL | Request, init?: RequestInit) => {
      const { method, url } = new Request(input, init);
      if (method === "PUT" && url.endsWith("/4")) throw new TypeError("the line is cut");
      return honest(input, init);
    }) as typeof fetch;
    await assert.rejects(acceptInvite(amina, offered), (error) => error instanceof DeskError && error.code === "offline");
    on.network = honest;
    if (killed) {
      closeDesk(amina);
      amina = await unlockDesk(join(on.dir, "Amina"), PASSPHRASE, on.surroundings);
      await syncDesk(amina);
      await sendHandovers(amina);
    } else {
      await acceptInvite(amina, offered);
      assert.equal(offered.state, "done");
    }
    assert.deepEqual(amina.store.names("handover/"), []);
    for (const second of others) {
      await syncDesk(second);
      for (const [id, { body }] of second.line.judged.pending) if (body.act.kind === "admit") await confirm(second, id);
    }
    const lena = await finishJoining(it, dir, { name: "Lena", passphrase: PASSPHRASE, memberKeyPath: join(on.dir, "lena-key.age") }, on.surroundings);
    assert.ok(lena !== null);
    await settle(amina, ...others, lena);
    for (const desk of [amina, ...others, lena]) assert.equal(active(desk).length, persons + 1);
    endPlay(on, amina, ...others, lena);
  });
