/**
 * Links records in a thread of its own, so that a desk goes on answering. With more workers it shares out the comparing; what comes out is the same bytes.
 * It tells how far it is and answers with the result; then it explains pairs, or compares what comes later, until it is ended.
 */
import { parentPort, Worker, workerData } from "node:worker_threads";
import {
  Comparer,
  Linked,
  Linking,
  overlapTable,
  PAIRS_AT_ONCE,
  readFields,
  sortedTable,
  withNameParts,
  type Clusters,
  type LinkModel,
  type LinkSettings,
  type OverlapTable,
  type Profile,
  type RecordTable,
} from "#stats";
import type { CompareQuestion, ExplainQuestion, LinkAnswer, LinkWays, PieceQuestion, Proposals, WaysQuestion, WorkerStart } from "./messages.ts";

const start = workerData as WorkerStart;
const port = parentPort!;
const tell = (message: LinkAnswer): void => port.postMessage(message);

if (start.role === "compares") {
  // The pairs come with each question; blocking was done once, by who asks.
  const comparer = new Comparer(readFields(withNameParts(sortedTable(start.table), start.settings), start.settings));
  port.on("message", ({ a, b, from }: PieceQuestion) => {
    const vectors = comparer.compare(a, b, 0, a.length);
    port.postMessage({ from, vectors }, [vectors.buffer as ArrayBuffer]);
  });
} else await conduct(start);

async function conduct({ table, settings, decisions, workers, mostProposals }: Extract<WorkerStart, { role: "conducts" }>): Promise<void> {
  tell({ kind: "step", phase: "blocking", done: 0, of: 1 });
  const linking = new Linking(table, settings);
  const vectors = await compareAll(linking, workers);
  tell({ kind: "step", phase: "learning", done: 0, of: 1 });
  const linked = linking.conclude(vectors, decisions);
  if (mostProposals === null) {
    tell({ kind: "linked", result: resultOf(linked) });
    answerQuestions(linked);
  } else {
    tell({ kind: "proposed", proposals: proposalsOf(linked, mostProposals) });
    compareLater(table, settings, linked.model, mostProposals);
  }
}

function answerQuestions(linked: Linked): void {
  port.on("message", (question: ExplainQuestion | WaysQuestion) =>
    tell(
      "ways" in question
        ? { kind: "ways", ways: waysOf(linked) }
        : { kind: "explained", number: question.number, told: linked.explain(question.a, question.b) },
    ),
  );
}

function waysOf(linked: Linked): LinkWays {
  const { table, settings } = linked.linking;
  const lists = [...new Set(table.sources)].sort();
  const tableOf = (clusters: Clusters): OverlapTable => overlapTable(clusters, (row) => table.sources[row]!, lists);
  return {
    even: tableOf(linked.clustersAt((pair) => linked.scores.bits[pair]! > 0)),
    ways: Array.from({ length: settings.partitions }, (_, draw) => tableOf(linked.partition(draw))),
  };
}

/** Compares what is new with everything, and weighs it by what was learned before. Of the first linkage only that is kept. */
function compareLater(first: RecordTable, settings: LinkSettings, model: LinkModel, most: number): void {
  let table = first;
  port.on("message", ({ changed, gone }: CompareQuestion) => void compareNew(changed, gone));

  async function compareNew(changed: readonly Profile[], gone: readonly string[]): Promise<void> {
    tell({ kind: "step", phase: "blocking", done: 0, of: 1 });
    table = tableAfter(table, changed, gone);
    const isNew = new Set(changed.map(({ id }) => id));
    const linking = new Linking(table, settings, (_, id) => isNew.has(id));
    const vectors = await compareAll(linking, 1);
    tell({ kind: "step", phase: "scoring", done: 0, of: 1 });
    tell({ kind: "proposed", proposals: proposalsOf(linking.conclude(vectors, [], model), most) });
  }
}

