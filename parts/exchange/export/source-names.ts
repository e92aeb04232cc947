/** Names of persons who are known to be sources: they stand in no free text that leaves, whoever typed them there. */
import { isKind, type WholeBook } from "#casework";
import { namesIn } from "./held-names.ts";
import { NameRuns } from "./name-runs.ts";

export class SourceNames {
  readonly #persons: ReadonlySet<string>;
  readonly #names: NameRuns;

  /** @param others names that are in the file: such a one is no other form of a source's, where it is not the very same */
  constructor(book: WholeBook, others: ReadonlySet<string>) {
    const sources = book.all.filter(isKind("subject")).filter(({ record }) => record.type === "source");
    const saidOf = (subject: string, property: string) =>
      book
        .naming(subject, "statement")
        .filter(({ record }) => record.subject === subject && record.property === property);
    // Whatever became of the statements: a name does not stop being one when it is withdrawn.
    this.#persons = new Set(sources.flatMap(({ record }) => saidOf(record.id, "person").flatMap((shown) => shown.record.value?.ref ?? [])));
    const spoken = [...this.#persons].flatMap((person) => saidOf(person, "name")).concat(sources.flatMap(({ record }) => saidOf(record.id, "name")));
    this.#names = new NameRuns(spoken.flatMap(({ record }) => namesIn(record.value)), others);
  }

  /** Whether this person is a source. Their own card may hold their name: it says nothing of what they told. */
  isOf(person: string): boolean {
    return this.#persons.has(person);
  }

  isIn(words: string): boolean {
    return this.#names.isIn(words);
  }
}
