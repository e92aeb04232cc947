/**
 * What stands beside an estimate and never in its place: groups of people estimated apart and added up, and the tables that uncertain linkage might have given.
 * Both rest on one family of models, the graphs. A group or a table is held to the same refusals and signs as the whole is.
 */
import {
  assembled,
  averageOverGraphs,
  canonicalTable,
  combinePartitions,
  MAX_GRAPH_LISTS,
  prepared,
  Random,
  runPiece,
  sumOfStrata,
  type Averaged,
  type Estimate,
  type Table,
  type Verdict,
} from "#stats";
import type { LinkageAnswer, StrataAnswer } from "./report.ts";

export interface Group {
  readonly name: string;
  readonly table: Table;
}

interface Judged {
  readonly verdict: Verdict;
  readonly averaged: Averaged | null;
}

/**
 * Each group by itself, and their sum where every group may be said. Of a whole that is refused no group is reckoned.
 * @param by what makes the groups: a column's name, or what the desk grouped by
 * @param onStep heard after each group
 */
export function strataOf(by: string, groups: readonly Group[], { verdict, settings }: Pick<Estimate, "verdict" | "settings">, onStep: () => void = () => undefined): StrataAnswer {
  const judged = groups.map(({ table }) => {
    const one: Judged = verdict === "refused" ? { verdict: "refused", averaged: null } : judge(table);
    onStep();
    return one;
  });
  const parts = judged.flatMap(({ verdict, averaged }) => (verdict === "range" && averaged !== null ? [averaged] : []));
  return {
    by,
    groups: groups.map(({ name, table }, place) => {
      const { verdict, averaged } = judged[place]!;
      return {
        name,
        n: table.n,
        verdict,
        all: averaged?.mean ?? null,
        lower: averaged?.quantiles.q025 ?? null,
        upper: averaged?.quantiles.q975 ?? null,
      };
    }),
    sum: groups.length === 0 || parts.length < groups.length ? null : sumOfStrata(parts, new Random(`${settings.seed}/strata`)),
  };
}

/** Tables as the records might be linked, combined where each of them may be said. @throws {CaptureError} `bad-settings` for fewer than ten */
export function linkageOf(tables: readonly Table[], { verdict, settings }: Pick<Estimate, "verdict" | "settings">, onStep: () => void = () => undefined): LinkageAnswer {
  const judged = tables.map((table) => {
    const one: Judged = verdict === "refused" ? { verdict: "refused", averaged: null } : judge(table);
    onStep();
    return one;
  });
  const parts = judged.flatMap(({ verdict, averaged }, place) =>
    verdict === "refused" || averaged === null ? [] : [{ n: tables[place]!.n, logMean: averaged.logMean, logVariance: averaged.logVariance }],
  );
  const listed = tables.map(({ n }) => n);
  return {
    partitions: tables.length,
    refused: tables.length - parts.length,
    listed: { least: Math.min(...listed), most: Math.max(...listed) },
    combined: parts.length < tables.length ? null : combinePartitions(parts, settings.level),
  };
}

/** What the graphs say of a table in which links of one reader alone counted too. */
export interface AloneAnswer {
  readonly n: number;
  readonly verdict: Verdict;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** The same people, if links that one reader alone has signed counted: how far the second reader's word may move the number. */
export function aloneOf(table: Table, { verdict }: Pick<Estimate, "verdict">): AloneAnswer {
  const judged: Judged = verdict === "refused" ? { verdict: "refused", averaged: null } : judge(table);
  return { n: table.n, verdict: judged.verdict, lower: judged.averaged?.quantiles.q025 ?? null, upper: judged.averaged?.quantiles.q975 ?? null };
}

/** By the table's own refusals, whether the model it speaks for most has an estimate, and what the log-linear models and the graphs say of each other. */
function judge(table: Table): Judged {
  const ready = prepared(table, { chains: 0, resamples: 0 });
  if (ready.refusals.length > 0 || table.lists.length > MAX_GRAPH_LISTS) return { verdict: "refused", averaged: null };
  const pieces = ready.pieces.filter(({ kind }) => kind === "models" || kind === "graphs");
  const { verdict } = assembled(
    ready,
    pieces.map((piece) => runPiece(ready.canonical, ready.settings, piece)),
  );
  return { verdict, averaged: verdict === "refused" ? null : averageOverGraphs(canonicalTable(table).table) };
}
