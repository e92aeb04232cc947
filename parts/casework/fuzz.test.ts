import { test } from "node:test";
import { canonical, utf8, type Json } from "#bytes";
import { CaseworkError, guessFromWords, indexRecord, parseBody, parseRecord, VALUE_SCHEMA, wordsOf } from "#casework";
import { damagedJson } from "../../scripts/fuzz-json.ts";
import { fuzz } from "../../scripts/fuzz.ts";
import { vectorCases } from "../../vectors/vector-files.ts";

const isOurs = (error: unknown): boolean => error instanceof CaseworkError;
const bodies = vectorCases<{ readonly body: Json }>("record", "accept/bodies.json").map(({ body }) => (typeof body === "string" ? (JSON.parse(body) as Json) : body));
const records = bodies.flatMap((body) => (body as { records?: readonly Json[] }).records ?? []);
const valid = bodies.map((body) => canonical(body));

test("a body", (t) => fuzz(t, { name: "body", valid, from: (bytes) => bytes, isOurs, parse: parseBody }));

test("a body, well-formed", (t) =>
  fuzz(t, { name: "body, well-formed", valid, from: (_bytes, chance) => spelled(damagedJson(chance, bodies) as Json), isOurs, parse: parseBody }));

test("a record of every kind, and what is made of it for the index", (t) =>
  fuzz(t, {
    name: "record",
    valid,
    from: (_bytes, chance) => damagedJson(chance, records) as Json,
    isOurs,
    parse: (record) => indexRecord(parseRecord(record)),
  }));

const values = records.flatMap((record) => (record as { value?: Json }).value ?? []);

test("a value of every form", (t) =>
  fuzz(t, {
    name: "value",
    valid,
    from: (_bytes, chance) => damagedJson(chance, values) as Json,
    isOurs,
    parse: (value) => {
      const { data } = VALUE_SCHEMA.safeParse(value);
      return data === undefined ? null : wordsOf(data);
    },
  }));

const WORDS = ["between 10 and 15 men, since 3 March 2031", "около 26 человек в ночь на 17.04.2031", "نحو ٢٦ رجلاً منذ ١٧ نيسان ٢٠٣١", "1,200 – 1.300; no. 4"].map(utf8);

test("what is guessed from words", (t) =>
  fuzz(t, { name: "guess", valid: WORDS, from: (bytes, chance) => ({ words: Buffer.from(bytes.subarray(0, 80)).toString("utf8"), lang: chance.of(["en", "ru", "ar", "xx"]) }), isOurs: () => false, parse: ({ words, lang }) => guessFromWords(words, lang) }));

function spelled(value: Json): Uint8Array {
  try {
    return canonical(value);
  } catch {
    return canonical(null);
  }
}
