/**
 * What may be said. The range is the smallest that holds the intervals of all families of models that stand: none of them can be shown right by the
 * table, so none may be left out because it is inconvenient. Warnings are signs in the table that what all of them suppose does not hold.
 */
import { chiSquareAbove } from "../numbers/special.ts";
import type { Answer, LatentResult, ListCheck } from "./answers.ts";
import type { Floor } from "./floor.ts";
import type { GraphsResult, ModelsResult } from "./pieces.ts";
import { onAllOf, type Table } from "./table.ts";

/** `refused`: nothing may be said. `not-estimable`: the answers exclude each other, or the table cannot tell; no number of all may be quoted. `range`: the range may be. */
export type Verdict = "refused" | "not-estimable" | "range";

export interface Range {
  readonly lower: number;
  /** `null`: no upper limit. */
  readonly upper: number | null;
}

export type WarningCode =
  /** Two answers that stand have intervals without a number in common. Makes it not estimable. */
  | "answers-exclude-each-other"
  /** The averaged distribution has humps with next to nothing between. Makes it not estimable. */
  | "several-humps"
  /** There is no upper limit, or the limits for those on no list are more than tenfold apart. Makes it not estimable. */
  | "no-upper-limit"
  /** Models that the table speaks for have no estimate. Makes it not estimable. */
  | "models-without-estimate"
  /** No model looked at fits. */
  | "no-model-fits"
  /** The best model has as many terms as patterns: nothing is left that could show it wrong. */
  | "nothing-left-to-test"
  /** Every list goes together with the rest: people differ in how likely they are recorded, or the lists draw on one source. The estimate is then too low. */
  | "all-lists-together"
  /** All pairs of lists go together by a like amount: people differ in how likely they are to be recorded. The estimate is then too low. */
  | "people-differ"
  /** The answers lie below the floor. */
  | "below-floor"
  /** Without one list the answer is another. */
  | "list-decides"
  /** A list whose people are known is missed by the others' estimate of it. */
  | "known-list-missed"
  /** Chains of the latent classes disagree; that method is refused. */
  | "chains-disagree"
  /** Few people are on two lists or more: the intervals rest on little. */
  | "little-overlap"
  /** With three lists the answer cannot be checked: taking a list away, or asking the others for one that is known, needs four. Always said of three. */
  | "three-lists"
  /** Two lists have nobody in common. */
  | "lists-never-meet";

export interface Warning {
  readonly code: WarningCode;
  /** Places of the lists concerned. */
  readonly lists: readonly number[];
}

/** These methods' intervals make the range: one for each family. The others choose one model of a family that is averaged already. */
const FAMILIES: readonly Answer["method"][] = ["bic-averaged", "graphs", "latent"];
const TENFOLD = 10;
const HUMP = 0.1;
const UNFIT = 0.01;
const LITTLE = 30;

/** @returns `null` where no family stands */
export function rangeOf(answers: readonly Answer[]): Range | null {
  const standing = answers.filter(({ method, standing, lower }) => standing === "counts" && FAMILIES.includes(method) && lower !== null);
  if (standing.length === 0) return null;
  const uppers = standing.map(({ upper }) => upper);
  return {
    lower: Math.min(...standing.map(({ lower }) => lower!)),
    upper: uppers.some((upper) => upper === null) ? null : Math.max(...uppers.map((upper) => upper!)),
  };
}

export interface Facts {
  readonly table: Table;
  readonly n: number;
  readonly answers: readonly Answer[];
  readonly range: Range | null;
  readonly models: ModelsResult;
  readonly graphs: GraphsResult | null;
  readonly latent: LatentResult | null;
  readonly floor: Floor | null;
  readonly without: readonly ListCheck[];
  readonly within: readonly ListCheck[];
}

export function warningsOf(facts: Facts): { readonly warnings: readonly Warning[]; readonly verdict: Verdict } {
  const { table, n, answers, range, models, graphs, latent, floor } = facts;
  const grave: Warning[] = [];
  const other: Warning[] = [];
  const everyList = table.lists.map((_, j) => j);

  if (excludeEachOther(answers)) grave.push({ code: "answers-exclude-each-other", lists: [] });
  if (graphs !== null && graphs.humps.filter(({ probability }) => probability >= HUMP).length > 1) grave.push({ code: "several-humps", lists: [] });
  if (range === null || range.upper === null || range.upper - n > TENFOLD * Math.max(1, range.lower - n))
    grave.push({ code: "no-upper-limit", lists: [] });
  if (models.mixture === null || models.mixture.withoutEstimate > 0.05) grave.push({ code: "models-without-estimate", lists: [] });

  const best = models.best[0]!;
  if (best.df > 0 && chiSquareAbove(best.deviance, best.df) < UNFIT) other.push({ code: "no-model-fits", lists: [] });
  if (best.df <= 0) other.push({ code: "nothing-left-to-test", lists: [] });
  if (joinsAll(models.together, table.lists.length)) other.push({ code: "all-lists-together", lists: everyList });
  if (models.differing) other.push({ code: "people-differ", lists: everyList });
  if (floor !== null && range !== null && range.upper !== null && floor.lower > range.upper) other.push({ code: "below-floor", lists: [] });
  if (range !== null)
    for (const { list, refused, lower, upper } of facts.without)
      if (!refused && (lower > (range.upper ?? Infinity) || upper < range.lower)) other.push({ code: "list-decides", lists: [list] });
  for (const { list, refused, known, lower, upper } of facts.within)
    if (!refused && known !== null && (known < lower || known > upper)) other.push({ code: "known-list-missed", lists: [list] });
  if (latent !== null && !latent.converged) other.push({ code: "chains-disagree", lists: [] });
  const overlapping = n - everyList.reduce((sum, j) => sum + table.counts[1 << j]!, 0);
  if (everyList.length === 3) other.push({ code: "three-lists", lists: [] });
  if (overlapping < LITTLE) other.push({ code: "little-overlap", lists: [] });
  for (const i of everyList)
    for (const j of everyList) if (i < j && onAllOf(table, (1 << i) | (1 << j)) === 0) other.push({ code: "lists-never-meet", lists: [i, j] });
  return { warnings: [...grave, ...other], verdict: grave.length > 0 ? "not-estimable" : "range" };
}

function excludeEachOther(answers: readonly Answer[]): boolean {
  const standing = answers.filter(({ standing, lower }) => standing === "counts" && lower !== null);
  return standing.some((one) => standing.some((two) => one.lower! > (two.upper ?? Infinity)));
}

/** Whether pairs tie all lists into one. */
function joinsAll(pairs: readonly number[], lists: number): boolean {
  let joined = 1;
  for (let grown = true; grown;) {
    grown = false;
    for (const pair of pairs)
      if ((pair & joined) !== 0 && (pair & ~joined) !== 0) {
        joined |= pair;
        grown = true;
      }
  }
  return joined === 2 ** lists - 1;
}
