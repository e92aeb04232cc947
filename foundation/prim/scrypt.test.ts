import assert from "node:assert/strict";
import { test } from "node:test";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { scrypt as nobleScrypt } from "@noble/hashes/scrypt.js";
import fc from "fast-check";
import { toHex, utf8 } from "#bytes";
import { chachaOpenOnce, chachaSealOnce, scrypt } from "#prim";
import { runs } from "../../scripts/long.ts";

test("scrypt: the other library's, for any passphrase, salt and small work", async () => {
  const bytes = fc.uint8Array({ maxLength: 80 });
  await fc.assert(
    fc.asyncProperty(bytes, bytes, fc.integer({ min: 1, max: 8 }), async (passphrase, salt, log2N) => {
      assert.deepEqual(
        await scrypt(passphrase, salt, log2N),
        Uint8Array.from(nobleScrypt(passphrase, salt, { N: 2 ** log2N, r: 8, p: 1, dkLen: 32 })),
      );
    }),
    { numRuns: runs(60, 1000) },
  );
});

test("scrypt: RFC 7914, the first half of its fourth example, a gibibyte of work", async () => {
  assert.equal(
    toHex(await scrypt(utf8("pleaseletmein"), utf8("SodiumChloride"), 20)),
    "2101cb9b6a511aaeaddbbe09cf70f881ec568d574a2ffd4dabe5ee9820adaa47",
  );
});

test("ChaCha20-Poly1305: the other library's, and nothing that was changed opens", () => {
  const keys = fc.uint8Array({ minLength: 32, maxLength: 32 });
  fc.assert(
    fc.property(keys, fc.uint8Array({ maxLength: 100 }), fc.nat(), (key, plaintext, at) => {
      const sealed = chachaSealOnce(key, plaintext);
      assert.deepEqual(sealed, Uint8Array.from(chacha20poly1305(key, new Uint8Array(12)).encrypt(plaintext)));
      assert.deepEqual(chachaOpenOnce(key, sealed), Uint8Array.from(plaintext));
      const changed = Uint8Array.from(sealed);
      changed[(at >> 3) % sealed.length]! ^= 1 << (at & 7);
      assert.equal(chachaOpenOnce(key, changed), null);
      assert.equal(chachaOpenOnce(key, sealed.subarray(0, 15)), null);
    }),
    { numRuns: runs(200, 5000) },
  );
});
