/** What to call a subject in a list: its names as they stand, all of them where there are several. */
import type { WholeBook, Book } from "./book.ts";
import { assertedValues } from "./value-of.ts";
import { wordsOf, type Value } from "./values.ts";

const NAMING = ["name", "alias", "title", "kind", "description"] as const;

/** The values that name a subject, of the first property that has any; none for one nobody has named. A code is for the catalogue to say. */
export function namesOfSubject(book: Book, subject: string): readonly Value[] {
  for (const property of NAMING) {
    const values = assertedValues(book, subject, property);
    if (values.length > 0) return values;
  }
  return [];
}

/** Persons whose name, or a part of it, is among the words: a known name comes first in a form. */
export function personsNamedIn(book: WholeBook, words: string): readonly string[] {
  const said = folded(words);
  const standsIn = (name: string): boolean => ` ${said} `.includes(` ${folded(name)} `);
  return book
    .current("subject")
    .filter(({ record }) => record.type === "person")
    .map(({ record }) => record.id)
    .filter((person) => assertedValues(book, person, "name").some((value) => wordsOf(value).some(standsIn)));
}

function folded(words: string): string {
  return words
    .normalize("NFKC")
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((part) => part !== "")
    .join(" ");
}
