/** Write paths of a desk that speaks with a relay, and the store alone. The relay lives with whoever looks afterwards, and outlives every desk that is killed. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Redacted } from "#bytes";
import { penOf } from "#casework";
import { randomBytes, randomHex, sha256 } from "#prim";
import { openStore, type Store } from "#store";
import { tokenHash } from "#wire";
import { acceptInvite, beginJoining, closeDesk, finishJoining, followInvite, followJoining, foundGroup, goOnJoining, invite, syncDesk, unlockDesk, unsent, write, type OpenDesk } from "../../../apps/desk/core/index.ts";
import { PASSPHRASE } from "../../../apps/desk/testing/cast.ts";
import { createRelay, dayOf, DEFAULT_SETTINGS, memoryStore, serve } from "../../../apps/relay/index.ts";
import { FIRST_ACT, openRoster, Writer } from "../../../vectors/entry/writer.ts";
import type { Scenario } from "../faults/scenarios.ts";

/** A scenario that is made anew for each kill, and may have others at work while it runs. */
export interface WithRelay extends Scenario {
  readonly anew: true;
  /** Works until what it gives back is called. */
  beside?(folder: string): () => Promise<void>;
}

const AROUND = { workFactor: 4 };
const nap = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

let relay: Promise<{ readonly url: string; readonly token: Redacted<string>; stop(): Promise<void> }> | null = null;

function theRelay(): NonNullable<typeof relay> {
  relay ??= (async () => {
    const token = randomHex(32);
    const store = memoryStore({ today: () => dayOf(Date.now()), random: randomBytes, recordCapBytes: 1e9, intakeCapBytes: 1e9 });
    const settings = { ...DEFAULT_SETTINGS, quotaBytes: 1e12, quotaBlobs: 1e9, accountHash: tokenHash(token) };
    const serving = await serve({ relay: createRelay({ store, settings, now: Date.now }), store, host: "127.0.0.1", port: 0, onSettleFailure: () => undefined });
    return { url: `http://127.0.0.1:${serving.port}`, token: new Redacted(token), stop: () => serving.stop() };
  })();
  return relay;
}

/** Ends the relay, where one was begun. */
export async function endRelay(): Promise<void> {
  await (await relay)?.stop();
  relay = null;
}

async function foundOn(folder: string, name: string): Promise<OpenDesk> {
  const { url, token } = await theRelay();
  return foundGroup(join(folder, name), url, token, { name, passphrase: PASSPHRASE, memberKeyPath: join(folder, `${name}-member-key.age`) }, AROUND);
}

const exchanging: WithRelay = {
  name: "an exchange with the relay",
  anew: true,
  async prepare(folder) {
    closeDesk(await foundOn(folder, "desk"));
  },
  async run(folder, acknowledge) {
    const desk = await unlockDesk(join(folder, "desk"), PASSPHRASE, AROUND);
    for (let n = 0; n < 6; n++) {
      acknowledge(write(desk, "work", "begin-case", [penOf(randomBytes)("subject", { type: "case" })]));
      await syncDesk(desk);
    }
    closeDesk(desk);
  },
  async check(folder, acknowledged) {
    const desk = await unlockDesk(join(folder, "desk"), PASSPHRASE, AROUND);
    for (const entry of acknowledged) assert.ok(desk.store.entry(entry) !== null, "an acknowledged entry is gone");
    write(desk, "work", "begin-case", [penOf(randomBytes)("subject", { type: "case" })]);
    await syncDesk(desk);
    const { reached } = await syncDesk(desk);
    assert.ok(reached);
    assert.equal(unsent(desk), 0);
    assert.deepEqual([desk.store.waiting(), desk.store.equivocations(), desk.line.fork], [[], [], null]);
    closeDesk(desk);
  },
};

/** Inviters by the folder they are in: they stay while the joiner is killed. */
const inviters = new Map<string, OpenDesk>();

