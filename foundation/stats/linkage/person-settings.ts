/**
 * The settings for mentions of persons, used where no others are given. Every number here was set before any truth was looked at, from what families and
 * raids are like, and errs towards people being two: a wrong merge erases a death, a missed one is found by a reader.
 */
import { readSettings, type LinkSettings } from "./settings.ts";

/** Columns that are read when they are there. `name` is a whole name; given, father, family may stand instead of it. */
export const PERSON_COLUMNS = [
  "name",
  "given",
  "father",
  "family",
  "birth",
  "sex",
  "place",
  "latitude",
  "longitude",
  "date",
  "phone",
  "document",
] as const;

/** Settings for a table that has these columns. Throws LinkageError (`bad-settings`) where no name is among them. */
export function personSettings(columns: ReadonlySet<string>): LinkSettings {
  const whole = columns.has("name");
  const column = (part: string): string => (whole ? `name.${part}` : part);
  const has = (name: string): boolean => columns.has(name);
  const hasFather = whole || has("father");
  const parts = ["given", ...(hasFather ? ["father"] : []), "family"];
  const others = (part: string): string[] => parts.filter((other) => other !== part).map(column);
  const fields: unknown[] = parts.map((part) => ({ name: part, kind: "name", part, columns: [column(part), ...others(part)], frequency: true }));
  if (has("birth")) fields.push({ name: "birth", kind: "date", columns: has("date") ? ["birth", "date"] : ["birth"] });
  if (has("sex")) fields.push({ name: "sex", kind: "category", columns: ["sex"] });
  if (has("place"))
    fields.push({
      name: "place",
      kind: "place",
      columns: has("latitude") && has("longitude") ? ["place", "latitude", "longitude"] : ["place"],
      frequency: true,
    });
  if (has("date")) fields.push({ name: "date", kind: "date", columns: ["date"], frequency: true });
  if (has("phone")) fields.push({ name: "phone", kind: "code", columns: ["phone"] });
  if (has("document")) fields.push({ name: "document", kind: "code", columns: ["document"] });

  const there = (names: readonly string[]): string[] => names.filter((name) => parts.includes(name) || has(name));
  const rule = (...keys: string[]): string[][] =>
    keys.every((key) =>
      key
        .slice(0, key.lastIndexOf(":"))
        .split("+")
        .every((name) => there([name]).length > 0),
    )
      ? [keys]
      : [];
  const names = parts.join("+");
  const bars: Record<string, string[]> = {
    // A brother's name is close to his brother's, and a son's to his father's.
    given: ["missing", "close", "partly", "crossed", "initial", "alike", "different"],
    family: ["partly", "crossed", "initial", "alike", "different"],
    ...(hasFather ? { father: ["close", "partly", "crossed", "initial", "alike", "different"] } : {}),
    ...(has("birth") ? { birth: ["slip", "near", "different"] } : {}),
    ...(has("sex") ? { sex: ["different"] } : {}),
    ...(has("place") ? { place: ["different"] } : {}),
    ...(has("date") ? { date: ["different"] } : {}),
    ...(has("document") ? { document: ["different", "two slips"] } : {}),
  };
  const conflicts: Record<string, string[]> = {
    given: ["alike", "different", "crossed"],
    ...(hasFather ? { father: ["different"] } : {}),
    ...(has("birth") ? { birth: ["near", "different"] } : {}),
    ...(has("sex") ? { sex: ["different"] } : {}),
    ...(has("document") ? { document: ["different"] } : {}),
  };
  const rival = (name: string, shares: readonly string[], perMatch: number) => ({ name, shares: there(shares), perMatch });
  return readSettings({
    version: 1,
    parse: whole ? ["name"] : [],
    fields,
    blocking: [
      [`${names}:two-skeletons`],
      ...rule("family:skeleton", "birth:years"),
      ...rule("given:skeleton", "date:days"),
      // Where the given name is misspelt and the year of birth unknown.
      ...rule("family:skeleton", "date:days"),
      ...rule("family:skeleton", "place:skeleton"),
      ...rule("given:skeleton", "birth:years", "place:skeleton"),
      ...rule("place:skeleton", "date:days"),
      ...rule("phone:whole"),
      ...rule("document:whole"),
      ...rule("given:nickname", "family:skeleton"),
      ...rule("given:nickname", "birth:year"),
    ],
    deterministic: {
      rules: [
        ...(has("document") ? [["document"]] : []),
        ...(has("birth") ? [["given", "family", "birth"]] : []),
        ...(hasFather ? [["given", "father", "family"]] : []),
        ...(has("date") ? [["given", "family", "date"]] : []),
      ].concat(has("document") || has("birth") || has("date") || hasFather ? [] : [["given", "family"]]),
      recall: 0.3,
    },
    // How many such people stand beside one pair of mentions of one person.
    rivals: [
      rival("a relative taken with them", ["family", "father", "place", "date"], 1),
      rival("a twin taken with them", ["family", "father", "birth", "place", "date"], 0.02),
      rival("a cousin of the same name", ["given", "family", "place", "date"], 0.05),
      rival("a namesake of the same father's name", ["given", "family", "father"], 0.02),
      ...(has("date") || has("place") ? [rival("another person of the same event", ["place", "date"], 5)] : []),
    ],
    bars,
    // Two cousins of one name, born in one year, agree on everything else.
    needs: {
      ...(hasFather ? { father: ["same", "variant"] } : {}),
      ...(has("birth") ? { birth: ["same"] } : {}),
      ...(has("phone") ? { phone: ["same"] } : {}),
      ...(has("document") ? { document: ["same"] } : {}),
    },
    conflicts,
    mostInBlock: 300,
    randomPairs: 100_000,
  });
}
