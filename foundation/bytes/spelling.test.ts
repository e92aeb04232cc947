import assert from "node:assert/strict";
import { test } from "node:test";
import { canonicalText, utf8, type Json } from "#bytes";
import { runs } from "../../scripts/long.ts";
import { isCanonical } from "./spelling.ts";

/** The rule itself: what reads, and is written so. */
function isWrittenSo(text: string): boolean {
  try {
    return canonicalText(JSON.parse(text) as Json) === text;
  } catch {
    return false;
  }
}

function agrees(text: string): boolean {
  const found = isWrittenSo(text);
  assert.equal(isCanonical(utf8(text)), found, JSON.stringify(text));
  return found;
}

test("every short text of what JSON is made of is taken or refused as the rule says", () => {
  const alphabet = [...'{}[]",:\\-019aB'];
  let right = 0;
  const tryAll = (text: string, left: number): void => {
    if (agrees(text)) right++;
    if (left > 0) for (const character of alphabet) tryAll(text + character, left - 1);
  };
  tryAll("", runs(4, 5));
  for (const inside of ["", ",", "1", '"', '"a":1', "[]"]) {
    for (const [before, after] of [
      ['{"a":[', "]}"],
      ['{"a":1,"', '":[]}'],
      ['["', '"]'],
      ['{"b":"\\', '"}'],
    ]) {
      for (const one of alphabet) for (const other of alphabet) agrees(`${before}${one}${inside}${other}${after}`);
    }
  }
  assert.ok(right > 100, "too few were right");
});

test("of escapes, each character's one spelling is taken", () => {
  let right = 0;
  for (let code = 0; code < 0x10000; code++) {
    const digits = code.toString(16).padStart(4, "0");
    if (agrees(`"\\u${digits}"`)) right++;
    if (code < 0x200) for (const text of [`"\\u${digits.toUpperCase()}"`, `"\\${String.fromCharCode(code)}"`, `"${String.fromCharCode(code)}"`, `"\\u${digits}`]) agrees(text);
  }
  assert.equal(right, 32 - 5);
});

test("of numbers, the integers up to 2^53 − 1", () => {
  for (const middle of [0, 10, 2 ** 31, 2 ** 32, 10 ** 15, 2 ** 53, 10 ** 16, 10 ** 17]) {
    for (let i = -40; i < 40; i++) for (const n of [middle + i]) for (const text of [`${n}`, `-${n}`, `${-n}`, `0${n}`, `${n}0`, `${n}.0`, `${n}e0`, `[${n}]`]) agrees(text);
  }
  for (let last = 0; last < 100; last++) agrees(`90071992547409${String(last).padStart(2, "0")}`);
});

test("keys of every length, and in every order of two", () => {
  for (let length = 0; length < 70; length++) agrees(`{"${"k".repeat(length)}":1}`);
  const keys = ["a", "b", "A", "aa", "ab", "aA", "a1", "a_", "_", "1", "é", ""];
  for (const one of keys) for (const other of keys) agrees(`{"${one}":1,"${other}":2}`);
});

test("cut off anywhere, nothing is taken", () => {
  const text = '{"a":[1,-2,null,true,false,"é\\n\\u0001"],"b":{"c":[],"d":{}}}';
  const bytes = utf8(text);
  assert.equal(isCanonical(bytes), true);
  for (let length = 0; length < bytes.length; length++) assert.equal(isCanonical(bytes.subarray(0, length)), false, `${length}`);
});
