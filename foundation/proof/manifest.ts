/** Manifests as BagIt 1.0 has them (RFC 8493 section 2.1.3), in one spelling: lower case, two spaces, ascending paths, LF. */
import { toHex, utf8, type Bytes } from "#bytes";
import { sha256, sha512 } from "#prim";
import { ProofError } from "./errors.ts";
import { asciiLines } from "./lines.ts";

export type Algorithm = "sha256" | "sha512";

const HASHES = { sha256: { of: sha256, hexLength: 64 }, sha512: { of: sha512, hexLength: 128 } } as const;
const SEGMENT = /^[A-Za-z0-9._-]+$/;

/** `bytes` hashed, in hexadecimal. */
export function digest(algorithm: Algorithm, bytes: Uint8Array): string {
  return toHex(HASHES[algorithm].of(bytes));
}

/**
 * Paths and their hashes, in the manifest's order. Throws `ProofError`: `bad-text`, `bad-manifest` (a line of another
 * form, an odd path), `unsorted-manifest` (not strictly ascending: out of order, or listed twice).
 */
export function parseManifest(algorithm: Algorithm, bytes: Uint8Array, where: string): Map<string, string> {
  const { hexLength } = HASHES[algorithm];
  const hashes = new Map<string, string>();
  let last = "";
  for (const line of asciiLines(bytes, where)) {
    const hash = line.slice(0, hexLength);
    const path = line.slice(hexLength + 2);
    if (!/^[0-9a-f]+$/.test(hash) || line.slice(hexLength, hexLength + 2) !== "  " || !isPlainPath(path)) throw new ProofError("bad-manifest", where);
    if (path <= last) throw new ProofError("unsorted-manifest", where);
    hashes.set(path, hash);
    last = path;
  }
  return hashes;
}

/** The manifest of these files. */
export function composeManifest(algorithm: Algorithm, files: ReadonlyMap<string, Uint8Array>): Bytes {
  const paths = [...files.keys()].sort();
  return utf8(paths.map((path) => `${digest(algorithm, files.get(path)!)}  ${path}\n`).join(""));
}

/** Throws `ProofError`: `missing-file` where a listed path is not there, `unlisted-file` where one is there unlisted. */
export function requireSamePaths(listed: Iterable<string>, present: ReadonlySet<string>, where: string): void {
  const wanted = new Set(listed);
  for (const path of wanted) if (!present.has(path)) throw new ProofError("missing-file", where);
  for (const path of present) if (!wanted.has(path)) throw new ProofError("unlisted-file", where);
}

function isPlainPath(path: string): boolean {
  return path.split("/").every((segment) => SEGMENT.test(segment) && segment !== "." && segment !== "..");
}
