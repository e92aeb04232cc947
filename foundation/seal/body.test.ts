import assert from "node:assert/strict";
import { createCipheriv } from "node:crypto";
import { test } from "node:test";
import { hkdf as nobleHkdf } from "@noble/hashes/hkdf.js";
import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js";
import fc from "fast-check";
import { concat, toHex, utf8, type Bytes } from "#bytes";
import { openBody, openBodyWithSiv, sealBody, sealBodyWithSiv, SEALED_OVERHEAD_BYTES } from "#seal";
import { runs } from "../../scripts/long.ts";

const code = (expected: string) => ({ name: "SealError", code: expected, message: expected });
const key = Uint8Array.from({ length: 32 }, (_, i) => i);
const otherKey = Uint8Array.from({ length: 32 }, (_, i) => i + 1);
const aad = utf8("work and an epoch id");
const plaintext = utf8("Ana Bellver, taken from Upper Market Street on 4 March");
const openers = { openBody, openBodyWithSiv };
const keys = fc.uint8Array({ minLength: 32, maxLength: 32 });
const bytes = fc.uint8Array({ maxLength: 300 });

/** docs/formats/sealing.md written out with the other library's HKDF. */
function byThePage(k: Uint8Array, salt: Uint8Array, purpose: string, context: Uint8Array, said: Uint8Array): Bytes {
  const okm = nobleHkdf(nobleSha256, k, salt, concat(utf8(`vouchsafe/1/seal/${purpose}`), Uint8Array.of(0), nobleSha256(context)), 64);
  const gcm = createCipheriv("aes-256-gcm", okm.slice(0, 32), new Uint8Array(12));
  gcm.setAAD(context);
  return concat(Uint8Array.of(1), salt, okm.slice(32), gcm.update(said), gcm.final(), gcm.getAuthTag());
}

test("what is sealed opens, has the form of the page, and is longer by the overhead", () => {
  fc.assert(
    fc.property(keys, fc.constantFrom("entry", "act", "wrap", "mailbox"), bytes, bytes, (k, purpose, context, said) => {
      for (const [seal, open] of [
        [sealBody, openBody],
        [sealBodyWithSiv, openBodyWithSiv],
      ] as const) {
        const blob = seal(k, purpose, context, said);
        assert.equal(blob.length, said.length + SEALED_OVERHEAD_BYTES);
        assert.deepEqual(open(k, purpose, context, blob), Uint8Array.from(said));
        assert.deepEqual(blob, byThePage(k, blob.slice(1, 33), purpose, context, said));
      }
    }),
    { numRuns: runs(100, 5000) },
  );
});

test("every single bit of a blob: changed, it does not open", () => {
  for (const [seal, open] of [
    [sealBody, openBody],
    [sealBodyWithSiv, openBodyWithSiv],
  ] as const) {
    const blob = seal(key, "entry", aad, plaintext);
    const refusals = new Map<string, number>();
    for (let bit = 0; bit < blob.length * 8; bit++) {
      const changed = Uint8Array.from(blob);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      const expected = bit < 8 ? "bad-blob" : bit < 8 * 65 ? "wrong-key" : "changed";
      assert.throws(() => open(key, "entry", aad, changed), code(expected), `bit ${bit}`);
      refusals.set(expected, (refusals.get(expected) ?? 0) + 1);
    }
    assert.deepEqual(Object.fromEntries(refusals), { "bad-blob": 8, "wrong-key": 512, changed: 8 * (plaintext.length + 16) });
  }
});

test("every shorter blob, and longer ones, do not open", () => {
  const blob = sealBodyWithSiv(key, "entry", aad, plaintext);
  for (const open of Object.values(openers)) {
    for (let length = 0; length < blob.length; length++)
      assert.throws(() => open(key, "entry", aad, blob.subarray(0, length)), code(length < SEALED_OVERHEAD_BYTES ? "bad-blob" : "changed"));
    assert.throws(() => open(key, "entry", aad, concat(blob, Uint8Array.of(0))), code("changed"));
  }
});

