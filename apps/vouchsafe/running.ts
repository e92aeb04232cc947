/**
 * One program at a time on a folder. A note says which process works there and where it is reached; whether it still does is asked of the process itself,
 * so that a note left behind by a power cut keeps nobody out. (Databases refuse a second opener too; this is so that people learn of it in plain words.)
 */
import { existsSync, readFileSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { canonical, parseCanonical } from "#bytes";
import { removeDurably, writeFileDurably } from "#durable";
import { randomHex } from "#prim";
import { Plain } from "./plain.ts";

const ANSWER_MS = 1000;
/** Two that start in the same moment both write; who reads its own note afterwards goes on. */
const SETTLE_MS = 100;
const Note = z.strictObject({
  addresses: z.array(z.string().max(300)).max(10),
  pid: z.int(),
  port: z.int().min(1).max(65_535),
  word: z.string().regex(/^[0-9a-f]{32}$/),
});
type Note = z.infer<typeof Note>;

export interface Claim {
  /** Says where it is reached. */
  reachedAt(addresses: readonly string[]): void;
  end(): void;
}

/** Claims what `path` stands for. Throws `Plain` where another program works there. */
export async function claim(path: string): Promise<Claim> {
  await refuseWhereRunning(path);
  const word = randomHex(16);
  const bell = createServer((socket) => socket.on("error", () => undefined).end(word));
  const port = await listening(bell);
  const write = (addresses: readonly string[]): void =>
    writeFileDurably(path, canonical({ addresses: [...addresses], pid: process.pid, port, word }));
  write([]);
  await pause(SETTLE_MS);
  if (noteAt(path)?.word !== word) {
    bell.close();
    await refuseWhereRunning(path);
    throw new Plain("Another program has just started here. Nothing was changed.");
  }
  return {
    reachedAt: write,
    end() {
      bell.close();
      if (noteAt(path)?.word === word) removeDurably(path);
    },
  };
}

/** Throws `Plain` where a program works there now. Changes nothing. */
export async function refuseWhereRunning(path: string): Promise<void> {
  const note = noteAt(path);
  if (note === null || !(await answers(note))) return;
  const where = note.addresses.length === 0 ? "" : ` at ${note.addresses.join(", ")}`;
  throw new Plain(`It is already running${where} (process ${note.pid}). Nothing was changed. Press Enter in its terminal for a fresh address.`);
}

function noteAt(path: string): Note | null {
  if (!existsSync(path)) return null;
  try {
    return Note.safeParse(parseCanonical(readFileSync(path))).data ?? null;
  } catch {
    return null; // half a note is none
  }
}

function answers({ port, word }: Note): Promise<boolean> {
  return new Promise((resolve) => {
    let said = "";
    const socket = connect(port, "127.0.0.1");
    socket.setTimeout(ANSWER_MS, () => socket.destroy());
    socket.on("data", (data: Buffer) => (said += data.toString("latin1")));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(said === word));
  });
}

function listening(bell: Server): Promise<number> {
  bell.unref();
  return new Promise((resolve, reject) => {
    bell.once("error", reject);
    bell.listen(0, "127.0.0.1", () => resolve((bell.address() as { port: number }).port));
  });
}
