import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { concat, fromHex, toHex } from "#bytes";
import { aesGcmOpen, aesGcmSeal } from "#prim";
import { runs } from "../../scripts/long.ts";

// NIST's GCM examples for 256-bit keys, 13, 14 and 16: key, nonce, aad, plaintext, ciphertext and tag.
const NIST: readonly (readonly [string, string, string, string, string])[] = [
  ["00".repeat(32), "00".repeat(12), "", "", "530f8afbc74536b9a963b4f1c4cb738b"],
  ["00".repeat(32), "00".repeat(12), "", "00".repeat(16), "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"],
  [
    "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
    "cafebabefacedbaddecaf888",
    "feedfacedeadbeeffeedfacedeadbeefabaddad2",
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662" +
      "76fc6ece0f4e1768cddf8853bb2d551b",
  ],
];

test("NIST's examples, both ways", () => {
  for (const [key, nonce, aad, plaintext, sealed] of NIST) {
    assert.equal(toHex(aesGcmSeal(fromHex(key), fromHex(nonce), fromHex(aad), fromHex(plaintext))), sealed);
    assert.equal(toHex(aesGcmOpen(fromHex(key), fromHex(nonce), fromHex(aad), fromHex(sealed))!), plaintext);
  }
});

const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const nonce = fc.uint8Array({ minLength: 12, maxLength: 12 });
const bytes = fc.uint8Array({ maxLength: 200 });

test("what is sealed opens, and with any bit changed, of key, nonce, context or text, gives null", () => {
  fc.assert(
    fc.property(key, nonce, bytes, bytes, fc.nat(), (k, n, aad, plaintext, place) => {
      const sealed = aesGcmSeal(k, n, aad, plaintext);
      assert.deepEqual(aesGcmOpen(k, n, aad, sealed), Uint8Array.from(plaintext));
      const all = concat(k, n, aad, sealed);
      all[place % all.length]! ^= 1 << (place % 8);
      const [k2, n2, aad2, sealed2] = [all.subarray(0, 32), all.subarray(32, 44), all.subarray(44, 44 + aad.length), all.subarray(44 + aad.length)];
      assert.equal(aesGcmOpen(k2, n2, aad2, sealed2), null);
    }),
    { numRuns: runs(300, 20_000) },
  );
});

test("what is too short to hold a tag, or is cut, gives null", () => {
  const sealed = aesGcmSeal(new Uint8Array(32), new Uint8Array(12), new Uint8Array(0), new Uint8Array(20));
  for (let length = 0; length < sealed.length; length++)
    assert.equal(aesGcmOpen(new Uint8Array(32), new Uint8Array(12), new Uint8Array(0), sealed.subarray(0, length)), null);
});

test("a key of another length is a bug of the caller and flies", () => {
  assert.throws(() => aesGcmSeal(new Uint8Array(16), new Uint8Array(12), new Uint8Array(0), new Uint8Array(0)), {
    code: "ERR_CRYPTO_INVALID_KEYLEN",
  });
});
