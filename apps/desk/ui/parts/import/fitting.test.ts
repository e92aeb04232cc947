import assert from "node:assert/strict";
import { test } from "node:test";
import { fittingMapping, freeTitle } from "./fitting.ts";
import type { ImportChoices, ImportsView } from "../../../api-import.ts";

const choices = (id: string, ...columns: string[]): ImportChoices => ({
  id,
  title: id,
  sourceAlias: id,
  sourceKind: "document",
  missing: [],
  csv: { delimiter: ",", encoding: "utf-8" },
  radiusM: 5_000,
  columns: columns.map((column) => ({ column, use: "person-note" })),
});
const kept = (one: ImportChoices | null): ImportsView["mappings"][number] => ({ id: one?.id ?? "ships", title: one?.title ?? "Ships", ships: one === null, publishes: false, choices: one });
const past = (mapping: string, state: "standing" | "undone", asked: ImportsView["imports"][number]["asked"]): ImportsView["imports"][number] => ({
  id: "",
  title: null,
  mapping,
  case: null,
  asked,
  state,
  rows: 1,
  hasReport: false,
  held: 0,
});

test("a list that comes again gets the mapping, the case and the source it had: with others its rows would be other rows", () => {
  const mappings = [kept(choices("first", "no", "name")), kept(choices("second", "name", "no")), kept(choices("wide", "no", "name", "age")), kept(null)];
  const imports = [past("second", "undone", { case: "a", saidBy: null }), past("second", "standing", { case: "b", saidBy: "c" }), past("wide", "standing", null)];
  const found = fittingMapping(["no", "name"], { mappings, imports });
  assert.deepEqual([found?.choices.id, found?.case, found?.saidBy], ["second", "b", "c"], "what was brought in goes before what was only kept");
  assert.deepEqual(fittingMapping(["no", "name"], { mappings, imports: [] })?.choices.id, "first");
  assert.deepEqual(fittingMapping(["age", "name", "no"], { mappings, imports })?.case, null);
  for (const columns of [["no"], ["no", "name", "day"], ["no", "Name"]]) assert.equal(fittingMapping(columns, { mappings, imports }), null);
});

test("two lists have two titles", () => {
  const view = { mappings: [kept({ ...choices("a"), title: "List" })], cases: [{ id: "", title: "List 2" }] };
  assert.equal(freeTitle("List", view), "List 3");
  assert.equal(freeTitle("Other", view), "Other");
});
