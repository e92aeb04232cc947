import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { fromUtf8, type Bytes } from "#bytes";
import { CUSTODY_PATH, PACKAGE_NAMESPACE, parseBagInfo, parseCommitment, parseCustody, parseLeaf, parseManifest, parseSshKeyText, parseSshsig, parseTrust, placeOf, ProofError, readCustodyEntry, readItem, readRecord, RECORD_PATH, requireGoodSeal, SEAL_PATH, TAG_MANIFEST, TRUST_FILES, treeOf, verifyPackage, type TrustFile } from "#proof";
import { Chance, damaged, fuzz, fuzzLater, INPUTS } from "../../scripts/fuzz.ts";

const isOurs = (error: unknown): boolean => error instanceof ProofError;
const asIs = (bytes: Uint8Array): Uint8Array => bytes;
const asText = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
const VECTORS = fileURLToPath(new URL("../../vectors/package/", import.meta.url));
const filesIn = (folder: string): Map<string, Bytes> =>
  new Map(
    readdirSync(join(VECTORS, folder), { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => [join(one.parentPath, one.name).slice(join(VECTORS, folder).length + 1), Uint8Array.from(readFileSync(join(one.parentPath, one.name)))]),
  );
const whole = filesIn("accept/whole-case/package");
const small = filesIn("accept/small/package");
const every = [...whole, ...small, ...filesIn("accept/nothing-opened/package"), ...filesIn("accept/retired-but-issued/package")];
const at = (pattern: RegExp): Bytes[] => every.filter(([path]) => pattern.test(path)).map(([, bytes]) => bytes);
const trust = filesIn("trust/usual");
const trustFiles = TRUST_FILES.map((name) => [...trust].find(([path]) => path.endsWith(name))?.[1] ?? new Uint8Array(0));
const keyText = /ssh-ed25519 \S+/.exec(fromUtf8(trustFiles[0]!))![0];

const PARSERS: readonly [string, readonly Uint8Array[], (bytes: Uint8Array) => unknown][] = [
  ["a manifest", at(/manifest-sha256\.txt$/), (bytes) => parseManifest("sha256", bytes, "manifest-sha256.txt")],
  ["bag-info", at(/bag-info\.txt$/), parseBagInfo],
  ["a commitment", at(/commitments\//), (bytes) => parseCommitment(bytes, null)],
  ["a leaf", at(/\.leaf$/), (bytes) => parseLeaf(bytes, null)],
  ["a custody log", at(/custody\.log$/), (bytes) => parseCustody(bytes, null)],
  ["a seal", at(/\.sig$/), (bytes) => parseSshsig(bytes, PACKAGE_NAMESPACE)],
  ["a package's record", every.filter(([path]) => path === RECORD_PATH).map(([, bytes]) => bytes), readRecord],
  ["an item's description", at(/item\.json$/), readItem],
];

for (const [name, valid, parse] of PARSERS) test(name, (t) => fuzz(t, { name, valid, from: asIs, isOurs, parse }));

test("a custody entry", (t) => {
  const entries = at(/custody\.log$/).flatMap((bytes) => parseCustody(bytes, null)).flatMap((line) => ("entry" in line && line.entry instanceof Uint8Array ? [line.entry] : []));
  fuzz(t, { name: "custody entry", valid: entries.length > 0 ? entries : at(/custody\.log$/), from: asIs, isOurs, parse: readCustodyEntry });
});

test("a seal with its signature", (t) =>
  fuzz(t, { name: "seal and signature", valid: at(/\.sig$/), from: asIs, isOurs, parse: (bytes) => requireGoodSeal(parseSshsig(bytes, PACKAGE_NAMESPACE), PACKAGE_NAMESPACE, whole.get(TAG_MANIFEST)!), inputs: INPUTS.costly }));

test("a key as text", (t) => fuzz(t, { name: "key text", valid: [Buffer.from(keyText)], from: asText, isOurs, parse: (text) => parseSshKeyText(text) }));
test("a path", (t) => fuzz(t, { name: "path", valid: every.map(([path]) => Buffer.from(path)), from: asText, isOurs, parse: placeOf }));

test("a trust directory", (t) =>
  fuzz(t, {
    name: "trust directory",
    valid: trustFiles.filter((bytes) => bytes.length > 0),
    from: (bytes, chance) => new Map<TrustFile, Uint8Array>(TRUST_FILES.map((name, n) => [name, chance.below(2) === 0 ? bytes : trustFiles[n]!])),
    isOurs,
    parse: parseTrust,
  }));

test("a whole package with one or two files damaged", async (t) => {
  const paths = [...small.keys()];
  const important = [RECORD_PATH, CUSTODY_PATH, SEAL_PATH, TAG_MANIFEST].filter((path) => small.has(path));
  const chance = new Chance("which files");
  await fuzzLater(t, {
    name: "whole package",
    valid: [...small.values()],
    from: (bytes) => {
      const files = new Map(small);
      for (let n = 1 + chance.below(2); n > 0; n--) {
        const path = chance.below(2) === 0 ? chance.of(important) : chance.of(paths);
        if (chance.below(8) === 0) files.set(asText(bytes.subarray(0, 60)), bytes as Bytes);
        else files.set(path, damaged(chance, [small.get(path)!]) as Bytes);
      }
      return files;
    },
    // A report is given of everything: nothing is thrown.
    isOurs: () => false,
    parse: async (files) => {
      const { verdict, checks } = await verifyPackage(treeOf(files), null);
      if (verdict === "authenticated" || checks.length === 0) throw new Error(verdict);
    },
  });
});
