import assert from "node:assert/strict";
import { test } from "node:test";
import { fromUtf8, utf8 } from "#bytes";
import { CASEWORK_ERROR_CODES, CaseworkError, composeBody, parseBody } from "#casework";
import { strayVectors, vectorCases } from "../vector-files.ts";
import { recordVectors } from "./cases.ts";

interface Accept {
  readonly about: string;
  readonly body: string;
  readonly kinds: readonly string[];
  readonly newer: boolean;
}
interface Reject {
  readonly about: string;
  readonly body: string;
  readonly code: (typeof CASEWORK_ERROR_CODES)[number];
}

const accept = vectorCases<Accept>("record", "accept/bodies.json");
const reject = vectorCases<Reject>("record", "reject/bodies.json");

test("the files are what their maker makes", () => assert.deepEqual(strayVectors("record", recordVectors()), []));

for (const { about, body, kinds, newer } of accept) {
  test(`accepted: ${about}`, () => {
    const parsed = parseBody(utf8(body));
    assert.deepEqual(
      parsed.records.map(({ kind }) => kind),
      kinds,
    );
    assert.equal(parsed.newer, newer);
    if (!newer) assert.equal(fromUtf8(composeBody(parsed.act!, parsed.records)), body);
  });
}

for (const { about, body, code } of reject) {
  test(`refused: ${about}`, () => assert.throws(() => parseBody(utf8(body)), new CaseworkError(code)));
}

test("every code but the size of a whole body has a vector", () => {
  const codes = new Set(reject.map(({ code }) => code));
  assert.deepEqual(
    CASEWORK_ERROR_CODES.filter((code) => !codes.has(code)),
    ["too-large"],
  );
});
