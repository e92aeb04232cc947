/**
 * `npm test [-- PATTERN…]`: every test file, or those with one of the patterns in their path. `--long` runs full counts; `--seed=N` makes the
 * properties of an earlier run again.
 * The checks are tests too (check.test.ts), so the closing lines of Node's runner count everything.
 */
import { spawn, spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sourceFiles } from "./source-files.ts";
import { installSystemPackages } from "./system-packages.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const FILES_AT_ONCE = 2;

const args = process.argv.slice(2);
const long = args.includes("--long");
const givenSeed = args.findLast((arg) => /^--seed=\d{1,9}$/.test(arg))?.slice("--seed=".length);
const seed = givenSeed ?? (long ? String(randomInt(1e9)) : "1");
const patterns = args.filter((arg) => !arg.startsWith("--"));
const perTestMs = long ? 30 * 60_000 : 5 * 60_000;
const wholeRunMs = long ? 85 * 60_000 : 40 * 60_000;

const files = sourceFiles(ROOT, [".test.ts", ".test.tsx"]).filter(
  (path) => patterns.length === 0 || patterns.some((pattern) => path.includes(pattern)),
);
if (files.length === 0) {
  console.error(`No test file has ${patterns.join(" or ")} in its path.`);
  process.exit(1);
}

// Where a test runs this very script, the run around it has installed what it could.
const { NODE_TEST_CONTEXT: around, ...environment } = process.env;
if (around === undefined) {
  installSystemPackages((line) => console.log(line));
  fetchWycheproof();
}

console.log(`Properties are drawn from seed ${seed}.`);

// Whatever the tests put into the temporary directory, and whatever processes they forget, goes when the run ends.
const temporary = mkdtempSync(join(tmpdir(), "vouchsafe-test-"));
// Every file, and every program a test starts, is a process of its own: what one of them compiled the next one reads. Not among what tests put there, since some search all of it.
const compiled = mkdtempSync(join(tmpdir(), "vouchsafe-compiled-"));
const runner = spawn(
  process.execPath,
  [
    "--disable-warning=ExperimentalWarning",
    "--import=./scripts/seed.ts",
    "--test",
    `--test-concurrency=${FILES_AT_ONCE}`,
    `--test-timeout=${perTestMs}`,
    "--test-reporter=spec",
    ...files,
  ],
  {
    cwd: ROOT,
    detached: true,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...environment, TMPDIR: temporary, NODE_COMPILE_CACHE: compiled, VOUCHSAFE_SEED: seed, ...(long ? { VOUCHSAFE_LONG: "1" } : {}) },
  },
);

const watchdog = setTimeout(() => {
  const running = spawnSync("ps", ["-o", "args=", "-g", String(runner.pid)], { encoding: "utf8" }).stdout ?? "";
  console.error(`The run took longer than ${wholeRunMs / 60_000} minutes and was ended. Still running:\n${running}`);
  endAll();
}, wholeRunMs);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, endAll);

runner.once("exit", (code) => {
  clearTimeout(watchdog);
  endAll();
  for (const folder of [temporary, compiled]) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  process.exitCode = code ?? 1;
});

/** Wycheproof's cases, once, where programs are installed too. Without them their tests skip and say so. */
function fetchWycheproof(): void {
  if (existsSync(join(ROOT, ".wycheproof")) || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  console.log("Fetching Wycheproof's cases for the tests (once) …");
  const ran = spawnSync(process.execPath, [join(ROOT, "scripts/wycheproof.ts")], { stdio: "ignore", timeout: 4 * 60_000 });
  if (ran.status !== 0) console.log("Could not fetch them: those tests are skipped.");
}

/** Ends the runner's whole process group. */
function endAll(): void {
  try {
    process.kill(-runner.pid!, "SIGKILL");
  } catch {
    // It has ended already.
  }
}
