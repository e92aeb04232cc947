/** Links people beside the desk's own thread. Everything stays in this process's memory, and ends with it. */
import { parentPort, workerData } from "node:worker_threads";
import { PEOPLE } from "#confirm";
import { link, sortedTable, type Decision, type Linked, type RecordTable } from "#stats";
import type { LinkingDone, LinkingSays, LinkingTask } from "./link-work.ts";

/** Pairs handed to the desk at most: the surest and then those whose answer tells most. */
const MOST_PAIRS = 20_000;

const { ids, columns, decided } = workerData as LinkingTask;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin
const say = (message: LinkingSays): void => parentPort!.postMessage(message);

const table: RecordTable = sortedTable({ count: ids.length, ids, sources: ids.map(() => "record"), columns: new Map(Object.entries(columns)) });
const rowOf = new Map(table.ids.map((id, row) => [id, row]));
const decisions = decided.flatMap(({ a, b, verdict }): Decision[] => {
  const [x, y] = [rowOf.get(a), rowOf.get(b)];
  return x === undefined || y === undefined ? [] : [{ a: x, b: y, verdict }];
});
const linked = link(table, PEOPLE, decisions, (phase, done, of) => {
  say({ phase, done, of });
  return true;
});
if (linked !== null) say(done(linked));

function done(of: Linked): LinkingDone {
  const { pairs } = of.linking;
  const { band, bits, probability } = of.scores;
  const automatic = [...band.keys()].filter((pair) => band[pair] === 2).toSorted((x, y) => bits[y]! - bits[x]! || x - y);
  const review = of.reviewQueue();
  const told = [...automatic, ...review].slice(0, MOST_PAIRS).map((pair) => {
    const why = of.explain(pairs.a[pair]!, pairs.b[pair]!);
    return {
      a: table.ids[pairs.a[pair]!]!,
      b: table.ids[pairs.b[pair]!]!,
      band: band[pair] === 2 ? ("automatic" as const) : ("review" as const),
      probability: probability[pair]!,
      against: why.against,
      priorBits: why.priorBits,
      bits: bits[pair]!,
      fields: why.fields,
      barredBy: why.barredBy,
    };
  });
  const { recallAtMost, missedAtLeast } = of.blockingRecall;
  return { pairs: told, automatic: automatic.length, review: review.length, compared: pairs.count, recallAtMost, missedAtLeast };
}
