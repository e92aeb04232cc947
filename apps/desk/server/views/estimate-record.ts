/** An estimate as the record keeps it (docs/formats/record.md): with counts, settings, seed and hashes, so that anybody in the group can reckon it again. */
import { utf8 } from "#bytes";
import { isKind, penOf, type CaseRecord, type RecordOf, type Shown } from "#casework";
import { NOT_ONE } from "#confirm";
import { randomBytes, sha256Hex } from "#prim";
import { patternOf, type Estimate, type Table } from "#stats";
import type { OpenDesk } from "../../core/index.ts";
import { WAYS_MODEL } from "../../estimates/index.ts";
import type { Reckoned } from "../estimate-job.ts";
import { dayOf } from "./context.ts";

const MOST_SAVED = 200;
export type Kept = Shown<RecordOf<"estimate">>;

/** Estimates that are kept, newest first; also those another version has taken the place of. What was withdrawn is not among them. */
export function savedEstimates(desk: OpenDesk): readonly Kept[] {
  const book = desk.records.open(desk.line);
  const ids = [...new Set(desk.store.records({ kind: "estimate", newestFirst: true, limit: MOST_SAVED }).map(({ id }) => id))];
  return ids.flatMap((one) => book.byId(one).filter((shown): shown is Kept => isKind("estimate")(shown) && (shown.standing === "current" || shown.standing === "superseded")));
}

/** SHA-256 of a whole result: whoever has counts, seed and settings makes the same. */
export function resultHash(result: object): string {
  return sha256Hex(utf8(JSON.stringify(result)));
}

export function recordOfEstimate(desk: OpenDesk, reckoned: Reckoned, title: string): CaseRecord & { readonly id: string } {
  const { asked, counted, estimate } = reckoned;
  const { settings, warnings } = estimate;
  const caseId = asked.case ?? undefined;
  const before = savedEstimates(desk).filter(({ record, standing }) => standing === "current" && record.title === title && record.case === caseId);
  const codes = [...new Set(warnings.map(({ code }) => code))];
  return penOf(randomBytes, caseId)("estimate", {
    title,
    day: dayOf(desk.now()),
    lists: asked.lists.map(({ name, sources }) => ({ name, sources: [...sources] })),
    counts: countsOf(counted.table),
    input: sha256Hex(utf8(counted.input)),
    reckoning: estimate.version,
    seed: settings.seed,
    resamples: settings.resamples,
    chains: settings.chains,
    burnIn: settings.latent.burnIn,
    draws: settings.latent.draws,
    verdict: estimate.verdict,
    ...rangeOf(estimate),
    ...(codes.length === 0 ? {} : { warnings: codes }),
    result: resultHash(estimate),
    ...besides(reckoned),
    ...(before.length === 0 ? {} : { supersedes: before.slice(0, 20).map(({ record }) => record.id) }),
  });
}

function besides({ counted, groups, ways, beside }: Reckoned) {
  const { links } = counted;
  const { strata, linkage, alone } = beside;
  return {
    links: { agreed: links.agreed, alone: links.alone, contested: links.contested, listed: links.listedWithAlone, ...limitsOf(alone) },
    ...(strata === null || groups === null
      ? {}
      : {
          groups: {
            by: strata.by,
            groups: strata.groups.map((group, place) => ({
              ...(group.name === NOT_ONE ? {} : { name: group.name.slice(0, 200) }),
              counts: countsOf(groups[place]!.table),
              verdict: group.verdict,
              ...limitsOf(group),
            })),
            ...limitsOf(strata.sum),
            result: resultHash(strata),
          },
        }),
    ...(linkage === null || ways === null
      ? {}
      : { ways: { model: WAYS_MODEL, tables: ways.map((table) => ({ counts: countsOf(table) })), ...limitsOf(linkage.combined), result: resultHash(linkage) } }),
  };
}

function rangeOf({ verdict, range }: Estimate): { lower?: number; upper?: number } {
  return verdict === "range" ? limitsOf(range) : {};
}

function limitsOf(of: { readonly lower: number | null; readonly upper: number | null } | null): { lower?: number; upper?: number } {
  return of === null || of.lower === null || of.upper === null ? {} : { lower: Math.max(1, Math.round(of.lower)), upper: Math.round(of.upper) };
}

function countsOf(table: Table): { on: string; people: number }[] {
  return Array.from(table.counts.keys())
    .filter((cell) => table.counts[cell]! > 0)
    .map((cell) => ({ on: patternOf(cell, table.lists.length), people: table.counts[cell]! }));
}
