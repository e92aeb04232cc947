import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { concat, concatAll, fromUtf8, readU32, sameBytes, take, u32, utf8 } from "#bytes";
import { runs } from "../../scripts/long.ts";

const code = (expected: string) => ({ name: "BytesError", code: expected, message: expected });

test("every well-formed text comes back from its UTF-8", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      if (!text.isWellFormed()) assert.throws(() => utf8(text), code("not-utf8"));
      else assert.equal(fromUtf8(utf8(text)), text);
    }),
    { numRuns: runs(500, 20_000) },
  );
});

test("a byte order mark is content", () => assert.equal(fromUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)), "\ufeffa"));

const MALFORMED: readonly [string, number[]][] = [
  ["a lone continuation byte", [0x80]],
  ["a cut-off sequence", [0xe2, 0x82]],
  ["an overlong slash", [0xc0, 0xaf]],
  ["an overlong NUL", [0xe0, 0x80, 0x80]],
  ["a surrogate half", [0xed, 0xa0, 0x80]],
  ["beyond U+10FFFF", [0xf4, 0x90, 0x80, 0x80]],
  ["0xff", [0x61, 0xff]],
];
for (const [what, bytes] of MALFORMED) test(`not UTF-8: ${what}`, () => assert.throws(() => fromUtf8(Uint8Array.from(bytes)), code("not-utf8")));

test("a lone surrogate has no UTF-8", () => {
  for (const text of ["\ud800", "a\udc00", "\udc00\ud800"]) assert.throws(() => utf8(text), code("not-utf8"));
});

test("concat puts parts one after another and copies them", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 }), (parts) =>
      assert.deepEqual(
        [...concat(...parts)],
        parts.flatMap((part) => [...part]),
      ),
    ),
    { numRuns: runs(200, 5000) },
  );
  const part = Uint8Array.of(1, 2);
  const whole = concat(part);
  part[0] = 9;
  assert.deepEqual([...whole], [1, 2]);
});

test("sameBytes is equality of content", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20 }), fc.uint8Array({ maxLength: 20 }), (a, b) => {
      assert.equal(sameBytes(a, b), Buffer.compare(a, b) === 0);
      assert.equal(sameBytes(a, Uint8Array.from(a)), true);
    }),
    { numRuns: runs(200, 5000) },
  );
});

test("u32 is four bytes, the highest first, and comes back from anywhere in a larger array", () => {
  assert.deepEqual([...u32(0x01020304)], [1, 2, 3, 4]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.nat(9), (n, at) => {
      const inside = concat(new Uint8Array(at + 3), u32(n), new Uint8Array(2)).subarray(3);
      assert.equal(readU32(inside, at), n);
    }),
    { numRuns: runs(200, 5000) },
  );
  assert.equal(readU32(Uint8Array.of(9, 0, 0, 0, 7), 1), 7);
  for (const at of [-1, 1, 4]) assert.throws(() => readU32(new Uint8Array(4), at), code("truncated"));
});

test("take copies what is there and refuses what is not", () => {
  for (const bytes of [Uint8Array.of(1, 2, 3, 4), Buffer.from([1, 2, 3, 4])]) {
    const part = take(bytes, 1, 2);
    bytes[1] = 9;
    assert.deepEqual([...part], [2, 3]);
    assert.equal(Object.getPrototypeOf(part), Uint8Array.prototype);
  }
  assert.equal(take(new Uint8Array(3), 3, 0).length, 0);
  for (const [at, length] of [
    [-1, 1],
    [0, 4],
    [2, 2],
    [0, -1],
  ] as const)
    assert.throws(() => take(new Uint8Array(3), at, length), code("truncated"));
});

test("any number of parts can be put together", () => {
  const parts = Array.from({ length: 300_000 }, (_, n) => Uint8Array.of(n & 255));
  const whole = concatAll(parts);
  assert.equal(whole.length, parts.length);
  assert.deepEqual([whole[0], whole[257], whole.at(-1)], [0, 1, (parts.length - 1) & 255]);
});
