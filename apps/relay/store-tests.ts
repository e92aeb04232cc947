/** What every storage of a relay must do. An implementation calls `runRelayStoreTests` from its own test file. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { utf8 } from "#bytes";
import { sha256Hex } from "#prim";
import { CHAIN_START, chainAfter, ENVELOPE_BYTES, MAILBOX_SLOT_BYTES, type LogForm } from "#wire";
import { ENVELOPE_DAYS, MAILBOX_DAYS, StoreError, type Day, type Hashed, type RelayStore } from "./store.ts";

export type StoreUnderTest = {
  readonly store: RelayStore;
  /** Closes it and opens the same storage again. Absent where nothing outlives the process. */
  readonly reopen?: () => Promise<RelayStore>;
  readonly done: () => Promise<void>;
};

export type StoreSetup = (options: {
  readonly today: () => Day;
  readonly recordCapBytes: number;
  readonly intakeCapBytes: number;
}) => Promise<StoreUnderTest>;

const MIB = 1024 * 1024;
const ALL = [4 * MIB, 4096] as const;

/** Registers the suite under `name`. */
export function runRelayStoreTests(name: string, setup: StoreSetup): void {
  let today = 20_000;

  const withStore = async (
    work: (store: RelayStore, under: StoreUnderTest) => Promise<void>,
    caps: { recordCapBytes?: number; intakeCapBytes?: number } = {},
  ) => {
    today = 20_000;
    const under = await setup({ today: () => today, recordCapBytes: 64 * MIB, intakeCapBytes: 64 * MIB, ...caps });
    try {
      await work(under.store, under);
    } finally {
      await under.done();
    }
  };

  describe(`relay storage: ${name}`, () => {
    test("a log is made once; the same again is the same, another differs", () =>
      withStore(async (store) => {
        assert.equal(store.log(id("a")), null);
        assert.equal(await store.makeLog(id("a"), form()), "made");
        assert.equal(await store.makeLog(id("a"), form()), "same");
        assert.equal(await store.makeLog(id("a"), form({ writers: [hash("other")] })), "differs");
        assert.deepEqual(store.log(id("a")), form());
        assert.match(store.incarnation, /^[0-9a-f]{32}$/);
      }));

    test("cursors start at 1, rise by 1 and are each log's own", () =>
      withStore(async (store) => {
        await store.makeLog(id("a"), form());
        await store.makeLog(id("b"), form());
        assert.deepEqual(await store.append(id("a"), [blobOf("1"), blobOf("2")]), [1, 2]);
        assert.deepEqual(await store.append(id("b"), [blobOf("1")]), [1]);
        assert.deepEqual(await store.append(id("a"), [blobOf("3")]), [3]);
        const { entries, at, newest } = await store.read(id("a"), 1, ...ALL);
        assert.deepEqual(
          entries.map(({ cursor, blob }) => [cursor, text(blob)]),
          [
            [2, "2"],
            [3, "3"],
          ],
        );
        assert.equal(at, chainAfter(CHAIN_START, blobOf("1").hash));
        assert.equal(newest, 3);
      }));

    test("a blob that is there gets its old cursor, also twice in one append", () =>
      withStore(async (store) => {
        await store.makeLog(id("a"), form());
        assert.deepEqual(await store.append(id("a"), [blobOf("1"), blobOf("2")]), [1, 2]);
        assert.deepEqual(await store.append(id("a"), [blobOf("2"), blobOf("3"), blobOf("3"), blobOf("1")]), [2, 3, 3, 1]);
        assert.equal((await store.read(id("a"), 0, ...ALL)).newest, 3);
      }));

    test("appends at the same moment each get cursors of their own", () =>
      withStore(async (store) => {
        await store.makeLog(id("a"), form());
        const all = (await Promise.all(Array.from({ length: 60 }, (_, n) => store.append(id("a"), [blobOf(`x${n}`), blobOf(`y${n}`)])))).flat();
        assert.deepEqual(
          [...all].sort((a, b) => a - b),
          Array.from({ length: 120 }, (_, n) => n + 1),
        );
      }));

    test("reading keeps to its limits and says what stands where it was asked after", () =>
      withStore(async (store) => {
        await store.makeLog(id("a"), form());
        await store.append(
          id("a"),
          Array.from({ length: 10 }, (_, n) => blobOf("x".repeat(88) + n)),
        );
        assert.equal((await store.read(id("a"), 0, 300, 4096)).entries.length, 2);
        assert.equal((await store.read(id("a"), 0, 303, 4096)).entries.length, 3);
        assert.equal((await store.read(id("a"), 0, MIB, 7)).entries.length, 7);
        assert.deepEqual(
          (await store.read(id("a"), 9, ...ALL)).entries.map(({ cursor }) => cursor),
          [10],
        );
        assert.deepEqual(await store.read(id("a"), 0, 0, 0), { at: CHAIN_START, newest: 10, entries: [] });
        assert.deepEqual(await store.read(id("a"), 11, ...ALL), { at: null, newest: 10, entries: [] });
        assert.deepEqual((await store.read(id("a"), 2 ** 32 - 1, ...ALL)).entries, []);
      }));

    test("a line takes a blob only onto its newest, one winner among many", () =>
      withStore(async (store) => {
        await store.makeLog(id("l"), form({ mode: "line" }));
        assert.deepEqual(await store.appendToLine(id("l"), hash("no"), blobOf("1")), { head: null });
        assert.deepEqual(await store.appendToLine(id("l"), null, blobOf("1")), { cursor: 1 });
        assert.deepEqual(await store.appendToLine(id("l"), null, blobOf("2")), { head: blobOf("1").hash });
        const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => store.appendToLine(id("l"), blobOf("1").hash, blobOf(`2${n}`))));
        assert.equal(answers.filter((answer) => "cursor" in answer).length, 1);
        assert.equal(new Set(answers.flatMap((answer) => ("head" in answer ? [answer.head] : []))).size, 1);
        assert.deepEqual(await store.appendToLine(id("l"), null, blobOf("1")), { cursor: 1 }, "what the line has, it has");
        assert.equal((await store.read(id("l"), 0, ...ALL)).newest, 2);
      }));

    test("who may list envelopes: readers of intake logs not closed since, whichever was made first", () =>
      withStore(async (store) => {
        await store.makeLog(id("a"), form({ intake: true, read: hash("ra") }));
        await store.makeLog(id("n"), form({ read: hash("rn") }));
        assert.deepEqual(await store.intakeReaders(), [hash("ra")]);
        await store.makeLog(id("b"), form({ intake: true, read: hash("rb"), closesIntake: [id("a"), id("c")].sort() }));
        assert.deepEqual(await store.intakeReaders(), [hash("rb")]);
        await store.makeLog(id("c"), form({ intake: true, read: hash("rc") }));
        assert.deepEqual(await store.intakeReaders(), [hash("rb")]);
      }));

    test("chunks are kept once, in the log they were given to", () =>
      withStore(async (store) => {
        await store.makeLog(id("a"), form());
        await store.makeLog(id("b"), form());
        assert.equal(await store.putChunk(id("a"), blobOf("c")), true);
        assert.equal(await store.putChunk(id("a"), blobOf("c")), false);
        assert.equal(text((await store.chunk(id("a"), blobOf("c").hash))!), "c");
        assert.equal(await store.chunk(id("b"), blobOf("c").hash), null);
      }));

    test("the keys file is the newest given", () =>
      withStore(async (store) => {
        assert.equal(await store.keys(), null);
        await store.putKeys(utf8("one"));
        await store.putKeys(utf8("two"));
        assert.equal(text((await store.keys())!), "two");
      }));

    test("a mailbox: each slot once, a second first slot ends it, and its days end", () =>
      withStore(async (store) => {
        assert.equal(await store.mailbox(id("m")), null);
        assert.equal(await store.makeMailbox(id("m"), hash("access")), true);
        assert.equal(await store.makeMailbox(id("m"), hash("other")), false);
        assert.deepEqual(await store.mailbox(id("m")), { accessHash: hash("access"), ended: false });
        const [one, two] = [new Uint8Array(MAILBOX_SLOT_BYTES).fill(1), new Uint8Array(MAILBOX_SLOT_BYTES).fill(2)];
        assert.equal(await store.slot(id("m"), 1), null);
        assert.equal(await store.putSlot(id("m"), 1, one), "kept");
        assert.equal(await store.putSlot(id("m"), 1, one), "had");
        assert.equal(await store.putSlot(id("m"), 2, one), "kept");
        assert.equal(await store.putSlot(id("m"), 2, two), "taken");
        assert.equal((await store.slot(id("m"), 2))![0], 1);
        assert.equal(await store.putSlot(id("m"), 1, two), "ended");
        assert.equal(await store.slot(id("m"), 2), null);
        assert.equal((await store.mailbox(id("m")))?.ended, true);
        assert.equal(await store.putSlot(id("m"), 3, one), "ended");
        today += MAILBOX_DAYS;
        assert.notEqual(await store.mailbox(id("m")), null);
        today += 1;
        assert.equal(await store.mailbox(id("m")), null);
        await store.settle();
        assert.equal(await store.makeMailbox(id("m"), hash("access")), true);
      }));

    test("an envelope is kept once and goes after its days", () =>
      withStore(async (store) => {
        await store.keepEnvelope(envelope(1));
        await store.keepEnvelope(envelope(1));
        today += 1;
        await store.keepEnvelope(envelope(2));
        const keys = await store.envelopeKeys();
        assert.equal(keys.length, 2);
        const firstBytes = await Promise.all(keys.map(async (key) => (await store.envelope(key))![0]!));
        assert.deepEqual(
          firstBytes.sort((a, b) => a - b),
          [1, 2],
        );
        today = 20_000 + ENVELOPE_DAYS - 1;
        await store.settle();
        assert.equal((await store.envelopeKeys()).length, 2);
        today += 1;
        await store.settle();
        assert.equal((await store.envelopeKeys()).length, 1);
        assert.equal((await store.envelope((await store.envelopeKeys())[0]!))![0], 2);
      }));

    test("the order of the listing is not the order of arrival", () =>
      withStore(async (store) => {
        for (let n = 0; n < 40; n++) await store.keepEnvelope(envelope(n));
        const order = await Promise.all((await store.envelopeKeys()).map(async (key) => (await store.envelope(key))![0]!));
        const inOrder = order.slice(1).filter((n, i) => n > order[i]!).length;
        assert.ok(inOrder > 8 && inOrder < 31, `${inOrder} of 39 neighbours rise`);
      }));

    test("at the cap: full, nothing half kept, and the other store goes on", () =>
      withStore(
        async (store) => {
          await store.makeLog(id("a"), form());
          const kept: number[] = [];
          const isFull = (error: unknown) => error instanceof StoreError && error.code === "full";
          await assert.rejects(async () => {
            for (let n = 0; n < 200; n++) {
              const pair = [blobOf(`${n} left ${"x".repeat(9_000)}`), blobOf(`${n} right ${"x".repeat(9_000)}`)];
              kept.push(...(await store.append(id("a"), pair)));
            }
          }, isFull);
          assert.ok(kept.length > 20);
          assert.equal((await store.read(id("a"), 0, ...ALL)).newest, kept.length);
          await store.keepEnvelope(envelope(1));
          let took = 1;
          await assert.rejects(async () => {
            for (let n = 2; n < 60; n++, took++) await store.keepEnvelope(envelope(n));
          }, isFull);
          assert.equal((await store.envelopeKeys()).length, took);
        },
        { recordCapBytes: MIB, intakeCapBytes: MIB },
      ));

    test("everything is there after opening again", (t) =>
      withStore(async (store, { reopen }) => {
        if (reopen === undefined) return t.skip("nothing of it outlives the process");
        await store.makeLog(id("a"), form({ intake: true }));
        await store.append(id("a"), [blobOf("1"), blobOf("2")]);
        await store.putChunk(id("a"), blobOf("c"));
        await store.putKeys(utf8("keys"));
        await store.keepEnvelope(envelope(7));
        const { incarnation } = store;
        const again = await reopen();
        assert.equal(again.incarnation, incarnation);
        assert.deepEqual(again.log(id("a")), form({ intake: true }));
        assert.deepEqual(
          (await again.read(id("a"), 0, ...ALL)).entries.map(({ blob }) => text(blob)),
          ["1", "2"],
        );
        assert.deepEqual(await again.append(id("a"), [blobOf("2"), blobOf("3")]), [2, 3]);
        assert.equal(text((await again.chunk(id("a"), blobOf("c").hash))!), "c");
        assert.equal(text((await again.keys())!), "keys");
        assert.equal((await again.envelopeKeys()).length, 1);
        assert.deepEqual(await again.intakeReaders(), [form().read]);
      }));
  });
}

function id(name: string): string {
  return sha256Hex(utf8(name)).slice(0, 32);
}

function hash(name: string): string {
  return sha256Hex(utf8(name));
}

function form(parts: Partial<LogForm> = {}): LogForm {
  return { closesIntake: [], intake: false, mode: "log", read: hash("read"), writers: [hash("writer")], ...parts };
}

function blobOf(content: string): Hashed {
  const bytes = utf8(content);
  return { hash: sha256Hex(bytes), blob: bytes };
}

function envelope(n: number): Uint8Array {
  return new Uint8Array(ENVELOPE_BYTES).fill(n);
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
