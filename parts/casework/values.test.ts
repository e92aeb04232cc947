import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { distanceM, placesConflict, type FuzzyPlace } from "./place.ts";
import { countsConflict, keyOf, valuesConflict, wordsOf, type Count } from "./values.ts";
import { cite, passageOf, positionOf } from "./citations.ts";

const at = (latMicrodegrees: number, lonMicrodegrees: number, radiusM: number): FuzzyPlace => ({ latMicrodegrees, lonMicrodegrees, radiusM });

suite("values", () => {
  test("counts conflict where they have no number in common", () => {
    const count = fc
      .record({ min: fc.option(fc.nat(6), { nil: undefined }), max: fc.option(fc.nat(6), { nil: undefined }) })
      .filter(({ min, max }) => (min ?? 0) <= (max ?? 9)) as fc.Arbitrary<Count>;
    const numbers = Array.from({ length: 20 }, (_, n) => n);
    const holds = (of: Count, n: number): boolean => (of.min ?? 0) <= n && n <= (of.max ?? Infinity);
    fc.assert(
      fc.property(count, count, (a, b) => {
        assert.equal(countsConflict(a, b), !numbers.some((n) => holds(a, n) && holds(b, n)));
      }),
    );
    assert.equal(countsConflict({ max: 26 }, { asGiven: "dozens" }), false);
  });

  test("the same number or day in other words is the same value; another number is not", () => {
    assert.equal(keyOf({ count: { max: 26, asGiven: "up to 26 men" } }), keyOf({ count: { max: 26, asGiven: "до 26 мужчин" } }));
    assert.notEqual(keyOf({ count: { max: 26 } }), keyOf({ count: { max: 27 } }));
    assert.notEqual(keyOf({ count: { asGiven: "dozens" } }), keyOf({ count: { asGiven: "many" } }));
    const first = "2031-03-01";
    assert.equal(keyOf({ time: { kind: "within", first, asGiven: "in March" } }), keyOf({ time: { kind: "within", first, asGiven: "в марте" } }));
    assert.notEqual(keyOf({ time: { kind: "within", asGiven: "lately" } }), keyOf({ time: { kind: "within", asGiven: "long ago" } }));
    assert.equal(valuesConflict({ text: "a" }, { text: "b" }), true);
    assert.equal(
      valuesConflict(
        { code: { list: "act", term: "killing" } },
        { code: { list: "act", term: "killing", mapsTo: [{ scheme: "other", code: "1" }] } },
      ),
      false,
    );
  });

  test("circles conflict where they do not touch", () => {
    const metre = distanceM(at(0, 0, 1), at(0, 1_000_000, 1))!;
    assert.ok(Math.abs(metre - 111_195) < 5, `one degree on the equator is 111,195 m on this sphere, not ${metre}`);
    assert.equal(placesConflict(at(0, 0, 60_000), at(0, 1_000_000, 60_000)), false);
    assert.equal(placesConflict(at(0, 0, 50_000), at(0, 1_000_000, 50_000)), true);
    assert.equal(placesConflict(at(0, 179_999_000, 1000), at(0, -179_999_000, 1000)), false);
  });

  test("areas conflict where they differ at one level, and words alone exclude nothing", () => {
    assert.equal(placesConflict({ adminPath: ["Verania", "Selm"] }, { adminPath: ["verania"] }), false);
    assert.equal(placesConflict({ adminPath: ["Verania", "Selm"] }, { adminPath: ["Verania", "Darovo"] }), true);
    assert.equal(placesConflict({ asGiven: "the base" }, { asGiven: "the brickworks" }), false);
  });

  test("words to search for are those of the source", () => {
    assert.deepEqual(wordsOf({ name: { full: "Радан Остреви", parts: [{ kind: "nickname", value: "Рада" }] } }), ["Радан Остреви", "Рада"]);
    assert.deepEqual(wordsOf({ place: { asGiven: "старый завод", adminPath: ["Verania"] } }), ["старый завод", "Verania"]);
    assert.deepEqual(wordsOf({ flag: true }), []);
  });
});

suite("passages", () => {
  test("positions are characters: what is found at a position is what stands there", () => {
    const unit = fc.constantFrom("a", "б", "ش", "🜂", "𐍈", " ", "e\u0301");
    fc.assert(
      fc.property(fc.array(unit, { minLength: 1, maxLength: 20 }), fc.nat(19), fc.nat(19), (units, i, j) => {
        const text = units.join("");
        const characters = Array.from(text);
        const [start, end] = [Math.min(i, j), Math.max(i, j)];
        const passage = characters.slice(start, end).join("");
        assert.equal(passageOf(text, start, end), passage);
        const found = positionOf(text, passage);
        assert.ok(found !== null && found.start <= start);
        assert.equal(passageOf(text, found.start, found.end), passage);
      }),
    );
  });

  test("what is not in the text cannot be cited", () => {
    assert.equal(positionOf("abc", "d"), null);
    assert.throws(() => cite("00".repeat(16), "abc", "d"), RangeError);
    assert.deepEqual(positionOf("aaa", "a", 1), { start: 1, end: 2 });
  });
});
