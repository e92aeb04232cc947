import assert from "node:assert/strict";
import { request } from "node:http";
import { connect } from "node:net";
import { describe, test } from "node:test";
import fc from "fast-check";
import { canonicalText, type Bytes } from "#bytes";
import { bearer, ENVELOPE_BYTES, HEADERS, MAX_APPEND_BYTES, paths } from "#wire";
import { cursorsJson } from "./entries.ts";
import { serve, type Serving } from "./serve.ts";
import { bodyOf, idOf, LINE, LOG, READ, testRelay, WRITE, type TestRelay } from "./testing/cast.ts";

type Heard = { readonly status: number; readonly headers: Readonly<Record<string, unknown>>; readonly body: string };
type Ask = {
  readonly method: string;
  readonly path: string;
  readonly token?: string;
  readonly body?: Bytes;
  readonly headers?: Record<string, string | string[]>;
};

/** What stands on the wire alone, and not in what a route says. */
const OF_THE_WIRE = ["connection", "keep-alive", "transfer-encoding", "content-length"];

const ASKS: readonly Ask[] = [
  { method: "POST", path: paths.entries(LOG), token: WRITE, body: bodyOf("a", "b", "a") },
  { method: "POST", path: paths.entries(LOG), token: READ, body: bodyOf("a") },
  { method: "POST", path: paths.entries(LOG), body: bodyOf("a") },
  { method: "POST", path: paths.entries(idOf("none")), token: WRITE, body: bodyOf("a") },
  { method: "POST", path: paths.entries(LOG), token: WRITE, body: bodyOf("cut").subarray(0, 5) },
  { method: "POST", path: paths.entries(LOG), token: WRITE, body: new Uint8Array(MAX_APPEND_BYTES + 1) },
  { method: "POST", path: paths.entries(LOG), token: WRITE, headers: { authorization: [bearer(WRITE), bearer(READ)] }, body: bodyOf("a") },
  { method: "POST", path: paths.entries(LINE), token: WRITE, body: bodyOf("first"), headers: { [HEADERS.after]: "none" } },
  { method: "POST", path: paths.entries(LINE), token: WRITE, body: bodyOf("second"), headers: { [HEADERS.after]: "none" } },
  { method: "POST", path: paths.entries(LINE), token: WRITE, body: bodyOf("second") },
  { method: "GET", path: paths.entriesAfter(LOG, 0, 0), token: READ },
  { method: "GET", path: paths.entriesAfter(LOG, 2, 0), token: READ },
  { method: "GET", path: paths.entriesAfter(LOG, 9, 25), token: READ },
  { method: "GET", path: `${paths.entries(LOG)}?after=01`, token: READ },
  { method: "GET", path: `${paths.entries(LOG)}?after=1&after=1`, token: READ },
  { method: "GET", path: paths.entriesAfter(LOG, 0, 0), token: WRITE },
  { method: "POST", path: paths.report(), body: new Uint8Array(ENVELOPE_BYTES) },
  { method: "POST", path: paths.report(), body: new Uint8Array(ENVELOPE_BYTES - 1) },
  { method: "POST", path: paths.report(), body: new Uint8Array(ENVELOPE_BYTES + 1) },
  { method: "POST", path: paths.report() },
];

