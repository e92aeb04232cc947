/** Bringing together the records that are worth comparing: the union of several rules, each of which some true pairs slip through. */
import { LinkageError } from "./errors.ts";
import type { Fields } from "./fields.ts";
import type { BlockingRule, LinkSettings } from "./settings.ts";
import { skeletonOf } from "./script.ts";
import { wordsOf } from "./name-parts.ts";
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

/** One key of a rule for each row: row `rows[i]` has the key `codes[i]`. A row with several keys stands in it several times. */
interface Keyed {
  readonly rows: Int32Array;
  readonly codes: Int32Array;
  /** Positions in order of code, where they are known already. */
  readonly order?: Int32Array;
}

/** All pairs that share a block of some rule. Throws `too-many-pairs`. */
export function blockPairs(table: RecordTable, fields: Fields, settings: LinkSettings): CandidatePairs {
  const perRule: RuleCount[] = [];
  const rules = settings.blocking.map((rule) => blocksOf(table, fields, rule));
  const kept = new Kept(settings.mostPairs);
  const source = settings.within ? null : codesOf(table.sources);
  for (const [r, { rows, starts }] of rules.entries()) {
    let [pairs, blocks, cappedBlocks, cappedRecords, cappedPairs] = [0, 0, 0, 0, 0];
    for (let s = 0; s + 1 < starts.length; s++) {
      const [from, to] = [starts[s]!, starts[s + 1]!];
      const size = to - from;
      if (size < 2) continue;
      if (size > settings.mostInBlock) {
        cappedBlocks++;
        cappedRecords += size;
        cappedPairs += (size * (size - 1)) / 2;
        continue;
      }
      blocks++;
      for (let i = from; i < to; i++)
        for (let j = i + 1; j < to; j++) {
          const [x, y] = [rows[i]!, rows[j]!];
          if (x === y || (source !== null && source[x] === source[y])) continue;
          kept.add(x < y ? x * table.count + y : y * table.count + x, r);
          pairs++;
        }
    }
    perRule.push({ rule: settings.blocking[r]!.join(" + "), blocks, pairs, cappedBlocks, cappedRecords, cappedPairs });
  }
  return { ...kept.pairs(table.count), perRule };
}

