/** One row while it is being read by a mapping: what its cells say, and what became of each. */
import { CELL_FATES, type CellFate } from "./report.ts";
import { written } from "./wording.ts";
import type { Cell, SourceRow } from "./table-set.ts";

/** From what is least to be said of a cell to what is most: a cell is told by the most that became of it. */
const RANK: Readonly<Record<CellFate, number>> = {
  unmapped: 0,
  ignored: 1,
  "left-out": 2,
  key: 3,
  "as-given": 4,
  stated: 5,
  "no-statement": 6,
  "not-recorded": 7,
};
const FATE_OF = CELL_FATES.toSorted((a, b) => RANK[a] - RANK[b]);

/** What the mapping says of a table's columns before any row is read. */
export interface Columns {
  readonly names: readonly string[];
  /** Place of a column; -1 where an optional table's file lacks it. */
  readonly at: (column: string) => number;
  readonly missing: readonly ReadonlySet<string>[];
  readonly notRecorded: readonly ReadonlySet<string>[];
  /** The fate of a cell that nothing uses: `unmapped`, `ignored`, or `left-out` in a column that is used. */
  readonly unused: readonly CellFate[];
}

export class Row {
  readonly n: number;
  readonly #columns: Columns;
  readonly #cells: readonly Cell[];
  readonly #ranks: Uint8Array;

  constructor(columns: Columns, { n, cells }: SourceRow) {
    this.n = n;
    this.#columns = columns;
    this.#cells = cells;
    this.#ranks = new Uint8Array(columns.names.length);
    for (let i = 0; i < columns.names.length; i++) {
      const text = cells[i]?.trim() ?? "";
      const fate =
        text === "" || columns.missing[i]!.has(text) ? "no-statement" : columns.notRecorded[i]!.has(text) ? "not-recorded" : columns.unused[i]!;
      this.#ranks[i] = RANK[fate];
    }
  }

  /** What a cell says, without the white space around it; `null` where it says nothing. */
  value(column: string): string | null {
    const i = this.#columns.at(column);
    return i === -1 || this.#ranks[i]! >= RANK["no-statement"] ? null : this.#cells[i]!.trim();
  }

  /** The cell as text, whatever it means; for what names a row. */
  raw(column: string): string {
    return written(this.#cells[this.#columns.at(column)] ?? "").trim();
  }

  mark(column: string, fate: "key" | "as-given" | "stated"): void {
    const i = this.#columns.at(column);
    if (i !== -1 && this.#ranks[i]! < RANK[fate]) this.#ranks[i] = RANK[fate];
  }

  /** The fate of each cell, in the order of the columns. */
  fates(): CellFate[] {
    return Array.from(this.#ranks, (rank) => FATE_OF[rank]!);
  }

  get cells(): readonly Cell[] {
    return this.#cells;
  }
}
