import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fromBase64, toHex, utf8 } from "#bytes";
import { randomBytes, Signer } from "#prim";
import { composeSshsig, fingerprintOf, parseSshKeyText, parseSshsig, ProofError, requireGoodSeal, sshKeyText } from "#proof";
import { without } from "../../scripts/system-packages.ts";

const NAMESPACE = "vouchsafe-package@v1";
const message = utf8("hash  path\n");
const signer = new Signer(randomBytes(32));
const refused = (code: string) => (error: unknown) => error instanceof ProofError && error.code === code;

const scratch = mkdtempSync(join(tmpdir(), "vouchsafe-sshsig-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

test("a seal is read back and holds for its message and no other", () => {
  const seal = parseSshsig(composeSshsig(signer, NAMESPACE, message), NAMESPACE);
  assert.equal(seal.publicKey, signer.publicKey);
  requireGoodSeal(seal, NAMESPACE, message);
  assert.throws(() => requireGoodSeal(seal, NAMESPACE, utf8("hash  path")), refused("bad-signature"));
  assert.throws(() => requireGoodSeal(seal, "other", message), refused("bad-signature"));
});

test("a seal for another use is told apart", () => {
  assert.throws(() => parseSshsig(composeSshsig(signer, "file", message), NAMESPACE), refused("wrong-namespace"));
});

test("no byte of a seal can be changed, left out or added", () => {
  const file = composeSshsig(signer, NAMESPACE, message);
  const stands = (bytes: Uint8Array): boolean => {
    try {
      requireGoodSeal(parseSshsig(bytes, NAMESPACE), NAMESPACE, message);
      return true;
    } catch (error) {
      if (error instanceof ProofError) return false;
      throw error;
    }
  };
  assert.ok(stands(file));
  for (let at = 0; at < file.length; at++) {
    for (const bit of [1, 2, 32]) assert.ok(!stands(file.with(at, file[at]! ^ bit)), `byte ${at}, bit ${bit}`);
    assert.ok(!stands(Uint8Array.of(...file.slice(0, at), ...file.slice(at + 1))), `without byte ${at}`);
    assert.ok(!stands(Uint8Array.of(...file.slice(0, at), 10, ...file.slice(at))), `a line end before byte ${at}`);
  }
});

test("keys in OpenSSH's spelling", () => {
  assert.equal(parseSshKeyText(sshKeyText(signer.publicKey)), signer.publicKey);
  for (const bad of [
    "ssh-rsa AAAA",
    "ssh-ed25519",
    `${sshKeyText(signer.publicKey)} comment`,
    "ssh-ed25519 AAAA",
    sshKeyText(signer.publicKey).replace(" ", "  "),
  ]) {
    assert.throws(() => parseSshKeyText(bad), refused("bad-trust-line"), bad);
  }
});

test("ssh-keygen and we: the same bytes, the same fingerprint, each other's seals", { skip: without("openssh-client") }, () => {
  const keyFile = join(scratch, "key");
  const messageFile = join(scratch, "message");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", keyFile]);
  writeFileSync(messageFile, message);
  execFileSync("ssh-keygen", ["-q", "-Y", "sign", "-f", keyFile, "-n", NAMESPACE, messageFile], { stdio: "pipe" });
  const publicKey = parseSshKeyText(readFileSync(`${keyFile}.pub`, "utf8").trim());
  const theirs = new Signer(seedOf(keyFile, publicKey));
  assert.equal(theirs.publicKey, publicKey);
  assert.deepEqual(composeSshsig(theirs, NAMESPACE, message), Uint8Array.from(readFileSync(`${messageFile}.sig`)));
  assert.ok(execFileSync("ssh-keygen", ["-l", "-f", keyFile], { encoding: "utf8" }).includes(` ${fingerprintOf(publicKey)} `));

  writeFileSync(join(scratch, "ours.sig"), composeSshsig(signer, NAMESPACE, message));
  writeFileSync(join(scratch, "allowed"), `us namespaces="${NAMESPACE}" ${sshKeyText(signer.publicKey)}\n`);
  const checked = ["-Y", "verify", "-f", join(scratch, "allowed"), "-I", "us", "-n", NAMESPACE, "-s", join(scratch, "ours.sig")];
  assert.match(execFileSync("ssh-keygen", checked, { input: message, encoding: "utf8" }), /^Good /);
});

/** The private key in an unprotected OpenSSH key file: the 32 bytes before the public key's last appearance. */
function seedOf(path: string, publicKey: string): Uint8Array {
  const text = readFileSync(path, "utf8").replaceAll(/-----.*-----|\n/g, "");
  const hex = toHex(fromBase64(text));
  const at = hex.lastIndexOf(publicKey);
  return Uint8Array.from(Buffer.from(hex.slice(at - 64, at), "hex"));
}
