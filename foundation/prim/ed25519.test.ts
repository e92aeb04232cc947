/** Strict Ed25519 against the slow reference, on honest signatures, on random damage, and on everything made by hand in vectors/conventions. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { ed25519 } from "@noble/curves/ed25519.js";
import fc from "fast-check";
import { concat, fromHex, toHex, utf8 } from "#bytes";
import { isStrictKey, PrimError, Signer, verifyStrict } from "#prim";
import { runs } from "../../scripts/long.ts";
import { NON_CANONICAL, referenceVerify, rejectedSignatures, RFC_8032, SMALL_ORDER } from "../../vectors/conventions/ed25519.ts";

const seed = fc.uint8Array({ minLength: 32, maxLength: 32 });
const message = fc.uint8Array({ maxLength: 200 });

test("RFC 8032 section 7.1: the keys and the signatures are made as printed there", () => {
  for (const [secret, publicKey, said, signature] of RFC_8032) {
    const signer = new Signer(fromHex(secret));
    assert.equal(signer.publicKey, publicKey);
    assert.equal(toHex(signer.sign(fromHex(said))), signature);
    assert.equal(verifyStrict(publicKey, fromHex(said), fromHex(signature)), true);
  }
});

test("what a signer signs verifies, here and by the reference, and is what the other library signs", () => {
  fc.assert(
    fc.property(seed, message, (secret, said) => {
      const signer = new Signer(secret);
      const signature = signer.sign(said);
      assert.deepEqual(signature, ed25519.sign(said, secret));
      assert.equal(verifyStrict(signer.publicKey, said, signature), true);
      assert.equal(referenceVerify(signer.publicKey, said, signature), true);
    }),
    { numRuns: runs(15, 1000) },
  );
});

test("whatever is bent, the fast and the slow one agree, and no changed signature passes", () => {
  fc.assert(
    fc.property(seed, message, fc.nat(), fc.nat(7), (secret, said, place, bit) => {
      const signer = new Signer(secret);
      const all = concat(fromHex(signer.publicKey), signer.sign(said), said);
      all[place % all.length]! ^= 1 << bit;
      const [key, signature, text] = [toHex(all.subarray(0, 32)), all.subarray(32, 96), all.subarray(96)];
      assert.equal(verifyStrict(key, text, signature), false);
      assert.equal(referenceVerify(key, text, signature), false);
    }),
    { numRuns: runs(25, 2000) },
  );
});

test("pieces of hostile signatures put together in every way: the fast and the slow one agree", () => {
  const pieces = rejectedSignatures().filter(({ signature, publicKey }) => signature.length === 128 && publicKey.length === 64);
  const one = fc.constantFrom(...pieces);
  fc.assert(
    fc.property(one, one, one, (key, r, s) => {
      const signature = fromHex(r.signature.slice(0, 64) + s.signature.slice(64));
      assert.equal(verifyStrict(key.publicKey, fromHex(key.message), signature), referenceVerify(key.publicKey, fromHex(key.message), signature));
    }),
    { numRuns: runs(40, 5000) },
  );
});

test("keys: small order, other spellings, with a small-order part, off the curve, of other forms: none is strict", () => {
  const mixed = rejectedSignatures().filter(({ name }) => name.startsWith("key outside"));
  const { publicKey } = new Signer(new Uint8Array(32).fill(7));
  assert.equal(isStrictKey(publicKey), true);
  const odd = [
    ...SMALL_ORDER,
    ...NON_CANONICAL,
    ...mixed.map((one) => one.publicKey),
    publicKey.toUpperCase(),
    publicKey.slice(2),
    `${publicKey}00`,
    "",
    "x".repeat(64),
    "é".repeat(64),
  ];
  assert.equal(mixed.length, 2);
  for (const key of odd) assert.equal(isStrictKey(key), false, key);
});

test("an honest key with any small-order part added is refused", () => {
  for (const [i, small] of SMALL_ORDER.slice(1).entries()) {
    const honest = ed25519.Point.fromHex(new Signer(new Uint8Array(32).fill(i + 1)).publicKey);
    assert.equal(isStrictKey(toHex(honest.add(ed25519.Point.fromHex(small, true)).toBytes())), false);
  }
});

test("thousands of odd keys, long ones among them, are forgotten again and never remembered as good", () => {
  const { publicKey } = new Signer(new Uint8Array(32).fill(7));
  for (let i = 0; i < 5000; i++) assert.equal(isStrictKey(i.toString(16).padStart(4, "0") + "zz".repeat(30)), false);
  assert.equal(isStrictKey("ab".repeat(1_000_000)), false);
  assert.equal(isStrictKey(publicKey), true);
});

test("hostile input gives false and never throws", () => {
  const { publicKey } = new Signer(new Uint8Array(32).fill(7));
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.constant(publicKey)), fc.uint8Array({ maxLength: 70 }), message, (key, signature, said) => {
      assert.equal(verifyStrict(key, said, signature), false);
    }),
    { numRuns: runs(200, 5000) },
  );
});

test("a seed is 32 bytes", () => {
  for (const length of [0, 31, 33, 64])
    assert.throws(
      () => new Signer(new Uint8Array(length)),
      (e) => e instanceof PrimError && e.code === "bad-key" && e.message === "bad-key",
    );
});

test("a signer keeps its own copy of the seed, gives it back, and prints none of it", () => {
  const secret = Uint8Array.from({ length: 32 }, (_, i) => i + 100);
  const signer = new Signer(secret);
  const { publicKey } = signer;
  secret.fill(0);
  assert.deepEqual(
    [...signer.seed().reveal()],
    Array.from({ length: 32 }, (_, i) => i + 100),
  );
  assert.equal(new Signer(signer.seed().reveal()).publicKey, publicKey);
  for (const shown of [inspect(signer, { showHidden: true, depth: 9 }), JSON.stringify(signer), inspect(signer.seed())]) {
    assert.ok(!shown.includes("100") && !shown.includes("6465"), shown);
  }
  assert.equal(JSON.stringify(signer), JSON.stringify({ publicKey }));
});

test("random signers differ", () => {
  assert.notEqual(Signer.random().publicKey, Signer.random().publicKey);
  assert.equal(verifyStrict(Signer.random().publicKey, utf8("x"), Signer.random().sign(utf8("x"))), false);
});
