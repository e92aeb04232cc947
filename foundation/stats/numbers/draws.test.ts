import assert from "node:assert/strict";
import { test } from "node:test";
import { Random } from "../random.ts";
import { beta, binomial, gamma, multinomial, negativeBinomial, normal, poisson } from "./draws.ts";
import { binomialUpTo, incompleteBeta, incompleteGamma, normalBelow, poissonUpTo } from "./special.ts";

const COUNT = 40_000;
/** Kolmogorov's distance that chance passes once in ten thousand times. */
const LIMIT = 2.2 / Math.sqrt(COUNT);

/** The greatest distance between drawn and true distribution. For counts it is on the safe side. */
function distance(draw: () => number, below: (x: number) => number, counts: boolean): number {
  const drawn = Float64Array.from({ length: COUNT }, draw).sort();
  let worst = 0;
  for (let i = 0; i < COUNT; i++) {
    if (counts && drawn[i] === drawn[i + 1]) continue;
    worst = Math.max(worst, Math.abs((i + 1) / COUNT - below(drawn[i]!)));
  }
  return worst;
}

test("what is drawn has the distribution it should have", () => {
  const random = new Random("draws");
  const tries: readonly (readonly [string, () => number, (x: number) => number, boolean])[] = [
    ["normal", () => normal(random), normalBelow, false],
    ["gamma .3", () => gamma(random, 0.3), (x) => incompleteGamma(0.3, x).lower, false],
    ["gamma 1", () => gamma(random, 1), (x) => incompleteGamma(1, x).lower, false],
    ["gamma 40", () => gamma(random, 40), (x) => incompleteGamma(40, x).lower, false],
    ["beta 2 5", () => beta(random, 2, 5), (x) => incompleteBeta(x, 2, 5), false],
    ["beta .4 1", () => beta(random, 0.4, 1), (x) => incompleteBeta(x, 0.4, 1), false],
    ["poisson 3", () => poisson(random, 3), (k) => poissonUpTo(k, 3), true],
    ["poisson 12", () => poisson(random, 12), (k) => poissonUpTo(k, 12), true],
    ["poisson 5000", () => poisson(random, 5000), (k) => poissonUpTo(k, 5000), true],
    ["binomial 20 .3", () => binomial(random, 20, 0.3), (k) => binomialUpTo(k, 20, 0.3), true],
    ["binomial 50 .3", () => binomial(random, 50, 0.3), (k) => binomialUpTo(k, 50, 0.3), true],
    ["binomial 40 .5", () => binomial(random, 40, 0.5), (k) => binomialUpTo(k, 40, 0.5), true],
    ["binomial 4400 .9", () => binomial(random, 4400, 0.9), (k) => binomialUpTo(k, 4400, 0.9), true],
    ["negative binomial 30 .6", () => negativeBinomial(random, 30, 0.6), (k) => incompleteBeta(0.6, 30, k + 1), true],
  ];
  for (const [name, draw, below, counts] of tries) {
    const far = distance(draw, below, counts);
    assert.ok(far < LIMIT, `${name}: ${far} of ${LIMIT}`);
  }
});

test("a multinomial shares out all of it, in proportion, and never into an empty cell", () => {
  const random = new Random("multinomial");
  const [weights, sums, into] = [[1, 0, 3, 6], [0, 0, 0, 0], new Float64Array(4)];
  for (let i = 0; i < 4000; i++) {
    const n = i % 30;
    multinomial(random, n, weights, into);
    assert.equal(into[0]! + into[2]! + into[3]!, n);
    for (let j = 0; j < 4; j++) sums[j]! += into[j]!;
  }
  const whole = sums[0]! + sums[2]! + sums[3]!;
  for (const [j, share] of [0.1, 0, 0.3, 0.6].entries()) assert.ok(Math.abs(sums[j]! / whole - share) < 0.01);
});
