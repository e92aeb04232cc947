/** Links the people who are counted, and draws ways in which they might be linked. Everything stays in this process's memory, and ends with it. */
import { parentPort, workerData } from "node:worker_threads";
import { PEOPLE, RECORD } from "#confirm";
import { link, sortedTable, type Decision } from "#stats";
import type { WaysSay, WaysTask } from "./ways.ts";

const { persons, on, columns, decided, lists, ways } = workerData as WaysTask;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin
const say = (message: WaysSay): void => parentPort!.postMessage(message);

const table = sortedTable({ count: persons.length, ids: persons, sources: persons.map(() => RECORD), columns: new Map(Object.entries(columns)) });
const rowOf = new Map(table.ids.map((id, row) => [id, row]));
const onOf = new Map(persons.map((person, place) => [person, on[place]!]));
const decisions = decided.flatMap(({ a, b, verdict }): Decision[] => {
  const [x, y] = [rowOf.get(a), rowOf.get(b)];
  return x === undefined || y === undefined ? [] : [{ a: x, b: y, verdict }];
});
const linked = link(table, PEOPLE, decisions, (_, done, of) => {
  say({ done, of });
  return true;
})!;
const tables: number[][] = [];
for (let way = 0; way < ways; way++) {
  const counts = Array.from({ length: 2 ** lists }, () => 0);
  for (const members of linked.partition(way).members) {
    let pattern = 0;
    for (const row of members) pattern |= onOf.get(table.ids[row]!)!;
    counts[pattern]!++;
  }
  tables.push(counts);
  say({ done: way + 1, of: ways });
}
say({ tables });
