/** Plants a breach of every rule in a small tree of its own and sees each one refused, by name; without them the tree passes. */
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { boundariesOf, type Boundaries } from "./boundaries.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** A house with every package, keeping every rule. */
const HOUSE: Readonly<Record<string, string>> = {
  "foundation/bytes/index.ts": `export type { Bytes } from "./bytes.ts"; export const utf8 = 1;`,
  "foundation/bytes/bytes.ts": `export type Bytes = Uint8Array;`,
  "foundation/prim/index.ts": `import { createHash } from "node:crypto"; import { utf8 } from "#bytes"; export const sha256 = [createHash, utf8];`,
  "foundation/prim/web.ts": `export { ed25519 } from "@noble/curves/ed25519.js";`,
  "foundation/seal/index.ts": `import { Encrypter } from "age-encryption"; import { sha256 } from "#prim"; export const sealAge = [Encrypter, sha256];`,
  "foundation/seal/web.ts": `export { ed25519 } from "#prim/web";`,
  "foundation/entry/index.ts": `import { sealAge } from "#seal"; export const entry = sealAge; export const inner = 1;`,
  "foundation/entry/inner.ts": `export const inner = 1;`,
  "foundation/proof/index.ts": `import { sha256 } from "#prim"; export const proof = sha256;`,
  "foundation/wire/index.ts": `import type { Bytes } from "#bytes"; export type Blob = Bytes;`,
  "foundation/stats/index.ts": `import { simplex } from "./simplex.ts"; export const linkage = simplex;`,
  "foundation/stats/simplex.ts": `export const simplex = 1;`,
  "foundation/durable/index.ts": `import { writeFileSync } from "node:fs"; export const write = writeFileSync;`,
  "foundation/store/index.ts": `import { entry } from "#entry"; import { write } from "#durable"; export const store = [entry, write];`,
  "foundation/sync/index.ts": `import { entry } from "#entry"; import type { Blob } from "#wire"; export type Push = Blob; export const sync = entry;`,
  "parts/casework/index.ts": `import { entry } from "#entry"; export const casework = entry;`,
  "parts/preserve/index.ts": `import { spawn } from "node:child_process"; import { proof } from "#proof"; export const preserve = [spawn, proof];`,
  "parts/tell/index.ts": `import { ed25519 } from "#seal/web"; export const tell = ed25519;`,
  "apps/relay/index.ts": `import type { Blob } from "#wire"; import { write } from "#durable"; import { Hono } from "hono"; export const relay = [Hono, write]; export type B = Blob;`,
  "apps/relay/relay.test.ts": `import { entry } from "#entry"; export const usesEntryInATest = entry;`,
  "apps/verifier/index.ts": `import { readFileSync } from "node:fs"; import { proof } from "#proof"; export const verifier = [readFileSync, proof];`,
  "apps/verifier/build.ts": `import { build } from "esbuild"; export const page = build;`,
  "apps/desk/index.ts": `import { store } from "#store"; import { casework } from "#casework"; export const desk = [store, casework];`,
  "apps/vouchsafe/index.ts": `import { desk } from "../desk/index.ts"; import { relay } from "../relay/index.ts"; export const start = [desk, relay];`,
  "e2e/story.test.ts": `import { desk } from "../apps/desk/index.ts"; import { chromium } from "playwright-core"; export const story = [desk, chromium];`,
  "bench/append.ts": `import { store } from "#store"; export const bench = store;`,
};

/** One planted breach: the rule that must refuse it, the file it stands in, what it says. Files it needs besides are in `with`. */
interface Planted {
  readonly rule: string;
  readonly path: string;
  readonly code: string;
  readonly with?: Readonly<Record<string, string>>;
}

