/** What a list calls a subject. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bookOf } from "./book.ts";
import { labelOf } from "./labels.ts";
import type { CaseRecord } from "./records.ts";
import { entry, seeded } from "./testing/cast.ts";
import type { Value } from "./values.ts";
import { penOf } from "./write.ts";

const pen = penOf(seeded("labels"), "ca".repeat(16));
const act = pen("subject", { type: "act" });
const person = pen("subject", { type: "person" });
const says = (subject: string, property: string, value: Value): CaseRecord => pen("statement", { subject, property, stance: "asserts", value });
const told = (...records: CaseRecord[]) => labelOf(bookOf(entry("amina", 1, [act, person, says(person.id, "name", { name: { full: "Marek Dolin" } }), ...records])), act.id);
const victim = says(act.id, "victim", { ref: person.id });
const taken = says(act.id, "kind", { code: { list: "act", term: "detention" } });

test("an act is called by its kind and whom it befell, whether or not there is a term for what was done", () => {
  assert.deepEqual(told(taken, victim), { label: "Marek Dolin", code: { list: "act", term: "detention" } });
  assert.deepEqual(told(says(act.id, "kind", { text: "shot" }), victim), { label: "shot · Marek Dolin", code: null });
  assert.deepEqual(told(says(act.id, "kind", { text: "shot" })), { label: "shot", code: null });
  assert.deepEqual(told(taken, says(act.id, "kind", { text: "led away" }), victim), { label: "led away · Marek Dolin", code: { list: "act", term: "detention" } });
});

test("an act that has a title is called by it alone", () => {
  assert.equal(told(taken, says(act.id, "title", { text: "The arrest at the bridge" }), victim).label, "The arrest at the bridge");
});
