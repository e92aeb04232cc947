import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { shippedMappings } from "#exchange";
import { PEOPLE } from "#confirm";
import { DATE_LEVELS, NAME_LEVELS, PLACE_LEVELS } from "#stats";
import { CASEWORK_ERROR_CODES, LISTS, PROPERTIES } from "#casework";
import { CODES } from "./parts/codes.ts";
import { CATALOGUE_FILES, CATALOGUES, type Catalogue } from "./catalogue/index.ts";

const { ar, en, ru } = CATALOGUES;
const FORM = /_(zero|one|two|few|many|other)$/;
const REPO = join(import.meta.dirname, "../../..");

/** Keys without their plural forms. */
const keysOf = (catalogue: Catalogue): Set<string> => new Set(Object.keys(catalogue).map((key) => key.replace(FORM, "")));
const pluralsOf = (catalogue: Catalogue): Set<string> =>
  new Set(
    Object.keys(catalogue)
      .filter((key) => FORM.test(key))
      .map((key) => key.replace(FORM, "")),
  );
const read = (...path: string[]): string => readFileSync(join(REPO, ...path), "utf8");
const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1]!);

/** All code of ours in a folder and below, without its tests. */
const ours = (folder: string): string =>
  readdirSync(join(REPO, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith(".test.ts"))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("\n");

const source = ours("apps/desk/ui");

/** The members of `type NAME = "a" | "b"` (or of a field of that form) in a file. */
function union(text: string, begin: string): string[] {
  const from = text.indexOf(begin);
  assert.ok(from >= 0, `no ${begin}`);
  return all(text.slice(from, text.indexOf(";", from)), /"([^"]+)"/g);
}

