import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import Database from "better-sqlite3";
import { randomBytes } from "#prim";
import { memoryStore } from "./store-memory.ts";
import { openSqliteStore } from "./store-sqlite.ts";
import { runRelayStoreTests } from "./store-tests.ts";
import { StoreError } from "./store.ts";

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
    db.pragma("user_version = 2");
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
