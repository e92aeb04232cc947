/** The sign that people differ: what it rests on, beside the peer's fit of the same term, and how often it is seen where it is so and where it is not. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { runs } from "../../../scripts/long.ts";
import { multinomial } from "../numbers/draws.ts";
import { Random } from "../random.ts";
import { alikeTerm, showsThatPeopleDiffer } from "./differ.ts";
import { fitLogLinear } from "./loglinear.ts";
import { modelOf } from "./models.ts";
import { fittedModels } from "./search.ts";
import { tableOfCounts } from "./table.ts";
import { disguised, drawnTable, names, published, reference, SKIP } from "./testing/tables.ts";

test("the term's deviance and BIC are the peer's (Rcapture, Mth Darroch)", { skip: SKIP }, () => {
  interface Closed {
    readonly closedp: readonly { readonly model: string; readonly deviance: number; readonly BIC: number }[];
  }
  const peer = reference<Record<string, Closed>>("reference_rcapture");
  for (const name of ["Kosovo", "spina_ALL", "UKdat_5", "Western"]) {
    const table = published(name);
    const theirs = peer[name]!.closedp.find(({ model }) => model === "Mth Darroch")!;
    const ours = alikeTerm(table, fitLogLinear(table, modelOf(table.lists.length, [])))!;
    assert.ok(Math.abs(ours.deviance - theirs.deviance) < 1e-3, `${name}: ${ours.deviance} ${theirs.deviance}`);
    assert.ok(Math.abs(ours.bic - theirs.BIC) < 1e-3, `${name}: ${ours.bic} ${theirs.BIC}`);
  }
});

test("no order of lists changes it", () => {
  fc.assert(
    fc.property(drawnTable(3, 60), fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), (table, order) => {
      const [one, other] = [table, disguised(table, order)].map((each) => showsThatPeopleDiffer(each, fittedModels(each)));
      assert.equal(one, other);
    }),
    { numRuns: runs(60, 3000) },
  );
});

/** People of two kinds on three lists: how often the sign is given. */
function seen(share: number, often: readonly number[], seldom: readonly number[], count: number): number {
  const chances = new Float64Array(8);
  for (const [part, own] of [
    [share, often],
    [1 - share, seldom],
  ] as const)
    for (let cell = 0; cell < 8; cell++) chances[cell]! += own.reduce((chance, on, j) => chance * ((cell >> j) & 1 ? on : 1 - on), part);
  let warned = 0;
  for (let run = 0; run < count; run++) {
    const counts = new Float64Array(8);
    multinomial(new Random(`differ ${often.join()} ${run}`), 4000, chances, counts);
    counts[0] = 0;
    const table = tableOfCounts(names(3), counts);
    if (showsThatPeopleDiffer(table, fittedModels(table))) warned++;
  }
  return warned / count;
}

test("seen where people differ, seldom where they do not; and where the others are on no list whatever happens, only by chance", (context) => {
  const count = runs(200, 2000);
  const [differ, alike, hidden] = [
    seen(0.3, [0.45, 0.4, 0.35], [0.06, 0.06, 0.05], count),
    seen(1, [0.2, 0.25, 0.15], [0, 0, 0], count),
    // The lists of those who can be recorded are independent, so no table can show that there are others (Link 2003).
    seen(0.25, [0.5, 0.45, 0.4], [0, 0, 0], count),
  ];
  context.diagnostic(`seen in ${differ} where people differ, ${alike} where they are alike, ${hidden} where three in four are never recorded`);
  assert.ok(differ >= 0.8);
  assert.ok(alike <= 0.1);
  assert.ok(hidden <= 0.12);
});
