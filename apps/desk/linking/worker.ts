/**
 * Links records in a thread of its own, so that a desk goes on answering. With more workers it shares out the comparing; what comes out is the same bytes.
 * Asked with a message, it tells how far it is, answers with the result, and then explains pairs until it is ended.
 */
import { parentPort, Worker, workerData } from "node:worker_threads";
import { Comparer, Linked, Linking, PAIRS_AT_ONCE, readFields, sortedTable, withNameParts } from "#stats";
import type { LinkAnswer, LinkQuestion, PieceQuestion, WorkerStart } from "./messages.ts";

const start = workerData as WorkerStart;
const port = parentPort!;

if (start.role === "compares") {
  // The pairs come with each question; blocking was done once, by who asks.
  const comparer = new Comparer(readFields(withNameParts(sortedTable(start.table), start.settings), start.settings));
  port.on("message", ({ a, b, from }: PieceQuestion) => {
    const vectors = comparer.compare(a, b, 0, a.length);
    port.postMessage({ from, vectors }, [vectors.buffer as ArrayBuffer]);
  });
} else await conduct(start);

async function conduct({ table, settings, decisions, workers }: Extract<WorkerStart, { role: "conducts" }>): Promise<void> {
  const tell = (message: LinkAnswer): void => port.postMessage(message);
  tell({ kind: "step", phase: "blocking", done: 0, of: 1 });
  const linking = new Linking(table, settings);
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
  tell({ kind: "step", phase: "learning", done: 0, of: 1 });
  const linked = linking.conclude(vectors, decisions);
  port.on("message", ({ number, a, b }: LinkQuestion) => tell({ kind: "explained", number, told: linked.explain(a, b) }));
  tell({ kind: "linked", result: resultOf(linked) });
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
