import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { canonical, Redacted, toHex, utf8, type Bytes, type Json } from "#bytes";
import fc from "fast-check";
import { hashOf, sha256 } from "#prim";
import { newRecipientIdentity, recipientOf, sealAge } from "#seal";
import { isHybridRecipient } from "#seal/web";
import {
  bodySizeBytes,
  ENVELOPE_BYTES,
  MAX_BODY_BYTES,
  openEnvelope,
  parseEnvelopeHeader,
  PLAINTEXT_BYTES,
  sealEnvelope,
  TellError,
  type Report,
  type TellErrorCode,
} from "#tell";
import { readPlaintext, writePlaintext } from "./plaintext.ts";
import { eightRecipients } from "./recipients.ts";
import { readBody, writeBody } from "./report.ts";

const vectors = new URL("../../vectors/envelope/", import.meta.url);
const identity = new Redacted(readFileSync(new URL("identity.txt", vectors), "utf8").trim());
const letter: Report = { language: "en", page: "2026-11-22", text: "A van took him.", when: null, where: "Orlava", urgent: false };

const coded = (code: TellErrorCode) => (error: unknown) => error instanceof TellError && error.code === code && error.message === code;
const read = (name: string): Bytes => Uint8Array.from(readFileSync(new URL(name, vectors)));
const namesIn = (folder: string): readonly string[] =>
  readdirSync(new URL(folder, vectors))
    .filter((name) => name.endsWith(".age"))
    .map((name) => `${folder}/${name.slice(0, -4)}`);
const about = (name: string): { reportId: string; plaintextHash?: string; content: unknown; code: TellErrorCode } =>
  JSON.parse(readFileSync(new URL(`${name}.json`, vectors), "utf8"));

async function desks(count: number): Promise<readonly { identity: Redacted<string>; recipient: string }[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const fresh = await newRecipientIdentity();
      return { identity: fresh, recipient: await recipientOf(fresh) };
    }),
  );
}

test("accept vectors open to what is written beside them", async () => {
  assert.ok(namesIn("accept").length >= 5);
  for (const name of namesIn("accept")) {
    const envelope = read(`${name}.age`);
    const opened = await openEnvelope(identity, envelope);
    const expected = about(name);
    assert.equal(opened.reportId, expected.reportId, name);
    assert.deepEqual(opened.content, expected.content, name);
    assert.equal(opened.plaintext.length, PLAINTEXT_BYTES);
    assert.equal(opened.plaintextHash, hashOf("report-plaintext", opened.plaintext));
    if (expected.plaintextHash !== undefined) assert.equal(opened.plaintextHash, expected.plaintextHash, name);
  }
});

test("reject vectors are refused with their code, though all have an envelope's size", async () => {
  assert.ok(namesIn("reject").length >= 7);
  for (const name of namesIn("reject")) {
    const envelope = read(`${name}.age`);
    assert.equal(envelope.length, ENVELOPE_BYTES, name);
    await assert.rejects(openEnvelope(identity, envelope), coded(about(name).code), name);
  }
});

test("each of two to seven desks, and the trustee, opens the same report; nobody else does", async () => {
  const all = await desks(9);
  for (const [count, withTrustee] of [
    [2, false],
    [3, true],
    [7, true],
  ] as const) {
    const intake = all.slice(0, count);
    const trustee = withTrustee ? all[7]! : null;
    const envelope = await sealEnvelope({ intake: intake.map((each) => each.recipient), trustee: trustee?.recipient ?? null }, letter);
    const hashes = new Set<string>();
    for (const desk of trustee === null ? intake : [...intake, trustee]) {
      const opened = await openEnvelope(desk.identity, envelope);
      assert.deepEqual(opened.content, { form: "report", report: letter });
      hashes.add(opened.plaintextHash);
    }
    assert.equal(hashes.size, 1);
    await assert.rejects(openEnvelope(all[8]!.identity, envelope), coded("does-not-open"));
  }
});

test("envelopes are alike: one size, one header form, no stanza used twice, whoever reads and whatever is said", async () => {
  const all = await desks(3);
  const intake = all.map((each) => each.recipient);
  const stanzas = new Set<string>();
  let count = 0;
  for (const text of ["x", "ж".repeat(8_000), "أ".repeat(16_000)]) {
    for (const to of [intake, intake.slice(0, 2)]) {
      const envelope = await sealEnvelope({ intake: to, trustee: null }, { ...letter, text });
      assert.equal(envelope.length, ENVELOPE_BYTES);
      const header = parseEnvelopeHeader(envelope);
      assert.equal(header.reportId, toHex(sha256(envelope).subarray(0, 16)));
      for (const stanza of header.stanzas) stanzas.add(stanza);
      count += header.stanzas.length;
    }
  }
  assert.equal(stanzas.size, count);
});

