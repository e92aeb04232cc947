/** What a desk holds of the line is the same after a restart and out of a backup, by whatever roads its acts came. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { Redacted } from "#bytes";
import { composeAct, extendLine, personStanding, rosterSummary } from "#entry";
import { endPlay, PASSPHRASE, stage, three } from "../testing/cast.ts";
import { backUp, closeDesk, restore, unlockDesk } from "./index.ts";
import { commitAct, meetAct, pullLine } from "./line.ts";
import { lineActs } from "./met-acts.ts";

const SECRET = new Redacted("a passphrase of the backup");

test("a suspension and what follows it, first as files and then by the line", async () => {
  const on = stage();
  const [amina, tomas, ilya] = await three(on);
  const suspension = composeAct(ilya.line.draft({ cut: {}, kind: "suspend", person: tomas.keyring.person }, 1), [amina.keyring.device]);
  const after = extendLine(ilya.line, suspension, "line").line;
  const upon = composeAct(after.draft({ kind: "move-relay", relay: "http://a.invalid" }, 2), [amina.keyring.device]);
  const further = composeAct(extendLine(after, upon, "line").line.draft({ kind: "move-relay", relay: "http://b.invalid" }, 3), [ilya.keyring.device]);
  assert.equal((await meetAct(ilya, suspension, "file")).kind, "held-suspension");
  assert.equal((await meetAct(ilya, upon, "file")).kind, "fork");
  assert.equal((await meetAct(ilya, further, "line")).kind, "fork");
  assert.equal((await meetAct(ilya, suspension, "line")).kind, "applied");
  assert.equal(ilya.line.fork, null);
  for (const act of [upon, further]) assert.equal((await meetAct(ilya, act, "line")).kind, "pending");
  assert.equal(ilya.line.head, further.id);
  const before = rosterSummary(ilya.line);

  const { path } = await backUp(ilya, SECRET, on.surroundings);
  closeDesk(ilya);
  const again = await unlockDesk(join(on.dir, "Ilya"), PASSPHRASE, on.surroundings);
  assert.deepEqual(rosterSummary(again.line), before);
  assert.deepEqual(lineActs(again.store).map(({ id }) => id), [...again.line.acts.keys()]);
  const member = { path: join(on.dir, "Ilya-member-key.age"), passphrase: PASSPHRASE };
  const { desk } = await restore({ path, passphrase: SECRET }, member, join(on.dir, "bare"), PASSPHRASE, on.surroundings);
  assert.deepEqual([desk.line.head, desk.line.fork], [further.id, null]);
  endPlay(on, amina, tomas, again, desk);
});

test("a suspension that waits for the relay is no act of the line, after a restart or in a backup", async () => {
  const on = stage();
  const [amina, tomas, ilya] = await three(on);
  const { head } = ilya.line;
  const suspension = composeAct(ilya.line.draft({ cut: {}, kind: "suspend", person: tomas.keyring.person }, 1), [ilya.keyring.device]);
  assert.equal((await meetAct(ilya, suspension, "file")).kind, "held-suspension");
  const { path } = await backUp(ilya, SECRET, on.surroundings);
  closeDesk(ilya);
  const again = await unlockDesk(join(on.dir, "Ilya"), PASSPHRASE, on.surroundings);
  assert.deepEqual([again.line.head, personStanding(again.line, tomas.keyring.person)], [head, "suspended"]);
  assert.ok(!lineActs(again.store).some(({ id }) => id === suspension.id), "nor is it given to a relay that lost its storage");
  const member = { path: join(on.dir, "Ilya-member-key.age"), passphrase: PASSPHRASE };
  const { desk } = await restore({ path, passphrase: SECRET }, member, join(on.dir, "bare"), PASSPHRASE, on.surroundings);
  assert.equal(desk.line.head, head);
  endPlay(on, amina, tomas, again, desk);
});

test("another act that comes as a file upon the head is an act of the line, after a restart and in a backup", async () => {
  const on = stage();
  const [amina, tomas, ilya] = await three(on);
  const act = composeAct(ilya.line.draft({ kind: "move-relay", relay: "http://a.invalid" }, 1), [amina.keyring.device]);
  assert.equal((await meetAct(ilya, act, "file")).kind, "pending");
  assert.equal(lineActs(ilya.store).at(-1)!.id, act.id);
  closeDesk(ilya);
  const again = await unlockDesk(join(on.dir, "Ilya"), PASSPHRASE, on.surroundings);
  assert.equal(again.line.head, act.id);
  endPlay(on, amina, tomas, again);
});

test("a suspension that came as a file once more, after the line had ended it, is no act of the line after a restart", async () => {
  const on = stage();
  const [amina, tomas, ilya] = await three(on);
  const suspension = composeAct(ilya.line.draft({ cut: {}, kind: "suspend", person: tomas.keyring.person }, 1), [amina.keyring.device]);
  assert.equal((await meetAct(ilya, suspension, "file")).kind, "held-suspension");
  // Who signed it is stopped, and heard again; then the file is handed over once more.
  const stopped = await commitAct(ilya, { cut: {}, kind: "suspend", person: amina.keyring.person });
  await commitAct(tomas, { act: stopped.id, kind: "confirm" });
  await pullLine(ilya);
  assert.equal(personStanding(ilya.line, tomas.keyring.person), "active");
  const heard = await commitAct(ilya, { kind: "reinstate", suspension: stopped.id });
  await commitAct(tomas, { act: heard.id, kind: "confirm" });
  await pullLine(ilya);
  assert.equal((await meetAct(ilya, suspension, "file")).kind, "held-suspension");
  const before = rosterSummary(ilya.line);
  assert.equal(personStanding(ilya.line, tomas.keyring.person), "suspended");
  assert.ok(!lineActs(ilya.store).some(({ id }) => id === suspension.id));
  closeDesk(ilya);
  const again = await unlockDesk(join(on.dir, "Ilya"), PASSPHRASE, on.surroundings);
  assert.deepEqual([rosterSummary(again.line), again.line.fork], [before, null]);
  endPlay(on, amina, tomas, again);
});
