import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { canonical, canonicalText, fromUtf8, MAX_DEPTH, parseCanonical, parseCanonicalList, utf8, type Json } from "#bytes";
import { runs } from "../../scripts/long.ts";
import { membersWritten } from "./canonical.ts";
import { isCanonical } from "./spelling.ts";

const code = (expected: string) => ({ name: "BytesError", code: expected, message: expected });

const key = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,8}$/);
const text = fc.string({ unit: "binary", maxLength: 20 }).filter((s) => s.isWellFormed());
const integer = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -3, max: 3 })).filter((n) => !Object.is(n, -0));
const { value: anyValue } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constant(null),
    fc.boolean(),
    integer,
    text,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

/** A slow, obvious second writing of the rules: sorts by bytes, escapes character by character. */
function reference(value: Json): string {
  if (value === null) return "null";
  if (typeof value === "string") return `"${[...value].map(escaped).join("")}"`;
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return `[${value.map(reference).join(",")}]`;
  const fields = Object.entries(value as Record<string, Json>).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return `{${fields.map(([name, inside]) => `"${name}":${reference(inside)}`).join(",")}}`;
}
function escaped(character: string): string {
  const short: Record<string, string> = { '"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  const point = character.codePointAt(0)!;
  return short[character] ?? (point < 0x20 ? `\\u${point.toString(16).padStart(4, "0")}` : character);
}

test("what is written is read back the same, written again the same, and as the rules say", () => {
  fc.assert(
    fc.property(anyValue, (value) => {
      const bytes = canonical(value);
      const read = parseCanonical(bytes);
      assert.deepEqual(read, value);
      assert.deepEqual(canonical(read), bytes);
      assert.equal(canonicalText(value), reference(value));
    }),
    { numRuns: runs(500, 20_000) },
  );
});

test("the order in which keys came does not matter", () => {
  fc.assert(
    fc.property(fc.dictionary(key, integer, { minKeys: 2, maxKeys: 8 }), (object) => {
      const backwards = Object.fromEntries(Object.entries(object).reverse());
      assert.equal(canonicalText(backwards), canonicalText({ ...object }));
    }),
    { numRuns: runs(200, 5000) },
  );
});

test("bytes changed anywhere are refused or are the canonical spelling of something else", () => {
  fc.assert(
    fc.property(anyValue, fc.nat(), fc.nat(255), (value, place, byte) => {
      const bytes = canonical(value);
      const changed = Uint8Array.from(bytes);
      changed[place % bytes.length] = byte;
      let read: Json;
      try {
        read = parseCanonical(changed);
      } catch (error) {
        assert.equal((error as Error).name, "BytesError");
        return;
      }
      assert.deepEqual(canonical(read), changed);
    }),
    { numRuns: runs(1000, 50_000) },
  );
});

const OTHER_SPELLINGS: readonly [string, string][] = [
  ["white space before", ' {"a":1}'],
  ["white space after", '{"a":1}\n'],
  ["white space inside", '{"a": 1}'],
  ["a byte order mark", '\ufeff{"a":1}'],
  ["keys out of order", '{"b":1,"a":2}'],
  ["keys in locale order instead of byte order", '{"a":1,"B":2}'],
  ["a key twice", '{"a":1,"a":1}'],
  ["a key twice with other values", '{"a":1,"a":2}'],
  ["an escaped key", '{"\\u0061":1}'],
  ["a fraction", "1.5"],
  ["a fraction that is an integer", "1.0"],
  ["an exponent", "1e3"],
  ["minus zero", "-0"],
  ["beyond 2^53 − 1", "9007199254740992"],
  ["below −(2^53 − 1)", "-9007199254740992"],
  ["a leading zero", "01"],
  ["a plus", "+1"],
  ["an escaped letter", '"\\u0061"'],
  ["an escaped slash", '"\\/"'],
  ["a long escape where a short one exists", '"\\u000a"'],
  ["an escape in upper case", '"\\u001F"'],
  ["DEL escaped", '"\\u007f"'],
  ["an escaped pair for an astral letter", '"\\ud83d\\ude00"'],
  ["a lone surrogate, escaped", '"\\ud800"'],
  ["a raw control character", '"\u0001"'],
  ["an empty key", '{"":1}'],
  ["a key that begins with a digit", '{"1a":1}'],
  ["a key with a hyphen", '{"a-b":1}'],
  ["a key that is not ASCII", '{"é":1}'],
  ["a key of 65 letters", `{"${"k".repeat(65)}":1}`],
  ["__proto__ as a key", '{"__proto__":1}'],
  ["a comma at the end", "[1,]"],
  ["two values", "1 2"],
  ["nothing", ""],
  ["no JSON", "{a:1}"],
  ["NaN", "NaN"],
];
for (const [what, spelling] of OTHER_SPELLINGS)
  test(`refused: ${what}`, () => assert.throws(() => parseCanonical(utf8(spelling)), code("not-canonical")));

test("bytes that are no UTF-8 are refused as such", () => assert.throws(() => parseCanonical(Uint8Array.of(0x22, 0xff, 0x22)), code("not-utf8")));

const NO_SPELLING: readonly [string, unknown][] = [
  ["a fraction", 0.5],
  ["NaN", Number.NaN],
  ["infinity", Number.POSITIVE_INFINITY],
  ["minus zero", -0],
  ["2^53", 2 ** 53],
  ["a big integer", 1n],
  ["undefined", undefined],
  ["an undefined field", { a: undefined }],
  ["a hole in an array", [1, , 2]], // eslint-disable-line no-sparse-arrays
  ["a function", () => 1],
  ["a symbol", Symbol("a")],
  ["a lone surrogate", "\ud800"],
  ["an odd key", { "a b": 1 }],
  ["a Map", new Map([["a", 1]])],
  ["a Date", new Date(0)],
  ["bytes", new Uint8Array(0)],
  [
    "a class",
    new (class Person {
      name = "Ana";
    })(),
  ],
];
for (const [what, value] of NO_SPELLING)
  test(`not to be signed: ${what}`, () => assert.throws(() => canonicalText(value as Json), code("not-canonical")));

test("an object without a prototype is a plain one", () =>
  assert.equal(canonicalText(Object.assign(Object.create(null), { a: 1 }) as Json), '{"a":1}'));

test("32 deep is written and read, 33 is refused, and so are a million, quickly", () => {
  const nested = (depth: number, inside: string) => "[".repeat(depth) + inside + "]".repeat(depth);
  assert.equal(MAX_DEPTH, 32);
  for (const inside of ["", "1", '"a"']) assert.equal(canonicalText(parseCanonical(utf8(nested(32, inside)))), nested(32, inside));
  assert.equal(canonicalText(parseCanonical(utf8(nested(31, '{"a":1}')))), nested(31, '{"a":1}'));
  for (const tooDeep of [nested(33, ""), nested(33, "1"), nested(32, '{"a":1}'), nested(1_000_000, "")])
    assert.throws(() => parseCanonical(utf8(tooDeep)), code("too-deep"));
  let value: Json = 1;
  for (let i = 0; i < 33; i++) value = { a: value };
  assert.throws(() => canonicalText(value), code("too-deep"));
});

/** What `parseCanonical` says, without its shortcut. */
function slowly(bytes: Uint8Array): Json | string {
  try {
    const value = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)) as Json;
    return Buffer.compare(canonical(value), bytes) === 0 ? value : "not-canonical";
  } catch (error) {
    return error instanceof Error && "code" in error ? (error.code as string) : "not-canonical";
  }
}

