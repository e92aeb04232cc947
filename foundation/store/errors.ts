export type StoreErrorCode = "wrong-key" | "damaged" | "cut-short" | "no-space" | "newer-format" | "in-use" | "exists";

/**
 * Thrown where the file cannot be what it should be. The message is the code and nothing else.
 * `wrong-key`: the key does not open it (a changed first page looks the same) · `damaged`: the file, or the disk under it, does not give back what
 * was written · `cut-short`: what was acknowledged last is missing from its log, which lies kept beside it · `no-space`: nothing was written · `newer-format`: made by a newer version of ours · `in-use`: another process has it open ·
 * `exists`: an export would overwrite something.
 */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode) {
    super(code);
    this.code = code;
  }
}

/** Besides what SQLite says of a file's content: a file, or the log beside it, that cannot be opened any more, or only to be read. */
const FAILING_DISK = /^(?:SQLITE_CORRUPT|SQLITE_IOERR|SQLITE_CANTOPEN|SQLITE_READONLY|EIO$|EROFS$)/;

/** Runs `work` and names what SQLite says of the file. Everything else is a bug, and flies. */
export function guarded<T>(work: () => T, whenNotADatabase: StoreErrorCode = "damaged"): T {
  try {
    return work();
  } catch (error) {
    const code = sqliteCodeOf(error);
    if (code === "SQLITE_NOTADB") throw new StoreError(whenNotADatabase);
    if (code === "SQLITE_FULL" || code === "ENOSPC" || code === "EDQUOT") throw new StoreError("no-space");
    if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) throw new StoreError("in-use");
    if (FAILING_DISK.test(code) || isBrokenIndex(error)) throw new StoreError("damaged");
    throw error;
  }
}

/** A search index whose own pages do not open fails as it is taken up, with no code but this. */
function isBrokenIndex(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("vtable constructor failed");
}

/** SQLite's own code of an error, or an empty text where it is none of SQLite's. */
export function sqliteCodeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
