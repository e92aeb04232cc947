import assert from "node:assert/strict";
import { test } from "node:test";
import { ed25519 } from "@noble/curves/ed25519.js";
import { concat, fromHex, toHex, utf8, type Bytes } from "#bytes";
import fc from "fast-check";
import { hashOf, sha256, sha512, Signer, verifyStrict } from "#prim";
import { hashOfWeb, hasRandomWeb, randomBytesWeb, sha256Web, verifyStrictWeb } from "#prim/web";

const { Point } = ed25519;
const L = Point.Fn.ORDER;
const P = 2n ** 255n - 19n;

// The eight points of small order, as RFC 8032 encodes them.
const SMALL_ORDER = [
  "0100000000000000000000000000000000000000000000000000000000000000",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0000000000000000000000000000000000000000000000000000000000000080",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
];
// Other spellings of small-order points that lax decoders take.
const NON_CANONICAL = [
  "0100000000000000000000000000000000000000000000000000000000000080",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
];

const message = utf8("vouchsafe");

function bytesOf(n: bigint): Bytes {
  return fromHex(n.toString(16).padStart(64, "0")).reverse();
}

function challenge(r: Uint8Array, key: Uint8Array, said: Uint8Array): bigint {
  return BigInt(`0x${toHex(sha512(concat(r, key, said)).reverse())}`) % L;
}

/** A signature by scalar `a` whose R carries `torsionR`, for a key that carries `torsionA`: right up to the cofactor. */
function crafted(a: bigint, nonce: bigint, said: Uint8Array, torsionA = Point.ZERO, torsionR = Point.ZERO): { key: string; signature: Bytes } {
  const key = Point.BASE.multiplyUnsafe(a).add(torsionA).toBytes();
  const r = Point.BASE.multiplyUnsafe(nonce).add(torsionR).toBytes();
  const s = (nonce + challenge(r, key, said) * a) % L;
  return { key: toHex(key), signature: concat(r, bytesOf(s)) };
}

function both(key: string, said: Uint8Array, signature: Uint8Array): boolean {
  const web = verifyStrictWeb(key, said, signature);
  assert.equal(web, verifyStrict(key, said, signature), `the two verifiers differ on key ${key} signature ${toHex(signature)}`);
  return web;
}

test("hashes are those of the main door", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 40 }), (a, b) => {
      assert.deepEqual(sha256Web(a), sha256(a));
      assert.equal(hashOfWeb("entry", a, b), hashOf("entry", a, b));
    }),
  );
});

test("random bytes come in any length and are not all one value", () => {
  assert.equal(hasRandomWeb(), true);
  for (const length of [0, 1, 32, 65_536, 65_537, 140_000]) assert.equal(randomBytesWeb(length).length, length);
  assert.ok(new Set(randomBytesWeb(140_000).subarray(131_072)).size > 200, "the part past the platform's limit is filled as well");
});

test("true signatures pass both verifiers; any change fails both", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.uint8Array({ maxLength: 80 }),
      fc.nat(63),
      fc.integer({ min: 1, max: 255 }),
      (seed, said, at, flip) => {
        const signer = new Signer(seed);
        const signature = signer.sign(said);
        assert.equal(both(signer.publicKey, said, signature), true);
        const changed = Uint8Array.from(signature, (byte, i) => (i === at ? byte ^ flip : byte));
        assert.equal(both(signer.publicKey, said, changed), false);
        assert.equal(both(signer.publicKey, concat(said, utf8("!")), signature), false);
      },
    ),
    { numRuns: 40 },
  );
});

test("random bytes as key and signature: both say no, and neither throws", () => {
  const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });
  fc.assert(
    fc.property(bytes32, bytes32, bytes32, (key, r, s) => {
      assert.equal(both(toHex(key), message, concat(r, s)), false);
    }),
    { numRuns: 60 },
  );
  for (const key of ["", "00", "zz".repeat(32), "AB".repeat(32)]) assert.equal(both(key, message, new Uint8Array(64)), false);
  for (const length of [0, 63, 65]) assert.equal(both(new Signer(new Uint8Array(32)).publicKey, message, new Uint8Array(length)), false);
});

test("small-order and non-canonical keys are refused with every signature that lax verifiers take for them", () => {
  for (const key of [...SMALL_ORDER, ...NON_CANONICAL]) {
    for (const r of [...SMALL_ORDER, ...NON_CANONICAL]) {
      assert.equal(both(key, message, concat(fromHex(r), new Uint8Array(32))), false);
    }
  }
});

test("mixed-order keys and mixed-order R are refused, also where cofactored verification accepts", () => {
  let acceptedByCofactored = 0;
  for (const encoded of SMALL_ORDER.slice(1)) {
    const torsion = Point.fromBytes(fromHex(encoded));
    for (let nonce = 7n; nonce < 10n; nonce++) {
      for (const { key, signature } of [
        crafted(12345n, nonce, message, torsion),
        crafted(12345n, nonce, message, Point.ZERO, torsion),
        crafted(12345n, nonce, message, torsion, torsion),
      ]) {
        assert.equal(both(key, message, signature), false);
        if (ed25519.verify(signature, message, fromHex(key), { zip215: true })) acceptedByCofactored++;
      }
    }
  }
  assert.equal(acceptedByCofactored, 63, "these vectors would pass a cofactored verifier, so the test can fail");
});

test("S at the group order or above is refused", () => {
  const { key, signature } = crafted(12345n, 99n, message);
  assert.equal(both(key, message, signature), true);
  const s = BigInt(`0x${toHex(signature.slice(32).reverse())}`);
  for (const more of [s + L, s + 2n * L, s + 8n * L]) {
    if (more < 2n ** 256n) assert.equal(both(key, message, concat(signature.subarray(0, 32), bytesOf(more))), false);
  }
  for (const edge of [0n, L - 1n, L, L + 1n, 2n ** 252n, 2n ** 256n - 1n]) both(key, message, concat(signature.subarray(0, 32), bytesOf(edge)));
});

test("the identity as R is refused, in every spelling", () => {
  const identity = crafted(12345n, 0n, message);
  assert.equal(toHex(identity.signature.subarray(0, 32)), SMALL_ORDER[0]);
  assert.equal(both(identity.key, message, identity.signature), false);
  // R = identity, spelled y = 1 + p: a signature made for exactly that spelling.
  const key = Point.BASE.multiplyUnsafe(12345n).toBytes();
  for (const spelled of [bytesOf(1n + P), fromHex(NON_CANONICAL[0]!)]) {
    const s = (challenge(spelled, key, message) * 12345n) % L;
    assert.equal(both(toHex(key), message, concat(spelled, bytesOf(s))), false);
  }
});