test("eight recipients: the real ones are among them, the others are new each time, and every place can be theirs", async () => {
  const real = (await desks(3)).map((each) => each.recipient);
  const seen = new Set<string>();
  const places = new Set<string>();
  for (let i = 0; i < 40; i++) {
    const eight = await eightRecipients({ intake: real.slice(0, 2), trustee: real[2]! });
    assert.equal(new Set(eight).size, 8);
    assert.ok(real.every((each) => eight.includes(each)));
    assert.ok(eight.every(isHybridRecipient));
    for (const each of eight) if (!real.includes(each)) seen.add(each);
    real.forEach((each, which) => places.add(`${which} at ${eight.indexOf(each)}`));
  }
  assert.equal(seen.size, 40 * 5);
  // 24 pairs of recipient and place. By chance alone about 0.1 of them stay empty in 40 draws; six empty ones are a bug.
  assert.ok(places.size > 18, `${places.size} of 24`);
});

test("sealing refuses: too few or too many recipients, one twice, one that is not hybrid, a bad report", async () => {
  const all = (await desks(9)).map((each) => each.recipient);
  const classic = "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqsgafcfr";
  for (const to of [
    { intake: all.slice(0, 1), trustee: null },
    { intake: all.slice(0, 8), trustee: all[8]! },
    { intake: [all[0]!, all[0]!], trustee: null },
    { intake: all.slice(0, 2), trustee: all[0]! },
    { intake: [all[0]!, classic], trustee: null },
  ]) {
    await assert.rejects(sealEnvelope(to, letter), coded("bad-recipients"));
  }
  const to = { intake: all.slice(0, 2), trustee: null };
  await assert.rejects(sealEnvelope(to, { ...letter, text: "" }), coded("bad-report"));
  await assert.rejects(sealEnvelope(to, { ...letter, text: "\ud800" }), coded("bad-report"));
  await assert.rejects(sealEnvelope(to, { ...letter, where: "" }), coded("bad-report"));
  await assert.rejects(sealEnvelope(to, { ...letter, language: "English" }), coded("bad-report"));
  await assert.rejects(sealEnvelope(to, { ...letter, text: "x".repeat(MAX_BODY_BYTES) }), coded("too-long"));
});

test("a body of exactly the limit fits; one byte more does not, and the size says so beforehand", () => {
  const room = MAX_BODY_BYTES - bodySizeBytes({ ...letter, text: "" });
  assert.equal(writeBody({ ...letter, text: "x".repeat(room) }).length, MAX_BODY_BYTES);
  assert.equal(bodySizeBytes({ ...letter, text: "x".repeat(room + 1) }), MAX_BODY_BYTES + 1);
  assert.throws(() => writeBody({ ...letter, text: "x".repeat(room + 1) }), coded("too-long"));
});

test("any report that can be written is read back as it was", () => {
  const words = fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 });
  const reports = fc.record({
    language: fc.constantFrom("en", "ar", "ru", "zh-Hant"),
    page: fc.constantFrom("2026-11-22", "1.0"),
    text: words,
    when: fc.option(words),
    where: fc.option(words),
    urgent: fc.boolean(),
  });
  fc.assert(
    fc.property(reports, fc.uint8Array({ minLength: 16, maxLength: 16 }), (report, random) => {
      const outer = readPlaintext(writePlaintext(writeBody(report), random));
      assert.equal(outer.kind, 0);
      assert.deepEqual(readBody(outer.body!), { newer: false, known: { ...report }, unknown: {} });
    }),
  );
});

test("plaintext: every place where a one-way report must be zero is checked", () => {
  const body = writeBody(letter);
  const good = writePlaintext(body, new Uint8Array(16).fill(5));
  const allowed = new Set([...Array(4).keys(), ...Array.from({ length: 16 }, (_, i) => 20 + i)]);
  let refused = 0;
  for (let at = 0; at < PLAINTEXT_BYTES; at += at < 72 ? 1 : 61) {
    if (allowed.has(at) || (at >= 68 && at < 72 + body.length)) continue;
    const changed = Uint8Array.from(good);
    changed[at]! ^= 0x40;
    assert.throws(() => readPlaintext(changed), coded("bad-plaintext"), `byte ${at}`);
    refused++;
  }
  assert.ok(refused > 500);
  assert.throws(() => readPlaintext(Uint8Array.from(good, (byte, i) => (i === 0 ? 0 : byte))), coded("bad-plaintext"));
  assert.throws(() => readPlaintext(good.subarray(1)), coded("bad-plaintext"));
  assert.deepEqual(readPlaintext(Uint8Array.from(good, (byte, i) => (i === 0 ? 2 : byte))).body, null, "a newer version is kept, not read");
  assert.equal(readPlaintext(Uint8Array.from(good, (byte, i) => (i === 2 ? 1 : byte))).flags, 256);
});

