import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { utf8 } from "#bytes";
import { ENVELOPE_BYTES, HEADERS, isRefusalCode, MAILBOX_SLOT_BYTES, REFUSALS } from "#wire";
import { ACCOUNT, bodyOf, idOf, LINE, LOG, READ, testRelay, WRITE } from "./testing/cast.ts";

const REQUESTS = 1_000;
const HTTP_FINE = [200, 201, 204];

const id = fc.constantFrom(LOG, LINE, idOf("none"), "x", "", "%00", "%ff", "..", "%2e%2e%2f", "0".repeat(31), "0".repeat(10_000), LOG.toUpperCase());
const path = fc.oneof(
  fc
    .tuple(
      fc.constantFrom("log", "blob", "mailbox"),
      id,
      fc.constantFrom(
        "",
        "/entries",
        "/entries?after=0",
        "/entries?after=99999999999",
        "/entries?after=%zz",
        "/1",
        "/5",
        "/" + "0".repeat(64),
        "/entries/x",
      ),
    )
    .map(([kind, name, rest]) => `/v1/${kind}/${name}${rest}`),
  fc.constantFrom("/d", "/d?x", "/keys.bin", "/v1/intake", "/v1/relay", "/", "//", "/v1/", "/%", "/\u0000", "/ü"),
  fc.string({ maxLength: 40 }).map((text) => `/${text}`),
);
const token = fc.constantFrom(undefined, READ, WRITE, ACCOUNT, "0".repeat(64));
const headers = fc.constantFrom<Record<string, string>>(
  {},
  { [HEADERS.after]: "none" },
  { [HEADERS.after]: "0".repeat(64) },
  { [HEADERS.after]: "\u00ff" },
  { "content-length": "18446744073709551616" },
  { "content-length": "-1" },
  { "content-length": "99999999" },
  { authorization: "Basic eA==" },
  { "transfer-encoding": "chunked, x" },
  { range: "bytes=0-" },
);
const body = fc.oneof(
  fc.constant(undefined),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Uint8Array.from(bytes)),
  fc.constantFrom(
    bodyOf("one"),
    bodyOf("one", "two"),
    bodyOf("cut").subarray(0, 5),
    utf8("{}"),
    utf8('{"access":1}'),
    utf8("[".repeat(15_000)),
    utf8("[".repeat(70_000)),
    utf8(`{"a":${"[".repeat(60)}1${"]".repeat(60)}}`),
  ),
  fc.constantFrom(new Uint8Array(ENVELOPE_BYTES), new Uint8Array(MAILBOX_SLOT_BYTES), new Uint8Array(0)),
);
const method = fc.constantFrom("GET", "PUT", "POST", "HEAD", "DELETE", "OPTIONS", "PATCH");
const hash = "0".repeat(64);
/** Half go to a right door with the right token, and are odd in what follows. */
const door = fc.oneof(
  fc.tuple(method, path, token),
  fc.constantFrom<[string, string, string | undefined]>(
    ["PUT", "/keys.bin", ACCOUNT],
    ["PUT", `/v1/log/${idOf("new")}`, ACCOUNT],
    ["PUT", `/v1/mailbox/${idOf("new")}`, ACCOUNT],
    ["POST", `/v1/log/${LOG}/entries`, WRITE],
    ["POST", `/v1/log/${LINE}/entries`, WRITE],
    ["GET", `/v1/log/${LOG}/entries?after=0`, READ],
    ["PUT", `/v1/blob/${LOG}/${hash}`, WRITE],
    ["POST", "/d", undefined],
  ),
);

test(`${REQUESTS} malformed requests: each is answered in the protocol's words, none is the relay's fault`, async () => {
  const { ask, said, store } = await testRelay();
  const seen = new Set<number>();
  await fc.assert(
    fc.asyncProperty(door, headers, body, async ([how, where, who], more, what) => {
      const answer = await ask(how, where, {
        ...(who === undefined ? {} : { token: who }),
        ...(what === undefined || how === "GET" || how === "HEAD" ? {} : { body: what }),
        headers: more,
      });
      seen.add(answer.status);
      assert.ok(answer.status < 500, `${how} ${where}: ${answer.status}`);
      if (HTTP_FINE.includes(answer.status) || how === "HEAD") return;
      const code = (answer.json as { error: unknown }).error;
      assert.ok(isRefusalCode(code) && (REFUSALS[code] as readonly number[]).includes(answer.status));
    }),
    { numRuns: REQUESTS, seed: 20_310_506 },
  );
  assert.deepEqual(said, [], "nothing went wrong inside");
  for (const status of [200, 204, 400, 401, 404, 413]) assert.ok(seen.has(status), `some were ${status}: the requests reach every door`);
  assert.match(store.incarnation, /^[0-9a-f]{32}$/);
});
