import assert from "node:assert/strict";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { Writer } from "../../vectors/entry/writer.ts";
import { bodyWith, KEY, placeFor, projector, roster } from "./testing/cast.ts";
import { openStore } from "./store.ts";

const FRAME_BYTES = 24 + 4096;

/** The files of a store whose process died after these commits, and how many frames its log has. */
function died(t: TestContext, commits: number): { path: string; log: Buffer; frames: number } {
  const place = placeFor(t);
  const store = place.open();
  const writer = new Writer("Amina");
  let draft = writer.draft("work", 1);
  for (let n = 0; n < commits; n++) {
    const entry = writer.sign(draft, bodyWith({ id: `r${n}`, kind: "statement", text: `said on day ${n}` }));
    draft = { ...draft, clock: n + 2, prev: entry.id, seen: [entry.id], seq: n + 2 };
    store.addEntries([entry], roster);
  }
  const path = join(place.folder, "died.db");
  copyFileSync(place.path, path);
  copyFileSync(`${place.path}-wal`, `${path}-wal`);
  store.close();
  const log = readFileSync(`${path}-wal`);
  return { path, log, frames: Math.floor((log.length - 32) / FRAME_BYTES) };
}

const records = (path: string): number => {
  const store = openStore({ path, key: KEY, projector });
  const { length } = store.records({ limit: 1000 });
  store.close();
  return length;
};
const withBit = (log: Buffer, at: number): Buffer => {
  const changed = Buffer.from(log);
  changed[at]! ^= 4;
  return changed;
};

test("a log as a death leaves it is taken whole", (t) => {
  const { path } = died(t, 12);
  assert.equal(records(path), 12);
});

test("a log cut off in the middle of its last commit is taken as far as it goes", (t) => {
  const { path, log } = died(t, 12);
  writeFileSync(`${path}-wal`, log.subarray(0, log.length - FRAME_BYTES - 100));
  assert.equal(records(path), 11);
});

for (const [where, at] of [
  ["its header", 18],
  ["its first frame", 32 + 24 + 1000],
  ["a frame's header", 32 + FRAME_BYTES + 9],
] as const) {
  test(`a bit changed in ${where} is not taken for its end, and not forgotten`, (t) => {
    const { path, log } = died(t, 12);
    writeFileSync(`${path}-wal`, withBit(log, at));
    assert.throws(() => records(path), { code: "damaged" });
    assert.throws(() => records(path), { code: "damaged" }, "also when SQLite has taken the log away");
  });
}

test("a bit changed in the last commit looks like a death in it: that one commit is gone, and nobody can tell", (t) => {
  const { path, log, frames } = died(t, 12);
  writeFileSync(`${path}-wal`, withBit(log, 32 + (frames - 1) * FRAME_BYTES + 500));
  assert.equal(records(path), 11);
});
