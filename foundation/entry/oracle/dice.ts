/** Chance that repeats: one seed, one history. (xorshift32; for tests only, never for keys.) */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = (Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995) >>> 0 || 1;
    for (let i = 0; i < 8; i++) this.#next();
  }

  #next(): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>>= 0);
  }

  /** A whole number from 0 up to, but not including, `below`. */
  below(below: number): number {
    return Math.floor((this.#next() / 2 ** 32) * below);
  }

  /** A whole number from `least` to `most`, both included. */
  from(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  chance(probability: number): boolean {
    return this.#next() / 2 ** 32 < probability;
  }

  /** One of these, or undefined where there is none. */
  pick<T>(choices: readonly T[]): T | undefined {
    return choices[this.below(choices.length)];
  }

  shuffle<T>(things: readonly T[]): T[] {
    return things
      .map((thing) => [this.#next(), thing] as const)
      .toSorted(([a], [b]) => a - b)
      .map(([, thing]) => thing);
  }

  some<T>(things: readonly T[], howMany: number): T[] {
    return this.shuffle(things).slice(0, howMany);
  }

  /** One of these by weight. */
  weighted<T>(choices: readonly (readonly [weight: number, choice: T])[]): T {
    let left = (this.#next() / 2 ** 32) * choices.reduce((sum, [weight]) => sum + weight, 0);
    return (choices.find(([weight]) => (left -= weight) < 0) ?? choices.at(-1)!)[1];
  }

  hex(lengthBytes: number): string {
    return Array.from({ length: lengthBytes }, () => this.below(256).toString(16).padStart(2, "0")).join("");
  }
}
