import assert from "node:assert/strict";
import { test } from "node:test";
import { bookOf, penOf, type AuthoredRecord, type CaseRecord } from "#casework";
import { randomBytes } from "#prim";
import { listsOfBook, type LinksCounted } from "./lists-of-book.ts";

const pen = penOf(randomBytes);
const sources = [pen("subject", { type: "source" }), pen("subject", { type: "source" })] as const;
const people = [pen("subject", { type: "person" }), pen("subject", { type: "person" })] as const;
const named = people.map(({ id: subject }, n) => pen("statement", { subject, property: "name", stance: "asserts", value: { name: { full: `Person ${n}` } }, saidBy: sources[n]!.id }));
let clock = 0;
const by = (person: string, ...records: readonly CaseRecord[]): AuthoredRecord[] =>
  records.map((record) => ({ record, entryId: `entry ${++clock}`, author: `device of ${person}`, person, clock, counted: true }));
const says = (decision: "same" | "not the same" | "possibly", supersedes: readonly string[] = []) =>
  pen("linkDecision", { persons: [people[0].id, people[1].id], decision, ...(supersedes.length === 0 ? {} : { supersedes: [...supersedes] }) });
const base = by("amina", ...sources, ...people, ...named);
const count = (...more: readonly AuthoredRecord[]): LinksCounted & { readonly listed: number } => {
  const { links, people: counted } = listsOfBook(bookOf([...base, ...more]), sources.map(({ id }, n) => ({ name: "AB"[n]!, sources: [id] })), null);
  return { ...links, listed: counted.length };
};

const [hers, his] = [says("same"), says("same")];
const agreed = [...by("amina", hers), ...by("tomas", his)];
const [ofHers, ofHis] = [pen("withdraw", { target: hers.id }), pen("withdraw", { target: his.id })];

test("what two readers signed is one person; where somebody else takes it back they are counted apart, and it is told", () => {
  assert.deepEqual(count(...agreed), { agreed: 1, alone: 0, contested: 0, listedWithAlone: 1, listed: 1 });
  const apart = { agreed: 0, alone: 0, contested: 2, listedWithAlone: 2, listed: 2 };
  assert.deepEqual(count(...agreed, ...by("idris", ofHers, ofHis)), apart, "one who signed neither withdraws both");
  for (const decision of ["not the same", "possibly"] as const) assert.deepEqual(count(...agreed, ...by("idris", says(decision, [hers.id, his.id]))), apart, `or says ${decision} in their place`);
  assert.equal(count(...agreed, ...by("idris", says("not the same"))).contested, 2, "or beside them");
  assert.equal(count(...agreed, ...by("tomas", ofHers)).contested, 2, "one of them withdraws the other's");
});

test("what those who signed took back themselves is taken back, and nothing contradicts", () => {
  assert.deepEqual(count(...agreed, ...by("amina", ofHers), ...by("tomas", ofHis)), { agreed: 0, alone: 0, contested: 0, listedWithAlone: 2, listed: 2 });
  assert.equal(count(...agreed, ...by("amina", ofHers)).contested, 0);
  assert.equal(count(...agreed, ...by("amina", says("possibly", [hers.id]))).contested, 0);
  assert.equal(count(...by("amina", hers), ...by("tomas", ofHers)).contested, 0, "one reader's link was never counted");
});
