/** Makes searchable what came in too much at once to be made so with it: a little at a time, so that the screens are never kept waiting long. */
import { setTimeout as sleep } from "node:timers/promises";
import { StoreError } from "#store";
import type { OpenDesk } from "../core/index.ts";

const SLICE_RECORDS = 250;
const BETWEEN_MS = 20;
const LOOK_AGAIN_MS = 2000;

/** Begins, and goes on until the desk's process ends. Codes of what went wrong go to `say`, and nothing else. */
export function startIndexing(desk: OpenDesk, say: (code: string) => void): { stop(): void } {
  const stopped = new AbortController();
  const go = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      const more = slice(desk, say);
      await sleep(more ? BETWEEN_MS : LOOK_AGAIN_MS, undefined, { ref: false });
    }
  };
  void go();
  return { stop: () => stopped.abort() };
}

function slice(desk: OpenDesk, say: (code: string) => void): boolean {
  try {
    return desk.store.indexSearch(SLICE_RECORDS);
  } catch (error) {
    // A disk that is full may have room again; anything else is met, and said, by whoever reads next.
    say(`search index: ${error instanceof StoreError ? error.code : "failed"}`);
    return false;
  }
}
