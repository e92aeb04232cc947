/** The hostile stories that the roster was designed against, each a test of its own: vectors/roster/stories.ts and fork-stories.ts. */
import { equal } from "node:assert/strict";
import { test } from "node:test";
import { FORK_STORIES } from "../../../vectors/roster/fork-stories.ts";
import { STORIES } from "../../../vectors/roster/stories.ts";

for (const { name, play } of [...STORIES, ...FORK_STORIES]) {
  test(name, () => {
    equal(play().length > 0, true);
  });
}
