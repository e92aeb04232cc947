/**
 * What an estimate costs in CPU time of this process, beside a yardstick in the same run: multiplying matrices as many times as a fit solves them.
 *
 *   npm run bench -- estimate
 *
 * The tables are drawn from a seed: five lists, about 2,700 people, some pairs of lists that hardly meet.
 */
import {
  averageOverGraphs,
  bootstrapOf,
  canonicalTable,
  fitLogLinear,
  hierarchicalModels,
  LATENT_SETTINGS,
  LatentChain,
  Random,
  resampledEstimates,
  stepwiseEstimator,
  tableOfCounts,
  type Table,
} from "#stats";

function cpuSeconds(work: () => void, rounds = 1): number {
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const started = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(started);
    best = Math.min(best, (user + system) / 1e6);
  }
  return best;
}

function drawnTable(lists: number, all: number): Table {
  const random = new Random("bench estimate");
  const counts = new Float64Array(2 ** lists);
  const chances = Array.from({ length: lists }, (_, j) => 0.03 + 0.02 * j);
  for (let one = 0; one < all; one++) {
    let cell = 0;
    for (let j = 0; j < lists; j++) if (random.chance(j === 1 && cell & 1 ? 0.3 : chances[j]!)) cell |= 1 << j;
    if (cell !== 0) counts[cell]!++;
  }
  return tableOfCounts(
    chances.map((_, j) => String(j + 1)),
    counts,
  );
}

const { table } = canonicalTable(drawnTable(5, 8500));
const models = hierarchicalModels(5, 2);
const yardstick = cpuSeconds(() => {
  const [a, b] = [new Float64Array(65_536).fill(1.5), new Float64Array(65_536)];
  for (let i = 0; i < 256; i++) for (let k = 0; k < 256; k++) for (let j = 0; j < 256; j++) b[i * 256 + j]! += a[i * 256 + k]! * a[k * 256 + j]!;
}, 5);
console.log(`${table.n} people on five lists, ${table.counts.filter((count) => count > 0).length} of 31 patterns with people`);
const say = (name: string, seconds: number) =>
  console.log(`${seconds.toFixed(3).padStart(9)} CPU-s  ${(seconds / yardstick).toFixed(1).padStart(8)} ×  ${name}`);
say("yardstick: one product of matrices 256 by 256", yardstick);
say(
  "1,024 log-linear models, existence asked of each",
  cpuSeconds(() => models.map((model) => fitLogLinear(table, model)), 5),
);
const estimator = stepwiseEstimator({ threshold: 0.02 });
say(
  "bootstrap of 1,000, the model chosen step by step each time, BCa",
  cpuSeconds(() => bootstrapOf(table, estimator, resampledEstimates(table, estimator, new Random("bench"), 0, 1000))),
);
say(
  "average over 822 graphs",
  cpuSeconds(() => averageOverGraphs(table), 3),
);
say(
  "latent classes, one chain, 10,000 steps",
  cpuSeconds(() => {
    const walk = new LatentChain(table, LATENT_SETTINGS, new Random("bench"));
    for (let step = 0; step < 10_000; step++) walk.step();
  }),
);
