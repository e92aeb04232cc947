/** The tables of records a linkage reads and writes: CSV with a first line of names, read by the reader of imports (docs/formats/linkage.md). */
import { csvRows, ExchangeError } from "#exchange";
import { Plain } from "../plain.ts";

const MOST_COLUMNS = 200;

/** The cells of each row under their names, without spaces at their ends. Throws Plain for what is no such file. */
export function readCsv(text: string, name: string): { readonly names: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  const [names, ...rest] = rowsOf(text, name);
  if (names === undefined || rest.length === 0) throw new Plain(`${name} holds no rows below a line of names.`, 64);
  if (names.length > MOST_COLUMNS) throw new Plain(`${name} has more than ${MOST_COLUMNS} columns.`, 64);
  if (new Set(names).size !== names.length) throw new Plain(`${name} has two columns of one name.`, 64);
  for (const [i, { length }] of rest.entries())
    if (length !== names.length) throw new Plain(`${name}, row ${i + 2}: ${length} cells under ${names.length} names.`, 64);
  return { names, rows: rest };
}

/** Lines that hold something. */
function rowsOf(text: string, name: string): string[][] {
  try {
    const rows = [...csvRows([text.startsWith("\uFEFF") ? text.slice(1) : text], ",")];
    return rows.map((cells) => cells.map((cell) => cell.trim())).filter((cells) => cells.length > 1 || cells[0] !== "");
  } catch (error) {
    if (error instanceof ExchangeError) throw new Plain(`${name}: ${WHY[error.code] ?? "this is no CSV"} (row ${error.row ?? 1}).`, 64);
    throw error;
  }
}

const WHY: Partial<Record<ExchangeError["code"], string>> = {
  "open-quote": "a quotation mark is never closed",
  "after-quote": "there is something behind a closing quotation mark",
  "quote-inside": "there is a quotation mark inside a cell that has none around it",
  "cell-too-long": "a cell is too long",
  "too-many-columns": "there are too many columns",
  nul: "this is no text",
};

/** One line. A cell that a spreadsheet would take for a formula gets an apostrophe before it. */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells
    .map((cell) => {
      if (typeof cell === "number") return String(cell);
      const safe = /^[=+@\t\r-]/u.test(cell) ? `'${cell}` : cell;
      return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
    })
    .join(",")}\n`;
}
