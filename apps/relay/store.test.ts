import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomBytes } from "#prim";
import { memoryStore } from "./store-memory.ts";
import { openSqliteStore } from "./store-sqlite.ts";
import { runRelayStoreTests } from "./store-tests.ts";

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
