import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import Database from "better-sqlite3";
import { randomBytes, sha256, sha256Hex } from "#prim";
import { CHAIN_START, chainAfter, ENVELOPE_BYTES } from "#wire";
import { memoryStore } from "./store-memory.ts";
import { openSqliteStore } from "./store-sqlite.ts";
import { runRelayStoreTests } from "./store-tests.ts";
import { ENVELOPE_DAYS, StoreError } from "./store.ts";

runRelayStoreTests("in memory", async (options) => ({ store: memoryStore({ ...options, random: randomBytes }), done: async () => {} }));

runRelayStoreTests("SQLite", async (options) => {
  const folder = mkdtempSync(join(tmpdir(), "vouchsafe-relay-"));
  const open = () => openSqliteStore({ ...options, folder, random: randomBytes });
  let store = open();
  return {
    store,
    reopen: async () => {
      await store.close();
      return (store = open());
    },
    done: async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
});

test("a newer version's file, another process's and a broken one are told apart", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vouchsafe-relay-"));
  const open = () => openSqliteStore({ folder, today: () => 1, random: randomBytes, recordCapBytes: 1e9, intakeCapBytes: 1e9 });
  const isCode = (code: string) => (error: unknown) => error instanceof StoreError && error.code === code;
  try {
    const store = open();
    assert.throws(open, isCode("in-use"));
    await store.close();
    const db = new Database(join(folder, "intake.db"));
    db.pragma("user_version = 99");
    db.close();
    assert.throws(open, isCode("newer"));
    writeFileSync(join(folder, "intake.db"), "this is no database, whatever its name says ".repeat(100));
    assert.throws(open, isCode("failing"));
    rmSync(join(folder, "intake.db"));
    await open().close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const EARLIER_INTAKES = [
  `CREATE TABLE envelopes (key BLOB PRIMARY KEY, day INTEGER NOT NULL, envelope BLOB NOT NULL) STRICT, WITHOUT ROWID;
   CREATE INDEX days ON envelopes (day, key)`,
  `CREATE TABLE envelopes (place INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, day INTEGER NOT NULL, envelope BLOB NOT NULL) STRICT;
   CREATE INDEX days ON envelopes (day)`,
];

for (const [before, tables] of EARLIER_INTAKES.entries())
  test(`an intake of version ${before + 1} is brought over, letter for letter`, async () => {
    const folder = mkdtempSync(join(tmpdir(), "vouchsafe-relay-"));
    try {
      const db = new Database(join(folder, "intake.db"));
      db.pragma("journal_mode = WAL");
      db.exec(`${tables}; PRAGMA user_version = ${before + 1}`);
      const insert = db.prepare("INSERT INTO envelopes (key, day, envelope) VALUES (?, ?, ?)");
      const letters = Array.from({ length: 30 }, () => randomBytes(ENVELOPE_BYTES));
      letters.forEach((letter, n) => insert.run(sha256(letter).subarray(0, 16), n < 10 ? 100 : 150, letter));
      db.close();
      let today = 150;
      const store = openSqliteStore({ folder, today: () => today, random: randomBytes, recordCapBytes: 1e9, intakeCapBytes: 1e7 });
      const held = async (): Promise<string[]> =>
        Promise.all((await store.envelopeKeys()).map(async (key) => sha256Hex((await store.envelope(key))!)));
      const expected = letters.map((letter) => sha256Hex(letter));
      assert.deepEqual((await held()).sort(), [...expected].sort());
      await store.keepEnvelope(letters[3]!);
      assert.equal((await held()).length, 30, "what is there is not kept again");
      today = 100 + ENVELOPE_DAYS;
      await store.settle();
      assert.deepEqual((await held()).sort(), expected.slice(10).sort(), "days came over too");
      const more = randomBytes(ENVELOPE_BYTES);
      await store.keepEnvelope(more);
      assert.equal((await held()).length, 21);
      await store.close();
      assert.ok(!existsSync(join(folder, "intake.db-wal")));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

test("what an undone transaction remembered of a log's end is forgotten: chain and cursors stay those of what is there", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vouchsafe-relay-"));
  const store = openSqliteStore({ folder, today: () => 1, random: randomBytes, recordCapBytes: 200_000, intakeCapBytes: 1e6 });
  const log = "0a".repeat(16);
  const blobOf = (sizeBytes: number) => {
    const blob = randomBytes(sizeBytes);
    return { hash: sha256Hex(blob), blob };
  };
  try {
    await store.makeLog(log, { closesIntake: [], intake: false, mode: "log", read: "0b".repeat(32), writers: ["0c".repeat(32)] });
    const kept: string[] = [];
    let refused = 0;
    for (let n = 0; n < 60; n++) {
      // Small ones share a transaction with one that has no room: it is undone, and each is tried alone.
      const [small, large, last] = [blobOf(40), blobOf(n % 3 === 0 ? 90_000 : 500), blobOf(30)];
      const answers = await Promise.allSettled([store.append(log, [small, small]), store.append(log, [small, large]), store.append(log, [last])]);
      for (const [i, blobs] of [[small], [large], [last]].entries()) {
        if (answers[i]!.status === "rejected") refused++;
        else kept.push(...blobs.map(({ hash }) => hash));
      }
    }
    assert.ok(refused > 5 && kept.length > 100, `${refused} refused, ${kept.length} kept`);
    const { entries, newest } = await store.read(log, 0, 1e9, 1e6);
    assert.deepEqual([newest, entries.map(({ cursor }) => cursor)], [kept.length, kept.map((_, n) => n + 1)]);
    assert.deepEqual(entries.map(({ blob }) => sha256Hex(blob)).sort(), [...kept].sort());
    const chain = entries.map(({ blob }) => sha256Hex(blob)).reduce(chainAfter, CHAIN_START);
    assert.equal((await store.read(log, newest, 1, 1)).at, chain);
  } finally {
    await store.close();
    rmSync(folder, { recursive: true });
  }
});
