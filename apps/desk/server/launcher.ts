/** Keeps one desk process running: starts it locked, and starts a fresh one whenever it locks by ending. Holds no key and no content. */
import { fork, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { z } from "zod";
import { randomHex } from "#prim";
import { hashToken, type SessionHashes } from "./sessions.ts";

const IDLE_LOCK_MS = 5 * 60 * 1000;

export interface LauncherOptions {
  /** The desk's folder. */
  readonly dir: string;
  /** The built screens. */
  readonly screensDir: string;
  /** 0 or absent: a free port the system chooses. */
  readonly port?: number;
  readonly idleLockMs?: number;
  /** A relay this desk may found a group on, with its account token. */
  readonly account?: { readonly relay: string; readonly token: string };
  /** Where the desk's process says something, codes only. */
  readonly say?: (line: string) => void;
}

export interface RunningDesk {
  readonly port: number;
  /** A fresh address that opens the desk in a browser, once. */
  launchUrl(): string;
  /** Ends the desk's process and does not start another. */
  stop(): Promise<void>;
  /** The process that holds the keys at present. */
  pid(): number | undefined;
}

const Message = z.union([
  z.object({ kind: z.literal("ready"), port: z.number() }),
  z.object({ kind: z.literal("sessions"), launch: z.array(z.string()), sessions: z.array(z.string()) }),
  z.object({ kind: z.literal("locked") }),
]);

/** Starts a desk and resolves when it listens. */
export async function launchDesk(options: LauncherOptions): Promise<RunningDesk> {
  const hashes: SessionHashes = { launch: [], sessions: [] };
  let port = options.port ?? 0;
  let child: ChildProcess;
  let stopping = false;

  const start = (): Promise<void> =>
    new Promise((resolve, reject) => {
      child = fork(join(import.meta.dirname, "main.ts"), [], {
        execArgv: ["--disable-warning=ExperimentalWarning"],
        stdio: ["ignore", "ignore", "pipe", "ipc"],
      });
      child.stderr?.on("data", (data: Buffer) => options.say?.(data.toString("utf8").trimEnd()));
      child.on("message", (raw) => {
        const message = Message.safeParse(raw);
        if (!message.success) return;
        if (message.data.kind === "ready") {
          port = message.data.port;
          resolve();
        } else if (message.data.kind === "sessions") {
          hashes.launch = message.data.launch;
          hashes.sessions = message.data.sessions;
        }
      });
      child.once("exit", (code) => {
        reject(new Error(`the desk's process ended with ${code}`));
        if (!stopping) void start().catch(() => options.say?.("desk: did not start again"));
      });
      child.send({ kind: "start", account: options.account ?? null, dir: options.dir, idleLockMs: options.idleLockMs ?? IDLE_LOCK_MS, port, screensDir: options.screensDir, ...hashes });
    });

  await start();
  return {
    get port() {
      return port;
    },
    launchUrl() {
      const token = randomHex(32);
      hashes.launch.push(hashToken(token));
      child.send({ kind: "launch", hash: hashToken(token) });
      return `http://127.0.0.1:${port}/#launch=${token}`;
    },
    async stop() {
      stopping = true;
      const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      child.disconnect();
      await ended;
    },
    pid: () => child.pid,
  };
}
