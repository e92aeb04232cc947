import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fromBase64, fromHex, hexInto, toBase64, toHex } from "#bytes";
import { runs } from "../../scripts/long.ts";

const bytesOf = fc.uint8Array({ maxLength: 100 });

test("hexadecimal: the same as Node's, both ways", () => {
  fc.assert(
    fc.property(bytesOf, (bytes) => {
      assert.equal(toHex(bytes), Buffer.from(bytes).toString("hex"));
      assert.deepEqual([...fromHex(toHex(bytes), bytes.length)], [...bytes]);
      const there = new Uint8Array(bytes.length).fill(7);
      hexInto(there, toHex(bytes));
      assert.deepEqual([...there], [...bytes]);
      assert.throws(() => hexInto(new Uint8Array(bytes.length + 1), toHex(bytes)), { code: "not-hex" });
    }),
    { numRuns: runs(300, 10_000) },
  );
});

test("hexadecimal: any other text is refused, and any other length than asked for", () => {
  for (const text of ["0", "0g", "AB", "aB", " ab", "ab ", "ab\n", "0xab", "é9", "a b", "\u0660\u0661"])
    assert.throws(() => fromHex(text), { name: "BytesError", code: "not-hex", message: "not-hex" }, text);
  assert.throws(() => fromHex("abcd", 1), { code: "not-hex" });
  assert.throws(() => fromHex("abcd", 3), { code: "not-hex" });
  assert.equal(fromHex("").length, 0);
});

test("hexadecimal of several megabytes does not exhaust a stack", () => assert.equal(fromHex("ab".repeat(4_000_000)).length, 4_000_000));

test("base64: the same as Node's, both ways", () => {
  fc.assert(
    fc.property(bytesOf, (bytes) => {
      assert.equal(toBase64(bytes), Buffer.from(bytes).toString("base64"));
      assert.deepEqual([...fromBase64(toBase64(bytes))], [...bytes]);
    }),
    { numRuns: runs(300, 10_000) },
  );
});

test("base64 of lengths around its pieces", () => {
  for (const length of [24_574, 24_575, 24_576, 24_577, 24_578, 100_000]) {
    const bytes = Uint8Array.from({ length }, (_, i) => i * 7);
    assert.equal(toBase64(bytes), Buffer.from(bytes).toString("base64"));
    assert.ok(Buffer.from(fromBase64(toBase64(bytes))).equals(bytes));
  }
});

test("base64: one spelling for each value", () => {
  // Missing padding, too much of it, in the middle, unused bits set, white space, the other alphabet, concatenations.
  for (const text of [
    "YQ",
    "YQ=",
    "YQ===",
    "=YQ=",
    "Y===",
    "====",
    "YR==",
    "YWJ=",
    "YW=J",
    "YQ==YQ==",
    " YQ==",
    "YQ==\n",
    "Y Q=",
    "-_-_",
    "YQ==YQ",
    "YÃQ==",
  ])
    assert.throws(() => fromBase64(text), { name: "BytesError", code: "not-base64", message: "not-base64" }, text);
});

test("base64: among all texts of four characters exactly those Node would write are taken", () => {
  const alphabet = "AQgwYR/+=-\n";
  let taken = 0;
  for (const a of alphabet)
    for (const b of alphabet)
      for (const c of alphabet)
        for (const d of alphabet) {
          const text = a + b + c + d;
          const canonical = Buffer.from(text, "base64").toString("base64") === text;
          taken += canonical ? 1 : 0;
          if (canonical) assert.equal(toBase64(fromBase64(text)), text);
          else assert.throws(() => fromBase64(text), { code: "not-base64" }, JSON.stringify(text));
        }
  assert.ok(taken > 4000, `${taken}`);
});

test("hexadecimal: every text of two characters is read as the rule says, and nothing else", () => {
  for (let a = 0; a < 300; a++) {
    for (const b of ["0", "f", "g", "A", "\u0130", String.fromCharCode(a)]) {
      const text = String.fromCharCode(a) + b;
      const wanted = /^[0-9a-f]{2}$/.test(text) ? Number.parseInt(text, 16) : null;
      let got: number | null = null;
      try {
        got = fromHex(text)[0]!;
      } catch {}
      assert.equal(got, wanted, JSON.stringify(text));
    }
  }
});
