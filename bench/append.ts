/**
 * The relay under load, beside a bare server of `node:http` and SQLite with group commit that does the least such a server can. Same load, same run, same SQLite library, each
 * server in a process of its own. The clients share the machine, so that besides the rate by the clock there is what one CPU second of the server does.
 *
 * What the bare server does: it takes the body whole, finds the blobs in it, hashes each, keeps hash and blob in one table with one unique index (so a blob that is there is not kept
 * twice), many appends in one transaction, synced (WAL, synchronous = FULL), and answers after it, with the places. It waits as long for company as the relay does (1 ms).
 * What it does not do: ask who may write; hold to any limit of size, number, rate or memory; chain the hashes; tell logs apart; give a blob that is there its old place; say its incarnation; let
 * go of time (files' times, and no date in answers); hide in which order reports came. All of that the relay does in these runs, and is not forgiven for.
 *
 * 10,000 reporters at once: each has a connection of their own, all open together, and a report of 45,326 bytes. "relay" has room for all of them; "shipped" has the settings the relay ships
 * with (but for the number of reports a day, which is there to stop exactly this), so that it turns some away, and each then comes again as the reporter's page does.
 *
 *   npm run bench -- append [appends] [reporters]        default: 20000 10000
 */
import { spawn } from "node:child_process";
import { hash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { createRelay, openSqliteStore, serve } from "../apps/relay/index.ts";
import { utf8 } from "#bytes";
import { randomBytes, sha256Hex } from "#prim";
import { bearer, decodeBlobs, encodeBlobs, ENVELOPE_BYTES, paths, tokenHash } from "#wire";
import { DEFAULT_SETTINGS } from "../apps/relay/settings.ts";
import { peakMiB, quantile } from "./archive/clock.ts";

const BLOB_BYTES = 1024;
const WRITERS = 64;
/** Connections that wait to be taken: as many as the relay's. */
const BACKLOG = 4_096;
/** Waits of a reporter's page that was turned away (apps/tell/send.ts); the last one again and again. */
const WAITS_MS = [1_500, 5_000, 15_000];
const LOG = "0a".repeat(16);
const TOKEN = sha256Hex(utf8("bench token"));
const GIB = 1024 ** 3;

type Kind = "bare" | "relay" | "shipped";
type Ended = { readonly cpuSeconds: number; readonly peakMiB: number; readonly kept: number };

/** A server in this process, for a parent that ends its standard input. */
async function server(kind: Kind, folder: string): Promise<void> {
  const { port, stop } = await (kind === "bare" ? bare(folder) : relay(folder, kind));
  const before = process.cpuUsage();
  process.stdout.write(`${port}\n`);
  await new Promise((resolve) => process.stdin.once("end", resolve).resume());
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(`${JSON.stringify({ cpuSeconds: (user + system) / 1e6, peakMiB: peakMiB(), kept: await stop() } satisfies Ended)}\n`, () =>
    process.exit(0),
  );
}

type Running = { readonly port: number; readonly stop: () => Promise<number> };

async function relay(folder: string, kind: Kind): Promise<Running> {
  const enough = { quotaBytes: 64 * GIB, quotaBlobs: 1e9, intakeBurst: 1_000_000, intakePerDay: 1_000_000, intakeCapBytes: 8 * GIB };
  const room = kind === "shipped" ? {} : { connections: 15_000, inFlightBytes: GIB };
  const settings = { ...DEFAULT_SETTINGS, ...enough, ...room };
  const store = openSqliteStore({ folder, today: () => 20_000, random: randomBytes, recordCapBytes: 64 * GIB, intakeCapBytes: 8 * GIB });
  await store.makeLog(LOG, { closesIntake: [], intake: true, mode: "log", read: tokenHash(TOKEN), writers: [tokenHash(TOKEN)] });
  const serving = await serve({
    relay: createRelay({ store, settings, now: Date.now }),
    store,
    host: "127.0.0.1",
    port: 0,
    connections: settings.connections,
    onSettleFailure: () => {},
  });
  return {
    port: serving.port,
    async stop() {
      const kept = (await store.read(LOG, 0, 0, 0)).newest + (await store.envelopeKeys()).length;
      await serving.stop();
      return kept;
    },
  };
}

/** The least there can be. */
function bare(folder: string): Promise<Running> {
  const db = new Database(join(folder, "bare.db"));
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.exec("CREATE TABLE kept (place INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, blob BLOB NOT NULL)");
  const insert = db.prepare("INSERT INTO kept (hash, blob) VALUES (?, ?) ON CONFLICT DO NOTHING");
  let waiting: { readonly blobs: readonly Uint8Array[]; readonly done: (places: number[]) => void }[] = [];
  let timer: NodeJS.Timeout | null = null;
  const commit = (): void => {
    const batch = waiting;
    [waiting, timer] = [[], null];
    const places = db.transaction(() =>
      batch.map(({ blobs }) => blobs.map((blob) => Number(insert.run(hash("sha256", blob, "buffer"), blob).lastInsertRowid))),
    )();
    batch.forEach(({ done }, n) => done(places[n]!));
  };
  const http = createServer((asked, answer) => {
    const pieces: Buffer[] = [];
    asked.on("data", (piece: Buffer) => pieces.push(piece));
    asked.on("end", () => {
      const body = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
      const isReport = asked.url === "/d";
      waiting.push({
        blobs: isReport ? [body] : decodeBlobs(body),
        done: (places) => {
          const said = isReport ? "" : JSON.stringify({ cursors: places });
          answer.writeHead(isReport ? 204 : 200, isReport ? {} : { "content-length": said.length }).end(said);
        },
      });
      timer ??= setTimeout(commit, 1);
    });
  });
  return new Promise((resolve) => {
    http.listen({ port: 0, host: "127.0.0.1", backlog: BACKLOG }, () =>
      resolve({
        port: (http.address() as { port: number }).port,
        async stop() {
          const kept = db.prepare("SELECT count(*) FROM kept").pluck().get() as number;
          http.closeAllConnections();
          db.close();
          return kept;
        },
      }),
    );
  });
}

/** `comesAgain`: who was turned away, or cut off, tries again until it is taken. */
type Post = { readonly path: string; readonly body: (n: number) => Uint8Array; readonly comesAgain: boolean };
type Figure = Ended & {
  readonly kind: Kind;
  readonly wallSeconds: number;
  readonly latenciesMs: readonly number[];
  readonly refused: number;
  readonly tries: number;
};

/** Asks `count` times, all at once as far as `doors` connections let them in, of a fresh server. */
async function load(kind: Kind, count: number, doors: number, { path, body, comesAgain }: Post): Promise<Figure> {
  const folder = mkdtempSync(join(tmpdir(), "vouchsafe-bench-"));
  const child = spawn(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url), "part", kind, folder], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines: string[] = [];
  const closed = new Promise((resolve) => child.once("close", resolve));
  child.stdout.setEncoding("utf8");
  const port = await new Promise<number>((resolve) => {
    child.stdout.on("data", (text: string) => {
      lines.push(...text.trim().split("\n"));
      resolve(Number(lines[0]));
    });
  });
  const agent = new Agent({ keepAlive: true, maxSockets: doors });
  const latenciesMs: number[] = [];
  let [refused, tries] = [0, 0];
  const numbers = Array.from({ length: count }, (_, n) => n).values();
  const start = performance.now();
  /** The status, 0 where the connection was cut. */
  const ask = (bytes: Uint8Array): Promise<number> =>
    new Promise((resolve) => {
      tries++;
      const asking = request(
        { port, host: "127.0.0.1", agent, path, method: "POST", headers: { authorization: bearer(TOKEN), "content-length": bytes.length } },
        (answer) => {
          answer.resume().once("end", () => resolve(answer.statusCode!));
        },
      );
      asking.once("error", () => resolve(0));
      asking.end(bytes);
    });
  const one = async (n: number): Promise<void> => {
    for (let tried = 0; ; tried++) {
      const status = await ask(body(n));
      if (status === 200 || status === 204) break;
      if (!comesAgain) return void refused++;
      await new Promise((resolve) => setTimeout(resolve, WAITS_MS[Math.min(tried, WAITS_MS.length - 1)]! * (0.5 + Math.random())));
    }
    latenciesMs.push(performance.now() - start);
  };
  const door = async (): Promise<void> => {
    for (const n of numbers) await one(n);
  };
  await Promise.all(Array.from({ length: doors }, door));
  const wallSeconds = (performance.now() - start) / 1000;
  agent.destroy();
  child.stdin.end();
  await closed;
  rmSync(folder, { recursive: true, force: true });
  return { kind, wallSeconds, latenciesMs, refused, tries, ...(JSON.parse(lines.at(-1)!) as Ended) };
}

