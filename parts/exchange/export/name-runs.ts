/** Finds names in texts: a name stands where its words stand one after the other, whatever is between them and however they are written. */
import { fold } from "./closed-texts.ts";

/** A name of two letters would be found in every text. */
const SHORTEST = 3;

export class NameRuns {
  readonly #names = new Set<string>();
  /** How many words names have: a text is gone through once for each. */
  readonly #lengths = new Set<number>();

  constructor(names: Iterable<string>) {
    for (const given of names) {
      const name = fold(given);
      if (name.length < SHORTEST) continue;
      this.#names.add(name);
      this.#lengths.add(name.split(" ").length);
    }
  }

  /** Whether the whole is one of the names. */
  isWhole(text: string): boolean {
    return this.#names.has(fold(text));
  }

  isIn(text: string): boolean {
    if (this.#names.size === 0) return false;
    const words = fold(text).split(" ");
    for (const length of this.#lengths)
      for (let at = 0; at + length <= words.length; at++) if (this.#names.has(words.slice(at, at + length).join(" "))) return true;
    return false;
  }
}
