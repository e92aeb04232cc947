/**
 * A relay as desks meet it: it appends only onto the end it has, may answer late, may lose its answer, and may split its log into two worlds.
 * It reads nothing, so it keeps noise like any act.
 */
import type { Letter } from "./pen.ts";

export class Relay {
  readonly #worlds: Letter[][] = [[]];

  get worlds(): number {
    return this.#worlds.length;
  }

  lengthOf(world: number): number {
    return this.#worlds[world]!.length;
  }

  /** Appends if the writer has seen the end of the log; else answers no and keeps nothing. */
  append(world: number, seenLength: number, letter: Letter): boolean {
    const log = this.#worlds[world]!;
    if (log.length !== seenLength) return false;
    log.push(letter);
    return true;
  }

  read(world: number, from: number, most = Infinity): readonly Letter[] {
    return this.#worlds[world]!.slice(from, from + most);
  }

  /** From here on the log goes on in two ways. */
  fork(): void {
    this.#worlds.push([...this.#worlds[0]!]);
  }
}
