/** A package as files, wherever they are: a directory, an archive opened in a page, a map in memory. */
import type { Bytes } from "#bytes";
import { ProofError } from "./errors.ts";

export type TreeEntry = {
  /** From the package's root, segments joined by `/`. */
  readonly path: string;
  /** `other` is all that is neither: links above all, which must not be followed. */
  readonly type: "file" | "directory" | "other";
  readonly sizeBytes: number;
};

export type PackageTree = {
  /** Everything below the root, in any order. May stop once it has more than `MAX_FILES` entries of one type. */
  list(): Promise<readonly TreeEntry[]>;
  /** A file's bytes. Throws `ProofError("unreadable")` where there is no such file or it cannot be read. */
  read(path: string): Promise<Bytes>;
};

/** A tree of files in memory, with the directories their paths imply. */
export function treeOf(files: ReadonlyMap<string, Bytes>): PackageTree {
  return {
    list: async () => {
      const directories = new Set([...files.keys()].flatMap(parentsOf));
      return [
        ...[...directories].map((path): TreeEntry => ({ path, type: "directory", sizeBytes: 0 })),
        ...[...files].map(([path, bytes]): TreeEntry => ({ path, type: "file", sizeBytes: bytes.length })),
      ];
    },
    read: async (path) => {
      const bytes = files.get(path);
      if (!bytes) throw new ProofError("unreadable");
      return bytes;
    },
  };
}

/** The directories above a path, without the root. */
export function parentsOf(path: string): string[] {
  const segments = path.split("/");
  return segments.slice(1).map((_, at) => segments.slice(0, at + 1).join("/"));
}
