import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { utf8 } from "#bytes";
import { runs } from "../../scripts/long.ts";
import { placesOfList } from "./list-places.ts";

test("the members of a list stand where writing one after another puts them", () => {
  const value = fc.jsonValue({ maxDepth: 4, stringUnit: "binary" });
  const tricky = fc.constantFrom('"', "\\", '\\"', "],[", "}{", "é]", "\u{1F600}\\", "");
  fc.assert(
    fc.property(fc.string(), fc.array(fc.oneof(value, tricky, fc.dictionary(tricky, tricky)), { maxLength: 8 }), (before, list) => {
      const head = `{"act":${JSON.stringify(before)},"records":`;
      const json = Buffer.from(`${head}${JSON.stringify(list)},"v":1}`);
      const places = placesOfList(json, utf8(head.toWellFormed()).length);
      assert.deepEqual(
        places.map(({ at, bytes }) => json.toString("utf8", at, at + bytes)),
        list.map((one) => Buffer.from(JSON.stringify(one)).toString()),
      );
    }),
    { numRuns: runs(500, 20_000) },
  );
});
