/** The cases of docs/formats/conventions.md. */
import { canonical, padme, toBase64, toHex, utf8, type Json } from "#bytes";
import { hashOf, hkdf } from "#prim";
import { seededBytes, type VectorFiles } from "../vector-files.ts";
import { acceptedSignatures, rejectedSignatures } from "./ed25519.ts";

const nested = (depth: number, inside = ""): string => "[".repeat(depth) + inside + "]".repeat(depth);

const CANONICAL: readonly [string, Json][] = [
  ["null", null],
  ["true", true],
  ["zero", 0],
  ["the largest integer", 2 ** 53 - 1],
  ["the smallest integer", -(2 ** 53 - 1)],
  ["an empty text", ""],
  ["an empty list", []],
  ["an empty object", {}],
  ["keys in byte order: capitals, then the underscore, then small letters", { b: 1, a: 2, A_: 3, Z: 4, AZ: 5, Aa: 6, A1: 7 }],
  ["a key of 64 letters", { ["k".repeat(64)]: 1 }],
  ["every control character", String.fromCharCode(...Array.from({ length: 32 }, (_, i) => i))],
  ["quote, backslash, slash, DEL", '"\\/\u007f'],
  ["line separators are written as they are", "\u2028\u2029"],
  ["several scripts", "Аня · آنا · アナ · Ána"],
  ["an astral letter", "😀"],
  ["a byte order mark as content", "\ufeffa"],
  ["an entry's header", { clock: 1_795_460_400_000, compartment: "work", seq: 1, prev: null, seen: ["0e", "93"], v: 1 }],
];

const OTHER_SPELLINGS: readonly [string, string][] = [
  ["white space before", " 1"],
  ["a line break after", "1\n"],
  ["white space after a colon", '{"a": 1}'],
  ["white space after a comma", "[1, 2]"],
  ["a byte order mark", "\ufeff1"],
  ["keys out of order", '{"b":1,"a":2}'],
  ["small letters before capitals", '{"a":1,"B":2}'],
  ["a key twice, the same value", '{"a":1,"a":1}'],
  ["a key twice, other values", '{"a":1,"a":2}'],
  ["an escaped key", '{"\\u0061":1}'],
  ["an empty key", '{"":1}'],
  ["a key that begins with a digit", '{"1a":1}'],
  ["a key that begins with an underscore", '{"_a":1}'],
  ["a key with a hyphen", '{"a-b":1}'],
  ["a key that is not ASCII", '{"é":1}'],
  ["a key of 65 letters", `{"${"k".repeat(65)}":1}`],
  ["the key __proto__", '{"__proto__":1}'],
  ["a fraction", "0.5"],
  ["an integer with a fraction of zero", "1.0"],
  ["an exponent", "1e3"],
  ["minus zero", "-0"],
  ["2^53", "9007199254740992"],
  ["-2^53", "-9007199254740992"],
  ["a number of many digits", "1".repeat(400)],
  ["a leading zero", "01"],
  ["a plus", "+1"],
  ["NaN", "NaN"],
  ["Infinity", "Infinity"],
  ["an escaped letter", '"\\u0061"'],
  ["an escaped slash", '"\\/"'],
  ["a long escape where a short one exists", '"\\u000a"'],
  ["an escape in capitals", '"\\u001F"'],
  ["an escaped DEL", '"\\u007f"'],
  ["an escaped astral letter", '"\\ud83d\\ude00"'],
  ["an escaped lone surrogate", '"\\ud800"'],
  ["a raw line break in a text", '"\n"'],
  ["a raw NUL in a text", '"\0"'],
  ["a text that does not end", '"a'],
  ["a comma at the end of a list", "[1,]"],
  ["a comma at the end of an object", '{"a":1,}'],
  ["single quotes", "'a'"],
  ["a comment", "1/**/"],
  ["two values", "1 2"],
  ["nothing", ""],
  ["33 lists in one another", nested(33)],
  ["a value in 33 lists", nested(33, "1")],
  ["an object in 32 lists", nested(32, "{}")],
  ["5,000 lists in one another", nested(5000)],
];

const NOT_TEXT: readonly [string, number[]][] = [
  ["a byte that is no UTF-8", [0x22, 0xff, 0x22]],
  ["an overlong quote", [0xc0, 0xa2, 0x61, 0x22]],
  ["a surrogate in UTF-8", [0x22, 0xed, 0xa0, 0x80, 0x22]],
  ["a text cut inside a letter", [0x22, 0xd0]],
];

