/** Which mapping that was made here is meant by a file: the same list comes again, and must not be brought in beside itself. */
import type { ImportChoices, ImportsView } from "../../../api-import.ts";

type Kept = { readonly choices: ImportChoices; readonly case: string | null; readonly saidBy: string | null };

/**
 * The mapping that has exactly these columns, one that was brought in before those that were only kept, with the case and the source chosen then: a row is
 * known again by all three. `null` where none was made here.
 */
export function fittingMapping(columns: readonly string[], { mappings, imports }: Pick<ImportsView, "mappings" | "imports">): Kept | null {
  const wanted = new Set(columns);
  const fits = mappings.flatMap(({ choices }) => {
    if (choices === null || choices.columns.length !== wanted.size || !choices.columns.every(({ column }) => wanted.has(column))) return [];
    const before = imports.filter(({ mapping, asked }) => mapping === choices.id && asked !== null);
    const asked = (before.find(({ state }) => state !== "undone") ?? before[0])?.asked ?? null;
    return [{ choices, asked }];
  });
  const found = fits.find(({ asked }) => asked !== null) ?? fits[0];
  return found === undefined ? null : { choices: found.choices, case: found.asked?.case ?? null, saidBy: found.asked?.saidBy ?? null };
}

/** The first title no mapping and no case has: of two lists of one name nobody knows which is which. */
export function freeTitle(title: string, { mappings, cases }: Pick<ImportsView, "mappings" | "cases">): string {
  const taken = new Set([...mappings, ...cases].map((one) => one.title));
  for (let n = 1; ; n++) {
    const numbered = n === 1 ? title : `${title} ${n}`;
    if (!taken.has(numbered)) return numbered;
  }
}
