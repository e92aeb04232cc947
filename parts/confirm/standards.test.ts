import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { bookOf, penOf, type CaseRecord, type Finding } from "#casework";
import { randomBytes } from "#prim";
import { checkFinding, EXAMPLE_POLICY, needsOf, type Policy } from "./standards.ts";

const pen = penOf(randomBytes);
const [act, neighbour, sister] = [pen("subject", { type: "act" }), pen("subject", { type: "source" }), pen("subject", { type: "source" })];
const says = (source: { id: string }) =>
  pen("statement", { subject: act.id, property: "kind", stance: "asserts", value: { code: { list: "act", term: "detention" } }, saidBy: source.id });
const [first, second] = [says(neighbour), says(sister)];
const denial = pen("officialStatement", { words: "no such arrest", position: "denies the fact", targets: [{ on: act.id }] });
const doubt = pen("statement", { subject: act.id, property: "kind", stance: "doubts" });
const found = (standard: number, more: Partial<Finding> = {}): Finding =>
  pen("finding", { proposition: "he was held", standard, claims: [act.id], for: [first.id, second.id], ...more });
const check = (finding: Finding, records: readonly CaseRecord[], policy?: Policy) => {
  const all = [act, neighbour, sister, first, second, finding, ...records];
  return checkFinding(
    bookOf(all.map((record) => ({ record, entryId: record.id, author: "", person: null, clock: 1, counted: true }))),
    finding,
    policy,
  );
};
const saw = pen("assessment", { source: neighbour.id, basis: "saw it" });
const heard = pen("assessment", { source: sister.id, basis: "heard it" });

suite("what a standard asks", () => {
  test("an allegation asks nothing", () => assert.equal(check(found(0), []).met, "yes"));

  test("two sources nobody has looked into may be enough, and the check says may", () => {
    assert.equal(check(found(1), []).met, "depends");
    assert.equal(check(found(2), []).met, "depends");
    assert.equal(check(found(2), [saw]).met, "depends");
    assert.equal(check(found(2), [saw, heard]).met, "yes");
  });

  test("two roots and none of them first-hand are not reasonable grounds; a document stands in", () => {
    const neither = pen("assessment", { source: neighbour.id, basis: "heard it" });
    assert.equal(check(found(2), [neither, heard]).met, "no");
    assert.equal(check(found(2, { documents: ["ab".repeat(32)] }), [neither, heard]).met, "yes");
  });

  test("an unanswered denial and an unweighed doubt stand in the way of the balance of probabilities", () => {
    assert.equal(check(found(3), [saw, heard]).met, "yes");
    assert.equal(check(found(3), [saw, heard, denial]).met, "no");
    assert.equal(check(found(3, { denialsAnswered: [{ denial: denial.id, answer: "he was seen inside" }] }), [saw, heard, denial]).met, "yes");
    assert.equal(check(found(3), [saw, heard, doubt]).met, "no");
    assert.equal(check(found(3, { against: [doubt.id] }), [saw, heard, doubt]).met, "yes");
  });

  test("the list shows the way that is nearest, and what is missing on it", () => {
    const finding = found(4, { alternatives: [{ text: "he left by himself" }] });
    const all = [act, neighbour, sister, first, second, finding, saw, heard];
    const lines = needsOf(bookOf(all.map((record) => ({ record, entryId: record.id, author: "", person: null, clock: 1, counted: true }))), finding);
    assert.deepEqual(
      lines.filter(({ met }) => !met),
      [{ code: "documents", atLeast: 1, met: false, depends: false }],
    );
    assert.equal(lines.length, 6);
  });

  test("where the group has not said what a standard needs, the program does not say it for them", () => {
    assert.equal(EXAMPLE_POLICY[5], null);
    assert.equal(check(found(5), [saw, heard]).met, null);
    const strict: Policy = { ...EXAMPLE_POLICY, 5: [[{ code: "roots", atLeast: 3 }]] };
    assert.equal(check(found(5), [saw, heard], strict).met, "no");
  });

  test("a statement against a claim supports nothing, even when named for it", () => {
    const against = pen("statement", { subject: act.id, property: "kind", stance: "denies", saidBy: neighbour.id });
    assert.deepEqual(check(found(1, { for: [against.id] }), [saw, against]).support.roots, [0, 0]);
  });
});
