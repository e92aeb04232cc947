import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { concat, utf8 } from "#bytes";
import { sha256Hex } from "#prim";
import {
  CHAIN_START,
  chainAfter,
  decodePlaced,
  encodeLogForm,
  encodeMailboxForm,
  ENVELOPE_BYTES,
  HEADERS,
  MAILBOX_SLOT_BYTES,
  MAX_APPEND_BYTES,
  MAX_CHUNK_BYTES,
  MAX_FORM_BYTES,
  MAX_KEYS_BYTES,
  paths,
  tokenHash,
} from "#wire";
import { ACCOUNT, bodyOf, idOf, LINE, LOG, LOG_FORM, READ, secret, testRelay, WRITE, type Said } from "./testing/cast.ts";

const OTHER = secret("nobody's");

describe("the relay's routes", () => {
  test("GET /v1/relay says its incarnation and version", async () => {
    const { ask, store } = await testRelay();
    assert.deepEqual((await ask("GET", "/v1/relay")).json, { incarnation: store.incarnation, v: 1 });
  });

  test("PUT /v1/log: made, the same, another; only with the account", async () => {
    const { ask } = await testRelay();
    const path = paths.log(idOf("new"));
    const body = encodeLogForm(LOG_FORM);
    said(await ask("PUT", path, { body }), 401, "not-allowed");
    said(await ask("PUT", path, { body, token: OTHER }), 401, "not-allowed");
    said(await ask("PUT", path, { body, token: ACCOUNT }), 201);
    said(await ask("PUT", path, { body, token: ACCOUNT }), 200);
    said(await ask("PUT", path, { body: encodeLogForm({ ...LOG_FORM, intake: false }), token: ACCOUNT }), 409, "log-differs");
    said(await ask("PUT", path, { body: utf8("{}"), token: ACCOUNT }), 400, "bad-request");
    said(await ask("PUT", "/v1/log/notanid", { body, token: ACCOUNT }), 400, "bad-request");
    said(await ask("PUT", path, { body: new Uint8Array(MAX_FORM_BYTES + 1), token: ACCOUNT }), 413, "too-large");
  });

  test("no account in the settings: nobody makes anything", async () => {
    const { ask } = await testRelay({ settings: { accountHash: null } });
    said(await ask("PUT", paths.log(idOf("new")), { body: encodeLogForm(LOG_FORM), token: "0".repeat(64) }), 401, "not-allowed");
    said(await ask("PUT", paths.keys(), { body: utf8("keys") }), 401, "not-allowed");
  });

  test("POST entries: cursors in the order given, a blob it has gets its old one", async () => {
    const { ask, store } = await testRelay();
    const first = await ask("POST", paths.entries(LOG), { token: WRITE, body: bodyOf("a", "b") });
    assert.deepEqual([first.status, first.json], [200, { cursors: [1, 2] }]);
    assert.equal(first.headers.get(HEADERS.incarnation), store.incarnation);
    assert.deepEqual((await ask("POST", paths.entries(LOG), { token: WRITE, body: bodyOf("b", "c", "c") })).json, { cursors: [2, 3, 3] });
  });

  test("an unknown log, no token and a wrong token are answered alike, byte for byte", async () => {
    const { ask } = await testRelay();
    const answers: Said[] = [];
    for (const [method, right, wrong] of [
      ["POST", WRITE, READ],
      ["GET", READ, WRITE],
    ] as const) {
      for (const [logId, token] of [
        [idOf("none"), right],
        [LOG, wrong],
        [LOG, OTHER],
        [LOG, undefined],
        ["odd id", right],
      ] as const) {
        const path = method === "POST" ? `/v1/log/${logId}/entries` : `/v1/log/${logId}/entries?after=0`;
        answers.push(await ask(method, path, { ...(token === undefined ? {} : { token }), ...(method === "POST" ? { body: bodyOf("x") } : {}) }));
      }
    }
    for (const answer of answers) {
      said(answer, 404, "no-such-log");
      assert.deepEqual([...answer.headers], [...answers[0]!.headers]);
    }
  });

  test("GET entries: after a cursor, with incarnation and chain", async () => {
    const { ask, store } = await testRelay();
    await ask("POST", paths.entries(LOG), { token: WRITE, body: bodyOf("a", "b", "c") });
    const all = await ask("GET", paths.entriesAfter(LOG, 0, 0), { token: READ });
    assert.deepEqual(
      decodePlaced(all.body, 0).map(({ cursor }) => cursor),
      [1, 2, 3],
    );
    assert.equal(all.headers.get(HEADERS.at), CHAIN_START);
    assert.equal(all.headers.get(HEADERS.incarnation), store.incarnation);
    const rest = await ask("GET", paths.entriesAfter(LOG, 1, 0), { token: READ });
    assert.deepEqual(
      decodePlaced(rest.body, 1).map(({ blob }) => new TextDecoder().decode(blob)),
      ["b", "c"],
    );
    assert.equal(rest.headers.get(HEADERS.at), chainAfter(CHAIN_START, sha256Hex(utf8("a"))));
    const beyond = await ask("GET", paths.entriesAfter(LOG, 9, 25), { token: READ });
    assert.deepEqual([beyond.status, beyond.body.length, beyond.headers.get(HEADERS.at)], [200, 0, "none"], "said at once, in spite of wait");
    said(await ask("GET", `/v1/log/${LOG}/entries`, { token: READ }), 400, "bad-request");
    said(await ask("GET", `/v1/log/${LOG}/entries?after=0&wait=26`, { token: READ }), 400, "bad-request");
  });

  test("GET entries keeps to 4 MiB an answer", async () => {
    const { ask } = await testRelay();
    for (let n = 0; n < 3; n++) {
      const big = new Uint8Array(2 * 1024 * 1024 - 4).fill(n);
      const body = concat(Uint8Array.of(0, 31, 255, 252), big);
      assert.equal((await ask("POST", paths.entries(LOG), { token: WRITE, body })).status, 200);
    }
    const answer = await ask("GET", paths.entriesAfter(LOG, 0, 0), { token: READ });
    assert.equal(decodePlaced(answer.body, 0).length, 1, "two of them and their framing are over it");
    assert.equal(decodePlaced((await ask("GET", paths.entriesAfter(LOG, 2, 0), { token: READ })).body, 2).length, 1);
  });

  test("wait is answered when the log grows, when the time is over, and when the relay stops", async () => {
    const { ask, relay } = await testRelay();
    const grown = ask("GET", paths.entriesAfter(LOG, 0, 25), { token: READ });
    const other = ask("GET", paths.entriesAfter(LINE, 0, 1), { token: READ });
    const stopped = ask("GET", paths.entriesAfter(LINE, 0, 25), { token: READ });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await ask("POST", paths.entries(LOG), { token: WRITE, body: bodyOf("news") });
    assert.equal(decodePlaced((await grown).body, 0).length, 1);
    const before = performance.now();
    assert.equal((await other).body.length, 0);
    assert.ok(performance.now() - before > 500, "it waited its second");
    relay.stop();
    assert.equal((await stopped).body.length, 0);
    assert.equal((await ask("GET", paths.entriesAfter(LINE, 0, 25), { token: READ })).status, 200, "nobody waits any more");
  });

  test("more who wait than there is room for are answered at once", async () => {
    const { ask, relay } = await testRelay({ settings: { waitingLimit: 2 } });
    const held = [1, 2].map(() => ask("GET", paths.entriesAfter(LOG, 0, 25), { token: READ }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal((await ask("GET", paths.entriesAfter(LOG, 0, 25), { token: READ })).status, 200);
    relay.stop();
    await Promise.all(held);
  });

  test("a line: onto its head, or told the head", async () => {
    const { ask } = await testRelay();
    const onto = (after: string | null, text: string) =>
      ask("POST", paths.entries(LINE), { token: WRITE, body: bodyOf(text), headers: { [HEADERS.after]: after ?? "none" } });
    const [first, second] = [sha256Hex(utf8("first")), sha256Hex(utf8("second"))];
    assert.deepEqual((await onto(first, "first")).json, { error: "not-the-head", head: "none" });
    assert.deepEqual((await onto(null, "first")).json, { cursors: [1] });
    assert.deepEqual((await onto(null, "first")).json, { cursors: [1] }, "an answer was lost: the same again");
    const late = await onto(null, "second");
    assert.deepEqual([late.status, late.json], [409, { error: "not-the-head", head: first }]);
    assert.deepEqual((await onto(first, "second")).json, { cursors: [2] });
    assert.deepEqual((await onto(null, "first")).json, { cursors: [1] });
    assert.deepEqual((await onto(first, "third")).json, { error: "not-the-head", head: second });
    said(await ask("POST", paths.entries(LINE), { token: WRITE, body: bodyOf("third") }), 400, "bad-request");
    said(await ask("POST", paths.entries(LINE), { token: WRITE, body: bodyOf("3", "4"), headers: { [HEADERS.after]: second } }), 400, "bad-request");
    said(await onto("garbage", "third"), 400, "bad-request");
  });

  test("bodies past their limits are refused, declared or not", async () => {
    const { ask } = await testRelay();
    said(await ask("POST", paths.entries(LOG), { token: WRITE, body: new Uint8Array(MAX_APPEND_BYTES + 1) }), 413, "too-large");
    said(
      await ask("POST", paths.entries(LOG), { token: WRITE, body: utf8("x"), headers: { "content-length": String(MAX_APPEND_BYTES + 1) } }),
      413,
      "too-large",
    );
    said(await ask("POST", paths.entries(LOG), { token: WRITE, body: utf8("x"), headers: { "content-length": "1e3" } }), 400, "bad-request");
    let given = 0;
    const endless = new ReadableStream({
      pull(controller) {
        given += 65_536;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    said(await ask("POST", paths.entries(LOG), { token: WRITE, body: endless }), 413, "too-large");
    assert.ok(given < MAX_APPEND_BYTES + 4 * 65_536, `took ${given} of an endless body`);
  });

  test("a body that breaks off keeps nothing", async () => {
    const { ask, store, said: inside } = await testRelay();
    let pieces = 0;
    const broken = new ReadableStream({
      pull(controller) {
        if (pieces++ === 0) controller.enqueue(bodyOf("whole"));
        else controller.error(new Error("the road ends"));
      },
    });
    said(await ask("POST", paths.entries(LOG), { token: WRITE, body: broken }), 400, "bad-request");
    assert.equal((await store.read(LOG, 0, 1000, 10)).newest, 0);
    assert.deepEqual(inside, []);
  });

  test("room for bodies in flight is limited, and given back", async () => {
    const { ask } = await testRelay({ settings: { inFlightBytes: 100_000 } });
    let finish = (): void => {};
    const slow = new ReadableStream({ start: (controller) => void (finish = () => (controller.enqueue(bodyOf("slow")), controller.close())) });
    const held = ask("POST", paths.entries(LOG), { token: WRITE, body: slow, headers: { "content-length": "90000" } });
    await new Promise((resolve) => setTimeout(resolve, 5));
    said(
      await ask("POST", paths.entries(LOG), { token: WRITE, body: bodyOf("x".repeat(20_000)), headers: { "content-length": "20004" } }),
      503,
      "busy",
    );
    finish();
    assert.equal((await held).status, 200);
    assert.equal(
      (await ask("POST", paths.entries(LOG), { token: WRITE, body: bodyOf("x".repeat(20_000)), headers: { "content-length": "20004" } })).status,
      200,
    );
  });

  test("chunks: under their hash, to writers; back to readers", async () => {
    const { ask } = await testRelay();
    const chunk = utf8("a chunk");
    const path = paths.chunk(LOG, sha256Hex(chunk));
    said(await ask("PUT", path, { body: chunk, token: READ }), 404, "no-such-log");
    said(await ask("PUT", path, { body: utf8("another"), token: WRITE }), 400, "wrong-hash");
    said(await ask("GET", path, { token: READ }), 404, "no-such-blob");
    said(await ask("PUT", path, { body: chunk, token: WRITE }), 201);
    said(await ask("PUT", path, { body: chunk, token: WRITE }), 200);
    assert.deepEqual((await ask("GET", path, { token: READ })).body, chunk);
    said(await ask("GET", path, { token: WRITE }), 404, "no-such-log");
    said(await ask("PUT", path, { body: new Uint8Array(MAX_CHUNK_BYTES + 1), token: WRITE }), 413, "too-large");
    said(await ask("PUT", `/v1/blob/${LOG}/zz`, { body: chunk, token: WRITE }), 400, "bad-request");
  });

  test("POST /d: 204 when it is kept or was there; any other size is refused", async () => {
    const { ask, store } = await testRelay();
    const envelope = new Uint8Array(ENVELOPE_BYTES).fill(7);
    for (const answer of [await ask("POST", paths.report(), { body: envelope }), await ask("POST", paths.report(), { body: envelope })])
      assert.deepEqual([answer.status, answer.body.length], [204, 0]);
    assert.equal((await store.envelopeKeys()).length, 1);
    for (const size of [0, 1, ENVELOPE_BYTES - 1, ENVELOPE_BYTES + 1, 200_000])
      said(await ask("POST", paths.report(), { body: new Uint8Array(size) }), 400, "wrong-size");
    assert.equal((await store.envelopeKeys()).length, 1);
  });

  test("reports come through a bucket that fills with time", async () => {
    const { ask, clock } = await testRelay({ settings: { intakeBurst: 2, intakePerDay: 24 } });
    const send = (n: number) => ask("POST", paths.report(), { body: new Uint8Array(ENVELOPE_BYTES).fill(n) });
    assert.deepEqual([(await send(1)).status, (await send(2)).status], [204, 204]);
    said(await send(3), 503, "busy");
    clock.now += 3_600_000;
    assert.equal((await send(3)).status, 204);
    said(await send(4), 503, "busy");
  });

  test("GET /v1/intake: every envelope, to readers of an intake log not closed since", async () => {
    const { ask } = await testRelay();
    for (let n = 1; n <= 5; n++) await ask("POST", paths.report(), { body: new Uint8Array(ENVELOPE_BYTES).fill(n) });
    const { status, body } = await ask("GET", paths.intake(), { token: READ });
    assert.equal(status, 200);
    assert.equal(body.length, 5 * (16 + ENVELOPE_BYTES));
    const found = [0, 1, 2, 3, 4].map((n) => body[n * (16 + ENVELOPE_BYTES) + 16]!);
    assert.deepEqual(
      found.sort((a, b) => a - b),
      [1, 2, 3, 4, 5],
    );
    for (const token of [WRITE, OTHER, undefined]) said(await ask("GET", paths.intake(), token === undefined ? {} : { token }), 404, "no-such-log");
    const next = secret("next read");
    const form = encodeLogForm({ ...LOG_FORM, read: tokenHash(next), closesIntake: [LOG] });
    said(await ask("PUT", paths.log(idOf("next")), { body: form, token: ACCOUNT }), 201);
    said(await ask("GET", paths.intake(), { token: READ }), 404, "no-such-log");
    assert.equal((await ask("GET", paths.intake(), { token: next })).body.length, 5 * (16 + ENVELOPE_BYTES));
  });

  test("keys.bin: put with the account, got by anybody", async () => {
    const { ask } = await testRelay();
    said(await ask("GET", paths.keys()), 404, "no-keys");
    said(await ask("PUT", paths.keys(), { body: utf8("keys"), token: WRITE }), 401, "not-allowed");
    said(await ask("PUT", paths.keys(), { body: utf8("keys"), token: ACCOUNT }), 204);
    said(await ask("PUT", paths.keys(), { body: new Uint8Array(MAX_KEYS_BYTES + 1), token: ACCOUNT }), 413, "too-large");
    said(await ask("PUT", paths.keys(), { body: new Uint8Array(0), token: ACCOUNT }), 400, "bad-request");
    assert.deepEqual((await ask("GET", paths.keys())).body, utf8("keys"));
  });

  test("a mailbox: made once, each slot once, a second first slot ends it, gone after its days", async () => {
    const { ask, clock } = await testRelay();
    const token = secret("mailbox");
    const box = idOf("mailbox");
    const make = (id: string, with_ = ACCOUNT) => ask("PUT", paths.mailbox(id), { body: encodeMailboxForm(tokenHash(token)), token: with_ });
    const slot = (fill: number) => new Uint8Array(MAILBOX_SLOT_BYTES).fill(fill);
    said(await make(box, WRITE), 401, "not-allowed");
    said(await ask("GET", paths.slot(box, 1), { token }), 404, "no-such-mailbox");
    said(await make(box), 201);
    said(await make(box), 409, "exists");
    said(await ask("GET", paths.slot(box, 1), { token }), 404, "empty");
    said(await ask("PUT", paths.slot(box, 1), { body: slot(1), token: OTHER }), 404, "no-such-mailbox");
    said(await ask("PUT", paths.slot(box, 1), { body: slot(1).subarray(1), token }), 400, "wrong-size");
    said(await ask("PUT", `/v1/mailbox/${box}/5`, { body: slot(1), token }), 400, "bad-request");
    said(await ask("PUT", paths.slot(box, 1), { body: slot(1), token }), 201);
    said(await ask("PUT", paths.slot(box, 1), { body: slot(1), token }), 200);
    said(await ask("PUT", paths.slot(box, 2), { body: slot(2), token }), 201);
    said(await ask("PUT", paths.slot(box, 2), { body: slot(3), token }), 409, "slot-taken");
    assert.deepEqual((await ask("GET", paths.slot(box, 2), { token })).body, slot(2));
    said(await ask("PUT", paths.slot(box, 1), { body: slot(9), token }), 410, "ended");
    said(await ask("GET", paths.slot(box, 2), { token }), 410, "ended");
    said(await ask("PUT", paths.slot(box, 3), { body: slot(3), token }), 410, "ended");
    said(await ask("GET", paths.slot(box, 2), { token: OTHER }), 404, "no-such-mailbox");
    clock.now += 3 * 86_400_000;
    said(await ask("GET", paths.slot(box, 2), { token }), 404, "no-such-mailbox");
  });

  test("quota: per write token and day, given back where nothing was kept", async () => {
    const { ask, clock } = await testRelay({ settings: { quotaBlobs: 4, quotaBytes: 1000 } });
    const post = (body: ReturnType<typeof bodyOf>, log = LOG, headers = {}) => ask("POST", paths.entries(log), { token: WRITE, body, headers });
    assert.equal((await post(bodyOf("1", "2", "3"))).status, 200);
    said(await post(bodyOf("4", "5")), 429, "quota");
    said(await post(bodyOf("x"), LINE, { [HEADERS.after]: sha256Hex(utf8("no")) }), 409, "not-the-head");
    assert.equal((await post(bodyOf("4"))).status, 200);
    said(await post(bodyOf("5")), 429, "quota");
    clock.now += 86_400_000;
    said(await post(bodyOf("y".repeat(1000))), 429, "quota");
    assert.equal((await post(bodyOf("y".repeat(900)))).status, 200);
  });

  test("what is no route is said to be none", async () => {
    const { ask } = await testRelay();
    for (const [method, path] of [
      ["GET", "/"],
      ["GET", "/v1"],
      ["DELETE", paths.log(LOG)],
      ["PATCH", paths.keys()],
      ["GET", "/d"],
      ["POST", "/v1/relay"],
      ["OPTIONS", paths.report()],
      ["GET", "//"],
      ["GET", "/../etc/passwd"],
    ] as const)
      said(await ask(method, path), 404, "no-such-route");
  });
});

function said(answer: Said, status: number, code?: string): void {
  assert.deepEqual([answer.status, (answer.json as { error?: string } | undefined)?.error], [status, code]);
}
