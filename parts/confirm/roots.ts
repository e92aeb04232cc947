/**
 * How many independent voices stand behind a claim. Sources that repeat each other, or something common, are one root, however many they are.
 * Where nobody has looked into a source, its root is uncertain, so the answer is a range: it adds nothing to the least and one to the most.
 */
import { claimProperty, isKind, strongComponents, typeOf, valueOf, type Book } from "#casework";
import { isFirstHand, isOfficial, repeatedBy, sourceIsAssessed } from "./sources.ts";

/** Where a chain of repeating ends: one source, or several that repeat each other in a ring. */
export interface Root {
  /** Sorted. */
  readonly sources: readonly string[];
  /** Sources that say the claim and lead here, themselves included. Sorted. */
  readonly heardThrough: readonly string[];
  readonly assessed: boolean;
  /** What its assessments say, `null` where they say nothing or contradict each other. */
  readonly firstHand: boolean | null;
}

export interface Support {
  /** Independent roots: at least, at most. */
  readonly roots: readonly [number, number];
  /** Of these, first-hand: at least, at most. */
  readonly firstHand: readonly [number, number];
  readonly from: readonly Root[];
  /** Officials who say the same, by themselves or through others. Shown apart and never a root: a state that admits its act is not a second voice. */
  readonly officials: readonly string[];
}

/** Where one source's chains end: the sorted members of each. */
type Ends = readonly (readonly string[])[];

/** Far beyond what a group's reading of a case makes; a file made to be slow ends here. */
const MOST_STEPS = 20_000;

/** The support that sources give to what they all say. Each counts once, in any order; rings in who repeats whom are safe. */
export function independentRoots(book: Book, saying: Iterable<string>): Support {
  const said = [...new Set(saying)].sort();
  const ends = chainEnds(book, said);
  const isOfficialRoot = (root: readonly string[]): boolean => root.some((source) => isOfficial(book, source));
  const all = [...new Set(said.flatMap((source) => ends(source)))];
  const from = all
    .filter((members) => !isOfficialRoot(members))
    .map((members): Root => ({
      sources: members,
      heardThrough: said.filter((source) => ends(source).includes(members)),
      assessed: members.every((source) => sourceIsAssessed(book, source)),
      firstHand: isFirstHand(book, members),
    }))
    .sort((a, b) => (a.sources[0]! < b.sources[0]! ? -1 : 1));
  const rootOf = new Map(from.map((root) => [root.sources, root]));
  // A source that leads to several roots may have its words from any of them. So it makes the least larger only where all of them would.
  const atLeast = (counts: (root: Root) => boolean): number =>
    fewestEnds(said.map((source) => ends(source)).filter((roots) => roots.every((members) => rootOf.has(members) && counts(rootOf.get(members)!))));
  const isKnownFirstHand = (root: Root): boolean => root.assessed && root.firstHand === true;
  return {
    roots: [atLeast((root) => root.assessed), from.length],
    firstHand: [atLeast(isKnownFirstHand), from.filter((root) => root.firstHand !== false).length],
    from,
    officials: [...new Set(all.filter(isOfficialRoot).flat())].sort(),
  };
}

/** The support of statements: of the sources of all that assert something. One that was changed counts as what it became. */
export function supportOf(book: Book, statements: readonly string[]): Support {
  const heads = statements.flatMap((id) => book.heads(id)).filter(isKind("statement"));
  return independentRoots(
    book,
    heads.flatMap(({ record }) => (record.stance === "asserts" || record.stance === "corrects" ? (record.saidBy ?? []) : [])),
  );
}

/** The support of what is alleged of an act, an event or a person. */
export function supportOfClaim(book: Book, subject: string): Support {
  const property = claimProperty(typeOf(book, subject));
  const voices = property === null ? [] : valueOf(book, subject, property).values.flatMap((row) => row.for);
  return independentRoots(
    book,
    voices.flatMap((voice) => voice.saidBy ?? []),
  );
}

/** Independent roots of what is alleged of a subject: at least, at most. */
export function rootsOfSubject(book: Book, subject: string): readonly [number, number] {
  return supportOfClaim(book, subject).roots;
}

/** For each source the ends of its chains, the same array for the same end. */
function chainEnds(book: Book, sources: readonly string[]): (source: string) => Ends {
  const repeats = new Map<string, readonly string[]>();
  const waiting = [...sources];
  for (let source = waiting.pop(); source !== undefined; source = waiting.pop()) {
    if (repeats.has(source)) continue;
    const from = repeatedBy(book, source);
    repeats.set(source, from);
    for (const next of from) waiting.push(next);
  }
  // Components come after all that they lead to, so each can take over the ends of those before it.
  const endsOf = new Map<string, readonly (readonly string[])[]>();
  for (const component of strongComponents([...repeats.keys()].sort(), (source) => repeats.get(source)!)) {
    const inside = new Set(component);
    const beyond = component.flatMap((source) => repeats.get(source)!).filter((source) => !inside.has(source));
    const ends = beyond.length === 0 ? [[...component].sort()] : [...new Set(beyond.flatMap((source) => endsOf.get(source)!))];
    for (const source of component) endsOf.set(source, ends);
  }
  return (source) => endsOf.get(source)!;
}

/**
 * The fewest ends that leave no list without one: with fewer voices than that, what was said cannot have been said. More lists never make it
 * fewer. Exact up to `MOST_STEPS` steps; beyond them, how many lists were found that share no end, which is never more.
 */
function fewestEnds(lists: readonly Ends[]): number {
  let stepsLeft = MOST_STEPS;
  // The shortest first: a list of one end leaves no choice, and settles every other list with that end.
  const fewest = (open: readonly Ends[], limit: number): number => {
    const [shortest, ...others] = open;
    if (shortest === undefined || limit === 0) return 0;
    if (stepsLeft-- <= 0) return sharingNone(open);
    let best = limit;
    for (const end of shortest) {
      const rest = others.filter((list) => !list.includes(end));
      best = Math.min(best, 1 + fewest(rest, best - 1));
    }
    return best;
  };
  const byLength = lists.toSorted((a, b) => a.length - b.length);
  const exact = fewest(byLength, byLength.length);
  return stepsLeft >= 0 ? exact : sharingNone(byLength);
}

/** How many of the lists share no end with one before them that was counted. */
function sharingNone(lists: readonly Ends[]): number {
  const counted = new Set<readonly string[]>();
  let number = 0;
  for (const list of lists) {
    if (list.some((end) => counted.has(end))) continue;
    for (const end of list) counted.add(end);
    number++;
  }
  return number;
}
