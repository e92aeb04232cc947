/**
 * The victims of the Rettig report split by a seed into three overlapping, damaged lists: linked, estimated, and compared with the truth, which is the report's
 * own number of persons. The lists are drawn apart from each other, so the suppositions hold by construction: what this tries is the way from damaged records to a
 * number, and not whether real lists are so.
 *
 *   npm run bench -- rettig-lists [seed] …        default: seeds 1 to 10
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  averageOverGraphs,
  canonicalTable,
  clusterQuality,
  combinePartitions,
  estimate,
  link,
  overlapTable,
  personSettings,
  tableOf,
  type OverlapTable,
  type Table,
} from "#stats";
import { rettigLists } from "./linkage/rettig.ts";

const FOLDER = join(import.meta.dirname, "../../shared/data/rettig");
const PARTITIONS = 20;
const given = process.argv.slice(2);

if (!existsSync(FOLDER)) console.log("The records are not at ../shared/data/rettig.");
else {
  const held = (given.length > 0 ? given : Array.from({ length: 10 }, (_, i) => String(i + 1))).map(run);
  const count = (key: keyof Held): string => `${held.filter((one) => one[key]).length} of ${held.length}`;
  console.log(
    `the range holds the truth: with the true links in ${count("trueLinks")}, with the links at even odds in ${count("evenOdds")}, over ways of linking in ${count("sampled")}`,
  );
}

interface Held {
  readonly trueLinks: boolean;
  readonly evenOdds: boolean;
  readonly sampled: boolean;
}

function run(seed: string): Held {
  const before = process.cpuUsage();
  const lists = rettigLists(FOLDER, seed);
  const linked = link(lists.table, personSettings(new Set(lists.table.columns.keys())))!;
  const { table } = linked.linking;
  const listOf = (row: number): string => table.sources[row]!;
  const truth = Map.groupBy(
    Array.from({ length: table.count }, (_, row) => row),
    lists.personOf,
  );
  const ways = Array.from({ length: PARTITIONS }, (_, draw) => linked.partition(draw));
  const sampled = ways.map(({ members }) => clusterQuality(members, lists.personOf, lists.truePairs));
  const mean = (of: (one: (typeof sampled)[number]) => number): string => (sampled.reduce((sum, one) => sum + of(one), 0) / PARTITIONS).toFixed(0);
  const tables = ways.map((way) => tableFrom(overlapTable(way, listOf)));
  const parts = tables.map((one) => ({ n: one.n, ...averageOverGraphs(canonicalTable(one).table) }));
  const combined = combinePartitions(parts);
  const people = (n: number | null): string => (n === null ? "no limit" : n.toFixed(0));
  const told = (name: string, one: Table): boolean => {
    const { range, verdict, warnings } = estimate(one, { chains: 0, resamples: 0 });
    console.log(
      `  ${name}: ${one.n} on some list; ${range === null ? "no range" : `${people(range.lower)}–${people(range.upper)}`}; ${JSON.stringify(verdict)}; warnings: ${warnings.map(({ code }) => code).join(", ") || "none"}`,
    );
    return range !== null && range.lower <= lists.persons && lists.persons <= (range.upper ?? Infinity);
  };
  const { user, system } = process.cpuUsage(before);
  console.log(`seed ${seed}: ${table.count} records of ${lists.onSomeList} of ${lists.persons} persons on three lists`);
  const trueLinks = told("with the true links", tableFrom(overlapTable({ members: [...truth.values()] }, listOf)));
  const evenOdds = told(
    "with the links at even odds",
    tableFrom(
      overlapTable(
        linked.clustersAt((pair) => linked.scores.bits[pair]! > 0),
        listOf,
      ),
    ),
  );
  const isHeld = combined.lower <= lists.persons && lists.persons <= combined.upper;
  console.log(
    `  pairs within a person: ${lists.truePairs} true; drawn on average ${mean(({ linked }) => linked)}, of which ${mean(({ right }) => right)} true`,
  );
  console.log(
    `  over ${PARTITIONS} ways the records might be linked: ${people(combined.all)} (${people(combined.lower)}–${people(combined.upper)}), ${Math.round(100 * combined.fromLinkage)} % of the variance from not knowing who is who; ` +
      `${isHeld ? "holds" : "does NOT hold"} ${lists.persons}; ${((user + system) / 1e6).toFixed(1)} CPU-s`,
  );
  return { trueLinks, evenOdds, sampled: isHeld };
}

function tableFrom({ lists, rows }: OverlapTable): Table {
  return tableOf(lists, rows);
}
