import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Writer } from "../../vectors/entry/writer.ts";
import { bodyWith, KEY, placeFor, projector, roster } from "./testing/cast.ts";
import { openStore, type Store } from "./store.ts";
import type { ProjectorTables } from "./tables.ts";

/** Texts with what their records are, and whether they count. */
const TEXTS: ProjectorTables = {
  schema: [
    "CREATE TABLE p_texts (record INTEGER PRIMARY KEY, kind TEXT NOT NULL, act TEXT, device TEXT NOT NULL, text TEXT NOT NULL, counted INTEGER NOT NULL)",
    "CREATE INDEX p_texts_kind ON p_texts (kind, record)",
    "CREATE VIRTUAL TABLE p_found USING fts5 (text, content = '')",
  ],
  prepare(door) {
    const text = door.prepare("INSERT INTO p_texts (record, kind, act, device, text, counted) VALUES (?, ?, ?, ?, ?, ?)");
    const found = door.prepare("INSERT INTO p_found (rowid, text) VALUES (?, ?)");
    const count = door.prepare("UPDATE p_texts SET counted = ? WHERE record / 512 = ?");
    return {
      add({ key, record, index, act, device, counted }) {
        const said = (record as { text: string }).text;
        if (said === "a riddle") throw new Error("not understood");
        text.run(key, index.kind, act, device, said, counted ? 1 : 0);
        found.run(key, said);
      },
      recounted: (entryKey, counted) => count.run(counted ? 1 : 0, entryKey),
    };
  },
};

const textsIn = (store: Store): unknown[] => store.query("SELECT kind, act, text, counted FROM p_texts ORDER BY record");

describe("tables of a projector's own", () => {
  it("are filled with the records, joined with them, counted with them, and made anew with the views", (t) => {
    const place = placeFor(t);
    const writer = new Writer("Amina");
    const store = place.open({ tables: TEXTS });
    const [first, second] = [
      writer.write(bodyWith({ id: "a", kind: "act", text: "one" }, { id: "b", kind: "person", text: "two" })),
      writer.write(bodyWith({ id: "c", kind: "act", text: "three" }, { id: "d", kind: "act", text: "a riddle" })),
    ];
    store.addEntries([first, second], roster);
    store.setCounted([second.id], false);
    const wanted = [
      { kind: "act", act: "write", text: "one", counted: 1 },
      { kind: "person", act: "write", text: "two", counted: 1 },
      { kind: "act", act: "write", text: "three", counted: 0 },
    ];
    assert.deepEqual(textsIn(store), wanted);
    assert.deepEqual(store.unreadable(), [{ entryId: second.id, place: 1 }]);
    const joined = store.query<{ key: number }>(
      `SELECT r.key FROM p_found f JOIN records r ON r.key = f.rowid JOIN entries e ON e.key = r.key / 512
       WHERE p_found MATCH ? AND e.counted = 0`,
      ["three"],
    );
    assert.deepEqual(
      store.recordsByKey(joined.map(({ key }) => key)).map(({ id, entryId, counted }) => ({ id, entryId, counted })),
      [{ id: "c", entryId: second.id, counted: false }],
    );
    assert.deepEqual(store.recordsByKey([-1, 12_345_678]), []);
    store.rebuild();
    assert.deepEqual(textsIn(store), wanted);
    store.close();

    const other: ProjectorTables = { schema: ["CREATE TABLE p_others (record INTEGER PRIMARY KEY)"], prepare: () => ({ add: () => {} }) };
    const raised = place.open({ version: 2, tables: other });
    assert.deepEqual(raised.query("SELECT name FROM sqlite_schema WHERE name GLOB 'p_*'"), [{ name: "p_others" }]);
    raised.close();
    const none = place.open({ version: 3 });
    assert.deepEqual(none.query("SELECT name FROM sqlite_schema WHERE name GLOB 'p_*'"), []);
    none.close();
  });

  it("take part in the transaction of their records", (t) => {
    const place = placeFor(t);
    const store = place.open({ tables: TEXTS });
    const writer = new Writer("Bako");
    assert.throws(() =>
      store.atomically(() => {
        store.addEntries([writer.write(bodyWith({ id: "a", kind: "act", text: "one" }))], roster);
        assert.equal(textsIn(store).length, 1);
        throw new Error("after all not");
      }),
    );
    assert.deepEqual([textsIn(store), store.records()], [[], []]);
    store.close();
  });

  it("have names of their own", (t) => {
    for (const sql of ["CREATE TABLE records2 (a)", "CREATE TEMP TABLE p_a (a)", "DROP TABLE entries"]) {
      const { path } = placeFor(t);
      assert.throws(() => openStore({ path, key: KEY, projector: { ...projector, tables: { schema: [sql], prepare: TEXTS.prepare } } }), RangeError);
      openStore({ path, key: KEY, projector }).close();
    }
  });
});

