/** A table's fields, read once: each distinct value has a number, and only numbers are compared again and again. */
import { LinkageError } from "./errors.ts";
import { kindOf, type FieldKind } from "./field-kinds.ts";
import { parseName, type NameParts, type NameWord } from "./name-parts.ts";
import type { RecordTable } from "./records.ts";
import type { FieldSetting, LinkSettings } from "./settings.ts";

export interface Field {
  readonly setting: FieldSetting;
  readonly kind: FieldKind;
  /** The number of each row's value, −1 where it says nothing. */
  readonly codes: Int32Array;
  readonly values: readonly unknown[];
  /** For each value, the share of rows with a value that have this spelling of it. Empty where frequency does not count. */
  readonly shares: Float64Array;
  /** Where values have words that are counted apart; else null. */
  readonly words: Words | null;
}

/** The words of values, as numbers, and how often each is met. */
export interface Words {
  readonly of: readonly Int32Array[];
  /** The share of rows with a value that have the word in it. */
  readonly shares: Float64Array;
}

/** How often what two values agree on is met, where they agree wholly: the share of rows that have it. */
export function agreedShare({ shares, words }: Pick<Field, "shares" | "words">, a: number, b: number): number {
  const larger = Math.max(shares[a]!, shares[b]!);
  if (words === null) return larger;
  const [ofA, ofB] = [words.of[a]!, words.of[b]!];
  let common = 0;
  let share = 1;
  for (const word of ofA)
    if (ofB.includes(word)) {
      share *= words.shares[word]!;
      common++;
    }
  return common === 0 ? larger : share;
}

export class Fields {
  readonly all: readonly Field[];
  readonly #byName: ReadonlyMap<string, Field>;

  constructor(all: readonly Field[]) {
    this.all = all;
    this.#byName = new Map(all.map((field) => [field.setting.name, field]));
  }

  named(name: string): Field {
    const field = this.#byName.get(name);
    if (field === undefined) throw new LinkageError("unknown-field", name);
    return field;
  }
}

/** A table with the parts of its whole names as columns of their own: `name` → `name.given`, `name.father`, `name.family`, `name.clan`, `name.nickname`. */
export function withNameParts(table: RecordTable, settings: Pick<LinkSettings, "parse">): RecordTable {
  if (settings.parse.length === 0) return table;
  const columns = new Map(table.columns);
  for (const column of settings.parse) {
    const whole = table.columns.get(column);
    if (whole === undefined) throw new LinkageError("unknown-column", column);
    const parsed = whole.map(parseName);
    const put = (part: string, words: (name: NameParts) => readonly NameWord[]): void => {
      columns.set(
        `${column}.${part}`,
        parsed.map((name) =>
          words(name)
            .map(({ plain, folded }) => plain || folded)
            .join(" "),
        ),
      );
    };
    put("given", ({ given }) => given);
    put("father", ({ father }) => father);
    put("family", ({ family, nisba }) => [...family, ...nisba]);
    put("clan", ({ clan }) => clan);
    put("nickname", ({ nickname, kunya }) => [...nickname, ...kunya]);
  }
  return { ...table, columns };
}

/** Reads all fields of a table. Throws `unknown-column`. */
export function readFields(table: RecordTable, settings: LinkSettings): Fields {
  return new Fields(settings.fields.map((setting) => readField(table, setting)));
}

function readField(table: RecordTable, setting: FieldSetting): Field {
  const kind = kindOf(setting);
  const columns = setting.columns.map((name) => {
    const column = table.columns.get(name);
    if (column === undefined) throw new LinkageError("unknown-column", name);
    return column;
  });
  const codes = new Int32Array(table.count).fill(-1);
  const values: unknown[] = [];
  let said = 0;
  // By writing: those that are their own value (most are), and the others.
  const same = new Map<string, number>();
  const others = new Map<string, number>();
  // By value: texts that were met in another writing. Two writings of one text are one value.
  const folded = new Map<string, number>();
  /** The number of a writing that was not met before. Each look into a map of a million is a miss of the processor's cache, so none is made twice. */
  const numberOf = (writing: string, value: unknown): number => {
    if (value === writing) {
      const code = (folded.size === 0 ? undefined : folded.get(writing)) ?? values.push(value) - 1;
      same.set(writing, code);
      return code;
    }
    const met = typeof value === "string" ? (same.get(value) ?? folded.get(value)) : undefined;
    const code = met ?? values.push(value) - 1;
    if (typeof value === "string") folded.set(value, code);
    return code;
  };
  const single = columns.length === 1 ? columns[0]! : null;
  for (let row = 0; row < table.count; row++) {
    const writing = single === null ? columns.map((column) => column[row]!).join("\u0000") : single[row]!;
    let code = same.get(writing) ?? others.get(writing);
    if (code === undefined) {
      const value = kind.read(single === null ? columns.map((column) => column[row]!) : [writing]);
      code = value === null ? -1 : numberOf(writing, value);
      if (value !== writing) others.set(writing, code);
    }
    codes[row] = code;
    if (code >= 0) said++;
  }
  const counts = new Int32Array(values.length);
  for (const code of codes) if (code >= 0) counts[code]!++;
  const words = setting.frequency && kind.words !== undefined ? wordsIn(kind, values, counts, said) : null;
  return { setting, kind, codes, values, shares: setting.frequency ? sharesOf(kind, values, counts, said) : new Float64Array(0), words };
}

/** Null where every value is one word. */
function wordsIn(kind: FieldKind, values: readonly unknown[], counts: Int32Array, said: number): Words | null {
  const numbers = new Map<string, number>();
  const rows: number[] = [];
  let isPlain = true;
  const of = values.map((value, code) => {
    const words = [...new Set(kind.words!(value))];
    isPlain &&= words.length === 1;
    return Int32Array.from(words, (word) => {
      const number = numbers.get(word) ?? numbers.size;
      numbers.set(word, number);
      rows[number] = (rows[number] ?? 0) + counts[code]!;
      return number;
    });
  });
  return isPlain ? null : { of, shares: Float64Array.from(rows, (count) => count / said) };
}

function sharesOf(kind: FieldKind, values: readonly unknown[], counts: Int32Array, said: number): Float64Array {
  const bySpelling = new Map<string, number>();
  const spellings = values.map((value) => kind.spelling(value));
  for (const [code, spelling] of spellings.entries()) bySpelling.set(spelling, (bySpelling.get(spelling) ?? 0) + counts[code]!);
  return Float64Array.from(spellings, (spelling) => bySpelling.get(spelling)! / said);
}
