/** Packages and trust directories on a disk. What is half written is no package: the tag manifest and then the seal come last. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Bytes } from "#bytes";
import { makeDirectory, writeFileDurably } from "#durable";
import { SEAL_PATH, TAG_MANIFEST } from "#proof";
import { PreserveError } from "./errors.ts";
import type { EvidencePackage } from "./package.ts";

const LAST = [TAG_MANIFEST, SEAL_PATH];

/** Writes a package below `parent` under its own name. Returns its directory. Throws `PreserveError("directory-exists")`, `DurableError`. */
export function writePackageDirectory(parent: string, { id, files }: EvidencePackage): string {
  const directory = join(parent, id);
  writeNewDirectory(directory, files);
  return directory;
}

/** Writes files into a directory that must not exist yet. Throws `PreserveError("directory-exists")`, `DurableError`. */
export function writeNewDirectory(directory: string, files: ReadonlyMap<string, Bytes>): void {
  if (existsSync(directory)) throw new PreserveError("directory-exists");
  makeDirectory(directory);
  const paths = [...files.keys()].sort((a, b) => LAST.indexOf(a) - LAST.indexOf(b) || (a < b ? -1 : 1));
  for (const path of paths) {
    const place = join(directory, ...path.split("/"));
    makeDirectory(dirname(place));
    writeFileDurably(place, files.get(path)!);
  }
}
