import assert from "node:assert/strict";
import { test } from "node:test";
import { KINDS, WAYS } from "./ties.ts";

test("kinds and ways stand where they stood: an index on every desk's disk holds their places", () => {
  // A new one goes to the end. Where one has to move, the version of the desk's views (PROJECTOR) rises with it, and this list is changed with it.
  assert.deepEqual(KINDS, [
    "subject",
    "statement",
    "report",
    "translation",
    "triage",
    "assessment",
    "derivesFrom",
    "officialStatement",
    "linkDecision",
    "consent",
    "finding",
    "decision",
    "step",
    "appeal",
    "sealedStatement",
    "custody",
    "withdraw",
    "adopt",
    "exportRequest",
    "exportApproval",
    "exportMade",
    "estimate",
  ]);
  assert.deepEqual(WAYS, ["own", "subject", "value", "saidBy", "cites", "about", "rests"]);
});
