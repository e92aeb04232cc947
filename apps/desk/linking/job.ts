/** A linkage under way in a thread: how far it is, its result, why two records stand where they stand, and an end at any time. */
import { Worker } from "node:worker_threads";
import { LinkageError, type Decision, type LinkageErrorCode, type LinkSettings, type PairTold, type Phase, type RecordTable } from "#stats";
import type { LinkAnswer, LinkQuestion, LinkResult, WorkerStart } from "./messages.ts";

export interface LinkJob {
  /** Null when it was ended before it was done. Rejects with LinkageError for records or settings that cannot be linked. */
  readonly result: Promise<LinkResult | null>;
  /** Bits per field of two rows of the result, whether blocking brought them together or not. Rejects once the job is ended. */
  explain(a: number, b: number): Promise<PairTold>;
  /** Ends the thread, done or not. Nothing of it is kept. */
  end(): Promise<void>;
}

export interface LinkJobOptions {
  readonly decisions?: readonly Decision[];
  /** How many threads compare; 1 when not said. */
  readonly workers?: number;
  readonly onStep?: (phase: Phase, done: number, of: number) => void;
}

/** Starts linking. The thread stays until `end`, to explain. */
export function startLinking(table: RecordTable, settings: LinkSettings, { decisions = [], workers = 1, onStep }: LinkJobOptions = {}): LinkJob {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), {
    workerData: { role: "conducts", table, settings, decisions, workers } satisfies WorkerStart,
  });
  const asked = new Map<number, { resolve(told: PairTold): void; reject(error: Error): void }>();
  const result = new Promise<LinkResult | null>((resolve, reject) => {
    worker.on("message", (message: LinkAnswer) => {
      if (message.kind === "step") onStep?.(message.phase, message.done, message.of);
      else if (message.kind === "linked") resolve(message.result);
      else {
        asked.get(message.number)?.resolve(message.told);
        asked.delete(message.number);
      }
    });
    worker.once("error", (error) => reject(asLinkageError(error)));
    worker.once("exit", () => {
      resolve(null);
      for (const waiting of asked.values()) waiting.reject(new Error("ended"));
      asked.clear();
    });
  });
  let number = 0;
  return {
    result,
    explain: (a, b) =>
      new Promise((resolve, reject) => {
        if (worker.threadId < 0) return reject(new Error("ended"));
        asked.set(++number, { resolve, reject });
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
        worker.postMessage({ number, a, b } satisfies LinkQuestion);
      }),
    end: async () => void (await worker.terminate()),
  };
}

/** An error keeps its text on its way out of a thread, and loses its class. */
function asLinkageError(error: unknown): unknown {
  const { name, message, where, code } = error as { name?: string; message?: string; where?: string | null; code?: string };
  return name === "LinkageError" || typeof where === "string" ? new LinkageError((code ?? message) as LinkageErrorCode, where ?? null) : error;
}
