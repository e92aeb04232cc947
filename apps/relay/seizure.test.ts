import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fromHex, u32, utf8, type Bytes } from "#bytes";
import { randomBytes, sha256Hex } from "#prim";
import { encodeMailboxForm, ENVELOPE_BYTES, HEADERS, MAILBOX_SLOT_BYTES, paths, tokenHash } from "#wire";
import { ACCOUNT, bodyOf, idOf, LINE, LOG, READ, secret, testRelay, WRITE } from "./testing/cast.ts";
import { serve } from "./serve.ts";
import { openSqliteStore } from "./store-sqlite.ts";
import { dayOf } from "./store.ts";

const DAY_MS = 86_400_000;
const MIB = 1024 * 1024;
const MAILBOX = secret("mailbox");

describe("who takes the relay's disk", () => {
  for (const state of ["running", "stopped"] as const) {
    test(`finds no token, no address and no time finer than a day in its files (${state})`, async () => {
      const folder = mkdtempSync(join(tmpdir(), "vouchsafe-seized-"));
      const from = Date.now();
      try {
        const stop = await actUp(folder);
        if (state === "stopped") await stop();
        const files = readdirSync(folder);
        assert.ok(files.includes("record.db") && files.includes("intake.db"));
        for (const file of files) {
          const bytes = readFileSync(join(folder, file));
          assert.deepEqual(findings(bytes, from, Date.now()), [], file);
          assert.equal(statSync(join(folder, file)).mtimeMs % DAY_MS, 0, `${file} says when it was written`);
        }
        assert.equal(statSync(folder).mtimeMs % DAY_MS, 0, "so does the folder");
        if (state === "running") {
          assert.equal(statSync(join(folder, "intake.db-journal")).size, 0, "the order of the latest envelopes");
          await stop();
        }
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }

  test("the search finds what it looks for", () => {
    const now = Date.now();
    const padded = (piece: Uint8Array) => Buffer.concat([Buffer.alloc(11, 65), piece, Buffer.alloc(5, 66)]);
    const little = (bytes: Bytes) => Uint8Array.from(bytes).reverse();
    const seconds = u32(Math.floor(now / 1000));
    const millis = Buffer.alloc(8);
    millis.writeBigUInt64BE(BigInt(now));
    const float = Buffer.alloc(8);
    float.writeDoubleBE(now);
    for (const piece of [
      seconds,
      little(seconds),
      millis,
      little(Uint8Array.from(millis)),
      float,
      little(Uint8Array.from(float)),
      utf8(String(now)),
      utf8(String(Math.floor(now / 1000))),
      utf8(new Date(now).toISOString()),
    ])
      assert.ok(findings(padded(piece), now, now).includes("time"), Buffer.from(piece).toString("hex"));
    assert.deepEqual(findings(padded(utf8("from 127.0.0.1")), now, now), ["address"]);
    assert.deepEqual(findings(padded(fromHex(WRITE)), now, now), ["token"]);
    assert.deepEqual(findings(padded(utf8(READ)), now, now), ["token"]);
    assert.deepEqual(findings(padded(utf8("vouchsafe-test-agent")), now, now), ["agent"]);
    assert.deepEqual(findings(padded(fromHex(tokenHash(READ))), now, now), []);
  });

  test("cannot tell in which order envelopes came", async () => {
    const folder = mkdtempSync(join(tmpdir(), "vouchsafe-seized-"));
    const count = 120;
    const correlations: number[] = [];
    const bound = 4 / Math.sqrt(count);
    // The same "random" choices each time, so that this test never fails by chance.
    let drawn = 0;
    const random = (lengthBytes: number) => fromHex(sha256Hex(utf8(`choice ${drawn++}`)).slice(0, 2 * lengthBytes));
    const store = openSqliteStore({ folder, today: () => 20_000, random, recordCapBytes: MIB, intakeCapBytes: 64 * MIB });
    try {
      for (let n = 0; n < count; n += 4) await Promise.all([0, 1, 2, 3].map((more) => store.keepEnvelope(marked(n + more))));
      const bytes = readFileSync(join(folder, "intake.db"));
      // Where in the file each envelope's beginning, middle and end lie.
      for (const part of [0, 1, 2])
        correlations.push(rankCorrelation(Array.from({ length: count }, (_, n) => bytes.indexOf(Buffer.from(markOf(n, part))))));
    } finally {
      await store.close();
      rmSync(folder, { recursive: true });
    }
    for (const correlation of correlations)
      assert.ok(Math.abs(correlation) < bound, `order of arrival and place in the file: ${correlation.toFixed(2)} (of 1), bound ${bound.toFixed(2)}`);
    assert.ok(rankCorrelation(Array.from({ length: count }, (_, n) => n * 45)) > bound, "a file written in order would be found out");
  });
});

/** Everything a group does with a relay, through a real port. */
async function actUp(folder: string): Promise<() => Promise<void>> {
  const store = openSqliteStore({ folder, today: () => dayOf(Date.now()), random: randomBytes, recordCapBytes: 64 * MIB, intakeCapBytes: 64 * MIB });
  const { relay } = await testRelay({ store });
  const serving = await serve({ relay, store, host: "127.0.0.1", port: 0, onSettleFailure: assert.ifError });
  const ask = async (method: string, path: string, token: string | null, body?: Bytes, headers = {}) => {
    const answer = await fetch(`http://127.0.0.1:${serving.port}${path}`, {
      method,
      headers: {
        "user-agent": "vouchsafe-test-agent",
        "x-forwarded-for": "127.0.0.1",
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    await answer.arrayBuffer();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status}`);
  };
  await ask("POST", paths.entries(LOG), WRITE, bodyOf("a".repeat(600), "b".repeat(600)));
  await ask("POST", paths.entries(LINE), WRITE, bodyOf("c".repeat(600)), { [HEADERS.after]: "none" });
  await ask("GET", paths.entriesAfter(LOG, 0, 0), READ);
  const chunk = utf8("d".repeat(9_000));
  await ask("PUT", paths.chunk(LOG, sha256Hex(chunk)), WRITE, chunk);
  await ask("PUT", paths.keys(), ACCOUNT, utf8("e".repeat(900)));
  await ask("PUT", paths.mailbox(idOf("box")), ACCOUNT, encodeMailboxForm(tokenHash(MAILBOX)));
  await ask("PUT", paths.slot(idOf("box"), 1), MAILBOX, new Uint8Array(MAILBOX_SLOT_BYTES).fill(70));
  for (let n = 0; n < 5; n++) await ask("POST", paths.report(), null, new Uint8Array(ENVELOPE_BYTES).fill(80 + n));
  await ask("GET", paths.intake(), READ);
  return serving.stop;
}

/** What should not be in these bytes: tokens, addresses, and any spelling of a time between `from` and `to` (widened by two seconds). */
function findings(bytes: Buffer, from: number, to: number): string[] {
  const found: string[] = [];
  const text = bytes.toString("latin1");
  for (const token of [ACCOUNT, READ, WRITE, MAILBOX]) if (text.includes(token) || bytes.includes(Buffer.from(fromHex(token)))) found.push("token");
  if (text.includes("127.0.0.1") || bytes.includes(Buffer.from([127, 0, 0, 1]))) found.push("address");
  if (text.includes("vouchsafe-test-agent")) found.push("agent");
  if (saysWhen(bytes, text, from - 2_000, to + 2_000)) found.push("time");
  return found;
}

function saysWhen(bytes: Buffer, text: string, from: number, to: number): boolean {
  for (let second = Math.floor(from / 1000); second <= to / 1000; second++) {
    const iso = new Date(second * 1000).toISOString();
    if ([String(second), iso.slice(0, 19), iso.slice(0, 19).replace("T", " ")].some((spelling) => text.includes(spelling))) return true;
  }
  const within = (ms: number) => ms >= from && ms <= to;
  for (let i = 0; i + 4 <= bytes.length; i++) {
    if (within(bytes.readUInt32BE(i) * 1000) || within(bytes.readUInt32LE(i) * 1000)) return true;
    if (i + 6 <= bytes.length && (within(bytes.readUIntBE(i, 6)) || within(bytes.readUIntLE(i, 6)))) return true;
    if (i + 8 <= bytes.length && (within(bytes.readDoubleBE(i)) || within(bytes.readDoubleLE(i)))) return true;
  }
  return false;
}

/** An envelope with a mark of its number at its beginning, middle and end. */
function marked(n: number): Bytes {
  const envelope = new Uint8Array(ENVELOPE_BYTES);
  for (const part of [0, 1, 2]) envelope.set(markOf(n, part), [0, 22_000, ENVELOPE_BYTES - 16][part]!);
  return envelope;
}

function markOf(n: number, part: number): Bytes {
  return fromHex(sha256Hex(utf8(`mark ${n} ${part}`)).slice(0, 32));
}

/** Spearman's, between 0, 1, 2 … and `places`. */
function rankCorrelation(places: readonly number[]): number {
  assert.ok(places.every((place) => place >= 0));
  const sorted = [...places].sort((a, b) => a - b);
  const squares = places.reduce((sum, place, n) => sum + (sorted.indexOf(place) - n) ** 2, 0);
  return 1 - (6 * squares) / (places.length * (places.length ** 2 - 1));
}
