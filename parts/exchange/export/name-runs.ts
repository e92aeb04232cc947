/**
 * Finds names in texts: a name stands where its words stand one after the other, in whichever order and form, whatever is between them and however they are written
 * (name-words.ts). In a script without spaces it stands wherever its letters do.
 */
import { isUnspaced, nameWords, stemOf, unspaced } from "./name-words.ts";

/** A name of two letters would be found in every text; of a script without spaces, one of a single sign. */
const SHORTEST = 3;
const SHORTEST_UNSPACED = 2;
/** Of a longer name, so many words are looked for. */
const MOST_WORDS = 12;

export class NameRuns {
  readonly #names = new Set<string>();
  readonly #stems = new Set<string>();
  /** Stems of all words of all names: most words of a text are none of them. */
  readonly #parts = new Set<string>();
  /** How many words names have. */
  readonly #lengths = new Set<number>();
  /** Names of scripts without spaces, by their first two signs. */
  readonly #unspaced = new Map<string, string[]>();
  readonly #others: ReadonlySet<string>;

  /** @param others names that may be read: what is one of them to the letter is no other form of a name that may not */
  constructor(names: Iterable<string>, others: Iterable<string> = []) {
    for (const given of names) {
      const words = nameWords(given).slice(0, MOST_WORDS);
      if (words.join(" ").length >= SHORTEST) {
        const stems = words.map(stemOf);
        for (const stem of stems) this.#parts.add(stem);
        this.#names.add(keyOf(words));
        this.#stems.add(keyOf(stems));
        this.#lengths.add(words.length);
      }
      const letters = Array.from(isUnspaced(given) ? unspaced(given) : "");
      if (letters.length < SHORTEST_UNSPACED) continue;
      const start = letters.slice(0, SHORTEST_UNSPACED).join("");
      const starting = this.#unspaced.get(start);
      if (starting === undefined) this.#unspaced.set(start, [letters.join("")]);
      else starting.push(letters.join(""));
    }
    this.#others = new Set([...others].map((name) => keyOf(nameWords(name))));
  }

  /** Whether the whole is one of the names, in the forms they were given in. */
  isWhole(text: string): boolean {
    return this.#names.has(keyOf(nameWords(text).slice(0, MOST_WORDS)));
  }

  isIn(text: string): boolean {
    if (this.#names.size === 0 && this.#unspaced.size === 0) return false;
    const words = nameWords(text);
    const stems = words.map(stemOf);
    let run = 0;
    for (let end = 1; end <= words.length; end++) {
      run = this.#parts.has(stems[end - 1]!) ? run + 1 : 0;
      for (const length of this.#lengths) {
        if (length > run) continue;
        const [name, stem] = [keyOf(words.slice(end - length, end)), keyOf(stems.slice(end - length, end))];
        if (this.#names.has(name) || (this.#stems.has(stem) && !this.#others.has(name))) return true;
      }
    }
    return this.#unspaced.size > 0 && isUnspaced(text) && this.#isAmongLetters(unspaced(text));
  }

  #isAmongLetters(text: string): boolean {
    const letters = Array.from(text);
    let at = 0;
    for (const [n, letter] of letters.entries()) {
      const starting = this.#unspaced.get(letter + (letters[n + 1] ?? ""));
      if (starting?.some((name) => text.startsWith(name, at)) === true) return true;
      at += letter.length;
    }
    return false;
  }
}

function keyOf(words: readonly string[]): string {
  return words.length === 1 ? words[0]! : words.toSorted().join(" ");
}
