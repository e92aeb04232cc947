/**
 * Keeps one desk process running: starts it locked, and starts a fresh one whenever it locks by ending. Holds no key and no content.
 * The desk's port is listened to here, for as long as the desk runs: were it free between two processes, another user of this machine could take it and be
 * sent the next passphrase. Connections are handed to the desk process unread; those that come while there is none wait for the next.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { z } from "zod";
import { randomHex } from "#prim";
import { hashToken, type SessionHashes } from "./sessions.ts";
import { DESK_FLAGS } from "./node-flags.ts";

const IDLE_LOCK_MS = 5 * 60 * 1000;
const START_AGAIN_MS = 1000;
/** Connections that wait for a desk process: more than a browser opens. What comes beyond is turned away. */
const MAX_WAITING = 64;

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

const Message = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready") }),
  z.object({ kind: z.literal("sessions"), launch: z.array(z.string()), sessions: z.array(z.string()) }),
  z.object({ kind: z.literal("took"), connection: z.number() }),
  z.object({ kind: z.literal("locked") }),
]);

/** Starts a desk and resolves when it answers. Rejects where its port is taken or its process ends before. */
export async function launchDesk(options: LauncherOptions): Promise<RunningDesk> {
  const hashes: SessionHashes = { launch: [], sessions: [] };
  /** Connections that no desk process has said it took: were one to die with them, the next gets them. */
  const waiting = new Map<number, Socket>();
  let connections = 0;
  let child: ChildProcess;
  let takes = false;
  let stopping = false;

  const handOver = (connection: number, socket: Socket): void => void child.send({ kind: "connection", connection }, socket, { keepOpen: true }, () => undefined);
  const door = createServer({ pauseOnConnect: true }, (socket) => {
    const connection = (connections += 1);
    waiting.set(connection, socket);
    socket.on("error", () => undefined);
    socket.on("close", () => waiting.delete(connection));
    if (takes) handOver(connection, socket);
  });
  door.maxConnections = MAX_WAITING;
  door.listen(options.port ?? 0, "127.0.0.1");
  await once(door, "listening");
  const { port } = door.address() as { port: number };

  const start = (): Promise<void> =>
    new Promise((resolve, reject) => {
      let wasReady = false;
      const started = startProcess();
      child = started;
      started.stderr?.on("data", (data: Buffer) => options.say?.(data.toString("utf8").trimEnd()));
      started.on("error", reject);
      started.on("message", (raw) => {
        const message = Message.safeParse(raw);
        if (!message.success) return;
        if (message.data.kind === "ready") {
          wasReady = true;
          takes = true;
          for (const [connection, socket] of waiting) handOver(connection, socket);
          resolve();
        } else if (message.data.kind === "sessions") {
          hashes.launch = message.data.launch;
          hashes.sessions = message.data.sessions;
        } else if (message.data.kind === "took") waiting.get(message.data.connection)?.destroy();
        else takes = false;
      });
      started.once("exit", (code) => {
        takes = false;
        reject(new Error(`the desk's process ended with ${code}`));
        if (wasReady) startAgain();
      });
      started.send({ kind: "start", account: options.account ?? null, dir: options.dir, idleLockMs: options.idleLockMs ?? IDLE_LOCK_MS, port, screensDir: options.screensDir, ...hashes });
    });
  const startAgain = (): void => {
    if (stopping) return;
    start().catch(() => {
      options.say?.("desk: did not start again");
      setTimeout(startAgain, START_AGAIN_MS).unref();
    });
  };
  const leave = (): void => {
    stopping = true;
    for (const socket of waiting.values()) socket.destroy();
    door.close();
  };

  try {
    await start();
  } catch (error) {
    leave();
    throw error;
  }
  return {
    port,
    launchUrl() {
      const token = randomHex(32);
      hashes.launch.push(hashToken(token));
      // Where no process hears it now, the next one starts with it.
      child.send({ kind: "launch", hash: hashToken(token) }, () => undefined);
      return `http://127.0.0.1:${port}/#launch=${token}`;
    },
    async stop() {
      stopping = true;
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, "exit");
        if (child.connected) child.disconnect();
        await ended;
      }
      leave();
    },
    pid: () => child.pid,
  };
}

/** A desk process that leaves no core file, should a fault end it: its memory holds keys. Windows has no such limit and no `sh`. */
function startProcess(): ChildProcess {
  const node = [process.execPath, ...DESK_FLAGS, join(import.meta.dirname, "main.ts")];
  const [command = "", ...args] = process.platform === "win32" ? node : ["sh", "-c", 'ulimit -c 0 && exec "$@"', "sh", ...node];
  return spawn(command, args, { stdio: ["ignore", "ignore", "pipe", "ipc"] });
}
