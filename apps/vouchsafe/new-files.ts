/** Files a command writes for who runs it: theirs alone (0600), on the disk when it ends, and in no other file's place unless that was asked for. */
import { lstatSync, realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { writeFileDurably } from "#durable";
import { EXIT, Plain } from "./plain.ts";

export class NewFiles {
  readonly #force: boolean;

  /**
   * Asked before anything is reckoned, so that no long work ends in a refusal. `undefined` paths are options that were not given.
   * @param force whether a file of that name may be replaced. What the command reads from, and what is no file, never is
   * @throws {Plain} `file-exists`, `same-file`, `no-file`; Node's error where a folder is not there
   */
  constructor(paths: readonly (string | undefined)[], { force, inputs }: { readonly force: boolean; readonly inputs: readonly string[] }) {
    this.#force = force;
    const taken = new Set(inputs.map(placeOf));
    for (const path of paths) {
      if (path === undefined) continue;
      const place = placeOf(path);
      if (taken.has(place)) throw new Plain(`This file is named twice: ${basename(path)}. Nothing was written. (same-file)`, EXIT.usage);
      taken.add(place);
      this.#check(path);
    }
  }

  /** @throws {Plain} `file-exists` where somebody made a file of that name in the meantime; `DurableError` */
  write(path: string, bytes: Uint8Array): void {
    this.#check(path);
    writeFileDurably(path, bytes);
  }

  #check(path: string): void {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined) return;
    if (!found.isFile()) throw new Plain(`There is something of that name that is no file: ${basename(path)}. Nothing was written. (no-file)`, EXIT.exists);
    if (!this.#force)
      throw new Plain(`There is a file of that name: ${basename(path)}. Nothing was written. Give another name, or --force to replace it. (file-exists)`, EXIT.exists);
  }
}

/** One name for one place, whichever way it is written. */
function placeOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return join(realpathSync(dirname(resolve(path))), basename(path));
  }
}
