/** The relay as a process of its own, started and stopped by whoever runs a group on this machine. */
import { spawn, type ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";

const READY_MS = 20_000;
const ASK_EVERY_MS = 50;

export interface RelayProcess {
  readonly url: string;
  readonly pid: number;
  /** Finishes what it was asked to write, then ends. */
  stop(): Promise<void>;
  /** Ends at once, as if the power went: for tests. */
  kill(): Promise<void>;
}

export interface RelayProcessOptions {
  readonly dataDir: string;
  readonly port: number;
  /** SHA-256 of the account token. */
  readonly accountHash: string;
  /** The built reporter's page. */
  readonly tellDir?: string;
  readonly say?: (line: string) => void;
}

/** Starts the relay and resolves when it answers. Throws where it ends before. */
export async function startRelay({ dataDir, port, accountHash, tellDir, say = () => undefined }: RelayProcessOptions): Promise<RelayProcess> {
  const args = [
    "--disable-warning=ExperimentalWarning",
    join(import.meta.dirname, "../relay/main.ts"),
    "--data",
    dataDir,
    "--port",
    String(port),
    "--account-hash",
    accountHash,
  ];
  if (tellDir !== undefined) args.push("--tell", tellDir);
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
  child.stderr.on("data", (data: Buffer) => say(data.toString("utf8").trimEnd()));
  const url = `http://127.0.0.1:${port}`;
  await answering(child, url);
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return {
    url,
    pid: child.pid!,
    stop() {
      child.kill("SIGTERM");
      return ended;
    },
    kill() {
      child.kill("SIGKILL");
      return ended;
    },
  };
}

/** A port nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

async function answering(child: ChildProcess, url: string): Promise<void> {
  const until = Date.now() + READY_MS;
  while (child.exitCode === null && Date.now() < until) {
    try {
      if ((await fetch(`${url}/v1/relay`)).ok) return;
    } catch {
      // not listening yet
    }
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
  child.kill("SIGKILL");
  throw new Error("the relay did not start");
}
