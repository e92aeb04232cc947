import assert from "node:assert/strict";
import { test } from "node:test";
import { penOf, stateHash } from "#casework";
import { activePersons, writableEpoch } from "#entry";
import { randomBytes } from "#prim";
import { endPlay, founder, letIn, settle, stage } from "../testing/cast.ts";
import { suspend, syncDesk, write } from "./index.ts";

test("a lone founder, a second person, a third: all read the same record, what was before included", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const pen = penOf(randomBytes);
  const first = pen("subject", { type: "case" });
  write(amina, "work", "begin-case", [first]);
  await settle(amina);

  const tomas = await letIn(on, amina, "Tomas", null);
  assert.deepEqual(activePersons(tomas.line).length, 2);
  await settle(amina, tomas);
  assert.equal(tomas.records.book(tomas.line).byId(first.id).length, 1);

  const ilya = await letIn(on, amina, "Ilya", tomas);
  await settle(amina, tomas, ilya);
  write(ilya, "work", "begin-case", [pen("subject", { type: "case" })]);
  write(tomas, "work", "begin-case", [pen("subject", { type: "case" })]);
  await settle(amina, tomas, ilya);
  const hashes = [amina, tomas, ilya].map((desk) => stateHash(desk.records.authored(desk.line)));
  assert.equal(new Set(hashes).size, 1);
  assert.equal(amina.records.book(amina.line).current("subject").length, 3);
  for (const compartment of ["roster", "inbox", "work", "signing"]) assert.equal(writableEpoch(ilya.line, compartment)?.element.lockboxes.length, 3);
  endPlay(on, amina, tomas, ilya);
});

test("a suspended person reads nothing written after the suspension was received", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const tomas = await letIn(on, amina, "Tomas", null);
  const ilya = await letIn(on, amina, "Ilya", tomas);
  await suspend(tomas, ilya.keyring.person);
  await settle(tomas, amina);
  const pen = penOf(randomBytes);
  const secret = pen("subject", { type: "case" });
  write(amina, "work", "begin-case", [secret]);
  await settle(amina, tomas);
  await syncDesk(ilya);
  await syncDesk(ilya);
  assert.equal(tomas.records.book(tomas.line).byId(secret.id).length, 1);
  assert.equal(ilya.records.book(ilya.line).byId(secret.id).length, 0);
  endPlay(on, amina, tomas, ilya);
});
