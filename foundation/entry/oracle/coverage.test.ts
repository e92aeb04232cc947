import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { RULES } from "./coverage.ts";

test("the rules looked for are the rules of the page", () => {
  const page = readFileSync(new URL("../../../docs/formats/roster.md", import.meta.url), "utf8");
  const names = new Set([...page.matchAll(/`([a-z]+(?:[A-Z][a-z]*)+)`/g)].map(([, name]) => name!));
  for (const fieldOrNever of ["keyCommitment", "writeToken", "targetCantReinstateSelf"]) names.delete(fieldOrNever);
  assert.deepEqual([...names].toSorted(), [...RULES].toSorted());
});
