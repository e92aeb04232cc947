import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { MAX_FILE_BYTES, maxBytesAt, placeOf, type TreeEntry } from "#proof";
import { checkItems, checkNames } from "./names.ts";
import { ProofError } from "./errors.ts";
import { REQUIRED_PATHS } from "./layout.ts";

const ID = "0123456789abcdef0123456789abcdef";
const PATHS: readonly string[] = [
  ...REQUIRED_PATHS,
  `data/items/${ID}/item.json`,
  `data/items/${ID}/original.jpg`,
  `data/items/${ID}/capture.wacz`,
  `data/items/${ID}/page.html`,
  `data/items/${ID}/page.png`,
  `data/items/${ID}/tls-chain.pem`,
  `data/items/${ID}/working-1.txt`,
  `data/commitments/${ID}.txt`,
  `data/closed/${ID}.leaf`,
  `data/proofs/${ID}.tlog-proof`,
  "data/proofs/checkpoint",
  "data/proofs/policy.txt",
  "data/anchors/checkpoint.freetsa.tsr",
  "data/anchors/checkpoint.ots",
  "data/anchors/bitcoin-header-1200000.hex",
  "seals/tagmanifest-sha256.txt.ots",
  "seals/tagmanifest-sha256.txt.freetsa.tsr",
];
const refused = (code: string) => (error: unknown) => error instanceof ProofError && error.code === code;
const file = (path: string, sizeBytes = 1): TreeEntry => ({ path, type: "file", sizeBytes });
const folder = (path: string): TreeEntry => ({ path, type: "directory", sizeBytes: 0 });
const required = [...REQUIRED_PATHS.map((path) => file(path)), folder("data"), folder("data/custody"), folder("seals")];

test("every name of the layout has its place", () => {
  for (const path of PATHS) assert.ok(placeOf(path), path);
});

test("no name has a second spelling: capitals, dots, slashes, percent, spaces, line ends", () => {
  for (const path of PATHS) {
    for (const other of [
      ` ${path}`,
      `${path} `,
      `/${path}`,
      `./${path}`,
      `${path}/`,
      `${path}\n`,
      `${path}%00`,
      path.replace("/", "//"),
      path.replace("/", "\\"),
      `x${path}`,
    ]) {
      if (other !== path) assert.equal(placeOf(other), null, JSON.stringify(other));
    }
    if (path !== "README.txt") assert.equal(placeOf(path.toUpperCase()), null, path);
    assert.equal(placeOf(path.replace("e", "e\u0301").replace(/(?<!\u0301)$/, path.includes("e") ? "" : "\u0301")), null, path);
  }
});

test("no two names of the layout differ in case alone, whatever is asked", () => {
  const near = fc
    .constantFrom(...PATHS)
    .chain((path) =>
      fc
        .array(fc.tuple(fc.nat(path.length - 1), fc.constantFrom("A", "a", ".", "/", "-", "0", "\u00e9")), { maxLength: 2 })
        .map((changes) => changes.reduce((text, [at, letter]) => text.slice(0, at) + letter + text.slice(at + 1), path)),
    );
  fc.assert(fc.property(near, (path) => placeOf(path) === null || path === "README.txt" || placeOf(path.toLowerCase()) !== null));
  fc.assert(fc.property(near, (path) => path === "README.txt" || placeOf(path) === null || path === path.toLowerCase()));
});

test("names: each fault by its code", () => {
  assert.equal(checkNames(required).size, REQUIRED_PATHS.length);
  const cases: readonly (readonly [string, readonly TreeEntry[]])[] = [
    ["not-a-file", [...required, { path: "seals/x", type: "other", sizeBytes: 0 }]],
    ["unknown-name", [...required, file("data/x")]],
    ["unknown-seal", [...required, file("seals/x")]],
    ["fetch-file", [...required, file("fetch.txt")]],
    ["unknown-directory", [...required, folder("data/anchors")]],
    ["missing-file", required.slice(1)],
    ["too-large", [...required, file(`data/items/${ID}/original.mp4`, MAX_FILE_BYTES + 1), folder("data/items"), folder(`data/items/${ID}`)]],
    ["too-many-files", [...required, ...Array.from({ length: 10_000 }, (_, at) => file(`data/closed/${at.toString(16).padStart(32, "0")}.leaf`))]],
  ];
  for (const [code, entries] of cases) assert.throws(() => checkNames(entries), refused(code), code);
  assert.ok(checkNames([...required, file(`data/items/${ID}/original.mp4`, MAX_FILE_BYTES), folder("data/items"), folder(`data/items/${ID}`)]));
});

test("items: opened with a commitment, or withheld with a leaf, and never both", () => {
  const places = (...paths: readonly string[]): ReadonlyMap<string, NonNullable<ReturnType<typeof placeOf>>> =>
    new Map(paths.map((path) => [path, placeOf(path)!]));
  const [item, original, capture, working] = ["item.json", "original.txt", "capture.wacz", "working-1.txt"].map(
    (name) => `data/items/${ID}/${name}`,
  ) as [string, string, string, string];
  const [commitment, leaf, proof] = [`data/commitments/${ID}.txt`, `data/closed/${ID}.leaf`, `data/proofs/${ID}.tlog-proof`];
  for (const good of [
    [],
    [leaf],
    [item, original, commitment],
    [item, capture, working, commitment, proof],
    [item, working, leaf],
    [item, leaf],
    [leaf, proof],
  ]) {
    checkItems(places(...good));
  }
  for (const bad of [
    [item],
    [original, commitment],
    [item, original],
    [item, original, capture, commitment],
    [item, original, commitment, leaf],
    [commitment],
    [item, working, commitment],
    [item, leaf, commitment],
    [working, leaf],
    [proof],
  ]) {
    assert.throws(() => checkItems(places(...bad)), refused("bad-item"), bad.join(" "));
  }
});

test("what is parsed is small, what is only hashed may be large", () => {
  assert.ok(maxBytesAt(placeOf("data/record.json")!) < maxBytesAt(placeOf(`data/items/${ID}/original.mp4`)!));
});
