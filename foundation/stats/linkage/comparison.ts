/** Comparing pairs field by field. A comparison vector is one level for each field: 0 where one of the two says nothing, which is no evidence, else 1 (the best) and up. */
import type { Field, Fields } from "./fields.ts";

/** The levels of many pairs, pair after pair: level of field f of pair p at `p × fields + f`. */
export type Vectors = Uint8Array;

const SLOTS = 1 << 16;

/** Compares values of one field, remembering what it worked out: a table in which a newer answer takes an older one's place. */
class FieldComparer {
  readonly #field: Field;
  readonly #a = new Int32Array(SLOTS).fill(-1);
  readonly #b = new Int32Array(SLOTS);
  readonly #levels = new Uint8Array(SLOTS);

  constructor(field: Field) {
    this.#field = field;
  }

  level(rowA: number, rowB: number): number {
    const { codes, kind, values } = this.#field;
    let [a, b] = [codes[rowA]!, codes[rowB]!];
    if (a < 0 || b < 0) return 0;
    if (a > b) [a, b] = [b, a];
    const slot = (Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)) >>> 16;
    if (this.#a[slot] === a && this.#b[slot] === b) return this.#levels[slot]!;
    const level = kind.compare(values[a], values[b]);
    this.#a[slot] = a;
    this.#b[slot] = b;
    this.#levels[slot] = level;
    return level;
  }
}

export class Comparer {
  readonly #fields: readonly FieldComparer[];

  constructor(fields: Fields) {
    this.#fields = fields.all.map((field) => new FieldComparer(field));
  }

  /** The vectors of pairs `from` to `to`. What stands in them depends on these pairs alone, so pairs can be shared out among workers. */
  compare(a: Int32Array, b: Int32Array, from: number, to: number): Vectors {
    const width = this.#fields.length;
    const vectors = new Uint8Array((to - from) * width);
    for (const [f, field] of this.#fields.entries())
      for (let pair = from, at = f; pair < to; pair++, at += width) vectors[at] = field.level(a[pair]!, b[pair]!);
    return vectors;
  }

  one(a: number, b: number): Vectors {
    return Uint8Array.from(this.#fields, (field) => field.level(a, b));
  }
}
