/**
 * Which log-linear models are looked at. Up to four lists all hierarchical ones; for five all with pairs, 1,024; above that there are too many, and
 * pairs are added to independence by the score test and taken away again, as long as BIC falls, with several candidates fitted at each step.
 */
import { existenceOf } from "./existence.ts";
import { fitLogLinear, type Fitted } from "./loglinear.ts";
import { hierarchicalModels, modelOf } from "./models.ts";
import type { Table } from "./table.ts";

export type Breadth = "all" | "pairs" | "searched";

const CANDIDATES = 4;

/** How wide the look is for so many lists. */
export function breadthOf(lists: number): Breadth {
  return lists <= 4 ? "all" : lists === 5 ? "pairs" : "searched";
}

/** Every model looked at, fitted, in an order that depends on the counts alone. */
export function fittedModels(table: Table): Fitted[] {
  const lists = table.lists.length;
  const breadth = breadthOf(lists);
  if (breadth === "searched") return searched(table);
  return hierarchicalModels(lists, breadth === "pairs" ? 2 : lists - 1).map((model) => fitLogLinear(table, model));
}

function searched(table: Table): Fitted[] {
  const lists = table.lists.length;
  const pairs: number[] = [];
  for (let i = 0; i < lists; i++) for (let j = i + 1; j < lists; j++) pairs.push((1 << i) | (1 << j));
  const met = new Map<string, Fitted>();
  const fit = (chosen: readonly number[]): Fitted => {
    const key = chosen.toSorted((x, y) => x - y).join(",");
    const before = met.get(key);
    if (before !== undefined) return before;
    const model = modelOf(lists, chosen);
    const fitted = fitLogLinear(table, model, existenceOf(table, model));
    met.set(key, fitted);
    return fitted;
  };

  let chosen: number[] = [];
  let best = fit(chosen);
  for (let moved = true; moved;) {
    moved = false;
    const wider = pairs
      .filter((pair) => !chosen.includes(pair))
      .map((pair) => ({ pair, score: scoreOf(table, best, pair) }))
      .sort((x, y) => y.score - x.score || x.pair - y.pair)
      .slice(0, CANDIDATES)
      .map(({ pair }) => [...chosen, pair]);
    const narrower = chosen.map((pair) => chosen.filter((other) => other !== pair));
    for (const next of [...wider, ...narrower]) {
      const fitted = fit(next);
      if (fitted.bic < best.bic - 1e-9) {
        best = fitted;
        chosen = next;
        moved = true;
      }
    }
  }
  return [...met.values()];
}

/** How far a pair's overlap is from what the model expects, in squared standard deviations of a Poisson: a cheap stand-in for Rao's score. */
function scoreOf(table: Table, fitted: Fitted, pair: number): number {
  let [observed, expected] = [0, 0];
  for (const [i, cell] of fitted.cells.entries())
    if ((cell & pair) === pair) {
      observed += table.counts[cell]!;
      expected += fitted.fit.mu[i]!;
    }
  return expected > 0 ? (observed - expected) ** 2 / expected : 0;
}
