import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { randomHex } from "#prim";
import { endPlay, founder, PASSPHRASE, stage } from "../testing/cast.ts";
import { acceptInvite, beginJoining, DeskError, finishJoining, followInvite, followJoining, invite } from "./index.ts";
import { freshKeys } from "./founding.ts";
import { inviteWords } from "./invite.ts";

const codeOf = (code: DeskError["code"]) => (error: unknown): boolean => error instanceof DeskError && error.code === code;

test("who answers a stolen invite first ends it for the one it was meant for, and no desk is made before the words were compared", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const offered = await invite(amina);
  const thief = await beginJoining(offered.code, "Tomas", on.surroundings);
  await assert.rejects(beginJoining(offered.code, "Tomas", on.surroundings), codeOf("invite-ended"));
  await assert.rejects(followInvite(amina, offered), codeOf("invite-ended"));
  await assert.rejects(acceptInvite(amina, offered), codeOf("bad-invite"));
  const who = { name: "Tomas", passphrase: PASSPHRASE, memberKeyPath: join(on.dir, "thief.age") };
  await assert.rejects(finishJoining(thief, join(on.dir, "thief"), who, on.surroundings), codeOf("invite-ended"));
  endPlay(on, amina);
});

test("a joiner who reveals something other than what they committed to is refused", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const offered = await invite(amina);
  const joining = await beginJoining(offered.code, "Tomas", on.surroundings);
  await followInvite(amina, offered);
  await followJoining({ ...joining, nonceJ: randomHex(32) });
  await assert.rejects(followInvite(amina, offered), codeOf("bad-invite"));
  assert.equal(offered.state, "ended");
  endPlay(on, amina);
});

test("the six words change with everything either side says", async () => {
  const [group, head, device, nonceI, nonceJ] = Array.from({ length: 5 }, () => randomHex(32)) as [string, string, string, string, string];
  const mine = (await freshKeys("Tomas")).joining;
  const theirs = (await freshKeys("Tomas")).joining;
  const words = inviteWords(group, head, device, mine, nonceI, nonceJ);
  assert.equal(words.length, 6);
  const others = [
    inviteWords(randomHex(32), head, device, mine, nonceI, nonceJ),
    inviteWords(group, randomHex(32), device, mine, nonceI, nonceJ),
    inviteWords(group, head, randomHex(32), mine, nonceI, nonceJ),
    inviteWords(group, head, device, theirs, nonceI, nonceJ),
    inviteWords(group, head, device, mine, randomHex(32), nonceJ),
    inviteWords(group, head, device, mine, nonceI, randomHex(32)),
  ];
  for (const other of others) assert.notDeepEqual(other, words);
  assert.deepEqual(inviteWords(group, head, device, mine, nonceI, nonceJ), words);
});

test("something that is no invite is refused", async () => {
  await assert.rejects(beginJoining("vouchsafe-invite:1:http://relay.invalid:00:00:00", "Tomas"), codeOf("bad-invite"));
});
