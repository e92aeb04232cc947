import assert from "node:assert/strict";
import { test } from "node:test";
import { penOf } from "#casework";
import { randomBytes } from "#prim";
import { write } from "../../core/index.ts";
import { endPlay, founder, letIn, settle, stage } from "../../testing/cast.ts";
import { groupView } from "./group.ts";

const newCase = () => [penOf(randomBytes)("subject", { type: "case" })];

test("what a page asks every few seconds changes with every entry, its own and a colleague's: open rooms read again", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const tomas = await letIn(on, amina, "Tomas", null);
  await settle(amina, tomas);
  const before = [amina, tomas].map((desk) => groupView(desk).relay.entries);
  for (let n = 0; n < 2; n++) write(amina, "work", "begin-case", newCase());
  assert.equal(groupView(amina).relay.entries, before[0]! + 2);
  assert.equal(groupView(tomas).relay.entries, before[1]!);
  await settle(amina, tomas);
  assert.equal(groupView(tomas).relay.entries, before[1]! + 2);
  endPlay(on, amina, tomas);
});
