/**
 * A package as one file: a POSIX ustar archive (IEEE 1003.1, "ustar Interchange Format") that is the same bytes each time and whose
 * length tells little: no owner, no time, files in order, zeros up to a Padmé length. Every tar program unpacks it.
 */
import { concatAll, padme, utf8, type Bytes } from "#bytes";
import { PreserveError } from "./errors.ts";
import type { EvidencePackage } from "./package.ts";

const BLOCK = 512;
const NAME_BYTES = 100;

/** The archive: everything below one directory named as the package is. */
export function packageTar({ id, files }: EvidencePackage): Bytes {
  const parts: Uint8Array[] = [];
  for (const path of [...files.keys()].sort()) {
    const bytes = files.get(path)!;
    parts.push(header(id, path, bytes.length), bytes, new Uint8Array(roundUp(bytes.length) - bytes.length));
  }
  const content = concatAll(parts);
  const out = new Uint8Array(roundUp(padme(content.length + 2 * BLOCK)));
  out.set(content);
  return out;
}

function header(root: string, path: string, sizeBytes: number): Bytes {
  const block = new Uint8Array(BLOCK);
  const put = (at: number, text: string): void => block.set(utf8(text), at);
  if (utf8(path).length > NAME_BYTES) throw new PreserveError("name-too-long");
  put(0, path);
  put(100, "0000644\0");
  put(108, octal(0, 7));
  put(116, octal(0, 7));
  put(124, octal(sizeBytes, 11));
  put(136, octal(0, 11));
  put(148, " ".repeat(8));
  put(156, "0");
  put(257, "ustar\u000000");
  put(345, root);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, "0")}\0 `);
  return block;
}

function octal(value: number, digits: number): string {
  return `${value.toString(8).padStart(digits, "0")}\0`;
}

function roundUp(sizeBytes: number): number {
  return Math.ceil(sizeBytes / BLOCK) * BLOCK;
}
