/**
 * The whole estimate: every method's answer side by side, what speaks against each, the disagreement, and what may be said. Never one number.
 * Why these answers make the range, and these signs the warnings: docs/decisions/0035-estimates-never-one-number.md.
 */
import { quantileOf } from "../numbers/quantiles.ts";
import { chiSquareAbove } from "../numbers/special.ts";
import { bcaLimit, bootstrapOf } from "./bootstrap.ts";
import type { Answer, LatentResult, ListCheck, Method } from "./answers.ts";
import { agreementOf } from "./chains.ts";
import type { Floor } from "./floor.ts";
import { canonicalTable } from "./order.ts";
import {
  piecesOf,
  runPiece,
  stepwiseEstimator,
  thinned,
  type Answered,
  type GraphsResult,
  type ModelsResult,
  type Piece,
  type PieceResult,
} from "./pieces.ts";
import { refusalsOf, type Refusal } from "./refusals.ts";
import { sensitivityOf, type Sensitivity } from "./sensitivity.ts";
import { checkedSettings, ESTIMATE_VERSION, LEAST_CHAINS, type EstimateSettings } from "./settings.ts";
import type { Table } from "./table.ts";
import { rangeOf, warningsOf, type Range, type Verdict, type Warning } from "./verdict.ts";

export interface Estimate {
  readonly version: number;
  readonly settings: EstimateSettings;
  readonly lists: readonly string[];
  readonly n: number;
  readonly refusals: readonly Refusal[];
  readonly verdict: Verdict;
  readonly warnings: readonly Warning[];
  readonly range: Range | null;
  readonly answers: readonly Answer[];
  readonly models: ModelsResult | null;
  readonly graphs: GraphsResult | null;
  readonly latent: LatentResult | null;
  readonly floor: Floor | null;
  readonly bootstrap: { readonly resamples: number; readonly without: number; readonly z0: number; readonly acceleration: number } | null;
  readonly without: readonly ListCheck[];
  readonly within: readonly ListCheck[];
  readonly sensitivity: readonly Sensitivity[];
}

/** Chains agree below this, and are worth something above that (Gelman et al. 2013; Vehtari et al. 2021). */
export const R_HAT_LIMIT = 1.05;
export const LEAST_EFFECTIVE = 100;
/** BIC so much worse is "very strong" evidence against a model (Kass and Raftery 1995). */
const UNSUPPORTED_BIC = 10;
const UNFIT = 0.001;
const TRACE_POINTS = 400;

/** A table made ready: its canonical form, its refusals, and the pieces to reckon, none where it is refused. */
export interface Prepared {
  readonly given: Table;
  readonly canonical: Table;
  readonly order: readonly number[];
  readonly settings: EstimateSettings;
  readonly refusals: readonly Refusal[];
  readonly pieces: readonly Piece[];
}

/** @throws {CaptureError} `bad-settings` */
export function prepared(given: Table, settings: Partial<EstimateSettings> = {}): Prepared {
  const whole = checkedSettings(settings);
  const { table: canonical, order } = canonicalTable(given);
  const refusals = refusalsOf(given);
  return { given, canonical, order, settings: whole, refusals, pieces: refusals.length > 0 ? [] : piecesOf(canonical, whole) };
}

/** All at once, in this thread. */
export function estimate(given: Table, settings: Partial<EstimateSettings> = {}): Estimate {
  const ready = prepared(given, settings);
  return assembled(
    ready,
    ready.pieces.map((piece) => runPiece(ready.canonical, ready.settings, piece)),
  );
}