describe("questions", () => {
  it("only read", (t) => {
    const store = placeFor(t).open({ tables: TEXTS });
    for (const sql of [
      "INSERT INTO p_texts (record, kind, device, text, counted) VALUES (1, '', '', '', 1)",
      "DELETE FROM entries",
      "SELECT 1; DELETE FROM entries",
      "WITH a AS (SELECT 1) DELETE FROM entries",
      "PRAGMA key",
      "VACUUM INTO 'x'",
      "ATTACH 'x' AS y",
    ]) {
      assert.throws(() => store.query(sql), RangeError, sql);
    }
    assert.deepEqual(store.query("WITH a AS (SELECT ? AS b) SELECT b FROM a", ["; DELETE"]), [{ b: "; DELETE" }]);
    store.close();
  });
});

describe("tending tables", () => {
  it("changes them in one transaction, all or nothing, and what was changed goes when they are made anew", (t) => {
    const place = placeFor(t);
    const writer = new Writer("Amina");
    const store = place.open({ tables: TEXTS });
    store.addEntries([writer.write(bodyWith({ id: "a", kind: "act", text: "one" }))], roster);
    const change = (to: string): void => store.tend((door) => door.prepare("UPDATE p_texts SET text = ?").run(to));
    change("another");
    assert.deepEqual(store.query("SELECT text FROM p_texts"), [{ text: "another" }]);
    assert.throws(() =>
      store.tend(() => {
        change("a third");
        throw new Error("in the middle");
      }),
    );
    assert.deepEqual(store.query("SELECT text FROM p_texts"), [{ text: "another" }]);
    store.rebuild();
    assert.deepEqual(store.query("SELECT text FROM p_texts"), [{ text: "one" }]);
    store.close();
  });
});

describe("pages", () => {
  it("go both ways through every list, and meet each record once", (t) => {
    const store = placeFor(t).open();
    const [a, b] = [new Writer("Amina"), new Writer("Bako")];
    for (let n = 0; n < 12; n++) {
      for (const writer of [a, b]) {
        const draft = writer.draft("work", 10 * n);
        store.addEntries(
          [writer.write(bodyWith({ id: `${n}`, kind: "act", inCase: "c" }, { id: `${n}b`, kind: "person" }), draft.compartment, draft.clock)],
          roster,
        );
      }
    }
    for (const query of [{}, { kind: "act" }, { caseId: "c" }]) {
      const all = store.records(query).map((row) => row.order);
      assert.ok(all.length >= 24 && new Set(all).size === all.length);
      for (const newestFirst of [false, true]) {
        const paged: string[] = [];
        const nextPage = (): string[] => {
          const after = paged.at(-1);
          return store.records({ ...query, newestFirst, limit: 5, ...(after === undefined ? {} : { after }) }).map((row) => row.order);
        };
        for (let page = nextPage(); page.length > 0; page = nextPage()) paged.push(...page);
        assert.deepEqual(paged, newestFirst ? all.toReversed() : all);
      }
    }
    store.close();
  });
});
