/**
 * One bit changed in a file that lies on a disk. Each change is found: opening or reading it is refused with a code, or a check that readers make does not hold; or it
 * changes nothing at all of what can be read (a page nobody uses). What cannot be found by the file alone is counted apart and said in docs/THREATS.md.
 */
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test, type TestContext } from "node:test";
import { concat, Redacted, toHex, utf8, type Bytes } from "#bytes";
import { penOf } from "#casework";
import { buildPackage, recordCustody } from "#preserve";
import { randomBytes, randomHex, sha256, sha256Hex, Signer } from "#prim";
import { composeTrust, treeOf, verifyPackage } from "#proof";
import { openKeyFile, SealError } from "#seal";
import { openStore, StoreError } from "#store";
import { CHAIN_START, chainAfter, ENVELOPE_BYTES, tokenHash } from "#wire";
import { backUp, closeDesk, DeskError, write } from "../apps/desk/core/index.ts";
import { PROJECTOR } from "../apps/desk/core/book-keeper.ts";
import { readKeyring, readMemberKey } from "../apps/desk/core/keyring.ts";
import { endPlay, founder, PASSPHRASE, stage, type Stage } from "../apps/desk/testing/cast.ts";
import { openSqliteStore } from "../apps/relay/store-sqlite.ts";
import { StoreError as RelayStoreError, type RelayStore } from "../apps/relay/store.ts";
import { runs } from "../scripts/long.ts";

/** `found`: refused, or a reader's check fails. `same`: everything that can be read is as it was. `lost`: something is less, unnoticed. `other`: something else is read. */
type Outcome = "found" | "same" | "lost" | "other";
type Tally = Record<Outcome, number>;

let scratch: string;
let on: Stage;
let databaseKey: Redacted<Bytes>;
before(async () => {
  scratch = mkdtempSync(join(tmpdir(), "vouchsafe-flips-"));
  on = stage();
  const amina = await founder(on, "Amina");
  for (let n = 0; n < 40; n++) write(amina, "work", "begin-case", [penOf(randomBytes)("subject", { type: "case" })]);
  for (let n = 0; n < 3; n++) amina.store.set(`draft/${n}`, utf8(`a draft ${"и снова ".repeat(n * 200)}`));
  copyFileSync(join(amina.dir, "desk.db"), join(scratch, "with-log.db"));
  copyFileSync(join(amina.dir, "desk.db-wal"), join(scratch, "with-log.db-wal"));
  copyFileSync(join(amina.dir, "desk.db-mark"), join(scratch, "with-log.db-mark"));
  const { path } = await backUp(amina, PASSPHRASE, on.surroundings);
  copyFileSync(path, join(scratch, "backup.age"));
  ({ databaseKey } = amina.keyring);
  closeDesk(amina);
  copyFileSync(join(amina.dir, "desk.db"), join(scratch, "desk.db"));
  copyFileSync(join(amina.dir, "keys.age"), join(scratch, "keys.age"));
  copyFileSync(join(on.dir, "Amina-member-key.age"), join(scratch, "member-key.age"));
});
after(() => {
  endPlay(on);
  rmSync(scratch, { recursive: true, force: true });
});

/** Changes one random bit of `bytes` so often and asks each time what came of it. */
async function flip(t: TestContext, what: string, times: number, bytes: Uint8Array, outcomeOf: (changed: Uint8Array, bit: number) => Promise<Outcome> | Outcome): Promise<Tally> {
  const tally: Tally = { found: 0, same: 0, lost: 0, other: 0 };
  for (let n = 0; n < times; n++) {
    const bit = Math.floor(Math.random() * bytes.length * 8);
    const changed = Uint8Array.from(bytes);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    tally[await outcomeOf(changed, bit)] += 1;
  }
  const { found, same, lost, other } = tally;
  t.diagnostic(`${what}: ${times} flips in ${bytes.length} bytes: ${found} found, ${same} changed nothing that is read${lost > 0 ? `, ${lost} lost the end` : ""}${other > 0 ? `, ${other} read as something else` : ""}`);
  return tally;
}

