/** Bringing together the records that are worth comparing: the union of several rules, each of which some true pairs slip through. */
import { keysOf, type Keys } from "./blocking-keys.ts";
import { LinkageError } from "./errors.ts";
import type { Fields } from "./fields.ts";
import type { LinkSettings } from "./settings.ts";
import type { RecordTable } from "./records.ts";

/** Pairs of rows, the smaller first, sorted, each once. */
export interface CandidatePairs {
  readonly count: number;
  readonly a: Int32Array;
  readonly b: Int32Array;
  /** Bit r: rule r found it. */
  readonly rules: Uint32Array;
  readonly perRule: readonly RuleCount[];
}

export interface RuleCount {
  readonly rule: string;
  readonly blocks: number;
  readonly pairs: number;
  /** Blocks that were left out for being larger than the cap, the records in them, and the pairs nobody looked at through this rule. */
  readonly cappedBlocks: number;
  readonly cappedRecords: number;
  readonly cappedPairs: number;
}

/**
 * All pairs that share a block of some rule; with `isNew`, only those in which at least one of the two is new. Throws `too-many-pairs`.
 *
 * The places of a block are chained, each to the next below it in the table. A row walks down its chains and so meets every later row of its blocks; whom
 * it met already is seen in a table of one number for each row. No pair is ever an object, and the only sorting is of one row's few partners.
 */
export function blockPairs(table: RecordTable, fields: Fields, settings: LinkSettings, isNew: Uint8Array | null = null): CandidatePairs {
  const chains = settings.blocking.map((rule) => new Chain(keysOf(table, fields, rule), settings.mostInBlock));
  const source = settings.within ? null : numbersOf(table.sources);
  const found = new Found(table.count, settings.mostPairs);
  const pairsOf = new Float64Array(chains.length);
  for (let a = 0; a < table.count; a++) {
    found.begin(a);
    for (let r = 0; r < chains.length; r++) {
      const { starts, next, rowOf } = chains[r]!;
      const [from, to] = starts === null ? [a, a + 1] : [starts[a]!, starts[a + 1]!];
      for (let place = from; place < to; place++)
        for (let met = next[place]!; met >= 0; met = next[met]!) {
          const b = rowOf === null ? met : rowOf[met]!;
          if (a === b || (source !== null && source[a] === source[b]) || (isNew !== null && isNew[a] === 0 && isNew[b] === 0)) continue;
          found.add(b, r);
          pairsOf[r]!++;
        }
    }
    found.end();
  }
  return {
    ...found.pairs(),
    perRule: chains.map(({ blocks, capped }, r) => ({ rule: settings.blocking[r]!.join(" + "), blocks, pairs: pairsOf[r]!, ...capped })),
  };
}

/** The blocks of one rule: each place (a row with one of its keys) leads to the next of its block, −1 at the end. */
class Chain {
  readonly starts: Int32Array | null;
  /** The row of each place; null where a place is its row. */
  readonly rowOf: Int32Array | null;
  readonly next: Int32Array;
  readonly blocks: number;
  readonly capped: Pick<RuleCount, "cappedBlocks" | "cappedRecords" | "cappedPairs">;

  constructor({ starts, codes, count }: Keys, mostInBlock: number) {
    this.starts = starts;
    this.rowOf = starts === null ? null : rowsOfPlaces(starts, codes.length);
    const sizes = new Int32Array(count);
    for (let place = 0; place < codes.length; place++) if (codes[place]! >= 0) sizes[codes[place]!]!++;
    let [blocks, cappedBlocks, cappedRecords, cappedPairs] = [0, 0, 0, 0];
    // From here on: the first place of the block below the one that is looked at; −2 for a block that is left out.
    const below = sizes.map((size) => {
      if (size < 2) return -1;
      if (size <= mostInBlock) return (blocks++, -1);
      cappedBlocks++;
      cappedRecords += size;
      cappedPairs += (size * (size - 1)) / 2;
      return -2;
    });
    const next = new Int32Array(codes.length).fill(-1);
    for (let place = codes.length - 1; place >= 0; place--) {
      const code = codes[place]!;
      if (code < 0 || below[code] === -2) continue;
      next[place] = below[code]!;
      below[code] = place;
    }
    this.next = next;
    this.blocks = blocks;
    this.capped = { cappedBlocks, cappedRecords, cappedPairs };
  }
}