function print(name: string, count: number, each: number, figure: Figure): void {
  const { kind, wallSeconds, cpuSeconds, kept, refused, tries, latenciesMs } = figure;
  console.log(
    `${name.padEnd(24)} ${kind.padEnd(7)} ${kept} of ${count * each} kept, ${refused} refused, ${tries} tries; ${(kept / wallSeconds).toFixed(0)}/s by the clock, ` +
      `${(kept / cpuSeconds).toFixed(0)} for a CPU second of the server (${cpuSeconds.toFixed(2)}); from the start: median ${quantile(latenciesMs, 0.5).toFixed(0)}, ` +
      `p99 ${quantile(latenciesMs, 0.99).toFixed(0)} ms; peak ${figure.peakMiB.toFixed(0)} MiB`,
  );
}

function blobOf(n: number): Uint8Array {
  const blob = new Uint8Array(BLOB_BYTES);
  new DataView(blob.buffer).setUint32(0, n);
  return blob;
}

async function compare(name: string, count: number, each: number, doors: number, post: Post): Promise<void> {
  const figures: Figure[] = [];
  for (const kind of ["bare", "relay", "bare"] as const) {
    const figure = await load(kind, count, doors, post);
    print(name, count, each, figure);
    figures.push(figure);
  }
  const [before, ours, after] = figures as [Figure, Figure, Figure];
  const ratio = (of: (figure: Figure) => number): string => ((2 * of(ours)) / (of(before) + of(after))).toFixed(2);
  console.log(
    `${name.padEnd(24)} relay ÷ bare: ${ratio((one) => one.kept / one.wallSeconds)} by the clock, ${ratio((one) => one.kept / one.cpuSeconds)} by the server's CPU`,
  );
}

const [mode = "", ...args] = process.argv.slice(2);
if (mode === "part") await server(args[0] as Kind, args[1]!);
else {
  const [appends, reporters] = [Number(mode || 20_000), Number(args[0] ?? 10_000)];
  for (const each of [1, 16]) {
    const body = (n: number): Uint8Array => encodeBlobs(Array.from({ length: each }, (_, m) => blobOf(n * each + m)));
    await compare(`appends of ${each} × ${BLOB_BYTES} bytes`, Math.floor(appends / (each === 1 ? 1 : 4)), each, WRITERS, {
      path: paths.entries(LOG),
      body,
      comesAgain: false,
    });
  }
  const base = randomBytes(ENVELOPE_BYTES);
  const envelope = (n: number): Uint8Array => {
    const bytes = Uint8Array.from(base);
    new DataView(bytes.buffer).setUint32(0, n);
    return bytes;
  };
  const name = `${reporters} reporters at once`;
  const reports: Post = { path: paths.report(), body: envelope, comesAgain: true };
  await compare(name, reporters, 1, reporters, reports);
  print(name, reporters, 1, await load("shipped", reporters, reporters, reports));
}
