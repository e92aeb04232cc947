/**
 * The file of an import while it is needed: in the desk's database, encrypted as all of it is, in pieces, so that a run that was killed can go on. When
 * the import is done or given up the pieces are taken out again; no file of it ever lies on the disk in clear.
 */
import type { Bytes } from "#bytes";
import { ExchangeError, FILE_LIMITS } from "#exchange";
import { randomHex, Sha256Stream } from "#prim";
import { nextTurn, Stopped, type Conduct } from "./conduct.ts";
import type { ImportFile } from "./run.ts";
import type { OpenDesk } from "../open-desk.ts";

export const PIECE_BYTES = 1_048_576;
const prefixOf = (file: string): string => `import/file/${file}/`;

/** A name for a file that is about to come. */
export function newFile(): string {
  return randomHex(16);
}

/** Keeps the next piece; the same piece again changes nothing. Throws `ExchangeError("too-large")`. */
export function keepPiece(desk: OpenDesk, file: string, place: number, bytes: Uint8Array): void {
  if (bytes.length > PIECE_BYTES || place * PIECE_BYTES + bytes.length > FILE_LIMITS.fileBytes) throw new ExchangeError("too-large");
  desk.store.set(`${prefixOf(file)}${String(place).padStart(6, "0")}`, bytes);
}

export function hasFile(desk: OpenDesk, file: string): boolean {
  return desk.store.names(prefixOf(file)).length > 0;
}

/** A kept file; `null` where there is none of that name. It may be a gigabyte: others have the machine between two pieces. Throws `Stopped`. */
export async function keptFile(desk: OpenDesk, file: string, { signal, breathe }: Conduct = {}): Promise<ImportFile | null> {
  const names = desk.store.names(prefixOf(file));
  if (names.length === 0) return null;
  const hash = new Sha256Stream();
  let sizeBytes = 0;
  function* chunks(): Generator<Bytes> {
    for (const name of names) {
      const piece = desk.store.get(name);
      if (piece === null) throw new ExchangeError("not-this-format");
      yield piece;
    }
  }
  for (const piece of chunks()) {
    hash.update(piece);
    sizeBytes += piece.length;
    await (breathe ?? nextTurn)();
    if (signal?.aborted === true) throw new Stopped("stopped");
  }
  return { chunks, hash: hash.hex(), sizeBytes };
}

/** The beginning of a kept file. */
export function headOf(file: ImportFile, bytes = 65_536): Uint8Array {
  for (const piece of file.chunks()) return piece.subarray(0, bytes);
  return new Uint8Array(0);
}

export function dropFile(desk: OpenDesk, file: string): void {
  desk.store.atomically(() => desk.store.names(prefixOf(file)).forEach((name) => desk.store.set(name, null)));
}

/** Files nothing needs any more: all but those named. */
export function dropOtherFiles(desk: OpenDesk, needed: ReadonlySet<string>): void {
  const kept = new Set(desk.store.names("import/file/").map((name) => name.split("/")[2]!));
  for (const file of kept) if (!needed.has(file)) dropFile(desk, file);
}
