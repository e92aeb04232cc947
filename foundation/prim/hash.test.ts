import assert from "node:assert/strict";
import { test } from "node:test";
import { hkdf as nobleHkdf } from "@noble/hashes/hkdf.js";
import { hmac as nobleHmac } from "@noble/hashes/hmac.js";
import { sha256 as nobleSha256, sha512 as nobleSha512 } from "@noble/hashes/sha2.js";
import fc from "fast-check";
import { concat, fromHex, toHex, utf8 } from "#bytes";
import { hashOf, hkdf, hkdfInto, hmac, sha256, sha256Hex, Sha256Stream, sha512 } from "#prim";
import { runs } from "../../scripts/long.ts";

test("SHA-256 and SHA-512: FIPS 180-4's examples", () => {
  assert.equal(sha256Hex(utf8("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  assert.equal(toHex(sha256(utf8(""))), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  assert.equal(
    toHex(sha512(utf8("abc"))),
    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
  );
});

test("HMAC-SHA256: RFC 4231, cases 1 and 2, in one piece and in several", () => {
  assert.equal(toHex(hmac(new Uint8Array(20).fill(0x0b), utf8("Hi There"))), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  const expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
  assert.equal(toHex(hmac(utf8("Jefe"), utf8("what do ya want for nothing?"))), expected);
  assert.equal(toHex(hmac(utf8("Jefe"), utf8("what do ya "), utf8(""), utf8("want for nothing?"))), expected);
});

test("HKDF-SHA256: RFC 5869, cases 1 and 3", () => {
  const ikm = new Uint8Array(22).fill(0x0b);
  const info = fromHex("f0f1f2f3f4f5f6f7f8f9");
  assert.equal(
    toHex(hkdf(ikm, fromHex("000102030405060708090a0b0c"), info, 42)),
    "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
  );
  assert.equal(toHex(hkdf(ikm, new Uint8Array(0), "", 42)), "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
});

test("the platform's hashes are the other library's", () => {
  const bytes = fc.uint8Array({ maxLength: 300 });
  fc.assert(
    fc.property(bytes, bytes, bytes, fc.integer({ min: 1, max: 200 }), (a, b, c, length) => {
      assert.deepEqual(sha256(a), nobleSha256(a));
      assert.deepEqual(sha512(a), nobleSha512(a));
      assert.deepEqual(hmac(a, b, c), nobleHmac(nobleSha256, a, concat(b, c)));
      assert.deepEqual(hkdf(a, b, c, length), nobleHkdf(nobleSha256, a, b, c, length));
    }),
    { numRuns: runs(100, 5000) },
  );
});

test("keys and parts around a block, and more than are put together in place", () => {
  for (const length of [0, 1, 63, 64, 65, 65_471, 65_472, 65_473, 65_536, 200_000]) {
    const bytes = Uint8Array.from({ length }, (_, i) => i * 7);
    assert.deepEqual(hmac(bytes, bytes), nobleHmac(nobleSha256, bytes, bytes), `${length}`);
    assert.deepEqual(hkdf(bytes, bytes, utf8("info"), 70), nobleHkdf(nobleSha256, bytes, bytes, utf8("info"), 70), `${length}`);
    assert.deepEqual(hmac(bytes), hmac(bytes, new Uint8Array(0)));
  }
  assert.throws(() => hkdfInto(new Uint8Array(255 * 32 + 1), utf8("k"), utf8("s"), utf8("i")), RangeError);
});

test("a stream's hash is that of the whole", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 8 }), (pieces) => {
      const stream = new Sha256Stream();
      for (const piece of pieces) stream.update(piece);
      assert.equal(stream.hex(), sha256Hex(concat(...pieces)));
    }),
    { numRuns: runs(100, 2000) },
  );
});

test("hashOf is what the page says, and domains keep names apart", () => {
  assert.equal(hashOf("entry", utf8("x")), sha256Hex(utf8("vouchsafe/1/entry\0x")));
  const names = ["entry", "act", "body", "bod"].map((domain) => hashOf(domain, utf8("y")));
  assert.equal(new Set([...names, hashOf("body", utf8("")), hashOf("bod", utf8("yy"))]).size, 6);
});

test("what comes out are bytes of our own, not a Buffer's view", () => {
  for (const bytes of [sha256(utf8("")), sha512(utf8("")), hmac(utf8("k")), hkdf(utf8("k"), utf8(""), "", 32)])
    assert.equal(Object.getPrototypeOf(bytes), Uint8Array.prototype);
});
