/**
 * Uwazi's CSV export: one table `entities`, one row for each. A column whose cells are all of a form that holds two things is read as two: a range of dates (`FROM~TO`)
 * as `NAME~from` and `NAME~to`, a place (`LAT|LON`) as `NAME|lat` and `NAME|lon`, a link (`LABEL|URL`) as `NAME|label` and `NAME|url`. Several values in one cell are
 * divided by `|`: a mapping splits them.
 */
import { readCsv, type CsvForm } from "../csv.ts";
import type { Cell, Chunks, SourceRow, TableSet } from "../table-set.ts";

export const UWAZI_TABLE = "entities";

const FORMS = [
  { ends: ["~from", "~to"], form: /^([0-9][0-9/.-]{3,20})~([0-9][0-9/.-]{3,20})$/ },
  { ends: ["|lat", "|lon"], form: /^(-?[0-9]{1,3}(?:\.[0-9]{1,20})?)\|(-?[0-9]{1,3}(?:\.[0-9]{1,20})?)$/ },
  { ends: ["|label", "|url"], form: /^([^|]{0,2000})\|(https?:\/\/[^|]{1,2000})$/ },
] as const;

interface Column {
  readonly at: number;
  readonly two: (typeof FORMS)[number] | null;
}

/** Throws `ExchangeError`. */
export function readUwazi(chunks: Chunks, form: CsvForm = { delimiter: ",", encoding: "utf-8" }): TableSet {
  const [table] = readCsv(chunks, form).tables;
  const { columns } = table!;
  const fits = columns.map(() => new Set(FORMS));
  const filled = columns.map(() => false);
  for (const { cells } of table!.rows())
    cells.forEach((cell, n) => {
      if (cell === null || cell === "") return;
      filled[n] = true;
      for (const one of fits[n]!) if (!one.form.test(cell)) fits[n]!.delete(one);
    });
  const read = columns.map((name, at): Column => {
    const two = filled[at]! ? ([...fits[at]!][0] ?? null) : null;
    // Where the file has a column of the name that would be made, the cell stays whole.
    return { at, two: two !== null && two.ends.some((end) => columns.includes(name + end)) ? null : two };
  });
  return {
    tables: [
      {
        name: UWAZI_TABLE,
        columns: read.flatMap(({ at, two }) => (two === null ? [columns[at]!] : two.ends.map((end) => columns[at]! + end))),
        *rows(): Generator<SourceRow> {
          for (const { n, id, cells } of table!.rows()) yield { n, id, cells: read.flatMap(({ at, two }) => (two === null ? [cells[at]!] : halves(cells[at]!, two.form))) };
        },
      },
    ],
  };
}

function halves(cell: Cell, form: RegExp): [Cell, Cell] {
  const match = cell === null || cell === "" ? null : form.exec(cell);
  return match === null ? [cell, cell] : [match[1]!, match[2]!];
}
