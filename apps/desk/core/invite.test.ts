import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { concat, fromBase64, fromHex, parseCanonical, readU32, Redacted, take, utf8 } from "#bytes";
import type { JoiningPerson } from "#entry";
import { hkdf, randomHex } from "#prim";
import { newRecipientIdentity, openAge, openBody } from "#seal";
import { mailboxKeys } from "#wire";
import { endPlay, founder, letIn, PASSPHRASE, settle, stage, type Stage } from "../testing/cast.ts";
import { acceptInvite, beginJoining, closeDesk, confirm, DeskError, finishJoining, followInvite, followJoining, goOnJoining, invite, syncDesk, unlockDesk, write, type Invite, type Joining, type OpenDesk } from "./index.ts";
import { freshKeys } from "./founding.ts";
import { inviteWords } from "./invite.ts";
import { readMemberKey } from "./keyring.ts";

const codeOf = (code: DeskError["code"]) => (error: unknown): boolean => error instanceof DeskError && error.code === code;

/** A joiner and the inviter until both have the six words before them. */
async function upToWords(on: Stage, inviter: OpenDesk, offered: Invite, name: string): Promise<Joining> {
  const joining = await beginJoining(offered.code, name, on.surroundings);
  await followInvite(inviter, offered);
  await followJoining(joining);
  await followInvite(inviter, offered);
  return joining;
}

/** The same until the inviter has accepted, with where the joiner's desk is to be. */
async function upToAccepted(on: Stage, inviter: OpenDesk, name = "Tomas") {
  const offered = await invite(inviter);
  const joining = await upToWords(on, inviter, offered, name);
  await acceptInvite(inviter, offered);
  return { offered, joining, dir: join(on.dir, name), who: whoIs(on, name) };
}

const whoIs = (on: Stage, name: string) => ({ name, passphrase: PASSPHRASE, memberKeyPath: join(on.dir, `${name}.age`) });

/** The joiner's desk after its process was killed. */
async function openedAgain(on: Stage, dir: string): Promise<OpenDesk> {
  const desk = await unlockDesk(dir, PASSPHRASE, on.surroundings);
  await goOnJoining(desk);
  return desk;
}

/** The joiner reads, and what they write comes to `written`. Returns the way back. */
function whenWriting(on: Stage, written: (honest: typeof fetch, ...asked: Parameters<typeof fetch>) => Promise<Response>): () => void {
  const honest = on.network;
  on.network = ((...asked: Parameters<typeof fetch>) => ((asked[1]?.method ?? "GET") === "GET" ? honest(...asked) : written(honest, ...asked))) as typeof fetch;
  return () => void (on.network = honest);
}

test("who answers a stolen invite first ends it for the one it was meant for, and no desk is made before the words were compared", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const offered = await invite(amina);
  const thief = await beginJoining(offered.code, "Tomas", on.surroundings);
  await assert.rejects(beginJoining(offered.code, "Tomas", on.surroundings), codeOf("invite-ended"));
  await assert.rejects(followInvite(amina, offered), codeOf("invite-ended"));
  await assert.rejects(acceptInvite(amina, offered), codeOf("bad-invite"));
  await assert.rejects(finishJoining(thief, join(on.dir, "thief"), whoIs(on, "Tomas"), on.surroundings), codeOf("invite-ended"));
  endPlay(on, amina);
});

