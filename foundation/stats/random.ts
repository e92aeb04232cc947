/**
 * Chance that can be repeated: the same seed gives the same numbers on every machine. Not for secrets.
 * xoshiro128** (Blackman and Vigna 2018), its state filled by SplitMix32 from the seed.
 */
export class Random {
  readonly #state: Uint32Array;

  /** `seed`: any text. Two texts that differ give streams that have nothing to do with each other. */
  constructor(seed: string | number) {
    let hash = hash32(String(seed));
    this.#state = new Uint32Array(4);
    for (let i = 0; i < 4; i++) {
      hash = (hash + 0x9e3779b9) | 0;
      this.#state[i] = mix32(hash);
    }
  }

  /** A whole number from 0 to 2³² − 1. */
  next(): number {
    const s = this.#state;
    const five = Math.imul(s[1]!, 5);
    const result = Math.imul((five << 7) | (five >>> 25), 9) >>> 0;
    const shifted = s[1]! << 9;
    s[2]! ^= s[0]!;
    s[3]! ^= s[1]!;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= shifted;
    s[3] = (s[3]! << 11) | (s[3]! >>> 21);
    return result;
  }

  /** A number from 0 to 1, 1 excluded, with 53 bits. */
  unit(): number {
    return ((this.next() >>> 5) * 67_108_864 + (this.next() >>> 6)) / 9_007_199_254_740_992;
  }

  /** A whole number from 0 to `count` − 1, each as likely as the others. `count` is at most 2³². */
  below(count: number): number {
    const limit = 4_294_967_296 - (4_294_967_296 % count);
    for (;;) {
      const drawn = this.next();
      if (drawn < limit) return drawn % count;
    }
  }

  /** One of a list that is not empty. */
  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }

  /** Whether something of this probability happens. */
  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  /** Puts a list in random order, in place (Fisher–Yates), and returns it. */
  shuffle<T>(list: T[]): T[] {
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [list[i], list[j]] = [list[j]!, list[i]!];
    }
    return list;
  }

  /** A source of its own for a named piece of work, the same whatever else is drawn meanwhile. All 128 bits of this source's state enter; it is not changed. */
  stream(name: string | number): Random {
    const other = new Random("");
    const named = hash32(String(name));
    for (let i = 0; i < 4; i++) other.#state[i] = mix32(this.#state[i]! ^ mix32(named + Math.imul(i + 1, 0x9e3779b9)));
    if (other.#state.every((word) => word === 0)) other.#state[0] = 1;
    for (let i = 0; i < 8; i++) other.next();
    return other;
  }

  /** The source `times` × 2⁶⁴ numbers ahead (the authors' jump): pieces that never overlap. This source is not changed. */
  jumped(times = 1): Random {
    const ahead = new Random("");
    ahead.#state.set(this.#state);
    for (let n = 0; n < times; n++) {
      const sum = new Uint32Array(4);
      for (const word of JUMP)
        for (let bit = 0; bit < 32; bit++) {
          if ((word >>> bit) & 1) for (let i = 0; i < 4; i++) sum[i]! ^= ahead.#state[i]!;
          ahead.next();
        }
      ahead.#state.set(sum);
    }
    return ahead;
  }
}

/** The jump polynomial of 2⁶⁴ steps. */
const JUMP = [0x8764000b, 0xf542d2d3, 0x6fa035c3, 0x77f2db5b] as const;

/** A 32-bit hash of text (FNV-1a, then mixed). For seeds and buckets, where nobody attacks it. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return mix32(hash);
}

/** Spreads 32 bits over all 32 (the finaliser of MurmurHash3). */
export function mix32(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
