import assert from "node:assert/strict";
import { test } from "node:test";
import { IdsByName } from "./ids-by-name.ts";

test("ids by a name: each once, in their order, and as quick for a name that a hundred thousand have", () => {
  const ids = new IdsByName();
  const from = process.cpuUsage().user;
  for (let round = 0; round < 2; round++) for (let n = 0; n < 100_000; n++) ids.add("unknown", `id ${n}`);
  // Looking through all of them each time takes some minutes.
  assert.ok(process.cpuUsage().user - from < 5_000_000);
  assert.deepEqual(ids.of("unknown"), Array.from({ length: 100_000 }, (_, n) => `id ${n}`));
  ids.add("Marek", "a");
  ids.add("Marek", "b");
  ids.add("Marek", "a");
  assert.deepEqual(ids.of("Marek"), ["a", "b"]);
  assert.deepEqual(ids.of("nobody"), []);
  ids.clear();
  assert.deepEqual(ids.of("Marek"), []);
});