for (const arrived of [true, false])
  test(`an invite whose answer broke off goes on with the same answer (${arrived ? "it arrived" : "it did not"})`, async () => {
    const on = stage();
    Object.assign(on.surroundings, { patience: { attempts: 1 } });
    const amina = await founder(on, "Amina");
    const offered = await invite(amina);
    const joining = await beginJoining(offered.code, "Tomas", on.surroundings);
    const mend = whenWriting(on, async (honest, ...asked) => {
      if (arrived) await honest(...asked);
      throw new TypeError("the line is cut");
    });
    await assert.rejects(followInvite(amina, offered), codeOf("offline"));
    mend();
    await followInvite(amina, offered);
    const words = await followJoining(joining);
    await followInvite(amina, offered);
    assert.ok(words !== null);
    assert.deepEqual(offered.words, words);
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

test("who has only read the code on its way reads nothing of the group", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const { offered, joining, dir, who } = await upToAccepted(on, amina);
  const secret = fromHex(offered.code.split(":").at(-1)!);
  const { mailboxId, accessToken } = mailboxKeys(secret);
  const slot = await amina.relay.slot(mailboxId, accessToken, 4);
  assert.ok(slot.kind === "ok");
  const context = concat(utf8("slot"), Uint8Array.of(4), fromHex(amina.line.group!));
  const plain = openBody(hkdf(secret, new Uint8Array(0), "vouchsafe/1/mailbox-key", 32), "mailbox", context, slot.body);
  const { box, ...rest } = parseCanonical(take(plain, 4, readU32(plain, 0))) as { box: string };
  assert.deepEqual(rest, {});
  const file = fromBase64(box);
  await assert.rejects(openAge(await newRecipientIdentity(), file), { code: "bad-age-file" });
  assert.ok((await openAge(joining.fresh.recipientIdentity, file)).length > 0);

  const tomas = await finishJoining(joining, dir, who, on.surroundings);
  assert.ok(tomas !== null);
  endPlay(on, amina, tomas);
});

test("a joiner nobody can seal to, or whose certificate is another's, is refused before there are words", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const other = await freshKeys("Tomas");
  for (const change of [
    (mine: JoiningPerson) => ({ ...mine, devices: other.joining.devices }),
    (mine: JoiningPerson) => ({ ...mine, devices: [{ ...mine.devices[0]!, recipient: "age1pq1qqqq" }] }),
    (mine: JoiningPerson) => ({ ...mine, devices: [] }),
  ]) {
    const offered = await invite(amina);
    const fresh = await freshKeys("Tomas");
    const joining = await beginJoining(offered.code, "Tomas", on.surroundings);
    await followInvite(amina, offered);
    await followJoining({ ...joining, fresh: { ...fresh, joining: change(fresh.joining) } });
    await assert.rejects(followInvite(amina, offered), codeOf("bad-invite"));
    assert.equal(offered.words, null);
  }
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
  const rest = [1, 2, 3].map((n) => `${n}`.repeat(64)).join(":");
  for (const address of ["http://amina@relay.invalid", "http://:word@relay.invalid", "http://relay.invalid?log=1", "http://relay.invalid#1", "http://relay.invalid:99999"])
    await assert.rejects(beginJoining(`vouchsafe-invite:1:${address}:${rest}`, "Tomas"), codeOf("bad-invite"), address);
});

test("nobody is let in while the keys of somebody else are still being made; a moment later they are", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const tomas = await letIn(on, amina, "Tomas", null);
  const join2 = async (name: string) => {
    const offered = await invite(amina);
    const joining = await upToWords(on, amina, offered, name);
    return { offered, joining, who: whoIs(on, name) };
  };
  const [ilya, lena] = [await join2("Ilya"), await join2("Lena")];
  await acceptInvite(amina, ilya.offered);
  await assert.rejects(acceptInvite(amina, lena.offered), codeOf("not-settled"));
  await syncDesk(tomas);
  for (const id of tomas.line.judged.pending.keys()) await confirm(tomas, id);
  const first = (await finishJoining(ilya.joining, join(on.dir, "ilya"), ilya.who, on.surroundings))!;
  await settle(amina, tomas, first);
  await acceptInvite(amina, lena.offered);
  await syncDesk(tomas);
  for (const id of tomas.line.judged.pending.keys()) await confirm(tomas, id);
  const second = (await finishJoining(lena.joining, join(on.dir, "lena"), lena.who, on.surroundings))!;
  await settle(amina, tomas, first, second);
  assert.ok([first, second].every((desk) => desk.line.head === amina.line.head && desk.epochKeys.has(amina.line.judged.inForce.get("work")!)));
  endPlay(on, amina, tomas, first, second);
});

test("a joining that failed leaves the folder as it was, and goes on where it stopped", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const { joining, dir, who } = await upToAccepted(on, amina);
  await assert.rejects(finishJoining(joining, dir, { ...who, memberKeyPath: join(on.dir, "nowhere", "tomas.age") }, on.surroundings)); // its last step: the member key has no place to go
  assert.deepEqual(readdirSync(dir), []);
  const tomas = (await finishJoining(joining, dir, who, on.surroundings))!;
  await settle(amina, tomas);
  assert.equal(tomas.line.head, amina.line.head);
  endPlay(on, amina, tomas);
});

