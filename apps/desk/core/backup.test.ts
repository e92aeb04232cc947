import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Redacted } from "#bytes";
import { penOf, stateHash } from "#casework";
import { deviceCounts } from "#entry";
import { randomBytes } from "#prim";
import { endPlay, founder, letIn, PASSPHRASE, settle, stage, three, type Stage } from "../testing/cast.ts";
import { addDevice, backUp, closeDesk, confirm, DeskError, readRequest, requestOf, requestText, requestWords, restore, syncDesk, takeAnswer, unlockDesk, write } from "./index.ts";

const SECRET = new Redacted("a passphrase of the backup");
const refusedFor = (code: DeskError["code"]) => (error: unknown): boolean => error instanceof DeskError && error.code === code;
const newCase = () => [penOf(randomBytes)("subject", { type: "case" })];

const memberOf = (on: Stage, name: string) => ({ path: join(on.dir, `${name}-member-key.age`), passphrase: PASSPHRASE });

test("a restored desk is let in by two, although the group's keys have changed since its backup; then it reads and writes with the others", async () => {
  const on = stage();
  const [amina, tomas, ilya] = await three(on);
  write(tomas, "work", "begin-case", newCase());
  await settle(amina, tomas, ilya);
  const { path } = await backUp(tomas, SECRET, on.surroundings);
  closeDesk(tomas);
  const sara = await letIn(on, amina, "Sara", ilya);
  write(sara, "work", "begin-case", newCase());
  await settle(amina, ilya, sara);

  const restored = await restore({ path, passphrase: SECRET }, memberOf(on, "Tomas"), join(on.dir, "bare"), PASSPHRASE, on.surroundings);
  closeDesk(restored.desk);
  const back = await unlockDesk(join(on.dir, "bare"), PASSPHRASE, on.surroundings);
  await syncDesk(back);
  assert.ok(!deviceCounts(back.line, back.keyring.device.publicKey));

  const text = requestText(requestOf(back)!);
  const request = readRequest(text.replaceAll("\n", "\r\n  "))!;
  assert.deepEqual(request, restored.request);
  assert.deepEqual(requestWords(request), requestWords(restored.request));
  const answer = await addDevice(ilya, request);
  await addDevice(ilya, request);
  await settle(amina, ilya, sara);
  assert.equal([...amina.line.state.pending.values()].filter(({ body }) => body.act.kind === "add-device").length, 1);
  assert.ok(!deviceCounts(amina.line, request.device.device));
  const [pending] = [...sara.line.state.pending].filter(([, { body }]) => body.act.kind === "add-device");
  await confirm(sara, pending![0]);
  await settle(amina, ilya, sara);

  await assert.rejects(takeAnswer(sara, answer), refusedFor("bad-invite"));
  await takeAnswer(back, answer);
  await settle(amina, ilya, sara, back);
  assert.ok(deviceCounts(back.line, request.device.device));
  write(back, "work", "begin-case", newCase());
  await settle(amina, ilya, sara, back);
  assert.equal(amina.records.book(amina.line).current("subject").length, 3);
  const states = [amina, ilya, sara, back].map((desk) => stateHash(desk.records.authored(desk.line)));
  assert.equal(new Set(states).size, 1);
  endPlay(on, amina, ilya, sara, back);
});

test("the founder's desk is lost: restored with the relay's account, it makes room for the new keys again", async () => {
  const on = stage();
  const [amina, tomas, ilya] = await three(on);
  const { path } = await backUp(amina, SECRET, on.surroundings);
  closeDesk(amina);
  const restored = await restore({ path, passphrase: SECRET }, memberOf(on, "Amina"), join(on.dir, "bare"), PASSPHRASE, on.surroundings, on.accountToken);
  const answer = await addDevice(tomas, restored.request);
  await syncDesk(ilya);
  for (const id of ilya.line.state.pending.keys()) await confirm(ilya, id);
  await takeAnswer(restored.desk, answer);
  await settle(tomas, ilya, restored.desk);
  assert.ok(deviceCounts(restored.desk.line, restored.request.device.device));
  for (const desk of [tomas, restored.desk]) write(desk, "work", "begin-case", newCase());
  await settle(tomas, ilya, restored.desk);
  assert.equal(ilya.records.book(ilya.line).current("subject").length, 2);
  assert.equal(ilya.store.unpushed("work", 10).length, 0);
  assert.equal(restored.desk.store.unpushed("work", 10).length, 0);
  endPlay(on, tomas, ilya, restored.desk);
});

test("where restoring fails nothing is left behind, and what was there is left alone", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const { path } = await backUp(amina, SECRET, on.surroundings);
  const bare = join(on.dir, "bare");
  const again = (file: { path: string; passphrase: Redacted<string> }, member: { path: string; passphrase: Redacted<string> }, dir: string, more = on.surroundings) => restore(file, member, dir, PASSPHRASE, more);
  const file = { path, passphrase: SECRET };
  const member = memberOf(on, "Amina");

  await assert.rejects(again({ path, passphrase: PASSPHRASE }, member, bare), refusedFor("wrong-passphrase"));
  await assert.rejects(again(file, { ...member, passphrase: SECRET }, bare), refusedFor("wrong-passphrase"));
  const cut = join(on.dir, "cut.age");
  writeFileSync(cut, readFileSync(path).subarray(0, -20));
  await assert.rejects(again({ path: cut, passphrase: SECRET }, member, bare), DeskError);
  // The very last step fails: the key file cannot be locked at such a work factor.
  await assert.rejects(again(file, member, bare, { ...on.surroundings, workFactor: 99 }));
  assert.ok(!existsSync(bare));
  mkdirSync(bare);
  await assert.rejects(again(file, member, bare, { ...on.surroundings, workFactor: 99 }));
  assert.deepEqual(readdirSync(bare), []);
  writeFileSync(join(bare, "letter.txt"), "of somebody else");
  await assert.rejects(again(file, member, bare), refusedFor("already-a-desk"));
  assert.deepEqual(readdirSync(bare), ["letter.txt"]);
  endPlay(on, amina);
});

test("what is no request, or was certified by nobody, is none", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const { path } = await backUp(amina, SECRET, on.surroundings);
  const { desk, request } = await restore({ path, passphrase: SECRET }, memberOf(on, "Amina"), join(on.dir, "bare"), PASSPHRASE, on.surroundings);
  const another = { ...request, device: { ...request.device, device: amina.keyring.device.publicKey } };
  assert.ok(readRequest(requestText(request)) !== null);
  assert.equal(readRequest(requestText(another)), null);
  assert.equal(readRequest(requestText(request).slice(0, -9)), null);
  for (const text of ["", "vouchsafe-device:1:", "vouchsafe-device:1:e30=", "vouchsafe-invite:1:x"]) assert.equal(readRequest(text), null);
  assert.notDeepEqual(requestWords(another), requestWords(request));
  assert.equal(requestOf(amina), null);
  endPlay(on, amina, desk);
});