const joining: WithRelay = {
  name: "joining by an invite, and again where that failed",
  anew: true,
  async prepare(folder) {
    inviters.set(folder, await foundOn(folder, "amina"));
  },
  beside(folder) {
    const amina = inviters.get(folder)!;
    const ended = new AbortController();
    rmSync(join(folder, "code"), { force: true });
    const working = (async () => {
      const offered = await invite(amina);
      writeFileSync(join(folder, "code-half"), offered.code);
      renameSync(join(folder, "code-half"), join(folder, "code"));
      while (!ended.signal.aborted && offered.state !== "done") {
        await followInvite(amina, offered);
        if (offered.state === "compare") await acceptInvite(amina, offered);
        await nap();
      }
    })();
    return async () => {
      ended.abort();
      await working;
    };
  },
  async run(folder, acknowledge) {
    closeDesk(await join_(folder, "tomas"));
    acknowledge("joined");
  },
  async check(folder, acknowledged) {
    const amina = inviters.get(folder)!;
    inviters.delete(folder);
    const dir = join(folder, "tomas");
    const isDesk = existsSync(join(dir, "keys.age"));
    if (acknowledged.length > 0) assert.ok(isDesk, "an acknowledged desk is gone");
    let tomas = isDesk ? await unlockDesk(dir, PASSPHRASE, AROUND) : null;
    if (tomas !== null) {
      await goOnJoining(tomas);
      await syncDesk(tomas);
      assert.ok(isIn(tomas), "a desk that is in no group");
    }
    await syncDesk(amina);
    if (acknowledged.length > 0) assert.ok(tomas !== null, "an acknowledged member is none");
    if (tomas === null) {
      assert.ok(!isIn(amina, 2), "the group counts somebody whose desk does not");
      inviters.set(folder, amina);
      const stop = joining.beside!(folder);
      tomas = await join_(folder, "tomas");
      await stop();
      inviters.delete(folder);
      await syncDesk(amina);
    }
    await syncDesk(tomas);
    await syncDesk(amina);
    assert.ok(isIn(tomas, 2) && isIn(amina, 2), "two persons on both desks");
    write(tomas, "work", "begin-case", [penOf(randomBytes)("subject", { type: "case" })]);
    for (const desk of [tomas, amina]) closeDesk(desk);
  },
};

async function join_(folder: string, name: string): Promise<OpenDesk> {
  while (!existsSync(join(folder, "code"))) await nap();
  const it = await beginJoining(readFileSync(join(folder, "code"), "utf8"), name, AROUND);
  while ((await followJoining(it)) === null) await nap();
  for (;;) {
    const desk = await finishJoining(it, join(folder, name), { name, passphrase: PASSPHRASE, memberKeyPath: join(folder, `${name}-member-key.age`) }, AROUND);
    if (desk !== null) return desk;
    await nap();
  }
}

function isIn(desk: OpenDesk, persons = 0): boolean {
  const active = [...desk.line.judged.persons].filter(([, person]) => !person.removed);
  return active.some(([id]) => id === desk.keyring.person) && active.length >= persons;
}

const openAlone = (folder: string): Store =>
  openStore({
    path: join(folder, "desk.db"),
    key: new Redacted(sha256(Uint8Array.of(1))),
    projector: { version: 1, index: (record) => ({ id: (record as { id: string }).id, kind: "statement", caseId: null, subjectIds: [], searchTexts: [(record as { text: string }).text] }) },
  });
const roster = openRoster([FIRST_ACT]);

const storeAlone: WithRelay = {
  name: "the store alone",
  anew: true,
  prepare: () => Promise.resolve(),
  async run(folder, acknowledge) {
    const store = openAlone(folder);
    // Some are desks that take in much.
    if (Math.random() < 0.4) store.startBulk();
    const writer = new Writer("w");
    let draft = writer.draft("work", 1);
    for (let n = 0; n < 60; n++) {
      const entry = writer.sign(draft, { act: "write", records: [{ id: `w ${n}`, kind: "statement", text: `said ${n} ${"и ещё ".repeat(n % 60)}` }], v: 1 });
      draft = { ...draft, clock: n + 2, prev: entry.id, seen: [entry.id], seq: n + 2 };
      store.addEntries([entry], roster, { log: "log", cursor: n + 1 });
      acknowledge(`${entry.id} ${n + 1}`);
    }
    store.close();
    return Promise.resolve();
  },
  check(folder, acknowledged) {
    const store = openAlone(folder);
    store.check();
    for (const [id = "", cursor] of acknowledged.map((one) => one.split(" "))) {
      assert.ok(store.entry(id) !== null, "an acknowledged entry is gone");
      assert.ok(store.logPlace("log").cursor >= Number(cursor), "a cursor went back");
    }
    assert.deepEqual(store.waiting(), []);
    assert.ok(store.projectionIsCurrent());
    store.set("draft", new Uint8Array(100));
    store.close();
    return Promise.resolve();
  },
};

export const RELAY_PATHS: readonly WithRelay[] = [exchanging, joining, storeAlone];