/** A growing list of pairs with the rule that found each. */
class Kept {
  #codes = new Float64Array(1 << 16);
  #count = 0;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  add(pair: number, rule: number): void {
    if (this.#count === this.#codes.length) {
      if (this.#count > this.#most * 2) throw new LinkageError("too-many-pairs");
      const larger = new Float64Array(this.#codes.length * 2);
      larger.set(this.#codes);
      this.#codes = larger;
    }
    // 2²³ rows squared, times 32 rules, is 2⁵¹: whole numbers up to 2⁵³ are exact.
    this.#codes[this.#count++] = pair * 32 + rule;
  }

  pairs(records: number): Omit<CandidatePairs, "perRule"> {
    const codes = this.#codes.subarray(0, this.#count).sort();
    let count = 0;
    for (let i = 0, last = -1; i < codes.length; i++) {
      const pair = Math.floor(codes[i]! / 32);
      if (pair !== last) count++;
      last = pair;
    }
    if (count > this.#most) throw new LinkageError("too-many-pairs");
    const [a, b, rules] = [new Int32Array(count), new Int32Array(count), new Uint32Array(count)];
    for (let i = 0, at = -1, last = -1; i < codes.length; i++) {
      const pair = Math.floor(codes[i]! / 32);
      if (pair !== last) {
        at++;
        a[at] = Math.floor(pair / records);
        b[at] = pair % records;
        last = pair;
      }
      rules[at]! |= 1 << (codes[i]! % 32);
    }
    return { count, a, b, rules };
  }
}

/** The rows of a rule, block beside block: rows `starts[s]` to `starts[s + 1]` share all keys. */
export function blocksOf(table: RecordTable, fields: Fields, rule: BlockingRule): { readonly rows: Int32Array; readonly starts: Int32Array } {
  const parts = rule.map((part) => keyed(table, fields, part));
  const [head, ...rest] = parts;
  let first = head;
  if (first === undefined) throw new LinkageError("bad-settings", "blocking");
  for (const part of rest) first = joined(first, part, table.count);
  const { rows, codes } = first;
  const order = first.order ?? sortedBy(codes).order;
  const sorted = new Int32Array(order.length);
  const starts = new Int32Array(order.length + 1);
  let blocks = 0;
  for (let i = 0, last = -1; i < order.length; i++) {
    const at = order[i]!;
    sorted[i] = rows[at]!;
    if (codes[at] !== last) starts[blocks++] = i;
    last = codes[at]!;
  }
  starts[blocks] = order.length;
  return { rows: sorted, starts: starts.subarray(0, blocks + 1) };
}

/** Both keys of each row as one. Runs in linear time: two sorts by counting, then pairs of keys that lie beside each other are numbered. */
function joined(one: Keyed, other: Keyed, records: number): Keyed {
  const startOf = new Int32Array(records + 1);
  for (const row of other.rows) startOf[row + 1]!++;
  for (let row = 0; row < records; row++) startOf[row + 1]! += startOf[row]!;
  let total = 0;
  for (const row of one.rows) total += startOf[row + 1]! - startOf[row]!;
  const [rows, first, second] = [new Int32Array(total), new Int32Array(total), new Int32Array(total)];
  // `other.rows` runs in order of rows, as every Keyed does.
  for (let i = 0, at = 0; i < one.rows.length; i++) {
    const row = one.rows[i]!;
    for (let j = startOf[row]!; j < startOf[row + 1]!; j++, at++) {
      rows[at] = row;
      first[at] = one.codes[i]!;
      second[at] = other.codes[j]!;
    }
  }
  const bySecond = sortedBy(second).order;
  const inOrder = new Int32Array(total);
  for (let i = 0; i < total; i++) inOrder[i] = first[bySecond[i]!]!;
  const byFirst = sortedBy(inOrder).order;
  const codes = new Int32Array(total);
  const order = new Int32Array(total);
  let [code, lastFirst, lastSecond] = [-1, -1, -1];
  for (let i = 0; i < total; i++) {
    const at = bySecond[byFirst[i]!]!;
    if (first[at] !== lastFirst || second[at] !== lastSecond) code++;
    [lastFirst, lastSecond] = [first[at]!, second[at]!];
    codes[at] = code;
    order[i] = at;
  }
  return { rows, codes, order };
}

/** Positions sorted by code, stable, in linear time, and where each code begins. */
function sortedBy(codes: Int32Array): { readonly order: Int32Array; readonly starts: Int32Array } {
  let most = -1;
  for (const code of codes) if (code > most) most = code;
  const starts = new Int32Array(most + 2);
  for (const code of codes) starts[code + 1]!++;
  for (let c = 0; c <= most; c++) starts[c + 1]! += starts[c]!;
  const next = starts.slice();
  const order = new Int32Array(codes.length);
  for (let i = 0; i < codes.length; i++) order[next[codes[i]!]!++] = i;
  return { order, starts };
}

function codesOf(texts: readonly string[]): Int32Array {
  const codes = new Map<string, number>();
  return Int32Array.from(texts, (text) => {
    let code = codes.get(text);
    if (code === undefined) codes.set(text, (code = codes.size));
    return code;
  });
}

/** The keys of one part of a rule, `field:key`. */
function keyed(table: RecordTable, fields: Fields, part: string): Keyed {
  const colon = part.lastIndexOf(":");
  const [names, key] = [part.slice(0, colon), part.slice(colon + 1)];
  if (colon < 1) throw new LinkageError("unknown-key", part);
  if (key === "two-skeletons")
    return twoSkeletons(
      table,
      names.split("+").map((name) => fields.named(name).setting.columns[0]!),
    );
  const { kind, codes, values } = fields.named(names);
  if (key === "whole" && kind.isItsOwnKey === true) return ownCodes(codes);
  const keyCodes = new Map<string, number>();
  const ofValue = values.map((value) =>
    (key === "spelling" ? [kind.spelling(value)] : kind.keys(key, value)).map((text) => {
      let code = keyCodes.get(text);
      if (code === undefined) keyCodes.set(text, (code = keyCodes.size));
      return code;
    }),
  );
  let total = 0;
  for (const code of codes) if (code >= 0) total += ofValue[code]!.length;
  const [rows, keys] = [new Int32Array(total), new Int32Array(total)];
  let at = 0;
  for (let row = 0; row < table.count; row++) {
    const value = codes[row]!;
    if (value < 0) continue;
    for (const code of ofValue[value]!) {
      rows[at] = row;
      keys[at++] = code;
    }
  }
  return { rows, codes: keys };
}

/** Where a value is its own key, its number is the key's. */
function ownCodes(codes: Int32Array): Keyed {
  let total = 0;
  for (const code of codes) if (code >= 0) total++;
  const [rows, keys] = [new Int32Array(total), new Int32Array(total)];
  for (let row = 0, at = 0; row < codes.length; row++) {
    if (codes[row]! < 0) continue;
    rows[at] = row;
    keys[at++] = codes[row]!;
  }
  return { rows, codes: keys };
}

/** The fields that a rule's blocks agree on by making, so that nothing can be learned of them there. */
export function fieldsOfRule(rule: BlockingRule): ReadonlySet<string> {
  return new Set(rule.flatMap((part) => part.slice(0, part.lastIndexOf(":")).split("+")));
}

/** Any two words of a name, wherever they stand in it, by their skeletons: what is left when parts change places and scripts. */
function twoSkeletons(table: RecordTable, columns: readonly string[]): Keyed {
  const rows: number[] = [];
  const keys: number[] = [];
  const codes = new Map<string, number>();
  for (let row = 0; row < table.count; row++) {
    const words = columns.flatMap((column) => wordsOf(table.columns.get(column)?.[row] ?? ""));
    const skeletons = [...new Set(words.map(({ folded }) => skeletonOf(folded)).filter((skeleton) => skeleton.length >= 2))].sort().slice(0, 5);
    for (let i = 0; i < skeletons.length; i++)
      for (let j = i + 1; j < skeletons.length; j++) {
        const key = `${skeletons[i]!} ${skeletons[j]!}`;
        let code = codes.get(key);
        if (code === undefined) codes.set(key, (code = codes.size));
        rows.push(row);
        keys.push(code);
      }
  }
  return { rows: Int32Array.from(rows), codes: Int32Array.from(keys) };
}
