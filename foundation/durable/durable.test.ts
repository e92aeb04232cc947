import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { appendDurably, DurableError, makeDirectory, NewFile, removeDurably, removePartials, systemCalls, writeFileDurably } from "#durable";

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "vouchsafe-durable-"))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const bytes = (text: string) => new TextEncoder().encode(text);
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

test("a file is written, replaced whole, and only its owner may read it", () => {
  const path = join(directory, "roster");
  writeFileDurably(path, bytes("first and longer"));
  assert.equal(readFileSync(path, "utf8"), "first and longer");
  assert.equal(mode(path), "600");
  writeFileDurably(path, bytes("second"), { mode: 0o644 });
  assert.equal(readFileSync(path, "utf8"), "second");
  assert.equal(mode(path), "644");
  assert.deepEqual(readdirSync(directory), ["roster"]);
});

test("an empty file and a file of several megabytes", () => {
  const large = new Uint8Array(5_000_003).map((_, i) => i % 251);
  writeFileDurably(join(directory, "empty"), bytes(""));
  writeFileDurably(join(directory, "large"), large);
  assert.equal(statSync(join(directory, "empty")).size, 0);
  assert.ok(readFileSync(join(directory, "large")).equals(large));
});

test("a file written in pieces appears only when it is committed, and never when it is abandoned", () => {
  const path = join(directory, "export");
  const kept = new NewFile(path);
  kept.write(bytes("one "));
  kept.write(bytes("two"));
  assert.throws(() => readFileSync(path), { code: "ENOENT" });
  kept.commit();
  assert.equal(readFileSync(path, "utf8"), "one two");

  const dropped = new NewFile(path);
  dropped.write(bytes("three"));
  dropped.abandon();
  assert.equal(readFileSync(path, "utf8"), "one two");
  assert.deepEqual(readdirSync(directory), ["export"]);
  assert.throws(() => dropped.write(bytes("more")), /committed or abandoned/);
  assert.throws(() => dropped.commit(), /committed or abandoned/);
});

test("appending makes the file, then adds at its end", () => {
  const path = join(directory, "chain");
  appendDurably(path, bytes("one\n"));
  appendDurably(path, bytes("two\n"));
  assert.equal(readFileSync(path, "utf8"), "one\ntwo\n");
  assert.equal(mode(path), "600");
});

test("removing says whether there was something", () => {
  const path = join(directory, "old");
  writeFileDurably(path, bytes("x"));
  assert.equal(removeDurably(path), true);
  assert.equal(removeDurably(path), false);
  assert.deepEqual(readdirSync(directory), []);
});

test("directories are made with those above them, for the owner alone, and left as they are when there", () => {
  const path = join(directory, "a", "b", "c");
  makeDirectory(path);
  for (const made of [path, join(directory, "a", "b"), join(directory, "a")]) assert.equal(mode(made), "700");
  makeDirectory(path, { mode: 0o755 });
  assert.equal(mode(path), "700");
});

test("what a killed writer left is passed over, and removed when asked; other hidden files stay", () => {
  writeFileSync(join(directory, ".partial-1-1"), "left behind");
  writeFileSync(join(directory, ".partial-notes"), "not ours");
  // The very next name this process would take:
  const probe: string[] = [];
  new NewFile(join(directory, "probe"), {
    calls: { ...systemCalls, open: (path, flags, m) => (probe.push(path), systemCalls.open(path, flags, m)) },
  }).abandon();
  const next = probe[0]!.replace(/\d+$/, (n) => String(Number(n) + 1));
  writeFileSync(next, "left behind");
  writeFileDurably(join(directory, "keys"), bytes("whole"));
  assert.equal(readFileSync(join(directory, "keys"), "utf8"), "whole");
  assert.equal(removePartials(directory), 2);
  assert.deepEqual(readdirSync(directory).sort(), [".partial-notes", "keys"]);
});

test("a missing directory is a bug and flies as itself", () => {
  assert.throws(() => writeFileDurably(join(directory, "no", "file"), bytes("x")), { code: "ENOENT" });
});

test("a DurableError says what failed and never where", () => {
  const calls = {
    ...systemCalls,
    sync: () => {
      throw Object.assign(new Error(`ENOSPC, fsync '${directory}'`), { code: "ENOSPC", syscall: "fsync" });
    },
  };
  assert.throws(
    () => writeFileDurably(join(directory, "keys"), bytes("x"), { calls }),
    (error) => {
      assert.ok(error instanceof DurableError);
      assert.deepEqual([error.code, error.syscall, error.message], ["no-space", "fsync", "no-space"]);
      return true;
    },
  );
});
