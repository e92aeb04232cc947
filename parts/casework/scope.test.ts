/** The records of a case, when somebody writes many under one id or many that rest on one: each is followed once. */
import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { bookOf, type Book } from "./book.ts";
import { personGroups } from "./people.ts";
import type { CaseRecord } from "./records.ts";
import { scopeOf } from "./scope.ts";
import { entry } from "./testing/cast.ts";
import { CASE, idOf } from "./testing/histories.ts";

const SOURCE = idOf(1);
const MANY = 130_000;
/** One of many under the source's id, written in no case. */
const source = (n: number): CaseRecord =>
  ({ id: SOURCE, kind: "statement", subject: idOf(3), property: `b${n}`, stance: "asserts", value: { flag: true } }) as CaseRecord;
const claim = (id: string, property: string): CaseRecord =>
  ({ id, kind: "statement", subject: CASE, property, stance: "asserts", value: { flag: true }, saidBy: SOURCE, case: CASE }) as CaseRecord;

suite("very many records", () => {
  for (const [name, write] of Object.entries({
    "many under one id": (count: number) => numbered(count, (n) => claim(idOf(2), `a${n}`)),
    "many that rest on one id of many": (count: number) => numbered(count, (n) => [claim(idOf(100 + n), "a"), source(n)]).flat(),
  })) {
    test(`${name}: ten times as many cost ten times as much`, () => {
      const [few, many] = [given(write(30)), given(write(300))];
      assert.ok(many < 15 * few, `${few} records given for few, ${many} for ten times as many`);
    });
  }

  test("a book is made of however many there are under one id", () => {
    const all = numbered(MANY, (n) => claim(SOURCE, `a${n}`));
    assert.equal(bookOf(entry("tomas", 1, all)).byId(SOURCE).length, MANY);
  });

  test("a person of however many names is one person", () => {
    const persons = numbered(MANY, (n): CaseRecord => ({ id: idOf(100 + n), kind: "subject", type: "person" }) as CaseRecord);
    const same = numbered(MANY - 1, (n): CaseRecord => link(n, persons[n]!.id, persons[n + 1]!.id));
    const groups = personGroups(bookOf(entry("tomas", 1, [...persons, ...same])));
    assert.deepEqual(
      groups.map((group) => [group.persons.length, group.contested]),
      [[MANY, false]],
    );
  });
});

function link(n: number, one: string, other: string): CaseRecord {
  return { id: idOf(1_000_000 - n), kind: "linkDecision", persons: [one, other], decision: "same", reasoning: "the same" } as unknown as CaseRecord;
}

function numbered<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => make(n));
}

/** How many records the book hands out while the scope of the case is found. */
function given(records: readonly CaseRecord[]): number {
  const book = bookOf(entry("tomas", 1, records));
  let count = 0;
  const counting =
    <T>(ask: (id: string) => readonly T[]) =>
    (id: string): readonly T[] => {
      const found = ask(id);
      count += found.length;
      return found;
    };
  const watched: Book = { ...book, byId: counting(book.byId), loose: counting(book.loose) };
  scopeOf(watched, CASE);
  return count;
}
