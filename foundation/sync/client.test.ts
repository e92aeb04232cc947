import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { concat, utf8 } from "#bytes";
import { CHAIN_START, encodePlaced, ENVELOPE_BYTES, HEADERS, MAILBOX_SLOT_BYTES } from "#wire";
import { RelayClient, SyncError, type SyncErrorCode } from "./index.ts";
import { endless, INCARNATION, json, scripted, unreachable, type Reply } from "./testing/scripted.ts";

const LOG = "0b".repeat(16);
const TOKEN = "0c".repeat(32);
const HASH = "0d".repeat(32);
const ABOUT = { [HEADERS.incarnation]: INCARNATION, [HEADERS.at]: CHAIN_START };

describe("asking a relay", () => {
  test("nobody there is a value, after trying again with growing, uneven pauses", async () => {
    const { client, asked, slept } = scripted(unreachable, { random: () => 0.9 });
    assert.deepEqual(await client.hello(), { kind: "offline", why: "unreachable" });
    assert.equal(asked.length, 3);
    assert.deepEqual(slept, [700, 1400]);
    const low = scripted(unreachable, { random: () => 0, attempts: 4 });
    await low.client.hello();
    assert.deepEqual(low.slept, [250, 500, 1000]);
  });

  test("busy and failing are asked again, other refusals are not", async () => {
    const answers = [json({ error: "busy" }, 503), json({ error: "failing" }, 503), json({ incarnation: INCARNATION, v: 1 })];
    const { client, asked } = scripted(() => answers.shift()!);
    assert.deepEqual(await client.hello(), { kind: "ok", incarnation: INCARNATION });
    assert.equal(asked.length, 3);
    for (const [code, status] of [
      ["quota", 429],
      ["full", 507],
      ["full", 503],
      ["no-such-log", 404],
    ] as const) {
      const refused = scripted(() => json({ error: code }, status));
      assert.deepEqual(await refused.client.append(LOG, TOKEN, [utf8("x")]), { kind: "refused", code });
      assert.equal(refused.asked.length, 1);
    }
    const tired = scripted(() => json({ error: "busy" }, 503));
    assert.deepEqual(await tired.client.hello(), { kind: "refused", code: "busy" });
  });

  test("a relay that never answers, or stops in the middle, or drips for ever, is a timeout", async () => {
    const stuck: { readonly [how: string]: Reply } = {
      "no answer": () => new Promise(() => {}),
      "silence in the body": () => new Response(new ReadableStream({ start: (controller) => controller.enqueue(utf8("{")) })),
      dripping: () => {
        let timer: NodeJS.Timeout;
        const body = new ReadableStream({
          start: (c) => void (timer = setInterval(() => c.enqueue(utf8(" ")), 5)),
          cancel: () => clearInterval(timer),
        });
        return new Response(body);
      },
    };
    for (const [how, reply] of Object.entries(stuck)) {
      const { client } = scripted(reply, { timeoutMs: 40, bytesPerMs: 1e6, attempts: 1 });
      assert.deepEqual(await client.hello(), { kind: "offline", why: "timeout" }, how);
    }
  });

  test("silence is noticed although a large answer may take long", async () => {
    const { client } = scripted(
      () => new Response(new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(12)) }), { headers: ABOUT }),
      {
        timeoutMs: 40,
        attempts: 1,
      },
    );
    const before = performance.now();
    assert.deepEqual(await client.entries(LOG, TOKEN, 0), { kind: "offline", why: "timeout" });
    assert.ok(performance.now() - before < 10_000);
  });

  test("what is going on is stopped, and nothing is asked after that", async () => {
    const stopping = new AbortController();
    const { client, asked } = scripted(() => new Promise(() => {}), { signal: stopping.signal });
    const waiting = client.entries(LOG, TOKEN, 0, 25);
    stopping.abort();
    assert.deepEqual(await waiting, { kind: "offline", why: "stopped" });
    assert.deepEqual(await client.hello(), { kind: "offline", why: "stopped" });
    assert.equal(asked.length, 1);
    assert.ok(asked[0]!.signal.aborted, "the connection is given up");
  });

  test("an answer past its limit is not taken in", async () => {
    const { body, taken } = endless(8_192);
    const { client } = scripted(() => new Response(body));
    await throws(client.hello(), "too-large");
    assert.ok(taken() < 16_384 + 4 * 8_192, `took ${taken()}`);
    const refusal = endless(8_192);
    await throws(scripted(() => new Response(refusal.body, { status: 404 })).client.hello(), "too-large");
  });

  test("no road elsewhere is taken", async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      const { client, asked } = scripted(() => new Response(null, { status, headers: { location: "http://elsewhere.invalid/" } }));
      await throws(client.hello(), "redirected");
      assert.equal(asked.length, 1);
    }
  });

  test("a proxy's word that nothing is to be had is offline; a portal's page is not believed", async () => {
    for (const status of [408, 502, 503, 504]) {
      const { client } = scripted(() => new Response("<html>", { status }), { attempts: 1 });
      assert.deepEqual(await client.hello(), { kind: "offline", why: "unreachable" });
    }
    for (const status of [200, 404, 500, 403]) await throws(scripted(() => new Response("<html>sign in", { status })).client.hello(), "bad-answer");
  });

  test("a refusal under a status it cannot have is not believed; a fault of ours or theirs has its code", async () => {
    await throws(scripted(() => json({ error: "quota" }, 404)).client.hello(), "bad-answer");
    await throws(scripted(() => json({ error: "unheard-of" }, 404)).client.hello(), "bad-answer");
    for (const [code, status] of [
      ["bad-request", 400],
      ["bug", 500],
      ["no-such-route", 404],
    ] as const)
      await throws(scripted(() => json({ error: code }, status)).client.hello(), "misunderstood");
    await throws(scripted(() => json({ incarnation: INCARNATION, v: 2 })).client.hello(), "newer-relay");
  });

  test("a token is where it belongs and nowhere else", async () => {
    const { client, asked } = scripted(() => json({ cursors: [1] }, 200, ABOUT));
    await client.append(LOG, TOKEN, [utf8("x")]);
    assert.equal(asked[0]!.headers.get("authorization"), `Bearer ${TOKEN}`);
    assert.ok(!asked[0]!.url.href.includes(TOKEN));
    const error = await scripted(() => json({ cursors: [] }, 200, ABOUT))
      .client.append(LOG, TOKEN, [utf8("x")])
      .catch((thrown: unknown) => thrown);
    assert.ok(error instanceof SyncError && !`${error.stack} ${JSON.stringify(error)}`.includes(TOKEN));
  });

  test("addresses: http and https, without credentials, query or fragment", () => {
    const reach = { fetch, random: () => 0, sleep: async () => {} };
    for (const odd of ["ftp://relay", "http://a:b@relay", "http://relay/?x=1", "http://relay/#x", "relay", ""])
      assert.throws(() => new RelayClient(odd, reach), TypeError);
    for (const fine of ["http://127.0.0.1:7411", "https://relay.example/", "http://abc.onion/below"]) assert.ok(new RelayClient(fine, reach));
  });
});

