/**
 * The folder of a desk. A desk is there once its key file is; what is made before that is marked, so that a process that was killed meanwhile does not leave
 * a folder that is neither empty nor a desk. Without the mark nothing is ever taken away: somebody may have carried the key file elsewhere.
 */
import { existsSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { makeDirectory, removeDurably, removePartials, writeFileDurably } from "#durable";
import { DeskError } from "./errors.ts";

export const KEY_FILE = "keys.age";
/** A joining that is under way: its keys, sealed, from before anybody is told of them until the folder is a desk. */
export const JOINING_FILE = "joining.age";
/** The hash of what the inviter has answered to it, which may not change any more. */
export const ANSWER_FILE = "joining-answer";
const OF_A_JOINING: readonly string[] = [JOINING_FILE, ANSWER_FILE];
const MARK = "beginning";

/** Where the backups of a desk lie. */
export function backupsOf(dir: string): string {
  return join(dir, "backups");
}

/** Takes an empty folder, made where absent, to begin a desk in. Throws `DeskError("already-a-desk")` where something is in it: nothing of ours is ever written over. */
export function takeFolder(dir: string): void {
  const isDesk = existsSync(join(dir, KEY_FILE));
  if (!isDesk && existsSync(join(dir, MARK))) emptyAgain(dir);
  // Death may have come while the mark itself was written.
  if (!isDesk && existsSync(dir)) removePartials(dir);
  if (existsSync(dir) && readdirSync(dir).length > 0) throw new DeskError("already-a-desk");
  makeDirectory(dir);
  writeFileDurably(join(dir, MARK), new Uint8Array(0));
}

/** Whether somebody is on their way into a group from this folder, and no desk is in it yet. */
export function isJoining(dir: string): boolean {
  return existsSync(join(dir, JOINING_FILE)) && !existsSync(join(dir, KEY_FILE));
}

/** Takes away what a try to finish a joining had made besides the keys of the joining itself. */
export function clearTry(dir: string, memberKeyPath: string): void {
  if (existsSync(join(dir, KEY_FILE))) throw new DeskError("already-a-desk");
  for (const name of readdirSync(dir)) if (!OF_A_JOINING.includes(name) && join(dir, name) !== memberKeyPath) rmSync(join(dir, name), { recursive: true, force: true });
}

/** Takes a joining away that nobody goes on with. Its own file first: what is left by a process killed here is no joining without its member key, and the mark has it taken away. */
export function emptyJoining(dir: string): void {
  writeFileDurably(join(dir, MARK), new Uint8Array(0));
  removeDurably(join(dir, JOINING_FILE));
  emptyAgain(dir);
}

/** The key file is there, and the joining that led to it is over. */
export function endJoining(dir: string): void {
  for (const name of OF_A_JOINING) removeDurably(join(dir, name));
}

/** The key file is there: what is in this folder is a desk. */
export function endBeginning(dir: string): void {
  removeDurably(join(dir, MARK));
}

/**
 * Takes back what was begun in a folder that was empty, or not there, so that it can be tried again; the mark goes last. Never throws: where it cannot, the mark
 * stays and the next beginning does it.
 */
export function emptyAgain(dir: string, wasThere = true): void {
  try {
    for (const name of readdirSync(dir)) if (name !== MARK) rmSync(join(dir, name), { recursive: true, force: true });
    endBeginning(dir);
    if (!wasThere) rmdirSync(dir);
  } catch {
    // The first error is the one to be heard.
  }
}
