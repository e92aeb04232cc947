import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { StoreError } from "#store";
import type { OpenDesk } from "../core/index.ts";
import { startIndexing } from "./search-index.ts";

test("an open desk makes its record searchable a little at a time, says a code when it cannot, and stops when told", async () => {
  const asked: number[] = [];
  const said: string[] = [];
  let rest = 700;
  const store = {
    indexSearch(records: number) {
      asked.push(records);
      if (asked.length === 5) throw new StoreError("no-space");
      rest -= records;
      return rest > 0;
    },
  };
  const indexing = startIndexing({ store } as unknown as OpenDesk, (code) => said.push(code));
  await sleep(1000);
  assert.deepEqual(asked, [250, 250, 250]);
  rest = 700;
  await sleep(2500);
  assert.equal(said[0], "search index: no-space");
  indexing.stop();
  const before = asked.length;
  await sleep(100);
  assert.equal(asked.length, before);
});
