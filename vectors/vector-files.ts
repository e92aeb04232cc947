/** Writing and reading vector files: `vectors/FORMAT/accept/NAME.json` and `…/reject/NAME.json`, each `{about, cases}`. */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Bytes } from "#bytes";

export type Verdict = "accept" | "reject";

/** What a reader must do with each case, in words, and the cases: texts, integers, and bytes in hexadecimal. */
export interface VectorFile {
  readonly about: string;
  readonly cases: readonly Readonly<Record<string, unknown>>[];
}

/** Vector files by their path inside the format's folder, such as `accept/padme.json`. */
export type VectorFiles = Readonly<Record<`${Verdict}/${string}.json`, VectorFile>>;

const folderOf = (format: string) => fileURLToPath(new URL(format, import.meta.url));
const spelling = (file: VectorFile) => `${JSON.stringify(file, null, 1)}\n`;

/** Writes a format's files: only ever before a release. */
export function writeVectors(format: string, files: VectorFiles): void {
  for (const [path, file] of Object.entries(files)) {
    const target = join(folderOf(format), path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, spelling(file));
  }
}

/** A format's files whose text on the disk is not what its maker makes, or which only one of the two has. */
export function strayVectors(format: string, made: VectorFiles): string[] {
  const folder = folderOf(format);
  const onDisk = (["accept", "reject"] as const).flatMap((verdict) =>
    readdirSync(join(folder, verdict)).map((name) => `${verdict}/${name}` as const),
  );
  const names = new Set<string>([...onDisk, ...Object.keys(made)]);
  const text = (path: string) => (onDisk.includes(path as never) ? readFileSync(join(folder, path), "utf8") : null);
  return [...names].filter((path) => text(path) !== (path in made ? spelling((made as Record<string, VectorFile>)[path]!) : null));
}

/** The cases of one file on the disk. */
export function vectorCases<Case>(format: string, path: `${Verdict}/${string}.json`): readonly Case[] {
  return (JSON.parse(readFileSync(join(folderOf(format), path), "utf8")) as { readonly cases: readonly Case[] }).cases;
}

/** Bytes that look random and are always the same for one label. */
export function seededBytes(label: string, lengthBytes: number): Bytes {
  const blocks = Array.from({ length: Math.ceil(lengthBytes / 32) }, (_, i) =>
    createHash("sha256").update(`vouchsafe vectors ${label} ${i}`).digest(),
  );
  return new Uint8Array(Buffer.concat(blocks).subarray(0, lengthBytes));
}
