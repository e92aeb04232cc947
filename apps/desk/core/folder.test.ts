import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { endPlay, founder, PASSPHRASE, stage } from "../testing/cast.ts";
import { emptyAgain, endBeginning, takeFolder } from "./folder.ts";
import { acceptInvite, beginJoining, closeDesk, finishJoining, followInvite, followJoining, invite, unlockDesk } from "./index.ts";

let dir: string;
beforeEach(() => (dir = join(mkdtempSync(join(tmpdir(), "vouchsafe-folder-")), "desk")));
afterEach(() => rmSync(join(dir, ".."), { recursive: true, force: true }));

test("what a killed beginning left is taken away by the next one", () => {
  takeFolder(dir);
  writeFileSync(join(dir, "desk.db"), "half a database");
  takeFolder(dir);
  assert.deepEqual(readdirSync(dir), ["beginning"]);
  endBeginning(dir);
  assert.deepEqual(readdirSync(dir), []);
});

test("a beginning that was killed while it was being marked can be begun again", () => {
  mkdirSync(dir);
  writeFileSync(join(dir, ".partial-12-1"), "");
  takeFolder(dir);
  assert.deepEqual(readdirSync(dir), ["beginning"]);
});

test("nothing is taken away where no beginning is marked: the key file may have been carried elsewhere", () => {
  mkdirSync(dir);
  writeFileSync(join(dir, "desk.db"), "a record");
  assert.throws(() => takeFolder(dir), { code: "already-a-desk" });
  assert.deepEqual(readdirSync(dir), ["desk.db"]);
});

test("a folder with a key file is a desk, also where the mark is still there", () => {
  takeFolder(dir);
  writeFileSync(join(dir, "keys.age"), "keys");
  assert.throws(() => takeFolder(dir), { code: "already-a-desk" });
  assert.ok(existsSync(join(dir, "keys.age")));
});

test("a failed beginning leaves the folder as it was: empty, or not there", () => {
  takeFolder(dir);
  writeFileSync(join(dir, "desk.db"), "x");
  emptyAgain(dir);
  assert.deepEqual(readdirSync(dir), []);
  takeFolder(dir);
  emptyAgain(dir, false);
  assert.equal(existsSync(dir), false);
});

test("unlocking sweeps away what a killed writer left, and nothing else", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  closeDesk(amina);
  mkdirSync(join(amina.dir, "backups"));
  for (const left of [".partial-1-1", "backups/.partial-1-2", "beginning"]) writeFileSync(join(amina.dir, left), "half a file");
  for (const kept of ["backups/backup-1.age", ".partial-notes"]) writeFileSync(join(amina.dir, kept), "theirs");
  const again = await unlockDesk(amina.dir, PASSPHRASE, on.surroundings);
  assert.deepEqual(readdirSync(join(amina.dir, "backups")), ["backup-1.age"]);
  assert.deepEqual(readdirSync(amina.dir).filter((name) => !name.startsWith("desk.db")), [".partial-notes", "backups", "keys.age"]);
  endPlay(on, again);
});

test("no line names a device whose keys are only in memory", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const honest = on.network;
  const offered = await invite(amina);
  const joining = await beginJoining(offered.code, "Tomas", on.surroundings);
  await followInvite(amina, offered);
  await followJoining(joining);
  await followInvite(amina, offered);
  await acceptInvite(amina, offered);
  // Power goes at the first thing the joining desk appends to the line.
  const keysThere: boolean[] = [];
  on.network = ((input: Request | string | URL, init?: RequestInit) => {
    if (init?.method === "POST") keysThere.push(existsSync(join(on.dir, "Tomas", "keys.age")));
    return honest(input, init);
  }) as typeof fetch;
  const tomas = await finishJoining(joining, join(on.dir, "Tomas"), { name: "Tomas", passphrase: PASSPHRASE, memberKeyPath: join(on.dir, "Tomas-member-key.age") }, on.surroundings);
  assert.ok(tomas !== null && keysThere.length > 0);
  assert.equal(keysThere[0], true);
  endPlay(on, amina, tomas);
});
