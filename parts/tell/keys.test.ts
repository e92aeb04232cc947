import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { hashOf, Signer } from "#prim";
import { newRecipientIdentity, recipientOf } from "#seal";
import { addDays, composeKeys, isDay, parseKeys, pinnedOf, signKeys, TellError, verifyKeys, writeKeys, type KeysFile, type Pinned } from "#tell";

const vectors = new URL("../../vectors/keys-bin/", import.meta.url);
const GROUP = hashOf("test", new Uint8Array(1));

interface Vector {
  readonly pinned: Pinned;
  readonly today: string;
  readonly mode: "served" | "offline";
  readonly expected: { readonly outcome: string; readonly codes?: readonly string[] };
  readonly code: string;
}

function vectorsIn(folder: string): readonly { name: string; bytes: Uint8Array; about: Vector }[] {
  return readdirSync(new URL(folder, vectors))
    .filter((name) => name.endsWith(".bin"))
    .map((name) => ({
      name,
      bytes: Uint8Array.from(readFileSync(new URL(`${folder}/${name}`, vectors))),
      about: JSON.parse(readFileSync(new URL(`${folder}/${name.replace(/bin$/, "json")}`, vectors), "utf8")),
    }));
}

async function recipients(count: number): Promise<readonly string[]> {
  return Promise.all(Array.from({ length: count }, async () => recipientOf(await newRecipientIdentity())));
}

async function setup(): Promise<{ ana: Signer; bo: Signer; chi: Signer; file: KeysFile; bytes: Uint8Array<ArrayBuffer> }> {
  const [ana, bo, chi] = [Signer.random(), Signer.random(), Signer.random()];
  const signers = [ana, bo, chi].map((each) => [each.publicKey]);
  const keys = composeKeys({ after: null, group: GROUP, made: "2026-11-22", intake: await recipients(3), trustee: null, signers });
  const bytes = writeKeys(keys, [signKeys(keys, ana), signKeys(keys, bo)]);
  return { ana, bo, chi, bytes, file: parseKeys(bytes) };
}

test("accept vectors are judged as written", () => {
  const all = vectorsIn("accept");
  assert.ok(all.length >= 11);
  for (const { name, bytes, about } of all) {
    const verdict = verifyKeys(bytes, about.pinned, about.today, about.mode);
    assert.equal(verdict.outcome, about.expected.outcome, name);
    if (verdict.outcome === "warn") assert.deepEqual(verdict.codes, about.expected.codes, name);
    if (verdict.outcome !== "refused") assert.ok(verdict.keys.intake.length >= 2, name);
  }
});

test("reject vectors are refused with their code", () => {
  const all = vectorsIn("reject");
  assert.ok(all.length >= 50);
  for (const { name, bytes, about } of all) {
    assert.deepEqual(verifyKeys(bytes, about.pinned, about.today, about.mode), { outcome: "refused", code: about.code }, name);
  }
});

test("every refusal code but none other has a vector", () => {
  const codes = new Set(vectorsIn("reject").map(({ about }) => about.code));
  assert.deepEqual([...codes].toSorted(), [
    "bad-keys",
    "bad-signature",
    "expired",
    "forked",
    "newer-keys",
    "older",
    "other-group",
    "too-few-persons",
  ]);
});

test("any single bit changed in a signed list is refused", async () => {
  const { bytes, file, ana, bo } = await setup();
  const pinned = pinnedOf(bytes, "2026-11-22");
  const keys = composeKeys({ ...file.keys, after: file, made: "2026-11-29" });
  const next = writeKeys(keys, [signKeys(keys, ana), signKeys(keys, bo)]);
  assert.equal(verifyKeys(next, pinned, "2026-11-30", "served").outcome, "ok");
  for (let at = 3; at < next.length; at += 97) {
    const changed = Uint8Array.from(next);
    changed[at]! ^= 1 << (at % 8);
    assert.equal(verifyKeys(changed, pinned, "2026-11-30", "served").outcome, "refused", `byte ${at}`);
  }
});

test("the chain: each version follows the one before, and a page follows many of them", async () => {
  const { ana, bo, ...start } = await setup();
  let { bytes, file } = start;
  const pinned = pinnedOf(bytes, "2026-11-22");
  for (let week = 1; week <= 6; week++) {
    const before = pinnedOf(bytes, "2026-11-22");
    const made = addDays("2026-11-22", 7 * week);
    const keys = composeKeys({ ...file.keys, after: file, made });
    assert.equal(keys.version, week + 1);
    assert.equal(keys.previous, file.hash);
    assert.equal(keys.expires, addDays(made, 30));
    bytes = writeKeys(keys, [signKeys(keys, bo), signKeys(keys, ana)]);
    file = parseKeys(bytes);
    assert.equal(verifyKeys(bytes, before, made, "served").outcome, "ok");
    assert.equal(verifyKeys(bytes, pinned, made, "served").outcome, "ok");
  }
});

test("a signer list that changed hands is followed by who pins the new one only", async () => {
  const { bytes, file, ana, bo } = await setup();
  const [dara, emil] = [Signer.random(), Signer.random()];
  const handed = composeKeys({ ...file.keys, after: file, made: "2026-11-23", signers: [[dara.publicKey], [emil.publicKey]] });
  const second = writeKeys(handed, [signKeys(handed, ana), signKeys(handed, bo)]);
  const keys = composeKeys({ ...handed, after: parseKeys(second), made: "2026-11-24" });
  const third = writeKeys(keys, [signKeys(keys, dara), signKeys(keys, emil)]);
  assert.equal(verifyKeys(third, pinnedOf(second, "2026-11-23"), "2026-11-24", "served").outcome, "ok");
  assert.deepEqual(verifyKeys(third, pinnedOf(bytes, "2026-11-22"), "2026-11-24", "served"), { outcome: "refused", code: "too-few-persons" });
});

test("composeKeys refuses what no page would accept", async () => {
  const { file } = await setup();
  const good = { after: null, group: GROUP, made: "2026-11-22", intake: file.keys.intake, trustee: null, signers: file.keys.signers };
  const [one] = await recipients(1);
  for (const [why, change] of Object.entries({
    "one desk": { intake: [one!] },
    "a desk twice": { intake: [one!, one!] },
    "trustee among desks": { trustee: file.keys.intake[0]! },
    "one signing person": { signers: file.keys.signers.slice(0, 1) },
    "a person without devices": { signers: [...file.keys.signers, []] },
    "no such day": { made: "2026-02-29" },
    "another group's chain": { after: file, group: "00".repeat(32) },
    "made before the one it follows": { after: file, made: "2026-11-21" },
  })) {
    assert.throws(
      () => composeKeys({ ...good, ...change }),
      (error) => error instanceof TellError && error.code === "bad-keys",
      why,
    );
  }
});

test("a file larger than 65,536 bytes is refused before it is read", () => {
  const pinned = vectorsIn("accept")[0]!.about.pinned;
  const big = new Uint8Array(65_537).fill(0x20);
  assert.deepEqual(verifyKeys(big, pinned, "2026-11-22", "served"), { outcome: "refused", code: "bad-keys" });
});

test("days", () => {
  for (const day of ["2026-11-22", "2024-02-29", "2199-12-31"]) assert.equal(isDay(day), true, day);
  for (const day of ["2026-02-29", "2026-13-01", "2026-1-01", "26-01-01", "2026-11-22 ", "3000-01-01", 20_261_122, null])
    assert.equal(isDay(day), false);
  assert.equal(addDays("2026-12-22", 60), "2027-02-20");
  assert.equal(addDays("2024-02-28", 1), "2024-02-29");
});
