import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { bookOf } from "./book.ts";
import { parseRecord } from "./body.ts";
import { mergedWords, settledText, type MergedPart } from "./merge-words.ts";
import { noteOf } from "./notes.ts";
import { entry } from "./testing/cast.ts";
import { idOf } from "./testing/histories.ts";

const text = fc.array(fc.constantFrom("he", "was", "taken", "at", "night", "by", "men", " ", "\n", "  "), { maxLength: 14 }).map((words) => words.join(" "));
const sideOf = (parts: readonly MergedPart[], side: "one" | "other"): string[] =>
  parts.flatMap((part) => (part.of === "both" ? part[side] : part.of === "same" || part.of === side ? part.text : []).toString().split(/\s+/)).filter((word) => word !== "");
const counted = (words: readonly string[]): Map<string, number> => words.reduce((counts, word) => counts.set(word, (counts.get(word) ?? 0) + 1), new Map<string, number>());
const wordsOf = (of: string): string[] => of.split(/\s+/).filter((word) => word !== "");

describe("two texts put together", () => {
  it("give back the one text where the other changed nothing, and either where both are the same", () => {
    fc.assert(
      fc.property(text, text, (base, changed) => {
        assert.equal(settledText(mergedWords(base, changed, base)), changed);
        assert.equal(settledText(mergedWords(base, base, changed)), changed);
        assert.equal(settledText(mergedWords(base, changed, changed)), changed);
      }),
    );
  });

  it("lose no word that one of them added", () => {
    fc.assert(
      fc.property(text, text, text, (base, one, other) => {
        const parts = mergedWords(base, one, other);
        for (const [side, given] of [["one", one], ["other", other]] as const) {
          const [kept, before] = [counted(sideOf(parts, side)), counted(wordsOf(base))];
          for (const [word, times] of counted(wordsOf(given))) {
            assert.ok((kept.get(word) ?? 0) + (before.get(word) ?? 0) >= times, `${word} of ${side}`);
            if (!before.has(word)) assert.equal(kept.get(word), times, `${word} of ${side}`);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it("are the same proposal from either side", () => {
    const turned = (part: MergedPart): MergedPart =>
      part.of === "both" ? { ...part, one: part.other, other: part.one } : part.of === "same" ? part : { ...part, of: part.of === "one" ? "other" : "one" };
    fc.assert(fc.property(text, text, text, (base, one, other) => assert.deepEqual(mergedWords(base, one, other).map(turned), mergedWords(base, other, one))));
  });

  it("take both changes where they are in different places, and ask where they are in one", () => {
    assert.equal(settledText(mergedWords("He was taken at night.", "He was taken from home at night.", "He was taken at night by three men.")), "He was taken from home at night by three men.");
    assert.equal(settledText(mergedWords("He was taken at night .", "He and Ana was taken at night .", "He was taken at night by three men .")), "He and Ana was taken at night by three men .");
    assert.deepEqual(mergedWords("on Monday", "on Tuesday", "on Friday").at(-1), { of: "both", one: "Tuesday", other: "Friday", base: "Monday" });
  });
});

describe("a note", () => {
  const note = (n: number, words: string, over: readonly number[] = []) =>
    parseRecord({ id: idOf(n), kind: "statement", subject: idOf(0), property: "note", stance: "asserts", value: { text: words }, ...(over.length === 0 ? {} : { supersedes: over.map(idOf) }) });
  const beginning = [...entry("amina", 1, [parseRecord({ id: idOf(0), kind: "subject", type: "case" })]), ...entry("amina", 2, [note(1, "He was taken .")])];
  const apart = [...entry("amina", 3, [note(2, "He was taken at night .", [1])]), ...entry("tomas", 3, [note(3, "He and Ana was taken .", [1])])];

  it("written by two apart is two versions, with what they began from and a proposal", () => {
    const { versions, base, suggestion } = noteOf(bookOf([...beginning, ...apart]), idOf(0));
    assert.deepEqual(versions.map(({ record }) => record.id).toSorted(), [idOf(2), idOf(3)]);
    assert.equal(base!.record.id, idOf(1));
    assert.equal(settledText(suggestion!), "He and Ana was taken at night .");
  });

  it("put together by a person is one again, and all that was written is still there", () => {
    const { versions, earlier, suggestion } = noteOf(bookOf([...beginning, ...apart, ...entry("ilya", 4, [note(4, "both", [2, 3])])]), idOf(0));
    assert.deepEqual([versions.map(({ record }) => record.id), suggestion], [[idOf(4)], null]);
    assert.deepEqual(earlier.map(({ record }) => record.id).toSorted(), [idOf(1), idOf(2), idOf(3)]);
  });

  it("that came while others were put together stays beside them", () => {
    const { versions } = noteOf(bookOf([...beginning, ...apart, ...entry("ilya", 3, [note(5, "a third", [1])]), ...entry("ilya", 4, [note(4, "both", [2, 3])])]), idOf(0));
    assert.deepEqual(versions.map(({ record }) => record.id).toSorted(), [idOf(4), idOf(5)]);
  });
});
