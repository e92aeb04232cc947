/** What a statement can say of a property: one of nine forms. */
import { z } from "zod";
import { canonicalText } from "#bytes";
import { code, id, integer, lang, line, several, term, text, word } from "./fields.ts";
import { fuzzyPlace, placesConflict } from "./place.ts";
import { fuzzyTime, timesConflict } from "./time.ts";

/** A name whole, as written, and its parts where the source tells them apart. */
export const name = z.strictObject({
  full: line,
  parts: several(
    z.strictObject({ kind: z.enum(["given", "father", "mother", "family", "clan", "nickname", "alias"]), value: line }),
    12,
  ).exactOptional(),
  script: z
    .string()
    .regex(/^[A-Z][a-z]{3}$/, code("bad-field"))
    .exactOptional(),
  lang: lang.exactOptional(),
  use: z.enum(["legal", "known as", "pseudonym"]).exactOptional(),
});
export type Name = z.infer<typeof name>;

/** A word of one of our lists, with the words other schemes have for it. */
export const listCode = z.strictObject({
  list: word,
  term,
  mapsTo: several(z.strictObject({ scheme: word, code: line }), 8).exactOptional(),
});
export type Code = z.infer<typeof listCode>;

/** How many. "Up to 26" is `max` 26 with no `min`: the least is not known. */
export const count = z
  .strictObject({
    min: integer(0, 1_000_000_000).exactOptional(),
    max: integer(0, 1_000_000_000).exactOptional(),
    asGiven: line.exactOptional(),
  })
  .refine((given) => Object.keys(given).length > 0 && (given.min ?? 0) <= (given.max ?? Infinity), code("bad-count"));
export type Count = z.infer<typeof count>;

/** 0 public · 1 partner · 2 team · 3 need to know · 4 identity of a source. */
export const sensitivity = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
export type Sensitivity = z.infer<typeof sensitivity>;

/** Exactly one of the forms. `ref` is the id of a subject. */
export const value = z
  .strictObject({
    text: text.exactOptional(),
    time: fuzzyTime.exactOptional(),
    place: fuzzyPlace.exactOptional(),
    name: name.exactOptional(),
    code: listCode.exactOptional(),
    count: count.exactOptional(),
    ref: id.exactOptional(),
    flag: z.boolean().exactOptional(),
    number: integer(-1_000_000_000, 1_000_000_000).exactOptional(),
  })
  .refine((given) => Object.keys(given).length === 1, code("bad-field"));
export type Value = z.infer<typeof value>;
export type ValueForm = keyof Value;

/** Whether two counts have no number in common. What only words say excludes nothing. */
export function countsConflict(a: Count, b: Count): boolean {
  return (a.min ?? 0) > (b.max ?? Infinity) || (b.min ?? 0) > (a.max ?? Infinity);
}

/** Whether both cannot be true of a property that has one value. */
export function valuesConflict(a: Value, b: Value): boolean {
  if (a.time && b.time) return timesConflict(a.time, b.time);
  if (a.place && b.place) return placesConflict(a.place, b.place);
  if (a.count && b.count) return countsConflict(a.count, b.count);
  if (a.code && b.code) return a.code.list !== b.code.list || a.code.term !== b.code.term;
  return keyOf(a) !== keyOf(b);
}

/** One text for one value: values with the same key are the same value said twice. The source's own wording of a number or a day is no part of it. */
export function keyOf(of: Value): string {
  return canonicalText(
    of.count && (of.count.min ?? of.count.max) !== undefined
      ? { count: without(of.count) }
      : of.time?.first !== undefined || of.time?.last !== undefined
        ? { time: without(of.time!) }
        : of,
  );
}

function without<T extends { asGiven?: string }>({ asGiven: _, ...rest }: T): Omit<T, "asGiven"> {
  return rest;
}

/** The words of a value that a search should find. */
export function wordsOf(of: Value): string[] {
  if (of.name) return [of.name.full, ...(of.name.parts ?? []).map((part) => part.value)];
  if (of.place) return [...(of.place.asGiven === undefined ? [] : [of.place.asGiven]), ...(of.place.adminPath ?? [])];
  const said = of.text ?? of.code?.term ?? of.time?.asGiven ?? of.count?.asGiven;
  return said === undefined ? [] : [said];
}
