import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { utf8 } from "#bytes";
import { sha256Hex } from "#prim";
import { CHAIN_START, chainAfter, encodePlaced, HEADERS, NONE } from "#wire";
import { LogPuller, push } from "./index.ts";
import { INCARNATION, json, scripted, unreachable } from "./testing/scripted.ts";

const LOG = "0b".repeat(16);
const TOKEN = "0c".repeat(32);

/** A relay of one log, to be changed under the puller's feet. */
function relay(texts: string[]) {
  const state = { texts, incarnation: INCARNATION, hidden: new Set<number>(), isDown: false, odd: null as (() => Response) | null };
  const { client, asked } = scripted(({ url }) => {
    if (state.isDown) unreachable();
    if (state.odd !== null) return state.odd();
    const after = Number(url.searchParams.get("after"));
    const entries = state.texts
      .map((text, n) => ({ cursor: n + 1, blob: utf8(text) }))
      .filter(({ cursor }) => cursor > after && !state.hidden.has(cursor));
    const at = after > state.texts.length ? NONE : chainOf(state.texts.slice(0, after));
    return new Response(encodePlaced(entries), { headers: { [HEADERS.incarnation]: state.incarnation, [HEADERS.at]: at } });
  });
  return { state, client, asked };
}

describe("reading a log", () => {
  test("each blob once, and the place to go on from after a start", async () => {
    const { state, client } = relay(["a", "b"]);
    const puller = newPuller(client);
    assert.equal(puller.place, null);
    assert.deepEqual(await texts(puller), ["a", "b"]);
    assert.deepEqual(await texts(puller), []);
    state.texts.push("c");
    const again = newPuller(client, puller.place);
    assert.deepEqual(await texts(again), ["c"]);
    assert.deepEqual(again.place, { incarnation: INCARNATION, cursor: 3, chain: chainOf(["a", "b", "c"]) });
  });

  test("offline and refused are told, and the place stays", async () => {
    const { state, client } = relay(["a"]);
    const puller = newPuller(client);
    await puller.pull();
    const before = puller.place;
    state.isDown = true;
    assert.deepEqual(await puller.pull(), { kind: "offline", why: "unreachable" });
    state.isDown = false;
    state.odd = () => json({ error: "no-such-log" }, 404);
    assert.deepEqual(await puller.pull(), { kind: "refused", code: "no-such-log" });
    state.odd = () => new Response("<html>");
    assert.deepEqual(await puller.pull(), { kind: "not-believed", anomaly: "bad-answer" });
    assert.deepEqual(puller.place, before);
  });

  test("another incarnation: from 1, and the desk is told to push again", async () => {
    const { state, client } = relay(["a", "b", "c"]);
    const puller = newPuller(client);
    await puller.pull();
    Object.assign(state, { incarnation: "0f".repeat(16), texts: ["c"] });
    const pulled = await puller.pull();
    assert.deepEqual(pulled, {
      kind: "entries",
      entries: [],
      place: { incarnation: "0f".repeat(16), cursor: 0, chain: CHAIN_START },
      isRestarted: true,
      anomaly: "new-incarnation",
    });
    assert.deepEqual(await texts(puller), ["c"]);
  });

  test("a relay set back, shorter or grown again since: from 1", async () => {
    for (const now of [["a"], ["a", "x", "y"], ["a", "x", "y", "z"]]) {
      const { state, client } = relay(["a", "b", "c"]);
      const puller = newPuller(client);
      await puller.pull();
      state.texts = now;
      const pulled = await puller.pull();
      assert.ok(pulled.kind === "entries" && pulled.isRestarted && pulled.anomaly === "rolled-back" && pulled.entries.length === 0);
      assert.deepEqual(await texts(puller), now);
    }
  });

  test("a relay that is another each time does not keep a desk reading for ever", async () => {
    const { state, client } = relay(["a"]);
    let now = 0;
    const puller = newPuller(client, null, () => now);
    await puller.pull();
    const kinds: string[] = [];
    for (const incarnation of ["1", "2", "3"].map((digit) => digit.repeat(32))) {
      state.incarnation = incarnation;
      kinds.push((await puller.pull()).kind);
    }
    assert.deepEqual(kinds, ["entries", "not-believed", "not-believed"]);
    now += 60_000;
    assert.equal((await puller.pull()).kind, "entries");
    assert.deepEqual(await texts(puller), ["a"]);
  });

  test("what is left out is noted, does not stop the rest, and is asked for again", async () => {
    const { state, client, asked } = relay(["a", "b", "c", "d"]);
    state.hidden.add(2);
    let now = 0;
    const puller = newPuller(client, null, () => now);
    const pulled = await puller.pull();
    assert.ok(pulled.kind === "entries" && pulled.anomaly === "skipped");
    assert.deepEqual(
      pulled.entries.map(({ cursor }) => cursor),
      [1, 3, 4],
    );
    assert.equal(pulled.place.cursor, 1, "the place waits at the gap");
    state.texts.push("e");
    assert.deepEqual(await texts(puller), ["e"], "reading goes on beyond it");
    assert.deepEqual(await texts(puller), []);
    assert.equal(asked.at(-1)!.url.searchParams.get("after"), "5");
    state.hidden.clear();
    assert.deepEqual(await texts(puller), [], "not asked for again at once");
    now += 600_000;
    assert.deepEqual(await texts(puller), ["b", "c", "d", "e"]);
    assert.deepEqual(puller.place, { incarnation: INCARNATION, cursor: 5, chain: chainOf(state.texts) });
  });

  test("a cursor far away does not carry the place off", async () => {
    const { state, client } = relay(["a", "b"]);
    const puller = newPuller(client);
    const headers = { [HEADERS.incarnation]: INCARNATION, [HEADERS.at]: CHAIN_START };
    state.odd = () => new Response(encodePlaced([{ cursor: 4_000_000_000, blob: utf8("lie") }]), { headers });
    await puller.pull();
    state.odd = null;
    const pulled = await puller.pull();
    assert.ok(pulled.kind === "entries" && !pulled.isRestarted && pulled.anomaly === "rolled-back");
    assert.deepEqual(await texts(puller), ["a", "b"]);
  });
});

