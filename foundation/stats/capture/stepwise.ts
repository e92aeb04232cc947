/**
 * Choosing pairs of lists step by step (Chan, Silverman and Vincent 2021): from independence on, the pair whose overlap is least to be expected under
 * the model so far is added, if its one-sided Poisson probability is below a threshold and the model with it has an estimate.
 */
import { poissonAbove, poissonUpTo } from "../numbers/special.ts";
import { existenceOf, type Existence } from "./existence.ts";
import { fitLogLinear, type Fitted } from "./loglinear.ts";
import { modelOf, type Model } from "./models.ts";
import { onAllOf, type Table } from "./table.ts";

export const STEPWISE_THRESHOLD = 0.02;

/** Existence depends only on which cells hold people; a bootstrap asks for the same ones over and over. */
export type KnownExistence = Map<string, Existence>;

/** @returns `null` where not even independence has an estimate */
export function stepwise(table: Table, threshold = STEPWISE_THRESHOLD, known: KnownExistence = new Map()): Fitted | null {
  const lists = table.lists.length;
  const pairs: number[] = [];
  for (let i = 0; i < lists; i++) for (let j = i + 1; j < lists; j++) pairs.push((1 << i) | (1 << j));
  const support = supportOf(table);
  const existence = (model: Model): Existence => {
    const key = `${support}/${model.terms.join(",")}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = existenceOf(table, model);
    known.set(key, found);
    return found;
  };
  const overlap = new Map(pairs.map((pair) => [pair, onAllOf(table, pair)]));

  const chosen: number[] = [];
  let model = modelOf(lists, chosen);
  let verdict = existence(model);
  if (verdict.verdict === "none") return null;
  let fitted = fitLogLinear(table, model, verdict);
  for (;;) {
    let best: { readonly pair: number; readonly p: number } | null = null;
    for (const pair of pairs) {
      if (chosen.includes(pair)) continue;
      let expected = 0;
      for (const [i, cell] of fitted.cells.entries()) if ((cell & pair) === pair) expected += fitted.fit.mu[i]!;
      const observed = overlap.get(pair)!;
      const p = Math.min(poissonUpTo(observed, expected), poissonAbove(observed - 1, expected));
      if (p >= threshold || (best !== null && p >= best.p)) continue;
      const { verdict: candidate } = existence(modelOf(lists, [...chosen, pair]));
      if (candidate === "exists" || candidate === "extended") best = { pair, p };
    }
    if (best === null) return fitted;
    chosen.push(best.pair);
    model = modelOf(lists, chosen);
    verdict = existence(model);
    fitted = fitLogLinear(table, model, verdict);
  }
}

function supportOf({ counts }: Table): string {
  let text = "";
  for (let cell = 1; cell < counts.length; cell++) text += counts[cell]! > 0 ? "1" : "0";
  return text;
}
