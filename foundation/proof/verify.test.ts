import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8, type Bytes } from "#bytes";
import {
  CHECK_NAMES,
  composeManifest,
  composeSshsig,
  exitCodeOf,
  LISTED_TAG_FILES,
  PACKAGE_NAMESPACE,
  ProofError,
  RECORD_PATH,
  SEAL_PATH,
  TAG_MANIFEST,
  treeOf,
  verifyPackage,
  type PackageReport,
} from "#proof";
import { signer, smallPackage, stranger, usualTrust } from "./testing/small-package.ts";

const files = smallPackage();
const trust = usualTrust();
const faults = (report: PackageReport): Record<string, string> =>
  Object.fromEntries(report.checks.filter((check) => !check.ok).map((check) => [check.name, check.detail]));

test("a good package: every check is reported, in order, and the verdict follows trust", async () => {
  const without = await verifyPackage(treeOf(files), null);
  assert.deepEqual(
    without.checks.map((check) => check.name),
    [...CHECK_NAMES],
  );
  assert.deepEqual(faults(without), { signer: "no-trust" });
  assert.equal(exitCodeOf(without.verdict), 2);
  const trusted = await verifyPackage(treeOf(files), trust);
  assert.deepEqual(faults(trusted), {});
  assert.equal(exitCodeOf(trusted.verdict), 0);
  assert.equal(trusted.signer?.keyName, "signing-2031");
  assert.equal(trusted.recordFits, true);
});

test("the report goes on after a fault, and says what it could not ask", async () => {
  const changed = new Map(files).set("manifest-sha256.txt", utf8("x\n"));
  assert.deepEqual(faults(await verifyPackage(treeOf(changed), trust)), {
    "tag-files": "wrong-hash",
    manifests: "bad-manifest",
    payload: "not-reached",
    "payload-sum": "not-reached",
    commitments: "not-reached",
    custody: "not-reached",
  });
});

test("a package that cannot be listed or read fails and does not throw", async () => {
  const closed = { ...treeOf(files), list: () => Promise.reject(new ProofError("unreadable")) };
  const unlisted = await verifyPackage(closed, trust);
  assert.equal(faults(unlisted)["names"], "unreadable");
  assert.equal(unlisted.verdict, "failed");
  assert.equal(unlisted.signer, null);
  const broken = { ...treeOf(files), read: () => Promise.reject(new ProofError("unreadable")) };
  assert.equal((await verifyPackage(broken, trust)).verdict, "failed");
});

test("a bug in what reads the files is not taken for a bad package", async () => {
  const buggy = { ...treeOf(files), read: () => Promise.reject(new TypeError("x is not a function")) };
  await assert.rejects(verifyPackage(buggy, trust), TypeError);
});

test("trust that is not in order fails, however good the package", async () => {
  const report = await verifyPackage(treeOf(files), new Map(trust).set("allowed_signers", utf8("* ssh-ed25519 AAAA\n")));
  assert.deepEqual(faults(report), { "trust-files": "bad-trust-line", signer: "not-reached" });
  assert.equal(report.verdict, "failed");
});

test("the seal may hold and the record be nonsense: said beside the verdict, and no part of it", async () => {
  const report = await verifyPackage(treeOf(sealedAgain(new Map(files).set(RECORD_PATH, utf8("{}")))), trust);
  assert.equal(report.verdict, "authenticated");
  assert.equal(report.recordFits, false);
});

test("sealed again by a stranger, everything put right: consistent, never authenticated", async () => {
  const forged = new Map(files).set(SEAL_PATH, composeSshsig(stranger, PACKAGE_NAMESPACE, files.get(TAG_MANIFEST)!));
  assert.deepEqual(faults(await verifyPackage(treeOf(forged), trust)), { signer: "unknown-key" });
});

test("a report holds no name that a package chose", async () => {
  const report = await verifyPackage(treeOf(new Map(files).set("data/\u001b[2Jxyz", utf8("x"))), trust);
  assert.ok(!JSON.stringify(report).includes("xyz"));
});

test("a file is read once for its hash and for its meaning", async () => {
  const reads = new Map<string, number>();
  const tree = treeOf(files);
  const read = (path: string): Promise<Bytes> => {
    reads.set(path, (reads.get(path) ?? 0) + 1);
    return tree.read(path);
  };
  await verifyPackage({ ...tree, read }, trust);
  assert.deepEqual(
    [...reads.values()],
    [...reads.keys()].map(() => 1),
  );
  assert.equal(reads.size, files.size);
});

/** Manifests put right and sealed with the group's own key. */
function sealedAgain(changed: ReadonlyMap<string, Bytes>): Map<string, Bytes> {
  const out = new Map(changed);
  const payload = new Map([...out].filter(([path]) => path.startsWith("data/")));
  const sum = [...payload.values()].reduce((total, bytes) => total + bytes.length, 0);
  out.set(
    "bag-info.txt",
    utf8(
      Buffer.from(out.get("bag-info.txt")!)
        .toString()
        .replace(/Oxum: .*/, `Oxum: ${sum}.${payload.size}`),
    ),
  );
  for (const algorithm of ["sha256", "sha512"] as const) out.set(`manifest-${algorithm}.txt`, composeManifest(algorithm, payload));
  out.set(TAG_MANIFEST, composeManifest("sha256", new Map(LISTED_TAG_FILES.map((path) => [path, out.get(path)!]))));
  return out.set(SEAL_PATH, composeSshsig(signer, PACKAGE_NAMESPACE, out.get(TAG_MANIFEST)!));
}
