import assert from "node:assert/strict";
import { connect, type Socket } from "node:net";
import { describe, test } from "node:test";
import { ENVELOPE_BYTES, HEADERS, paths } from "#wire";
import { bodyOf, LOG, READ, testRelay, WRITE, type TestRelay } from "./testing/cast.ts";
import type { RelaySettings } from "./settings.ts";
import { serve, type HttpLimits, type Serving } from "./serve.ts";

const CONNECTIONS = 20;
const LIMITS: HttpLimits = { headersTimeoutMs: 300, requestTimeoutMs: 600, idleTimeoutMs: 5_000 };

describe("the relay on a port", () => {
  test("answers, without a date and without a word of who asked", () =>
    withPort(async ({ port }) => {
      const answer = await raw(port, "GET /v1/relay HTTP/1.1\r\nhost: relay\r\nconnection: close\r\n\r\n");
      assert.match(answer, /^HTTP\/1\.1 200 /);
      assert.doesNotMatch(answer, /^date:/im);
      assert.doesNotMatch(answer, /^(server|x-powered-by|etag|set-cookie):/im);
      assert.doesNotMatch(answer, /127\.0\.0\.1/);
    }));

  test("nor with a date where Node answers by itself: no host, an expectation it does not know, too much, nonsense", () =>
    withPort(async ({ port }) => {
      const asks = ["GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nhost: relay\r\nexpect: tea\r\nconnection: close\r\n\r\n", `GET / HTTP/1.1\r\nx: ${"y".repeat(9_000)}\r\n\r\n`, "nonsense\r\n\r\n"];
      for (const [n, status] of [400, 417, 431, 400].entries()) {
        const answer = await raw(port, asks[n]!);
        assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `));
        assert.doesNotMatch(answer, /^date:/im);
      }
    }));

  test("headers past their limit are refused", () =>
    withPort(async ({ port }) => {
      assert.match(await raw(port, `GET / HTTP/1.1\r\nhost: relay\r\nx: ${"y".repeat(9_000)}\r\n\r\n`), /^HTTP\/1\.1 431 /);
    }));

  test("who sends headers drop by drop is sent away, and so is who never ends a body", () =>
    withPort(async ({ port }) => {
      const slowHeaders = raw(port, "GET / HTTP/1.1\r\nhost: re");
      const slowBody = raw(port, `POST /d HTTP/1.1\r\nhost: relay\r\ncontent-length: ${ENVELOPE_BYTES}\r\n\r\nxxx`);
      assert.match(await slowHeaders, /^HTTP\/1\.1 408 /);
      assert.match(await slowBody, /^(HTTP\/1\.1 408 |$)/);
    }));

  test("no more connections than the limit", () =>
    withPort(async ({ port }) => {
      const held = await Promise.all(Array.from({ length: 30 }, () => hold(port)));
      await new Promise((resolve) => setTimeout(resolve, 100));
      const open = held.filter((socket) => !socket.destroyed && !socket.closed).length;
      assert.ok(open <= CONNECTIONS, `${open} of 30 are open`);
      assert.ok(open > 0);
      for (const socket of held) socket.destroy();
    }));

  test("a body past its limit is not taken in", () =>
    withPort(async ({ port }) => {
      const answer = await raw(port, "POST /d HTTP/1.1\r\nhost: relay\r\nconnection: close\r\ncontent-length: 99999999\r\n\r\nxxxx");
      assert.match(answer, /^HTTP\/1\.1 400 /);
      assert.match(answer, /wrong-size/);
    }));

  test("who hangs up while waiting leaves the room to another", () =>
    withPort(
      async ({ port, test: { said } }) => {
        const wait = (signal: AbortSignal) =>
          fetch(`http://127.0.0.1:${port}${paths.entriesAfter(LOG, 0, 25)}`, { headers: { authorization: `Bearer ${READ}` }, signal });
        const isHeld = (ms: number) =>
          wait(AbortSignal.timeout(ms)).then(
            () => false,
            () => true,
          );
        assert.ok(await isHeld(200));
        // The relay hears of it a little later; without hearing it would keep the room for 25 seconds.
        let isFree = false;
        for (let tries = 0; tries < 50 && !isFree; tries++) isFree = await isHeld(200);
        assert.ok(isFree);
        assert.deepEqual(said, []);
      },
      { waitingLimit: 1 },
    ));

  test("200 pieces of garbage on the socket: it answers or hangs up, and lives", () =>
    withPort(async ({ port, test: { said } }) => {
      let state = 7;
      const next = () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31);
      const starts = [
        "GET / HTTP/1.1\r\n",
        "POST /d HTTP/1.1\r\nhost: a\r\n",
        "PUT /v1/log/\u0000 HTTP/1.1\r\n",
        "GET http://[ HTTP/1.1\r\nhost: a\r\n\r\n",
        "GET /%ff HTTP/1.1\r\nhost: \r\n\r\n",
        "\u0016\u0003\u0001",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "CONNECT a:1 HTTP/1.1\r\n\r\n",
        "TRACE / HTTP/1.1\r\nhost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nhost: a\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n",
        "POST /d HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n",
        "POST /d HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
      ];
      for (let round = 0; round < 20; round++) {
        await Promise.all(
          Array.from({ length: 10 }, () => {
            const noise = String.fromCharCode(...Array.from({ length: next() % 60 }, () => next() % 256));
            return raw(port, starts[next() % starts.length]! + noise, true).then((answer) => assert.doesNotMatch(answer, /^HTTP\/1\.1 5/));
          }),
        );
      }
      assert.match(await raw(port, "GET /v1/relay HTTP/1.1\r\nhost: relay\r\nconnection: close\r\n\r\n"), /^HTTP\/1\.1 200 /);
      assert.deepEqual(said, []);
    }));

  test("stopping answers who waits, finishes what was asked, and then takes no more", () =>
    withPort(async ({ port, serving, test: { store } }) => {
      const waiting = fetch(`http://127.0.0.1:${port}${paths.entriesAfter(LOG, 0, 25)}`, { headers: { authorization: `Bearer ${READ}` } });
      const appending = Array.from({ length: 10 }, (_, n) =>
        fetch(`http://127.0.0.1:${port}${paths.entries(LOG)}`, {
          method: "POST",
          headers: { authorization: `Bearer ${WRITE}` },
          body: bodyOf(`n${n}`),
        }),
      );
      const kept = (await Promise.all(appending)).filter((answer) => answer.status === 200).length;
      await serving.stop();
      const held = await waiting;
      assert.equal(held.status, 200);
      assert.ok(held.headers.get(HEADERS.incarnation));
      assert.equal((await store.read(LOG, 0, 10_000, 100)).newest, kept);
      await assert.rejects(fetch(`http://127.0.0.1:${port}/v1/relay`));
    }));
});

async function withPort(
  work: (on: { port: number; serving: Serving; test: TestRelay }) => Promise<void>,
  settings: Partial<RelaySettings> = {},
): Promise<void> {
  const cast = await testRelay({ settings });
  const serving = await serve({ relay: cast.relay, store: cast.store, host: "127.0.0.1", port: 0, connections: CONNECTIONS, onSettleFailure: assert.ifError }, LIMITS);
  try {
    await work({ port: serving.port, serving, test: cast });
  } finally {
    await serving.stop().catch(() => {});
  }
}

/** Everything a server says to these bytes until it hangs up. @param end whether we end our side */
function raw(port: number, bytes: string, end = false): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    let heard = "";
    socket.on("data", (piece) => (heard += piece.toString("latin1")));
    socket.on("error", () => {});
    socket.on("close", () => resolve(heard));
    if (end) socket.end(bytes, "latin1");
    else socket.write(bytes, "latin1");
  });
}

function hold(port: number): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(socket));
    socket.on("error", () => resolve(socket));
    socket.on("data", () => {});
  });
}
