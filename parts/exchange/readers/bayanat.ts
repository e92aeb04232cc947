/**
 * Bayanat's JSON export: `{"bulletins": [ … ]}`, or `actors`, or `incidents`. Every object of it is a row; what stands in an object of its own is a column `location.title`,
 * a list is a table of its own (`bulletins.events`) whose rows have the `parent` they stand in. Numbers keep their digits; beside a time stands `COLUMN/day`.
 */
import { decoded } from "../decode.ts";
import { ExchangeError } from "../errors.ts";
import type { Chunks, TableSet } from "../table-set.ts";
import { Cells, gathered, type LooseRow } from "./gathered.ts";
import { jsonObjects } from "./json-objects.ts";

const TABLES = ["bulletins", "actors", "incidents"] as const;
const DEPTH = 12;
const TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$/;

/** Throws `ExchangeError`. */
export function readBayanat(chunks: Chunks): TableSet {
  return gathered(function* (): Generator<LooseRow> {
    for (const { key, object, n } of jsonObjects(decoded(chunks))) {
      const table = TABLES.find((name) => name === key);
      if (table === undefined) throw new ExchangeError("not-this-format");
      yield* rowsOf(table, object, null, String(n), 0);
    }
  });
}

type Json = string | boolean | null | readonly Json[] | { readonly [key: string]: Json };

function* rowsOf(table: string, object: { readonly [key: string]: Json }, parent: string | null, place: string, depth: number): Generator<LooseRow> {
  if (depth > DEPTH) throw new ExchangeError("too-deep");
  const own = object["id"];
  const id = typeof own === "string" && own !== "" ? (parent === null ? own : `${parent}/${own}`) : place;
  const cells = new Cells();
  if (parent !== null) cells.put("parent", parent);
  const lists: [string, readonly Json[]][] = [];
  put("", object, cells, lists, depth);
  yield { table, id, cells: cells.map };
  for (const [name, list] of lists) {
    const inner = `${table}.${name}`;
    if (inner.length > 200) throw new ExchangeError("cell-too-long");
    for (const [n, one] of list.entries()) {
      const at = `${id}/${name}/${n + 1}`;
      if (typeof one === "object" && one !== null && !Array.isArray(one)) yield* rowsOf(inner, one as { readonly [key: string]: Json }, id, at, depth + 1);
      else yield* rowsOf(inner, { value: one }, id, at, depth + 1);
    }
  }
}

/** Bayanat writes a time without its zone, and a day as its midnight: the day is a column beside it. */
function putText(name: string, text: string, cells: Cells): void {
  cells.put(name, text);
  if (TIME.test(text)) cells.put(`${name}/day`, text.slice(0, 10));
}

function put(prefix: string, object: { readonly [key: string]: Json }, cells: Cells, lists: [string, readonly Json[]][], depth: number): void {
  if (depth > DEPTH) throw new ExchangeError("too-deep");
  for (const [key, content] of Object.entries(object)) {
    const name = `${prefix}${key}`;
    if (name === "") throw new ExchangeError("empty-column-name");
    if (Array.isArray(content)) lists.push([name, content]);
    else if (typeof content === "object" && content !== null) put(`${name}.`, content as { readonly [key: string]: Json }, cells, lists, depth + 1);
    else if (content !== null) putText(name, String(content), cells);
  }
}
