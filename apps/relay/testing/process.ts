/** A relay as a process of its own, for tests that kill it. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
const START_PATIENCE_MS = 20_000;

export type RelayProcess = {
  readonly child: ChildProcess;
  readonly origin: string;
  /** Everything it has said on both outputs. */
  readonly output: () => string;
  /** Sends a signal and waits for the end; the exit code, `null` where a signal ended it. */
  readonly end: (signal: "SIGKILL" | "SIGTERM" | "SIGINT") => Promise<number | null>;
};

/** Starts a relay on any free port and waits until it listens. @param limits lines of `ulimit` before it */
export async function startRelay(folder: string, options: readonly string[] = [], limits = ""): Promise<RelayProcess> {
  const args = [MAIN, "--data", folder, "--port", "0", ...options];
  const child = limits === "" ? spawn(process.execPath, args) : spawn("sh", ["-c", `${limits}; exec "$0" "$@"`, process.execPath, ...args]);
  let output = "";
  const listening = Promise.withResolvers<string>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (piece: Buffer) => {
      output += piece.toString();
      const origin = /^relay: listening on (http:\S+)$/m.exec(output)?.[1];
      if (origin !== undefined) listening.resolve(origin);
    });
  }
  const ended = once(child, "exit").then(([code]) => code as number | null);
  void ended.then((code) => listening.reject(new Error(`the relay ended with ${code}: ${output}`)));
  const timer = setTimeout(() => listening.reject(new Error("the relay does not start")), START_PATIENCE_MS);
  const origin = await listening.promise.finally(() => clearTimeout(timer));
  return {
    child,
    origin,
    output: () => output,
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}
