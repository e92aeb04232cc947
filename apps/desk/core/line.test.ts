import assert from "node:assert/strict";
import { test } from "node:test";
import { composeAct, encodeAct, parseAct } from "#entry";
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
