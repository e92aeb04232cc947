/** What reaches the top of a command: one plain sentence and an exit status. Never a stack: it tells a tired person nothing, and can hold what was asked. */

/** sysexits.h: wrong use, a fault of ours, a file that cannot be made. */
export const EXIT = { failed: 1, usage: 64, fault: 70, exists: 73 } as const;

/** Ends a command with a sentence for people. */
export class Plain extends Error {
  override readonly name = "Plain";
  readonly status: number;

  constructor(sentence: string, status: number = EXIT.failed) {
    super(sentence);
    this.status = status;
  }
}

/** The command was not understood: its usage is printed, and below it what was wrong. */
export class WrongUse extends Error {
  override readonly name = "WrongUse";

  constructor(sentence = "Something is missing there, or there is too much.") {
    super(sentence);
  }
}

/** Of all commands' `usage` what is about one of them; all of it where there is no such command. */
export function usageOf(usage: string, command: string | undefined): string {
  const lines = usage.split("\n").filter((line) => line.startsWith(`  vouchsafe ${command} `));
  return lines.length === 0 ? usage : ["usage:", ...lines].join("\n");
}

const SENTENCES: Readonly<Record<string, string>> = {
  "already-a-desk": "There is something in that folder already. Nothing was changed.",
  "bad-backup": "This is no whole backup, or the member key is another person's.",
  "bad-invite": "This is not an answer for this desk.",
  "bad-key-file": "The key file is not in order.",
  "cut-short": "What this desk wrote last can no longer be read. Copy its folder to another disk, and restore your newest backup into a new folder there. What was sent comes back from the relay.",
  damaged: "The file of this desk, or the disk under it, is damaged. Restore a backup on another disk.",
  "directory-exists": "There is something in that folder already. Nothing was changed.",
  "in-use": "This desk is open in another program. Lock it there, then run this again.",
  io: "The disk does not take what is written.",
  "no-space": "There is no room on the disk.",
  "not-a-desk": "There is no desk in that folder.",
  offline: "The relay does not answer.",
  "wrong-passphrase": "A passphrase is wrong, or a file is damaged.",
};
const ABOUT_PLACES = new Set(["EACCES", "EEXIST", "EISDIR", "ENOENT", "ENOTDIR", "ENOTEMPTY", "EPERM", "EROFS"]);

/** Runs a command and sets the process's exit status. What flies ends in one line on the error output. */
export async function plainly(usage: string, work: () => Promise<number | void>): Promise<void> {
  const onFault = (error: unknown): never => {
    process.exit(explain(usage, error));
  };
  process.on("uncaughtException", onFault);
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    process.exitCode = explain(usage, error);
  }
}

/** Says what went wrong. Returns the exit status. */
export function explain(usage: string, error: unknown): number {
  const { code, path, port, syscall } = (error instanceof Error ? error : {}) as Partial<NodeJS.ErrnoException & { readonly port: number }>;
  if (error instanceof WrongUse || String(code).startsWith("ERR_PARSE_ARGS")) {
    console.error(usage);
    const [sentence = ""] = (error as Error).message.split(/(?<=\.) |\n/);
    // Who asks for help has done nothing wrong.
    if (sentence !== "" && !sentence.includes("--help")) console.error(sentence);
    return EXIT.usage;
  }
  if (error instanceof Plain) {
    console.error(error.message);
    return error.status;
  }
  if (ABOUT_PLACES.has(code ?? "") && path !== undefined) {
    console.error(`This file or folder cannot be used: ${path} (${code})`);
    return EXIT.usage;
  }
  if (code === "EADDRINUSE" || syscall === "listen") {
    console.error(`Port ${port ?? ""} cannot be used: another program has it (${code})`);
    return EXIT.failed;
  }
  if (typeof code === "string") {
    console.error(`${SENTENCES[code] ?? "It did not work."} (${code})`);
    return EXIT.failed;
  }
  console.error(`It ended by a fault of its own (${error instanceof Error ? error.name : "unknown"}). What was kept is kept.`);
  return EXIT.fault;
}