/** The texts of the members that `parseCanonicalList` points to, or its code. */
function listOf(bytes: Uint8Array): string | readonly string[] | null {
  try {
    const { value, members } = parseCanonicalList(bytes, "a");
    assert.deepEqual(value, parseCanonical(bytes));
    assert.deepEqual(members, membersWritten(value, "a"));
    return members && members.starts.map((start, i) => fromUtf8(bytes.subarray(start, members.ends[i])));
  } catch (error) {
    return (error as { code: string }).code;
  }
}

function membersIn(bytes: Uint8Array): readonly string[] | null {
  const value = parseCanonical(bytes) as { readonly [key: string]: Json } | null;
  const list = value !== null && typeof value === "object" && Object.hasOwn(value, "a") ? value["a"] : null;
  return Array.isArray(list) ? list.map((one: Json) => canonicalText(one)) : null;
}

test("the quick reading says what the slow one does, of texts that are nearly right", () => {
  const piece = fc.constantFrom(
    ...'{}[]",:\\'.split(""),
    "0",
    "-0",
    "1",
    "1.5",
    "1e3",
    "1e21",
    "9007199254740991",
    "9007199254740992",
    "-1",
    "null",
    "true",
    " ",
    "\n",
    "a",
    "b",
    "é",
    "\u{1F600}",
    '"a":',
    '"b":',
    '"B":',
    '"1":',
    '"__proto__":',
    '"toJSON":',
    '"a b":',
    '"\\u0061":',
    '"\\ud800"',
    '"\\\\ud800"',
    '"\\uD83D\\uDE00"',
    '"\\u001f"',
    '"\\u001F"',
    '"\\u000b"',
    '"\\u000a"',
    '"\\u0020"',
    '"\\u0100"',
    '"\\n\\t\\\\\\""',
    '"\\/"',
    "01",
    "99999999999999999",
    "tru",
    "false",
    `"${"k".repeat(64)}":`,
    `"${"k".repeat(65)}":`,
    "[".repeat(31),
    "]".repeat(31),
    "[".repeat(32),
    "]".repeat(32),
  );
  const near = fc.oneof(
    fc.array(piece, { maxLength: 12 }).map((parts) => parts.join("")),
    fc.array(fc.tuple(piece, piece), { maxLength: 5 }).map((fields) => `{${fields.map(([name, inside]) => `${name}${inside}`).join(",")}}`),
    anyValue.map((value) => canonicalText({ B: 1, a: [value, value, "é"], b: value } as Json)),
    fc.tuple(fc.integer({ min: 0, max: 40 }), piece).map(([deep, inside]) => "[".repeat(deep) + inside + "]".repeat(deep)),
    fc.tuple(anyValue, fc.nat(), piece).map(([value, at, put]) => {
      const text = canonicalText(value);
      return text.slice(0, at % (text.length + 1)) + put + text.slice(at % (text.length + 1));
    }),
    fc.tuple(anyValue, fc.nat(), fc.nat()).map(([value, at, put]) => {
      const text = canonicalText(value);
      return text.slice(0, at % text.length) + text[put % text.length]! + text.slice((at % text.length) + 1);
    }),
    anyValue.map((value) => JSON.stringify(value)),
    fc.json(),
  );
  let right = 0;
  fc.assert(
    fc.property(
      near.filter((text) => text.isWellFormed()),
      (text) => {
        const bytes = utf8(text);
        let quickly: Json;
        let code: string | null = null;
        try {
          quickly = parseCanonical(bytes);
          right++;
        } catch (error) {
          quickly = code = (error as { code: string }).code;
        }
        assert.deepEqual(quickly, slowly(bytes));
        assert.equal(isCanonical(bytes), code === null, "in one pass");
        assert.deepEqual(listOf(bytes), code ?? membersIn(bytes));
      },
    ),
    { numRuns: runs(4000, 200_000) },
  );
  assert.ok(right > 100, "too few were right");
});
