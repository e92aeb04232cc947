import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { breachesIn, sourceBreaches, type SourceRule } from "./source-rules.ts";

const rulesFor = (path: string, code: string) => breachesIn(path, code).map(({ rule, line, found }) => `${rule} ${line} ${found}`);

const REFUSED: readonly [SourceRule, string, string, string][] = [
  ["writes-go-through-durable", "apps/desk/a.ts", `import { writeFileSync } from "node:fs";`, "writeFileSync"],
  ["writes-go-through-durable", "apps/desk/a.ts", `import { writeFile as put } from "node:fs/promises";`, "writeFile"],
  ["writes-go-through-durable", "apps/desk/a.ts", `import { appendFileSync } from "fs";`, "appendFileSync"],
  ["writes-go-through-durable", "apps/relay/a.ts", `import { createWriteStream } from "node:fs";`, "createWriteStream"],
  ["writes-go-through-durable", "apps/relay/a.ts", `import { renameSync } from "node:fs";`, "renameSync"],
  ["writes-go-through-durable", "apps/relay/a.ts", `import { writeSync } from "node:fs";`, "writeSync"],
  ["writes-go-through-durable", "parts/preserve/a.ts", `import * as fs from "node:fs"; fs.writeFileSync("a", "b");`, "writeFileSync"],
  ["writes-go-through-durable", "parts/preserve/a.ts", `import fs from "node:fs"; fs.promises.rename("a", "b");`, "rename"],
  ["writes-go-through-durable", "foundation/store/a.ts", `import { promises } from "node:fs"; promises.writeFile("a", "b");`, "writeFile"],
  [
    "writes-go-through-durable",
    "foundation/store/a.ts",
    `import { open } from "node:fs/promises"; const f = await open("a", "w"); await f.writeFile("b");`,
    "writeFile",
  ],
  ["pure-takes-clock-and-randomness", "foundation/entry/a.ts", `const now = Date.now();`, "Date.now"],
  ["pure-takes-clock-and-randomness", "parts/confirm/a.ts", `const now = new Date();`, "new Date()"],
  ["pure-takes-clock-and-randomness", "parts/confirm/a.ts", `const r = Math.random();`, "Math.random"],
  ["pure-takes-clock-and-randomness", "foundation/proof/a.ts", `const home = process.env["HOME"];`, "process"],
  ["pure-takes-clock-and-randomness", "foundation/wire/a.ts", `setTimeout(() => 1, 5);`, "setTimeout"],
  ["pure-takes-clock-and-randomness", "parts/tell/a.ts", `const r = await fetch("/keys.bin");`, "fetch"],
  ["pure-takes-clock-and-randomness", "parts/tell/a.ts", `const r = globalThis.fetch("/keys.bin");`, "fetch"],
  ["primitives-only-in-prim-and-seal", "apps/tell/a.ts", `crypto.getRandomValues(new Uint8Array(4));`, "getRandomValues"],
  ["primitives-only-in-prim-and-seal", "apps/desk/a.ts", `globalThis.crypto.subtle.digest("SHA-256", x);`, "subtle"],
  ["imports-can-be-seen", "apps/relay/a.ts", `const hidden = "#seal"; await import(hidden);`, "import()"],
  ["imports-can-be-seen", "apps/relay/a.ts", `const fs = process.getBuiltinModule("fs");`, "process.getBuiltinModule"],
  ["imports-can-be-seen", "apps/relay/a.ts", `const fs = require("fs");`, "require"],
  ["imports-can-be-seen", "apps/relay/a.ts", `new Worker(new URL("../../foundation/seal/age.ts", import.meta.url));`, "../../foundation/seal/age.ts"],
];

for (const [rule, path, code, found] of REFUSED) {
  test(`${path} may not: ${code}`, () =>
    assert.deepEqual(
      [...new Set(rulesFor(path, code))].filter((line) => line.startsWith(rule)),
      [`${rule} 1 ${found}`],
    ));
}

const ALLOWED: readonly [string, string][] = [
  ["apps/desk/a.ts", `import { readFileSync, statSync, createReadStream } from "node:fs"; readFileSync("a");`],
  ["apps/desk/a.ts", `process.stdout.write("x"); socket.write("y"); const now = Date.now(); setTimeout(f, 1);`],
  ["foundation/durable/a.ts", `import { writeFileSync, renameSync } from "node:fs"; writeFileSync("a", "b");`],
  ["foundation/entry/a.ts", `export function clockOf(now: () => number) { return new Date(now()); }`],
  ["foundation/entry/a.ts", `export const process = (entry: string) => entry; process("x");`],
  ["parts/tell/a.ts", `export async function keysOf(fetch: (path: string) => Promise<Response>) { return fetch("/keys.bin"); }`],
  ["parts/tell/a.ts", `export interface World { fetch(path: string): void; readonly crypto: boolean; performance: number }`],
  ["parts/casework/a.ts", `const act = { process: 1 }; act.process; const Date = { now: () => 1 }; Date.now();`],
  [
    "apps/desk/a.ts",
    `new Worker(new URL("./worker.ts", import.meta.url)); new URL("../../docs/page.html", import.meta.url); await import("./rooms.ts");`,
  ],
  ["foundation/prim/a.ts", `crypto.getRandomValues(new Uint8Array(4)); crypto.subtle;`],
];

for (const [path, code] of ALLOWED) test(`${path} may: ${code}`, () => assert.deepEqual(rulesFor(path, code), []));

test("a tree is read through, with its screens, and without its tests, builds and scripts", () => {
  const root = mkdtempSync(join(tmpdir(), "vouchsafe-rules-"));
  const code = `import { writeFileSync } from "node:fs";\nwriteFileSync("a", "b");`;
  try {
    for (const path of [
      "apps/desk/ui/room.tsx",
      "foundation/store/x.ts",
      "parts/tell/x.test.ts",
      "apps/tell/build.ts",
      "scripts/x.ts",
      "apps/desk/node_modules/x.ts",
      "vectors/a/make.ts",
    ]) {
      mkdirSync(join(root, path, ".."), { recursive: true });
      writeFileSync(join(root, path), code);
    }
    assert.deepEqual(
      sourceBreaches(root).map(({ path }) => path),
      ["apps/desk/ui/room.tsx", "foundation/store/x.ts"],
    );
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
