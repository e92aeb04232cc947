/** Every system call of every operation, failed in turn in five ways, on the real file system. */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { appendDurably, DurableError, makeDirectory, removeDurably, removePartials, systemCalls, writeFileDurably, type FileCalls } from "#durable";

/** `short`: one write takes a third. `fills`: one write takes seven bytes and the disk is full from then on. */
type Fault = "EIO" | "ENOSPC" | "short" | "fills" | "kill";
const OLD = "the old file, whole";
const NEW = new TextEncoder().encode("the new file, longer than the old one, whole");
const NEW_TEXT = new TextDecoder().decode(NEW);

class Killed extends Error {}
const systemError = (code: string, syscall: string) => Object.assign(new Error(code), { code, syscall });

/** The real calls, but the one numbered `at` fails; after a kill all do, tidying up included. `done.calls` counts them. */
function failing(at: number, fault: Fault, done: { calls: number; struck: boolean }): FileCalls {
  let dead = false;
  let full = false;
  const wrapped = Object.entries(systemCalls).map(([name, call]) => [
    name,
    (...args: unknown[]) => {
      if (dead) throw new Killed();
      if (full && name === "write") throw systemError("ENOSPC", name);
      const mine = done.calls === at;
      done.calls += 1;
      if (!mine) return (call as (...a: unknown[]) => unknown)(...args);
      if (fault === "short" || fault === "fills") {
        if (name !== "write") return (call as (...a: unknown[]) => unknown)(...args);
        done.struck = true;
        full = fault === "fills";
        const [descriptor, bytes, from] = args as [number, Uint8Array, number];
        const taken = full ? 7 : Math.ceil((bytes.length - from) / 3);
        return systemCalls.write(descriptor, bytes.subarray(0, from + taken), from);
      }
      done.struck = true;
      if (fault === "kill") {
        dead = true;
        if (name === "write") systemCalls.write(args[0] as number, (args[1] as Uint8Array).subarray(0, 7), 0);
        throw new Killed();
      }
      throw systemError(fault, name);
    },
  ]);
  return Object.fromEntries(wrapped) as FileCalls;
}

/** Runs `operation` once for each call it makes, that call failing; `check` looks at what is left. Returns how many calls were failed. */
function atEveryCall(
  fault: Fault,
  prepare: (directory: string) => void,
  operation: (directory: string, calls: FileCalls) => void,
  check: (directory: string, error: unknown, at: number) => void,
): number {
  let strikes = 0;
  for (let at = 0; ; at++) {
    const directory = mkdtempSync(join(tmpdir(), "vouchsafe-faults-"));
    try {
      prepare(directory);
      const done = { calls: 0, struck: false };
      let error: unknown = null;
      try {
        operation(directory, failing(at, fault, done));
      } catch (thrown) {
        error = thrown;
      }
      if (done.calls <= at) {
        assert.equal(error, null, "with no call failed it succeeds");
        return strikes;
      }
      if (!done.struck) continue;
      strikes += 1;
      if (fault === "short") assert.equal(error, null, "a short write is gone on with");
      if (fault === "kill") assert.ok(error instanceof Killed);
      if (fault === "EIO" || fault === "ENOSPC" || fault === "fills")
        assert.deepEqual([(error as DurableError).name, (error as DurableError).code], ["DurableError", fault === "EIO" ? "io" : "no-space"]);
      check(directory, error, at);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }
}

const FAULTS: readonly [Fault, number][] = [
  ["EIO", 8],
  ["ENOSPC", 8],
  ["short", 1],
  ["fills", 1],
  ["kill", 8],
];

for (const [fault, expectedStrikes] of FAULTS) {
  for (const before of [OLD, null]) {
    test(`writing a file ${before === null ? "that is new" : "over an old one"}: ${fault} at every call leaves the old or the new, never half`, () => {
      const strikes = atEveryCall(
        fault,
        (directory) => before !== null && writeFileSync(join(directory, "file"), before),
        (directory, calls) => writeFileDurably(join(directory, "file"), NEW, { calls }),
        (directory, error) => {
          const path = join(directory, "file");
          const after = existsSync(path) ? readFileSync(path, "utf8") : null;
          assert.ok(after === before || after === NEW_TEXT, `found ${String(after)}`);
          if (error === null) assert.equal(after, NEW_TEXT);
          if (fault === "kill") removePartials(directory);
          assert.deepEqual(readdirSync(directory), after === null ? [] : ["file"], "nothing is left beside it");
        },
      );
      assert.equal(strikes, expectedStrikes);
    });

    test(`appending to a file ${before === null ? "that is new" : "that is there"}: ${fault} at every call`, () => {
      const strikes = atEveryCall(
        fault,
        (directory) => before !== null && writeFileSync(join(directory, "file"), before),
        (directory, calls) => appendDurably(join(directory, "file"), NEW, { calls }),
        (directory, error) => {
          const path = join(directory, "file");
          const after = existsSync(path) ? readFileSync(path, "utf8") : "";
          const added = after.slice((before ?? "").length);
          assert.ok(after.startsWith(before ?? ""), "what was there is there");
          assert.ok(NEW_TEXT.startsWith(added), "what was added is a beginning of the new");
          if (error === null) assert.equal(added, NEW_TEXT);
          else if (fault !== "kill") assert.ok(added === "" || added === NEW_TEXT, "an error takes back what was added");
        },
      );
      assert.ok(strikes >= (fault === "short" || fault === "fills" ? 1 : 5));
    });
  }

  test(`removing: ${fault} at every call leaves the file whole or gone`, () => {
    atEveryCall(
      fault,
      (directory) => writeFileSync(join(directory, "file"), OLD),
      (directory, calls) => void removeDurably(join(directory, "file"), calls),
      (directory) => assert.ok(!existsSync(join(directory, "file")) || readFileSync(join(directory, "file"), "utf8") === OLD),
    );
  });

  test(`making directories: ${fault} at every call can be done again`, () => {
    atEveryCall(
      fault,
      () => undefined,
      (directory, calls) => makeDirectory(join(directory, "a", "b"), { calls }),
      (directory) => {
        makeDirectory(join(directory, "a", "b"));
        assert.ok(existsSync(join(directory, "a", "b")));
      },
    );
  });
}

test("a disk that takes no bytes without an error is a failing one, and does not hang us", () => {
  const directory = mkdtempSync(join(tmpdir(), "vouchsafe-faults-"));
  try {
    const calls: FileCalls = { ...systemCalls, write: () => 0 };
    assert.throws(() => writeFileDurably(join(directory, "file"), NEW, { calls }), { name: "DurableError", code: "io" });
    assert.deepEqual(readdirSync(directory), []);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