/** @param results of all pieces, in any order */
export function assembled(ready: Prepared, results: readonly PieceResult[]): Estimate {
  const { given, canonical, order, settings } = ready;
  const common = { version: ESTIMATE_VERSION, settings, lists: given.lists, n: given.n };
  const only = <K extends PieceResult["kind"]>(kind: K) =>
    results.filter((result): result is Extract<PieceResult, { readonly kind: K }> => result.kind === kind);
  const models = only("models")[0]?.models ?? null;
  const best = models?.best[0] ?? null;
  const refusals: readonly Refusal[] =
    best !== null && best.onNone === null ? [...ready.refusals, { code: "no-estimate-exists", lists: [] }] : ready.refusals;
  if (models === null || best === null || refusals.length > 0)
    return {
      ...common,
      refusals,
      verdict: "refused",
      warnings: [],
      range: null,
      answers: [],
      models: null,
      graphs: null,
      latent: null,
      floor: null,
      bootstrap: null,
      without: [],
      within: [],
      sensitivity: [],
    };

  const { n } = given;
  const placed = placing(order);
  const graphs = only("graphs")[0]?.graphs ?? null;
  const floor = only("floor")[0]?.floor ?? null;
  const chosen = only("stepwise")[0]?.stepwise ?? null;
  const latent = latentOf(
    only("chain")
      .toSorted((x, y) => x.chain - y.chain)
      .map(({ onNone }) => onNone),
    n,
    settings.level,
  );
  const resampled = only("resamples").toSorted((x, y) => x.from - y.from);
  const drawn = Float64Array.from(resampled.flatMap(({ estimates }) => [...estimates]));
  const bootstrap = drawn.length === 0 ? null : bootstrapOf(canonical, stepwiseEstimator(settings), drawn);

  const modelled = (method: Method, model: Answered): Answer => ({
    method,
    standing:
      method === "independent"
        ? "compare"
        : model.onNone === null
          ? "refused"
          : isUnfit(model) || model.bic > best.bic + UNSUPPORTED_BIC
            ? "set-aside"
            : "counts",
    all: model.onNone === null ? null : n + model.onNone,
    lower: model.profile?.lower ?? null,
    upper: model.profile?.upper ?? null,
    model: placed.model(model),
  });
  const answers: Answer[] = [modelled("bic-best", best), modelled("aic-best", models.bestByAic)];
  const { mixture } = models;
  if (mixture !== null)
    answers.push({ method: "bic-averaged", standing: "counts", all: mixture.all, lower: mixture.lower, upper: mixture.upper, model: null });
  if (chosen !== null) {
    const limits = bootstrap === null ? null : [bcaLimit(bootstrap, (1 - settings.level) / 2), bcaLimit(bootstrap, (1 + settings.level) / 2)];
    const answer = modelled("stepwise", chosen);
    answers.push(limits === null ? answer : { ...answer, lower: limits[0]!, upper: Number.isFinite(limits[1]!) ? limits[1]! : null });
  }
  if (graphs !== null)
    answers.push({ method: "graphs", standing: "counts", all: graphs.mean, lower: graphs.lower, upper: graphs.upper, model: null });
  if (latent !== null)
    answers.push({
      method: "latent",
      standing: latent.converged ? "counts" : "refused",
      all: latent.converged ? latent.mean : null,
      lower: latent.converged ? latent.lower : null,
      upper: latent.converged ? latent.upper : null,
      model: null,
    });
  answers.push(modelled("independent", models.independent));
  if (floor !== null) answers.push({ method: "floor", standing: "compare", all: floor.all, lower: floor.lower, upper: floor.upper, model: null });

  const without = only("without").map(({ list, refused, all, lower, upper }) => ({ list: order[list]!, refused, known: null, all, lower, upper }));
  const within = only("within").map(({ list, refused, known, lower, upper }) => ({ list: order[list]!, refused, known, all: null, lower, upper }));
  const facts = {
    lists: given.lists.length,
    n,
    answers,
    models: placed.models(models),
    graphs: graphs === null ? null : placed.graphs(graphs),
    latent,
    floor,
    without: without.sort((x, y) => x.list - y.list),
    within: within.sort((x, y) => x.list - y.list),
  };
  const range = rangeOf(answers);
  const { warnings, verdict } = warningsOf({ ...facts, table: given, range });
  return {
    ...common,
    refusals,
    verdict,
    warnings,
    range,
    answers,
    models: facts.models,
    graphs: facts.graphs,
    latent,
    floor,
    bootstrap:
      bootstrap === null ? null : { resamples: drawn.length, without: bootstrap.without, z0: bootstrap.z0, acceleration: bootstrap.acceleration },
    without: facts.without,
    within: facts.within,
    sensitivity: range === null ? [] : sensitivityOf(n, { all: modelledAll(best, n), lower: range.lower, upper: range.upper }),
  };
}

function modelledAll(best: Answered, n: number): number {
  return n + best.onNone!;
}

/** Its deviance is more than chance would make it. */
function isUnfit({ deviance, df }: Answered): boolean {
  return df > 0 && chiSquareAbove(deviance, df) < UNFIT;
}

function latentOf(chains: readonly Float64Array[], n: number, level: number): LatentResult | null {
  if (chains.length < LEAST_CHAINS) return null;
  const agreement = agreementOf(chains.map((chain) => chain.map((onNone) => Math.log(onNone + 0.5))));
  const draws = Float64Array.from(chains.flatMap((chain) => [...chain])).sort();
  return {
    agreement,
    converged: agreement.rHat <= R_HAT_LIMIT && agreement.effective >= LEAST_EFFECTIVE,
    mean: n + draws.reduce((sum, onNone) => sum + onNone, 0) / draws.length,
    lower: n + quantileOf(draws, (1 - level) / 2),
    median: n + quantileOf(draws, 0.5),
    upper: n + quantileOf(draws, (1 + level) / 2),
    traces: chains.map((chain) => thinned(chain, TRACE_POINTS).map((onNone) => n + onNone)),
  };
}

/** From the canonical places of lists to those they were given in. */
function placing(order: readonly number[]) {
  const bits = (set: number): number => {
    let moved = 0;
    for (const [to, from] of order.entries()) if ((set >> to) & 1) moved |= 1 << from;
    return moved;
  };
  const sorted = (sets: readonly number[]) => sets.map(bits).sort((x, y) => x - y);
  const model = <T extends Answered>(answered: T): T => ({ ...answered, model: { terms: answered.model.terms.map(bits) } });
  return {
    model,
    models: (models: ModelsResult): ModelsResult => ({
      ...models,
      best: models.best.map(model),
      bestByAic: model(models.bestByAic),
      independent: model(models.independent),
      together: sorted(models.together),
      avoiding: sorted(models.avoiding),
    }),
    graphs: (graphs: GraphsResult): GraphsResult => ({
      ...graphs,
      heaviest: graphs.heaviest.map((graph) => ({ ...graph, cliques: sorted(graph.cliques) })),
    }),
  };
}