test("another key, purpose or context is told apart from damage", () => {
  const blob = sealBodyWithSiv(key, "entry", aad, plaintext);
  for (const open of Object.values(openers)) {
    assert.throws(() => open(otherKey, "entry", aad, blob), code("wrong-key"));
    assert.throws(() => open(key, "act", aad, blob), code("wrong-key"));
    assert.throws(() => open(key, "entry", utf8("inbox and an epoch id"), blob), code("wrong-key"));
    assert.throws(() => open(key, "entry", new Uint8Array(0), blob), code("wrong-key"));
  }
});

test("key, purpose and context do not run into one another", () => {
  const apart = [
    sealBodyWithSiv(key, "entry", utf8("a"), plaintext),
    sealBodyWithSiv(key, "entrya", utf8(""), plaintext),
    sealBodyWithSiv(key, "entr", utf8("ya"), plaintext),
    sealBodyWithSiv(key, "entry\0", utf8("a"), plaintext),
  ];
  assert.equal(new Set(apart.map((blob) => toHex(blob.subarray(33, 65)))).size, 4);
});

test("the commitment binds: ciphertext of another key behind the right salt and commitment is refused as changed", () => {
  const [mine, theirs] = [sealBody(key, "entry", aad, plaintext), sealBody(otherKey, "entry", aad, plaintext)];
  assert.throws(() => openBody(key, "entry", aad, concat(mine.subarray(0, 65), theirs.subarray(65))), code("changed"));
  assert.throws(() => openBody(key, "entry", aad, concat(theirs.subarray(0, 65), mine.subarray(65))), code("wrong-key"));
});

test("with a random salt two sealings of one text differ everywhere but in the version", () => {
  const [a, b] = [sealBody(key, "entry", aad, plaintext), sealBody(key, "entry", aad, plaintext)];
  assert.notDeepEqual(a.subarray(1, 33), b.subarray(1, 33));
  assert.notDeepEqual(a.subarray(33, 65), b.subarray(33, 65));
  assert.notDeepEqual(a.subarray(65), b.subarray(65));
});

test("with the made salt every desk makes the same blob, and any difference makes another", () => {
  fc.assert(
    fc.property(keys, bytes, bytes, (k, context, said) => {
      assert.deepEqual(
        sealBodyWithSiv(k, "entry", context, said),
        sealBodyWithSiv(Uint8Array.from(k), "entry", Uint8Array.from(context), Uint8Array.from(said)),
      );
    }),
    { numRuns: runs(50, 2000) },
  );
  const salts = [
    sealBodyWithSiv(key, "entry", aad, plaintext),
    sealBodyWithSiv(otherKey, "entry", aad, plaintext),
    sealBodyWithSiv(key, "entry", utf8("other"), plaintext),
    sealBodyWithSiv(key, "entry", aad, utf8("other")),
    sealBodyWithSiv(key, "entry", aad, concat(plaintext, Uint8Array.of(0))),
    sealBodyWithSiv(key, "entry", aad, new Uint8Array(0)),
  ].map((blob) => toHex(blob.subarray(1, 33)));
  assert.equal(new Set(salts).size, salts.length);
});

test("a blob whose salt is not the one made from its text opens as a body and is refused where the salt must be made", () => {
  const blob = sealBody(key, "entry", aad, plaintext);
  assert.deepEqual(openBody(key, "entry", aad, blob), plaintext);
  assert.throws(() => openBodyWithSiv(key, "entry", aad, blob), code("changed"));
});

test("the key is not in the blob, nor is the text", () => {
  const hex = toHex(sealBody(key, "entry", aad, plaintext));
  assert.ok(!hex.includes(toHex(key)) && !hex.includes(toHex(plaintext).slice(0, 16)));
});

test("an empty text and one of a megabyte", () => {
  for (const said of [new Uint8Array(0), new Uint8Array(1 << 20).fill(7)])
    assert.ok(Buffer.from(openBodyWithSiv(key, "entry", aad, sealBodyWithSiv(key, "entry", aad, said))).equals(said));
});
