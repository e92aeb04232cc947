import assert from "node:assert/strict";
import { createPublicKey, verify } from "node:crypto";
import { test } from "node:test";
import { ed25519 } from "@noble/curves/ed25519.js";
import { canonical, fromBase64, fromHex, padme, parseCanonical, toBase64, toHex } from "#bytes";
import { hashOf, hkdf, verifyStrict } from "#prim";
import { hashOfWeb, verifyStrictWeb } from "#prim/web";
import { strayVectors, vectorCases } from "../vector-files.ts";
import { conventions } from "./cases.ts";
import { referenceVerify, type SignatureCase } from "./ed25519.ts";

test("the frozen files are what their maker makes, and nothing else lies there", () =>
  assert.deepEqual(strayVectors("conventions", conventions()), []));

test("canonical JSON", () => {
  for (const { name, text, bytes } of vectorCases<{ name: string; text: string; bytes: string }>("conventions", "accept/canonical-json.json")) {
    const value = parseCanonical(fromHex(bytes));
    assert.equal(toHex(canonical(value)), bytes, name);
    assert.deepEqual(value, JSON.parse(text), name);
  }
  for (const { name, bytes } of vectorCases<{ name: string; bytes: string }>("conventions", "reject/canonical-json.json"))
    assert.throws(() => parseCanonical(fromHex(bytes)), { name: "BytesError" }, name);
});

test("base64 and hexadecimal", () => {
  for (const { bytes, text } of vectorCases<{ bytes: string; text: string }>("conventions", "accept/base64.json"))
    assert.deepEqual([toBase64(fromHex(bytes)), toHex(fromBase64(text))], [text, bytes]);
  for (const { text } of vectorCases<{ text: string }>("conventions", "reject/base64.json"))
    assert.throws(() => fromBase64(text), { code: "not-base64" }, text);
  for (const { text } of vectorCases<{ text: string }>("conventions", "reject/hex.json"))
    assert.throws(() => fromHex(text), { code: "not-hex" }, text);
});

test("hashOf and HKDF", () => {
  for (const { domain, parts, hash } of vectorCases<{ domain: string; parts: string[]; hash: string }>("conventions", "accept/hash-of.json")) {
    assert.equal(hashOf(domain, ...parts.map((part) => fromHex(part))), hash);
    assert.equal(hashOfWeb(domain, ...parts.map((part) => fromHex(part))), hash);
  }
  for (const { key, info, lengthBytes, out } of vectorCases<{ key: string; info: string; lengthBytes: number; out: string }>(
    "conventions",
    "accept/hkdf.json",
  ))
    assert.equal(toHex(hkdf(fromHex(key), new Uint8Array(0), info, lengthBytes)), out);
});

test("Padmé lengths", () => {
  for (const { lengthBytes, paddedBytes } of vectorCases<{ lengthBytes: number; paddedBytes: number }>("conventions", "accept/padme.json"))
    assert.equal(padme(lengthBytes), paddedBytes);
});

const verifiers = { verifyStrict, verifyStrictWeb, referenceVerify };
for (const [verdict, expected] of [
  ["accept", true],
  ["reject", false],
] as const) {
  for (const { name, publicKey, message, signature } of vectorCases<SignatureCase>("conventions", `${verdict}/ed25519.json`)) {
    test(`Ed25519 ${verdict}: ${name}`, () => {
      for (const [which, verify] of Object.entries(verifiers)) assert.equal(verify(publicKey, fromHex(message), fromHex(signature)), expected, which);
    });
  }
}

test("these vectors bite: two good libraries take some of what is refused, as they come", () => {
  const spki = (key: string) => createPublicKey({ key: Buffer.from(`302a300506032b6570032100${key}`, "hex"), format: "der", type: "spki" });
  const takenBy = (judge: (of: SignatureCase) => boolean) =>
    vectorCases<SignatureCase>("conventions", "reject/ed25519.json")
      .filter((of) => {
        try {
          return judge(of);
        } catch {
          return false;
        }
      })
      .map(({ name }) => name);
  const openssl = takenBy(({ publicKey, message, signature }) =>
    verify(null, Buffer.from(message, "hex"), spki(publicKey), Buffer.from(signature, "hex")),
  );
  const noble = takenBy(({ publicKey, message, signature }) =>
    ed25519.verify(fromHex(signature), fromHex(message), fromHex(publicKey), { zip215: false }),
  );
  assert.ok(openssl.includes("key outside the prime-order subgroup, the equation holds exactly"), openssl.join("; "));
  assert.ok(noble.includes("R outside the prime-order subgroup, the equation holds times 8"), noble.join("; "));
  assert.notDeepEqual(openssl, noble);
});
