/** What a linkage was told to do. Read strictly: a wrong setting is refused, never guessed at. */
import { LinkageError } from "./errors.ts";

export const KINDS = ["name", "text", "code", "date", "place", "category"] as const;
export type FieldKindName = (typeof KINDS)[number];

export interface FieldSetting {
  readonly name: string;
  readonly kind: FieldKindName;
  /**
   * The columns it is read from. `name`: its own column first, then the other parts of the name, to see parts that changed places. `date`: the date, then
   * the date an age is counted from. `place`: the place, then latitude and longitude.
   */
  readonly columns: readonly string[];
  /** For names: which part this is. It decides what is left out of account: patronymic endings, a gendered surname. */
  readonly part?: "given" | "father" | "family";
  /** Whether agreeing on a rare value counts for more than on a common one. */
  readonly frequency: boolean;
}

/** Parts written `field:key`. A key that gives several values blocks on each. `a+b+c:two-skeletons` takes any two words of several names. */
export type BlockingRule = readonly string[];

/**
 * A person who is easily taken for another: what two such people share of themselves earns nothing against them, and only the other fields decide.
 * `perMatch`: how many pairs of such people stand beside one pair of mentions of one person.
 */
export interface Rival {
  readonly name: string;
  readonly shares: readonly string[];
  readonly perMatch: number;
}

export interface LinkSettings {
  readonly version: 1;
  /** Columns with whole names to be taken apart into given, father, family before anything else: `name` → `name.given`, `name.father`, `name.family`. */
  readonly parse: readonly string[];
  readonly fields: readonly FieldSetting[];
  readonly blocking: readonly BlockingRule[];
  /** A block with more records than this is left out, and reported. */
  readonly mostInBlock: number;
  readonly mostPairs: number;
  /** Pairs within one source, or only between sources. */
  readonly within: boolean;
  /** Each source names nobody twice: two of its records are two people. */
  readonly sourcesAreDistinct: boolean;
  /** What practically only one person's records agree on (any of these sets of fields), and the share of true pairs that is expected to. λ comes from here. */
  readonly deterministic: { readonly rules: readonly (readonly string[])[]; readonly recall: number };
  readonly rivals: readonly Rival[];
  /** Levels that keep a pair out of the automatic band, whatever its probability. Field → names of levels. */
  readonly bars: Readonly<Record<string, readonly string[]>>;
  /** Where there are any: a pair is linked by itself only when one of these fields agrees on one of these levels. Field → names of levels. */
  readonly needs: Readonly<Record<string, readonly string[]>>;
  /** Levels at which two records cannot stand in one cluster unless a person says so. Field → names of levels. */
  readonly conflicts: Readonly<Record<string, readonly string[]>>;
  readonly automatic: number;
  readonly review: number;
  /** No value counts as rarer than this share of records. */
  readonly rarest: number;
  readonly seed: string;
  readonly randomPairs: number;
  readonly partitions: number;
}

export const DEFAULTS = {
  version: 1,
  parse: [],
  mostInBlock: 500,
  mostPairs: 40_000_000,
  within: true,
  sourcesAreDistinct: false,
  rivals: [],
  bars: {},
  needs: {},
  conflicts: {},
  automatic: 0.99,
  review: 0.05,
  rarest: 0.0005,
  seed: "1",
  randomPairs: 400_000,
  partitions: 20,
} as const satisfies Partial<LinkSettings>;

