import assert from "node:assert/strict";
import { test } from "node:test";
import { bodySizeBytes, MAX_BODY_BYTES, type Report } from "#tell";
import { roomFor } from "./room.ts";

const empty: Report = { language: "en", page: "2026-11-22", text: "", when: null, where: null, urgent: false };

test("an empty page offers what its alphabet allows", () => {
  const latin = roomFor(empty, 1);
  const cyrillic = roomFor(empty, 2);
  assert.equal(latin.letters, 0);
  assert.equal(latin.left, MAX_BODY_BYTES - bodySizeBytes(empty));
  assert.ok(cyrillic.left > 16_000 && cyrillic.left < 16_400, String(cyrillic.left));
});

test("letters are counted as people see them, not as bytes", () => {
  assert.equal(roomFor({ ...empty, text: "жжж" }, 2).letters, 3);
  assert.equal(roomFor({ ...empty, text: "🕊🕊" }, 1).letters, 2);
});

test("left is never said to be more than fits, once the text is what it is", () => {
  for (const [letter, width] of [
    ["x", 1],
    ["ж", 2],
    ["أ", 2],
    ["中", 1],
    ["\n", 1],
  ] as const) {
    let report = { ...empty, text: letter.repeat(4_000) };
    const { left } = roomFor(report, width);
    report = { ...report, text: report.text + letter.repeat(Math.floor(left * 0.97)) };
    assert.ok(bodySizeBytes(report) <= MAX_BODY_BYTES, letter);
  }
});

test("negative exactly when it does not fit", () => {
  const fits = MAX_BODY_BYTES - bodySizeBytes(empty);
  for (const width of [1, 2, 3]) {
    assert.equal(roomFor({ ...empty, text: "x".repeat(fits) }, width).left, 0);
    assert.ok(roomFor({ ...empty, text: "x".repeat(fits + 1) }, width).left < 0);
  }
});
