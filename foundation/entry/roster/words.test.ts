import { deepEqual, equal, notEqual, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { utf8 } from "#bytes";
import { emptyLine, headCode, WORDS, wordsOf } from "#entry";
import { sha256Hex } from "#prim";
import { amina, Scene } from "../../../vectors/roster/cast.ts";

const PAGE = readFileSync(new URL("../../../docs/formats/words.md", import.meta.url), "utf8");

test("2,048 sorted words of 3 to 8 letters, told apart by four", () => {
  equal(WORDS.length, 2048);
  deepEqual(WORDS, [...WORDS].sort());
  equal(new Set(WORDS.map((word) => word.slice(0, 4))).size, 2048);
  ok(WORDS.every((word) => /^[a-z]{3,8}$/.test(word)));
});

test("the page has the same list and its hash", () => {
  const listed = PAGE.split("```")[3]!.trim().split(/\s+/);
  deepEqual(listed, WORDS);
  ok(PAGE.includes(sha256Hex(utf8(WORDS.map((word) => `${word}\n`).join("")))));
});

test("a word is eleven bits, from the first bit on", () => {
  const hash = `ffe${"0".repeat(61)}`;
  deepEqual(wordsOf(hash, 2), [WORDS[2047], WORDS[0]]);
  deepEqual(wordsOf(`001${"f".repeat(61)}`, 2), [WORDS[0], WORDS[2047]]);
  equal(wordsOf("f".repeat(64), 23).length, 23);
});

test("a head code is twelve words and another for another head", () => {
  const scene = Scene.of(amina);
  const code = scene.line.headCode();
  equal(code?.length, 12);
  deepEqual(code, headCode(scene.head));
  notEqual(code.join(), headCode("0".repeat(64)).join());
  equal(emptyLine().headCode(), null);
});
