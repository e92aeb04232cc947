import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { runs } from "../../../scripts/long.ts";
import { averageOverGraphs } from "./averaged.ts";
import { existenceOf } from "./existence.ts";
import { decomposableGraphs } from "./graphs.ts";
import { fitLogLinear } from "./loglinear.ts";
import { hierarchicalModels, modelName, modelOf } from "./models.ts";
import { canonicalTable } from "./order.ts";
import { profileInterval } from "./profile.ts";
import { mergedLists, tableOfCounts, tableOfPeople, withinList, withLists } from "./table.ts";
import { logDirichletMultinomial, openCellsOneByOne, proportionalFit } from "./testing/slow.ts";
import { disguised, drawnTable, names } from "./testing/tables.ts";

const orderOf = (lists: number) =>
  fc.shuffledSubarray(
    Array.from({ length: lists }, (_, j) => j),
    { minLength: lists },
  );

test("models: 8 on three lists, 113 on four, 1,024 pairs on five; each is hierarchical and named once", () => {
  assert.equal(hierarchicalModels(3).length, 8);
  assert.equal(hierarchicalModels(4).length, 113);
  assert.equal(hierarchicalModels(5, 2).length, 1024);
  assert.equal(new Set(hierarchicalModels(4).map((model) => modelName(model))).size, 113);
  assert.equal(modelName(modelOf(4, [0b0111, 0b1001, 0b1100])), "[123,14,34]");
  assert.equal(modelName(modelOf(11, [0b10000000001])), "[1.11,2,3,4,5,6,7,8,9,10]");
});

test("graphs without rings: 2, 8, 61, 822", () => {
  assert.deepEqual(
    [2, 3, 4, 5].map((lists) => decomposableGraphs(lists).length),
    [2, 8, 61, 822],
  );
});

test("the canonical table is the same whatever the lists' order and names", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 3, max: 5 }).chain((lists) => fc.tuple(drawnTable(lists, 4), orderOf(lists))),
      ([table, order]) => {
        const one = canonicalTable(table).table;
        const other = canonicalTable(disguised(table, order)).table;
        assert.deepEqual(one, other);
      },
    ),
    { numRuns: runs(200, 5000) },
  );
});

test("a fit is what iterative proportional fitting comes to, where there is one", () => {
  const models = hierarchicalModels(4);
  const full = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 15, maxLength: 15 }).map((counts) => tableOfCounts(names(4), [0, ...counts]));
  fc.assert(
    fc.property(full, fc.constantFrom(...models), (table, model) => {
      const fast = fitLogLinear(table, model);
      const slow = proportionalFit(table, model);
      assert.ok(Math.abs(fast.deviance - slow.deviance) < 1e-6 * Math.max(1, slow.deviance), `${fast.deviance} ${slow.deviance}`);
      for (const [i, cell] of fast.cells.entries()) assert.ok(Math.abs(fast.fit.mu[i]! - slow.mu[cell]!) < 1e-4);
      // No interaction of all: the product over patterns of odd width is that over even width, nobody's pattern among those.
      let log = 0;
      for (let cell = 1; cell < 16; cell++) log += (countBits(cell) % 2 === 1 ? 1 : -1) * Math.log(slow.mu[cell]!);
      assert.ok(Math.abs(Math.log(fast.onNone!) - log) < 1e-4);
    }),
    { numRuns: runs(60, 2000) },
  );
});

test("existence: the cells found closed are those that no table with these margins can fill", () => {
  const models = [...hierarchicalModels(3), ...hierarchicalModels(4).filter((_, i) => i % 7 === 0)];
  fc.assert(
    fc.property(
      fc.constantFrom(...models).chain((model) => fc.tuple(fc.constant(model), drawnTable(model.terms.includes(8) ? 4 : 3))),
      ([model, table]) => {
        const fast = existenceOf(table, model);
        assert.deepEqual([...fast.openCells], openCellsOneByOne(table, model));
      },
    ),
    { numRuns: runs(150, 5000) },
  );
});

test("existence: where it says no, the fitted number runs away; where it says yes, it does not", () => {
  // List C meets nobody: with A and B dependent nothing says how many are missing.
  const apart = tableOfCounts(names(3), [0, 40, 30, 6, 20, 0, 0, 0]);
  assert.equal(existenceOf(apart, modelOf(3, [0b011])).verdict, "none");
  assert.equal(existenceOf(apart, modelOf(3, [])).verdict, "exists");
  const neverMeet = tableOfCounts(names(3), [0, 40, 30, 6, 20, 9, 0, 0]);
  const verdict = existenceOf(neverMeet, modelOf(3, [0b110]));
  assert.equal(verdict.verdict, "extended");
  assert.deepEqual(verdict.openCells, [1, 2, 3, 4, 5]);
});

