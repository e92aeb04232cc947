/**
 * Comma-separated values (RFC 4180), strictly: one header, as many cells in each row, quotes where they belong. Where a file is not so it is refused
 * with the row, since a reader that guesses puts words under the wrong heading. Rows come as they are read; the file is never whole in memory.
 */
import { decoded, type Encoding } from "./decode.ts";
import { ExchangeError } from "./errors.ts";
import { FILE_LIMITS, type Cell, type Chunks, type SourceRow, type TableSet } from "./table-set.ts";

export const DELIMITERS = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof DELIMITERS)[number];

export interface CsvForm {
  readonly delimiter: Delimiter;
  readonly encoding: Encoding;
}

/** Name of the one table of a CSV file. */
export const CSV_TABLE = "rows";

/** Reads the header at once and rows as they are asked for. Throws `ExchangeError`. */
export function readCsv(chunks: Chunks, { delimiter, encoding }: CsvForm): TableSet {
  const rows = (): Generator<string[]> => csvRows(decoded(chunks, encoding), delimiter);
  const first = rows().next();
  if (first.done === true) throw new ExchangeError("no-header", 1);
  const columns = first.value;
  requireColumns(columns);
  return {
    tables: [
      {
        name: CSV_TABLE,
        columns,
        *rows(): Generator<SourceRow> {
          let n = 0;
          let blank = 0;
          for (const cells of rows()) {
            n++;
            if (n === 1) continue;
            if (n > FILE_LIMITS.rows) throw new ExchangeError("too-many-rows", n);
            if (isBlank(cells) && columns.length > 1) {
              blank++;
              continue;
            }
            // Blank lines are rows that say nothing where others follow, and nothing at all at the end of a file.
            for (; blank > 0; blank--) yield { n: n - blank, id: null, cells: columns.map((): Cell => null) };
            if (cells.length !== columns.length) throw new ExchangeError("cell-count", n);
            yield { n, id: null, cells };
          }
        },
      },
    ],
  };
}

/** Each line's cells, the header's as well. Lines end with CR LF, LF or CR. Throws `ExchangeError` with the line's number as a spreadsheet counts. */
export function* csvRows(pieces: Iterable<string>, delimiter: Delimiter): Generator<string[]> {
  const plainEnd = new RegExp(`[${delimiter === "|" || delimiter === "\t" ? `\\${delimiter === "|" ? "|" : "t"}` : delimiter}\r\n"]`, "g");
  let n = 1;
  let cells: string[] = [];
  let cell = "";
  let state: "start" | "plain" | "quoted" | "quote" | "after-cr" = "start";
  const add = (text: string): void => {
    cell += text;
    if (cell.length > FILE_LIMITS.cellCharacters) throw new ExchangeError("cell-too-long", n);
  };
  const endCell = (): void => {
    if (cells.length >= FILE_LIMITS.columns) throw new ExchangeError("too-many-columns", n);
    cells.push(cell);
    cell = "";
  };
  const endRow = (): string[] => {
    endCell();
    const row = cells;
    cells = [];
    n++;
    return row;
  };
  for (const piece of pieces) {
    if (piece.includes("\0")) throw new ExchangeError("nul", n + linesBeforeNul(piece));
    for (let i = 0; i < piece.length;) {
      if (state === "after-cr") {
        state = "start";
        if (piece[i] === "\n") {
          i++;
          continue;
        }
      }
      if (state === "start" && piece[i] === '"') {
        state = "quoted";
        i++;
        continue;
      }
      if (state === "quoted") {
        const quote = piece.indexOf('"', i);
        add(piece.slice(i, quote === -1 ? piece.length : quote));
        if (quote === -1) break;
        state = "quote";
        i = quote + 1;
        continue;
      }
      if (state === "quote" && piece[i] === '"') {
        add('"');
        state = "quoted";
        i++;
        continue;
      }
      plainEnd.lastIndex = i;
      const end = plainEnd.exec(piece)?.index ?? piece.length;
      if (state === "quote" && end > i) throw new ExchangeError("after-quote", n);
      add(piece.slice(i, end));
      if (end === piece.length) {
        state = "plain";
        break;
      }
      const mark = piece[end];
      if (mark === '"') throw new ExchangeError("quote-inside", n);
      i = end + 1;
      if (mark === delimiter) {
        endCell();
        state = "start";
        // What follows a delimiter is a cell, also at the very end of the file.
        continue;
      }
      state = mark === "\r" ? "after-cr" : "start";
      yield endRow();
    }
  }
  if (state === "quoted") throw new ExchangeError("open-quote", n);
  if (cells.length > 0 || cell !== "" || state === "quote" || state === "plain") yield endRow();
}

/** What a file looks to be written with: the delimiter that splits its first lines most evenly. */
export function guessDelimiter(head: string): Delimiter {
  const scored = DELIMITERS.map((delimiter) => ({ delimiter, score: evenness(head, delimiter) }));
  return scored.reduce((best, one) => (one.score > best.score ? one : best)).delimiter;
}

/** Cells of a line, times the share of lines that have so many; 0 where nothing is split. */
function evenness(head: string, delimiter: Delimiter): number {
  const counts: number[] = [];
  try {
    for (const cells of csvRows([head], delimiter)) {
      if (counts.length >= 50) break;
      if (!isBlank(cells)) counts.push(cells.length);
    }
  } catch {
    // The head may end inside quotes: what came before is enough.
  }
  if (counts.length > 1) counts.pop();
  const [width = 1] = counts;
  return width < 2 ? 0 : (width * counts.filter((count) => count === width).length) / counts.length;
}

function isBlank(cells: readonly string[]): boolean {
  return cells.length === 1 && cells[0] === "";
}

function requireColumns(columns: readonly string[]): void {
  if (isBlank(columns)) throw new ExchangeError("no-header", 1);
  if (columns.some((name) => name.trim() === "")) throw new ExchangeError("empty-column-name", 1);
  if (columns.some((name) => name.length > 200)) throw new ExchangeError("cell-too-long", 1);
  if (new Set(columns).size !== columns.length) throw new ExchangeError("same-column", 1);
}

function linesBeforeNul(piece: string): number {
  return piece.slice(0, piece.indexOf("\0")).split(/\r\n|\n|\r/).length - 1;
}
