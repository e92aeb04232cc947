import assert from "node:assert/strict";
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { Writer } from "../../vectors/entry/writer.ts";
import { bodyWith, KEY, placeFor, projector, roster } from "./testing/cast.ts";
import { openStore } from "./store.ts";

const FRAME_BYTES = 24 + 4096;

/** The files of a store whose process died after these commits, and how many frames its log has. */
function died(t: TestContext, commits: number): { path: string; log: Buffer; frames: number; marks: readonly Buffer[] } {
  const place = placeFor(t);
  const store = place.open();
  const writer = new Writer("Amina");
  const marks: Buffer[] = [];
  let draft = writer.draft("work", 1);
  for (let n = 0; n < commits; n++) {
    const entry = writer.sign(draft, bodyWith({ id: `r${n}`, kind: "statement", text: `said on day ${n}` }));
    draft = { ...draft, clock: n + 2, prev: entry.id, seen: [entry.id], seq: n + 2 };
    store.addEntries([entry], roster);
    marks.push(readFileSync(`${place.path}-mark`));
  }
  const path = join(place.folder, "died.db");
  copyFileSync(place.path, path);
  copyFileSync(`${place.path}-wal`, `${path}-wal`);
  copyFileSync(`${place.path}-mark`, `${path}-mark`);
  copyFileSync(path, `${path}-first`);
  store.close();
  const log = readFileSync(`${path}-wal`);
  return { path, log, frames: Math.floor((log.length - 32) / FRAME_BYTES), marks };
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

test("a log cut off in the middle of a commit that nobody was told of is taken as far as it goes", (t) => {
  const { path, log, marks } = died(t, 12);
  writeFileSync(`${path}-wal`, log.subarray(0, log.length - FRAME_BYTES - 100));
  writeFileSync(`${path}-mark`, marks[10]!);
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
    assert.throws(() => records(path), { code: "cut-short" });
    assert.throws(() => records(path), { code: "cut-short" }, "also when SQLite has taken the log away");
  });
}

test("a bit changed anywhere in the last commit is found: it was acknowledged", (t) => {
  const { path, log, frames } = died(t, 12);
  for (const at of [32 + (frames - 1) * FRAME_BYTES + 500, 32 + (frames - 1) * FRAME_BYTES + 5, log.length - 1]) {
    rmSync(`${path}-wal-damaged`, { force: true });
    writeFileSync(`${path}-wal`, withBit(log, at));
    assert.throws(() => records(path), { code: "cut-short" });
  }
  writeFileSync(`${path}-wal`, log.subarray(0, log.length - FRAME_BYTES));
  rmSync(`${path}-wal-damaged`, { force: true });
  assert.throws(() => records(path), { code: "cut-short" }, "and a log that was shortened");
});

test("the only commit there is: found too", (t) => {
  const { path, log } = died(t, 1);
  for (const at of [18, log.length - 1]) {
    rmSync(`${path}-wal-damaged`, { force: true });
    writeFileSync(`${path}-wal`, withBit(log, at));
    assert.throws(() => records(path), { code: "cut-short" });
  }
});

test("a mark that is damaged, half written, or of an earlier log says nothing, and raises no alarm", (t) => {
  const { path, log, frames, marks } = died(t, 12);
  const mark = marks.at(-1)!;
  const last = withBit(log, 32 + (frames - 1) * FRAME_BYTES + 500);
  for (const odd of [...Array.from({ length: mark.length }, (_, at) => withBit(mark, at)), Buffer.concat([mark.subarray(0, 10), marks[10]!.subarray(10)]), mark.subarray(0, 12), Buffer.alloc(0), died(t, 3).marks.at(-1)!]) {
    writeFileSync(`${path}-mark`, odd);
    writeFileSync(`${path}-wal`, log);
    assert.equal(records(path), 12);
    copyFileSync(`${path}-first`, path);
    writeFileSync(`${path}-wal`, last);
    assert.equal(records(path), 11, "without a mark, the last commit looks like one nobody was told of");
    copyFileSync(`${path}-first`, path);
  }
});

test("a log that begins anew once it is long: the mark goes with it", (t) => {
  const place = placeFor(t);
  const store = place.open();
  for (let n = 0; n < 900; n++) store.set(`n${n % 7}`, new Uint8Array(20_000).fill(n));
  store.set("last", Uint8Array.of(9));
  const path = join(place.folder, "died.db");
  for (const end of ["", "-wal", "-mark"]) copyFileSync(`${place.path}${end}`, `${path}${end}`);
  copyFileSync(path, `${path}-first`);
  store.close();
  const log = readFileSync(`${path}-wal`);
  const opened = openStore({ path, key: KEY, projector });
  assert.deepEqual(opened.get("last"), Uint8Array.of(9));
  opened.close();
  // The last frame of this generation: the first commit frame behind which the salts are older.
  const salts = log.subarray(16, 24);
  let frames = 0;
  while (log.subarray(32 + frames * FRAME_BYTES + 8, 32 + frames * FRAME_BYTES + 16).equals(salts)) frames++;
  assert.ok(frames < (log.length - 32) / FRAME_BYTES - 1, "the log has begun anew, over an older one");
  copyFileSync(`${path}-first`, path);
  writeFileSync(`${path}-wal`, withBit(log, 32 + (frames - 1) * FRAME_BYTES + 500));
  assert.throws(() => records(path), { code: "cut-short" });
});
