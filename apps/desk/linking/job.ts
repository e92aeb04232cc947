/** A linkage under way in a thread: how far it is, its result, what is asked of it afterwards, and an end at any time. */
import { Worker } from "node:worker_threads";
import {
  LinkageError,
  type Decision,
  type LinkageErrorCode,
  type LinkSettings,
  type PairTold,
  type Phase,
  type Profile,
  type RecordTable,
} from "#stats";
import type { CompareQuestion, ExplainQuestion, LinkAnswer, LinkResult, LinkWays, Proposals, WaysQuestion, WorkerStart } from "./messages.ts";

export interface LinkJob {
  /** Null when it was ended before it was done. Rejects with LinkageError for records or settings that cannot be linked. */
  readonly result: Promise<LinkResult | null>;
  /** Bits per field of two rows of the result, whether blocking brought them together or not. Rejects once the job is ended. */
  explain(a: number, b: number): Promise<PairTold>;
  /** Tables for estimation. Rejects once the job is ended. */
  ways(): Promise<LinkWays>;
  /** Ends the thread, done or not. Nothing of it is kept. */
  end(): Promise<void>;
}

export interface ProposingJob {
  /** Null when it was ended before it was done. Rejects with LinkageError for records that cannot be linked. */
  readonly result: Promise<Proposals | null>;
  /**
   * Compares new and changed records with all others, by what was learned at the beginning, and tells the proposals that have one of them in it.
   * `gone`: ids of records that are none any more. To be asked once the result, or the last answer, is there. Null when the job is ended.
   */
  compare(changed: readonly Profile[], gone: readonly string[]): Promise<Proposals | null>;
  /** Ends the thread, done or not. Nothing of it is kept. */
  end(): Promise<void>;
}

interface Options {
  /** How many threads compare; 1 when not said. */
  readonly workers?: number;
  readonly onStep?: (phase: Phase, done: number, of: number) => void;
}

export interface LinkJobOptions extends Options {
  readonly decisions?: readonly Decision[];
}

/** Starts linking. The thread stays until `end`, to explain. */
export function startLinking(table: RecordTable, settings: LinkSettings, { decisions = [], workers = 1, onStep }: LinkJobOptions = {}): LinkJob {
  const thread = new Thread({ role: "conducts", table, settings, decisions, workers, mostProposals: null }, onStep);
  let number = 0;
  return {
    result: thread.next((answer) => (answer.kind === "linked" ? answer.result : null)),
    async explain(a, b) {
      const own = ++number;
      thread.ask({ number: own, a, b });
      const told = await thread.next((answer) => (answer.kind === "explained" && answer.number === own ? answer.told : null));
      if (told === null) throw new Error("ended");
      return told;
    },
    async ways() {
      thread.ask({ ways: true });
      const ways = await thread.next((answer) => (answer.kind === "ways" ? answer.ways : null));
      if (ways === null) throw new Error("ended");
      return ways;
    },
    end: () => thread.end(),
  };
}

/** Starts linking for people who will read what is proposed: records of one source. The thread stays until `end`, for what comes later. */
export function startProposing(
  table: RecordTable,
  settings: LinkSettings,
  { workers = 1, onStep, most }: Options & { /** Proposals at most. */ readonly most: number },
): ProposingJob {
  const thread = new Thread({ role: "conducts", table, settings, decisions: [], workers, mostProposals: most }, onStep);
  const proposals = (): Promise<Proposals | null> => thread.next((answer) => (answer.kind === "proposed" ? answer.proposals : null));
  return {
    result: proposals(),
    compare(changed, gone) {
      thread.ask({ changed, gone });
      return proposals();
    },
    end: () => thread.end(),
  };
}

/** Who waits for an answer. */
interface Waiting {
  /** True when this was the answer. */
  readonly hears: (answer: LinkAnswer) => boolean;
  readonly ends: (failed: unknown) => void;
}

class Thread {
  readonly #worker: Worker;
  #waiting: Waiting[] = [];
  #failed: unknown = null;
  #isEnded = false;

  constructor(start: WorkerStart, onStep: Options["onStep"]) {
    this.#worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: start });
    this.#worker.on("message", (answer: LinkAnswer) => {
      if (this.#isEnded) return;
      if (answer.kind === "step") onStep?.(answer.phase, answer.done, answer.of);
      else this.#waiting = this.#waiting.filter((waiting) => !waiting.hears(answer));
      // A thread that nobody waits for keeps no program from ending.
      if (this.#waiting.length === 0) this.#worker.unref();
    });
    // An error comes before the exit that it causes.
    this.#worker.once("error", (error) => (this.#failed = asLinkageError(error)));
    this.#worker.once("exit", () => this.#exited());
  }

  /** The next answer in which `find` finds something; null when the thread ends before. */
  next<T>(find: (answer: LinkAnswer) => T | null): Promise<T | null> {
    return new Promise((resolve, reject) => {
      const ends = (failed: unknown): void => (failed === null ? resolve(null) : reject(failed));
      if (this.#isEnded) return ends(this.#failed);
      this.#worker.ref();
      this.#waiting.push({
        hears(answer) {
          const found = find(answer);
          if (found !== null) resolve(found);
          return found !== null;
        },
        ends,
      });
    });
  }

  ask(question: ExplainQuestion | WaysQuestion | CompareQuestion): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    this.#worker.postMessage(question);
  }

  /** From now on nothing is heard of it, also not what it had answered already. */
  async end(): Promise<void> {
    this.#exited();
    await this.#worker.terminate();
  }

  #exited(): void {
    this.#isEnded = true;
    for (const waiting of this.#waiting.splice(0)) waiting.ends(this.#failed);
  }
}

/** An error keeps its text on its way out of a thread, and loses its class. */
function asLinkageError(error: unknown): unknown {
  const { name, message, where, code } = error as { name?: string; message?: string; where?: string | null; code?: string };
  return name === "LinkageError" || typeof where === "string" ? new LinkageError((code ?? message) as LinkageErrorCode, where ?? null) : error;
}
