/** The independent roots that the reading of the press report gives for its passages. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { suite, test } from "node:test";
import { bookOf, recordsFromReading, type Reading } from "#casework";
import { randomBytes, randomHex } from "#prim";
import { independentRoots, supportOf, supportOfClaim } from "./roots.ts";

const FOLDER = new URL("../../../shared/data/article/", import.meta.url);
const isThere = existsSync(new URL("reading.json", FOLDER));

suite("independent roots of the press report", { skip: isThere ? false : "../shared/data/article is not here" }, () => {
  if (!isThere) return;
  const given = JSON.parse(readFileSync(new URL("reading.json", FOLDER), "utf8")) as Reading;
  const read = recordsFromReading(given, readFileSync(new URL("press-report.txt", FOLDER), "utf8"), randomBytes);
  const entryId = randomHex(32);
  const book = bookOf(read.records.map((record) => ({ record, entryId, author: randomHex(32), person: null, clock: 1, counted: true })));
  const expected = given.statements.filter((one) => one.independentRoots !== undefined);

  test("there are as many as the reading says", () => assert.equal(expected.length, 7));

  for (const one of expected) {
    test(`${one.id}: ${one.independentRoots!.join("–")}`, () => {
      const [statement] = read.madeOf.get(one.id)!;
      assert.deepEqual(supportOf(book, [statement!]).roots, one.independentRoots);
      for (const act of read.actsOf.get(one.id)!) assert.deepEqual(supportOfClaim(book, act).roots, one.independentRoots);
    });
  }

  test("the article and the newspaper it repeats are one root", () => {
    const sources = ["article", "newspaper"].map((name) => read.sourceOf.get(name)!);
    const { roots, from } = independentRoots(book, sources);
    assert.deepEqual(roots, [1, 1]);
    assert.deepEqual(from[0]!.heardThrough, [...sources].sort());
  });

  test("officials are shown and are no root", () => {
    const officials = Object.entries(given.roots)
      .filter(([, root]) => root.official)
      .map(([name]) => read.sourceOf.get(name)!);
    assert.equal(officials.length, 2);
    const support = independentRoots(book, [...officials, read.sourceOf.get("survivors abroad")!]);
    assert.deepEqual([support.roots, support.officials], [[1, 1], [...officials].sort()]);
  });
});
