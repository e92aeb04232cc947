/** Whether words of a file name one of the group: the program writes no member into it, but somebody may have typed one. */
import { NameRuns, type Leaving } from "#exchange";

/** Those of these names that stand in any words of the file that are not somebody's own name. */
export function membersNamedIn({ records }: Leaving, members: readonly string[]): string[] {
  const anyOf = new NameRuns(members);
  const each = members.map((name) => [name, new NameRuns([name])] as const);
  const found = new Set<string>();
  for (const { record } of records) {
    if (record["property"] === "name") continue;
    for (const words of stringsIn(record)) if (anyOf.isIn(words)) for (const [name, one] of each) if (one.isIn(words)) found.add(name);
  }
  return [...found].toSorted();
}

function stringsIn(json: unknown): string[] {
  if (typeof json === "string") return [json];
  return typeof json === "object" && json !== null ? Object.values(json).flatMap(stringsIn) : [];
}
