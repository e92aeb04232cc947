/**
 * Cells of a table that somebody opens in a spreadsheet. A cell that a program could take for a formula gets an apostrophe before it, and only that:
 * `plainCell` takes it off again (docs/formats/export.md, "Cells"). RFC 4180, every cell in quotes.
 */

/** After these a program that splits at other signs than ours begins a cell. */
const BREAKS = "\n\r\t;|";
/** What begins a formula, in plain and in full width. */
const TRIGGERS = "=+\\-@\\t\\r\uFF1D\uFF0B\uFF0D\uFF20";
/** Programs drop these before they look. */
const UNSEEN = " \u00a0\u200b\u200c\u200d\u200e\u200f\u2060\ufeff";
const BEGINS_FORMULA = new RegExp(`^('*)[${UNSEEN}]*[${TRIGGERS}]`, "u");
const BREAK = new RegExp(`([${BREAKS}])`, "u");

/** The text as it is written into a cell. */
export function neutralised(text: string): string {
  return atEachPlace(text, (part) => `'${part}`);
}

/** The text that `neutralised` wrote. */
export function plainCell(cell: string): string {
  return atEachPlace(cell, (part) => (part.startsWith("'") ? part.slice(1) : part));
}

/** Changes what stands from each break to the next where it, with any apostrophes before, could be taken for a formula. A tab is a break and may begin one. */
function atEachPlace(text: string, change: (part: string) => string): string {
  const parts = text.split(BREAK);
  return parts.map((part, i) => (i % 2 === 0 && BEGINS_FORMULA.test(part + (parts[i + 1] ?? "")) ? change(part) : part)).join("");
}

/** A number as it stands in a cell: these are never marked, and never text. */
export function isNumberCell(cell: string): boolean {
  return /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/.test(cell);
}

/** One row: every cell quoted, ended by CR LF. Text is neutralised, a number is not. */
export function rowOf(cells: readonly (string | number)[]): string {
  return `${cells.map((cell) => `"${(typeof cell === "number" ? decimal(cell) : neutralised(cell)).replaceAll('"', '""')}"`).join(",")}\r\n`;
}

function decimal(value: number): string {
  // Six digits hold a millionth of a degree; no number of ours is finer, and none is written with an exponent.
  return Number.isInteger(value) ? value.toFixed(0) : value.toFixed(6).replace(/0+$/, "");
}
