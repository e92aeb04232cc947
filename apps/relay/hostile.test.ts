/** #sync against a relay that lies. (It stands here because a desk's foundation may not reach up to an app.) */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { utf8, type Bytes } from "#bytes";
import { sha256Hex } from "#prim";
import { LogPuller, push, RelayClient, SyncError, type Anomaly, type LineAnswer, type Pulled } from "#sync";
import { CHAIN_START, chainAfter, encodeBlobs, ENVELOPE_BYTES, MAX_ANSWER_BLOBS, MAX_ANSWER_BYTES, MAX_BLOB_BYTES, paths, tokenHash } from "#wire";
import { ACCOUNT, idOf, LINE, LOG, LOG_FORM, READ, secret, testRelay, WRITE, type TestRelay } from "./testing/cast.ts";
import { ATTACKS, hostileFetch, type Attack } from "./hostile.ts";

const SEEDS = process.env["VOUCHSAFE_LONG"] === "1" ? 2_000 : 200;
const OTHER_LOG = idOf("other log");
const ROUNDS = 6;

describe("a relay that lies", () => {
  for (const attack of ATTACKS) {
    const seeds = Array.from({ length: SEEDS }, (_, seed) => seed).filter((seed) => ATTACKS[seed % ATTACKS.length] === attack);
    test(`${attack}: no uncoded error, nothing past the limits, and the place is found again (${seeds.length} seeds)`, async (t) => {
      const seen = new Map<string, number>();
      for (const seed of seeds) await oneStory(attack, seed, (what) => seen.set(what, (seen.get(what) ?? 0) + 1));
      t.diagnostic([...seen].map(([what, count]) => `${what} ${count}`).join(", "));
      for (const expected of EXPECTED[attack]) assert.ok(seen.has(expected), `the attack is met and named: ${expected}`);
    });
  }

  test("a fork kept apart is not noticed by either desk, until they hear one relay", async () => {
    const { real } = await world();
    const [one, two] = [1, 2].map((seed) => hostileFetch(real, { seed, attack: "fork" }));
    const desks = [one!, two!].map((fetch) => desk(fetch));
    for (const [n, { client, puller }] of desks.entries()) {
      await puller.pull();
      assert.equal((await push(client, { logId: LOG, writeToken: WRITE }, [utf8(`only desk ${n} sees this`)])).end.kind, "done");
      const pulled = await puller.pull();
      assert.ok(pulled.kind === "entries" && pulled.entries.length === 1 && pulled.anomaly === null);
    }
    const [first, second] = desks.map(({ puller }) => puller.place!);
    assert.equal(first!.cursor, second!.cursor);
    assert.notEqual(first!.chain, second!.chain);
    one!.calm();
    const pulled = await desks[0]!.puller.pull();
    assert.ok(pulled.kind === "entries" && pulled.isRestarted && pulled.anomaly === "rolled-back");
  });
});

/** What a desk must at least have noticed of each attack that can be noticed here. */
const EXPECTED: { readonly [attack in Attack]: readonly (Anomaly | Pulled["kind"])[] } = {
  replay: [],
  duplicate: ["bad-answer"],
  reorder: ["bad-answer"],
  "bit-flip": ["bad-answer"],
  "drop-middle": ["skipped"],
  rollback: ["rolled-back"],
  "withhold-newest": [],
  fork: ["rolled-back"],
  "wrong-incarnation": ["new-incarnation"],
  truncate: ["bad-answer"],
  oversize: ["too-large", "bad-answer"],
  slow: ["offline"],
  "swap-logs": [],
  garbage: ["rolled-back"],
  "cursor-lies": ["skipped"],
  swallow: [],
  "odd-status": ["redirected", "bad-answer", "misunderstood", "refused"],
};

