/**
 * Where a link between two profiles stands (docs/formats/record.md, `linkDecision`). Nothing is merged: a link is what people signed about two persons of the
 * record, and taking it back gives exactly what was there before.
 */
import { assertedValues, findingState, signersOf, type Book, type RecordOf, type Shown } from "#casework";

export type LinkDecision = RecordOf<"linkDecision">;

/**
 * `open`: nobody has said. `cannot tell`, `asked`: somebody looked and could not say, or asked colleagues. `contested`: people said both. `second`: one person
 * decided and the link moves a number that is published, so that another has to say the same. `decided`: it stands.
 */
export type LinkState = "open" | "cannot tell" | "asked" | "contested" | "second" | "decided";

export interface LinkStanding {
  readonly state: LinkState;
  /** What those say who decided; `null` where nobody did or they differ. */
  readonly verdict: "same" | "not the same" | null;
  /** Current decisions on the two, oldest first. */
  readonly decisions: readonly Shown<LinkDecision>[];
  /** People who decided so, each once. */
  readonly by: readonly string[];
  readonly movesNumber: boolean;
}

/** How a link between two persons stands. */
export function linkStanding(book: Book, a: string, b: string): LinkStanding {
  const decisions = book.naming(a, "linkDecision", "about").filter(({ record, standing }) => standing === "current" && record.persons.includes(a) && record.persons.includes(b));
  const firm = decisions.filter(({ record }) => record.decision !== "possibly");
  const verdicts = new Set(firm.map(({ record }) => record.decision));
  const by = [...new Set(firm.flatMap((shown) => signersOf(shown)))].sort();
  const movesNumber = movesANumber(book, a) || movesANumber(book, b);
  const [only] = verdicts;
  const verdict = verdicts.size === 1 && only !== "possibly" && only !== undefined ? only : null;
  return { state: stateOf(), verdict, decisions, by, movesNumber };

  function stateOf(): LinkState {
    if (verdicts.size > 1) return "contested";
    if (verdict !== null) return movesNumber && by.length < 2 ? "second" : "decided";
    const possibly = decisions.filter(({ record }) => record.decision === "possibly");
    if (possibly.length === 0) return "open";
    return possibly.some(({ record }) => record.reasoning !== undefined) ? "asked" : "cannot tell";
  }
}

/** Whether a link counts in what is counted and published: decided, and by two where it moves such a number. */
export function linkCounts(standing: LinkStanding): boolean {
  return standing.state === "decided" && standing.verdict === "same";
}

/**
 * Whether how this person is counted can change a number that went out: a finding that two decided is about them, or about an act that befell them.
 * Better once too often: the cost is a second pair of eyes.
 */
function movesANumber(book: Book, person: string): boolean {
  const acts = book
    .naming(person, "statement", "value")
    .filter(({ record, standing }) => standing === "current" && record.property === "victim" && record.value?.ref === person)
    .map(({ record }) => record.subject);
  const events = acts.flatMap((act) => assertedValues(book, act, "event")).flatMap(({ ref }) => ref ?? []);
  return [person, ...acts, ...events].some((about) =>
    book.naming(about, "finding", "about").some((shown) => shown.standing === "current" && findingState(book, shown).decided),
  );
}
