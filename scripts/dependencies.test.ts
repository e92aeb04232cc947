/** What ships from others: pinned exactly, with a decision record each, without install scripts, and locked without addresses. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const DECISIONS = join(ROOT, "docs/decisions");

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
}
interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}

const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Manifest;
const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as { packages: Readonly<Record<string, Locked>> };
const locked = Object.entries(packages).filter(([path]) => path !== "");
const shipping = locked.filter(([, { dev }]) => dev !== true);
const records = readdirSync(DECISIONS).filter((name) => /^\d{4}-.*\.md$/.test(name));
const recorded = records.flatMap((name) =>
  [
    ...readFileSync(join(DECISIONS, name), "utf8").matchAll(
      /^Dependency: `(.+)@([^@`]+)` · licence \S+ · \d+ KiB in node_modules · install scripts: none · brings: ./gm,
    ),
  ].map(([, dependency, version]) => [dependency!, version!] as const),
);

test("every package that ships has its decision record, at its version; no record is of one that is gone", () => {
  assert.deepEqual(Object.fromEntries(recorded), { ...manifest.dependencies });
  assert.equal(recorded.length, Object.keys(manifest.dependencies).length);
});

test("no two decision records have one number, and the list names them all", () => {
  const numbers = records.map((name) => name.slice(0, 4));
  assert.deepEqual([...new Set(numbers)], numbers);
  const list = readFileSync(join(DECISIONS, "README.md"), "utf8");
  for (const name of records) assert.ok(list.includes(`(${name})`), name);
});

test("versions are exact", () => {
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }))
    // DuckDB's bindings number their own releases of one DuckDB: 1.5.6-r.1. The compiler stands beside its older self, which the boundary
    // check reads files with: an alias.
    assert.match(version, /^(?:npm:typescript@)?\d+\.\d+\.\d+(?:-r\.\d+)?$/, name);
});

test("nothing that ships runs a script when it is installed", () => {
  assert.ok(shipping.length >= 12, "the lock file was read");
  assert.deepEqual(
    shipping.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([path]) => path),
    [],
  );
  for (const script of ["preinstall", "install", "postinstall", "prepare"]) assert.equal(manifest.scripts[script], undefined);
  assert.match(readFileSync(join(ROOT, ".npmrc"), "utf8"), /^ignore-scripts=true$/m);
});

test("the lock file holds a hash of each package and no address of any", () => {
  for (const [path, { resolved, integrity }] of locked) {
    assert.equal(resolved, undefined, path);
    assert.match(integrity ?? "", /^sha512-/, path);
  }
});

test("there is one copy of @noble's arithmetic", () => {
  for (const name of ["@noble/curves", "@noble/hashes"])
    assert.deepEqual(
      locked.filter(([path]) => path.endsWith(`node_modules/${name}`)).map(([path]) => path),
      [`node_modules/${name}`],
    );
});

test("MIT packages carry their own licence text, the whole carries the AGPL", () => {
  for (const folder of ["foundation/bytes", "foundation/prim", "foundation/proof", "apps/verifier", "verifier-py"])
    assert.match(readFileSync(join(ROOT, folder, "LICENSE"), "utf8"), /^MIT License\n/);
  assert.match(readFileSync(join(ROOT, "LICENSE"), "utf8"), /^\s+GNU AFFERO GENERAL PUBLIC LICENSE\n\s+Version 3, 19 November 2007\n/);
});
