/** How guarded a record is before it leaves: what sensitivity.ts says of statements, and a number for every other kind. */
import { DEFAULT_SENSITIVITY, isKind, ruleOf, sensitivityOf, typeOf, type Book, type RecordOf, type Sensitivity, type Shown } from "#casework";

/** What tells who a source is. No ceiling reaches it. */
export const IDENTITY: Sensitivity = 4;

/** The group's judgement of people who told it something, and what they allowed, is for those who need to know it. */
const ABOVE_TEAM: ReadonlySet<string> = new Set(["assessment", "consent"]);

/** Says nothing by itself: it goes where something that goes speaks of it (leaving.ts), and a text that is published is everybody's. */
const TOLD_OF: ReadonlySet<string> = new Set(["subject", "report"]);

/**
 * The guard of a record. A statement of a source under a property we have no rule for, or of a subject whose type nobody can tell, may be a name
 * that somebody typed in the wrong place: it is held to be an identity.
 */
export function guardOf(book: Book, shown: Shown): Sensitivity {
  if (isKind("statement")(shown)) {
    const type = typeOf(book, shown.record.subject);
    if (type === null || (type === "source" && ruleOf(type, shown.record.property) === null)) return IDENTITY;
    return ofAllVersions(book, shown);
  }
  if (TOLD_OF.has(shown.record.kind)) return 0;
  return ABOVE_TEAM.has(shown.record.kind) ? 3 : DEFAULT_SENSITIVITY;
}

/**
 * The guard of what is said to be a person's name, for other words in which it stands; `null` where it is no person's. A card that was taken back, as by undoing an import, still says
 * of what it was: else the name of a unit would be struck wherever it stands. Of what has no card nobody can tell whether it is a person.
 */
export function nameGuardOf(book: Book, shown: Shown<RecordOf<"statement">>): Sensitivity | null {
  const cards = book.byId(shown.record.subject).filter(isKind("subject")).filter(({ standing }) => standing !== "came-after");
  if (cards.length === 0) return IDENTITY;
  return cards.some(({ record }) => record.type === "person") ? ofAllVersions(book, shown) : null;
}

/** Whoever raised a guard wrote a version in its place: what stood before is guarded as that is. */
function ofAllVersions(book: Book, shown: Shown<RecordOf<"statement">>): Sensitivity {
  const versions = [shown, ...book.heads(shown.record.id).filter(isKind("statement"))];
  return Math.max(...versions.map((one) => sensitivityOf(book, one))) as Sensitivity;
}
