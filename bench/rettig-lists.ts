/**
 * The victims of the Rettig report split by a seed into three overlapping, damaged lists: linked, estimated, and compared with the truth, which is the report's
 * own number of persons. The lists are drawn apart from each other, so the suppositions hold by construction: what this tries is the way from damaged records to a
 * number, and not whether real lists are so.
 *
 *   npm run bench -- rettig-lists [seed] …        default: three seeds
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { averageOverGraphs, canonicalTable, combinePartitions, estimate, link, overlapTable, personSettings, tableOf, type OverlapTable, type Table } from "#stats";
import { rettigLists } from "./linkage/rettig.ts";

const FOLDER = join(import.meta.dirname, "../../shared/data/rettig");
const PARTITIONS = 20;
const given = process.argv.slice(2);

if (!existsSync(FOLDER)) console.log("The records are not at ../shared/data/rettig.");
else for (const seed of given.length > 0 ? given : ["1", "2", "3"]) run(seed);

function run(seed: string): void {
  const before = process.cpuUsage();
  const lists = rettigLists(FOLDER, seed);
  const linked = link(lists.table, personSettings(new Set(lists.table.columns.keys())))!;
  const { table } = linked.linking;
  const listOf = (row: number): string => table.sources[row]!;
  const truth = Map.groupBy(Array.from({ length: table.count }, (_, row) => row), lists.personOf);
  const tables = Array.from({ length: PARTITIONS }, (_, draw) => tableFrom(overlapTable(linked.partition(draw), listOf)));
  const parts = tables.map((one) => ({ n: one.n, ...averageOverGraphs(canonicalTable(one).table) }));
  const combined = combinePartitions(parts);
  const people = (n: number | null): string => (n === null ? "no limit" : n.toFixed(0));
  const told = (name: string, one: Table): void => {
    const { range, verdict, warnings } = estimate(one, { chains: 0, resamples: 0 });
    console.log(`  ${name}: ${one.n} on some list; ${range === null ? "no range" : `${people(range.lower)}–${people(range.upper)}`}; ${JSON.stringify(verdict)}; warnings: ${warnings.map(({ code }) => code).join(", ") || "none"}`);
  };
  const { user, system } = process.cpuUsage(before);
  console.log(`seed ${seed}: ${table.count} records of ${lists.onSomeList} of ${lists.persons} persons on three lists`);
  told("with the true links", tableFrom(overlapTable({ members: [...truth.values()] }, listOf)));
  told("with the links at even odds", tableFrom(overlapTable(linked.clustersAt((pair) => linked.scores.bits[pair]! > 0), listOf)));
  console.log(
    `  over ${PARTITIONS} ways the records might be linked: ${people(combined.all)} (${people(combined.lower)}–${people(combined.upper)}), ${Math.round(100 * combined.fromLinkage)} % of the variance from not knowing who is who; ` +
      `${combined.lower <= lists.persons && lists.persons <= combined.upper ? "holds" : "does NOT hold"} ${lists.persons}; ${((user + system) / 1e6).toFixed(1)} CPU-s`,
  );
}

function tableFrom({ lists, rows }: OverlapTable): Table {
  return tableOf(lists, rows);
}
