import assert from "node:assert/strict";
import { test } from "node:test";
import { composeAct, encodeAct, parseAct } from "#entry";
import { randomHex, Signer } from "#prim";
import { endPlay, founder, letIn, settle, stage } from "../testing/cast.ts";
import { meetAct } from "./line.ts";

test("a resolve that comes before the branch it drops is kept, and settles the fork once the branch is here", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const tomas = await letIn(on, amina, "Tomas", null);
  const ilya = await letIn(on, amina, "Ilya", tomas);
  await settle(amina, tomas, ilya);

  const elsewhere = (relay: string) => ({ kind: "move-relay", relay }) as const;
  const kept = composeAct(ilya.line.draft(elsewhere("http://a.invalid"), 1), [amina.keyring.device]);
  const dropped = composeAct(ilya.line.draft(elsewhere("http://b.invalid"), 2), [tomas.keyring.device]);
  assert.equal((await meetAct(ilya, kept, "line")).kind, "pending");
  const resolve = composeAct(ilya.line.draft({ heads: [kept.id, dropped.id], kind: "resolve" }, 3), [amina.keyring.device, tomas.keyring.device]);

  assert.deepEqual(await meetAct(ilya, parseAct(encodeAct(resolve)), "line"), { kind: "noise", why: "dropped-unknown" });
  assert.equal((await meetAct(ilya, dropped, "line")).kind, "fork");
  assert.equal(ilya.line.fork, null);
  assert.equal(ilya.line.head, resolve.id);
  assert.deepEqual(ilya.store.names("later/"), []);
  endPlay(on, amina, tomas, ilya);
});

test("what floods the shelf of early acts pushes nothing off that others signed", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const tomas = await letIn(on, amina, "Tomas", null);
  const ilya = await letIn(on, amina, "Ilya", tomas);
  const elsewhere = (relay: string) => ({ kind: "move-relay", relay }) as const;
  const kept = composeAct(ilya.line.draft(elsewhere("http://a.invalid"), 1), [amina.keyring.device]);
  const dropped = composeAct(ilya.line.draft(elsewhere("http://b.invalid"), 2), [tomas.keyring.device]);
  await meetAct(ilya, kept, "line");
  const resolve = composeAct(ilya.line.draft({ heads: [kept.id, dropped.id], kind: "resolve" }, 3), [amina.keyring.device, tomas.keyring.device]);
  const junk = async (signer: Signer): Promise<void> => {
    const act = composeAct({ act: { kind: "policy", policy: {} }, clock: 1, group: ilya.line.group!, n: 5, prev: randomHex(32) }, [signer]);
    await meetAct(ilya, act, "line");
  };
  for (let i = 0; i < 40; i++) await junk(Signer.random());
  assert.deepEqual(ilya.store.names("later/"), [], "strangers are not kept");
  await meetAct(ilya, parseAct(encodeAct(resolve)), "line");
  for (let i = 0; i < 40; i++) await junk(ilya.keyring.device);
  assert.equal(ilya.store.names("later/").length, 9);
  await meetAct(ilya, dropped, "line");
  assert.deepEqual([ilya.line.fork, ilya.line.head], [null, resolve.id]);
  endPlay(on, amina, tomas, ilya);
});
