/** Copies that share: they say what plain maps and lists say, older copies stay as they were, and many copies cost little. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { SharedList, SharedMap } from "./shared.ts";

const KEYS = ["", "a", "ab", "abc", "abd", "b", "work", "works", "0f", "0f0", "1"];
const step = fc.record({ key: fc.constantFrom(...KEYS), value: fc.option(fc.nat(99)) });

test("a shared map is a map, after every step and in every older copy", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const plain = new Map<string, number>();
      const copies: [SharedMap<number>, [string, number][]][] = [];
      let map = SharedMap.empty<number>();
      for (const { key, value } of steps) {
        if (value === null) plain.delete(key);
        else plain.set(key, value);
        map = value === null ? map.without(key) : map.with(key, value);
        copies.push([map, [...plain]]);
      }
      for (const [copy, entries] of copies) {
        deepEqual([...copy], entries);
        deepEqual(
          [copy.size, [...copy.keys()], [...copy.values()]],
          [entries.length, entries.map(([key]) => key), entries.map(([, value]) => value)],
        );
        const were = new Map(entries);
        for (const key of KEYS) deepEqual([copy.has(key), copy.get(key)], [were.has(key), were.get(key)]);
        const each: [string, number][] = [];
        copy.forEach((value, key) => each.push([key, value]));
        deepEqual(each, entries);
      }
    }),
  );
});

test("a shared list keeps what was in it, and an older copy may go another way", () => {
  const one = SharedList.empty<number>().with(1);
  deepEqual(Array.from(one.with(2).with(3)), [1, 2, 3]);
  deepEqual(
    one.with(4).map((item) => item * 2),
    [2, 8],
  );
  deepEqual([...SharedList.empty()], []);
});

test("to keep every copy of a growing map takes no more than some nodes for each", () => {
  const nodesOf = (count: number): number => {
    const met = new Set<unknown>();
    let map = SharedMap.empty<number>();
    for (let n = 0; n < count; n++) {
      map = map.with(Math.imul(n, 0x9e3779b1).toString(16), n);
      const open: unknown[] = [map.root];
      for (let at = open.pop(); at !== undefined; at = open.pop()) {
        if (met.has(at)) continue;
        met.add(at);
        if (at instanceof Map) open.push(...at.values());
      }
    }
    return met.size;
  };
  equal(nodesOf(1), 1);
  ok(nodesOf(4000) < 8 * 4000);
});
