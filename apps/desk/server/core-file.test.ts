/** The process that holds keys leaves no core file when a fault ends it, whatever the shell allows that the program was started from. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const START = `
import { readFileSync } from "node:fs";
const [launcher, dir] = process.argv.slice(1);
const { launchDesk } = await import(launcher);
const desk = await launchDesk({ dir: dir + "/desk", screensDir: dir });
console.log(/Max core file size\\s+(\\S+)\\s+(\\S+)/.exec(readFileSync("/proc/" + desk.pid() + "/limits", "utf8")).slice(1).join(" "));
await desk.stop();
`;

test("a desk's process may write no core file", { skip: process.platform === "linux" ? false : "reads /proc" }, () => {
  const dir = mkdtempSync(join(tmpdir(), "vouchsafe-core-"));
  writeFileSync(join(dir, "index.html"), "<!doctype html>");
  try {
    const script = 'ulimit -S -c "$(ulimit -H -c)"; exec "$@"';
    const limits = execFileSync("sh", ["-c", script, "sh", process.execPath, "--disable-warning=ExperimentalWarning", "--input-type=module", "-e", START, join(import.meta.dirname, "launcher.ts"), dir], { encoding: "utf8" });
    assert.equal(limits.trim(), "0 0", "soft and hard limit");
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
