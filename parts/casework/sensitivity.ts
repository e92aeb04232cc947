/** How guarded a statement is. It may be raised by anybody and is never lowered in silence. */
import type { Book, Shown } from "./book.ts";
import { strongComponents } from "./graph.ts";
import { ruleOf } from "./properties.ts";
import type { Statement } from "./records.ts";
import { typeOf } from "./value-of.ts";
import type { Sensitivity } from "./values.ts";

/** Team: what holds where nothing is said. */
export const DEFAULT_SENSITIVITY: Sensitivity = 2;

// A book never changes: how guarded an id is was found out once, and a chain is walked once for all that are in it.
const found = new WeakMap<Book, Map<string, Sensitivity>>();

/**
 * The highest of what the property asks, what the statement says and what those it supersedes had; less only where it gives a reason. Two statements under one id
 * are guarded as the more guarded of them asks: which of them is meant nobody can tell, and who raised a guard may have had a life in mind.
 */
export function sensitivityOf(book: Book, shown: Shown<Statement>): Sensitivity {
  const known = found.get(book) ?? new Map<string, Sensitivity>();
  found.set(book, known);
  const under = sensitivityUnder(book, shown.record.id, known);
  // What came after a suspension raises no other's guard, and has one of its own.
  return shown.standing === "came-after" ? highest([under, ownOf(book, shown.record), ...beforeOf(shown.record).map((id) => sensitivityUnder(book, id, known))]) : under;
}

/** What all statements that go by an id ask together; 0 where there is none. */
function sensitivityUnder(book: Book, id: string, known: Map<string, Sensitivity>): Sensitivity {
  if (known.has(id)) return known.get(id)!;
  const here = statementsUnder(book, id);
  // Most statements take no other's place.
  if (!here.some((statement) => beforeOf(statement).length > 0)) {
    const own = highest(here.map((statement) => ownOf(book, statement)));
    known.set(id, own);
    return own;
  }
  const statements = new Map([[id, here]]);
  const older = new Map([[id, [...new Set(here.flatMap(beforeOf))]]]);
  const lead = (to: string): readonly string[] => {
    if (known.has(to)) return [];
    if (!older.has(to)) {
      const under = statementsUnder(book, to);
      statements.set(to, under);
      older.set(to, [...new Set(under.flatMap(beforeOf))]);
    }
    return older.get(to)!;
  };
  // Those that supersede each other in a ring lead to the same, and come after all that they lead to.
  for (const ring of strongComponents([id], lead)) {
    if (known.has(ring[0]!)) continue;
    const own = ring.flatMap((one) => statements.get(one)!.map((statement) => ownOf(book, statement)));
    const before = ring.flatMap((one) => older.get(one)!.map((other) => known.get(other) ?? 0));
    const both = highest([...own, ...before]);
    for (const one of ring) known.set(one, both);
  }
  return known.get(id)!;
}

function statementsUnder(book: Book, id: string): readonly Statement[] {
  return book.byId(id).flatMap(({ record, standing }) => (record.kind === "statement" && standing !== "came-after" ? [record] : []));
}

/** What a statement asks by itself. */
function ownOf(book: Book, statement: Statement): Sensitivity {
  if (statement.loweredWhy !== undefined) return statement.sensitivity!;
  const type = typeOf(book, statement.subject);
  const rule = type === null ? null : ruleOf(type, statement.property);
  return highest([rule?.sensitivity ?? DEFAULT_SENSITIVITY, statement.sensitivity ?? 0]);
}

/** Ids of those whose guard it keeps. */
function beforeOf({ loweredWhy, supersedes = [] }: Statement): readonly string[] {
  return loweredWhy === undefined ? supersedes : [];
}

function highest(all: readonly Sensitivity[]): Sensitivity {
  return all.reduce((most, one) => (one > most ? one : most), 0);
}
