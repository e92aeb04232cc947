import assert from "node:assert/strict";
import { suite, test } from "node:test";
import {
  bookOf,
  checkQuote,
  composeBody,
  findingState,
  inboxOf,
  isKind,
  missingFor,
  rowOf,
  parseBody,
  saidAndFound,
  wholeScope,
  stateHash,
  timelineOf,
  valueOf,
  whoDidWhatToWhom,
  type AuthoredRecord,
  type Citation,
} from "#casework";
import { checkFinding, rootsOfSubject } from "#confirm";
import { hashOf } from "#prim";
import { utf8 } from "#bytes";
import { demoActs } from "./acts.ts";
import { REPORTS } from "./reports.ts";

let counter = 0;
const random = (lengthBytes: number) => Uint8Array.from(Buffer.from(hashOf("demo-test", utf8(String(counter++))), "hex").subarray(0, lengthBytes));
const acts = demoActs(random, () => Date.UTC(2026, 10, 22));
const authored = acts.flatMap(({ by, act, records }, n): AuthoredRecord[] =>
  records.map((record) => ({
    record,
    entryId: hashOf("entry", utf8(String(n))),
    author: hashOf("device", utf8(by)),
    person: hashOf("person", utf8(by)),
    clock: n,
    counted: true,
    act,
  })),
);
const book = bookOf(authored);
const cases = wholeScope(book).subjects("case");
const titled = (title: string): string => cases.find((id) => valueOf(book, id, "title").values[0]!.value.text === title)!;

suite("the demonstration", () => {
  test("some twenty reports in three languages, and each act fits into an entry", () => {
    assert.equal(REPORTS.length, 23);
    assert.deepEqual(
      ["en", "ru", "ar"].map((lang) => REPORTS.filter((report) => report.lang === lang).length),
      [9, 8, 6],
    );
    for (const { act, records } of acts) assert.deepEqual(parseBody(composeBody(act, records)).records, records);
    assert.deepEqual(new Set(acts.map(({ by }) => by)).size, 3);
  });

  test("two cases are on the map, in the open sea and as wide as they are uncertain", () => {
    const placed = wholeScope(book)
      .subjects("act")
      .map((id) => rowOf(book, id, "2026-11-22")!)
      .filter(({ circles }) => circles.length > 0);
    assert.equal(new Set(placed.flatMap(({ cases: its }) => its)).size, 2);
    for (const { latMicrodegrees, lonMicrodegrees, radiusM } of placed.flatMap(({ circles }) => circles)) {
      // No land within five hundred kilometres: the nearest, Gough Island, lies at 40.3° S, 9.9° W.
      assert.ok(latMicrodegrees < -41_000_000 && latMicrodegrees > -41_500_000 && lonMicrodegrees < -17_500_000 && lonMicrodegrees > -18_500_000);
      assert.ok(radiusM >= 4_000);
    }
  });

  test("nothing is of a newer form, no id is used twice, and every quote stands where it says", () => {
    const all = book.all.map(({ record }) => record);
    assert.equal(new Set(all.map(({ id }) => id)).size, authored.length);
    const citations = all.flatMap((record) => ("citations" in record ? ((record.citations as Citation[] | undefined) ?? []) : []));
    assert.ok(citations.length > 80);
    for (const citation of citations) assert.equal(checkQuote(book, citation), "stands");
  });

  test("the copied report is no second root", () => {
    const taking = whoDidWhatToWhom(book, titled("Bridge Street, 8 September")).find((row) => row.kinds[0] === "disappearance")!;
    assert.equal(taking.sources.length, 5);
    assert.deepEqual(rootsOfSubject(book, taking.act), [2, 3]);
    assert.ok(taking.denied);
  });

  test("the dates of the taking are in conflict, and so is the pretext of the arrest", () => {
    const conflicts = cases
      .flatMap((id) => missingFor(book, id, "2026-11-22"))
      .filter(({ code }) => code === "conflict")
      .map(({ property }) => property);
    for (const property of ["time", "kind", "pretext", "status"]) assert.ok(conflicts.includes(property), property);
  });

  test("one finding is decided, asks for review, and reaches its standard; one waits for a second person", () => {
    const states = book
      .current("finding")
      .filter(isKind("finding"))
      .map((shown) => findingState(book, shown));
    const [decided, waiting] = [states.find((state) => state.decided)!, states.find((state) => !state.decided)!];
    assert.equal(states.length, 2);
    assert.equal(decided.notWeighed.length, 1);
    assert.equal(checkFinding(book, decided.shown.record).met, "yes");
    assert.deepEqual([waiting.agreedBy, waiting.disagreedBy], [[], []]);
  });

  test("said and found has denials in the row of the case, and a change and an undo are in the history", () => {
    for (const title of ["Bridge Street, 8 September", "The brickworks at Darovo", "The pharmacist"]) {
      const { rows, cameAfter } = saidAndFound(book, titled(title));
      assert.ok(rows.length >= 2 && cameAfter.length === 0, title);
      assert.ok(timelineOf(book, titled(title)).length >= 2, title);
    }
    const [ofTheCase] = saidAndFound(book, titled("Bridge Street, 8 September")).rows.filter((row) => row.level === "case");
    assert.deepEqual(
      ofTheCase!.officials.map(({ record }) => record.position),
      ["blames the source", "refuses comment"],
    );
    assert.equal(book.all.filter(({ standing }) => standing === "superseded").length, 1);
    assert.equal(book.all.filter(({ standing }) => standing === "withdrawn").length, 1);
  });

  test("the inbox has new reports, one of them urgent", () => {
    const rows = inboxOf(book);
    assert.equal(rows.filter(({ seen }) => !seen).length, 2);
    assert.equal(rows.filter(({ urgent, cases: taken }) => urgent && taken.length === 0).length, 1);
  });

  test("the same random bytes and clock give the same record", () => {
    assert.equal(stateHash(authored), stateHash([...authored].reverse()));
    counter = 0;
    assert.deepEqual(
      demoActs(random, () => Date.UTC(2026, 10, 22)),
      acts,
    );
  });
});