describe("pushing", () => {
  test("in batches of at most 256 blobs and 4 MiB, in order", async () => {
    const sizes: number[] = [];
    let cursor = 0;
    const { client } = scripted(({ body }) => {
      sizes.push(body.length);
      const cursors: number[] = [];
      for (let at = 0; at < body.length; at += 4 + new DataView(body.buffer, at).getUint32(0)) cursors.push(++cursor);
      return json({ cursors }, 200, { [HEADERS.incarnation]: INCARNATION });
    });
    const small = Array.from({ length: 600 }, (_, n) => utf8(String(n)));
    const pushed = await push(client, { logId: LOG, writeToken: TOKEN }, small);
    assert.deepEqual(pushed, { cursors: Array.from({ length: 600 }, (_, n) => n + 1), incarnation: INCARNATION, end: { kind: "done" } });
    assert.equal(sizes.length, 3);
    sizes.length = 0;
    await push(
      client,
      { logId: LOG, writeToken: TOKEN },
      Array.from({ length: 5 }, () => new Uint8Array(1_800_000)),
    );
    assert.deepEqual(sizes, [3_600_008, 3_600_008, 1_800_004]);
    assert.deepEqual(await push(client, { logId: LOG, writeToken: TOKEN }, []), { cursors: [], incarnation: null, end: { kind: "done" } });
  });

  test("says how far it came, and why not further", async () => {
    let batches = 0;
    const { client } = scripted(({ body }) =>
      batches++ === 0
        ? json({ cursors: Array.from({ length: body.length / 5 }, (_, n) => n + 1) }, 200, { [HEADERS.incarnation]: INCARNATION })
        : json({ error: "quota" }, 429),
    );
    const pushed = await push(
      client,
      { logId: LOG, writeToken: TOKEN },
      Array.from({ length: 300 }, () => utf8("x")),
    );
    assert.equal(pushed.cursors.length, 256);
    assert.deepEqual(pushed.end, { kind: "refused", code: "quota" });
  });

  test("smaller batches where the road is too slow for large ones", async () => {
    const sizes: number[] = [];
    const { client } = scripted(
      ({ body }) => {
        sizes.push(body.length);
        if (body.length > 1_000_000) return new Promise(() => {});
        return json({ cursors: Array.from({ length: body.length / 500_004 }, (_, n) => n + 1) }, 200, { [HEADERS.incarnation]: INCARNATION });
      },
      { timeoutMs: 15, bytesPerMs: 1e6, attempts: 1 },
    );
    const pushed = await push(
      client,
      { logId: LOG, writeToken: TOKEN },
      Array.from({ length: 8 }, () => new Uint8Array(500_000)),
    );
    assert.equal(pushed.end.kind, "done");
    assert.deepEqual(sizes, [4_000_032, 1_000_008, ...Array.from({ length: 8 }, () => 500_004)]);
  });

  test("a relay made anew between two batches ends it", async () => {
    let batches = 0;
    const { client } = scripted(({ body }) =>
      json({ cursors: Array.from({ length: body.length / 5 }, (_, n) => n + 1) }, 200, {
        [HEADERS.incarnation]: batches++ === 0 ? INCARNATION : "0f".repeat(16),
      }),
    );
    const pushed = await push(
      client,
      { logId: LOG, writeToken: TOKEN },
      Array.from({ length: 300 }, () => utf8("x")),
    );
    assert.equal(pushed.cursors.length, 256);
    assert.equal(pushed.end.kind, "not-believed");
  });
});

function newPuller(client: ConstructorParameters<typeof LogPuller>[0]["client"], place: LogPuller["place"] = null, now = () => 0): LogPuller {
  return new LogPuller({ client, logId: LOG, readToken: TOKEN, place, now });
}

async function texts(puller: LogPuller): Promise<string[]> {
  const pulled = await puller.pull();
  assert.equal(pulled.kind, "entries");
  return pulled.kind === "entries" ? pulled.entries.map(({ blob }) => new TextDecoder().decode(blob)) : [];
}

function chainOf(blobs: readonly string[]): string {
  return blobs.map((text) => sha256Hex(utf8(text))).reduce(chainAfter, CHAIN_START);
}
