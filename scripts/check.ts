/** `npm run check`: types, lint, boundaries and source rules. Each check gives its complaints; none is good. */
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { boundariesOf } from "./boundaries.ts";
import { runNode } from "./run-node.ts";
import { sourceBreaches } from "./source-rules.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

export interface Check {
  readonly name: string;
  readonly complaints: () => Promise<readonly string[]>;
}

export const checks: readonly Check[] = [
  { name: "types hold (tsc)", complaints: () => complaintsOf("node_modules/typescript-native/bin/tsc", "-p", ".") },
  { name: "the linter finds nothing (oxlint, with types)", complaints: () => complaintsOf("node_modules/oxlint/bin/oxlint", "--format=unix") },
  { name: "packages keep their boundaries (dependency-cruiser)", complaints: boundaryComplaints },
  {
    name: "files are written, clocks read and cryptography called where they may be",
    complaints: () => Promise.resolve(sourceBreaches(ROOT).map(({ rule, path, line, found }) => `${path}:${line} ${rule}: ${found}`)),
  },
];

async function complaintsOf(...command: readonly string[]): Promise<readonly string[]> {
  const ran = await runNode(command, ROOT);
  return ran.code === 0 ? [] : `${ran.stdout}\n${ran.stderr}`.split("\n").filter((line) => line.trim() !== "");
}

async function boundaryComplaints(): Promise<readonly string[]> {
  const { breaches, files, importsBetweenPackages } = await boundariesOf(ROOT);
  const seen = importsBetweenPackages > 0 ? [] : [`of ${files} files no import between packages was resolved: nothing was checked`];
  return [...seen, ...breaches.map(({ rule, from, to }) => `${from} → ${to} ${rule}`)];
}

if (import.meta.main) {
  for (const { name, complaints } of checks) {
    const started = performance.now();
    const found = await complaints();
    console.log(`${found.length === 0 ? "✔" : "✖"} ${name} (${Math.round(performance.now() - started)} ms)`);
    for (const complaint of found) console.log(`  ${complaint}`);
    if (found.length > 0) process.exitCode = 1;
  }
}
