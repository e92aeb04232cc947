/**
 * Uploads that break off: so many bytes of a request, and then the client is gone, or says nothing more. Nothing of it is kept, nothing is answered with success, and
 * the relay goes on serving.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { concat, concatAll, utf8, type Bytes } from "#bytes";
import { randomBytes, sha256Hex } from "#prim";
import { bearer, encodeBlobs, ENVELOPE_BYTES, paths, tokenHash } from "#wire";
import { runs } from "../../scripts/long.ts";
import { createRelay } from "./relay.ts";
import { serve } from "./serve.ts";
import { DEFAULT_SETTINGS } from "./settings.ts";
import { openSqliteStore } from "./store-sqlite.ts";
import { dayOf } from "./store.ts";
import { ACCOUNT, LINE, LINE_FORM, LOG, LOG_FORM, WRITE } from "./testing/cast.ts";

const OFFSETS = runs(160, 1000);
const AT_ONCE = 16;
const STALL_MS = 40;

/** How a client goes: it closes its side, it is cut off, or it falls silent and is cut off later. */
const ENDS = ["closes", "is cut off", "falls silent"] as const;
/** What it was sending. Each has content nobody sent before. */
const UPLOADS = [
  (chunked: boolean) => request("POST", paths.entries(LOG), encodeBlobs([randomBytes(700), randomBytes(40)]), bearer(WRITE), chunked),
  (chunked: boolean) => request("POST", paths.report(), randomBytes(ENVELOPE_BYTES), null, chunked),
  (chunked: boolean) => request("POST", paths.entries(LINE), encodeBlobs([randomBytes(300)]), bearer(WRITE), chunked, "vouchsafe-after: none\r\n"),
  (chunked: boolean) => request("PUT", paths.keys(), randomBytes(3000), bearer(ACCOUNT), chunked),
  (chunked: boolean) => {
    const chunk = randomBytes(2000);
    return request("PUT", paths.chunk(LOG, sha256Hex(chunk)), chunk, bearer(WRITE), chunked);
  },
] as const;

test(`uploads that break off at ${OFFSETS} offsets`, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "vouchsafe-torn-"));
  const store = openSqliteStore({ folder, today: () => dayOf(Date.now()), random: randomBytes, recordCapBytes: 1e9, intakeCapBytes: 1e9 });
  const settings = { ...DEFAULT_SETTINGS, accountHash: tokenHash(ACCOUNT), intakeBurst: 5000 };
  const said: string[] = [];
  const relay = createRelay({ store, settings, now: Date.now, say: (code) => void said.push(code) });
  const serving = await serve({ relay, store, host: "127.0.0.1", port: 0, onSettleFailure: () => said.push("settle") });
  try {
    await store.makeLog(LOG, LOG_FORM);
    await store.makeLog(LINE, LINE_FORM);
    const kept = async (): Promise<string> => {
      const [log, line] = [await store.read(LOG, 0, 1e9, 1e6), await store.read(LINE, 0, 1e9, 1e6)];
      return JSON.stringify([log.newest, line.newest, (await store.envelopeKeys()).length, (await store.keys())?.length ?? null]);
    };
    const before = await kept();
    const counts = new Map<string, number>();
    let offsets = 0;
    for (let n = 0; n < OFFSETS; n += AT_ONCE) {
      const torn = Array.from({ length: Math.min(AT_ONCE, OFFSETS - n) }, async (_, i) => {
        const [whole, end] = [UPLOADS[(n + i) % UPLOADS.length]!(i % 2 === 0), ENDS[(n + i) % ENDS.length]!];
        // One in four near an end, where what is whole and what is not differ by a byte.
        const at = (n + i) % 4 === 0 ? whole.length - 1 - Math.floor(Math.random() * 12) : Math.floor(Math.random() * whole.length);
        counts.set(end, (counts.get(end) ?? 0) + 1);
        offsets += 1;
        const heard = await sendTorn(serving.port, whole.subarray(0, at), end);
        assert.doesNotMatch(heard, /^HTTP\/1\.1 2/m, `${at} of ${whole.length} bytes, ${end}`);
      });
      await Promise.all(torn);
      assert.equal(await kept(), before, "something of a torn upload was kept");
      assert.equal((await fetch(`http://127.0.0.1:${serving.port}${paths.relay()}`)).status, 200, "it serves");
    }
    // And whole ones, each way, are taken: what broke the others off was their being torn.
    for (const upload of UPLOADS) for (const chunked of [true, false]) assert.match(await sendWhole(serving.port, upload(chunked)), /^HTTP\/1\.1 (?:20[014]|409)/);
    assert.notEqual(await kept(), before);
    assert.deepEqual(said, []);
    t.diagnostic(`${offsets} torn uploads (${[...counts].map(([end, count]) => `${count} where the client ${end}`).join(", ")}): 0 kept in part, 0 acknowledged`);
  } finally {
    await serving.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Sends these bytes and goes; everything heard meanwhile. */
function sendTorn(port: number, bytes: Uint8Array, end: (typeof ENDS)[number]): Promise<string> {
  return new Promise((resolve) => {
    let heard = "";
    const socket = connect(port, "127.0.0.1", () => {
      socket.write(bytes, () => {
        if (end === "closes") socket.end();
        else if (end === "is cut off") socket.resetAndDestroy();
        else setTimeout(() => socket.resetAndDestroy(), STALL_MS);
      });
    });
    socket.on("data", (piece: Buffer) => (heard += piece.toString("latin1")));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(heard));
  });
}

function sendWhole(port: number, bytes: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => void socket.write(bytes));
    socket.once("data", (piece: Buffer) => {
      socket.destroy();
      resolve(piece.toString("latin1"));
    });
    socket.once("error", reject);
  });
}

/** A request as it goes over the wire, its body with a length said before or in chunks. */
function request(method: string, path: string, body: Uint8Array, authorization: string | null, chunked: boolean, more = ""): Bytes {
  const by = authorization === null ? "" : `authorization: ${authorization}\r\n`;
  const length = chunked ? "transfer-encoding: chunked\r\n" : `content-length: ${body.length}\r\n`;
  return concat(utf8(`${method} ${path} HTTP/1.1\r\nhost: relay.invalid\r\n${by}${more}${length}\r\n`), chunked ? inChunks(body) : body);
}

function inChunks(body: Uint8Array): Bytes {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < body.length; at += 4096) {
    const piece = body.subarray(at, at + 4096);
    parts.push(utf8(`${piece.length.toString(16)}\r\n`), piece, utf8("\r\n"));
  }
  return concatAll([...parts, utf8("0\r\n\r\n")]);
}
