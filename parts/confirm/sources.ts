/** What the group knows about a source: whether anybody has looked into it, how it knows, and whom it repeats. */
import { assertedValues, type Book, type RecordOf } from "#casework";

export interface SourceStanding {
  /** At least one assessment stands. */
  readonly assessed: boolean;
  /** Term of the list `basis`; `null` where assessments say nothing of it or differ. */
  readonly basis: string | null;
  /** 1 reliable to 5 unreliable, 6 cannot be judged; `null` where assessments say nothing of it or differ. */
  readonly reliability: number | null;
  /** Sources it repeats, sorted. */
  readonly derivesFrom: readonly string[];
  readonly official: boolean;
}

/** The bases of knowledge that are first-hand. */
export const FIRST_HAND_BASES: readonly string[] = ["lived it", "saw it"];

/** What stands about one source. */
export function sourceStanding(book: Book, source: string): SourceStanding {
  const assessments = assessmentsOf(book, source);
  return {
    assessed: assessments.length > 0,
    basis: theOne(assessments.flatMap(({ basis }) => basis ?? [])),
    reliability: theOne(assessments.flatMap(({ reliability }) => reliability ?? [])),
    derivesFrom: repeatedBy(book, source),
    official: isOfficial(book, source),
  };
}

export function sourceIsAssessed(book: Book, source: string): boolean {
  return assessmentsOf(book, source).length > 0;
}

/** Sources that this one repeats, sorted; of several records about it, all. */
export function repeatedBy(book: Book, source: string): readonly string[] {
  const records = book.naming(source, "derivesFrom", "about").filter(({ standing }) => standing === "current");
  return [...new Set(records.flatMap(({ record }) => record.from))].sort();
}

export function isOfficial(book: Book, source: string): boolean {
  return assertedValues(book, source, "kind").some((value) => value.code?.term === "official");
}

/** Whether sources are first-hand: `null` where no assessment says so, or they contradict each other. */
export function isFirstHand(book: Book, sources: readonly string[]): boolean | null {
  const bases = sources.flatMap((source) => assessmentsOf(book, source)).flatMap(({ basis }) => basis ?? []);
  return theOne(bases.map((basis) => FIRST_HAND_BASES.includes(basis)));
}

function assessmentsOf(book: Book, source: string): readonly RecordOf<"assessment">[] {
  return book
    .naming(source, "assessment")
    .filter(({ standing }) => standing === "current")
    .map(({ record }) => record);
}

function theOne<T>(all: readonly T[]): T | null {
  const different = new Set(all);
  return different.size === 1 ? [...different][0]! : null;
}
