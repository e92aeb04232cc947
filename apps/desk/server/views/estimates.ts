/** What the screen of estimates shows: what lists can be made of, how they overlap, how a run stands, what is kept, and what differs between two. */
import { utf8 } from "#bytes";
import { isKind, signersOf } from "#casework";
import { NOT_ONE, type CountedLists, type Group } from "#confirm";
import { sha256Hex } from "#prim";
import { refusalsOf, type Table } from "#stats";
import type { ComparedView, EstimateJob, EstimatesView, EstimateView, ListMaker, OverlapView, SavedEstimate } from "../../api-estimates.ts";
import { importsMade, runs, undoState } from "../../core/import/index.ts";
import type { OpenDesk } from "../../core/index.ts";
import type { EstimateWork, Reckoned } from "../estimate-job.ts";
import { caseRef, subjectRef, type ViewContext } from "./context.ts";
import { resultHash, savedEstimates, type Kept } from "./estimate-record.ts";
import { modelOf, overlapPicture, picturesOf, type Words } from "./estimate-words.ts";

export function estimatesView(desk: OpenDesk, context: ViewContext): EstimatesView {
  const { book, subjects } = context;
  const titles = runs(desk);
  return {
    sources: subjects("source", null)
      .map((source): ListMaker => ({ id: source, label: subjectRef(book, source).label, statements: book.howMany(source, "statement", "saidBy") }))
      .filter(({ statements }) => statements > 0)
      .sort(byLabel),
    documents: subjects("report", null)
      .map((report): ListMaker => ({ id: report, label: titleOf(context, report), statements: book.howMany(report, "statement", "cites") }))
      .filter(({ label, statements }) => statements > 0 && label !== "")
      .sort(byLabel),
    registers: importsMade(desk)
      .filter((one) => undoState(desk, one) !== "undone")
      .map((one) => ({ id: one, label: titles.get(one)?.title ?? null }))
      .sort((x, y) => ((x.label ?? x.id) < (y.label ?? y.id) ? -1 : 1)),
    cases: subjects("case", null).map((one) => caseRef(book, one)),
    saved: savedEstimates(desk).map((shown) => savedView(context, shown)),
  };
}

const byLabel = (x: ListMaker, y: ListMaker): number => (x.label < y.label ? -1 : 1);

function titleOf({ book }: ViewContext, report: string): string {
  const found = book.byId(report).find((shown) => isKind("report")(shown) && shown.standing === "current");
  return found !== undefined && isKind("report")(found) ? (found.record.title ?? "") : "";
}

function savedView({ nameOf }: Pick<ViewContext, "nameOf">, shown: Kept): SavedEstimate {
  const { record } = shown;
  const { links, groups, ways } = record;
  return {
    id: record.id,
    title: record.title,
    day: record.day,
    by: signersOf(shown).map(nameOf).join(", "),
    standing: shown.standing === "current" ? "current" : "earlier",
    lists: record.lists.map(({ name }) => name),
    listed: peopleIn(record.counts),
    verdict: record.verdict,
    ...limits(record),
    warnings: record.warnings ?? [],
    input: record.input,
    result: record.result,
    reckoning: record.reckoning,
    seed: record.seed,
    settings: { resamples: record.resamples, chains: record.chains, burnIn: record.burnIn, draws: record.draws },
    links: links === undefined ? null : { agreed: links.agreed, alone: links.alone, contested: links.contested, listed: links.listed, ...limits(links) },
    groups:
      groups === undefined
        ? null
        : {
            by: groups.by,
            groups: groups.groups.map((group) => ({ name: group.name ?? null, listed: peopleIn(group.counts), verdict: group.verdict, ...limits(group) })),
            ...limits(groups),
          },
    ways: ways === undefined ? null : { ways: ways.tables.length, refused: null, ...limits(ways) },
    earlier: record.supersedes?.length ?? 0,
  };
}

function peopleIn(counts: readonly { readonly people: number }[]): number {
  return counts.reduce((sum, { people }) => sum + people, 0);
}

function limits({ lower, upper }: { readonly lower?: number; readonly upper?: number }): { lower: number | null; upper: number | null } {
  return { lower: lower ?? null, upper: upper ?? null };
}

function rounded(of: { readonly lower: number | null; readonly upper: number | null } | null): { lower: number | null; upper: number | null } {
  const round = (value: number | null): number | null => (value === null ? null : Math.round(value));
  return { lower: round(of?.lower ?? null), upper: round(of?.upper ?? null) };
}

export function overlapView({ table, links }: CountedLists, groups: readonly Group[] | null, words: Words): OverlapView {
  return {
    listed: table.n,
    refusals: refusalsOf(table).map(({ code, lists }) => ({ code, lists: lists.map((place) => table.lists[place]!) })),
    overlaps: table.n === 0 ? "" : overlapPicture(table, words),
    patterns: patternsOf(table).map(([lists, people]) => ({ lists, people })),
    links: { agreed: links.agreed, alone: links.alone, contested: links.contested, listed: links.listedWithAlone },
    groups: groups?.map(({ name, table: of }) => ({ name: name === NOT_ONE ? null : name, listed: of.n, refused: refusalsOf(of).length > 0 })) ?? null,
  };
}

