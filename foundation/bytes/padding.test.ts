import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { padme, padToPadme, requireZeros } from "#bytes";
import { runs } from "../../scripts/long.ts";

/** The paper's algorithm 1, with the bit operations it is written in, on big integers. */
function paperPadme(length: bigint): bigint {
  if (length < 2n) return length;
  const exponent = BigInt(length.toString(2).length - 1);
  const size = BigInt(exponent.toString(2).length);
  const lastBits = exponent - size;
  if (lastBits <= 0n) return length;
  const bitMask = (1n << lastBits) - 1n;
  return (length + bitMask) & ~bitMask;
}

test("known values", () => {
  const known: readonly [number, number][] = [
    [0, 0],
    [1, 1],
    [2, 2],
    [3, 3],
    [8, 8],
    [9, 10],
    [15, 16],
    [16, 16],
    [17, 18],
    [100, 104],
    [511, 512],
    [512, 512],
    [513, 544],
    [1000, 1024],
    [1025, 1088],
    [65_537, 67_584],
    [1_000_000, 1_015_808],
  ];
  assert.deepEqual(
    known.map(([length]) => [length, padme(length)]),
    known,
  );
});

test("the same as the paper's bit arithmetic: every length to 70,000, and any safe integer", () => {
  for (let length = 0; length <= 70_000; length++) assert.equal(BigInt(padme(length)), paperPadme(BigInt(length)), `${length}`);
  const numbers = fc.oneof(
    fc.integer({ min: 0, max: 2 ** 52 }),
    fc.tuple(fc.integer({ min: 2, max: 52 }), fc.integer({ min: -3, max: 3 })).map(([e, d]) => 2 ** e + d),
  );
  fc.assert(
    fc.property(numbers, (length) => assert.equal(BigInt(padme(length)), paperPadme(BigInt(length)))),
    { numRuns: runs(2000, 100_000) },
  );
});

test("never shorter, at most 12 % longer, never goes down, and padding what is padded changes nothing", () => {
  let before = 0;
  for (let length = 1; length <= 70_000; length++) {
    const padded = padme(length);
    assert.ok(padded >= length && padded <= length * 1.12 && padded >= before && padme(padded) === padded, `${length}`);
    before = padded;
  }
});

test("lengths fall into few classes: 70,000 of them into fewer than 300", () => {
  assert.ok(new Set(Array.from({ length: 70_000 }, (_, length) => padme(length))).size < 300);
});

test("padToPadme puts zeros behind, to the least size asked for", () => {
  const padded = padToPadme(Uint8Array.of(1, 2, 3), 512);
  assert.equal(padded.length, 512);
  assert.deepEqual([...padded.subarray(0, 4)], [1, 2, 3, 0]);
  assert.equal(padToPadme(new Uint8Array(513), 512).length, 544);
  assert.equal(padToPadme(new Uint8Array(0)).length, 0);
  requireZeros(padded, 3);
});

test("requireZeros finds any other byte behind its place, wherever it is", () => {
  for (let at = 0; at < 40; at++) {
    const bytes = new Uint8Array(40);
    bytes[at] = 1;
    requireZeros(bytes, at + 1);
    assert.throws(() => requireZeros(bytes, at), { name: "BytesError", code: "not-padded" });
  }
});
