import assert from "node:assert/strict";
import { test } from "node:test";
import { runs } from "../../../scripts/long.ts";
import { beta, gamma, negativeBinomial, normal } from "../numbers/draws.ts";
import { Random } from "../random.ts";
import { agreementOf } from "./chains.ts";
import { LATENT_SETTINGS, LatentChain } from "./latent.ts";
import { tableOfCounts } from "./table.ts";

/** Slow and obvious: parameters from the prior, weighed by how well they explain the table; then those on no list, given them. */
function byImportance(counts: readonly number[], lists: number, classes: number, draws: number, upTo: readonly number[]): number[] {
  const random = new Random("importance");
  const n = counts.reduce((sum, count) => sum + count, 0);
  const shares = upTo.map(() => 0);
  let whole = 0;
  for (let draw = 0; draw < draws; draw++) {
    const alpha = gamma(random, 0.25) / 0.25;
    const chance = new Float64Array(counts.length);
    let rest = 1;
    for (let k = 0; k < classes; k++) {
      const taken = k === classes - 1 || alpha < 1e-200 ? 1 : beta(random, 1, alpha);
      const weight = rest * taken;
      rest *= 1 - taken;
      if (weight < 1e-14) continue;
      const on = Array.from({ length: lists }, () => random.unit());
      for (let cell = 0; cell < counts.length; cell++)
        chance[cell]! += on.reduce((product, each, j) => product * ((cell >> j) & 1 ? each : 1 - each), weight);
    }
    let log = 0;
    for (let cell = 1; cell < counts.length; cell++) log += counts[cell]! * Math.log(chance[cell]! / (1 - chance[0]!));
    const weight = Math.exp(log + 40);
    const onNone = negativeBinomial(random, n, Math.max(1e-9, 1 - chance[0]!));
    whole += weight;
    for (const [place, bound] of upTo.entries()) if (onNone <= bound) shares[place]! += weight;
  }
  return shares.map((share) => share / whole);
}

for (const classes of [3, 10])
  test(`Gibbs steps have the distribution that weighing the prior gives, ${classes} classes`, () => {
    const counts = [0, 5, 4, 2, 3, 1, 2, 3];
    const bounds = [0, 2, 5, 10, 20];
    const slow = byImportance(counts, 3, classes, runs(60_000, 2_000_000), bounds);
    const table = tableOfCounts(["A", "B", "C"], counts);
    const met = bounds.map(() => 0);
    const steps = runs(12_000, 200_000);
    for (let chain = 0; chain < 8; chain++) {
      const walk = new LatentChain(table, { ...LATENT_SETTINGS, classes }, new Random("gibbs").stream(chain));
      for (let step = 0; step < 2000; step++) walk.step();
      for (let step = 0; step < steps; step++) {
        const onNone = walk.step();
        for (const [place, bound] of bounds.entries()) if (onNone <= bound) met[place]!++;
      }
    }
    for (const [place, share] of slow.entries())
      assert.ok(Math.abs(met[place]! / (8 * steps) - share) < runs(0.03, 0.008), `${met[place]! / (8 * steps)} ${share}`);
  });

test("chains that agree are told from chains that do not, and draws that hang together count less", () => {
  const random = new Random("agreement");
  const chain = (centre: number, memory: number) => {
    let value = 0;
    return Float64Array.from({ length: 2000 }, () => centre + (value = memory * value + Math.sqrt(1 - memory * memory) * normal(random)));
  };
  const together = agreementOf(Array.from({ length: 8 }, () => chain(0, 0)));
  assert.ok(together.rHat < 1.005 && together.effective > 12_000);
  const slow = agreementOf(Array.from({ length: 8 }, () => chain(0, 0.95)));
  // Of a walk with this memory one draw in (1 + .95) / (1 − .95) = 39 counts.
  assert.ok(slow.effective > 16_000 / 39 / 1.6 && slow.effective < (16_000 / 39) * 1.6, String(slow.effective));
  assert.ok(agreementOf(Array.from({ length: 8 }, (_, c) => chain(c % 2, 0))).rHat > 1.08);
  assert.ok(agreementOf([Float64Array.from({ length: 100 }, (_, t) => t), Float64Array.from({ length: 100 }, (_, t) => t)]).rHat > 1.05);
});
