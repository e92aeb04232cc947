/** Names of persons who are known to be sources: they stand in no free text that leaves, whoever typed them there. */
import { isKind, type WholeBook } from "#casework";
import { fold } from "./closed-texts.ts";

/** A name of two letters would be found in every text. */
const SHORTEST = 3;

export class SourceNames {
  readonly #persons: ReadonlySet<string>;
  readonly #names: readonly string[];

  constructor(book: WholeBook) {
    const sources = book.all.filter(isKind("subject")).filter(({ record }) => record.type === "source");
    const saidOf = (subject: string, property: string) =>
      book
        .naming(subject, "statement")
        .filter(({ record }) => record.subject === subject && record.property === property);
    // Whatever became of the statements: a name does not stop being one when it is withdrawn.
    this.#persons = new Set(sources.flatMap(({ record }) => saidOf(record.id, "person").flatMap((shown) => shown.record.value?.ref ?? [])));
    const spoken = [...this.#persons].flatMap((person) => saidOf(person, "name")).concat(sources.flatMap(({ record }) => saidOf(record.id, "name")));
    const names = spoken.flatMap(({ record }) => (record.value?.name === undefined ? (record.value?.text ?? []) : [record.value.name.full]));
    this.#names = [...new Set(names.map(fold))].filter((name) => name.length >= SHORTEST);
  }

  /** Whether this person is a source. Their own card may hold their name: it says nothing of what they told. */
  isOf(person: string): boolean {
    return this.#persons.has(person);
  }

  isIn(words: string): boolean {
    if (this.#names.length === 0) return false;
    const said = ` ${fold(words)} `;
    return this.#names.some((name) => said.includes(` ${name} `));
  }
}
