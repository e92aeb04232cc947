/**
 * What in a record is no word of anybody: the kind of it, a stance, a day. Names are looked for in words only. Somebody may be called like a word of the form, or be said to be:
 * a denial without its stance would be read as a claim, and a record without its kind as nothing.
 */
import { LISTS, PROPERTIES } from "#casework";

const FIELDS = new Set(["kind", "type", "stance", "channel", "position", "decision", "level", "purpose", "lang", "expires", "review", "value.code.list", "value.name.lang", "value.name.parts.kind", "value.name.script", "value.name.use", "value.place.publishLevel"]);
const OF_A_TIME = /(?:^|\.)(?:during|given|received|said|signed|since|time|when)\.(?:calendar|first|kind|last|tz)$/;
const ID = /^(?:[0-9a-f]{32}|[0-9a-f]{64})$/;
const KNOWN_PROPERTIES = new Set(Object.values(PROPERTIES).flatMap((rules) => Object.keys(rules)));
const KNOWN_TERMS: ReadonlySet<string> = new Set(Object.values(LISTS).flat());

/** @param path names of fields, one inside the other, with dots between */
export function isWordOfTheForm(kind: string, path: string, words: string): boolean {
  if (FIELDS.has(path) || OF_A_TIME.test(path) || ID.test(words)) return true;
  // Of what may be any word, those that we know.
  if (path === "property" || path === "targets.property") return KNOWN_PROPERTIES.has(words);
  if (path === "value.code.term") return KNOWN_TERMS.has(words);
  return path === "answer" && kind === "consent";
}
