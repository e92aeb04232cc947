import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync, copyFileSync, mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { utf8 } from "#bytes";
import { Writer } from "../../vectors/entry/writer.ts";
import { bodyWith, KEY, OTHER_KEY, placeFor, projector, roster } from "./testing/cast.ts";
import { connect } from "./connection.ts";
import { StoreError, type StoreErrorCode } from "./errors.ts";
import { writeMeta } from "./schema.ts";
import { openStore, Store } from "./store.ts";

const withCode =
  (code: StoreErrorCode) =>
  (error: unknown): boolean =>
    error instanceof StoreError && error.code === code && error.message === code;

function fill(store: Store, entries = 120): void {
  const writer = new Writer("Amina");
  let draft = writer.draft("work", 1);
  for (let n = 0; n < entries; n++) {
    const entry = writer.sign(
      draft,
      bodyWith({
        id: `r${n}`,
        kind: "statement",
        inCase: `c${n % 5}`,
        about: [`p${n % 7}`],
        text: `What was said on day ${n}, in full: ${"и снова ".repeat(20)}`,
      }),
    );
    draft = { ...draft, clock: n + 2, prev: entry.id, seen: [entry.id], seq: n + 2 };
    store.addEntries([entry], roster);
    if (n % 40 === 0) store.set(`draft/${n}`, utf8(`a draft ${n}`));
  }
}

/** Everything that can be read of a file, or how it refused. */
function reading(path: string): string[] | StoreError {
  let store: Store;
  try {
    store = openStore({ path, key: KEY, projector });
  } catch (error) {
    assert.ok(error instanceof StoreError, String(error));
    return error;
  }
  try {
    const rows = [...store.stateRows()];
    for (const name of store.names("")) rows.push(`${name} ${Buffer.from(store.get(name)!).toString("hex")}`);
    rows.push(
      ...["said", "снова", "day 77"].map((typed) =>
        store
          .search(typed, { limit: 500 })
          .map((hit) => hit.order)
          .join(),
      ),
    );
    store.check();
    return rows;
  } catch (error) {
    assert.ok(error instanceof StoreError, String(error));
    return error;
  } finally {
    store.close();
  }
}

describe("a damaged file", () => {
  it("is refused at every one of 200 changed bits, and never read as something else", (t) => {
    const place = placeFor(t);
    const store = place.open();
    fill(store);
    store.close();
    const whole = readFileSync(place.path);
    const wanted = reading(place.path);
    assert.ok(Array.isArray(wanted) && wanted.length > 200);
    const changed = join(place.folder, "changed.db");
    let refused = 0;
    for (let n = 0; n < 200; n++) {
      const at = Math.floor(Math.random() * whole.length * 8);
      const bytes = Buffer.from(whole);
      bytes[at >> 3]! ^= 1 << (at & 7);
      writeFileSync(changed, bytes);
      rmSync(`${changed}-wal`, { force: true });
      const got = reading(changed);
      if (got instanceof StoreError) {
        assert.ok(got.code === "damaged" || (got.code === "wrong-key" && at >> 3 < 4096), `bit ${at}: ${got.code}`);
        refused++;
      } else assert.deepEqual(got, wanted, `bit ${at} changed something unseen`);
    }
    // A page that was freed holds nothing and is not read: there a change may be passed over.
    assert.ok(refused >= 190, `${refused} of 200 refused`);
  });

  it("is refused when pages are swapped, taken away, or replaced by older ones", (t) => {
    const place = placeFor(t);
    const store = place.open();
    fill(store, 20);
    store.close();
    const older = readFileSync(place.path);
    const again = place.open();
    again.set("draft/0", utf8("changed since"));
    fill(again, 60);
    again.close();
    const whole = readFileSync(place.path);
    const wanted = reading(place.path);
    const changed = join(place.folder, "changed.db");
    const page = (bytes: Buffer, n: number): Buffer => bytes.subarray(n * 4096, (n + 1) * 4096);
    let refused = 0;
    for (let n = 1; n < 12; n++) {
      const swapped = Buffer.from(whole);
      page(whole, n + 1).copy(swapped, n * 4096);
      page(whole, n).copy(swapped, (n + 1) * 4096);
      writeFileSync(changed, swapped);
      assert.ok(reading(changed) instanceof StoreError, `pages ${n} and ${n + 1} swapped`);
      const rolledBack = Buffer.from(whole);
      page(older, n).copy(rolledBack, n * 4096);
      writeFileSync(changed, rolledBack);
      const got = reading(changed);
      if (got instanceof StoreError) refused++;
      else if (page(older, n).equals(page(whole, n))) assert.deepEqual(got, wanted);
    }
    assert.ok(refused > 0);
    for (const size of [whole.length - 4096, whole.length - 100, 8192, 4000, 100]) {
      writeFileSync(changed, whole);
      truncateSync(changed, size);
      assert.ok(reading(changed) instanceof StoreError, `cut to ${size}`);
    }
  });

  it("log of writes loses its end and never changes a value", (t) => {
    const place = placeFor(t);
    const child = place.open();
    fill(child, 30);
    const copy = join(place.folder, "copy.db");
    copyFileSync(place.path, copy);
    copyFileSync(`${place.path}-wal`, `${copy}-wal`);
    const wanted = [...child.stateRows()];
    child.close();
    const wal = readFileSync(`${copy}-wal`);
    const main = readFileSync(copy);
    assert.ok(wal.length > 100_000);
    const known = new Set(wanted.filter((row) => row.startsWith('["record"')));
    for (let n = 0; n < 40; n++) {
      const at = Math.floor(Math.random() * wal.length * 8);
      const bytes = Buffer.from(wal);
      bytes[at >> 3]! ^= 1 << (at & 7);
      writeFileSync(copy, main);
      writeFileSync(`${copy}-wal`, bytes);
      rmSync(`${copy}-wal-damaged`, { force: true });
      const got = reading(copy);
      if (got instanceof StoreError) continue;
      for (const row of got) if (row.startsWith('["record"')) assert.ok(known.has(row), `bit ${at} of the log changed a record`);
    }
  });

  it("that never was ours is refused", (t) => {
    const place = placeFor(t);
    for (const bytes of [utf8("hello"), new Uint8Array(4096), new Uint8Array(100_000).fill(7)]) {
      writeFileSync(place.path, bytes);
      assert.throws(() => place.open(), StoreError);
    }
    rmSync(place.path);
    const other = connect(place.path, KEY);
    other.exec("CREATE TABLE meta (x); CREATE TABLE somebody (elses)");
    other.close();
    assert.throws(() => place.open());
  });
});

