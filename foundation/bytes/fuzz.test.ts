import assert from "node:assert/strict";
import { test } from "node:test";
import { BytesError, canonical, canonicalText, fromBase64, fromHex, fromUtf8, parseCanonical, readU32, requireZeros, take, toBase64, toHex, utf8, type Json } from "#bytes";
import { damagedJson } from "../../scripts/fuzz-json.ts";
import { fuzz } from "../../scripts/fuzz.ts";
import { vectorCases } from "../../vectors/vector-files.ts";

const isOurs = (error: unknown): boolean => error instanceof BytesError;
const asIs = (bytes: Uint8Array): Uint8Array => bytes;
const asText = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
const bytesIn = (path: "accept/canonical-json.json" | "reject/canonical-json.json"): Uint8Array[] =>
  vectorCases<{ readonly bytes?: string }>("conventions", path).flatMap(({ bytes }) => (bytes === undefined ? [] : [fromHex(bytes)]));
const spelled = bytesIn("accept/canonical-json.json");
const values = spelled.map((one) => parseCanonical(one));

test("canonical JSON", (t) =>
  fuzz(t, {
    name: "canonical JSON",
    valid: [...spelled, ...bytesIn("reject/canonical-json.json")],
    from: asIs,
    isOurs,
    parse: (bytes) => assert.equal(Buffer.from(canonical(parseCanonical(bytes))).equals(bytes), true, "what is read has no other spelling"),
  }));

test("canonical text of any value", (t) =>
  fuzz(t, {
    name: "canonical text",
    valid: spelled,
    from: (_bytes, chance) => damagedJson(chance, values) as Json,
    isOurs,
    parse: (value) => JSON.parse(canonicalText(value)) as unknown,
  }));

test("UTF-8", (t) =>
  fuzz(t, { name: "UTF-8", valid: [utf8("Аня · آنا · アナ · Ána 😀"), utf8("\ufeffa")], from: asIs, isOurs, parse: (bytes) => assert.deepEqual(Buffer.from(utf8(fromUtf8(bytes))), Buffer.from(bytes)) }));

test("hexadecimal", (t) =>
  fuzz(t, { name: "hexadecimal", valid: [utf8("00ff10"), utf8("ab".repeat(32))], from: asText, isOurs, parse: (text) => assert.equal(toHex(fromHex(text)), text) }));

test("base64", (t) =>
  fuzz(t, { name: "base64", valid: [utf8("AAEC"), utf8("/+8="), utf8("Zg=="), utf8(toBase64(new Uint8Array(300).fill(7)))], from: asText, isOurs, parse: (text) => assert.equal(toBase64(fromBase64(text)), text) }));

test("numbers, parts and zeros", (t) =>
  fuzz(t, {
    name: "numbers, parts and zeros",
    valid: [Uint8Array.of(0, 0, 0, 2, 5, 6, 0, 0), Uint8Array.of(255, 255, 255, 255, 1)],
    from: asIs,
    isOurs,
    parse: (bytes) => {
      const length = readU32(bytes, 0);
      assert.equal(take(bytes, 4, length).length, length);
      requireZeros(bytes, 4 + length);
    },
  }));