/** Reads settings from parsed JSON. Throws LinkageError with the place that is wrong. */
export function readSettings(json: unknown): LinkSettings {
  const given = object(json, "settings");
  const known = new Set([...Object.keys(DEFAULTS), "fields", "blocking", "deterministic"]);
  for (const key of Object.keys(given)) if (!known.has(key)) throw new LinkageError("bad-settings", key);
  if (given["version"] !== 1) throw new LinkageError("unknown-version", "version");
  const fields = list(given["fields"], "fields", 1, 40).map((field, i) => readField(field, `fields[${i}]`));
  const names = new Set(fields.map(({ name }) => name));
  if (names.size !== fields.length) throw new LinkageError("bad-settings", "fields: two of one name");
  const fieldNames = (value: unknown, where: string): string[] =>
    texts(value, where).map((name) => {
      if (!names.has(name)) throw new LinkageError("unknown-field", where);
      return name;
    });
  const levelsByField = (value: unknown, where: string): Record<string, string[]> =>
    Object.fromEntries(
      Object.entries(object(value, where)).map(([field, levels]) => [fieldNames([field], where)[0]!, texts(levels, `${where}.${field}`)]),
    );
  const deterministic = object(given["deterministic"], "deterministic");
  return {
    version: 1,
    parse: texts(given["parse"] ?? DEFAULTS.parse, "parse"),
    fields,
    blocking: list(given["blocking"], "blocking", 1, 24).map((rule, i) => texts(rule, `blocking[${i}]`)),
    mostInBlock: number(given["mostInBlock"] ?? DEFAULTS.mostInBlock, "mostInBlock", 2, 100_000),
    mostPairs: number(given["mostPairs"] ?? DEFAULTS.mostPairs, "mostPairs", 1, 100_000_000),
    within: boolean(given["within"] ?? DEFAULTS.within, "within"),
    sourcesAreDistinct: boolean(given["sourcesAreDistinct"] ?? DEFAULTS.sourcesAreDistinct, "sourcesAreDistinct"),
    deterministic: {
      rules: list(deterministic["rules"], "deterministic.rules", 1, 24).map((rule, i) => fieldNames(rule, `deterministic.rules[${i}]`)),
      recall: number(deterministic["recall"], "deterministic.recall", 0.01, 1),
    },
    rivals: list(given["rivals"] ?? DEFAULTS.rivals, "rivals", 0, 24).map((rival, i) => {
      const { name, shares, perMatch } = object(rival, `rivals[${i}]`);
      return {
        name: text(name, `rivals[${i}].name`),
        shares: fieldNames(shares, `rivals[${i}].shares`),
        perMatch: number(perMatch, `rivals[${i}].perMatch`, 0, 1e6),
      };
    }),
    bars: levelsByField(given["bars"] ?? DEFAULTS.bars, "bars"),
    needs: levelsByField(given["needs"] ?? DEFAULTS.needs, "needs"),
    conflicts: levelsByField(given["conflicts"] ?? DEFAULTS.conflicts, "conflicts"),
    automatic: number(given["automatic"] ?? DEFAULTS.automatic, "automatic", 0.99, 1),
    review: number(given["review"] ?? DEFAULTS.review, "review", 0, 0.99),
    rarest: number(given["rarest"] ?? DEFAULTS.rarest, "rarest", 1e-9, 1),
    seed: text(given["seed"] ?? DEFAULTS.seed, "seed"),
    randomPairs: number(given["randomPairs"] ?? DEFAULTS.randomPairs, "randomPairs", 1000, 20_000_000),
    partitions: number(given["partitions"] ?? DEFAULTS.partitions, "partitions", 10, 1000),
  };
}

function readField(json: unknown, where: string): FieldSetting {
  const { name, kind, columns, part, frequency, ...rest } = object(json, where);
  if (Object.keys(rest).length > 0) throw new LinkageError("bad-settings", where);
  if (!KINDS.some((known) => known === kind)) throw new LinkageError("bad-settings", `${where}.kind`);
  if (part !== undefined && part !== "given" && part !== "father" && part !== "family") throw new LinkageError("bad-settings", `${where}.part`);
  const field = {
    name: text(name, `${where}.name`),
    kind: kind as FieldKindName,
    columns: texts(columns, `${where}.columns`),
    frequency: boolean(frequency ?? false, `${where}.frequency`),
  };
  if (field.columns.length === 0) throw new LinkageError("bad-settings", `${where}.columns`);
  return part === undefined ? field : { ...field, part };
}

function object(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new LinkageError("bad-settings", where);
  return value as Record<string, unknown>;
}

function list(value: unknown, where: string, least: number, most: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length < least || value.length > most) throw new LinkageError("bad-settings", where);
  return value as unknown[];
}

function text(value: unknown, where: string): string {
  if (typeof value !== "string" || value === "" || value.length > 200) throw new LinkageError("bad-settings", where);
  return value;
}

function texts(value: unknown, where: string): string[] {
  return list(value, where, 0, 40).map((one) => text(one, where));
}

function number(value: unknown, where: string, least: number, most: number): number {
  if (typeof value !== "number" || !(value >= least && value <= most)) throw new LinkageError("bad-settings", where);
  return value;
}

function boolean(value: unknown, where: string): boolean {
  if (typeof value !== "boolean") throw new LinkageError("bad-settings", where);
  return value;
}