function patternsOf(table: Table): (readonly [readonly string[], number])[] {
  return Array.from(table.counts.keys())
    .filter((cell) => table.counts[cell]! > 0)
    .map((cell) => [table.lists.filter((_, j) => (cell >> j) & 1), table.counts[cell]!] as const);
}

export function jobView(work: EstimateWork, words: Words, day: string): EstimateJob {
  const { state, left, reckoned } = work;
  if (state === "running") return { state, stage: work.stage, done: work.done, of: work.of };
  if (state === "failed") return { state };
  if (reckoned !== null) return { state: "done", view: estimateView(reckoned, words, day) };
  return left === null ? { state: "none" } : { state: "left", was: left.was, lists: left.asked.lists.map(({ name }) => name) };
}

function estimateView({ counted, estimate, beside }: Reckoned, words: Words, day: string): EstimateView {
  const { strata, linkage, alone } = beside;
  const named = ({ code, lists }: { readonly code: string; readonly lists: readonly number[] }) => ({ code, lists: lists.map((place) => estimate.lists[place]!) });
  return {
    lists: estimate.lists,
    listed: estimate.n,
    verdict: estimate.verdict,
    refusals: estimate.refusals.map(named),
    warnings: estimate.warnings.map(named),
    ...rounded(estimate.range),
    answers: estimate.answers.map((answer) => ({
      method: answer.method,
      standing: answer.standing,
      model: modelOf(answer),
      all: answer.all === null ? null : Math.round(answer.all),
      ...rounded(answer),
    })),
    pictures: picturesOf(estimate, words),
    links: { agreed: counted.links.agreed, alone: counted.links.alone, contested: counted.links.contested, listed: counted.links.listedWithAlone, ...rounded(alone) },
    groups:
      strata === null
        ? null
        : {
            by: strata.by,
            groups: strata.groups.map((group) => ({ name: group.name === NOT_ONE ? null : group.name, listed: group.n, verdict: group.verdict, ...rounded(group) })),
            ...rounded(strata.sum),
          },
    ways: linkage === null ? null : { ways: linkage.partitions, refused: linkage.refused, ...rounded(linkage.combined) },
    input: sha256Hex(utf8(counted.input)),
    result: resultHash(estimate),
    reckoning: estimate.version,
    seed: estimate.settings.seed,
    day,
  };
}

/** What differs between two that are kept. The older stands first, whichever was asked for first. */
export function comparedView(context: ViewContext, one: Kept, other: Kept): ComparedView {
  const isInOrder = one.record.day === other.record.day ? one.clock <= other.clock : one.record.day < other.record.day;
  const [a, b] = isInOrder ? [one, other] : [other, one];
  const [listsOfA, listsOfB] = [a, b].map(({ record }) => new Map(record.lists.map(({ name, sources }) => [name, [...sources].sort().join()] as const))) as [Map<string, string>, Map<string, string>];
  const names = [...new Set([...listsOfA.keys(), ...listsOfB.keys()])];
  const [countsOfA, countsOfB] = [a, b].map(countsByNames) as [Map<string, number>, Map<string, number>];
  const settings = ({ record: { reckoning, seed, resamples, chains, burnIn, draws } }: Kept) => JSON.stringify([reckoning, seed, resamples, chains, burnIn, draws]);
  const sameLists = names.every((name) => listsOfA.has(name) && listsOfB.has(name));
  return {
    a: savedView(context, a),
    b: savedView(context, b),
    sameInput: a.record.input === b.record.input && sameLists && a.record.lists.every(({ name }, place) => name === b.record.lists[place]!.name),
    sameSettings: settings(a) === settings(b),
    lists: names.map((name) => ({
      name,
      in: listsOfA.has(name) ? (listsOfB.has(name) ? "both" : "a") : "b",
      madeOfOthers: listsOfA.has(name) && listsOfB.has(name) && listsOfA.get(name) !== listsOfB.get(name),
    })),
    patterns: sameLists
      ? [...new Set([...countsOfA.keys(), ...countsOfB.keys()])]
          .sort()
          .map((key) => ({ lists: JSON.parse(key) as string[], a: countsOfA.get(key) ?? 0, b: countsOfB.get(key) ?? 0 }))
          .filter((pattern) => pattern.a !== pattern.b)
      : null,
  };
}

/** People by the names of the lists they are on, whatever the order of the lists. */
function countsByNames({ record }: Kept): Map<string, number> {
  return new Map(
    record.counts.map(({ on, people }) => [
      JSON.stringify(
        record.lists
          .map(({ name }) => name)
          .filter((_, j) => on[j] === "1")
          .sort(),
      ),
      people,
    ]),
  );
}
