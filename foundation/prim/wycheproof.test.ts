/**
 * Wycheproof's cases (github.com/C2SP/wycheproof, Apache-2.0) through our doors. They are others' work and are not part of the project: `sh scripts/with-node.sh
 * scripts/wycheproof.ts` takes them out of a source package of Debian's; without them this skips.
 *
 * X25519 and ChaCha20-Poly1305 are no functions of ours: age-encryption calls them, from the one copy of @noble that is installed, and there they are tried. ML-KEM-768 has
 * no cases in that package; it is tried through age files alone (foundation/seal/cctv-age.test.ts).
 */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { concat, fromHex, toHex } from "#bytes";
import { aesGcmOpen, aesGcmSeal, hkdf, hmac, sameSecret, verifyStrict } from "#prim";
import { verifyStrictWeb } from "#prim/web";

const FOLDER = process.env["VOUCHSAFE_WYCHEPROOF"] ?? fileURLToPath(new URL("../../.wycheproof", import.meta.url));
const skip = existsSync(FOLDER) ? false : "Wycheproof's cases are not here: sh scripts/with-node.sh scripts/wycheproof.ts";

interface Case {
  readonly tcId: number;
  readonly comment: string;
  readonly result: "valid" | "invalid" | "acceptable";
  readonly flags: readonly string[];
  readonly [field: string]: unknown;
}
interface Group {
  readonly key?: { readonly pk: string };
  readonly keySize?: number;
  readonly ivSize?: number;
  readonly tagSize?: number;
  readonly tests: readonly Case[];
}

/** Every case of a file with its group. */
function casesIn(name: string): { group: Group; one: Case; text: (field: string) => string; bytes: (field: string) => Uint8Array<ArrayBuffer> }[] {
  const { testGroups } = JSON.parse(readFileSync(join(FOLDER, `${name}_test.json`), "utf8")) as { readonly testGroups: readonly Group[] };
  return testGroups.flatMap((group) =>
    group.tests.map((one) => ({ group, one, text: (field: string) => String(one[field]), bytes: (field: string) => fromHex(String(one[field])) })),
  );
}

const named = ({ tcId, comment, flags }: Case): string => `${tcId} ${comment} (${flags.join(" ")})`;

for (const [door, verify] of [
  ["node:crypto", verifyStrict],
  ["the browser's", verifyStrictWeb],
] as const) {
  test(`Ed25519, ${door}`, { skip }, (t) => {
    const cases = casesIn("eddsa");
    const differs = cases.filter(({ group, one, bytes }) => verify(group.key!.pk, bytes("msg"), bytes("sig")) !== (one.result === "valid"));
    // Decision 0003 is stricter than RFC 8032 must be; none of these cases is one where that shows.
    assert.deepEqual(differs.map(({ one }) => named(one)), []);
    t.diagnostic(`${cases.length} cases, ${cases.filter(({ one }) => one.result === "valid").length} of them good: 0 judged otherwise`);
  });
}

test("AES-256-GCM", { skip }, (t) => {
  const all = casesIn("aes_gcm");
  const ours = all.filter(({ group }) => group.keySize === 256 && group.tagSize === 128);
  const differs: string[] = [];
  let refused = 0;
  for (const { group, one, bytes } of ours) {
    const sealed = concat(bytes("ct"), bytes("tag"));
    let opened: Uint8Array | null;
    try {
      opened = aesGcmOpen(bytes("key"), bytes("iv"), bytes("aad"), sealed);
    } catch {
      // OpenSSL takes nonces of 1 to 128 bytes and says so of others. Ours are always 12.
      assert.notEqual(group.ivSize, 96, named(one));
      refused += 1;
      continue;
    }
    const isGood = opened !== null && toHex(opened) === one["msg"];
    // "acceptable" are nonces of less than 12 bytes: weak, and computed alike by all.
    if (one.result === "acceptable" ? opened !== null && !isGood : isGood !== (one.result === "valid")) differs.push(named(one));
    if (one.result === "valid" && toHex(aesGcmSeal(bytes("key"), bytes("iv"), bytes("aad"), bytes("msg"))) !== toHex(sealed)) differs.push(`sealing ${named(one)}`);
  }
  assert.deepEqual(differs, []);
  const twelve = ours.filter(({ group }) => group.ivSize === 96).length;
  t.diagnostic(`${ours.length} cases with keys of 256 bits (of ${all.length}; ${twelve} with a nonce of 12 bytes as ours), opened and sealed: 0 otherwise, ${refused} with a nonce of another length refused`);
});

test("HKDF-SHA256", { skip }, (t) => {
  const cases = casesIn("hkdf_sha256");
  const differs = cases.filter(({ one, bytes }) => {
    try {
      return (toHex(hkdf(bytes("ikm"), bytes("salt"), bytes("info"), Number(one["size"]))) === one["okm"]) !== (one.result === "valid");
    } catch {
      return one.result === "valid";
    }
  });
  assert.deepEqual(differs.map(({ one }) => named(one)), []);
  t.diagnostic(`${cases.length} cases: 0 otherwise`);
});

test("HMAC-SHA256", { skip }, (t) => {
  const cases = casesIn("hmac_sha256");
  const differs = cases.filter(({ one, group, bytes }) => {
    const tag = hmac(bytes("key"), bytes("msg")).subarray(0, group.tagSize! / 8);
    return (tag.length === bytes("tag").length && sameSecret(tag, bytes("tag"))) !== (one.result === "valid");
  });
  assert.deepEqual(differs.map(({ one }) => named(one)), []);
  t.diagnostic(`${cases.length} cases: 0 otherwise`);
});

test("ChaCha20-Poly1305, as age calls it", { skip }, (t) => {
  const cases = casesIn("chacha20_poly1305");
  const differs = cases.filter(({ one, bytes }) => {
    try {
      const opened = chacha20poly1305(bytes("key"), bytes("iv"), bytes("aad")).decrypt(concat(bytes("ct"), bytes("tag")));
      return (toHex(opened) === one["msg"]) !== (one.result === "valid");
    } catch {
      return one.result === "valid";
    }
  });
  assert.deepEqual(differs.map(({ one }) => named(one)), []);
  t.diagnostic(`${cases.length} cases: 0 otherwise`);
});

test("X25519, as age calls it", { skip }, (t) => {
  const cases = casesIn("x25519");
  const counts = { agreed: 0, refused: 0 };
  const differs = cases.filter(({ one, text, bytes }) => {
    let shared: string | null = null;
    try {
      shared = toHex(x25519.getSharedSecret(bytes("private"), bytes("public")));
    } catch {
      // A shared secret of zeros, from a point of small order: age must not use one.
    }
    if (shared === null) counts.refused += 1;
    else counts.agreed += 1;
    const isZero = /^0*$/.test(text("shared"));
    // "acceptable" are odd public keys: either the secret they give, or a refusal; of zeros a refusal alone.
    if (one.result === "acceptable") return isZero ? shared !== null : shared !== null && shared !== one["shared"];
    return (shared === one["shared"]) !== (one.result === "valid");
  });
  assert.deepEqual(differs.map(({ one }) => named(one)), []);
  t.diagnostic(`${cases.length} cases: ${counts.agreed} agreed, ${counts.refused} refused, 0 otherwise`);
});