test("scaling: ten times the people give ten times the number, and closer limits", () => {
  const table = tableOfCounts(names(3), [0, 244, 48, 142, 60, 111, 4, 12]);
  const tenfold = tableOfCounts(
    names(3),
    Array.from(table.counts, (count) => 10 * count),
  );
  for (const model of hierarchicalModels(3)) {
    const [one, ten] = [fitLogLinear(table, model), fitLogLinear(tenfold, model)];
    assert.ok(Math.abs(ten.onNone! / one.onNone! - 10) < 1e-6);
    assert.ok(Math.abs(ten.standardErrorLog! * Math.sqrt(10) - one.standardErrorLog!) < 1e-6);
    const [a, b] = [profileInterval(table, one), profileInterval(tenfold, ten)];
    assert.ok(b.lower > 10 * a.lower && b.upper! < 10 * a.upper!);
    // A fit is between its limits.
    assert.ok(a.lower < 621 + one.onNone! && 621 + one.onNone! < a.upper!);
  }
});

test("relabelling: each model's figures go with its lists", () => {
  fc.assert(
    fc.property(drawnTable(4, 60), orderOf(4), (table, order) => {
      const moved = disguised(table, order);
      const at = (term: number) => order.reduce((sum, from, to) => sum | ((term >> from) & 1 ? 1 << to : 0), 0);
      for (const generators of [[3], [3, 12], [7, 8], [7, 9]]) {
        const one = fitLogLinear(table, modelOf(4, generators));
        const other = fitLogLinear(moved, modelOf(4, generators.map(at)));
        assert.equal(one.existence, other.existence);
        assert.ok(Math.abs(one.deviance - other.deviance) < 1e-6);
        if (one.onNone !== null) assert.ok(Math.abs(Math.log(one.onNone + 1e-6) - Math.log(other.onNone! + 1e-6)) < 1e-4);
      }
    }),
    { numRuns: runs(60, 2000) },
  );
});

test("graphs: with all edges it is the Dirichlet–multinomial, cell by cell; without any, the product over lists", () => {
  const table = tableOfCounts(names(3), [0, 12, 7, 3, 9, 2, 4, 1]);
  const delta = 0.5;
  // The whole posterior over graphs, written out.
  const most = 200;
  const weights = new Map<string, number>();
  for (const graph of decomposableGraphs(3)) {
    let sum = 0;
    for (let none = 0; none <= most; none++) {
      const counts = [none, ...table.counts.slice(1)];
      const all = counts.reduce((total, count) => total + count, 0);
      const margin = (set: number) => {
        const cells = new Map<number, number>();
        for (const [cell, count] of counts.entries()) cells.set(cell & set, (cells.get(cell & set) ?? 0) + count);
        const values = [...cells.values()];
        const coefficient = logDirichletMultinomial(values, (delta * 8) / values.length);
        // Its own multinomial coefficient is taken out again: that of the whole table is one for all graphs.
        return coefficient - coefficientOf(values);
      };
      let log = coefficientOf(counts) - Math.log(all);
      for (const [set, power] of graph.powers) log += power * margin(set);
      sum += Math.exp(log);
    }
    weights.set(graph.cliques.join("."), sum);
  }
  const whole = [...weights.values()].reduce((total, weight) => total + weight, 0);
  const averaged = averageOverGraphs(table, { delta, most });
  for (const { graph, weight } of averaged.graphs) assert.ok(Math.abs(weight - weights.get(graph.cliques.join("."))! / whole) < 1e-9);
  assert.ok(Math.abs(averaged.probability.reduce((total, p) => total + p, 0) - 1) < 1e-12);
});

test("lists left out, made one, looked into: nobody is lost or counted twice", () => {
  fc.assert(
    fc.property(drawnTable(4), (table) => {
      const fewer = withLists(table, [0, 2, 3]);
      assert.equal(fewer.n + table.counts[0b0010]!, table.n);
      const merged = mergedLists(table, [1, 3], "B or D");
      assert.equal(merged.n, table.n);
      assert.deepEqual(merged.lists, ["A", "B or D", "C"]);
      const { table: inner, onNoOther } = withinList(table, 2);
      assert.equal(
        inner.n + onNoOther,
        [...table.counts].reduce((sum, count, cell) => sum + (cell & 0b0100 ? count : 0), 0),
      );
    }),
    { numRuns: runs(100, 5000) },
  );
  const people = [
    [true, false],
    [false, false],
    [true, true],
  ];
  assert.deepEqual([...tableOfPeople(["A", "B"], people).counts], [0, 1, 0, 1]);
});

function coefficientOf(counts: readonly number[]): number {
  const log = (n: number) => Array.from({ length: n }, (_, i) => Math.log(i + 1)).reduce((sum, value) => sum + value, 0);
  return log(counts.reduce((sum, count) => sum + count, 0)) - counts.reduce((sum, count) => sum + log(count), 0);
}

function countBits(cell: number): number {
  return cell.toString(2).replaceAll("0", "").length;
}
