import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3-multiple-ciphers";
import { toHex } from "#bytes";
import { Writer } from "../../vectors/entry/writer.ts";
import { bodyWith, KEY, OTHER_KEY, placeFor, projector, roster } from "./testing/cast.ts";
import { connect } from "./connection.ts";
import { StoreError } from "./errors.ts";
import { prepareSchema } from "./schema.ts";
import { openStore, Store } from "./store.ts";

const written = (store: Store, name: string): void => void store.addEntries([new Writer(name).write(bodyWith({ id: name, kind: "statement", text: `told by ${name}` }))], roster);

describe("the cipher", () => {
  it("refuses every changed bit of the 24 bytes that it leaves open itself", (t) => {
    const place = placeFor(t);
    const store = place.open();
    written(store, "Amina");
    store.close();
    const whole = readFileSync(place.path);
    for (let bit = 0; bit < 24 * 8; bit++) {
      const changed = Buffer.from(whole);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      writeFileSync(place.path, changed);
      const code = bit < 16 * 8 ? "wrong-key" : "damaged";
      assert.throws(() => place.open(), (error) => error instanceof StoreError && error.code === code, `bit ${bit}`);
      assert.deepEqual(readFileSync(place.path), changed, "and the file is as it was");
    }
    writeFileSync(place.path, whole);
    place.open().close();
  });

  it("gives 64 bytes of each page to a nonce and a tag: no two pages have one nonce, and a page written again has another", (t) => {
    const place = placeFor(t);
    const store = place.open();
    for (let n = 0; n < 20; n++) written(store, `Amina ${n}`);
    store.close();
    const nonces = (): string[] => {
      const bytes = readFileSync(place.path);
      return Array.from({ length: bytes.length / 4096 }, (_, n) => toHex(bytes.subarray((n + 1) * 4096 - 32, (n + 1) * 4096)));
    };
    const before = nonces();
    assert.ok(before.length > 20 && new Set(before).size === before.length);
    const again = place.open();
    written(again, "Bako");
    again.close();
    const rewritten = nonces().filter((nonce, n) => nonce !== before[n]);
    assert.ok(rewritten.length > 2 && rewritten.every((nonce) => !before.includes(nonce)));
  });

  it("opens a file that was made before as what it is, and writes on in it", (t) => {
    const place = placeFor(t);
    const db = new Database(place.path);
    db.pragma("cipher = 'sqlcipher'");
    db.pragma("legacy = 4");
    db.pragma(`key = "x'${toHex(KEY.reveal())}'"`);
    prepareSchema(db);
    const older = new Store(db, { key: KEY, projector });
    older.rebuild();
    written(older, "Amina");
    older.close();
    assert.throws(() => openStore({ path: place.path, key: OTHER_KEY, projector }), (error) => error instanceof StoreError && error.code === "wrong-key");
    const store = place.open();
    written(store, "Bako");
    assert.deepEqual(store.records().map(({ id }) => id).toSorted(), ["Amina", "Bako"]);
    const copy = `${place.path}.copy`;
    store.exportTo(copy, OTHER_KEY);
    store.close();
    const again = openStore({ path: copy, key: OTHER_KEY, projector });
    assert.equal(again.records().length, 2);
    again.check();
    again.close();
  });

  it("is looked at without taking this process's lock from the file", (t) => {
    const place = placeFor(t);
    const store = place.open();
    const isInUse = (error: unknown): boolean => error instanceof StoreError && error.code === "in-use";
    assert.throws(() => place.open(), isInUse);
    assert.throws(() => connect(place.path, OTHER_KEY), isInUse);
    const script = `import { connect } from ${JSON.stringify(fileURLToPath(new URL("./connection.ts", import.meta.url)))};
      import { KEY } from ${JSON.stringify(fileURLToPath(new URL("./testing/cast.ts", import.meta.url)))};
      try { connect(process.argv[1], KEY); console.log("open"); } catch (error) { console.log(error.code); }`;
    const said = execFileSync(process.execPath, ["--disable-warning=ExperimentalWarning", "--input-type=module", "--eval", script, place.path], { encoding: "utf8" });
    assert.equal(said.trim(), "in-use");
    store.close();
    place.open().close();
  });
});
