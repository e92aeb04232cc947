/**
 * Canaries: strings that exist nowhere else go through every field, and every stored byte is searched for them. All begin with one mark, so a
 * search for the mark in each encoding finds any of them at the cost of one.
 */
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import { join } from "node:path";

/** No language has it and no file format; base64 and hex of it are as odd. */
export const MARK = "Qzvxkj";

/** `count` strings such as `QzvxkjB00a7w`, each unique, all letters and digits so that no field's rules refuse them. */
export function canaries(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `${MARK}${(n * 2_654_435_761 % 2 ** 32).toString(36).padStart(7, "0")}${n.toString(36).padStart(2, "0")}w`);
}

export interface Hit {
  readonly where: string;
  readonly encoding: string;
  readonly at: number;
}

/** The mark in each encoding a leak could have. */
export function needles(text: string): { readonly encoding: string; readonly bytes: Buffer }[] {
  const utf16le = Buffer.from(text, "utf16le");
  const utf16be = Buffer.from(utf16le).swap16();
  const utf8 = Buffer.from(text, "utf8");
  return [
    { encoding: "utf-8", bytes: utf8 },
    { encoding: "utf-16le", bytes: utf16le },
    { encoding: "utf-16be", bytes: utf16be },
    { encoding: "hex", bytes: Buffer.from(utf8.toString("hex")) },
    { encoding: "HEX", bytes: Buffer.from(utf8.toString("hex").toUpperCase()) },
    ...[utf8, utf16le].flatMap((bytes, wide) => base64Forms(bytes).map((form, shift) => ({ encoding: `base64${wide === 1 ? " of utf-16" : ""} +${shift}`, bytes: form }))),
  ];
}

/** Base64 of `bytes` at each of the three places it can start in a longer text, less the letters that depend on its neighbours. */
function base64Forms(bytes: Buffer): Buffer[] {
  return [0, 1, 2].map((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64").replace(/=+$/, "");
    const from = Math.ceil((shift * 8) / 6);
    const to = Math.floor(((shift + bytes.length) * 8) / 6);
    return Buffer.from(whole.slice(from, to));
  });
}

/** Every hit of any needle in `bytes`. */
export function searchBytes(where: string, bytes: Buffer, forms = needles(MARK)): Hit[] {
  return forms.flatMap(({ encoding, bytes: needle }) => {
    const at = bytes.indexOf(needle);
    return at < 0 ? [] : [{ where, encoding, at }];
  });
}

/** Searches every file below `dir`, its names too. Files are read whole: these folders are small. */
export function searchFolder(dir: string, forms = needles(MARK)): { readonly hits: Hit[]; readonly files: number; readonly sizeBytes: number } {
  const hits: Hit[] = [];
  let files = 0;
  let sizeBytes = 0;
  for (const entry of readdirSync(dir, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    hits.push(...searchBytes(`name of ${path}`, Buffer.from(entry.name), forms));
    if (!entry.isFile()) continue;
    let bytes: Buffer;
    try {
      bytes = readFileSync(path);
    } catch {
      continue; // gone since it was listed: a temporary file of a running browser
    }
    files += 1;
    sizeBytes += bytes.length;
    hits.push(...searchBytes(path, bytes, forms));
  }
  return { hits, files, sizeBytes };
}

/** Searches all readable memory of a running process (Linux, own processes or root). */
export function searchMemory(pid: number, forms = needles(MARK)): { readonly hits: Hit[]; readonly sizeBytes: number } {
  const maps = readFileSync(`/proc/${pid}/maps`, "utf8").trim().split("\n");
  const memory = openSync(`/proc/${pid}/mem`, "r");
  const hits: Hit[] = [];
  let sizeBytes = 0;
  const OVERLAP = 256;
  const CHUNK = 32 * 1024 * 1024;
  try {
    for (const line of maps) {
      const [, fromHex = "0", toHex = "0", rights = ""] = /^([0-9a-f]+)-([0-9a-f]+) (\S+)/.exec(line) ?? [];
      if (!rights.startsWith("r") || line.includes("[vvar") || line.includes("[vsyscall")) continue;
      const to = Number.parseInt(toHex, 16);
      for (let at = Number.parseInt(fromHex, 16); at < to; at += CHUNK) {
        const chunk = Buffer.allocUnsafe(Math.min(CHUNK + OVERLAP, to - at));
        let got = 0;
        try {
          got = readSync(memory, chunk, 0, chunk.length, at);
        } catch {
          continue; // a page that is mapped and may not be read
        }
        sizeBytes += got;
        hits.push(...searchBytes(`memory of ${pid}`, chunk.subarray(0, got), forms));
      }
    }
  } finally {
    closeSync(memory);
  }
  return { hits, sizeBytes };
}

/** Which of `wanted` stand as UTF-8 in any file below `dir` (or in the one file). */
export function foundIn(path: string, wanted: readonly string[]): Set<string> {
  const paths = statSync(path).isDirectory()
    ? readdirSync(path, { withFileTypes: true, recursive: true }).filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name))
    : [path];
  const found = new Set<string>();
  for (const file of paths) {
    const bytes = readFileSync(file);
    for (const text of wanted) if (bytes.includes(text)) found.add(text);
  }
  return found;
}
