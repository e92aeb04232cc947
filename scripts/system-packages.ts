/**
 * Programs of the system that some tests use: a browser, the classic age, OpenSSH, Python's cryptography. Installed when we may (root with
 * apt-get) and they are missing; where we may not, the tests that need them skip and say so. Never a reason to fail.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** The file by which each is known to be there. */
const KNOWN_BY = {
  chromium: "/usr/bin/chromium",
  age: "/usr/bin/age",
  "openssh-client": "/usr/bin/ssh-keygen",
  "python3-cryptography": "/usr/lib/python3/dist-packages/cryptography/__init__.py",
} as const;

export type SystemPackage = keyof typeof KNOWN_BY;

const ALL = Object.keys(KNOWN_BY) as SystemPackage[];
const ENOUGH_MS = 15 * 60_000;
const QUICK = ["-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=20", "-o", "Dpkg::Use-Pty=0"];

/** For `test(name, { skip: without("age") }, …)`: why to skip, or `false` when it is there. */
export function without(name: SystemPackage): string | false {
  return existsSync(KNOWN_BY[name]) ? false : `${name} is not installed here`;
}

/** Installs what is missing where we may. Says in a line what it did or could not do. */
export function installSystemPackages(say: (line: string) => void): void {
  const missing = ALL.filter((name) => without(name) !== false);
  if (missing.length === 0) return;
  const names = missing.join(" ");
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    say(`Missing: ${names}. Tests that need them are skipped (as root on Debian they would be installed).`);
    return;
  }
  say(`Installing ${names} for the tests (once) …`);
  for (const command of [["update"], ["install", "-y", "--no-install-recommends", ...missing]]) {
    const ran = spawnSync("/usr/bin/apt-get", ["-qq", ...QUICK, ...command], {
      stdio: ["ignore", "ignore", "ignore"],
      timeout: ENOUGH_MS,
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
    if (ran.status !== 0) break;
  }
  const still = ALL.filter((name) => without(name) !== false);
  if (still.length > 0) say(`Could not install ${still.join(" ")}: tests that need them are skipped.`);
}

if (import.meta.main) installSystemPackages((line) => console.log(line));
