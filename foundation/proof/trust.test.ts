import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#bytes";
import { randomBytes, Signer } from "#prim";
import { composeTrust, parseTrust, ProofError, standingOf, TRUST_FILES, type Trust, type TrustFile } from "#proof";

const key = (): string => new Signer(randomBytes(32)).publicKey;
const [one, two, three, four] = [key(), key(), key(), key()];
const HASH = "ab".repeat(32);
const trust: Trust = {
  allowed: [{ name: "signing-2031", publicKey: one }],
  retired: [{ name: "signing-2030", publicKey: two, issued: [HASH] }],
  revoked: [three],
};
const refused = (code: string) => (error: unknown) => error instanceof ProofError && error.code === code;

test("what is written is read back", () => {
  assert.deepEqual(parseTrust(composeTrust(trust)), trust);
  const nothing: Trust = { allowed: [], retired: [], revoked: [] };
  assert.deepEqual(parseTrust(composeTrust(nothing)), nothing);
});

test("where a key stands", () => {
  assert.deepEqual(standingOf(trust, one, HASH), { standing: "allowed", keyName: "signing-2031" });
  assert.deepEqual(standingOf(trust, two, HASH), { standing: "issued", keyName: "signing-2030" });
  assert.deepEqual(standingOf(trust, two, "cd".repeat(32)), { standing: "not-issued", keyName: "signing-2030" });
  assert.deepEqual(standingOf(trust, three, HASH), { standing: "revoked", keyName: null });
  assert.deepEqual(standingOf(trust, four, HASH), { standing: "unknown-key", keyName: null });
});

test("cantExportKeyInTwoStates, cantExportOddNames, cantExportUnsoundKeys", () => {
  assert.throws(() => composeTrust({ ...trust, revoked: [one] }), refused("duplicate-trust"));
  assert.throws(() => composeTrust({ ...trust, allowed: [...trust.allowed, { name: "signing-2031", publicKey: four }] }), refused("duplicate-trust"));
  for (const name of ["Tamar", "a b", "*", "", "key\n", "a".repeat(65)]) {
    assert.throws(
      () => composeTrust({ ...trust, allowed: [{ name, publicKey: one }] }),
      (error) => error instanceof ProofError,
      name,
    );
  }
  assert.throws(() => composeTrust({ ...trust, allowed: [{ name: "small", publicKey: `01${"00".repeat(31)}` }] }), refused("unsound-key"));
});

test("an incomplete trust directory is no trust directory", () => {
  for (const name of TRUST_FILES) {
    const files = new Map<TrustFile, Uint8Array>(composeTrust(trust));
    files.delete(name);
    assert.throws(() => parseTrust(files), refused("missing-file"), name);
  }
});

test("every byte of a signer's line matters", () => {
  const files = composeTrust(trust);
  const line = files.get("allowed_signers")!;
  for (let at = 0; at < line.length; at++) {
    for (const byte of [9, 10, 32, 42, 0]) {
      if (line[at] === byte) continue;
      const changed = new Map<TrustFile, Uint8Array>(files).set("allowed_signers", line.with(at, byte));
      assert.throws(
        () => parseTrust(changed),
        (error) => error instanceof ProofError,
        `byte ${at} to ${byte}`,
      );
    }
  }
  assert.throws(
    () => parseTrust(new Map<TrustFile, Uint8Array>(files).set("issued", utf8("signing-2031 " + HASH + "\n"))),
    refused("bad-trust-line"),
  );
});