function rowsOfPlaces(starts: Int32Array, places: number): Int32Array {
  const rows = new Int32Array(places);
  for (let row = 0; row + 1 < starts.length; row++) rows.fill(row, starts[row], starts[row + 1]);
  return rows;
}

/** With fewer partners than this, putting each in its place is quicker than sorting. */
const FEW = 24;

/** A growing list of pairs with the rules that found each, row after row. */
class Found {
  #a = new Int32Array(1 << 16);
  #b = new Int32Array(1 << 16);
  #rules = new Uint32Array(1 << 16);
  #count = 0;
  #row = 0;
  /** Where this row's pairs begin. */
  #from = 0;
  /** By row, where it was last put down as the second of a pair. */
  readonly #putAt: Int32Array;
  readonly #most: number;

  constructor(records: number, most: number) {
    this.#putAt = new Int32Array(records).fill(-1);
    this.#most = most;
  }

  begin(row: number): void {
    this.#row = row;
    this.#from = this.#count;
  }

  add(b: number, rule: number): void {
    const at = this.#putAt[b]!;
    if (at >= this.#from) {
      this.#rules[at]! |= 1 << rule;
      return;
    }
    if (this.#count === this.#b.length) this.#grow();
    this.#putAt[b] = this.#count;
    this.#b[this.#count] = b;
    this.#rules[this.#count++] = 1 << rule;
  }

  end(): void {
    const [from, to] = [this.#from, this.#count];
    this.#a.fill(this.#row, from, to);
    if (to - from > FEW) return this.#sort(from, to);
    const [b, rules] = [this.#b, this.#rules];
    for (let i = from + 1; i < to; i++) {
      const [other, mask] = [b[i]!, rules[i]!];
      let at = i;
      for (; at > from && b[at - 1]! > other; at--) {
        b[at] = b[at - 1]!;
        rules[at] = rules[at - 1]!;
      }
      b[at] = other;
      rules[at] = mask;
    }
  }

  #sort(from: number, to: number): void {
    // 2²³ rows times 24 rules' bits are less than 2⁵³: exact.
    const packed = Float64Array.from(this.#b.subarray(from, to), (b, i) => b * 2 ** 24 + this.#rules[from + i]!).sort();
    for (const [i, both] of packed.entries()) {
      this.#b[from + i] = Math.floor(both / 2 ** 24);
      this.#rules[from + i] = both % 2 ** 24;
    }
  }

  #grow(): void {
    if (this.#count >= this.#most) throw new LinkageError("too-many-pairs");
    const length = this.#count * 2;
    const [a, b, rules] = [new Int32Array(length), new Int32Array(length), new Uint32Array(length)];
    a.set(this.#a);
    b.set(this.#b);
    rules.set(this.#rules);
    [this.#a, this.#b, this.#rules] = [a, b, rules];
  }

  pairs(): Omit<CandidatePairs, "perRule"> {
    const count = this.#count;
    if (count > this.#most) throw new LinkageError("too-many-pairs");
    return { count, a: this.#a.slice(0, count), b: this.#b.slice(0, count), rules: this.#rules.slice(0, count) };
  }
}

function numbersOf(texts: readonly string[]): Int32Array {
  const codes = new Map<string, number>();
  return Int32Array.from(texts, (text) => {
    let code = codes.get(text);
    if (code === undefined) codes.set(text, (code = codes.size));
    return code;
  });
}
