import assert from "node:assert/strict";
import { test } from "node:test";
import { checks } from "./check.ts";

for (const { name, complaints } of checks) {
  test(name, async () => {
    const found = await complaints();
    assert.ok(found.length === 0, `\n${found.join("\n")}`);
  });
}
