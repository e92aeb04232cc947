/** Keeps an open desk in step with its relay: at once after a write, and from time to time. One exchange at a time. */
import { DeskError, goOnJoining, pullIntake, sendHandovers, syncDesk, tendKeys, type OpenDesk } from "../core/index.ts";
import { StoreError } from "#store";
import { SyncError } from "#sync";
import { TellError } from "#tell";

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
    await part(() => goOnJoining(desk));
    const report = await part(() => syncDesk(desk));
    if (report?.reached !== true) return false;
    await part(() => sendHandovers(desk));
    await part(() => tendKeys(desk));
    const reports = await part(() => pullIntake(desk));
    if (reports !== null && reports > 0) await part(() => syncDesk(desk));
    return true;
  };
  /** One part of an exchange. What it met, expected or not, ends this part and none after it: a list that cannot be made must not keep letters from being read. */
  const part = async <T>(work: () => Promise<T>): Promise<T | null> => {
    try {
      return await work();
    } catch (error) {
      say(`exchange: ${isOurs(error) ? error.code : "failed"}`);
      return null;
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

/** Whether it has a code of a closed list: nothing else is ever said of what went wrong. */
function isOurs(error: unknown): error is DeskError | StoreError | SyncError | TellError {
  return [DeskError, StoreError, SyncError, TellError].some((known) => error instanceof known);
}
