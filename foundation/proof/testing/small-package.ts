/** The small package of the vectors, in memory, with the keys it was made with (vectors/package/cast.ts). */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { utf8, type Bytes } from "#bytes";
import { sha256, Signer } from "#prim";
import type { TrustFile } from "#proof";

const VECTORS = fileURLToPath(new URL("../../../vectors/package/", import.meta.url));

const keyNamed = (name: string): Signer => new Signer(sha256(utf8(`vectors/package/key/${name}`)));

/** Whose key the trust directory names. */
export const signer = keyNamed("signing-2031");
export const stranger = keyNamed("a stranger");

export function smallPackage(): Map<string, Bytes> {
  return filesBelow(join(VECTORS, "accept", "small", "package"));
}

export function usualTrust(): Map<TrustFile, Bytes> {
  return filesBelow(join(VECTORS, "trust", "usual")) as Map<TrustFile, Bytes>;
}

function filesBelow(root: string): Map<string, Bytes> {
  const paths = (readdirSync(root, { recursive: true }) as string[]).filter((path) => statSync(join(root, path)).isFile());
  return new Map(paths.sort().map((path) => [path, Uint8Array.from(readFileSync(join(root, path)))]));
}