describe("keys, versions and space", () => {
  it("has the settings that were measured", (t) => {
    const db = connect(placeFor(t).path, KEY);
    const settings = [
      "cipher",
      "page_size",
      "journal_mode",
      "synchronous",
      "locking_mode",
      "temp_store",
      "secure_delete",
      "cache_size",
      "trusted_schema",
    ];
    assert.deepEqual(
      settings.map((name) => db.pragma(name, { simple: true })),
      ["aegis", 4096, "wal", 2, "exclusive", 2, 1, -131072, 0],
    );
    db.close();
  });

  it("wrong key is wrong key, and harms nothing", (t) => {
    const place = placeFor(t);
    const store = place.open();
    fill(store, 3);
    store.close();
    const before = readFileSync(place.path);
    assert.throws(() => openStore({ path: place.path, key: OTHER_KEY, projector }), withCode("wrong-key"));
    assert.deepEqual(readFileSync(place.path), before);
    place.open().close();
  });

  it("a file of a newer version is left alone", (t) => {
    const place = placeFor(t);
    place.open().close();
    const db = connect(place.path, KEY);
    writeMeta(db, "format", 2);
    db.close();
    assert.throws(() => place.open(), withCode("newer-format"));
  });

  it("a full file says so and keeps what it had", (t) => {
    const place = placeFor(t);
    place.open().close();
    const db = connect(place.path, KEY);
    const store = new Store(db, { key: KEY, projector });
    fill(store, 20);
    const before = [...store.stateRows()];
    db.pragma(`max_page_count = ${(db.pragma("page_count", { simple: true }) as number) + 2}`);
    const writer = new Writer("Bako");
    const big = writer.write(bodyWith({ id: "big", kind: "statement", text: "x ".repeat(50_000) }));
    assert.throws(() => store.addEntries([big], roster), withCode("no-space"));
    assert.throws(() => store.set("draft", new Uint8Array(100_000)), withCode("no-space"));
    assert.deepEqual([...store.stateRows()], before);
    assert.equal(store.get("draft"), null);
    db.pragma("max_page_count = 100000");
    assert.deepEqual(store.addEntries([big], roster).applied, [big.id]);
    store.check();
    store.close();
  });

  it("a full disk says so and keeps what it had", (t) => {
    const disk = join(placeFor(t).folder, "disk");
    mkdirSync(disk);
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=3m", "tmpfs", disk], { stdio: "ignore" });
    } catch {
      t.skip("no small disk could be mounted here (that needs root)");
      return;
    }
    try {
      const place = placeFor({ after: () => {} }, disk);
      const store = place.open();
      fill(store, 20);
      const filler = join(disk, "filler");
      let full: unknown = null;
      const writer = new Writer("Bako");
      writeFileSync(filler, "");
      try {
        for (;;) appendFileSync(filler, new Uint8Array(16_384));
      } catch (error) {
        full = error;
      }
      assert.ok(full instanceof Error && "code" in full && full.code === "ENOSPC" && statSync(filler).size > 0);
      const before = [...store.stateRows()];
      const big = writer.write(bodyWith({ id: "big", kind: "statement", text: "x ".repeat(50_000) }));
      assert.throws(() => store.addEntries([big], roster), withCode("no-space"));
      assert.deepEqual([...store.stateRows()], before);
      rmSync(filler);
      assert.deepEqual(store.addEntries([big], roster).applied, [big.id]);
      const after = [...store.stateRows()];
      store.close();
      const again = place.open();
      assert.deepEqual([...again.stateRows()], after);
      again.check();
      again.close();
    } finally {
      execFileSync("umount", [disk]);
    }
  });
});
