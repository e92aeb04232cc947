/** Tables of a format whose columns are known only when the file was read: one reading for names of tables and columns, one for the rows of each table. */
import { ExchangeError } from "../errors.ts";
import { FILE_LIMITS, type Cell, type SourceRow, type SourceTable, type TableSet } from "../table-set.ts";

/** A row as a reader meets it. Cells that are absent are absent from the map. */
export interface LooseRow {
  readonly table: string;
  readonly id: string | null;
  readonly cells: ReadonlyMap<string, string>;
}

export const NAME_CHARACTERS = 200;

/**
 * @param read all rows of all tables, in the file's order, each time it is called
 * @param leftOut what `read` passed over, counted by what it is called; read after a whole reading
 */
export function gathered(read: () => Iterable<LooseRow>, leftOut: () => ReadonlyMap<string, number> = () => new Map()): TableSet {
  const columns = new Map<string, Map<string, number>>();
  let rows = 0;
  for (const { table, cells } of read()) {
    rows++;
    if (rows > FILE_LIMITS.rows) throw new ExchangeError("too-many-rows");
    const known = columns.get(table) ?? new Map<string, number>();
    columns.set(table, known);
    for (const name of cells.keys()) if (!known.has(name)) known.set(name, known.size);
    if (known.size > FILE_LIMITS.columns || columns.size > FILE_LIMITS.tables) throw new ExchangeError("too-many-columns");
  }
  const counts = [...leftOut()].map(([what, count]) => ({ what, count }));
  const tables = [...columns].map(([name, places]): SourceTable => {
    const names = [...places.keys()];
    return {
      name,
      columns: names,
      *rows(): Generator<SourceRow> {
        let n = 0;
        for (const row of read()) {
          if (row.table !== name) continue;
          n++;
          yield { n, id: row.id, cells: names.map((column): Cell => row.cells.get(column) ?? null) };
        }
      },
    };
  });
  return { tables, ...(counts.length === 0 ? {} : { leftOut: counts }) };
}

/** Cells under names that are each used once: a second of one name has its number behind it. */
export class Cells {
  readonly map = new Map<string, string>();
  readonly #met = new Map<string, number>();

  put(name: string, value: string): void {
    if (name.length > NAME_CHARACTERS || name === "") throw new ExchangeError("cell-too-long");
    if (value.length > FILE_LIMITS.cellCharacters) throw new ExchangeError("cell-too-long");
    const n = (this.#met.get(name) ?? 0) + 1;
    this.#met.set(name, n);
    this.map.set(n === 1 ? name : `${name} ${n}`, value);
  }
}

/** Counts what is passed over. */
export class LeftOut {
  readonly counts = new Map<string, number>();

  add(what: string): void {
    // A hostile file must not fill the memory with names of its own making.
    const name = this.counts.has(what) || this.counts.size < 500 ? what : "other";
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }

  clear(): void {
    this.counts.clear();
  }
}
