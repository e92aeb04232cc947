/** The keys of blocking rules as numbers: two records share a block of a rule when they share a number. Texts are looked at once for each distinct value. */
import { LinkageError } from "./errors.ts";
import type { Fields } from "./fields.ts";
import { wordsOf } from "./name-parts.ts";
import type { RecordTable } from "./records.ts";
import { skeletonOf } from "./script.ts";
import type { BlockingRule } from "./settings.ts";

/** The keys of each row, as numbers from 0 to `count` − 1. */
export interface Keys {
  /** The keys of row r stand at `starts[r]` to `starts[r + 1]`. Null where no row has more than one: then `codes[r]` is it, or −1. */
  readonly starts: Int32Array | null;
  readonly codes: Int32Array;
  readonly count: number;
}

/** The keys of a rule: those of its parts, each with each. Throws `unknown-field`, `unknown-key`. */
export function keysOf(table: RecordTable, fields: Fields, rule: BlockingRule): Keys {
  const [first, ...rest] = rule.map((part) => keysOfPart(table, fields, part));
  if (first === undefined) throw new LinkageError("bad-settings", "blocking");
  return rest.reduce((one, other) => joined(one, other, table.count), first);
}

/** The fields that a rule's blocks agree on by making, so that nothing can be learned of them there. */
export function fieldsOfRule(rule: BlockingRule): ReadonlySet<string> {
  return new Set(rule.flatMap((part) => part.slice(0, part.lastIndexOf(":")).split("+")));
}

/** The keys of one part of a rule, `field:key`. */
function keysOfPart(table: RecordTable, fields: Fields, part: string): Keys {
  const colon = part.lastIndexOf(":");
  const [names, key] = [part.slice(0, colon), part.slice(colon + 1)];
  if (colon < 1) throw new LinkageError("unknown-key", part);
  if (key === "two-skeletons")
    return twoSkeletons(
      table,
      names.split("+").map((name) => fields.named(name).setting.columns[0]!),
    );
  const { kind, codes, values } = fields.named(names);
  // Where a value is its own key, its number is the key's.
  if ((key === "whole" || key === "spelling") && kind.isItsOwnKey === true) return { starts: null, codes, count: values.length };
  const number = numberer();
  const ofValue = values.map((value) => (key === "spelling" ? [kind.spelling(value)] : kind.keys(key, value)).map(number));
  const none: number[] = [];
  return gathered(
    Array.from(codes, (value) => (value < 0 ? none : ofValue[value]!)),
    number.count(),
  );
}

/** Any two words of a name, wherever they stand in it, by their skeletons: what is left when parts change places and scripts. */
function twoSkeletons(table: RecordTable, columns: readonly string[]): Keys {
  const number = numberer();
  const keys = Array.from({ length: table.count }, (_, row) => {
    const words = columns.flatMap((column) => wordsOf(table.columns.get(column)?.[row] ?? ""));
    const skeletons = [...new Set(words.map(({ folded }) => skeletonOf(folded)).filter((skeleton) => skeleton !== ""))].sort().slice(0, 5);
    return skeletons.flatMap((one, i) => skeletons.slice(i + 1).map((other) => number(`${one} ${other}`)));
  });
  return gathered(keys, number.count());
}

function numberer(): { (text: string): number; count(): number } {
  const codes = new Map<string, number>();
  const number = (text: string): number => {
    let code = codes.get(text);
    if (code === undefined) codes.set(text, (code = codes.size));
    return code;
  };
  return Object.assign(number, { count: () => codes.size });
}

function gathered(ofRow: readonly (readonly number[])[], count: number): Keys {
  if (ofRow.every(({ length }) => length <= 1)) return { starts: null, codes: Int32Array.from(ofRow, ([code]) => code ?? -1), count };
  const starts = new Int32Array(ofRow.length + 1);
  for (const [row, { length }] of ofRow.entries()) starts[row + 1] = starts[row]! + length;
  const codes = new Int32Array(starts[ofRow.length]!);
  for (const [row, keys] of ofRow.entries()) codes.set(keys, starts[row]!);
  return { starts, codes, count };
}

/** Each key of one with each key of the other, row by row. */
function joined(one: Keys, other: Keys, records: number): Keys {
  if (one.starts === null && other.starts === null) return { starts: null, ...numbered(one.codes, other.codes) };
  const [ones, others] = [spread(one, records), spread(other, records)];
  const starts = new Int32Array(records + 1);
  for (let row = 0; row < records; row++)
    starts[row + 1] = starts[row]! + (ones.starts[row + 1]! - ones.starts[row]!) * (others.starts[row + 1]! - others.starts[row]!);
  const [first, second] = [new Int32Array(starts[records]!), new Int32Array(starts[records]!)];
  for (let row = 0, at = 0; row < records; row++)
    for (let i = ones.starts[row]!; i < ones.starts[row + 1]!; i++)
      for (let j = others.starts[row]!; j < others.starts[row + 1]!; j++, at++) {
        first[at] = ones.codes[i]!;
        second[at] = others.codes[j]!;
      }
  return { starts, ...numbered(first, second) };
}

function spread({ starts, codes }: Keys, records: number): { readonly starts: Int32Array; readonly codes: Int32Array } {
  if (starts !== null) return { starts, codes };
  const own = new Int32Array(records + 1);
  for (let row = 0; row < records; row++) own[row + 1] = own[row]! + (codes[row]! < 0 ? 0 : 1);
  return { starts: own, codes: codes.filter((code) => code >= 0) };
}

/** Numbers pairs of codes; −1 where either is missing. Open addressing: a slot holds the first place with its pair, so nothing is made for a pair but its number. */
function numbered(first: Int32Array, second: Int32Array): { readonly codes: Int32Array; readonly count: number } {
  const bits = Math.max(4, Math.ceil(Math.log2(first.length * 2 + 1)));
  const slots = new Int32Array(2 ** bits);
  const mask = slots.length - 1;
  const codes = new Int32Array(first.length);
  let count = 0;
  for (let i = 0; i < first.length; i++) {
    const [x, y] = [first[i]!, second[i]!];
    if (x < 0 || y < 0) {
      codes[i] = -1;
      continue;
    }
    for (let slot = (Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b)) >>> (32 - bits); ; slot = (slot + 1) & mask) {
      const at = slots[slot]! - 1;
      if (at < 0) {
        slots[slot] = i + 1;
        codes[i] = count++;
        break;
      }
      if (first[at] === x && second[at] === y) {
        codes[i] = codes[at]!;
        break;
      }
    }
  }
  return { codes, count };
}