describe("what a relay says", () => {
  test("cursors of an append: as many as blobs", async () => {
    for (const cursors of [[], [1], [1, 2, 3], [0, 1], [1, 1.5], ["1", "2"]] as const)
      await throws(
        scripted(() => new Response(JSON.stringify({ cursors }), { headers: ABOUT })).client.append(LOG, TOKEN, [utf8("x"), utf8("y")]),
        "bad-answer",
      );
  });

  test("entries: incarnation and chain must be there", async () => {
    const body = encodePlaced([{ cursor: 1, blob: utf8("x") }]);
    const good = await scripted(() => new Response(body, { headers: ABOUT })).client.entries(LOG, TOKEN, 0);
    assert.ok(good.kind === "ok" && good.entries.length === 1 && good.at === CHAIN_START);
    const none = await scripted(() => new Response(null, { headers: { ...ABOUT, [HEADERS.at]: "none" } })).client.entries(LOG, TOKEN, 5);
    assert.ok(none.kind === "ok" && none.at === null);
    for (const headers of [{}, { ...ABOUT, [HEADERS.at]: "x" }, { ...ABOUT, [HEADERS.incarnation]: "x" }])
      await throws(scripted(() => new Response(body, { headers })).client.entries(LOG, TOKEN, 0), "bad-answer");
    await throws(scripted(() => new Response(body, { headers: ABOUT })).client.entries(LOG, TOKEN, 1), "bad-answer");
  });

  test("a line: appended, or the head", async () => {
    const onto = (answer: () => Response) => scripted(answer).client.appendToLine(LOG, TOKEN, HASH, utf8("x"));
    assert.deepEqual(await onto(() => json({ cursors: [4] })), { kind: "ok", cursor: 4 });
    assert.deepEqual(await onto(() => json({ error: "not-the-head", head: "0e".repeat(32) }, 409)), { kind: "not-head", head: "0e".repeat(32) });
    assert.deepEqual(await onto(() => json({ error: "not-the-head", head: "none" }, 409)), { kind: "not-head", head: null });
    await throws(
      onto(() => json({ error: "not-the-head", head: HASH }, 409)),
      "bad-answer",
    );
    const { client, asked } = scripted(() => json({ cursors: [1] }));
    await client.appendToLine(LOG, TOKEN, null, utf8("x"));
    assert.equal(asked[0]!.headers.get(HEADERS.after), "none");
    await throws(scripted(() => json({ error: "not-the-head", head: HASH }, 409)).client.hello(), "bad-answer");
  });

  test("chunks and slots are what was asked for", async () => {
    await throws(scripted(() => new Response("another")).client.chunk(LOG, TOKEN, HASH), "wrong-bytes");
    await throws(scripted(() => new Response(new Uint8Array(MAILBOX_SLOT_BYTES - 1))).client.slot(LOG, TOKEN, 1), "wrong-bytes");
    await throws(scripted(() => new Response(new Uint8Array(MAILBOX_SLOT_BYTES + 1))).client.slot(LOG, TOKEN, 1), "too-large");
    assert.deepEqual(await scripted(() => json({ error: "empty" }, 404)).client.slot(LOG, TOKEN, 1), { kind: "refused", code: "empty" });
  });

  test("the intake: one envelope after another, however it is cut", async () => {
    const envelopes = [1, 2, 3].map((n) => new Uint8Array(ENVELOPE_BYTES).fill(n));
    const listing = concat(...envelopes.flatMap((envelope) => [new Uint8Array(16), envelope]));
    const cut = (bytes: Uint8Array) =>
      new ReadableStream({
        start(controller) {
          for (let at = 0; at < bytes.length; at += 30_011) controller.enqueue(bytes.slice(at, at + 30_011));
          controller.close();
        },
      });
    const taken: Uint8Array[] = [];
    assert.deepEqual(await scripted(() => new Response(cut(listing))).client.intake(TOKEN, 3, (envelope) => void taken.push(envelope)), {
      kind: "ok",
      count: 3,
    });
    assert.deepEqual(taken, envelopes);
    await throws(
      scripted(() => new Response(cut(listing.subarray(1)))).client.intake(TOKEN, 3, () => {}),
      "bad-answer",
    );
    await throws(
      scripted(() => new Response(cut(listing))).client.intake(TOKEN, 2, () => {}),
      "too-large",
    );
    const full = new Error("the desk's own disk is full");
    await assert.rejects(
      scripted(() => new Response(cut(listing))).client.intake(TOKEN, 3, () => {
        throw full;
      }),
      full,
    );
  });

  test("a report is handed in only when the relay says so with 204", async () => {
    const envelope = new Uint8Array(ENVELOPE_BYTES);
    assert.deepEqual(await scripted(() => new Response(null, { status: 204 })).client.report(envelope), { kind: "ok" });
    assert.deepEqual(await scripted(() => json({ error: "full" }, 503)).client.report(envelope), { kind: "refused", code: "full" });
    await throws(scripted(() => new Response("ok")).client.report(envelope), "bad-answer");
  });
});

async function throws(asked: Promise<unknown>, code: SyncErrorCode): Promise<void> {
  await assert.rejects(asked, (error) => error instanceof SyncError && error.code === code);
}
