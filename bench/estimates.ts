/**
 * The published numbers, ours beside published beside peer, on the tables in ../shared/data/mse (never part of this tree).
 *
 *   npm run bench -- estimates          all but Kosovo's slow chains
 *   npm run bench -- estimates all      with them (a minute of CPU)
 */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  agreementOf,
  averageOverGraphs,
  bcaLimit,
  bootstrapOf,
  canonicalTable,
  chaoFloor,
  estimate,
  fitLogLinear,
  hierarchicalModels,
  humpsOf,
  LATENT_SETTINGS,
  LatentChain,
  modelName,
  modelOf,
  profileInterval,
  Random,
  resampledEstimates,
  stepwise,
  stepwiseEstimator,
  tableOf,
  type Table,
} from "#stats";

const FOLDER = fileURLToPath(new URL("../../shared/data/mse/", import.meta.url));
let failed = 0;

if (!existsSync(FOLDER)) console.log("The published tables are not at ../shared/data/mse: nothing to compare with.");
else run(process.argv.slice(2).includes("all"));

function run(all: boolean): void {
  console.log(`${"table, figure".padEnd(48)}${"ours".padStart(14)}${"published".padStart(14)}${"peer".padStart(16)}  within`);
  kosovo();
  unitedKingdom();
  western();
  spina();
  madiganYork();
  latent("PH_caloocan_police", "331 (302–379)", [331, 302, 379], 5000, 3000);
  if (all) latent("Kosovo", "", [10_774, 9146, 14_230], 20_000, 15_000);
  const artificial = estimate(table("Artificial_3"), { chains: 0, resamples: 100 });
  row("Artificial_3", artificial.verdict, "refused", "1.4e13 (Rcapture)", artificial.verdict === "refused");
  console.log(failed === 0 ? "All within their tolerances." : `${failed} outside their tolerances.`);
  process.exitCode = failed === 0 ? 0 : 1;
}

function kosovo(): void {
  const kosovo = table("Kosovo");
  const fits = hierarchicalModels(4).map((model) => fitLogLinear(kosovo, model));
  const best = least(fits, ({ bic }) => bic);
  const limits = profileInterval(kosovo, best);
  row("Kosovo, best by BIC", modelName(best.model), "[123,14,34]", "[123,14,34]", modelName(best.model) === "[123,14,34]");
  figure("  all", kosovo.n + best.onNone!, "10,356", 10_356.51895725, 0.01);
  figure("  profile, lower limit", limits.lower, "", 8994.25670711, 1);
  figure("  profile, upper limit", limits.upper!, "", 12_110.40811247, 1);
  figure("  BIC", best.bic, "", 203.02963275, 1e-4);
  figure("  deviance", best.deviance, "", 9.32267002, 1e-4);
  figure("  df", best.df, "", 4, 0);
  const byAic = least(fits, ({ aic }) => aic);
  figure(`Kosovo, best by AIC ${modelName(byAic.model)}`, kosovo.n + byAic.onNone!, "", 12_740.96774194, 0.01);
  figure("Kosovo, independent lists", kosovo.n + fitLogLinear(kosovo, modelOf(4, [])).onNone!, "", 7394.5866623, 0.01);
  figure("Kosovo, Chao's floor (Mth)", chaoFloor(kosovo)!.all, "", 8591.18363762, 0.01);
  graphs("Kosovo", 44_000, [12_749.3444513784, 9827, 12_595, 16_544]);
}

function unitedKingdom(): void {
  const uk = table("UKdat_5");
  const chosen = stepwise(uk)!;
  const reach = Math.exp(1.959964 * chosen.standardErrorLog!);
  figure("UK five lists, step by step p < .02", uk.n + chosen.onNone!, "11,313", 11_312.99028944, 0.01);
  figure("  lower limit of that model", uk.n + chosen.onNone! / reach, "", 9884.40283062, 0.5);
  figure("  upper limit of that model", uk.n + chosen.onNone! * reach, "", 13_027.39665454, 0.5);
  const estimator = stepwiseEstimator({ threshold: 0.02 });
  const bootstrap = bootstrapOf(uk, estimator, resampledEstimates(uk, estimator, new Random("bench"), 0, 1000))!;
  // Drawn otherwise than the peer's thousand: a tenth is what chance leaves.
  figure("  BCa, lower limit (1,000 drawn)", bcaLimit(bootstrap, 0.025), "10,000", 8784.7799092, 878);
  figure("  BCa, upper limit (1,000 drawn)", bcaLimit(bootstrap, 0.975), "13,000", 14_700.54915976, 1470);
  const fits = hierarchicalModels(5, 2).map((model) => fitLogLinear(uk, model));
  const [best, byAic] = [least(fits, ({ bic }) => bic), least(fits, ({ aic }) => aic)];
  figure(`UK, best by BIC ${modelName(best.model)}`, uk.n + best.onNone!, "", 22_991.33131416, 0.01);
  figure(`UK, best by AIC ${modelName(byAic.model)}`, uk.n + byAic.onNone!, "", 11_174.82682019, 0.01);
  const humps = humpsOf(averageOverGraphs(canonicalTable(uk).table, { most: 32_928 }), uk.n);
  const shown = humps.map(({ at, probability }) => `${Math.round(at).toLocaleString("en-US")} (${Math.round(100 * probability)} %)`).join(", ");
  row("UK, humps of the graphs' distribution", "", "", shown, humps.length === 2);
  const said = estimate(uk, { chains: 0, resamples: 200 });
  row("UK, verdict", said.verdict, "", "", said.verdict === "not-estimable");
}

