/**
 * Who is one person when people are counted. A link moves the number, so it counts when two readers have signed it and nobody contradicts; what one reader
 * alone has signed is told, with what it would change, and not counted (docs/decisions/0045). Persons whose links contradict each other stay apart.
 */
import { signersOf, type Book, type RecordOf, type Shown } from "#casework";

/** How many readers must have signed a link for it to hold. */
export type Readers = 1 | 2;

interface Said {
  readonly same: Set<string>;
  /** Who signed that they are one, and has had that taken back by somebody else. */
  readonly silenced: Set<string>;
  apart: boolean;
}

export interface PersonGrouped {
  /** Ids, sorted; the first stands for the person. */
  readonly persons: readonly string[];
  /** Its links contradict each other, so that its persons are counted apart. */
  readonly contested: boolean;
}

export class OnePerson {
  readonly #book: Book;
  readonly #said = new Map<string, ReadonlyMap<string, Said>>();
  readonly #groups = { 1: new Map<string, PersonGrouped>(), 2: new Map<string, PersonGrouped>() } as const;

  constructor(book: Book) {
    this.#book = book;
  }

  /** The group of a person by links that so many readers signed: itself alone where nothing links it. */
  groupOf(person: string, readers: Readers): PersonGrouped {
    const known = this.#groups[readers].get(person);
    if (known !== undefined) return known;
    const reached = new Set([person]);
    for (const one of reached) for (const [other, said] of this.#of(one)) if (holds(said, readers)) reached.add(other);
    const contested = [...reached].some((one) => [...this.#of(one)].some(([other, { apart }]) => apart && reached.has(other)));
    const whole: PersonGrouped = { persons: [...reached].sort(), contested: false };
    for (const one of reached) this.#groups[readers].set(one, contested ? { persons: [one], contested: true } : whole);
    return this.#groups[readers].get(person)!;
  }

  /** Links inside these persons: how many hold, and how many one reader alone has signed. */
  linksAmong(persons: readonly string[]): { readonly agreed: number; readonly alone: number } {
    const inside = new Set(persons);
    let [agreed, alone] = [0, 0];
    for (const one of persons)
      for (const [other, said] of this.#of(one)) {
        if (other < one || !inside.has(other) || !holds(said, 1)) continue;
        if (holds(said, 2)) agreed++;
        else alone++;
      }
    return { agreed, alone };
  }

  /** Whether what people signed about this person contradicts itself, directly or around a corner. */
  isContested(person: string): boolean {
    return this.groupOf(person, 1).contested || [...this.#of(person).values()].some((said) => (said.apart && said.same.size > 0) || isTakenFromReaders(said));
  }

  /** What is decided of two persons: one by two readers, or not one by anybody without contradiction; `null` where it is open. */
  decided(a: string, b: string): "same" | "not the same" | null {
    const said = this.#of(a).get(b);
    if (said === undefined) return null;
    if (said.apart) return said.same.size === 0 && !isTakenFromReaders(said) ? "not the same" : null;
    return holds(said, 2) ? "same" : null;
  }

  /** Persons of whom somebody said that they are, or are not, this one. */
  namedWith(person: string): readonly string[] {
    return [...this.#of(person).keys()];
  }

  #of(person: string): ReadonlyMap<string, Said> {
    const known = this.#said.get(person);
    if (known !== undefined) return known;
    const said = new Map<string, Said>();
    this.#said.set(person, said);
    if (!this.#isPerson(person)) return said;
    const all = this.#book.naming(person, "linkDecision", "about");
    for (const shown of all) {
      const { persons, decision } = shown.record;
      const isTakenBack = shown.standing !== "current";
      if (shown.standing === "came-after" || decision === "possibly" || (isTakenBack && decision !== "same") || !persons.includes(person)) continue;
      const other = persons.find((one) => one !== person);
      if (other === undefined || !this.#isPerson(other)) continue;
      const silenced = isTakenBack ? this.#silenced(shown, all) : [];
      if (isTakenBack && silenced.length === 0) continue;
      const of = said.get(other) ?? { same: new Set<string>(), silenced: new Set<string>(), apart: false };
      said.set(other, of);
      if (isTakenBack) for (const signer of silenced) of.silenced.add(signer);
      else if (decision === "same") for (const signer of signersOf(shown)) of.same.add(signer);
      else of.apart = true;
    }
    return said;
  }

  /** Those of its signers who have not themselves taken back, or put another in the place of, what no longer stands. */
  #silenced(shown: Shown<RecordOf<"linkDecision">>, beside: readonly Shown<RecordOf<"linkDecision">>[]): readonly string[] {
    const { id } = shown.record;
    const withdrawals = this.#book.naming(id, "withdraw").filter(({ record, standing }) => record.target === id && standing === "current");
    const after = beside.filter(({ record, standing }) => standing !== "came-after" && record.supersedes?.includes(id) === true);
    const own = new Set([...withdrawals, ...after].flatMap((one) => signersOf(one)));
    return signersOf(shown).filter((signer) => !own.has(signer));
  }

  #isPerson(id: string): boolean {
    return this.#book.byId(id).some(({ record, standing }) => standing === "current" && record.kind === "subject" && record.type === "person");
  }
}

/** Two readers signed it, and it does not hold since somebody else took back what one of them had signed. */
function isTakenFromReaders({ same, silenced }: Said): boolean {
  return same.size < 2 && new Set([...silenced, ...same]).size >= 2;
}

function holds({ same, apart }: Said, readers: Readers): boolean {
  return !apart && same.size >= readers;
}
