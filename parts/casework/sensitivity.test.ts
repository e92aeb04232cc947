import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import type { AuthoredRecord } from "./authored.ts";
import { bookOf, isKind, type Book, type Shown } from "./book.ts";
import { bookOver } from "./book-over.ts";
import { ruleOf } from "./properties.ts";
import type { CaseRecord, Statement } from "./records.ts";
import { DEFAULT_SENSITIVITY, sensitivityOf } from "./sensitivity.ts";
import { entry, seeded, type Member } from "./testing/cast.ts";
import { memorySource } from "./testing/memory-source.ts";
import { typeOf } from "./value-of.ts";
import { penOf } from "./write.ts";

const pen = penOf(seeded("guards"), "ca".repeat(16));
const act = pen("subject", { type: "act" });
const source = pen("subject", { type: "source" });
const idOf = (n: number): string => (n + 1).toString(16).padStart(32, "0");
const said = (id: number, more: object = {}): Statement =>
  ({ id: idOf(id), kind: "statement", subject: act.id, property: "remark", stance: "asserts", value: { text: "he was seen" }, ...more }) as Statement;

let clock = 0;
const by = (member: Member, records: readonly CaseRecord[], counted = true): AuthoredRecord[] => entry(member, ++clock, records, { counted });
const guards = (book: Book, ids: readonly number[]): number[] => ids.flatMap((n) => book.byId(idOf(n)).filter(isKind("statement")).map((shown) => sensitivityOf(book, shown)));

/** All that is reached from each record by itself, twins among them: the slow way. */
function slowly(book: Book, shown: Shown<Statement>): number {
  const asked: Statement[] = [shown.record];
  const under = (id: string): void => {
    for (const { record, standing } of book.byId(id)) if (record.kind === "statement" && standing !== "came-after" && !asked.includes(record)) asked.push(record);
  };
  under(shown.record.id);
  let most = 0;
  for (const { subject, property, sensitivity = 0, loweredWhy, supersedes = [] } of asked) {
    const type = typeOf(book, subject);
    const rule = type === null ? null : ruleOf(type, property);
    most = Math.max(most, loweredWhy === undefined ? Math.max(rule?.sensitivity ?? DEFAULT_SENSITIVITY, sensitivity) : sensitivity);
    if (loweredWhy === undefined) supersedes.forEach(under);
  }
  return most;
}

suite("how guarded a statement is, where an id is used twice or a chain is long", () => {
  test("the more guarded of two under one id holds for both, and for what stands in their place", () => {
    for (const [first, second] of [[said(0, { sensitivity: 4 }), said(0)], [said(0), said(0, { sensitivity: 4, value: { text: "other words" } })]] as const) {
      const book = bookOf([...by("amina", [act, first]), ...by("tomas", [second]), ...by("ilya", [said(1, { supersedes: [idOf(0)] })])]);
      assert.deepEqual(guards(book, [0, 1]), [4, 4, 4]);
    }
  });

  test("a reason to lower it lowers what it stands on and not what another wrote under the same id", () => {
    const lowered = said(1, { supersedes: [idOf(0)], sensitivity: 1, loweredWhy: "it was in the paper" });
    const alone = bookOf([...by("amina", [act, said(0, { sensitivity: 4 })]), ...by("tomas", [lowered])]);
    assert.deepEqual(guards(alone, [1]), [1]);
    const twice = bookOf([...by("amina", [act, said(0, { sensitivity: 4 })]), ...by("tomas", [lowered]), ...by("ilya", [said(1, { supersedes: [idOf(0)] })])]);
    assert.deepEqual(guards(twice, [1]), [4, 4]);
  });

  test("what came after a suspension raises nobody's guard", () => {
    const book = bookOf([...by("amina", [act, said(0)]), ...by("tomas", [said(0, { sensitivity: 4 })], false), ...by("tomas", [said(1, { supersedes: [idOf(0)], sensitivity: 3 })], false)]);
    assert.deepEqual(guards(book, [0]).toSorted((a, b) => a - b), [2, 4]);
    assert.deepEqual(guards(book, [1]), [3]);
  });

  test("says what the slow way says, with rings, twins, reasons and late comers, whichever is asked first", () => {
    const one = fc.record({
      id: fc.nat(7),
      subject: fc.constantFrom(act.id, source.id),
      property: fc.constantFrom("remark", "motive", "name", "kind"),
      sensitivity: fc.option(fc.constantFrom(0, 1, 2, 3, 4), { nil: undefined }),
      lowers: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
      supersedes: fc.uniqueArray(fc.nat(7), { maxLength: 3 }),
      member: fc.constantFrom<Member>("amina", "tomas", "ilya"),
      counted: fc.integer({ min: 0, max: 5 }).map((n) => n > 0),
    });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 12 }), fc.nat(), fc.boolean(), (all, from, fetched) => {
        const records = [
          ...by("amina", [act, source]),
          ...all.flatMap(({ id, subject, property, sensitivity, lowers, supersedes, member, counted }) => {
            const before = supersedes.filter((other) => other !== id).map(idOf);
            const more = {
              subject,
              property,
              ...(sensitivity === undefined ? {} : { sensitivity, ...(lowers ? { loweredWhy: "published" } : {}) }),
              ...(before.length === 0 ? {} : { supersedes: before }),
            };
            return by(member, [said(id, more)], counted);
          }),
        ];
        const book = fetched ? bookOver(memorySource(records)) : bookOf(records);
        for (let n = 0; n < 8; n++)
          for (const shown of book.byId(idOf((n + from) % 8)).filter(isKind("statement"))) assert.equal(sensitivityOf(book, shown), slowly(book, shown));
      }),
      { numRuns: 1_000 },
    );
  });

  test("a chain is walked once, however many of it are asked for and from whichever end", () => {
    const LENGTH = 20_000;
    const chain = Array.from({ length: LENGTH }, (_, n) => said(n, n === 0 ? { sensitivity: 4 } : { supersedes: [idOf(n - 1)] }));
    const whole = bookOf([...by("amina", [act, ...chain])]);
    for (const backwards of [true, false]) {
      let asked = 0;
      const counting: Book = { ...whole, byId: (id) => (asked++, whole.byId(id)) };
      const shown = chain.flatMap(({ id }) => whole.byId(id).filter(isKind("statement")));
      if (backwards) shown.reverse();
      assert.ok(shown.every((one) => sensitivityOf(counting, one) === 4));
      // Once for each statement, and once for what its subject is.
      assert.ok(asked <= 2 * LENGTH, `asked ${asked} times`);
    }
  });
});
