import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { withdrawnBy } from "./acts.ts";

/** The rule as it is said: withdrawn is what something withdraws that is not itself withdrawn. Slow, and for what stands in no ring. */
function slowly(of: ReadonlyMap<string, ReadonlySet<string>>, id: string): boolean {
  return [...(of.get(id) ?? [])].some((withdrawal) => !slowly(of, withdrawal));
}

test("what stands withdrawn is what the rule says, in whatever way withdrawals withdraw each other", () => {
  // A number is withdrawn by greater ones only, so that there is no ring.
  const pairs = fc.array(fc.tuple(fc.nat(9), fc.nat(9)).filter(([a, b]) => a < b), { maxLength: 20 });
  fc.assert(
    fc.property(pairs, (all) => {
      const of = new Map([...Map.groupBy(all, ([target]) => String(target))].map(([target, by]) => [target, new Set(by.map(([, one]) => String(one)))]));
      const withdrawn = withdrawnBy(of);
      for (let id = 0; id < 10; id++) assert.equal(withdrawn.has(String(id)), slowly(of, String(id)));
    }),
  );
});

test("a ring withdraws nothing", () => {
  const withdrawn = withdrawnBy(new Map([["a", new Set(["b"])], ["b", new Set(["a"])], ["c", new Set(["a"])]]));
  assert.deepEqual([...withdrawn], []);
});

test("each withdrawal is looked at once, also in a chain of 100,000 with two ways at every step", () => {
  let looked = 0;
  const steps = 100_000;
  class Counted extends Set<string> {
    override *[Symbol.iterator](): SetIterator<string> {
      for (const one of super.values()) {
        looked++;
        yield one;
      }
    }
  }
  const of = new Map(Array.from({ length: steps }, (_, n) => [String(n), new Counted([String(n + 1), String(n + 2)])]));
  assert.equal(withdrawnBy(of).size > 0, true);
  assert.equal(looked, steps * 2);
});
