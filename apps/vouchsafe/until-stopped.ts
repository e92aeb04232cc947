/** Programs that run until they are told to stop. */

export interface Stoppable {
  stop(): Promise<void>;
}

/** The end of a program. */
export interface Ending {
  /** Stops everything, newest first, and ends the process. */
  stop(status: number): Promise<void>;
  readonly hasBegun: boolean;
}

/** Ends the process in order at Ctrl-C or a signal. What is started goes into `running`. */
export function endAtSignals(running: readonly Stoppable[], say: (line: string) => void): Ending {
  let hasBegun = false;
  const stop = async (status: number): Promise<void> => {
    if (hasBegun) return;
    hasBegun = true;
    say("\nStopping …");
    for (const it of running.toReversed()) await it.stop().catch(() => undefined);
    process.exit(status);
  };
  process.on("SIGINT", () => void stop(0));
  process.on("SIGTERM", () => void stop(0));
  return {
    stop,
    get hasBegun() {
      return hasBegun;
    },
  };
}

/** Calls `work` at each Enter in the terminal. */
export function atEnter(work: () => void): void {
  process.stdin.setEncoding("utf8");
  process.stdin.on("data", (text: string) => {
    if (text.includes("\n")) work();
  });
  process.stdin.on("error", () => undefined); // a closed terminal asks for nothing
}
