import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL, askOf, isNarrowed, narrowedBy, toggled, withDays, withYear, yearOf } from "./state.ts";

test("a list that is not narrowed asks for all; empty conditions are not asked", () => {
  assert.deepEqual(askOf("person", ALL), { of: "person" });
  assert.deepEqual(askOf("person", { text: "  ", filter: { kinds: [] }, sort: null }), { of: "person" });
  assert.ok(!isNarrowed({ text: " ", filter: { cases: [] }, sort: { by: "label", down: true } }));
  assert.ok(isNarrowed({ ...ALL, filter: { first: "2026-01-01" } }));
});

test("a saved question gives the narrowing back", () => {
  const state = { text: "dolin", filter: { statuses: ["missing"], first: "2026-01-01" }, sort: { by: "first", down: true } } as const;
  assert.deepEqual(narrowedBy(askOf("person", state)), state);
});

test("choosing twice is not choosing, and leaves the other conditions", () => {
  const once = toggled({ langs: ["ar"] }, "kinds", "killing");
  assert.deepEqual(once, { langs: ["ar"], kinds: ["killing"] });
  assert.deepEqual(toggled(once, "kinds", "killing"), { langs: ["ar"], kinds: [] });
});

test("a year is its days", () => {
  const in1973 = withYear({ kinds: ["killing"] }, "1973");
  assert.deepEqual(in1973, { kinds: ["killing"], first: "1973-01-01", last: "1973-12-31" });
  assert.equal(yearOf(in1973), "1973");
  assert.deepEqual(withYear(in1973, "1973"), { kinds: ["killing"] });
  assert.equal(yearOf(withDays(in1973, { first: "1973-09-11", last: "" })), null);
  assert.deepEqual(withDays(in1973, { first: "", last: "" }), { kinds: ["killing"] });
});
