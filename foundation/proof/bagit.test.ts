/** The Library of Congress's BagIt conformance suite, as far as it speaks of what we parse: declaration, manifests, their files. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Bytes } from "#bytes";
import { DECLARATION, digest, parseManifest, ProofError, requireSamePaths, treeOf, verifyPackage, type Algorithm } from "#proof";

const SUITE = fileURLToPath(new URL("../../../shared/data/vectors/bagit/v1.0/", import.meta.url));
const skip = existsSync(SUITE) ? false : "the BagIt conformance suite is not here (../shared/data/vectors/bagit)";

function filesOf(root: string): Map<string, Bytes> {
  const paths = (readdirSync(root, { recursive: true }) as string[]).filter((path) => statSync(join(root, path)).isFile());
  return new Map(paths.map((path) => [path, Uint8Array.from(readFileSync(join(root, path)))]));
}

/** A bag by our layer alone, without the package profile. The code of the first fault, or null. */
function faultOf(files: ReadonlyMap<string, Bytes>): string | null {
  try {
    if (Buffer.from(files.get("bagit.txt")!).toString("latin1") !== DECLARATION) throw new ProofError("bad-declaration");
    const payload = new Set([...files.keys()].filter((path) => path.startsWith("data/")));
    for (const [path, bytes] of files) {
      const algorithm = /^(?:tag)?manifest-(sha256|sha512)\.txt$/.exec(path)?.[1] as Algorithm | undefined;
      if (!algorithm) continue;
      const listed = parseManifest(algorithm, bytes, path);
      if (!path.startsWith("tag")) requireSamePaths(listed.keys(), payload, path);
      for (const [name, hash] of listed) if (digest(algorithm, files.get(name)!) !== hash) throw new ProofError("wrong-hash");
    }
    return null;
  } catch (error) {
    if (error instanceof ProofError) return error.code;
    throw error;
  }
}

test("a valid bag is accepted by our BagIt layer", { skip }, () => {
  const names = readdirSync(join(SUITE, "valid"));
  assert.deepEqual(names, ["basicBag"]);
  for (const name of names) assert.equal(faultOf(filesOf(join(SUITE, "valid", name))), null, name);
});

test("every invalid bag is refused, each for its reason", { skip }, () => {
  const reasons: Record<string, string> = {
    "bagit-with-invalid-whitespace": "bad-declaration",
    notAllManifestsListAllFiles: "unlisted-file",
    // The suite's declaration of this bag has a space at its end beside the fault it was made for.
    "same-filename-listed-twice-with-different-hashes": "bad-declaration",
    // The RFC lets a reader pass a line that is repeated with one hash; a package has one spelling, so we do not.
    "same-filename-listed-twice-with-the-same-hash": "unsorted-manifest",
  };
  for (const name of readdirSync(join(SUITE, "invalid"))) assert.equal(faultOf(filesOf(join(SUITE, "invalid", name))), reasons[name], name);
});

test("the doubled line itself is what we refuse", { skip }, () => {
  for (const name of ["same-filename-listed-twice-with-different-hashes", "same-filename-listed-twice-with-the-same-hash"]) {
    const manifest = filesOf(join(SUITE, "invalid", name)).get("manifest-sha256.txt")!;
    assert.throws(
      () => parseManifest("sha256", manifest, "manifest-sha256.txt"),
      (error) => error instanceof ProofError && error.code === "unsorted-manifest",
    );
  }
});

test("our profile is stricter: a valid bag that is no package fails by its names", { skip }, async () => {
  // It has one manifest, no bag-info.txt, no seal, and a payload path outside the layout: a good bag, and nothing we vouch for.
  const report = await verifyPackage(treeOf(filesOf(join(SUITE, "valid", "basicBag"))), null);
  assert.equal(report.verdict, "failed");
  assert.deepEqual(report.checks[0], { name: "names", ok: false, detail: "unknown-name", where: null });
});
