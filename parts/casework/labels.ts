/** What to call a subject in a list: its names as they stand, all of them where there are several. */
import type { Book, WholeBook } from "./book.ts";
import { partsOf, type FuzzyTime } from "./time.ts";
import { assertedValues, typeOf, valueOf } from "./value-of.ts";
import { wordsOf, type Code, type Value } from "./values.ts";

const TITLES = ["name", "alias", "title"] as const;
const NAMING = [...TITLES, "kind", "description"] as const;

/** The values that name a subject, of the first property that has any; none for one nobody has named. A code is for the catalogue to say. */
export function namesOfSubject(book: Book, subject: string): readonly Value[] {
  for (const property of NAMING) {
    const values = assertedValues(book, subject, property);
    if (values.length > 0) return values;
  }
  return [];
}

/** What a list calls a subject: its names; for an act nobody has named what was done and whom it befell, for an involvement who was involved. */
export interface Label {
  /** Empty where nobody has said. */
  readonly label: string;
  readonly code: Code | null;
}

export function labelOf(book: Book, subject: string): Label {
  const type = typeOf(book, subject);
  const values = namesOfSubject(book, subject);
  const code = type === "act" ? mostSaidKind(book, subject) : values.find((value) => value.code !== undefined)?.code;
  const told = type === "act" ? "victim" : type === "involvement" ? "who" : null;
  const others = (): string => assertedValues(book, subject, told!).flatMap(({ ref }) => (ref === undefined ? [] : namesIn(namesOfSubject(book, ref)) || [])).join(", ");
  const names = namesIn(values);
  // "shot", where the record has no term for it, says what was done as a term does: whom it befell belongs beside it.
  const isKind = type === "act" && names !== "" && TITLES.every((property) => assertedValues(book, subject, property).length === 0);
  const label = told === null ? names : isKind ? [names, others()].filter((part) => part !== "").join(" · ") : names || others();
  return { label, code: code ?? null };
}

/** What most voices say an act was, where they differ. */
function mostSaidKind(book: Book, act: string): Code | undefined {
  const rows = valueOf(book, act, "kind").values.filter((row) => row.for.length > 0 && row.value.code !== undefined);
  return rows.toSorted((a, b) => b.for.length - a.for.length)[0]?.value.code;
}

function namesIn(values: readonly Value[]): string {
  return values.filter((value) => value.code === undefined).map(plainWords).join(" / ");
}

/** A value in words, its source's own where there are any. */
export function plainWords(value: Value): string {
  if (value.name !== undefined) return value.name.full;
  if (value.number !== undefined) return String(value.number);
  if (value.flag !== undefined) return String(value.flag);
  if (value.count !== undefined && value.count.asGiven === undefined) {
    const { min, max } = value.count;
    return min === max ? String(min) : `${min ?? ""}–${max ?? ""}`;
  }
  if (value.time !== undefined && value.time.asGiven === undefined) return timeWords(value.time);
  return wordsOf(value).join(", ");
}

function timeWords(time: FuzzyTime): string {
  const [first, last] = partsOf(time).possible;
  return first === last ? (first ?? "") : `${first ?? ""} – ${last ?? ""}`;
}

/** Persons whose name, or a part of it, is among the words: a known name comes first in a form. */
export function personsNamedIn(book: WholeBook, words: string): readonly string[] {
  const persons = book.current("subject").filter(({ record }) => record.type === "person");
  return namedAmong(
    book,
    persons.map(({ record }) => record.id),
    words,
  );
}

/** Of these persons those whose name, or a part of it, is among the words. */
export function namedAmong(book: Book, persons: readonly string[], words: string): readonly string[] {
  const said = folded(words);
  const standsIn = (name: string): boolean => ` ${said} `.includes(` ${folded(name)} `);
  return persons.filter((person) => assertedValues(book, person, "name").some((value) => wordsOf(value).some(standsIn)));
}

/** Words as names are compared: in one case and spelling, with one space between. */
export function folded(words: string): string {
  return words
    .normalize("NFKC")
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((part) => part !== "")
    .join(" ");
}