const PLANTED: readonly Planted[] = [
  {
    rule: "apps-have-doors-too",
    path: "apps/vouchsafe/inner.ts",
    code: `import { far } from "../desk/server/routes.ts"; export const x = far;`,
    with: { "apps/desk/server/routes.ts": `export const far = 1;` },
  },
  { rule: "everything-resolves", path: "parts/casework/lost.ts", code: `export { nothing } from "#nowhere";` },
  {
    rule: "no-cycles",
    path: "parts/casework/a.ts",
    code: `import { b } from "./b.ts"; export const a = b;`,
    with: { "parts/casework/b.ts": `import type { a } from "./a.ts"; export const b = 1 as typeof a;` },
  },
  { rule: "relay-needs-little", path: "apps/relay/judge.ts", code: `import { proof } from "#proof"; export const x = proof;` },
  { rule: "relay-cannot-open-anything", path: "apps/relay/peek.ts", code: `import { entry } from "#entry"; export const x = entry;` },
  {
    rule: "relay-cannot-open-anything",
    path: "apps/relay/far.ts",
    code: `import { y } from "../desk/far.ts"; export const x = y;`,
    with: { "apps/desk/far.ts": `import { sealAge } from "#seal"; export const y = sealAge;` },
  },
  { rule: "verifier-stands-alone", path: "apps/verifier/more.ts", code: `import type { Blob } from "#wire"; export type X = Blob;` },
  {
    rule: "verifier-stands-alone",
    path: "apps/verifier/far.ts",
    code: `import { z } from "#proof"; export const x = z;`,
    with: {
      "foundation/proof/far.ts": `import { entry } from "#entry"; export const z = entry;`,
      "foundation/proof/index.ts": `import { sha256 } from "#prim"; export { z } from "./far.ts"; export const proof = sha256;`,
    },
  },
  { rule: "stats-imports-nothing", path: "foundation/stats/own.ts", code: `import type { Bytes } from "#bytes"; export type X = Bytes;` },
  { rule: "stats-imports-nothing", path: "foundation/stats/npm.ts", code: `import { z } from "zod"; export const x = z;` },
  { rule: "bytes-needs-only-itself", path: "foundation/bytes/x.ts", code: `import { sha256 } from "#prim"; export const x = sha256;` },
  { rule: "prim-needs-only-bytes", path: "foundation/prim/x.ts", code: `import { proof } from "#proof"; export const x = proof;` },
  { rule: "seal-needs-only-bytes-prim", path: "foundation/seal/x.ts", code: `import { entry } from "#entry"; export const x = entry;` },
  { rule: "entry-needs-only-bytes-prim-seal", path: "foundation/entry/x.ts", code: `import type { Blob } from "#wire"; export type X = Blob;` },
  { rule: "proof-needs-only-bytes-prim", path: "foundation/proof/x.ts", code: `import { entry } from "#entry"; export const x = entry;` },
  { rule: "wire-needs-only-bytes-prim", path: "foundation/wire/x.ts", code: `import { sealAge } from "#seal"; export const x = sealAge;` },
  { rule: "stats-needs-only-itself", path: "foundation/stats/x.ts", code: `import { sha256 } from "#prim"; export const x = sha256;` },
  { rule: "durable-needs-only-itself", path: "foundation/durable/x.ts", code: `import { sha256 } from "#prim"; export const x = sha256;` },
  {
    rule: "store-needs-only-bytes-prim-seal-entry-durable",
    path: "foundation/store/x.ts",
    code: `import { sync } from "#sync"; export const x = sync;`,
  },
  {
    rule: "sync-needs-only-bytes-prim-seal-entry-wire",
    path: "foundation/sync/x.ts",
    code: `import { store } from "#store"; export const x = store;`,
  },
  {
    rule: "foundation-knows-nothing-above",
    path: "foundation/store/up.ts",
    code: `import { casework } from "#casework"; export const x = casework;`,
  },
  { rule: "parts-know-no-apps", path: "parts/tell/up.ts", code: `import { desk } from "../../apps/desk/index.ts"; export const x = desk;` },
  { rule: "apps-stand-apart", path: "apps/desk/side.ts", code: `import { relay } from "../relay/index.ts"; export const x = relay;` },
  {
    rule: "only-through-the-door",
    path: "parts/casework/inner.ts",
    code: `import { inner } from "../../foundation/entry/inner.ts"; export const x = inner;`,
  },
  {
    rule: "only-through-the-door",
    path: "parts/casework/inner.test.ts",
    code: `import { inner } from "../../foundation/entry/inner.ts"; export const x = inner;`,
  },
  {
    rule: "only-through-the-door",
    path: "apps/desk/web.ts",
    code: `export { x } from "../../foundation/store/web.ts";`,
    with: { "foundation/store/web.ts": `export const x = 1;` },
  },
  {
    rule: "only-through-the-door-from-outside",
    path: "e2e/inner.test.ts",
    code: `import { inner } from "../foundation/entry/inner.ts"; export const x = inner;`,
  },
  { rule: "pure-does-no-io", path: "foundation/entry/io.ts", code: `import { readFileSync } from "node:fs"; export const x = readFileSync;` },
  { rule: "pure-does-no-io", path: "foundation/bytes/io.ts", code: `import { Buffer } from "buffer"; export const x = Buffer;` },
  { rule: "pure-does-no-io", path: "parts/casework/io.ts", code: `import { connect } from "node:net"; export const x = connect;` },
  {
    rule: "prim-and-seal-need-only-crypto",
    path: "foundation/prim/io.ts",
    code: `import { readFileSync } from "node:fs"; export const x = readFileSync;`,
  },
  { rule: "web-doors-need-no-node", path: "foundation/seal/web.ts", code: `export { sealAge } from "./index.ts";` },
  {
    rule: "primitives-only-in-prim-and-seal",
    path: "apps/desk/crypto.ts",
    code: `import { randomBytes } from "node:crypto"; export const x = randomBytes;`,
  },
  {
    rule: "primitives-only-in-prim-and-seal",
    path: "foundation/proof/noble.ts",
    code: `import { sha256 } from "@noble/hashes/sha2.js"; export const x = sha256;`,
  },
  { rule: "age-only-in-seal", path: "apps/desk/age.ts", code: `import { Decrypter } from "age-encryption"; export const x = Decrypter;` },
  { rule: "ships-no-dev-packages", path: "apps/desk/dev.ts", code: `import { build } from "esbuild"; export const x = build;` },
  {
    rule: "ships-no-dev-packages",
    path: "apps/desk/passenger.ts",
    code: `import { chacha20poly1305 } from "@noble/ciphers/chacha.js"; export const x = chacha20poly1305;`,
  },
  {
    rule: "code-imports-no-tests",
    path: "parts/casework/from-test.ts",
    code: `export { y } from "./some.test.ts";`,
    with: { "parts/casework/some.test.ts": `export const y = 1;` },
  },
];

