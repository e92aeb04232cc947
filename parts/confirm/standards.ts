/**
 * What a finding's standard asks, and what of it is met. A group writes down what each standard needs; the program shows what is there and what
 * is missing. It never decides: persons do, two of them, and they may decide otherwise.
 */
import { claimProperty, officialsAbout, SIDE_OF, typeOf, valueOf, type Book, type Finding } from "#casework";
import { supportOf, type Support } from "./roots.ts";

/**
 * 0 allegation recorded · 1 reasonable suspicion · 2 reasonable grounds to believe · 3 balance of probabilities · 4 clear and convincing
 * · 5 beyond reasonable doubt.
 */
export type Standard = 0 | 1 | 2 | 3 | 4 | 5;

export type Need =
  | { readonly code: "roots" | "first-hand-roots" | "documents" | "alternatives"; readonly atLeast: number }
  /** Every official denial or doubt of a claim has an answer. */
  | { readonly code: "denials-answered" }
  /** Every source's denial or doubt of a claim is among the statements against. */
  | { readonly code: "against-weighed" };

/** For each standard the ways to meet it, any one of which is enough; all needs of a way must be met. `null`: the group has not said. */
export type Policy = Readonly<Record<Standard, readonly (readonly Need[])[] | null>>;

const twoRoots: readonly Need[] = [
  { code: "roots", atLeast: 2 },
  { code: "first-hand-roots", atLeast: 1 },
];
const rootAndDocument: readonly Need[] = [
  { code: "roots", atLeast: 1 },
  { code: "documents", atLeast: 1 },
];
const answered: readonly Need[] = [{ code: "denials-answered" }, { code: "against-weighed" }];
const alternatives: readonly Need[] = [{ code: "alternatives", atLeast: 1 }];

/** An example a group begins with and changes. For "beyond reasonable doubt" it asks the group to say for itself. */
export const EXAMPLE_POLICY: Policy = {
  0: [[]],
  1: [[{ code: "roots", atLeast: 1 }]],
  2: [twoRoots, rootAndDocument],
  3: [
    [...twoRoots, ...answered],
    [...rootAndDocument, ...answered],
  ],
  4: [[...twoRoots, { code: "documents", atLeast: 1 }, ...answered, ...alternatives]],
  5: null,
};

/** `depends`: it is met if the sources not yet assessed turn out to be roots of their own. */
export type Met = "yes" | "depends" | "no";

export interface NeedMet {
  readonly need: Need;
  /** What there is, at least and at most; for the needs without a number, what is still open. */
  readonly has: readonly [number, number];
  readonly met: Met;
}

export interface FindingCheck {
  readonly support: Support;
  readonly ways: readonly { readonly needs: readonly NeedMet[]; readonly met: Met }[];
  /** The best of the ways; `null` where the group has not said what the standard needs. */
  readonly met: Met | null;
}

/** A need as a list shows it. */
export interface NeedLine {
  readonly code: Need["code"] | "not-said";
  readonly atLeast: number | null;
  readonly met: boolean;
  /** Met if the sources not yet assessed turn out to be roots of their own. */
  readonly depends: boolean;
}

/** What is met of what a finding's own standard needs. */
export function checkFinding(book: Book, finding: Finding, policy: Policy = EXAMPLE_POLICY): FindingCheck {
  const support = supportOf(book, finding.for ?? []);
  const asked = policy[finding.standard as Standard];
  const ways = (asked ?? []).map((way) => {
    const needs = way.map((need) => needMet(book, finding, support, need));
    return { needs, met: worst(needs.map(({ met }) => met)) };
  });
  return { support, ways, met: asked === null ? null : best(ways.map(({ met }) => met)) };
}

/** One line for each need of the way that is nearest to being met; `not-said` where the group has not said what the standard needs. */
export function needsOf(book: Book, finding: Finding, policy: Policy = EXAMPLE_POLICY): readonly NeedLine[] {
  const { ways, met } = checkFinding(book, finding, policy);
  if (met === null) return [{ code: "not-said", atLeast: null, met: false, depends: false }];
  const open = (way: (typeof ways)[number]): number => way.needs.filter((one) => one.met !== "yes").length;
  const nearest = ways.find((way) => way.met === met && ways.every((other) => other.met !== met || open(way) <= open(other)));
  return (nearest?.needs ?? []).map(({ need, met: is }) => ({
    code: need.code,
    atLeast: "atLeast" in need ? need.atLeast : null,
    met: is === "yes",
    depends: is === "depends",
  }));
}

function needMet(book: Book, finding: Finding, support: Support, need: Need): NeedMet {
  switch (need.code) {
    case "roots":
      return atLeast(need, support.roots, need.atLeast);
    case "first-hand-roots":
      return atLeast(need, support.firstHand, need.atLeast);
    case "documents":
      return exactly(need, finding.documents?.length ?? 0, need.atLeast);
    case "alternatives":
      return exactly(need, finding.alternatives?.length ?? 0, need.atLeast);
    case "denials-answered":
      return noneOpen(need, openDenials(book, finding));
    case "against-weighed":
      return noneOpen(need, openDoubts(book, finding));
  }
}

function atLeast(need: Need, has: readonly [number, number], wanted: number): NeedMet {
  return { need, has, met: has[0] >= wanted ? "yes" : has[1] >= wanted ? "depends" : "no" };
}

function exactly(need: Need, has: number, wanted: number): NeedMet {
  return atLeast(need, [has, has], wanted);
}

function noneOpen(need: Need, open: number): NeedMet {
  return { need, has: [open, open], met: open === 0 ? "yes" : "no" };
}

function openDenials(book: Book, finding: Finding): number {
  const done = new Set((finding.denialsAnswered ?? []).map(({ denial }) => denial));
  const denials = new Set(
    (finding.claims ?? []).flatMap((claim) => officialsAbout(book, claim)).filter(({ record }) => (SIDE_OF[record.position] ?? "for") !== "for"),
  );
  return [...denials].filter(({ record }) => !done.has(record.id)).length;
}

function openDoubts(book: Book, finding: Finding): number {
  const weighed = new Set(finding.against ?? []);
  const voices = (finding.claims ?? []).flatMap((claim) => {
    const property = claimProperty(typeOf(book, claim));
    if (property === null) return [];
    const view = valueOf(book, claim, property);
    return [...view.values.flatMap((row) => [...row.against, ...row.doubts]), ...view.unplaced];
  });
  const open = voices.filter(({ shown }) => shown.record.kind === "statement" && !weighed.has(shown.record.id));
  return new Set(open.map(({ shown }) => shown.record.id)).size;
}

const ORDER: readonly Met[] = ["no", "depends", "yes"];

function worst(all: readonly Met[]): Met {
  return ORDER.find((met) => all.includes(met)) ?? "yes";
}

function best(all: readonly Met[]): Met {
  return ORDER.findLast((met) => all.includes(met)) ?? "no";
}
