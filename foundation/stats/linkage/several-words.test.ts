/** Names of several words, and names too short for two consonants: how they agree, how rare that is, and that blocking finds them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { blockPairs } from "./blocking.ts";
import { kindOf, NAME_LEVELS } from "./field-kinds.ts";
import { agreedShare, readFields, withNameParts } from "./fields.ts";
import { personSettings } from "./person-settings.ts";
import { recordTable, sortedTable } from "./records.ts";
import type { FieldSetting } from "./settings.ts";

const given: FieldSetting = { name: "given", kind: "name", part: "given", columns: ["given"], frequency: true };

function levelOf(a: string, b: string): string {
  const kind = kindOf(given);
  const level = kind.compare(kind.read([a])!, kind.read([b])!);
  assert.equal(kind.compare(kind.read([b])!, kind.read([a])!), level);
  return NAME_LEVELS[level - 1]!;
}

test("one word that agrees is not enough where each name has another that the other lacks", () => {
  assert.equal(levelOf("Juan Bautista", "Juan de Dios"), "partly");
  assert.equal(levelOf("Joaquín Segundo", "Modesto Segundo"), "partly");
  assert.equal(levelOf("Juan Bautista", "Juan"), "same");
  assert.equal(levelOf("Luis Alberto", "Luis Albreto"), "same");
  assert.equal(levelOf("Luis Alberto Ramón", "Luis Ramón"), "same");
});

test("what stands in names of any people is nothing they have in common", () => {
  assert.equal(levelOf("Isidoro del Carmen", "Rosa del Pilar"), "different");
  assert.equal(levelOf("de la Cruz", "Cruz"), "same");
  // Where there is nothing else, it is the name.
  assert.equal(levelOf("Van", "Van"), "same");
});

test("two words run together are close to the two", () => {
  assert.equal(levelOf("LuisGenaro", "Luis Genaro"), "close");
  assert.equal(levelOf("LuisGenro", "Luis Genaro"), "close");
  assert.notEqual(levelOf("LuisGenaro", "Luis Alberto"), "close");
});

test("an agreement is as rare as the common words together, wherever they stand", () => {
  const rows = ["Isidoro del Carmen", "Francisco del Carmen", "Carmen", "Francisco", "Isidoro", "Pablo", "Pablo", "Pablo", "Pablo", "Pablo"];
  const table = { count: rows.length, ids: rows.map(String), sources: rows.map(() => "one"), columns: new Map([["given", rows]]) };
  const settings = { ...personSettings(new Set(["given", "family"])), fields: [given], parse: [] };
  const field = readFields(table, settings).all[0]!;
  const share = (a: number, b: number): number => agreedShare(field, field.codes[a]!, field.codes[b]!);
  // Three of ten are called Carmen, two Isidoro.
  assert.ok(Math.abs(share(0, 1) - 0.3) < 1e-12);
  assert.ok(Math.abs(share(0, 2) - 0.3) < 1e-12);
  assert.ok(Math.abs(share(0, 0) - 0.2 * 0.3) < 1e-12);
  assert.ok(Math.abs(share(5, 6) - 0.5) < 1e-12);
});

test("a name of one consonant is a key, and a misspelt given name is found by family and place or day", () => {
  const record = (source: string, id: string, values: Record<string, string>) => ({ source, id, values });
  const table = recordTable([
    record("a", "1", { given: "José", family: "Pinto", date: "1973-09-20" }),
    record("b", "1", { given: "José", family: "Pinto" }),
    record("a", "2", { given: "Isa", family: "Aliev" }),
    record("b", "2", { given: "Иса", family: "Алиев" }),
    record("a", "3", { given: "Maio", family: "Torres", place: "Llanquihue" }),
    record("b", "3", { given: "Mario", family: "Torres", place: "Llanquihue" }),
    record("a", "4", { given: "Ernesto", family: "Reinante", date: "1973-10-12" }),
    record("b", "4", { given: "Eresto", family: "Reinante", date: "1973-10-10" }),
  ]);
  const settings = personSettings(new Set(["given", "family", "place", "date"]));
  const sorted = withNameParts(sortedTable(table), settings);
  const { a, b, count } = blockPairs(sorted, readFields(sorted, settings), settings);
  const found = Array.from({ length: count }, (_, pair) => (sorted.ids[a[pair]!] === sorted.ids[b[pair]!] ? sorted.ids[a[pair]!]! : "")).filter(
    (id) => id !== "",
  );
  assert.deepEqual(found.sort(), ["1", "2", "3", "4"]);
});
