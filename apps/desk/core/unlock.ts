/** Opening a desk and closing it. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Redacted } from "#bytes";
import { removePartials } from "#durable";
import { emptyLine, type Line } from "#entry";
import { openStore } from "#store";
import { RelayClient, type Reach } from "#sync";
import { rememberedKeys } from "./epoch-keys.ts";
import { DeskError } from "./errors.ts";
import { backupsOf, endBeginning, endJoining, KEY_FILE } from "./folder.ts";
import { readKeyring, type Keyring } from "./keyring.ts";
import { followLine, rebuildLine } from "./line.ts";
import type { OpenDesk } from "./open-desk.ts";
import { Archive } from "./archive.ts";
import { PROJECTOR, Records } from "./book-keeper.ts";
import { recount } from "./records.ts";
import { readKept } from "./sync.ts";

/** What a test replaces. */
export interface Surroundings {
  readonly now?: () => number;
  readonly fetch?: typeof fetch;
  /** How patient the desk is with a relay. */
  readonly patience?: Pick<Reach, "attempts" | "bytesPerMs" | "timeoutMs">;
  /** log2 of scrypt's N for key files; 18 unless a test lowers it. */
  readonly workFactor?: number;
}

const DATABASE = "desk.db";

/** Opens the desk in `dir`. Throws `DeskError`: `not-a-desk`, `wrong-passphrase`, `bad-key-file`; `StoreError` for its database. */
export async function unlockDesk(dir: string, passphrase: Redacted<string>, surroundings: Surroundings = {}): Promise<OpenDesk> {
  const path = join(dir, KEY_FILE);
  if (!existsSync(path)) throw new DeskError("not-a-desk");
  const keyring = await readKeyring(path, passphrase);
  const desk = openWith(dir, keyring, emptyLine(), surroundings);
  try {
    await rebuildLine(desk);
    readKept(desk);
    recount(desk);
    sweep(desk);
    return desk;
  } catch (error) {
    closeDesk(desk);
    throw error;
  }
}

/** A desk over an open key ring. */
export function openWith(dir: string, keyring: Keyring, line: Line, surroundings: Surroundings): OpenDesk {
  const store = openStore({ path: join(dir, DATABASE), key: keyring.databaseKey, projector: PROJECTOR });
  try {
    const records = new Records(store);
    const desk: OpenDesk = {
      dir,
      keyring,
      store,
      relay: relayClient(keyring.relay, surroundings),
      records,
      archive: new Archive(store, records),
      now: surroundings.now ?? Date.now,
      line,
      lineLogs: [],
      epochKeys: rememberedKeys({ store }),
      incarnation: null,
      lastSyncMs: null,
      online: false,
    };
    followLine(desk);
    return desk;
  } catch (error) {
    store.close();
    throw error;
  }
}

/** What a process that was killed, or a disk that failed, left half written. This desk has its folder for itself, and has not begun to write. */
function sweep(desk: OpenDesk): void {
  endBeginning(desk.dir);
  endJoining(desk.dir);
  for (const folder of [desk.dir, backupsOf(desk.dir)]) if (existsSync(folder)) removePartials(folder);
}

/** Speaks to one relay. */
export function relayClient(address: string, { fetch = globalThis.fetch, patience = {} }: Surroundings): RelayClient {
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  return new RelayClient(address, { fetch, random: Math.random, sleep, ...patience });
}

export function closeDesk(desk: OpenDesk): void {
  desk.store.close();
}
