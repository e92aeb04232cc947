import assert from "node:assert/strict";
import { test } from "node:test";
import { runStory } from "../apps/vouchsafe/story.ts";

test("the main job, end to end without screens", async (t) => {
  const held = await runStory((line) => t.diagnostic(line));
  assert.equal(held, true);
});
