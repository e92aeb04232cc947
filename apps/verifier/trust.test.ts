import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { randomBytes, sha256Hex, Signer } from "#prim";
import { fingerprintOf, parseTrust, type Trust } from "#proof";
import { readTrustFiles, runTrust, runVerify, trustDirectoryFiles } from "./index.ts";
import { vectorPath } from "./testing/vectors.ts";

const scratch = mkdtempSync(join(tmpdir(), "vouchsafe-trust-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

const [now, then, never] = [1, 2, 3].map(() => new Signer(randomBytes(32)).publicKey) as [string, string, string];
const trust: Trust = {
  allowed: [{ name: "signing-2031", publicKey: now }],
  retired: [{ name: "signing-2030", publicKey: then, issued: ["ab".repeat(32)] }],
  revoked: [never],
};

test("an exported trust directory is read back, with verify.sh and its hash", async () => {
  for (const [name, bytes] of trustDirectoryFiles(trust)) writeFileSync(join(scratch, name), bytes);
  assert.deepEqual(parseTrust(await readTrustFiles(scratch)), trust);
  assert.equal(execFileSync("sha256sum", ["-c", "--strict", "verify.sh.sha256"], { cwd: scratch, encoding: "utf8" }), "verify.sh: OK\n");
  assert.equal(sha256Hex(readFileSync(join(scratch, "verify.sh"))), sha256Hex(readFileSync(fileURLToPath(new URL("./verify.sh", import.meta.url)))));
});

test("the keys of a trust directory are shown with the fingerprints people compare", async () => {
  for (const [name, bytes] of trustDirectoryFiles(trust)) writeFileSync(join(scratch, name), bytes);
  const lines: string[] = [];
  assert.equal(await runTrust([scratch], (line) => lines.push(line)), 0);
  assert.deepEqual(lines.slice(0, 3), [
    `in use   ${fingerprintOf(now)}  signing-2031`,
    `retired  ${fingerprintOf(then)}  signing-2030, 1 packages`,
    `revoked  ${fingerprintOf(never)}`,
  ]);
  assert.equal(await runTrust([vectorPath("trust", "pattern")], () => undefined), 1);
  assert.equal(await runTrust([join(scratch, "nowhere")], () => undefined), 64);
  assert.equal(await runTrust([], () => undefined), 64);
});

test("the program says in words what it found, each check once, and the verdict last", async () => {
  const said = async (name: string, ...rest: string[]): Promise<string[]> => {
    const lines: string[] = [];
    await runVerify([vectorPath(...name.split("/"), "package"), ...rest], (line) => lines.push(line));
    return lines;
  };
  const usual = ["--trust", vectorPath("trust", "usual")];
  const good = await said("accept/whole-case", ...usual);
  assert.match(good.at(-1)!, /^AUTHENTICATED: .* does not say that what it tells is true\.$/);
  assert.equal(good.filter((line) => line.startsWith("ok ")).length, 14);
  assert.ok(good.some((line) => line.startsWith("sealed with the key signing-2031, fingerprint SHA256:")));
  assert.match((await said("accept/whole-case")).at(-1)!, /^CONSISTENT, NOT AUTHENTICATED/);
  const bad = await said("reject/extra-file-in-data", ...usual);
  assert.ok(bad.includes("FAIL  manifest-sha256.txt: there is a file that the manifest does not list"));
  assert.ok(bad.some((line) => line.startsWith("----  not asked, because an earlier check failed")));
  assert.equal(bad.at(-1), "FAILED. Do not rely on this package.");
  assert.ok((await said("accept/log-and-timestamps", ...usual)).some((line) => line.includes("this version does not check them")));
});

test("as a program it ends with the exit status", () => {
  const program = fileURLToPath(new URL("./verify.ts", import.meta.url));
  const statusOf = (...args: string[]): number => {
    try {
      execFileSync(process.execPath, [program, ...args], { stdio: "pipe" });
      return 0;
    } catch (error) {
      return (error as { status: number }).status;
    }
  };
  const good = vectorPath("accept", "small", "package");
  assert.equal(statusOf(good, "--trust", vectorPath("trust", "usual")), 0);
  assert.equal(statusOf(good), 2);
  assert.equal(statusOf(vectorPath("reject", "missing-seal", "package")), 1);
  assert.equal(statusOf(), 64);
});