describe("the routes asked most, on Node's own request", () => {
  // A path that is spelled differently is answered by hono: an encoded letter in it, or a question mark after it.
  for (const [n, ask] of ASKS.entries())
    for (const chunked of [false, true])
      test(`say what hono's say: ${n} ${ask.method} ${ask.path.split("/").at(-1)}${chunked ? ", in chunks" : ""}`, async () => {
        const [direct, web] = await Promise.all(
          [ask, { ...ask, path: ask.path.includes("/entries") ? ask.path.replace("entries", "%65ntries") : `${ask.path}?` }].map((one) =>
            onFresh(one, chunked),
          ),
        );
        assert.deepEqual(direct, web);
      });

  test("who declares a body and never sends it is answered, and cut off soon after", () =>
    withPort(async ({ port }) => {
      const from = performance.now();
      const heard = await raw(port, `POST ${paths.entries(idOf("none"))} HTTP/1.1\r\nhost: relay\r\ncontent-length: 9999\r\n\r\nxxx`);
      assert.match(heard, /^HTTP\/1\.1 404 [^]*no-such-log/);
      assert.ok(performance.now() - from < 5_000);
    }));

  test("who sends a long body to a door that refuses them hears why", () =>
    withPort(async ({ port }) => {
      const heard = await send(port, { method: "POST", path: paths.entries(idOf("none")), token: WRITE, body: new Uint8Array(3_000_000) }, true);
      assert.deepEqual([heard.status, heard.body], [404, '{"error":"no-such-log"}']);
    }));

  test("one connection serves one after the other", () =>
    withPort(async ({ port, cast }) => {
      const one = (text: string) => {
        const body = Buffer.from(bodyOf(text)).toString("latin1");
        return `POST ${paths.entries(LOG)} HTTP/1.1\r\nhost: relay\r\nauthorization: ${bearer(WRITE)}\r\ncontent-length: ${body.length}\r\n`;
      };
      const heard = await raw(
        port,
        `${one("1")}\r\n${Buffer.from(bodyOf("1")).toString("latin1")}${one("2")}connection: close\r\n\r\n${Buffer.from(bodyOf("2")).toString("latin1")}`,
      );
      assert.deepEqual(heard.match(/\{"cursors":\[[0-9]\]\}/g), ['{"cursors":[1]}', '{"cursors":[2]}']);
      assert.deepEqual(cast.said, []);
    }));
});

test("cursors are spelled as canonical JSON is", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 2 ** 32 - 1 })), (cursors) => assert.equal(cursorsJson(cursors), canonicalText({ cursors }))),
  );
});

/** Asks a relay that holds two blobs, so that each way finds the same. */
function onFresh(ask: Ask, chunked: boolean): Promise<Heard> {
  return withPort(async ({ port, cast }) => {
    await cast.ask("POST", paths.entries(LOG), { token: WRITE, body: bodyOf("x", "y") });
    const heard = await send(port, ask, chunked);
    assert.deepEqual(cast.said, []);
    return { ...heard, headers: { ...heard.headers, [HEADERS.incarnation]: HEADERS.incarnation in heard.headers } };
  });
}

async function withPort<T>(work: (on: { port: number; serving: Serving; cast: TestRelay }) => Promise<T>): Promise<T> {
  const cast = await testRelay();
  const serving = await serve({ relay: cast.relay, store: cast.store, host: "127.0.0.1", port: 0, onSettleFailure: assert.ifError });
  try {
    return await work({ port: serving.port, serving, cast });
  } finally {
    await serving.stop();
  }
}

function send(port: number, { method, path, token, body, headers = {} }: Ask, chunked: boolean): Promise<Heard> {
  const all = {
    ...(token === undefined ? {} : { authorization: bearer(token) }),
    ...headers,
    ...(chunked || body === undefined ? {} : { "content-length": String(body.length) }),
  };
  return new Promise((resolve, reject) => {
    const asking = request({ port, host: "127.0.0.1", method, path, headers: all, agent: false }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on("data", (piece: Buffer) => pieces.push(piece));
      answer.once("end", () => {
        const said = Object.fromEntries(Object.entries(answer.headers).filter(([name]) => !OF_THE_WIRE.includes(name)));
        resolve({ status: answer.statusCode!, headers: said, body: Buffer.concat(pieces).toString("latin1") });
      });
    });
    asking.once("error", reject);
    if (body !== undefined && chunked) asking.write(body.subarray(0, 3));
    asking.end(body?.subarray(chunked ? 3 : 0));
  });
}

/** Everything a server says to these bytes until it hangs up. */
function raw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => void socket.write(bytes, "latin1"));
    let heard = "";
    socket.on("data", (piece: Buffer) => (heard += piece.toString("latin1")));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(heard));
  });
}