suite("one changed bit", () => {
  /** Everything a desk's file says. */
  const contentOf = (path: string): string[] | null => {
    try {
      const store = openStore({ path, key: databaseKey, projector: PROJECTOR });
      try {
        store.check();
        return [...store.stateRows(), ...store.names("").map((name) => `${name} ${toHex(store.get(name)!)}`), ...store.epochKeys().map(({ epoch, key }) => `${epoch} ${toHex(key.reveal())}`)];
      } finally {
        store.close();
      }
    } catch (error) {
      assert.ok(error instanceof StoreError, String(error));
      return null;
    }
  };

  test("of a desk's database", async (t) => {
    const path = join(scratch, "flipped.db");
    const wanted = contentOf(join(scratch, "desk.db"))!;
    const tally = await flip(t, "desk.db", runs(60, 2500), readFileSync(join(scratch, "desk.db")), (changed) => {
      writeFileSync(path, changed);
      rmSync(`${path}-wal`, { force: true });
      const got = contentOf(path);
      return got === null ? "found" : got.join("\n") === wanted.join("\n") ? "same" : "other";
    });
    assert.deepEqual([tally.other, tally.lost], [0, 0]);
  });

  test("of the log a killed desk leaves, and of the mark that says how far it was acknowledged", async (t) => {
    const [path, main] = [join(scratch, "flipped.db"), readFileSync(join(scratch, "with-log.db"))];
    const log = readFileSync(join(scratch, "with-log.db-wal"));
    writeFileSync(path, main);
    writeFileSync(`${path}-wal`, log);
    const wanted = contentOf(path)!;
    const known = new Set(wanted);
    const mark = readFileSync(join(scratch, "with-log.db-mark"));
    const outcomeOf = (changedLog: Uint8Array, changedMark: Uint8Array): Outcome => {
      writeFileSync(path, main);
      writeFileSync(`${path}-wal`, changedLog);
      writeFileSync(`${path}-mark`, changedMark);
      rmSync(`${path}-wal-damaged`, { force: true });
      const got = contentOf(path);
      if (got === null) return "found";
      if (got.join("\n") === wanted.join("\n")) return "same";
      // An earlier state of a kept setting or of the heads is no other content; a record or an entry nobody wrote would be.
      return got.every((row) => known.has(row) || !/^\["(?:record|entry|act)"/.test(row)) ? "lost" : "other";
    };
    const logs = await flip(t, "desk.db-wal", runs(40, 1500), log, (changed) => outcomeOf(changed, mark));
    assert.deepEqual([logs.lost, logs.other], [0, 0]);
    // The log's last commit is where SQLite takes a changed bit for a death.
    const end = log.length - 2 * (24 + 4096);
    const ends = await flip(t, "desk.db-wal, its last two pages", runs(20, 500), log.subarray(end), (changed) => outcomeOf(concat(log.subarray(0, end), changed), mark));
    assert.deepEqual([ends.lost, ends.other], [0, 0]);
    const marks = await flip(t, "desk.db-mark", runs(10, 160), mark, (changed) => outcomeOf(log, changed));
    assert.deepEqual(marks, { found: 0, same: runs(10, 160), lost: 0, other: 0 });
  });

  const refuses = async (open: () => Promise<unknown>): Promise<unknown> => {
    try {
      return await open();
    } catch (error) {
      assert.ok(error instanceof DeskError || error instanceof SealError, String(error));
      return null;
    }
  };

  test("of a key file, a member key, a backup", async (t) => {
    const path = join(scratch, "flipped.age");
    const { device } = await readKeyring(join(scratch, "keys.age"), PASSPHRASE);
    const keys = await flip(t, "keys.age", runs(40, 1000), readFileSync(join(scratch, "keys.age")), async (changed) => {
      writeFileSync(path, changed);
      const got = await refuses(() => readKeyring(path, PASSPHRASE));
      return got === null ? "found" : (got as { device: Signer }).device.publicKey === device.publicKey ? "same" : "other";
    });
    const member = await readMemberKey(join(scratch, "member-key.age"), PASSPHRASE);
    const members = await flip(t, "member-key.age", runs(40, 1000), readFileSync(join(scratch, "member-key.age")), async (changed) => {
      writeFileSync(path, changed);
      const got = await refuses(() => readMemberKey(path, PASSPHRASE));
      return got === null ? "found" : (got as Signer).publicKey === member.publicKey ? "same" : "other";
    });
    const whole = await openKeyFile(PASSPHRASE, readFileSync(join(scratch, "backup.age")));
    const backups = await flip(t, "backup", runs(40, 1000), readFileSync(join(scratch, "backup.age")), async (changed) => {
      const got = await refuses(() => openKeyFile(PASSPHRASE, changed));
      return got === null ? "found" : sha256Hex(got as Bytes) === sha256Hex(whole) ? "same" : "other";
    });
    // An age file has no byte that does not count.
    for (const [tally, times] of [[keys, runs(40, 1000)], [members, runs(40, 1000)], [backups, runs(40, 1000)]] as const) assert.deepEqual(tally, { found: times, same: 0, lost: 0, other: 0 });
  });

  test("of any file of a package", async (t) => {
    const { files, trust } = await somePackage();
    assert.equal((await verifyPackage(treeOf(files), trust)).verdict, "authenticated");
    const paths = [...files.keys()];
    const whole = concat(...files.values());
    const tally = await flip(t, "package", runs(100, 2000), whole, async (changed) => {
      let at = 0;
      const now = new Map<string, Bytes>();
      for (const path of paths) now.set(path, changed.slice(at, (at += files.get(path)!.length)));
      return (await verifyPackage(treeOf(now), trust)).verdict === "authenticated" ? "other" : "found";
    });
    assert.equal(tally.found, runs(100, 2000));
  });

  const relayOver = (folder: string): RelayStore | null => {
    try {
      return openSqliteStore({ folder, today: () => 20_000, random: randomBytes, recordCapBytes: 1e9, intakeCapBytes: 1e9 });
    } catch (error) {
      assert.ok(error instanceof RelayStoreError, String(error));
      return null;
    }
  };
  const orNull = async <T>(ask: () => Promise<T>): Promise<T | null> => {
    try {
      return await ask();
    } catch (error) {
      assert.ok(error instanceof RelayStoreError, String(error));
      return null;
    }
  };

  test("of a relay's two files: a desk that reads it notices", async (t) => {
    const folder = join(scratch, "relay");
    const LOG = "1".repeat(32);
    const store = relayOver(folder)!;
    await store.makeLog(LOG, { closesIntake: [], intake: true, mode: "log", read: tokenHash("a".repeat(64)), writers: [tokenHash("b".repeat(64))] });
    const blobs = Array.from({ length: 40 }, (_, n) => randomBytes(300 + n * 40)).map((blob) => ({ hash: sha256Hex(blob), blob }));
    for (const blob of blobs) await store.append(LOG, [blob]);
    const envelopes = Array.from({ length: 6 }, () => randomBytes(ENVELOPE_BYTES));
    for (const envelope of envelopes) await store.keepEnvelope(envelope);
    await store.settle();
    await store.close();
    const [record, intake] = [readFileSync(join(folder, "record.db")), readFileSync(join(folder, "intake.db"))];
    const chain = blobs.reduce((before_, { hash }) => chainAfter(before_, hash), CHAIN_START);
    const opened = async (name: string, changed: Uint8Array, look: (store: RelayStore) => Promise<Outcome>): Promise<Outcome> => {
      const at = mkdtempSync(join(scratch, "flip-"));
      mkdirSync(at, { recursive: true });
      writeFileSync(join(at, "record.db"), record);
      writeFileSync(join(at, "intake.db"), intake);
      writeFileSync(join(at, name), changed);
      const flipped = relayOver(at);
      try {
        return flipped === null ? "found" : await look(flipped);
      } finally {
        await flipped?.close().catch((error: unknown) => assert.ok(error instanceof RelayStoreError, String(error)));
        rmSync(at, { recursive: true, force: true });
      }
    };

    const records = await flip(t, "record.db", runs(120, 2000), record, (changed) =>
      opened("record.db", changed, async (flipped) => {
        const all = await orNull(async () => flipped.read(LOG, 0, 1e9, 1e6));
        const after_ = await orNull(async () => flipped.read(LOG, blobs.length, 1e9, 1e6));
        // Nobody but desks that have read it knows how a log stood: they hold its chain.
        if (all === null || after_ === null || after_.at !== chain) return "found";
        const computed = all.entries.reduce((before_, { blob }) => chainAfter(before_, sha256Hex(blob)), CHAIN_START);
        if (computed !== chain || all.entries.some(({ cursor }, n) => cursor !== n + 1)) return "found";
        return "same";
      }).catch((error: unknown) => {
        // A log that is not there any more is met by the desk as one it must make anew.
        if (error instanceof Error && error.message === "no such log: the caller looks first") return "found";
        throw error;
      }),
    );
    assert.deepEqual([records.lost, records.other], [0, 0]);

    const kept = new Set(envelopes.map((envelope) => toHex(sha256(envelope))));
    const letters = await flip(t, "intake.db", runs(60, 1000), intake, (changed) =>
      opened("intake.db", changed, async (flipped) => {
        const keys = await orNull(async () => flipped.envelopeKeys());
        if (keys === null) return "found";
        const there = new Set<string>();
        for (const key of keys) {
          const envelope = await orNull(async () => flipped.envelope(key));
          if (envelope === null) return "found";
          there.add(toHex(sha256(envelope)));
        }
        // An envelope is sealed: a changed one does not open, which a desk says. What no desk can know of is one that is not listed at all.
        if ([...there].some((hash) => !kept.has(hash))) return "found";
        return there.size === kept.size ? "same" : "lost";
      }),
    );
    assert.equal(letters.other, 0);
    assert.equal(letters.lost, 0, "a letter is gone, and nobody is told");
  });
});

async function somePackage(): Promise<{ files: ReadonlyMap<string, Bytes>; trust: ReturnType<typeof composeTrust> }> {
  const signer = new Signer(sha256(utf8("a package key")));
  const item = { id: randomHex(16), kind: "report", opened: "whole", parents: [], description: "A letter.", received: "2031-03-05", mediaType: "text/plain", capture: null } as const;
  const came = { at: "2031-03-05T09:12:00Z", event: "ingestion", item: item.id, reason: "it came by post", actor: "A-1", tool: null, toolVersion: null, before: null, after: null, counterpart: null, authority: null } as const;
  const items = [{ ...item, files: [{ name: "original.txt", bytes: utf8("They took four men from the Saltmarket. ".repeat(40)), madeFrom: null }], redactions: [], salt: randomHex(32), after: null }];
  const { files } = await buildPackage({ items, finding: null, custody: recordCustody([], came, randomBytes), furtherLimits: [], organisation: null }, signer, "2031-04-17", randomBytes);
  return { files, trust: composeTrust({ allowed: [{ name: "signing-2031", publicKey: signer.publicKey }], retired: [], revoked: [] }) };
}