const HASHED: readonly [string, readonly Uint8Array[]][] = [
  ["entry", []],
  ["entry", [utf8("abc")]],
  ["entry", [utf8("a"), utf8("bc")]],
  ["epoch-key", [seededBytes("epoch key", 32)]],
  ["body", [seededBytes("salt", 32), seededBytes("body", 1000)]],
];

const LENGTHS = [
  0,
  1,
  2,
  3,
  7,
  8,
  9,
  10,
  15,
  16,
  17,
  31,
  32,
  33,
  100,
  511,
  512,
  513,
  1000,
  1024,
  1025,
  4095,
  4096,
  4097,
  45_326,
  65_535,
  65_536,
  65_537,
  999_999,
  1_048_576,
  1_048_577,
  2_097_152,
  2 ** 32 - 1,
  2 ** 32,
  2 ** 40 + 1,
  2 ** 49 - 1,
];

/** All files of the format. */
export const conventions = (): VectorFiles => ({
  "accept/canonical-json.json": {
    about: "bytes (hex) that are canonical JSON: read them, write the value again, and the same bytes come out. `text` is for people.",
    cases: [
      ...CANONICAL.map(([name, value]) => ({ name, text: JSON.stringify(value), bytes: toHex(canonical(value)) })),
      ...[nested(32), nested(32, "1"), nested(31, '{"a":1}')].map((text) => ({ name: "32 deep", text, bytes: toHex(utf8(text)) })),
    ],
  },
  "reject/canonical-json.json": {
    about: "bytes (hex) that are not canonical JSON. A reader refuses each, quickly.",
    cases: [
      ...OTHER_SPELLINGS.map(([name, text]) => ({ name, bytes: toHex(utf8(text)) })),
      ...NOT_TEXT.map(([name, bytes]) => ({ name, bytes: toHex(Uint8Array.from(bytes)) })),
    ],
  },
  "accept/base64.json": {
    about: "bytes (hex) and their one spelling in base64",
    cases: [0, 1, 2, 3, 4, 32, 64, 100]
      .map((length) => seededBytes(`base64 ${length}`, length))
      .map((bytes) => ({ bytes: toHex(bytes), text: toBase64(bytes) })),
  },
  "reject/base64.json": {
    about: "texts that are no base64 of ours",
    cases: ["YQ", "YQ=", "YQ===", "=YQ=", "Y===", "====", "YR==", "YWJ=", "YW=J", "YQ==YQ==", " YQ==", "YQ==\n", "Y Q=", "-_-_", "YWJj\r\nYWJj"].map(
      (text) => ({ text }),
    ),
  },
  "reject/hex.json": {
    about: "texts that are no hexadecimal of ours",
    cases: ["0", "0g", "AB", "aB", " ab", "ab ", "ab\n", "0xab", "a b", "\u0660\u0661"].map((text) => ({ text })),
  },
  "accept/hash-of.json": {
    about: "hashOf(domain, parts…), parts in hex",
    cases: HASHED.map(([domain, parts]) => ({ domain, parts: parts.map(toHex), hash: hashOf(domain, ...parts) })),
  },
  "accept/hkdf.json": {
    about: "HKDF(K, info, lengthBytes) with an empty salt; key and out in hex",
    cases: [
      ["vouchsafe/1/log-id", 16],
      ["vouchsafe/1/log-read", 32],
      ["vouchsafe/1/siv", 32],
      ["vouchsafe/1/long", 100],
    ].map(([info, lengthBytes]) => ({
      key: toHex(seededBytes("key", 32)),
      info,
      lengthBytes,
      out: toHex(hkdf(seededBytes("key", 32), new Uint8Array(0), info as string, lengthBytes as number)),
    })),
  },
  "accept/padme.json": {
    about: "lengths in bytes and the Padmé length each is padded to",
    cases: LENGTHS.map((lengthBytes) => ({ lengthBytes, paddedBytes: padme(lengthBytes) })),
  },
  "accept/ed25519.json": {
    about: "strict Ed25519 signatures: key, message and signature in hex. A reader accepts each.",
    cases: acceptedSignatures(),
  },
  "reject/ed25519.json": {
    about: "signatures that are not strict Ed25519; several are taken by common libraries. A reader refuses each.",
    cases: rejectedSignatures(),
  },
});
