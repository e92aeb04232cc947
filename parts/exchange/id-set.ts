/** Which ids were met, in 16 bytes each: for millions, where a `Set` of texts would take a tenth of a kilobyte for each. */

const WORDS = 4;
const EMPTY = 0;

/** A set of ids, told apart by all of their 128 bits: what is left out as a repeat must be one. */
export class IdSet {
  #slots = new Uint32Array(WORDS * 1024);
  #size = 0;
  #hasNone = false;

  get size(): number {
    return this.#size;
  }

  /** Whether it was not there yet. @param id 32 hexadecimal characters */
  add(id: string): boolean {
    if (this.#size * 3 * (WORDS / 2) >= this.#slots.length) this.#grow();
    const words = wordsOf(id);
    const isNone = words.every((word) => word === 0);
    const at = isNone ? -1 : this.#find(words);
    if (isNone ? this.#hasNone : this.#isTaken(at)) return false;
    if (isNone) this.#hasNone = true;
    else this.#slots.set(words, at);
    this.#size++;
    return true;
  }

  has(id: string): boolean {
    const words = wordsOf(id);
    return words.every((word) => word === 0) ? this.#hasNone : this.#isTaken(this.#find(words));
  }

  /** A place is free while all its words are 0. The one id that is all 0 stands beside. */
  #isTaken(at: number): boolean {
    const slots = this.#slots;
    return (slots[at]! | slots[at + 1]! | slots[at + 2]! | slots[at + 3]!) !== EMPTY;
  }

  #find([a, b, c, d]: Words): number {
    const slots = this.#slots;
    const mask = slots.length / WORDS - 1;
    for (let place = (a ^ b ^ c ^ d) & mask; ; place = (place + 1) & mask) {
      const at = place * WORDS;
      if (!this.#isTaken(at) || (slots[at] === a && slots[at + 1] === b && slots[at + 2] === c && slots[at + 3] === d)) return at;
    }
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    for (let i = 0; i < old.length; i += WORDS) {
      const words: Words = [old[i]!, old[i + 1]!, old[i + 2]!, old[i + 3]!];
      if (words.some((word) => word !== 0)) this.#slots.set(words, this.#find(words));
    }
  }
}

type Words = readonly [number, number, number, number];

function wordsOf(id: string): Words {
  const word = (n: number): number => Number.parseInt(id.slice(8 * n, 8 * n + 8), 16) || 0;
  return [word(0), word(1), word(2), word(3)];
}
