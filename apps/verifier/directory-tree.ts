/** A package in a directory. Links are seen and never followed; a folder no package has is not entered. */
import { constants } from "node:fs";
import { access, lstat, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { MAX_FILES, MAX_TEXT_BYTES, ProofError, TRUST_FILES, type PackageTree, type TreeEntry, type TrustFile } from "#proof";
import type { Bytes } from "#bytes";

const PLAIN_NAME = /^[A-Za-z0-9._-]+$/;
/** No path of the layout has more segments. */
const MAX_DEPTH = 4;
/** More entries than any package can have: enough to know that this is none. */
const MAX_ENTRIES = 2 * MAX_FILES + 100;

/** The package at `root`, a directory that exists. */
export function directoryTree(root: string): PackageTree {
  return {
    list: async () => {
      const entries: TreeEntry[] = [];
      await unlessUnreadable(() => listInto(entries, root, []));
      return entries;
    },
    read: (path) => unlessUnreadable(() => readPlainFile(join(root, ...path.split("/")))),
  };
}

/** The trust directory's files. One that is not there, or no plain file, is absent from the map. */
export async function readTrustFiles(directory: string): Promise<Map<TrustFile, Bytes>> {
  const files = new Map<TrustFile, Bytes>();
  for (const name of TRUST_FILES) {
    try {
      const { size } = await lstat(join(directory, name));
      if (size > MAX_TEXT_BYTES) continue;
      files.set(name, await readPlainFile(join(directory, name)));
    } catch {
      // Absent: the verification says so.
    }
  }
  return files;
}

async function listInto(entries: TreeEntry[], root: string, above: readonly string[]): Promise<void> {
  for (const inside of await readdir(join(root, ...above), { withFileTypes: true })) {
    if (entries.length > MAX_ENTRIES) return;
    const segments = [...above, inside.name];
    const path = segments.join("/");
    if (inside.isFile()) {
      const place = join(root, ...segments);
      const sizeBytes = PLAIN_NAME.test(inside.name) ? (await lstat(place)).size : 0;
      await access(place, constants.R_OK); // also of files nothing asks for later: who looks away says nothing of them
      entries.push({ path, type: "file", sizeBytes });
    } else if (inside.isDirectory()) {
      entries.push({ path, type: "directory", sizeBytes: 0 });
      if (PLAIN_NAME.test(inside.name) && segments.length < MAX_DEPTH) await listInto(entries, root, segments);
    } else {
      entries.push({ path, type: "other", sizeBytes: 0 });
    }
  }
}

async function readPlainFile(path: string): Promise<Bytes> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    if (!(await file.stat()).isFile()) throw new ProofError("unreadable");
    const content = await file.readFile();
    return new Uint8Array(content.buffer as ArrayBuffer, content.byteOffset, content.length);
  } finally {
    await file.close();
  }
}

async function unlessUnreadable<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof Error && "syscall" in error) throw new ProofError("unreadable");
    throw error;
  }
}
