/** The mentions that are to be linked, column by column, in an order of their own: whatever order they came in, the same records are the same table. */
import { LinkageError } from "./errors.ts";

/** One source's mention of one person: a profile. It is never overwritten; linking only says which profiles are of one person. */
export interface Profile {
  /** Unique within its source. */
  readonly id: string;
  readonly source: string;
  /** By column; a column that is absent or empty says nothing. */
  readonly values: Readonly<Record<string, string>>;
}

export interface RecordTable {
  readonly count: number;
  readonly ids: readonly string[];
  readonly sources: readonly string[];
  readonly columns: ReadonlyMap<string, readonly string[]>;
}

/** More than this do not fit pairs of rows into the numbers they are sorted by. */
export const MOST_RECORDS = 8_000_000;

/** Puts profiles into their table: by source, then by id. Throws `duplicate-id`, `too-few-records` and `too-many-records`. */
export function recordTable(profiles: readonly Profile[]): RecordTable {
  const names = new Set<string>();
  for (const { values } of profiles) for (const name of Object.keys(values)) names.add(name);
  const columns = new Map<string, readonly string[]>();
  for (const name of [...names].sort())
    columns.set(
      name,
      profiles.map(({ values }) => values[name] ?? ""),
    );
  return sortedTable({ count: profiles.length, ids: profiles.map(({ id }) => id), sources: profiles.map(({ source }) => source), columns });
}

/** The same for what is in columns already. */
export function sortedTable(table: RecordTable): RecordTable {
  const { count, ids, sources } = table;
  if (count < 2) throw new LinkageError("too-few-records");
  if (count > MOST_RECORDS) throw new LinkageError("too-many-records");
  const order = Array.from({ length: count }, (_, i) => i);
  const compare = (a: number, b: number): number =>
    sources[a] === sources[b] ? (ids[a]! < ids[b]! ? -1 : ids[a] === ids[b] ? 0 : 1) : sources[a]! < sources[b]! ? -1 : 1;
  let isSorted = true;
  for (let i = 1; i < count && isSorted; i++) isSorted = compare(i - 1, i) < 0;
  if (isSorted) return table;
  order.sort(compare);
  for (let i = 1; i < count; i++) if (compare(order[i - 1]!, order[i]!) === 0) throw new LinkageError("duplicate-id");
  const sorted = (list: readonly string[]): string[] => order.map((row) => list[row]!);
  return { count, ids: sorted(ids), sources: sorted(sources), columns: new Map([...table.columns].map(([name, list]) => [name, sorted(list)])) };
}
