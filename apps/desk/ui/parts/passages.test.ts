import assert from "node:assert/strict";
import { test } from "node:test";
import { sentenceStarts, wordsOf } from "./passages.ts";

const startsOf = (text: string): number[] => sentenceStarts(text, "en", wordsOf(text, "en"));

test("the first word of each sentence, once", () => {
  assert.deepEqual(startsOf("They came. Two cars! ... Who saw it? “Nobody.”"), [0, 2, 4, 7]);
  assert.deepEqual(startsOf("\u{1f600} A b. C"), [0, 2]);
  assert.deepEqual(startsOf("… – …"), []);
});

test("a text ten times as long takes about ten times as long", () => {
  const timeOf = (sentences: number): number => {
    const text = "A b.\n".repeat(sentences);
    const words = wordsOf(text, "en");
    const began = performance.now();
    assert.equal(sentenceStarts(text, "en", words).length, sentences);
    return performance.now() - began;
  };
  timeOf(500);
  const [short, long] = [Math.min(timeOf(2000), timeOf(2000), timeOf(2000)), Math.min(timeOf(20_000), timeOf(20_000))];
  assert.ok(long < short * 40, `${Math.round(short)} ms, and ${Math.round(long)} ms`);
});
