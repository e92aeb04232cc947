/**
 * What counts after somebody was suspended, removed, or lost a device (docs/formats/entry.md, "The cut").
 *
 * Nothing is deleted. Of a target's entries those are *included* that are in the causal past of a head a cut names, or of an entry the signer's
 * device wrote before its roster had the act. So a cut that names nothing, by malice or haste, cannot take back what its signer had seen.
 * Entries outside count in nothing until they are adopted. Walks happen only where a cut stands.
 */
import type { EntryHeader } from "./header.ts";
import { predecessorsOf } from "./judge.ts";
import { NewestFirst } from "./newest-first.ts";

export type GraphEntry = { readonly id: string } & Pick<EntryHeader, "clock" | "compartment" | "device" | "prev" | "rosterSeen" | "seen" | "seq">;

/** The applied entries. */
export type EntryGraph = {
  /** `null` where no such entry is applied */
  entry(id: string): GraphEntry | null;
  entriesOf(device: string): Iterable<GraphEntry>;
};

/** One SUSPEND, REMOVE or REVOKE-DEVICE that took effect. */
export type Cut = {
  /** heads per compartment, as the signer held them */
  readonly heads: { readonly [compartment: string]: readonly string[] };
  readonly signerDevice: string;
  /** place of the act in the reader's line; `Infinity` for one that came as a file and is not in the line yet */
  readonly lineIndex: number;
  /** a REINSTATE of it took effect: it no longer leaves anything out, and what it included stays included */
  readonly lifted: boolean;
};

/** A suspended or removed person with all devices ever theirs, or one revoked device. */
export type CutTarget = { readonly devices: readonly string[]; readonly cuts: readonly Cut[] };

/**
 * An ADOPT record. It works where the entry that holds it counts by itself, not by being adopted: adopting gives facts their count and never
 * authority.
 */
export type Adoption = {
  /** the entry that holds the record */
  readonly by: string;
  /** the entry it adopts */
  readonly entry: string;
  /** with all that come before it in its device's chain */
  readonly chain: boolean;
};

export type CountQuestion = {
  readonly graph: EntryGraph;
  /** place of an act in the reader's line; `null` where it is not in it */
  readonly lineIndexOf: (actId: string) => number | null;
  readonly targets: readonly CutTarget[];
  readonly adoptions: readonly Adoption[];
};

export type CountAnswer = {
  /** applied entries that count in nothing, sorted */
  readonly uncounted: readonly string[];
  /** entries that came after a cut and count because somebody adopted them, sorted */
  readonly adopted: readonly string[];
  /** heads and adopted entries that are named and not here: ask again when they come; sorted */
  readonly missing: readonly string[];
};

/** Which entries do not count. Empty, and without looking at anything, where no cut stands. */
export function uncountedEntries(question: CountQuestion): CountAnswer {
  const { graph, targets, adoptions } = question;
  const missing = new Set<string>();
  const left = new Set<string>();
  for (const target of targets) {
    if (target.cuts.some((cut) => !cut.lifted)) for (const id of leftOut(question, target, missing)) left.add(id);
  }
  const adopted = new Set<string>();
  const walked = new Set<string>();
  if (left.size > 0) {
    for (const adoption of adoptions) {
      if (left.has(adoption.by) || graph.entry(adoption.by) === null) continue;
      if (graph.entry(adoption.entry) === null) missing.add(adoption.entry);
      else for (const id of adoption.chain ? chainUpTo(graph, adoption.entry, walked) : [adoption.entry]) if (left.has(id)) adopted.add(id);
    }
  }
  return { uncounted: [...left].filter((id) => !adopted.has(id)).sort(), adopted: [...adopted].sort(), missing: [...missing].sort() };
}

/** An entry and those before it in its chain, back to the first that was walked before: however many adopt one chain, it is walked once. */
function* chainUpTo(graph: EntryGraph, tip: string, walked: Set<string>): Generator<string> {
  for (let at = graph.entry(tip); at !== null && !walked.has(at.id); at = at.prev === null ? null : graph.entry(at.prev)) {
    walked.add(at.id);
    yield at.id;
  }
}

/**
 * Entries of the target that no cut includes. The walk goes from newest to oldest and ends where it can find no more: clocks rise along every edge,
 * so nothing older than the oldest entry still left out leads to one.
 */
function leftOut({ graph, lineIndexOf }: CountQuestion, target: CutTarget, missing: Set<string>): Set<string> {
  const own = target.devices.flatMap((device) => [...graph.entriesOf(device)]).sort((a, b) => a.clock - b.clock);
  const left = new Map(own.map((entry) => [entry.id, entry]));
  const frontier = new NewestFirst<GraphEntry>();
  const met = new Set<string>();
  const start = (entry: GraphEntry): void => {
    met.add(entry.id);
    frontier.push(entry);
  };
  const meet = (id: string): void => {
    if (met.has(id)) return;
    const entry = graph.entry(id);
    if (entry === null) missing.add(id);
    else start(entry);
  };

  for (const cut of target.cuts) {
    for (const entry of graph.entriesOf(cut.signerDevice)) {
      const seenAt = lineIndexOf(entry.rosterSeen);
      if (seenAt !== null && seenAt < cut.lineIndex && !met.has(entry.id)) start(entry);
    }
    for (const heads of Object.values(cut.heads)) heads.forEach(meet);
  }

  let oldest = 0;
  for (let at = frontier.pop(); at !== null && left.size > 0; at = frontier.pop()) {
    while (!left.has(own[oldest]!.id)) oldest++;
    if (at.clock < own[oldest]!.clock) break;
    // A chain is in its own past: the rest of it is included now, so that the walk can end early.
    for (let link: GraphEntry | undefined = left.get(at.id); link !== undefined; link = link.prev === null ? undefined : left.get(link.prev))
      left.delete(link.id);
    predecessorsOf(at).forEach(meet);
  }
  return new Set(left.keys());
}
