/** The system calls of a process, made to fail one by one (shim.c). Compiled where it is used; Linux with gcc only. */
import { spawnSync } from "node:child_process";
import { openSync, readSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";

/**
 * `EIO`, `full`: one call fails. `… for good`: that call and every later one. `short`: a write takes a third. `read`: one reading fails.
 * `kill`: the process ends at that call, a write half done. `pictures`: nothing fails; the folder is copied before each call and in the middle of each write.
 */
export const FAULTS = ["EIO", "EIO for good", "full", "full for good", "short", "kill", "pictures", "read"] as const;
export type Fault = (typeof FAULTS)[number];

/** What a struck call was. */
export const CALLS = ["open", "write", "sync", "truncate", "rename", "unlink", "mkdir", "times", "read"] as const;

const SOURCE = join(import.meta.dirname, "shim.c");
const PLACE = { armed: 0, at: 1, fault: 2, count: 3, struck: 4, acknowledged: 5, call: 6 } as const;

/** Compiles the shim into a folder, or says why that cannot be. */
export function compileShim(folder: string): { readonly path: string } | { readonly why: string } {
  if (process.platform !== "linux") return { why: "the shim is for Linux" };
  const path = join(folder, "shim.so");
  const ran = spawnSync("gcc", ["-shared", "-fPIC", "-O1", "-o", path, SOURCE, "-ldl"], { encoding: "utf8" });
  if (ran.error !== undefined) return { why: "gcc is not installed here" };
  return ran.status === 0 ? { path } : { why: `gcc does not compile the shim: ${ran.stderr.slice(0, 300)}` };
}

/** The environment of a process under the shim. Makes its control file. @param folder whose calls are counted */
export function underShim(shim: string, control: string, folder: string, pictures: string): NodeJS.ProcessEnv {
  writeFileSync(control, new Uint8Array(64));
  return { ...process.env, LD_PRELOAD: shim, VOUCHSAFE_FAULT_CONTROL: control, VOUCHSAFE_FAULT_FOLDER: folder, VOUCHSAFE_FAULT_PICTURES: pictures };
}

/** The shim of this very process. */
export class Control {
  readonly #descriptor: number;

  constructor(path: string = process.env["VOUCHSAFE_FAULT_CONTROL"]!) {
    this.#descriptor = openSync(path, "r+");
  }

  /** From now on the call numbered `at` (from 0, among those this fault can strike) fails. */
  arm(fault: Fault, at: number): void {
    for (const place of [PLACE.count, PLACE.struck, PLACE.acknowledged]) this.#set(place, 0);
    this.#set(PLACE.at, at);
    this.#set(PLACE.fault, FAULTS.indexOf(fault) + 1);
    this.#set(PLACE.armed, 1);
  }

  /** How many calls were counted, and which was struck. */
  disarm(): { readonly counted: number; readonly struck: (typeof CALLS)[number] | null } {
    this.#set(PLACE.armed, 0);
    return { counted: this.#get(PLACE.count), struck: this.#get(PLACE.struck) === 1 ? CALLS[this.#get(PLACE.call)]! : null };
  }

  /** Pictures say how much had been acknowledged. */
  acknowledged(count: number): void {
    this.#set(PLACE.acknowledged, count);
  }

  #set(place: number, value: number): void {
    writeSync(this.#descriptor, new Uint8Array(Int32Array.of(value).buffer), 0, 4, place * 4);
  }

  #get(place: number): number {
    const bytes = new Uint8Array(4);
    readSync(this.#descriptor, bytes, 0, 4, place * 4);
    return new DataView(bytes.buffer).getInt32(0, true);
  }
}
