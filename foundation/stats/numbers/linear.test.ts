import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { runs } from "../../../scripts/long.ts";
import { cholesky, choleskySolve, columnSpace } from "./dense.ts";
import { maximise } from "./simplex.ts";

const small = fc.integer({ min: -3, max: 3 });

test("Cholesky solves what was multiplied", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }),
      fc.array(small, { minLength: 36, maxLength: 36 }),
      fc.array(small, { minLength: 6, maxLength: 6 }),
      (size, entries, solution) => {
        const root = Float64Array.from({ length: size * size }, (_, i) => entries[i]!);
        const matrix = new Float64Array(size * size);
        for (let i = 0; i < size; i++)
          for (let j = 0; j < size; j++) {
            for (let k = 0; k < size; k++) matrix[i * size + j]! += root[i * size + k]! * root[j * size + k]!;
            if (i === j) matrix[i * size + j]! += 1;
          }
        const x = Float64Array.from({ length: size }, (_, i) => solution[i]!);
        const b = Float64Array.from({ length: size }, (_, i) => x.reduce((sum, value, j) => sum + value * matrix[i * size + j]!, 0));
        assert.ok(cholesky(matrix, size));
        choleskySolve(matrix, size, b);
        for (let i = 0; i < size; i++) assert.ok(Math.abs(b[i]! - x[i]!) < 1e-7);
      },
    ),
    { numRuns: runs(200, 10_000) },
  );
});

test("columns that lead and directions that are nothing make up all columns", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(small, small, small, small), { minLength: 1, maxLength: 6 }), (rows) => {
      const { leading, nullSpace } = columnSpace(Float64Array.from(rows.flat()), rows.length, 4);
      assert.equal(leading.length + nullSpace.length, 4);
      for (const direction of nullSpace)
        for (const row of rows) assert.ok(Math.abs(row.reduce((sum, value, j) => sum + value * direction[j]!, 0)) < 1e-8);
    }),
    { numRuns: runs(300, 20_000) },
  );
});

/** Slow and obvious: every corner where as many bounds meet as there are variables (two). */
function bestCorner(a: readonly (readonly [number, number])[], b: readonly number[], c: readonly [number, number]): number {
  const lines = [...a.map(([x, y], i) => [x, y, b[i]!] as const), [-1, 0, 0] as const, [0, -1, 0] as const];
  let best = -Infinity;
  for (const [i, [p, q, r]] of lines.entries())
    for (const [s, t, u] of lines.slice(i + 1)) {
      const determinant = p * t - q * s;
      if (Math.abs(determinant) < 1e-12) continue;
      const [x, y] = [(r * t - q * u) / determinant, (p * u - r * s) / determinant];
      if (lines.every(([l, m, n]) => l * x + m * y <= n + 1e-7)) best = Math.max(best, c[0] * x + c[1] * y);
    }
  return best;
}

test("the simplex finds the best corner", () => {
  const line = fc.tuple(fc.tuple(small, small), fc.integer({ min: 0, max: 5 }));
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), fc.tuple(small, small), (lines, c) => {
      // A box around it, so that there is a best corner.
      const a = [...lines.map(([row]) => row), [1, 0] as [number, number], [0, 1] as [number, number]];
      const b = [...lines.map(([, bound]) => bound), 10, 10];
      const found = maximise(Float64Array.from(a.flat()), Float64Array.from(b), Float64Array.from(c));
      assert.ok(found.bounded);
      assert.ok(Math.abs(found.value - bestCorner(a, b, c)) < 1e-6);
    }),
    { numRuns: runs(500, 50_000) },
  );
});

test("the simplex says when there is no end", () => {
  assert.equal(maximise(Float64Array.of(1, -1), Float64Array.of(1), Float64Array.of(1, 1)).bounded, false);
});
