import assert from "node:assert/strict";
import { test } from "node:test";
import { endPlay, founder, letIn, settle, stage } from "../testing/cast.ts";
import { suspend } from "./index.ts";
import { packageKey, trustOf } from "./packages.ts";

test("every desk signs packages with one key, until somebody who held it is suspended", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const tomas = await letIn(on, amina, "Tomas", null);
  const ilya = await letIn(on, amina, "Ilya", tomas);
  const first = packageKey(amina).publicKey;
  await settle(amina, tomas, ilya);
  assert.equal(packageKey(tomas).publicKey, first);
  assert.deepEqual(trustOf(tomas).allowed.map((key) => key.publicKey), [first]);

  await suspend(tomas, ilya.keyring.person);
  await settle(tomas, amina);
  assert.deepEqual(trustOf(amina).allowed, []);
  const second = packageKey(amina).publicKey;
  assert.notEqual(second, first);
  assert.deepEqual(trustOf(amina).allowed.map((key) => key.publicKey), [second]);
  assert.deepEqual(trustOf(amina).retired.map((key) => key.publicKey), [first]);
  endPlay(on, amina, tomas, ilya);
});