function western(): void {
  const western = table("Western");
  const best = least(
    hierarchicalModels(5, 2).map((model) => fitLogLinear(western, model)),
    ({ bic }) => bic,
  );
  const limits = profileInterval(western, best);
  figure(`Western, best by BIC ${modelName(best.model)}`, western.n + best.onNone!, "", 2483.38392023, 0.01);
  figure("  profile, lower limit", limits.lower, "", 1680.61301269, 1);
  figure("  profile, upper limit", limits.upper!, "", 3928.08097884, 1);
}

function spina(): void {
  const spina = table("spina_ALL");
  const best = least(
    hierarchicalModels(3).map((model) => fitLogLinear(spina, model)),
    ({ bic }) => bic,
  );
  const limits = profileInterval(spina, best);
  figure(`Spina bifida, best by BIC ${modelName(best.model)}`, spina.n + best.onNone!, "", 724.1245283, 0.01);
  figure("  profile, lower limit", limits.lower, "", 693.35672761, 1);
  figure("  profile, upper limit", limits.upper!, "", 759.25981253, 1);
  graphs("spina_ALL", 6210, [727.584294339, 686, 725, 784]);
}

function madiganYork(): void {
  const counts = [60, 49, 4, 247, 112, 142, 12];
  const spina = tableOf(
    ["1", "2", "3"],
    counts.map((count, i) => ({ pattern: (i + 1).toString(2).padStart(3, "0"), count })),
  );
  const [a, b] = [13.14, 55.17];
  // Gamma function ratios by their recurrence: N + a from 626 + a on.
  let log = 0;
  const logs = new Map([[spina.n, 0]]);
  for (let all = spina.n; all < spina.n + 301; all++) logs.set(all + 1, (log += Math.log(all + a) - Math.log(all + 1)));
  const logPrior = (all: number) => all * Math.log(b) - (all + a) * Math.log(1 + b) + logs.get(all)!;
  const { all, probability, mode, graphs } = averageOverGraphs(spina, { delta: 1, most: 300, logPrior });
  let [first, second] = [0, 0];
  for (let i = 0; i < all.length; i++) {
    first += probability[i]! / all[i]!;
    second += probability[i]! / all[i]! ** 2;
  }
  figure("Madigan–York, E[1/N] / E[1/N²]", first / second, "731", 731.0966, 0.73);
  figure("  mode", mode, "", 728, 2);
  figure("  weight of the top model", graphs[0]!.weight, "", 0.37377, 0.0005);
}

function graphs(name: string, most: number, [mean, low, middle, high]: readonly [number, number, number, number]): void {
  const { mean: ours, quantiles } = averageOverGraphs(canonicalTable(table(name)).table, { most });
  figure(`${name}, graphs averaged, mean`, ours, "", mean, mean * 0.001);
  figure("  2.5 %", quantiles.q025, "", low, 2);
  figure("  50 %", quantiles.q50, "", middle, 2);
  figure("  97.5 %", quantiles.q975, "", high, 2);
}

function latent(name: string, publishedWords: string, [mean, low, high]: readonly [number, number, number], burnIn: number, draws: number): void {
  const listed = table(name);
  const settings = { ...LATENT_SETTINGS, burnIn, draws };
  const chains = Array.from({ length: 8 }, (_, chain) => {
    const walk = new LatentChain(listed, settings, new Random("bench").stream(chain));
    for (let step = 0; step < burnIn; step++) walk.step();
    return Float64Array.from({ length: draws }, () => {
      for (let step = 1; step < settings.thin; step++) walk.step();
      return listed.n + walk.step();
    });
  });
  const drawn = Float64Array.from(chains.flatMap((chain) => [...chain])).sort();
  const { rHat, effective } = agreementOf(chains.map((chain) => chain.map((all) => Math.log(all - listed.n + 0.5))));
  figure(`${name}, latent classes, mean`, drawn.reduce((sum, value) => sum + value, 0) / drawn.length, publishedWords, mean, 0.03 * mean);
  figure("  2.5 %", drawn[Math.floor(0.025 * drawn.length)]!, "", low, 0.06 * low);
  figure("  97.5 %", drawn[Math.floor(0.975 * drawn.length)]!, "", high, 0.06 * high);
  row("  R-hat, effective draws of 8 chains", `${rHat.toFixed(4)}, ${Math.round(effective)}`, "", "", rHat < 1.05);
}

function figure(name: string, ours: number, published: string, peer: number, tolerance: number): void {
  const digits = tolerance < 1e-3 ? 6 : tolerance < 0.1 ? 4 : 1;
  row(name, ours.toFixed(digits), published, peer.toFixed(digits), Math.abs(ours - peer) <= tolerance, tolerance);
}

function row(name: string, ours: string, published: string, peer: string, fits: boolean, tolerance: number | null = null): void {
  if (!fits) failed++;
  console.log(
    `${name.padEnd(48)}${ours.padStart(14)}${published.padStart(14)}${peer.padStart(16)}  ${fits ? "yes" : "NO"}${tolerance === null ? "" : ` (± ${Number(tolerance.toPrecision(2))})`}`,
  );
}

function table(name: string): Table {
  const tables = JSON.parse(readFileSync(`${FOLDER}tables.json`, "utf8")) as Record<
    string,
    { lists: string[]; rows: { pattern: string; count: number }[] }
  >;
  return tableOf(tables[name]!.lists, tables[name]!.rows);
}

function least<T>(values: readonly T[], of: (value: T) => number): T {
  return values.reduce((best, value) => (of(value) < of(best) ? value : best));
}
