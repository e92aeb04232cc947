import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fromUtf8, utf8 } from "#bytes";
import { buildPackage, LIMITS, PreserveError, writePackageDirectory, type PackageInput } from "#preserve";
import { ProofError, readItem, readRecord, RECORD_PATH, SEAL_PATH, sshKeyText, TAG_MANIFEST, treeOf, verifyPackage } from "#proof";
import { without } from "../../scripts/system-packages.ts";
import { chance, closedItem, DAY, idOf, letterCase, openedItem, signer, stranger } from "./testing/cast.ts";

const scratch = mkdtempSync(join(tmpdir(), "vouchsafe-package-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

const failsAs = (code: string) => (error: unknown) => (error instanceof PreserveError || error instanceof ProofError) && error.code === code;
const withItems = (items: PackageInput["items"]): PackageInput => ({ ...letterCase(), items, custody: letterCase().custody.slice(1) });

test("a package verifies, says what it does not prove, and fits its record", async () => {
  const { id, files } = await buildPackage(letterCase(), signer, DAY, chance("a"));
  const report = await verifyPackage(treeOf(files), null);
  assert.equal(report.verdict, "consistent");
  assert.equal(report.recordFits, true);
  const record = readRecord(files.get(RECORD_PATH)!);
  assert.equal(record.package, id);
  assert.deepEqual(record.limits, LIMITS);
  for (const limit of LIMITS) assert.ok(fromUtf8(files.get("README.txt")!).replaceAll(/\s+/g, " ").includes(limit));
});

test("the same input, key, day and chance make the same bytes; another chance another package", async () => {
  const [one, again, other] = [
    await buildPackage(letterCase(), signer, DAY, chance("a")),
    await buildPackage(letterCase(), signer, DAY, chance("a")),
    await buildPackage(letterCase(), signer, DAY, chance("b")),
  ];
  assert.deepEqual([...one.files], [...again.files]);
  assert.notEqual(one.id, other.id);
});

test("nothing in a package tells who sealed it, an hour, or a withheld original", async () => {
  const { files } = await buildPackage(letterCase(), signer, DAY, chance("a"));
  for (const [path, bytes] of files) {
    const text = Buffer.from(bytes).toString("latin1");
    if (path !== SEAL_PATH) assert.ok(!text.includes(signer.publicKey), path);
    if (!path.startsWith("data/custody/")) assert.doesNotMatch(text, /\d\d:\d\d:\d\d/, path);
  }
  const withheld = idOf("register");
  assert.deepEqual(
    [...files.keys()].filter((path) => path.includes(withheld)),
    [`data/closed/${withheld}.leaf`],
  );
});

test("a working copy names its parent, and the parent's hash only where the parent is in the package", async () => {
  const letter = openedItem("letter", "They came.\n");
  const madeFrom = { name: "original.txt", operation: "redaction", tool: "a person", toolVersion: "1" } as const;
  const copy = { name: "working-1.txt", bytes: utf8("They c***.\n"), madeFrom };
  const { files: whole } = await buildPackage(withItems([{ ...letter, files: [...letter.files, copy] }]), signer, DAY, chance("a"));
  const path = `data/items/${letter.id}/item.json`;
  const parentHash = readItem(whole.get(path)!).files[0]!.sha256;
  assert.equal(readItem(whole.get(path)!).files[1]!.madeFrom!.sha256, parentHash);

  const { id, kind, parents, description, received, mediaType, capture, redactions } = letter;
  const withheld = {
    id,
    kind,
    parents,
    description,
    received,
    mediaType,
    capture,
    redactions,
    opened: "redacted",
    leaf: "ab".repeat(32),
    files: [copy],
  } as const;
  const { files: redacted } = await buildPackage(withItems([withheld]), signer, DAY, chance("a"));
  assert.equal(readItem(redacted.get(path)!).files[0]!.madeFrom!.sha256, null);
  assert.ok(![...redacted.values()].some((bytes) => Buffer.from(bytes).toString("latin1").includes(parentHash)));
});

test("cantPackageWithoutOriginal, cantPackageOneItemTwice, cantPackageOddNames", async () => {
  const letter = openedItem("letter", "x");
  const build = (items: PackageInput["items"]) => buildPackage(withItems(items), signer, DAY, chance("a"));
  await assert.rejects(build([{ ...letter, files: [] }]), failsAs("no-original"));
  await assert.rejects(build([letter, letter]), failsAs("same-name-twice"));
  await assert.rejects(build([letter, closedItem("letter", utf8("x"))]), failsAs("bad-record"));
  await assert.rejects(build([{ ...letter, files: [...letter.files, { name: "../x", bytes: utf8("x"), madeFrom: null }] }]), failsAs("bad-record"));
  await assert.rejects(
    build([{ ...letter, files: [...letter.files, { name: "original.jpg", bytes: utf8("x"), madeFrom: null }] }]),
    failsAs("not-a-package"),
  );
  await assert.rejects(build([{ ...letter, salt: "00" }]), failsAs("bad-commitment"));
  await assert.rejects(buildPackage(letterCase(), signer, "2031-04-17T08:00:00Z", chance("a")), failsAs("bad-record"));
  await assert.rejects(buildPackage({ ...letterCase(), custody: [] }, signer, DAY, chance("a")), failsAs("bad-custody"));
  await assert.rejects(buildPackage({ ...letterCase(), organisation: " x" }, signer, DAY, chance("a")), failsAs("bad-bag-info"));
  await assert.rejects(buildPackage({ ...letterCase(), organisation: "a\nContact-Name: b" }, signer, DAY, chance("a")), failsAs("bad-bag-info"));
});

test("a custody entry about an item that is not in the package is caught before it leaves", async () => {
  await assert.rejects(buildPackage({ ...letterCase(), items: [] }, signer, DAY, chance("a")), failsAs("not-a-package"));
});

test("by hand: sha256sum, sha512sum and ssh-keygen agree with the package", { skip: without("openssh-client") }, async () => {
  const made = await buildPackage(letterCase(), signer, DAY, chance("by hand"));
  const cwd = writePackageDirectory(scratch, made);
  const run = (program: string, args: readonly string[], input?: Uint8Array): string =>
    execFileSync(program, args, { cwd, encoding: "utf8", stdio: ["pipe", "pipe", "pipe"], ...(input ? { input } : {}) });
  const payloadFiles = [...made.files.keys()].filter((path) => path.startsWith("data/")).length;

  const checked = run("sha256sum", ["-c", "--strict", "tagmanifest-sha256.txt", "manifest-sha256.txt"]).trim().split("\n");
  assert.equal(checked.length, 5 + payloadFiles);
  assert.ok(checked.every((line) => line.endsWith(": OK")));
  assert.equal(run("sha512sum", ["-c", "--strict", "manifest-sha512.txt"]).trim().split("\n").length, payloadFiles);

  const allowed = join(scratch, "allowed_signers");
  const verify = ["-Y", "verify", "-f", allowed, "-I", "signing-1", "-n", "vouchsafe-package@v1", "-s", SEAL_PATH];
  writeFileSync(allowed, `signing-1 namespaces="vouchsafe-package@v1" ${sshKeyText(signer.publicKey)}\n`);
  assert.match(run("ssh-keygen", verify, made.files.get(TAG_MANIFEST)!), /^Good "vouchsafe-package@v1" signature for signing-1/);

  assert.throws(() => run("ssh-keygen", verify, utf8("other")));
  writeFileSync(allowed, `signing-1 namespaces="vouchsafe-package@v1" ${sshKeyText(stranger.publicKey)}\n`);
  assert.throws(() => run("ssh-keygen", verify, made.files.get(TAG_MANIFEST)!));
  appendFileSync(join(cwd, `data/items/${idOf("letter")}/original.txt`), "x");
  assert.throws(() => run("sha256sum", ["-c", "--strict", "manifest-sha256.txt"]));
});

test("what README.txt tells an outsider to type is what the test above types", async () => {
  const { files } = await buildPackage(letterCase(), signer, DAY, chance("a"));
  const readme = fromUtf8(files.get("README.txt")!);
  for (const command of [
    "sha256sum -c tagmanifest-sha256.txt manifest-sha256.txt",
    "sha512sum -c manifest-sha512.txt",
    `-n vouchsafe-package@v1 -s ${SEAL_PATH}`,
  ]) {
    assert.ok(readme.includes(command), command);
  }
  assert.doesNotMatch(readme, /[^\n\u0020-\u007e]/);
  assert.ok(readme.split("\n").every((line) => line.length <= 100));
});

test("a package directory holds what the package holds, and is not written over", async () => {
  const made = await buildPackage(letterCase(), signer, DAY, chance("directory"));
  const directory = writePackageDirectory(scratch, made);
  const inside = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  assert.equal(inside.length, made.files.size);
  for (const [path, bytes] of made.files) assert.deepEqual(Uint8Array.from(readFileSync(join(directory, path))), bytes, path);
  assert.throws(() => writePackageDirectory(scratch, made), failsAs("directory-exists"));
});