async function compareAll(linking: Linking, workers: number): Promise<Uint8Array> {
  const { count } = linking.pairs;
  const width = linking.fields.all.length;
  const vectors = new Uint8Array(count * width);
  let done = 0;
  const took = (from: number, piece: Uint8Array): void => {
    vectors.set(piece, from * width);
    done += piece.length / width;
    tell({ kind: "step", phase: "comparing", done, of: count });
  };
  if (workers <= 1) for (let from = 0; from < count; from += PAIRS_AT_ONCE) took(from, linking.compare(from, Math.min(count, from + PAIRS_AT_ONCE)));
  else await shareOut(linking, workers, took);
  return vectors;
}

/** The table with these records in the place of what was known of them. Columns are those it began with. */
function tableAfter({ ids, sources, columns }: RecordTable, changed: readonly Profile[], gone: readonly string[]): RecordTable {
  const leaves = new Set([...gone, ...changed.map(({ id }) => id)]);
  const rows = [...ids.keys()].filter((row) => !leaves.has(ids[row]!));
  return {
    count: rows.length + changed.length,
    ids: [...rows.map((row) => ids[row]!), ...changed.map(({ id }) => id)],
    sources: [...rows.map((row) => sources[row]!), ...changed.map(({ source }) => source)],
    columns: new Map(
      [...columns].map(([name, cells]) => [name, [...rows.map((row) => cells[row]!), ...changed.map(({ values }) => values[name] ?? "")]]),
    ),
  };
}

function proposalsOf(linked: Linked, most: number): Proposals {
  const { pairs, table } = linked.linking;
  const { band, bits, probability } = linked.scores;
  const automatic = [...band.keys()].filter((pair) => band[pair] === 2).toSorted((x, y) => bits[y]! - bits[x]! || x - y);
  return {
    compared: pairs.count,
    recallAtMost: linked.blockingRecall.recallAtMost,
    pairs: [...automatic, ...linked.reviewQueue()].slice(0, most).map((pair) => {
      const { against, priorBits, fields, barredBy } = linked.explain(pairs.a[pair]!, pairs.b[pair]!);
      return {
        a: table.ids[pairs.a[pair]!]!,
        b: table.ids[pairs.b[pair]!]!,
        band: band[pair] === 2 ? "automatic" : "review",
        probability: probability[pair]!,
        against,
        priorBits,
        bits: bits[pair]!,
        fields,
        barredBy,
      };
    }),
  };
}

async function shareOut(linking: Linking, workers: number, took: (from: number, piece: Uint8Array) => void): Promise<void> {
  const { pairs, table, settings } = linking;
  let next = 0;
  await Promise.all(
    Array.from({ length: workers }, async () => {
      const helper = new Worker(new URL("./worker.ts", import.meta.url), { workerData: { role: "compares", table, settings } satisfies WorkerStart });
      try {
        for (;;) {
          const from = next;
          if (from >= pairs.count) return;
          next = Math.min(pairs.count, from + PAIRS_AT_ONCE);
          const question: PieceQuestion = { from, a: pairs.a.slice(from, next), b: pairs.b.slice(from, next) };
          const answer = await new Promise<{ readonly vectors: Uint8Array }>((resolve, reject) => {
            helper.once("message", resolve);
            helper.once("error", reject);
            // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
            helper.postMessage(question);
          });
          helper.removeAllListeners("error");
          took(from, answer.vectors);
        }
      } finally {
        await helper.terminate();
      }
    }),
  );
}

/** What is left of a linkage when it leaves its thread: numbers and names of records, no functions. */
function resultOf({ linking, vectors, scores, clusters, model, blockingRecall }: Linked): Extract<LinkAnswer, { kind: "linked" }>["result"] {
  const { table, pairs, fields } = linking;
  return {
    ids: table.ids,
    sources: table.sources,
    pairs,
    vectors,
    fields: fields.all.map(({ setting, kind }) => ({ name: setting.name, levels: kind.levels })),
    scores,
    // Spelled out: what is worked out when asked for does not leave a thread.
    clusters: { of: clusters.of, count: clusters.count, members: clusters.members, splits: clusters.splits, bridges: clusters.bridges },
    model,
    blockingRecall,
  };
}