test("body: what is refused, and what is kept as a newer form", () => {
  const good: { readonly [key: string]: Json } = { language: "en", page: "1", text: "x", urgent: false, v: 1 };
  const bytes = (change: { readonly [key: string]: Json }): Bytes => canonical({ ...good, ...change });
  for (const change of [
    { v: 0 },
    { v: "1" },
    { text: "" },
    { text: 1 },
    { urgent: "no" },
    { when: null },
    { where: "" },
    { page: "a b" },
    { language: "" },
  ] as const) {
    assert.throws(() => readBody(bytes(change)), coded("bad-body"), JSON.stringify(change));
  }
  for (const missing of ["language", "page", "text", "urgent", "v"]) {
    const fields = Object.fromEntries(Object.entries(good).filter(([key]) => key !== missing));
    assert.throws(() => readBody(canonical(fields)), coded("bad-body"), missing);
  }
  for (const body of ["", "null", "[]", '"x"', '{"v":1,}', "{}", '{"text":"x","text":"y","v":1}'])
    assert.throws(() => readBody(utf8(body)), coded("bad-body"), body);
  assert.throws(() => readBody(Uint8Array.of(0xff)), coded("bad-body"));
  assert.equal(readBody(bytes({})).newer, false);
  assert.deepEqual(readBody(bytes({ toString: "mine" })).unknown, { toString: "mine" });
  const later = readBody(bytes({ v: 2, urgent: { level: 3 }, text: "still read" }));
  assert.equal(later.newer, true);
  assert.equal(later.known.text, "still read");
  assert.equal(later.known.urgent, null);
  assert.deepEqual(later.unknown, { urgent: { level: 3 } });
});

test("a newer plaintext inside a good envelope is kept and said to be newer, whatever its body", async () => {
  const all = await desks(8);
  for (const [change, kind] of [
    [[0, 9], 0],
    [[1, 3], 3],
    [[3, 1], 0],
  ] as const) {
    const plain = writePlaintext(utf8("not even JSON"), new Uint8Array(16));
    plain[change[0]] = change[1];
    const opened = await openEnvelope(
      all[0]!.identity,
      await sealAge(
        all.map((each) => each.recipient),
        plain,
      ),
    );
    assert.ok(opened.content.form === "newer");
    assert.equal(opened.content.kind, kind);
    assert.equal(opened.content.known.text, null);
    assert.deepEqual(opened.plaintext, plain);
  }
});

test("headers: every other spelling is refused before anything is opened", async () => {
  const good = read("accept/two-desks.age");
  assert.throws(() => parseEnvelopeHeader(good.subarray(1)), coded("wrong-size"));
  assert.throws(() => parseEnvelopeHeader(new Uint8Array(0)), coded("wrong-size"));
  assert.throws(() => parseEnvelopeHeader(new Uint8Array(ENVELOPE_BYTES)), coded("bad-header"));
  const places = { "version line": 21, "stanza kind": 27, separator: 39, "line end": 22 + 17 + 1495, "MAC line": 12_480, "last line end": 12_525 };
  for (const [name, at] of Object.entries(places)) {
    const changed = Uint8Array.from(good);
    changed[at]! ^= 1;
    assert.throws(() => parseEnvelopeHeader(changed), coded("bad-header"), name);
  }
  // The last letter of a base64 line carries unused bits: only one spelling of the same bytes is taken.
  const last = 22 + 18 + 1493;
  assert.ok("AQgw".includes(String.fromCharCode(good[last]!)));
  const other = Uint8Array.from(good, (byte, i) => (i === last ? byte + 1 : byte));
  assert.throws(() => parseEnvelopeHeader(other), coded("bad-header"));
});

test("any change to an envelope keeps it from opening", async () => {
  const good = read("accept/two-desks.age");
  for (let at = 50; at < ENVELOPE_BYTES; at += 4_100) {
    const changed = Uint8Array.from(good);
    changed[at]! ^= 1;
    await assert.rejects(
      openEnvelope(identity, changed),
      (error) => error instanceof TellError && ["bad-header", "does-not-open"].includes(error.code),
    );
  }
});
