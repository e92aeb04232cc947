/**
 * The power goes at every call. The file system here is a model that keeps what was synced apart from what was not, and after the
 * cut brings back the unkindest mixture: nothing unsynced at all, or every name but no unsynced content.
 */
import assert from "node:assert/strict";
import { dirname } from "node:path";
import { test } from "node:test";
import { appendDurably, makeDirectory, removeDurably, writeFileDurably, type FileCalls } from "#durable";

interface Inode {
  content: Uint8Array;
  synced: Uint8Array;
}
type Names = Map<string, Inode>;
class PowerCut extends Error {}
const EMPTY = new Uint8Array(0);
const text = (bytes: Uint8Array | undefined) => (bytes === undefined ? null : new TextDecoder().decode(bytes));
const systemError = (code: string) => Object.assign(new Error(code), { code });

/** A disk of files and directories (an inode with no content), in memory; the power goes at call number `cutAt`. */
class ModelDisk {
  names: Names = new Map();
  syncedNames: Names = new Map();
  calls = 0;
  readonly #cutAt: number;
  readonly #open = new Map<number, string | Inode>();

  constructor(cutAt: number) {
    this.#cutAt = cutAt;
  }

  /** A file that has long been there. */
  hold(path: string, content: string): void {
    const bytes = new TextEncoder().encode(content);
    const inode = { content: bytes, synced: bytes };
    this.names.set(path, inode);
    this.syncedNames.set(path, inode);
  }

  /** What is read after the power is back. */
  afterCut(path: string, unkind: "nothing unsynced" | "names without content"): string | null {
    const names = unkind === "nothing unsynced" ? this.syncedNames : this.names;
    return text(names.get(path)?.synced);
  }

  fileCalls(): FileCalls {
    const step =
      <A extends unknown[], R>(call: (...args: A) => R) =>
      (...args: A): R => {
        if (this.calls >= this.#cutAt) throw new PowerCut();
        this.calls += 1;
        return call(...args);
      };
    return {
      open: step((path, flags) => {
        const descriptor = this.#open.size;
        let inode = this.names.get(path);
        if (flags === "r") {
          this.#open.set(descriptor, path);
          return descriptor;
        }
        if (inode !== undefined && flags !== "a") throw systemError("EEXIST");
        inode ??= { content: EMPTY, synced: EMPTY };
        this.names.set(path, inode);
        this.#open.set(descriptor, inode);
        return descriptor;
      }),
      write: step((descriptor, bytes, from) => {
        const inode = this.#open.get(descriptor) as Inode;
        const some = bytes.subarray(from, from + 5);
        inode.content = Uint8Array.of(...inode.content, ...some);
        return some.length;
      }),
      sync: step((descriptor) => {
        const opened = this.#open.get(descriptor)!;
        if (typeof opened !== "string") {
          opened.synced = opened.content;
          return;
        }
        const inside = (path: string) => dirname(path) === opened;
        for (const path of this.syncedNames.keys()) if (inside(path)) this.syncedNames.delete(path);
        for (const [path, inode] of this.names) if (inside(path)) this.syncedNames.set(path, inode);
      }),
      sizeBytes: step((descriptor) => (this.#open.get(descriptor) as Inode).content.length),
      truncate: step((descriptor, sizeBytes) => {
        const inode = this.#open.get(descriptor) as Inode;
        inode.content = inode.content.slice(0, sizeBytes);
      }),
      close: step(() => undefined),
      rename: step((from, to) => {
        this.names.set(to, this.names.get(from)!);
        this.names.delete(from);
      }),
      unlink: step((path) => {
        if (!this.names.delete(path)) throw systemError("ENOENT");
      }),
      mkdir: step((path) => {
        if (this.names.has(path)) throw systemError("EEXIST");
        if (dirname(path) !== "/" && !this.names.has(dirname(path))) throw systemError("ENOENT");
        this.names.set(path, { content: EMPTY, synced: EMPTY });
      }),
      list: step(() => [...this.names.keys()]),
    };
  }
}

/** Cuts the power before every call and after the last; hands each end state to `check`, with whether the operation had returned. */
function atEveryCut(before: string | null, operation: (calls: FileCalls) => void, check: (after: string | null, returned: boolean) => void): number {
  for (let cutAt = 0; ; cutAt++) {
    const disk = new ModelDisk(cutAt);
    if (before !== null) disk.hold("/record/file", before);
    let returned = true;
    try {
      operation(disk.fileCalls());
    } catch (error) {
      assert.ok(error instanceof PowerCut, String(error));
      returned = false;
    }
    check(disk.afterCut("/record/file", "nothing unsynced"), returned);
    check(disk.afterCut("/record/file", "names without content"), returned);
    if (returned) return cutAt;
  }
}

const NEW = "the new file, whole";
const newBytes = new TextEncoder().encode(NEW);
const wholeOldOrNew = (before: string | null) => (after: string | null, returned: boolean) => {
  assert.ok(after === before || after === NEW, `found ${String(after)}`);
  if (returned) assert.equal(after, NEW, "when it has returned it is on the disk");
};

for (const before of ["the old file", null]) {
  test(`a file written ${before === null ? "new" : "over another"} is old or new whenever the power goes, and new once written`, () => {
    const calls = atEveryCut(before, (fileCalls) => writeFileDurably("/record/file", newBytes, { calls: fileCalls }), wholeOldOrNew(before));
    assert.ok(calls >= 8, `${calls} calls`);
  });

  test(`what was there stays when the power goes while appending ${before === null ? "to a new file" : "to another"}`, () => {
    const old = before ?? "";
    atEveryCut(
      before,
      (fileCalls) => appendDurably("/record/file", newBytes, { calls: fileCalls }),
      (after, returned) => {
        assert.ok((after ?? "").startsWith(old) && (old + NEW).startsWith(after ?? ""));
        if (returned) assert.equal(after, old + NEW);
      },
    );
  });
}

test("a removed file stays removed, a made directory stays", () => {
  atEveryCut(
    "the old file",
    (calls) => void removeDurably("/record/file", calls),
    (after, returned) => {
      assert.ok(after === null || after === "the old file");
      if (returned) assert.equal(after, null);
    },
  );
  const disk = new ModelDisk(Number.POSITIVE_INFINITY);
  makeDirectory("/record/a/b", { calls: disk.fileCalls() });
  assert.deepEqual([...disk.syncedNames.keys()], ["/record", "/record/a", "/record/a/b"]);
});

test("the model finds a writer that forgets one sync", () => {
  for (const forgotten of [1, 2]) {
    const forgetful = (calls: FileCalls): FileCalls => {
      let syncs = 0;
      return { ...calls, sync: (descriptor) => ((syncs += 1) === forgotten ? undefined : calls.sync(descriptor)) };
    };
    assert.throws(
      () =>
        atEveryCut("the old file", (calls) => writeFileDurably("/record/file", newBytes, { calls: forgetful(calls) }), wholeOldOrNew("the old file")),
      { code: "ERR_ASSERTION" },
      `sync ${forgotten}`,
    );
  }
});