/** Every code that can come to a screen, under the prefix its word stands at: read from where the codes are made. */
function codes(): string[] {
  const api = read("apps/desk/api.ts");
  const group = read("apps/desk/server/views/group.ts");
  const server = ours("apps/desk/server");
  const acts = server + ours("apps/desk/core");
  const rules = read("foundation/entry/roster/rules.ts");
  const named: Readonly<Record<string, readonly string[]>> = {
    error: [
      ...union(read("apps/desk/core/errors.ts"), "export type DeskErrorCode"),
      ...CASEWORK_ERROR_CODES,
      ...union(read("foundation/store/errors.ts"), "export type StoreErrorCode"),
      ...all(rules.slice(rules.indexOf("export const RULES"), rules.indexOf("export type RuleName")), /^ {2}([a-zA-Z]+)[:(]/gm),
      ...all(server, /error: "([a-z-]+)"/g),
      "failed",
      "desk-gone",
      "finding-not-decided",
    ],
    kind: [
      ...union(api, "export type SubjectKind"),
      ...union(api, "readonly results: readonly { readonly id: string; readonly kind:").filter((code) => code !== "goto"),
    ],
    stance: union(api, "export type Stance"),
    "statement.status": union(api, 'readonly status: "current" | "superseded"').filter((code) => code !== "current"),
    "finding.met": ["yes", "depends", "no"],
    person: ["suspended", "removed"],
    position: all(/position: z\.enum\(\[(.*?)\]/s.exec(read("parts/casework/records.ts"))![1]!, /"([^"]+)"/g),
    channel: all(/channel: z\.enum\(\[(.*?)\]/s.exec(read("parts/casework/records.ts"))![1]!, /"([^"]+)"/g),
    missing: union(read("parts/casework/missing.ts"), "export type MissingCode"),
    need: union(read("parts/confirm/standards.ts"), "export type Need =").concat("denials-answered", "against-weighed", "not-said"),
    mark: ["text-disagrees", "came-after", "newer-form"],
    warning: all(group.slice(group.indexOf("function warningsOf")), /\["([a-z-]+)"\]/g).concat("passphrase-only"),
    ready: all(group, /check\("([a-z-]+)"/g),
    act: all(read("foundation/entry/roster/act.ts"), /readonly kind: "([a-z-]+)"/g),
    did: [...all(read("apps/desk/core/import/acts.ts"), /(?:made|undone|redone): "([a-z]+)-"/g), ...all(acts, /act: "([a-z-]+)"/g), ...all(acts, /write\(desk, "[a-z]+", "([a-z-]+)"/g)],
    standard: ["0", "1", "2", "3", "4", "5"],
    reliability: ["1", "2", "3", "4", "5", "6"],
    property: [...new Set(Object.values(PROPERTIES).flatMap((rules) => Object.keys(rules)))],
    readiness: ["good", "wait", "bad"],
    mapping: shippedMappings().map(({ id }) => id),
    "est.refusal": union(read("foundation/stats/capture/refusals.ts"), "export type RefusalCode"),
    "est.warning": union(read("foundation/stats/capture/verdict.ts"), "export type WarningCode"),
    "est.short": union(read("foundation/stats/capture/verdict.ts"), "export type WarningCode"),
    "est.method": union(read("foundation/stats/capture/answers.ts"), "export type Method"),
  };
  const lists = Object.entries(LISTS).flatMap(([list, terms]) => terms.map((term) => `list.${list}.${term}`));
  return [...Object.entries(named).flatMap(([prefix, of]) => of.map((code) => `${prefix}.${code}`)), ...lists];
}

test("the lists that forms offer are those of the record", () => {
  for (const [list, terms] of Object.entries(CODES)) assert.deepEqual(terms, LISTS[list as keyof typeof CODES]);
});

test("every key the screens name has its words", () => {
  const keys = keysOf(en);
  const named = [...all(source, /\bt\(\s*"([^"]+)"/g), ...all(source, /(?:attempt|write(?:<[^(]*>)?)\(\s*"([^"]+)"/g), ...all(source, /mark\("([^"]+)"/g)];
  assert.ok(named.length > 150, `${named.length} keys named`);
  assert.deepEqual(
    named.filter((key) => !keys.has(key)),
    [],
  );
});

test("whatever linkage can say of two persons has its words", () => {
  const kinds = { name: NAME_LEVELS, date: DATE_LEVELS, place: PLACE_LEVELS, category: ["same", "different"] } as const;
  const levels = PEOPLE.fields.flatMap(({ kind }) => kinds[kind as keyof typeof kinds]);
  const wanted = [
    ...PEOPLE.fields.map(({ name }) => `links.field.${name}`),
    "links.field.nothing that tells namesakes apart",
    ...["stranger", ...PEOPLE.rivals.map(({ name }) => name)].map((name) => `links.rival.${name}`),
    ...levels.map((level) => `links.level.${level}`),
  ];
  assert.deepEqual(wanted.filter((key) => !keysOf(en).has(key)), []);
});

test("every code that can come to a screen has its words", () => {
  const wanted = codes();
  assert.ok(wanted.length > 250, `${wanted.length} codes`);
  assert.deepEqual(
    [...new Set(wanted)].filter((key) => !keysOf(en).has(key)),
    [],
  );
});

test("the three catalogues have the same keys, and each the plural forms its language has", () => {
  for (const [lang, catalogue] of Object.entries(CATALOGUES)) {
    assert.deepEqual([...keysOf(catalogue)].toSorted(), [...keysOf(en)].toSorted(), lang);
    assert.deepEqual([...pluralsOf(catalogue)].toSorted(), [...pluralsOf(en)].toSorted(), lang);
    const forms = new Intl.PluralRules(lang).resolvedOptions().pluralCategories.toSorted();
    for (const key of pluralsOf(catalogue)) {
      const has = Object.keys(catalogue)
        .filter((k) => k.replace(FORM, "") === key)
        .map((k) => FORM.exec(k)![1]!);
      assert.deepEqual(has.toSorted(), forms, `${lang} ${key}`);
    }
  }
});

test("a key stands in one file", () => {
  for (const files of Object.values(CATALOGUE_FILES)) {
    const keys = files.flatMap((file) => Object.keys(file));
    assert.deepEqual(keys.filter((key, i) => keys.indexOf(key) !== i), []);
  }
});

test("a translation fills in what the English does, and nothing else", () => {
  const filled = (text: string): Set<string> => new Set(all(text, /\{(\w+)\}/g));
  for (const [lang, catalogue] of Object.entries(CATALOGUES))
    for (const [key, text] of Object.entries(catalogue)) {
      const bare = key.replace(FORM, "");
      const wanted = filled((en as Catalogue)[bare] ?? (en as Catalogue)[`${bare}_other`]!);
      const has = filled(text);
      // Arabic has words of their own for none, one and two.
      if (FORM.test(key)) has.add("n");
      assert.deepEqual([...has].toSorted(), [...wanted].toSorted(), `${lang} ${key}`);
      assert.ok(text.trim() === text && text !== "", `${lang} ${key}`);
    }
});

test("what the mappings that ship say of somebody has a word of its own", () => {
  const properties = shippedMappings().flatMap(({ tables }) => tables.flatMap(({ subjects }) => subjects.flatMap(({ statements }) => statements.map(({ property }) => property))));
  assert.deepEqual(
    [...new Set(properties)].filter((property) => !keysOf(en).has(`property.${property}`)),
    [],
  );
});

test("no key is there for nothing", () => {
  const prefixes = all(source, /\bterm\("([^"]+)"/g).concat(all(source, /prefix="([^"]+)"/g), "list.act", "list.event", "list.sex");
  const templates = all(source, /\bt\(`([^`]+)`/g).map((text) => new RegExp(`^${text.replaceAll(".", "\\.").replace(/\$\{[^}]+\}/g, "[^.]+")}$`));
  const empties = all(source, /<Nothing of="([^"]+)"/g).flatMap((of) => [`${of}.empty`, `${of}.empty.how`]);
  const isUsed = (key: string): boolean =>
    source.includes(`"${key}"`) ||
    empties.includes(key) ||
    prefixes.some((prefix) => key.startsWith(`${prefix}.`)) ||
    templates.some((template) => template.test(key));
  assert.deepEqual(
    [...keysOf(en)].filter((key) => !isUsed(key)),
    [],
  );
});

test("a language's words are in its own script", () => {
  const latin = (text: string): string[] => text.replace(/\{\w+\}/g, "").match(/[A-Za-z]{2,}/g) ?? [];
  for (const [lang, catalogue] of Object.entries({ ar, ru }))
    assert.deepEqual(
      Object.entries(catalogue)
        // A program is called as it calls itself: people look for that name.
        .filter(([key, text]) => !key.startsWith("mapping.") && latin(text).length > 0)
        .map(([key]) => key),
      [],
      lang,
    );
});
