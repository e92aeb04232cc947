/** One history through `extendLine` of `#entry` and through the oracle, step by step. */
import type { Json } from "#bytes";
import { emptyLine, EntryError, extendLine, parseAct, rosterSummary, type Line } from "#entry";
import { pathTo, type Step } from "./meetings.ts";
import type { Letter } from "./pen.ts";
import { summarise } from "./summary.ts";
import type { Summary } from "./types.ts";

/** Both views after a step. */
export type Both = { readonly step: Step; readonly line: Line; readonly summary: Summary };

/** Walks the tree of steps; `visit` sees every step with the view before it. Throws `Disagreement` where oracle and implementation differ. */
export function walk(root: Step, visit: (now: Both, before: Both) => void = () => {}): ReadonlyMap<Step, Both> {
  const read = new Map<number, Read>();
  const start = walkOn(null, root);
  const all = new Map<Step, Both>([[root, start]]);
  const open = [start];
  for (let before = open.pop(); before !== undefined; before = open.pop()) {
    for (const step of before.step.next.values()) {
      const now = walkOn(before, step, read);
      all.set(step, now);
      visit(now, before);
      open.push(now);
    }
  }
  return all;
}

/** The view after one step more (the first has none before it). Throws `Disagreement`. */
export function walkOn(before: Both | null, step: Step, read = new Map<number, Read>()): Both {
  const { letter } = step;
  if (before === null || letter === null) return seen(step, emptyLine());
  const act = read.get(letter.serial) ?? readAct(letter);
  read.set(letter.serial, act);
  const line = act === "refused" ? before.line : extendLine(before.line, act, step.road).line;
  return line === before.line && step.desk === before.step.desk ? { ...before, step } : seen(step, line);
}

type Read = ReturnType<typeof parseAct> | "refused";

/** An act refused for its form is noise to a desk. */
function readAct(letter: Letter): Read {
  try {
    return parseAct(letter.bytes);
  } catch (error) {
    if (error instanceof EntryError) return "refused";
    throw error;
  }
}

function seen(step: Step, line: Line): Both {
  const summary = rosterSummary(line) as unknown as Summary;
  const expected = summarise(step.desk);
  if (JSON.stringify(summary) !== JSON.stringify(expected) && spelled(summary) !== spelled(expected)) {
    throw new Disagreement(step, spelled(expected), spelled(summary));
  }
  return { step, line, summary };
}

/** One spelling of a summary, whatever the order of its keys. (Ids are keys here, so canonical JSON does not fit.) */
export function spelled(summary: Summary): string {
  return JSON.stringify(summary, (_, value: Json) =>
    value !== null && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/** The oracle expects one thing and the implementation says another. */
export class Disagreement extends Error {
  override readonly name = "Disagreement";
  readonly step: Step;

  constructor(step: Step, expected: string, said: string) {
    super(`after ${pathTo(step).length} acts\n${differences(expected, said)}`);
    this.step = step;
  }
}

function differences(expected: string, said: string): string {
  const [left, right] = [JSON.parse(expected) as { [key: string]: Json }, JSON.parse(said) as { [key: string]: Json }];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])]
    .filter((key) => JSON.stringify(left[key]) !== JSON.stringify(right[key]))
    .map((key) => `${key}\n  oracle ${JSON.stringify(left[key])}\n  roster ${JSON.stringify(right[key])}`)
    .join("\n");
}
