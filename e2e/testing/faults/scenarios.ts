/**
 * What is done under failing system calls. Each scenario makes a folder, writes in it and says what it has been told is kept, and later looks whether
 * that is there and the rest whole. Errors that may come out of `run` have a code of ours; anything else is a fault that has been found.
 */
import assert from "node:assert/strict";
import { copyFileSync, existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { utf8 } from "#bytes";
import { penOf } from "#casework";
import { DurableError } from "#durable";
import { buildPackage, PreserveError, recordCustody, writePackageDirectory } from "#preserve";
import { randomBytes, randomHex, sha256, sha256Hex, Signer } from "#prim";
import { StoreError } from "#store";
import { ENVELOPE_BYTES, tokenHash } from "#wire";
import { backUp, closeDesk, DeskError, restore, unlockDesk, write, type OpenDesk } from "../../../apps/desk/core/index.ts";
import { readKeyring, writeKeyring } from "../../../apps/desk/core/keyring.ts";
import { endPlay, founder, PASSPHRASE, stage } from "../../../apps/desk/testing/cast.ts";
import { openSqliteStore } from "../../../apps/relay/store-sqlite.ts";
import { StoreError as RelayStoreError } from "../../../apps/relay/store.ts";
import { verifyDirectory } from "../../../apps/verifier/index.ts";

/** Says that this is kept. */
export type Acknowledge = (what: string) => void;

export interface Scenario {
  readonly name: string;
  /** Makes the folder's beginning. Nothing fails yet. */
  prepare(folder: string): Promise<void>;
  /** Writes. May throw an error of ours. */
  run(folder: string, acknowledge: Acknowledge): Promise<void>;
  /** Opens it again and looks. Nothing fails any more. */
  check(folder: string, acknowledged: readonly string[]): Promise<void>;
}

const TODAY = 20_000;
const AROUND = { now: () => TODAY * 86_400_000, workFactor: 4 };

/** Whether an error is one of a closed list, or what the system said of a plain file that cannot be read: a dead disk flies (docs/ARCHITECTURE.md). */
export function isCoded(error: unknown): boolean {
  if (error instanceof Error && "syscall" in error && error.syscall === "read") return true;
  return [DurableError, StoreError, RelayStoreError, DeskError, PreserveError].some((kind) => error instanceof kind);
}

/** A desk in `folder/desk`, with its member key beside it. */
export async function makeDesk(folder: string): Promise<void> {
  const on = stage();
  const desk = await founder({ ...on, dir: folder }, "desk");
  closeDesk(desk);
  endPlay(on);
}

export async function withDesk<T>(folder: string, work: (desk: OpenDesk) => Promise<T> | T): Promise<T> {
  const desk = await unlockDesk(join(folder, "desk"), PASSPHRASE, AROUND);
  try {
    return await work(desk);
  } finally {
    closeDesk(desk);
  }
}

const desk: Scenario = {
  name: "desk: unlock, acts, kept settings, cursors",
  prepare: makeDesk,
  run: (folder, acknowledge) =>
    withDesk(folder, (open) => {
      for (let n = 0; n < 2; n++) {
        acknowledge(`entry ${write(open, "work", "begin-case", [penOf(randomBytes)("subject", { type: "case" })])}`);
        const value = "x".repeat(1 + n * 9000);
        open.store.set(`draft/${n}`, utf8(value));
        acknowledge(`kept ${n} ${value.length}`);
        open.store.advance("a log", n + 5);
        acknowledge(`cursor ${n + 5}`);
      }
    }),
  check: (folder, acknowledged) =>
    withDesk(folder, (open) => {
      open.store.check();
      assert.deepEqual(open.store.waiting(), []);
      assert.deepEqual(open.store.unreadable(), []);
      for (const [what, first = "", second = ""] of acknowledged.map((one) => one.split(" "))) {
        if (what === "entry") assert.ok(open.store.entry(first) !== null, "an acknowledged entry is gone");
        if (what === "kept") assert.equal(open.store.get(`draft/${first}`)?.length, Number(second), "a kept setting is gone");
        if (what === "cursor") assert.ok(open.store.logPlace("a log").cursor >= Number(first), "a cursor went back");
      }
      write(open, "work", "begin-case", [penOf(randomBytes)("subject", { type: "case" })]);
    }),
};

const relayStore = (folder: string) =>
  openSqliteStore({ folder: join(folder, "relay"), today: () => TODAY, random: randomBytes, recordCapBytes: 64e6, intakeCapBytes: 16e6 });
const [LOG, MAILBOX] = ["1".repeat(32), "2".repeat(32)];
const form = { closesIntake: [], intake: true, mode: "log", read: tokenHash("a".repeat(64)), writers: [tokenHash("b".repeat(64))] } as const;
const blobOf = (n: number) => {
  const blob = utf8(`blob ${n} ${"x".repeat(n * 700)}`);
  return { hash: sha256Hex(blob), blob };
};

const relayRecord: Scenario = {
  name: "relay: log, mailbox, keys file",
  async prepare(folder) {
    const store = relayStore(folder);
    await store.makeLog(LOG, form);
    await store.append(LOG, [blobOf(0)]);
    await store.close();
  },
  async run(folder, acknowledge) {
    const store = relayStore(folder);
    try {
      acknowledge(`incarnation ${store.incarnation}`);
      const cursors = await store.append(LOG, [blobOf(1), blobOf(2)]);
      acknowledge(`blob ${cursors[0]} 1`);
      acknowledge(`blob ${cursors[1]} 2`);
      if (await store.makeMailbox(MAILBOX, "c".repeat(64))) acknowledge("mailbox");
      if ((await store.putSlot(MAILBOX, 1, utf8("slot"))) === "kept") acknowledge("slot");
      await store.putKeys(utf8("keys"));
      acknowledge("keys");
      if (await store.putChunk(LOG, blobOf(9))) acknowledge("chunk");
      await store.makeLog("3".repeat(32), form);
      acknowledge("log");
    } finally {
      await store.close();
    }
  },
  async check(folder, acknowledged) {
    const store = relayStore(folder);
    try {
      const { entries } = await store.read(LOG, 0, 1e9, 1e4);
      entries.forEach(({ cursor, blob }, n) => {
        assert.equal(cursor, n + 1, "a gap in a log");
        assert.equal(sha256Hex(blob), blobOf(n).hash, "half a blob");
      });
      for (const [what, first, second] of acknowledged.map((one) => one.split(" "))) {
        if (what === "incarnation") assert.equal(store.incarnation, first);
        if (what === "blob") assert.equal(sha256Hex(entries[Number(first) - 1]?.blob ?? utf8("gone")), blobOf(Number(second)).hash, "an acknowledged blob is gone");
        if (what === "mailbox") assert.ok((await store.mailbox(MAILBOX)) !== null, "an acknowledged mailbox is gone");
        if (what === "slot") assert.ok((await store.slot(MAILBOX, 1)) !== null, "an acknowledged slot is gone");
        if (what === "keys") assert.deepEqual(await store.keys(), Buffer.from("keys"));
        if (what === "chunk") assert.ok((await store.chunk(LOG, blobOf(9).hash)) !== null, "an acknowledged chunk is gone");
        if (what === "log") assert.ok((store.log("3".repeat(32))) !== null, "an acknowledged log is gone");
      }
      await store.append(LOG, [blobOf(7)]);
      await store.settle();
    } finally {
      await store.close();
    }
  },
};

const envelopeOf = (n: number) => new Uint8Array(ENVELOPE_BYTES).fill(n + 1);
const relayIntake: Scenario = {
  name: "relay: intake",
  async prepare(folder) {
    const store = relayStore(folder);
    for (let n = 0; n < 3; n++) await store.keepEnvelope(envelopeOf(n));
    await store.close();
  },
  async run(folder, acknowledge) {
    for (let n = 0; n < 3; n++) acknowledge(`envelope ${n}`);
    const store = relayStore(folder);
    try {
      for (let n = 3; n < 5; n++) {
        await store.keepEnvelope(envelopeOf(n));
        acknowledge(`envelope ${n}`);
      }
      await store.settle();
    } finally {
      await store.close();
    }
  },
  async check(folder, acknowledged) {
    const store = relayStore(folder);
    try {
      const there = new Map<string, string>();
      for (const key of await store.envelopeKeys()) {
        const envelope = await store.envelope(key);
        assert.equal(envelope?.length, ENVELOPE_BYTES, "half an envelope");
        assert.equal(sha256Hex(envelope!).slice(0, 32), key, "another envelope under this key");
        there.set(sha256Hex(envelope!), key);
      }
      for (const one of acknowledged) assert.ok(there.has(sha256Hex(envelopeOf(Number(one.split(" ")[1])))), "an acknowledged letter is gone");
      await store.keepEnvelope(envelopeOf(9));
    } finally {
      await store.close();
    }
  },
};

const keyFile: Scenario = {
  name: "key file written anew",
  prepare: makeDesk,
  async run(folder, acknowledge) {
    const path = join(folder, "desk", "keys.age");
    const keyring = await readKeyring(path, PASSPHRASE);
    await writeKeyring(path, { ...keyring, relay: "http://another.invalid" }, PASSPHRASE, 4);
    acknowledge("another");
  },
  async check(folder, acknowledged) {
    const { relay } = await readKeyring(join(folder, "desk", "keys.age"), PASSPHRASE);
    assert.ok(relay === "http://another.invalid" || (acknowledged.length === 0 && relay === "http://relay.invalid"));
    await withDesk(folder, () => undefined);
  },
};

const backup: Scenario = {
  name: "backup",
  prepare: makeDesk,
  run: (folder, acknowledge) =>
    withDesk(folder, async (open) => {
      for (let n = 0; n < 2; n++) acknowledge((await backUp(open, PASSPHRASE, AROUND)).path.split("/").at(-1)!);
    }),
  async check(folder, acknowledged) {
    const backups = join(folder, "desk", "backups");
    const there = existsSync(backups) ? readdirSync(backups) : [];
    for (const name of acknowledged) assert.ok(there.includes(name), "an acknowledged backup is gone");
    for (const name of there.filter((one) => one.endsWith(".age"))) {
      const into = join(folder, `restored-${name}`);
      const from = { path: join(backups, name), passphrase: PASSPHRASE };
      const restored = await restore(from, { path: join(folder, "desk-member-key.age"), passphrase: PASSPHRASE }, into, PASSPHRASE, AROUND);
      restored.desk.store.check();
      closeDesk(restored.desk);
    }
    await withDesk(folder, () => undefined);
    assert.deepEqual(existsSync(backups) ? readdirSync(backups).filter((one) => !one.endsWith(".age")) : [], [], "a half-written backup is left behind");
  },
};

const signer = new Signer(sha256(utf8("a package key")));
const VERDICTS = { consistent: "whole", failed: "refused", authenticated: "impossible without trust" } as const;

const packaging: Scenario = {
  name: "package",
  prepare: async (folder) => void (await smallPackage(folder)),
  async run(folder, acknowledge) {
    acknowledge(await smallPackage(folder));
  },
  async check(folder, acknowledged) {
    for (const name of acknowledged) assert.ok(readdirSync(folder).includes(name), "an acknowledged package is gone");
    for (const name of readdirSync(folder)) {
      const { verdict } = await verifyDirectory(join(folder, name), null);
      // What was not acknowledged either is whole or is refused: never half and believed.
      if (acknowledged.includes(name)) assert.equal(VERDICTS[verdict], "whole", "an acknowledged package");
      else assert.notEqual(VERDICTS[verdict], "impossible without trust");
    }
    await smallPackage(folder);
  },
};

async function smallPackage(folder: string): Promise<string> {
  const text = utf8("They took four men from the Saltmarket.");
  const item = { id: randomHex(16), kind: "report", opened: "whole", parents: [], description: "A letter.", received: "2031-03-05", mediaType: "text/plain", capture: null } as const;
  const files = [{ name: "original.txt", bytes: text, madeFrom: null }];
  const came = { at: "2031-03-05T09:12:00Z", event: "ingestion", item: item.id, reason: "it came by post", actor: "A-1", tool: null, toolVersion: null, before: null, after: null, counterpart: null, authority: null } as const;
  const items = [{ ...item, files, redactions: [], salt: randomHex(32), after: null }];
  const input = { items, finding: null, custody: recordCustody([], came, randomBytes), furtherLimits: [], organisation: null };
  return writePackageDirectory(folder, await buildPackage(input, signer, "2031-04-17", randomBytes)).split("/").at(-1)!;
}

const founding: Scenario = {
  name: "founding a group, and again where that failed",
  prepare: async () => undefined,
  async run(folder, acknowledge) {
    await makeDesk(folder);
    acknowledge("founded");
  },
  async check(folder, acknowledged) {
    const isDesk = existsSync(join(folder, "desk", "keys.age"));
    if (acknowledged.length > 0) assert.ok(isDesk, "an acknowledged desk is gone");
    if (!isDesk) await makeDesk(folder);
    await withDesk(folder, (open) => open.store.check());
    assert.ok(existsSync(join(folder, "desk-member-key.age")), "a desk without its person's member key");
  },
};

const restoring: Scenario = {
  name: "restoring a backup, and again where that failed",
  async prepare(folder) {
    await makeDesk(folder);
    await withDesk(folder, async (open) => {
      write(open, "work", "begin-case", [penOf(randomBytes)("subject", { type: "case" })]);
      copyFileSync((await backUp(open, PASSPHRASE, AROUND)).path, join(folder, "backup.age"));
    });
    rmSync(join(folder, "desk"), { recursive: true });
  },
  async run(folder, acknowledge) {
    closeDesk(await restored(folder));
    acknowledge("restored");
  },
  async check(folder, acknowledged) {
    const isDesk = existsSync(join(folder, "desk", "keys.age"));
    if (acknowledged.length > 0) assert.ok(isDesk, "an acknowledged desk is gone");
    if (!isDesk) closeDesk(await restored(folder));
    await withDesk(folder, (open) => {
      open.store.check();
      assert.equal(open.store.records({ kind: "subject" }).length, 1, "what the backup held");
    });
  },
};

async function restored(folder: string): Promise<OpenDesk> {
  const from = { path: join(folder, "backup.age"), passphrase: PASSPHRASE };
  return (await restore(from, { path: join(folder, "desk-member-key.age"), passphrase: PASSPHRASE }, join(folder, "desk"), PASSPHRASE, AROUND)).desk;
}

export const SCENARIOS: readonly Scenario[] = [desk, relayRecord, relayIntake, keyFile, backup, packaging, founding, restoring];
