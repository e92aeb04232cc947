/** One piece of work in a thread of its own: it says how far it is, can be ended, and is gone when it has answered. */
import { Worker } from "node:worker_threads";

export interface Conduct {
  readonly onProgress?: (done: number, of: number) => void;
  readonly signal?: AbortSignal;
}

/** @param answerIn what a message answers, `null` where it only says how far it is. @throws the signal's reason, or what ended the thread */
export async function inThread<M, A>(script: URL, task: object, { onProgress, signal }: Conduct, answerIn: (message: M) => A | null): Promise<A> {
  signal?.throwIfAborted();
  const worker = new Worker(script, { workerData: task, execArgv: ["--disable-warning=ExperimentalWarning"] });
  try {
    return await new Promise<A>((resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
      worker.on("error", reject);
      worker.on("exit", () => reject(new Error("ended")));
      worker.on("message", (message: M) => {
        const answer = answerIn(message);
        if (answer !== null) resolve(answer);
        else {
          const { done, of } = message as { readonly done: number; readonly of: number };
          onProgress?.(done, of);
        }
      });
    });
  } finally {
    await worker.terminate();
  }
}
