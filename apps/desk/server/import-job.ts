/** One import at a time, while the desk goes on answering: what is being done, how far it is, and how the last one ended. */
import { ExchangeError } from "#exchange";
import { StoreError } from "#store";
import type { ImportProblem, ImportsView, ImportWork } from "../api-import.ts";
import { DeskError } from "../core/errors.ts";
import { Stopped, type Conduct } from "../core/import/index.ts";

/** Work in hand lets requests in between two entries. */
const REST_MS = 2;

export class ImportJob {
  #running: { work: ImportWork; rows: number; rowsAll: number; records: number; readonly stop: AbortController } | null = null;
  #last: ImportsView["last"] = null;
  #ended: Promise<void> = Promise.resolve();

  get running(): ImportsView["running"] {
    if (this.#running === null) return null;
    const { work, rows, rowsAll, records } = this.#running;
    return { work, rows, rowsAll, records };
  }

  /** Resolves when what is being done has ended, however it ends. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  get last(): ImportsView["last"] {
    return this.#last;
  }

  /** Begins; `false` where something else is being done. `work` gives what to count for the screen. */
  begin(what: ImportWork, rowsAll: number, work: (conduct: Conduct) => Promise<number>): boolean {
    if (this.#running !== null) return false;
    const running = { work: what, rows: 0, rowsAll, records: 0, stop: new AbortController() };
    this.#running = running;
    this.#last = null;
    const conduct: Conduct = {
      signal: running.stop.signal,
      breathe: () => new Promise((resolve) => setTimeout(resolve, REST_MS)),
      onProgress: ({ rows, added }) => {
        running.rows = rows;
        running.records = added;
      },
    };
    this.#ended = work(conduct).then(
      (count) => this.#end({ work: what, outcome: "done", problem: null, count }),
      (error: unknown) =>
        this.#end({ work: what, outcome: error instanceof Stopped ? "stopped" : "failed", problem: problemOf(error), count: running.records }),
    );
    return true;
  }

  /** Stops after the entry that is being written; resolves when it has stopped. */
  async stop(): Promise<void> {
    this.#running?.stop.abort();
    await this.#ended;
  }

  #end(last: NonNullable<ImportsView["last"]>): void {
    this.#running = null;
    this.#last = last;
  }
}

/** Codes only: what went wrong, never what was in the file. */
export function problemOf(error: unknown): ImportProblem | null {
  if (error instanceof Stopped) return null;
  if (error instanceof ExchangeError) return { code: error.code, row: error.row, lacking: error.lacking };
  if (error instanceof DeskError || error instanceof StoreError) return { code: error.code, row: null, lacking: [] };
  return { code: "failed", row: null, lacking: [] };
}
