/** How guarded a statement is. It may be raised by anybody and is never lowered in silence. */
import type { Book, Shown } from "./book.ts";
import { ruleOf } from "./properties.ts";
import type { Statement } from "./records.ts";
import { typeOf } from "./value-of.ts";
import type { Sensitivity } from "./values.ts";

/** Team: what holds where nothing is said. */
export const DEFAULT_SENSITIVITY: Sensitivity = 2;

/** The highest of what the property asks, what the statement says and what those it supersedes had; less only where it gives a reason. */
export function sensitivityOf(book: Book, shown: Shown<Statement>): Sensitivity {
  const seen = new Set([shown.record.id]);
  const queue = [shown.record];
  let highest: Sensitivity = 0;
  for (const statement of queue) {
    if (statement.loweredWhy !== undefined) {
      highest = max(highest, statement.sensitivity!);
      continue;
    }
    const type = typeOf(book, statement.subject);
    const rule = type === null ? null : ruleOf(type, statement.property);
    highest = max(highest, max(rule?.sensitivity ?? DEFAULT_SENSITIVITY, statement.sensitivity ?? 0));
    for (const before of (statement.supersedes ?? []).flatMap((id) => book.byId(id))) {
      if (before.record.kind !== "statement" || before.standing === "came-after" || seen.has(before.record.id)) continue;
      seen.add(before.record.id);
      queue.push(before.record);
    }
  }
  return highest;
}

function max(a: Sensitivity, b: Sensitivity): Sensitivity {
  return a > b ? a : b;
}
