import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { utf8 } from "#bytes";
import { randomBytes, sha256Hex } from "#prim";
import { bearer, decodePlaced, encodeBlobs, encodeLogForm, ENVELOPE_BYTES, HEADERS, ID_BYTES, paths, tokenHash } from "#wire";
import { ACCOUNT, bodyOf, LINE, LOG, LOG_FORM, READ, testRelay, WRITE } from "./testing/cast.ts";
import { startRelay, type RelayProcess } from "./testing/process.ts";
import { memoryStore } from "./store-memory.ts";
import { StoreError, type RelayStore } from "./store.ts";

describe("a disk that is full or fails", () => {
  let folder = "";
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "vouchsafe-full-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  test("at their caps the record says 507 and the intake 503, neither stops the other, and what was acknowledged stays", async () => {
    writeFileSync(
      join(folder, "settings.json"),
      JSON.stringify({ accountHash: tokenHash(ACCOUNT), recordCapBytes: 400_000, intakeCapBytes: 400_000 }),
    );
    let relay = await startRelay(folder);
    try {
      await make(relay);
      const kept = await fill(relay, 507, "full");
      const reports = await report(relay, 40);
      assert.ok(reports > 2 && reports < 9, `${reports} of 45 kB fit in 400 kB`);
      await relay.end("SIGKILL");
      relay = await startRelay(folder);
      assert.equal(await appended(relay), kept, "nothing more, nothing less");
      assert.equal(await listed(relay), reports);
    } finally {
      await relay.end("SIGKILL");
    }
  });

  // A limit on file sizes makes each write past it fail in the middle, as a full disk does.
  test("where the system refuses to write, 507 or 503 is said, nothing is half kept, and all is well again with room", async () => {
    let relay = await startRelay(folder, ["--account-hash", tokenHash(ACCOUNT)], "ulimit -f 1500");
    try {
      await make(relay);
      const kept = await fill(relay, 503, "failing", 507, "full");
      const reports = await report(relay, 60);
      assert.ok(reports > 2 && reports < 60);
      assert.equal((await fetch(`${relay.origin}/v1/relay`)).status, 200, "it lives");
      assert.equal(await appended(relay), kept);
      await relay.end("SIGKILL");
      relay = await startRelay(folder, ["--account-hash", tokenHash(ACCOUNT)]);
      assert.equal(await appended(relay), kept);
      assert.equal(await listed(relay), reports);
      assert.equal((await append(relay, "there is room")).status, 200);
      assert.equal(await appended(relay), kept + 2);
      assert.equal(await relay.end("SIGTERM"), 0);
    } finally {
      await relay.end("SIGKILL");
    }
  });

  test("every write that fails is answered as such, and its quota is given back", async () => {
    const whole = memoryStore({ today: () => 1, random: randomBytes, recordCapBytes: 1e9, intakeCapBytes: 1e9 });
    let failing: StoreError["code"] | null = null;
    const fails = async () => {
      if (failing !== null) throw new StoreError(failing);
    };
    const store: RelayStore = {
      ...whole,
      append: (...given) => fails().then(() => whole.append(...given)),
      appendToLine: (...given) => fails().then(() => whole.appendToLine(...given)),
      keepEnvelope: (...given) => fails().then(() => whole.keepEnvelope(...given)),
      putKeys: (...given) => fails().then(() => whole.putKeys(...given)),
    };
    const { ask, said } = await testRelay({ store, settings: { quotaBlobs: 1 } });
    const asks = () =>
      Promise.all([
        ask("POST", paths.entries(LOG), { token: WRITE, body: bodyOf("x") }),
        ask("POST", paths.report(), { body: new Uint8Array(ENVELOPE_BYTES) }),
        ask("PUT", paths.keys(), { token: ACCOUNT, body: utf8("keys") }),
      ]);
    failing = "failing";
    assert.deepEqual(
      (await asks()).map(({ status, json }) => [status, (json as { error: string }).error]),
      Array.from({ length: 3 }, () => [503, "failing"]),
    );
    failing = "full";
    assert.deepEqual(
      (await asks()).map(({ status }) => status),
      [507, 503, 507],
    );
    assert.deepEqual(said.sort(), ["failing", "failing", "failing", "full", "full", "intake-full"]);
    failing = null;
    assert.deepEqual(
      (await asks()).map(({ status }) => status),
      [200, 204, 204],
    );
    assert.equal((await ask("POST", paths.entries(LINE), { token: WRITE, body: bodyOf("y"), headers: { [HEADERS.after]: "none" } })).status, 429);
  });
});

async function make({ origin }: RelayProcess): Promise<void> {
  const answer = await fetch(origin + paths.log(LOG), { method: "PUT", headers: { authorization: bearer(ACCOUNT) }, body: encodeLogForm(LOG_FORM) });
  assert.equal(answer.status, 201);
}

function append({ origin }: RelayProcess, name: string): Promise<Response> {
  const blobs = [utf8(`${name} ${"x".repeat(8_000)}`), utf8(`${name} ${"y".repeat(8_000)}`)];
  return fetch(origin + paths.entries(LOG), { method: "POST", headers: { authorization: bearer(WRITE) }, body: encodeBlobs(blobs) });
}

/** Appends pairs until one is refused as expected. @returns how many blobs were kept */
async function fill(relay: RelayProcess, ...expected: readonly (number | string)[]): Promise<number> {
  for (let n = 0; n < 400; n++) {
    const answer = await append(relay, String(n));
    if (answer.status === 200) continue;
    const { error } = (await answer.json()) as { error: string };
    assert.ok(expected.includes(answer.status) && expected.includes(error), `${answer.status} ${error}`);
    assert.ok(n > 5);
    return 2 * n;
  }
  assert.fail("it was never full");
}

/** @returns how many of `count` reports got a 204; all others must have got a 503 */
async function report({ origin }: RelayProcess, count: number): Promise<number> {
  let kept = 0;
  for (let n = 0; n < count; n++) {
    const answer = await fetch(origin + paths.report(), { method: "POST", body: new Uint8Array(ENVELOPE_BYTES).fill(n) });
    if (answer.status === 204) kept++;
    else assert.equal(answer.status, 503);
  }
  return kept;
}

async function appended({ origin }: RelayProcess): Promise<number> {
  const seen = new Set<string>();
  for (let after = 0; ;) {
    const answer = await fetch(origin + paths.entriesAfter(LOG, after, 0), { headers: { authorization: bearer(READ) } });
    const entries = decodePlaced(new Uint8Array(await answer.arrayBuffer()), after);
    if (entries.length === 0) return seen.size;
    for (const { cursor, blob } of entries) {
      assert.equal(cursor, after + 1);
      after = cursor;
      seen.add(sha256Hex(blob));
    }
  }
}

async function listed({ origin }: RelayProcess): Promise<number> {
  const answer = await fetch(origin + paths.intake(), { headers: { authorization: bearer(READ) } });
  return (await answer.arrayBuffer()).byteLength / (ID_BYTES + ENVELOPE_BYTES);
}
