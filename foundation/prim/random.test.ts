import assert from "node:assert/strict";
import { test } from "node:test";
import { randomBytes, randomHex, sameSecret } from "#prim";

test("random bytes have the length asked for, differ, and use every value of a byte", () => {
  assert.equal(randomBytes(0).length, 0);
  assert.match(randomHex(16), /^[0-9a-f]{32}$/);
  const many = Array.from({ length: 1000 }, () => randomHex(16));
  assert.equal(new Set(many).size, 1000);
  assert.equal(new Set(randomBytes(20_000)).size, 256);
});

test("sameSecret is equality", () => {
  const secret = randomBytes(32);
  assert.equal(sameSecret(secret, Uint8Array.from(secret)), true);
  assert.equal(sameSecret(secret, secret.subarray(1)), false);
  assert.equal(sameSecret(new Uint8Array(0), new Uint8Array(0)), true);
  for (let at = 0; at < 32; at++) {
    const other = Uint8Array.from(secret);
    other[at]! ^= 1;
    assert.equal(sameSecret(secret, other), false);
  }
});
