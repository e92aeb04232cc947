/** Why bytes could not be put on the disk: there is no room (make some, then try again), or the disk itself fails. */
export type DurableErrorCode = "no-space" | "io";

/** Thrown when the disk refuses. The message never holds a path; `syscall` names the step that failed. */
export class DurableError extends Error {
  override readonly name = "DurableError";
  readonly code: DurableErrorCode;
  readonly syscall: string;

  constructor(code: DurableErrorCode, syscall: string) {
    super(code);
    this.code = code;
    this.syscall = syscall;
  }
}

const NO_SPACE = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);
const IO = new Set(["EIO", "EROFS", "ENXIO", "ENODEV"]);

/** The DurableError of a system error; anything else (a missing directory, a missing permission) comes back as it was: a bug, to fly. */
export function durableErrorOf(error: unknown): unknown {
  const { code = "", syscall = "" } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  if (NO_SPACE.has(code)) return new DurableError("no-space", syscall);
  if (IO.has(code)) return new DurableError("io", syscall);
  return error;
}
