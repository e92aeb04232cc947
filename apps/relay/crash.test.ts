import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fromUtf8, utf8, type Bytes } from "#bytes";
import { randomBytes, sha256Hex } from "#prim";
import { bearer, decodePlaced, encodeBlobs, encodeLogForm, ENVELOPE_BYTES, ID_BYTES, parseCursors, paths, tokenHash } from "#wire";
import { ACCOUNT, LOG, LOG_FORM, READ, WRITE } from "./testing/cast.ts";
import { startRelay, type RelayProcess } from "./testing/process.ts";

const KILLS = process.env["VOUCHSAFE_LONG"] === "1" ? 200 : 20;
const WRITERS = 4;

/** What a relay has said it keeps. */
type Acknowledged = { readonly blobs: Map<number, string>; readonly envelopes: Set<string> };

test(`kill -9 of the relay, ${KILLS} times, while ${WRITERS} writers append and reports come: nothing acknowledged is lost`, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "vouchsafe-killed-"));
  const acknowledged: Acknowledged = { blobs: new Map(), envelopes: new Set() };
  let lost = 0;
  let unreadable = 0;
  let relay = await startRelay(folder, ["--account-hash", tokenHash(ACCOUNT)]);
  try {
    const made = await fetch(relay.origin + paths.log(LOG), {
      method: "PUT",
      headers: { authorization: bearer(ACCOUNT) },
      body: encodeLogForm(LOG_FORM),
    });
    assert.equal(made.status, 201);
    for (let kill = 0; kill < KILLS; kill++) {
      const writing = [
        ...Array.from({ length: WRITERS }, (_, writer) => write(relay, `${kill} ${writer}`, acknowledged)),
        report(relay, acknowledged),
      ];
      await someMore(relay, acknowledged);
      await relay.end("SIGKILL");
      await Promise.all(writing);
      relay = await startRelay(folder, ["--account-hash", tokenHash(ACCOUNT)]);
      const found = await check(relay, acknowledged);
      lost += found.lost;
      unreadable += found.unreadable;
    }
    t.diagnostic(
      `${KILLS} kills: ${acknowledged.blobs.size} blobs and ${acknowledged.envelopes.size} reports acknowledged, ${lost} lost, ${unreadable} unreadable`,
    );
    assert.deepEqual({ lost, unreadable }, { lost: 0, unreadable: 0 });
    assert.ok(acknowledged.blobs.size > 5 * KILLS && acknowledged.envelopes.size > 0, "there was something to lose");
    assert.equal(await relay.end("SIGTERM"), 0, "and it still stops cleanly");
    assert.match(relay.output(), /^relay: listening on http:\/\/127\.0\.0\.1:[0-9]+\n$/, "it said nothing else");
  } finally {
    await relay.end("SIGKILL");
    rmSync(folder, { recursive: true });
  }
});

/** Until a few more were acknowledged, and then any moment: in the middle of a batch, of a commit, of an answer. */
async function someMore(relay: RelayProcess, { blobs, envelopes }: Acknowledged): Promise<void> {
  const before = blobs.size + envelopes.size;
  const enough = before + 10 + Math.random() * 60;
  while (blobs.size + envelopes.size < enough && relay.child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 1));
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 8));
}

/** Appends pairs of blobs until the relay is gone. */
async function write(relay: RelayProcess, name: string, { blobs }: Acknowledged): Promise<void> {
  for (let n = 0; ; n++) {
    const pair = [wholeBlob(`${name} ${n} left`), wholeBlob(`${name} ${n} right`)];
    try {
      const answer = await fetch(relay.origin + paths.entries(LOG), {
        method: "POST",
        headers: { authorization: bearer(WRITE) },
        body: encodeBlobs(pair),
      });
      assert.equal(answer.status, 200);
      const cursors = parseCursors(new Uint8Array(await answer.arrayBuffer()), 2);
      cursors.forEach((cursor, i) => blobs.set(cursor, sha256Hex(pair[i]!)));
    } catch (error) {
      if (error instanceof TypeError) return;
      throw error;
    }
  }
}

async function report(relay: RelayProcess, { envelopes }: Acknowledged): Promise<void> {
  for (;;) {
    const envelope = new Uint8Array(ENVELOPE_BYTES);
    envelope.set(randomBytes(32));
    try {
      const answer = await fetch(relay.origin + paths.report(), { method: "POST", body: envelope });
      if (answer.status === 204) envelopes.add(sha256Hex(envelope));
      else assert.equal(answer.status, 503);
      await new Promise((resolve) => setTimeout(resolve, 5));
    } catch (error) {
      if (error instanceof TypeError) return;
      throw error;
    }
  }
}

async function check(relay: RelayProcess, { blobs, envelopes }: Acknowledged): Promise<{ lost: number; unreadable: number }> {
  let unreadable = 0;
  const there = new Map<number, string>();
  for (let after = 0; ;) {
    const answer = await fetch(relay.origin + paths.entriesAfter(LOG, after, 0), { headers: { authorization: bearer(READ) } });
    const entries = decodePlaced(new Uint8Array(await answer.arrayBuffer()), after);
    for (const { cursor, blob } of entries) {
      there.set(cursor, sha256Hex(blob));
      if (!isWhole(blob) || cursor !== after + 1) unreadable++;
      after = cursor;
    }
    if (entries.length === 0) break;
  }
  const listing = new Uint8Array(await (await fetch(relay.origin + paths.intake(), { headers: { authorization: bearer(READ) } })).arrayBuffer());
  const listed = new Set<string>();
  for (let at = ID_BYTES; at < listing.length; at += ID_BYTES + ENVELOPE_BYTES) listed.add(sha256Hex(listing.subarray(at, at + ENVELOPE_BYTES)));
  const lostBlobs = [...blobs].filter(([cursor, hash]) => there.get(cursor) !== hash).length;
  const lostEnvelopes = [...envelopes].filter((hash) => !listed.has(hash)).length;
  return { lost: lostBlobs + lostEnvelopes, unreadable };
}

/** A blob that says itself whether it is whole. */
function wholeBlob(name: string): Bytes {
  const text = `${name} ${"x".repeat(name.length * 37)}`;
  return utf8(`${sha256Hex(utf8(text))}${text}`);
}

function isWhole(blob: Uint8Array): boolean {
  const text = fromUtf8(blob);
  return text.slice(0, 64) === sha256Hex(utf8(text.slice(64)));
}
