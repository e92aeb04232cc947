/** `export DESK [ID]`: lists the exports this desk's person asked for, or makes one that a colleague has agreed to. Asking and agreeing is done on the screens. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { closeDesk, DeskError, exportsOf, KEY_FILE, makeExport, syncDesk, unlockDesk, type OpenDesk, type Surroundings } from "../desk/core/index.ts";
import { Passphrases } from "./passphrases.ts";
import { EXIT, Plain, WrongUse } from "./plain.ts";

type Print = (line: string) => void;
type MyExport = ReturnType<typeof exportsOf>[number];

/** Why nothing was made, in words. */
const REFUSED: Readonly<Record<string, string>> = {
  "export-changed": "What it would hold has changed since it was agreed to. A colleague has to look at it and agree anew. Nothing was made.",
  "export-expired": "The time for it is over. Ask anew. Nothing was made.",
  "export-not-approved": "Nobody else has agreed to it, or somebody said no. Nothing was made.",
  "export-not-yours": "Whoever asked for it makes it, on their own desk. Nothing was made.",
  "export-too-large": "It is too much for one file. Ask for a case at a time. Nothing was made.",
  "export-archive-too-large": "An archive of more than 250,000 records is too large for this: what may leave is worked out in memory. Nothing was made.",
  "export-gone": "There is no such request. Nothing was made.",
};

export async function runExport(args: readonly string[], print: Print, surroundings: Surroundings = {}): Promise<void> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
  const [dir, id] = positionals;
  if (dir === undefined || positionals.length > 2) throw new WrongUse();
  if (!existsSync(join(dir, KEY_FILE))) throw new Plain(`There is no desk in ${dir}`, EXIT.usage);
  const ask = new Passphrases();
  const desk = await unlockDesk(dir, await ask.known("of the desk"), surroundings);
  try {
    // Somebody may have said no since this desk last heard.
    if (!(await syncDesk(desk)).reached) print("The relay does not answer: what colleagues did since this desk last heard is not known here.");
    if (id === undefined) list(desk, print);
    else await make(desk, id, ask, print);
  } finally {
    closeDesk(desk);
  }
}

function list(desk: OpenDesk, print: Print): void {
  const mine = exportsOf(desk).filter(({ askedBy }) => askedBy.includes(desk.keyring.person));
  if (mine.length === 0) print("You have asked for no export.");
  for (const { shown, standing } of mine) print(`${shown.record.id}  ${standing}  until ${shown.record.expires}  ${shown.record.format}`);
}

async function make(desk: OpenDesk, id: string, ask: Passphrases, print: Print): Promise<void> {
  const found = exportsOf(desk).find(({ shown }) => shown.record.id === id);
  if (found === undefined) throw new Plain(REFUSED["export-gone"]!);
  const passphrase = needsPassphrase(found) ? await ask.chosen("new, for the file; tell it by another way than the file") : null;
  try {
    const made = await makeExport(desk, id, passphrase);
    print(`Made: ${made.records} records in ${made.path}`);
    print(`SHA-256 of the file: ${made.written}`);
    if (found.shown.record.seal === "plain") print("It is not locked: whoever has the file reads it. Carry it away and delete it here.");
    // That it was made is known to colleagues before anybody carries it off, where the relay is in reach.
    await syncDesk(desk);
  } catch (error) {
    const words = error instanceof DeskError && error.rule !== null ? REFUSED[error.rule] : undefined;
    if (words === undefined) throw error;
    throw new Plain(words);
  }
}

function needsPassphrase({ shown, standing }: MyExport): boolean {
  return shown.record.seal === "passphrase" && standing === "approved";
}
