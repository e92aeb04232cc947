import assert from "node:assert/strict";
import { test } from "node:test";
import { Signer } from "#prim";
import { newRecipientIdentity, recipientOf } from "#seal";
import { composeKeys, dayOf, parseKeys, signKeys, writeKeys } from "#tell";
import { endPlay, founder, letIn, settle, stage } from "../testing/cast.ts";
import { publishedKeys, tendKeys } from "./index.ts";

test("a list of intake keys that two of the roster did not sign is not followed, and is counted", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  assert.equal(await tendKeys(amina), null, "a group of one has no live Tell");
  const tomas = await letIn(on, amina, "Tomas", null);
  for (let round = 0; round < 4; round++) {
    for (const desk of [amina, tomas]) await tendKeys(desk);
    await settle(amina, tomas);
  }
  const ours = await publishedKeys(amina);
  assert.ok(ours !== null);
  assert.equal(parseKeys(ours).signatures.length, 2);

  const strangers = [Signer.random(), Signer.random()];
  const intake = await Promise.all([1, 2].map(async () => recipientOf(await newRecipientIdentity())));
  const forged = composeKeys({ after: parseKeys(ours), group: amina.line.group!, intake, made: dayOf(amina.now()), signers: strangers.map((s) => [s.publicKey]), trustee: null });
  const file = writeKeys(forged, strangers.map((stranger) => signKeys(forged, stranger)));
  assert.equal((await amina.relay.putKeys(on.accountToken.reveal(), file)).kind, "ok");
  for (const desk of [amina, tomas]) assert.deepEqual(await publishedKeys(desk), ours);
  assert.ok(tomas.store.get("count/foreign-keys") !== null);
  endPlay(on, amina, tomas);
});
