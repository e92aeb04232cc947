/** Keeps an open desk in step with its relay: at once after a write, and from time to time. One exchange at a time. */
import { DeskError, pullIntake, sendHeldSuspensions, syncDesk, tendKeys, type OpenDesk } from "../core/index.ts";
import { SyncError } from "#sync";

const EVERY_MS = 5_000;
const SOON_MS = 50;

export interface Exchange {
  /** Exchanges now; whether the relay answered. */
  now(): Promise<boolean>;
  /** Exchanges in a moment, so that several writes go together. */
  soon(): void;
  stop(): Promise<void>;
}

/** Starts exchanging. Codes of what went wrong go to `say`, and nothing else. */
export function startExchange(desk: OpenDesk, say: (code: string) => void): Exchange {
  let running: Promise<boolean> = Promise.resolve(false);
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;

  const once = async (): Promise<boolean> => {
    if (stopped) return false;
    try {
      const report = await syncDesk(desk);
      if (!report.reached) return false;
      await sendHeldSuspensions(desk);
      await tendKeys(desk);
      const reports = await pullIntake(desk);
      if (reports > 0) await syncDesk(desk);
      return true;
    } catch (error) {
      if (!(error instanceof DeskError) && !(error instanceof SyncError)) throw error;
      say(`exchange: ${error.code}`);
      return false;
    }
  };
  const now = (): Promise<boolean> => {
    running = running.then(once, once);
    return running;
  };
  const again = (afterMs: number): void => {
    if (stopped) return;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => void now().catch(() => say("exchange: failed")).finally(() => again(EVERY_MS)), afterMs);
    timer.unref();
  };
  again(0);
  return {
    now,
    soon: () => again(SOON_MS),
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await running.catch(() => false);
    },
  };
}