/** A desk under attack, and then left alone. */
async function oneStory(attack: Attack, seed: number, see: (what: string) => void): Promise<void> {
  const { real, append, log } = await world();
  const hostile = hostileFetch(real, { seed, attack });
  const clock = { now: 0 };
  const { client, puller, other } = desk(hostile, attack === "slow" ? { timeoutMs: 12, attempts: 1 } : {}, () => clock.now);
  const delivered = new Set<string>();
  const own: Bytes[] = [];
  let after: string | null = null;
  await append("before");

  const pull = async (from: LogPuller): Promise<Pulled> => {
    const before = from.place;
    const pulled = await from.pull();
    see(pulled.kind);
    if (pulled.kind !== "entries") {
      if (pulled.kind === "not-believed") see(pulled.anomaly);
      assert.deepEqual(from.place, before, "what is not used does not move the place");
      return pulled;
    }
    if (pulled.anomaly !== null) see(pulled.anomaly);
    assert.ok(pulled.entries.length <= MAX_ANSWER_BLOBS);
    assert.ok(pulled.entries.every(({ blob }) => blob.length > 0 && blob.length <= MAX_BLOB_BYTES));
    assert.ok(pulled.entries.reduce((sum, { blob }) => sum + blob.length, 0) <= MAX_ANSWER_BYTES);
    assert.deepEqual(from.place, pulled.place);
    if (from === puller) for (const { blob } of pulled.entries) delivered.add(sha256Hex(blob));
    return pulled;
  };

  for (let round = 0; round < ROUNDS; round++) {
    await pull(puller);
    if (round % 2 === 0) await pull(other);
    await append(`honest ${round}`);
    own.push(utf8(`own ${seed} ${round}`));
    const pushed = await push(client, { logId: LOG, writeToken: WRITE }, own.slice(-2));
    see(pushed.end.kind);
    if (pushed.end.kind === "not-believed") see(pushed.end.code);
    const act = utf8(`act ${seed} ${round}`);
    const line: LineAnswer | SyncError = await coded(client.appendToLine(LINE, WRITE, after, act));
    if (line instanceof SyncError) see(line.code);
    else if (line.kind === "ok") after = sha256Hex(act);
    else if (line.kind === "not-head") after = line.head;
    for (const asked of round === 0 ? everythingElse(client) : []) await coded(asked());
  }

  hostile.calm();
  for (let tries = 0; tries < 300; tries++) {
    clock.now += 600_000;
    const pulled = await pull(puller);
    if (pulled.kind === "entries" && pulled.entries.length === 0 && pulled.anomaly === null && puller.place?.cursor === (await log()).length) break;
  }
  const there = await log();
  assert.deepEqual(puller.place, { ...puller.place, cursor: there.length, chain: chainOf(there) }, "the place is the honest one");
  for (const hash of there) assert.ok(delivered.has(hash), "everything the relay has was handed on");

  const lacking = own.filter((blob) => !there.includes(sha256Hex(blob)));
  const pushed = await push(desk(real).client, { logId: LOG, writeToken: WRITE }, lacking);
  assert.equal(pushed.end.kind, "done");
  const whole = await log();
  assert.ok(own.every((blob) => whole.includes(sha256Hex(blob))));
}

/** An honest relay with two logs, and somebody else who writes. */
async function world() {
  const honest: TestRelay = await testRelay();
  await honest.store.makeLog(OTHER_LOG, LOG_FORM);
  const real = (async (input, init) => honest.relay.app.fetch(new Request(input as string, init))) as typeof fetch;
  const append = async (text: string) => {
    for (const logId of [LOG, OTHER_LOG]) {
      const { status } = await honest.ask("POST", paths.entries(logId), {
        token: WRITE,
        body: encodeBlobs([utf8(`${logId} ${text} one`), utf8(`${logId} ${text} two`)]),
      });
      assert.equal(status, 200);
    }
  };
  const log = async () => (await honest.store.read(LOG, 0, 1e9, 1e9)).entries.map(({ blob }) => sha256Hex(blob));
  return { real, append, log };
}

function desk(fetch: typeof globalThis.fetch, patience: { timeoutMs?: number; attempts?: number } = {}, now = () => 0) {
  const client = new RelayClient("http://relay.invalid", {
    fetch,
    random: () => 0.5,
    sleep: async () => {},
    bytesPerMs: 1e6,
    timeoutMs: 20_000,
    attempts: 2,
    ...patience,
  });
  const puller = new LogPuller({ client, logId: LOG, readToken: READ, now });
  const other = new LogPuller({ client, logId: OTHER_LOG, readToken: READ, now });
  return { client, puller, other };
}

function everythingElse(client: RelayClient): (() => Promise<unknown>)[] {
  const [box, token] = [idOf("box"), secret("box")];
  const chunk = utf8("a chunk");
  return [
    () => client.hello(),
    () => client.makeLog(idOf("new"), { ...LOG_FORM, read: tokenHash(READ) }, ACCOUNT),
    () => client.putChunk(LOG, WRITE, chunk),
    () => client.chunk(LOG, READ, sha256Hex(chunk)),
    () => client.report(new Uint8Array(ENVELOPE_BYTES)),
    () => client.intake(READ, 10, () => {}),
    () => client.putKeys(ACCOUNT, utf8("keys")),
    () => client.keys(),
    () => client.makeMailbox(box, token, ACCOUNT),
    () => client.putSlot(box, token, 1, new Uint8Array(16_384)),
    () => client.slot(box, token, 1),
  ];
}

/** The value, or the coded error. Any other error fails the test. */
async function coded<T>(asked: Promise<T>): Promise<T | SyncError> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof SyncError) return error;
    throw error;
  }
}

function chainOf(hashes: readonly string[]): string {
  return hashes.reduce(chainAfter, CHAIN_START);
}
