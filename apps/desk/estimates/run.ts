/** An estimate in workers: with how far it has come, and an end at any time. The count of workers changes how long it takes and nothing else. */
import { Worker } from "node:worker_threads";
import { assembled, prepared, type Estimate, type EstimateSettings, type PieceResult, type Table } from "#stats";

export interface RunOptions {
  readonly workers: number;
  /** Called after each piece. */
  readonly onProgress?: (done: number, of: number) => void;
  /** Ends it: the workers are gone when the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** @throws `CaptureError` for settings that cannot be used */
export async function runEstimate(table: Table, settings: Partial<EstimateSettings>, { workers, onProgress, signal }: RunOptions): Promise<Estimate> {
  signal?.throwIfAborted();
  const ready = prepared(table, settings);
  const queue = [...ready.pieces];
  const results: PieceResult[] = [];
  if (queue.length === 0) return assembled(ready, results);
  const of = queue.length;
  const running: Worker[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
      for (let one = 0; one < Math.min(workers, of); one++) {
        const worker = new Worker(new URL("./worker.ts", import.meta.url), {
          workerData: { table: ready.canonical, settings: ready.settings },
          execArgv: ["--disable-warning=ExperimentalWarning"],
        });
        running.push(worker);
        const next = (): void => {
          const piece = queue.shift();
          // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
          if (piece !== undefined) worker.postMessage(piece);
        };
        worker.on("error", reject);
        worker.on("message", (result: PieceResult) => {
          results.push(result);
          onProgress?.(results.length, of);
          if (results.length === of) resolve();
          else next();
        });
        next();
      }
    });
  } finally {
    await Promise.all(running.map((worker) => worker.terminate()));
  }
  return assembled(ready, results);
}
