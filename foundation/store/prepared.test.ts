import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Writer } from "../../vectors/entry/writer.ts";
import { bodyWith, KEY, placeFor, projector, roster } from "./testing/cast.ts";
import { connect, type Db } from "./connection.ts";
import { prepareSchema } from "./schema.ts";
import { Store } from "./store.ts";

describe("statements", () => {
  it("stay prepared: asking and writing the same again prepares nothing", (t) => {
    const db = connect(placeFor(t).path, KEY);
    let prepared = 0;
    const counting = new Proxy(db, {
      get(target, name) {
        if (name === "prepare") prepared++;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === "function" ? (value.bind(target) as unknown) : value;
      },
    }) as Db;
    prepareSchema(db);
    const store = new Store(counting, { key: KEY, projector });
    store.rebuild();
    const round = (n: number): void => {
      store.addEntries([new Writer(`writer ${n}`).write(bodyWith({ id: `r${n}`, kind: "statement", inCase: "c", text: "said" }))], roster);
      assert.equal(store.records({ kind: "statement", limit: 500 }).length, n + 1);
      assert.equal(store.records({ caseId: "c", newestFirst: true, limit: 3 }).length, Math.min(3, n + 1));
      store.recordsById([`r${n}`]);
      store.set("draft", Uint8Array.of(n));
      assert.deepEqual(store.get("draft"), Uint8Array.of(n));
      store.set("draft", null);
      assert.deepEqual(store.names("dr"), []);
      store.query("SELECT count(*) AS n FROM records");
      store.tend((door) => door.prepare("SELECT 1").get());
      store.search("said");
    };
    round(0);
    const before = prepared;
    for (let n = 1; n < 20; n++) round(n);
    assert.equal(prepared, before);
    store.close();
  });
});
