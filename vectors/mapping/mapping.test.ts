import assert from "node:assert/strict";
import { test } from "node:test";
import { ExchangeError, parseMapping } from "#exchange";
import { strayVectors, vectorCases } from "../vector-files.ts";
import { mappingVectors } from "./cases.ts";

interface Accept {
  readonly about: string;
  readonly mapping: unknown;
}
interface Reject extends Accept {
  readonly code: string;
}

const accept = vectorCases<Accept>("mapping", "accept/mappings.json");
const reject = vectorCases<Reject>("mapping", "reject/mappings.json");

test("the files are what their maker makes", () => assert.deepEqual(strayVectors("mapping", mappingVectors()), []));

for (const { about, mapping } of accept) test(`accepted: ${about}`, () => assert.deepEqual(parseMapping(mapping), mapping));

for (const { about, mapping, code } of reject) {
  test(`refused: ${about}`, () =>
    assert.throws(
      () => parseMapping(mapping),
      (error) => error instanceof ExchangeError && error.code === code,
    ));
}

test("where a mapping is wrong is told without a word of the file", () => {
  const secret = { list: "act", column: "what", terms: { "Name of somebody": "NOT A TERM" } };
  const mapping = {
    format: "vouchsafe-mapping",
    v: 1,
    id: "marl",
    title: "M",
    reads: "csv",
    tables: [{ table: "rows", subjects: [{ as: "a", type: "act", statements: [{ property: "kind", value: { code: secret } }] }] }],
  };
  assert.throws(
    () => parseMapping(mapping),
    (error) => error instanceof ExchangeError && error.message === "bad-mapping, tables.0.subjects.0.statements.0.value.code.terms",
  );
});
