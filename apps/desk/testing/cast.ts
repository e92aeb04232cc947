/** A cast for tests: a relay in this process, and persons with desks in temporary folders. Nothing of it ships. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redacted } from "#bytes";
import { randomBytes, randomHex } from "#prim";
import { tokenHash } from "#wire";
import { createRelay, dayOf, DEFAULT_SETTINGS, memoryStore } from "../../relay/index.ts";
import { acceptInvite, beginJoining, closeDesk, confirm, finishJoining, followInvite, followJoining, foundGroup, invite, syncDesk, type OpenDesk, type Surroundings } from "../core/index.ts";

export const PASSPHRASE = new Redacted("a passphrase of the cast");
const WORK_FACTOR = 4;
/** A play of hundreds of scenes sends in a minute what a group sends in months. */
const MANY_DAYS = { quotaBytes: 1e12, quotaBlobs: 1e9 };

export interface Stage {
  readonly dir: string;
  readonly relayUrl: string;
  readonly accountToken: Redacted<string>;
  readonly surroundings: Surroundings;
  /** Everything a desk asks goes through this; a test puts another in its place. */
  network: typeof fetch;
  /** The relay loses its storage: the next request meets an empty one. */
  emptyRelay(): void;
  strike(): void;
}

/** A temporary folder and a relay that lives in this process. */
export function stage(now: () => number = Date.now): Stage {
  const dir = mkdtempSync(join(tmpdir(), "vouchsafe-cast-"));
  const accountToken = randomHex(32);
  const newRelay = () =>
    createRelay({
      store: memoryStore({ today: () => dayOf(now()), random: randomBytes, recordCapBytes: 1e9, intakeCapBytes: 1e9 }),
      settings: { ...DEFAULT_SETTINGS, ...MANY_DAYS, accountHash: tokenHash(accountToken) },
      now,
    });
  let relay = newRelay();
  const it: Stage = {
    dir,
    relayUrl: "http://relay.invalid",
    accountToken: new Redacted(accountToken),
    network: ((input: string | URL | Request, init?: RequestInit) => Promise.resolve(relay.app.fetch(new Request(input, init)))) as typeof fetch,
    surroundings: { now, workFactor: WORK_FACTOR, fetch: ((input: string | URL | Request, init?: RequestInit) => it.network(input, init)) as typeof fetch },
    emptyRelay: () => void (relay = newRelay()),
    strike: () => rmSync(dir, { recursive: true, force: true }),
  };
  return it;
}

/** A founder with a desk. */
export async function founder(on: Stage, name: string): Promise<OpenDesk> {
  return foundGroup(join(on.dir, name), on.relayUrl, on.accountToken, { name, passphrase: PASSPHRASE, memberKeyPath: join(on.dir, `${name}-member-key.age`) }, on.surroundings);
}

/** Lets somebody in through an invite, as two people would: words compared, and where there is a second person already, confirmed by them. */
export async function letIn(on: Stage, inviter: OpenDesk, name: string, second: OpenDesk | null): Promise<OpenDesk> {
  const offered = await invite(inviter);
  const joining = await beginJoining(offered.code, name, on.surroundings);
  await followInvite(inviter, offered);
  const theirs = await followJoining(joining);
  await followInvite(inviter, offered);
  assert.deepEqual(theirs, offered.words);
  await acceptInvite(inviter, offered);
  if (second !== null) {
    await syncDesk(second);
    for (const id of second.line.judged.pending.keys()) await confirm(second, id);
  }
  const who = { name, passphrase: PASSPHRASE, memberKeyPath: join(on.dir, `${name}-member-key.age`) };
  const desk = await finishJoining(joining, join(on.dir, name), who, on.surroundings);
  assert.ok(desk !== null);
  await settle(inviter, desk, ...(second === null ? [] : [second]));
  return desk;
}

/** Three who count, and know it of each other. */
export async function three(on: Stage): Promise<[OpenDesk, OpenDesk, OpenDesk]> {
  const amina = await founder(on, "Amina");
  const tomas = await letIn(on, amina, "Tomas", null);
  const ilya = await letIn(on, amina, "Ilya", tomas);
  await settle(amina, tomas, ilya);
  return [amina, tomas, ilya];
}

/** Exchanges until nothing new comes to anybody. */
export async function settle(...desks: readonly OpenDesk[]): Promise<void> {
  // What the last desk sends in one round the first one receives in the next: rest is two quiet rounds.
  for (let round = 0, quiet = 0; round < 20; round++) {
    let changed = false;
    for (const desk of desks) changed = (await syncDesk(desk)).changed || changed;
    quiet = changed ? 0 : quiet + 1;
    if (quiet === 2) return;
  }
  throw new Error("the desks did not come to rest");
}

/** Closes every desk and removes the folder. */
export function endPlay(on: Stage, ...desks: readonly OpenDesk[]): void {
  for (const desk of desks) closeDesk(desk);
  on.strike();
}
