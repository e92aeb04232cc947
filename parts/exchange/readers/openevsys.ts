/**
 * A dump of OpenEvSys's MySQL database. Each of its tables is a table; beside a column that holds the number of a term of its vocabulary (`mt_vocab`) stands
 * `COLUMN/term`, the term in English. The vocabulary itself is looked into and is no table of its own.
 */
import { decoded } from "../decode.ts";
import type { Chunks, TableSet } from "../table-set.ts";
import { gathered, LeftOut, type LooseRow } from "./gathered.ts";
import { insertedRows } from "./sql-statements.ts";

const VOCABULARY = "mt_vocab";
const TRANSLATIONS = "mt_vocab_l10n";
/** Lists that only repeat numbers of the vocabulary, and tables of the program's own. */
const WITHOUT = /^(?:mt_(?:[0-9]+_.*|index|vocab.*)|gacl_.*|data_dict.*|help.*|sc_session.*|config.*|user.*|audit_.*|save_query.*|browse_.*|update_.*|workflow.*)$/;
const TERM_NUMBER = /^[0-9]{14}$/;
const MOST_TERMS = 500_000;

/** Throws `ExchangeError`. */
export function readOpenEvSys(chunks: Chunks): TableSet {
  const terms = new Map<string, string>();
  for (const { table, columns, values } of insertedRows(decoded(chunks), () => undefined)) {
    if (table !== VOCABULARY || terms.size >= MOST_TERMS) continue;
    const [number, english] = ["vocab_number", "english"].map((name) => values[columns.indexOf(name)]);
    if (number !== null && number !== undefined && english !== null && english !== undefined) terms.set(number, english);
  }
  const leftOut = new LeftOut();
  return gathered(
    function* (): Generator<LooseRow> {
      leftOut.clear();
      for (const { table, columns, values } of insertedRows(decoded(chunks), (statement) => leftOut.add(statement))) {
        if (table === VOCABULARY || table === TRANSLATIONS || WITHOUT.test(table)) leftOut.add(`rows of ${table}`);
        else yield rowOf(table, columns, values, terms);
      }
    },
    () => leftOut.counts,
  );
}

function rowOf(table: string, columns: readonly string[], values: readonly (string | null)[], terms: ReadonlyMap<string, string>): LooseRow {
  const cells = new Map<string, string>();
  columns.forEach((column, n) => {
    const value = values[n]!;
    if (value === null) return;
    cells.set(column, value);
    const term = TERM_NUMBER.test(value) ? terms.get(value) : undefined;
    if (term !== undefined && !columns.includes(`${column}/term`)) cells.set(`${column}/term`, term);
  });
  return { table, id: cells.get(`${table}_record_number`) ?? null, cells };
}
