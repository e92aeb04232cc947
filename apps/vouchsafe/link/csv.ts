/** CSV as RFC 4180 has it: quoted cells may hold commas, quotes and line ends. Read strictly and within limits; a first line of names. */
import { Plain } from "../plain.ts";

const MOST_COLUMNS = 200;
const MOST_CELL = 10_000;

/** The cells of each row, the first row being the names. Throws Plain for what is no such file. */
export function readCsv(text: string, name: string): { readonly names: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  const wrong = (why: string): never => {
    throw new Plain(`${name}, row ${rows.length + 1}: ${why}`, 64);
  };
  while (at < text.length) {
    let cell = "";
    if (text[at] === '"') {
      for (at++; ;) {
        const end = text.indexOf('"', at);
        if (end < 0) wrong("a quotation mark is never closed.");
        cell += text.slice(at, end);
        at = end + 1;
        if (text[at] !== '"') break;
        cell += '"';
        at++;
      }
      if (at < text.length && text[at] !== "," && text[at] !== "\n" && text[at] !== "\r")
        wrong("there is something behind a closing quotation mark.");
    } else {
      const from = at;
      while (at < text.length && text[at] !== "," && text[at] !== "\n" && text[at] !== "\r") at++;
      cell = text.slice(from, at).trim();
    }
    if (cell.length > MOST_CELL) wrong(`a cell has more than ${MOST_CELL} characters.`);
    row.push(cell);
    if (text[at] === ",") {
      at++;
      if (at === text.length) row.push("");
      if (at < text.length) continue;
    } else if (text[at] === "\r" && text[at + 1] === "\n") at += 2;
    else if (at < text.length) at++;
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
  }
  const [names, ...rest] = rows;
  if (names === undefined || rest.length === 0) throw new Plain(`${name} holds no rows below a line of names.`, 64);
  if (names.length > MOST_COLUMNS) throw new Plain(`${name} has more than ${MOST_COLUMNS} columns.`, 64);
  if (new Set(names).size !== names.length) throw new Plain(`${name} has two columns of one name.`, 64);
  for (const [i, { length }] of rest.entries())
    if (length !== names.length) throw new Plain(`${name}, row ${i + 2}: ${length} cells under ${names.length} names.`, 64);
  return { names, rows: rest };
}

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
