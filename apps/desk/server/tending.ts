/** Makes the rows of lists between questions: after a large import, or when a new version makes them all anew (core/archive.ts). */
import type { OpenDesk } from "../core/index.ts";
import { dayOf } from "./views/context.ts";

/** Between two turns other work gets its time; with nothing to do it looks again after a while. */
const PAUSE_MS = 10;
const REST_MS = 2_000;

/** Starts tending. Codes of what went wrong go to `say`, and nothing else. Returns what stops it. */
export function startTending(desk: OpenDesk, say: (code: string) => void): () => void {
  let timer: NodeJS.Timeout | null = null;
  const turn = (): void => {
    let rests = true;
    try {
      rests = desk.archive.load() && desk.archive.settle(desk.line, dayOf(desk.now())) === 0;
    } catch {
      say("archive: failed");
    }
    timer = setTimeout(turn, rests ? REST_MS : PAUSE_MS);
    timer.unref();
  };
  timer = setTimeout(turn, PAUSE_MS);
  timer.unref();
  return () => {
    if (timer !== null) clearTimeout(timer);
  };
}