async function judge(files: Readonly<Record<string, string>>): Promise<Boundaries> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "vouchsafe-boundaries-")));
  try {
    for (const name of ["package.json", ".dependency-cruiser.cjs"]) copyFileSync(join(ROOT, name), join(root, name));
    symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
    for (const [path, code] of Object.entries(files)) {
      mkdirSync(join(root, dirname(path)), { recursive: true });
      writeFileSync(join(root, path), code);
    }
    return await boundariesOf(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

test("a house that keeps the rules passes, and was really looked at", async () => {
  const { breaches, files, importsBetweenPackages } = await judge(HOUSE);
  assert.deepEqual(breaches, []);
  assert.equal(files, Object.keys(HOUSE).filter((path) => /^(foundation|parts|apps)/.test(path)).length);
  assert.equal(importsBetweenPackages, 21);
});

const planted = judge({
  ...HOUSE,
  ...Object.assign({}, ...PLANTED.map((one) => one.with ?? {})),
  ...Object.fromEntries(PLANTED.map(({ path, code }) => [path, code])),
});

for (const { rule, path } of PLANTED) {
  test(`${path} is refused: ${rule}`, async () => {
    const { breaches } = await planted;
    const names = breaches.filter(({ from }) => from === path).map((breach) => breach.rule);
    assert.ok(names.includes(rule), `refused by [${names.join(", ")}]`);
  });
}

test("no rule is without its planted breach", () => {
  const { forbidden } = createRequire(import.meta.url)(join(ROOT, ".dependency-cruiser.cjs")) as { forbidden: { name: string }[] };
  assert.deepEqual(
    forbidden.map(({ name }) => name).filter((name) => !PLANTED.some(({ rule }) => rule === name)),
    [],
  );
});

test("when imports are not resolved the tree does not pass for clean", async () => {
  const { importsBetweenPackages } = await judge({ "foundation/bytes/index.ts": `export const utf8 = 1;` });
  assert.equal(importsBetweenPackages, 0);
});
