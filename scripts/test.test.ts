/** The runner itself, run on a small tree: its exit code, what it runs, and that nothing outlives it. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { runNode } from "./run-node.ts";

const SCRIPTS = fileURLToPath(new URL(".", import.meta.url));
const PASSES = `import { test } from "node:test"; test("passes", () => {});`;
const FAILS = `import { test } from "node:test"; test("fails", () => { throw new Error("on purpose"); });`;
const LEAVES = `
import { spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
test("leaves a directory and a process behind", () => {
  mkdtempSync(join(tmpdir(), "left-"));
  const left = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"], { stdio: "ignore" });
  left.unref();
  writeFileSync(new URL("../../left.json", import.meta.url), JSON.stringify({ pid: left.pid, tmp: tmpdir(), long: process.env.VOUCHSAFE_LONG ?? null }));
});`;
const DRAWS = `
import { test } from "node:test";
import fc from "fast-check";
test("draws", (t) => t.diagnostic("drew " + fc.sample(fc.nat(), 3).join(" ")));`;

let root: string;
before(() => {
  root = mkdtempSync(join(tmpdir(), "vouchsafe-runner-"));
  const write = (path: string, text: string) => {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write("package.json", `{"type":"module"}`);
  write("foundation/good/a.test.ts", PASSES);
  write("foundation/bad/b.test.ts", FAILS);
  write("parts/left/c.test.ts", LEAVES);
  write("node_modules/x/d.test.ts", FAILS);
  write("foundation/drawn/e.test.ts", DRAWS);
  symlinkSync(fileURLToPath(new URL("../node_modules/fast-check", import.meta.url)), join(root, "node_modules/fast-check"));
  for (const name of ["test.ts", "seed.ts", "source-files.ts", "system-packages.ts"]) write(`scripts/${name}`, readFileSync(join(SCRIPTS, name), "utf8"));
});
after(() => rmSync(root, { recursive: true, force: true }));

const runTests = (...args: readonly string[]) => runNode(["scripts/test.ts", ...args], root);
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test("all files run, each once, and one failure fails the run", async () => {
  const { code, stdout } = await runTests();
  assert.match(stdout, /^ℹ tests 4$/m);
  assert.match(stdout, /^ℹ pass 3$/m);
  assert.match(stdout, /^ℹ fail 1$/m);
  assert.equal(code, 1);
});

test("a quick run always draws the same; a seed that is given is drawn from; a long run draws anew", async () => {
  const drawn = async (...args: readonly string[]) => /drew [\d ]+/.exec((await runTests("foundation/drawn", ...args)).stdout)?.[0];
  const quick = await drawn();
  assert.ok(quick);
  assert.equal(await drawn(), quick);
  assert.equal(await drawn("--seed=1"), quick);
  assert.notEqual(await drawn("--seed=2"), quick);
  assert.notEqual(await drawn("--long"), await drawn("--long"));
});

test("a pattern chooses files; the closing lines come last", async () => {
  const { code, stdout } = await runTests("good");
  assert.equal(code, 0);
  assert.match(stdout, /ℹ tests 1\nℹ suites 0\nℹ pass 1\nℹ fail 0\nℹ cancelled 0\nℹ skipped 0\nℹ todo 0\nℹ duration_ms [\d.]+\n$/);
});

test("a pattern that fits no file is an error and not a pass", async () => {
  const { code, stderr } = await runTests("nothing-is-called-so");
  assert.equal(code, 1);
  assert.match(stderr, /No test file/);
});

test("what tests leave behind, directories and processes, goes with the run; --long is told to the tests", async () => {
  const { code } = await runTests("--long", "left");
  assert.equal(code, 0);
  const left = JSON.parse(readFileSync(join(root, "left.json"), "utf8")) as { pid: number; tmp: string; long: string | null };
  assert.equal(left.long, "1");
  assert.throws(() => readdirSync(left.tmp), { code: "ENOENT" });
  const until = Date.now() + 2000;
  while (isAlive(left.pid) && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(isAlive(left.pid), false);
});