for (const arrived of [true, false])
  for (const killed of [true, false])
    test(`an answer that is lost at the last step of joining leaves one member and not two (${arrived ? "the act arrived" : "it did not"}; ${killed ? "the desk was killed" : "asked again"})`, async () => {
      const on = stage();
      Object.assign(on.surroundings, { patience: { attempts: 1 } });
      const amina = await founder(on, "Amina");
      const { joining, dir, who } = await upToAccepted(on, amina);
      const network = on.network;
      let lost = false;
      on.network = async (input, init) => {
        const writes = (init?.method ?? "GET") !== "GET";
        if (!lost && !writes) return network(input, init);
        if (!lost && arrived) await network(input, init);
        lost = true;
        throw new TypeError("the line is cut");
      };
      await assert.rejects(finishJoining(joining, dir, who, on.surroundings), codeOf("offline"));
      assert.ok(lost);
      // While nobody answers, asking again changes nothing.
      await assert.rejects(finishJoining(joining, dir, who, on.surroundings), codeOf("offline"));
      on.network = network;
      const tomas = killed ? await openedAgain(on, dir) : (await finishJoining(joining, dir, who, on.surroundings))!;
      await settle(amina, tomas);
      for (const desk of [amina, tomas]) {
        const persons = [...desk.line.judged.persons].filter(([, person]) => !person.removed).map(([id]) => id);
        assert.deepEqual(persons.toSorted(), [amina.keyring.person, joining.fresh.joining.person].toSorted());
        assert.equal(desk.line.judged.devices.get(joining.fresh.device.publicKey)?.person, joining.fresh.joining.person);
      }
      assert.equal(tomas.line.head, amina.line.head);
      write(tomas, "work", "add-person", [{ id: "ab".repeat(16), kind: "subject", type: "person" }]);
      await settle(amina, tomas);
      assert.equal(amina.records.book(amina.line).byId("ab".repeat(16)).length, 1, "and what they write is read");
      endPlay(on, amina, tomas);
    });

for (const killed of [true, false])
  test(`a relay that keeps the last step of joining and says no leaves one member and not two (${killed ? "the desk was killed" : "asked again"})`, async () => {
    const on = stage();
    Object.assign(on.surroundings, { patience: { attempts: 1 } });
    const amina = await founder(on, "Amina");
    const { joining, dir, who } = await upToAccepted(on, amina);
    const mend = whenWriting(on, async (honest, ...asked) => {
      await honest(...asked);
      return new Response('{"error":"quota"}', { status: 429, headers: { "content-type": "application/json" } });
    });
    await assert.rejects(finishJoining(joining, dir, who, on.surroundings), codeOf("relay-refused"));
    mend();
    const tomas = killed ? await openedAgain(on, dir) : (await finishJoining(joining, dir, who, on.surroundings))!;
    await settle(amina, tomas);
    for (const desk of [amina, tomas]) assert.deepEqual([...desk.line.judged.persons.keys()].toSorted(), [amina.keyring.person, joining.fresh.joining.person].toSorted());
    assert.equal(tomas.line.head, amina.line.head);
    endPlay(on, amina, tomas);
  });

test("who takes other passphrases at the second try opens the desk with those, and the member key", async () => {
  const on = stage();
  Object.assign(on.surroundings, { patience: { attempts: 1 } });
  const amina = await founder(on, "Amina");
  const { joining, dir, who } = await upToAccepted(on, amina);
  const mend = whenWriting(on, () => Promise.reject(new TypeError("the line is cut")));
  await assert.rejects(finishJoining(joining, dir, who, on.surroundings), codeOf("not-the-head"));
  mend();
  const [passphrase, memberPassphrase] = [new Redacted("another passphrase altogether"), new Redacted("and one for the member key")];
  const tomas = (await finishJoining(joining, dir, { ...who, passphrase, memberPassphrase }, on.surroundings))!;
  closeDesk(tomas);
  const again = await unlockDesk(dir, passphrase, on.surroundings);
  assert.equal((await readMemberKey(who.memberKeyPath, memberPassphrase)).publicKey, again.keyring.person);
  endPlay(on, amina, again);
});

test("joining that is asked for twice at once makes one desk, which opens", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const { joining, dir, who } = await upToAccepted(on, amina);
  const [first, second] = await Promise.allSettled([finishJoining(joining, dir, who, on.surroundings), finishJoining(joining, dir, who, on.surroundings)]);
  assert.ok(first.status === "fulfilled" && first.value !== null);
  assert.ok(second.status === "rejected" && codeOf("already-a-desk")(second.reason));
  closeDesk(first.value);
  const again = await unlockDesk(dir, PASSPHRASE, on.surroundings);
  await settle(amina, again);
  assert.equal(again.line.head, amina.line.head);
  endPlay(on, amina, again);
});
