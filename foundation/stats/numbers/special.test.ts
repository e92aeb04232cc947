import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { runs } from "../../../scripts/long.ts";
import {
  binomialUpTo,
  chiSquareAbove,
  incompleteBeta,
  incompleteGamma,
  logFactorial,
  logGamma,
  normalBelow,
  normalQuantile,
  poissonAbove,
  poissonUpTo,
  studentBelow,
  studentQuantile,
} from "./special.ts";

const near = (value: number, expected: number, relative = 1e-12) =>
  assert.ok(Math.abs(value - expected) <= relative * Math.max(1e-300, Math.abs(expected)), `${value} is not ${expected}`);

test("values from tables", () => {
  near(logGamma(0.5), Math.log(Math.PI) / 2);
  near(logGamma(1e-8), 18.4206807381802);
  near(logGamma(171), 706.5730622457874);
  near(normalBelow(1.959963984540054), 0.975, 1e-13);
  near(normalBelow(-6), 9.865876450376946e-10, 1e-9);
  near(normalQuantile(0.975), 1.959963984540054);
  near(normalQuantile(1e-10), -6.361340902404056, 1e-9);
  near(chiSquareAbove(3.841458820694124, 1), 0.05, 1e-11);
  near(chiSquareAbove(9.32267, 4), 0.053_530_3, 1e-3);
  near(studentQuantile(0.975, 5), 2.570581835636314, 1e-10);
  near(studentQuantile(0.975, Infinity), 1.959963984540054);
  near(incompleteBeta(0.3, 2, 5), 0.579825, 1e-12);
});

test("sums written out agree: Poisson, binomial, factorial", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60 }), fc.double({ min: 0.01, max: 60, noNaN: true }), fc.integer({ min: 0, max: 60 }), (k, mean, more) => {
      let [term, sum] = [Math.exp(-mean), Math.exp(-mean)];
      for (let i = 1; i <= k; i++) sum += term *= mean / i;
      assert.ok(Math.abs(poissonUpTo(k, mean) - sum) < 1e-11);
      assert.ok(Math.abs(poissonAbove(k, mean) - (1 - sum)) < 1e-11);
      const [n, p] = [k + more, mean / 61];
      let binomial = 0;
      for (let i = 0; i <= k; i++)
        binomial += Math.exp(logFactorial(n) - logFactorial(i) - logFactorial(n - i) + i * Math.log(p) + (n - i) * Math.log1p(-p));
      assert.ok(Math.abs(binomialUpTo(k, n, p) - binomial) < 1e-10);
      let factorial = 0;
      for (let i = 2; i <= k; i++) factorial += Math.log(i);
      assert.ok(Math.abs(logFactorial(k) - factorial) < 1e-11 * Math.max(1, factorial));
    }),
    { numRuns: runs(200, 20_000) },
  );
});

test("quantiles undo what they are quantiles of; tails add up", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), fc.double({ min: 0.5, max: 500, noNaN: true }), (p, df) => {
      assert.ok(Math.abs(normalBelow(normalQuantile(p)) - p) < 1e-12);
      assert.ok(Math.abs(studentBelow(studentQuantile(p, df), df) - p) < 1e-9);
      const { lower, upper } = incompleteGamma(df, p * 2 * df);
      assert.ok(Math.abs(lower + upper - 1) < 1e-13);
    }),
    { numRuns: runs(200, 20_000) },
  );
});
