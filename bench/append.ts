/**
 * The relay under load, beside a bare server of `node:http` and SQLite with group commit that does the least such a server can. Same load, same run, same SQLite library, each
 * server in a process of its own. The clients share the machine, so that besides the rate by the clock there is what one CPU second of the server does.
 * They take turns in short rounds (bare, relay, relay, bare, bare …), since one server differs from itself by more than the two differ when it is asked minutes later; what is said is the
 * median of the rounds' ratios, with the least and the most. Appends of all rounds go to the same two servers, after three rounds that are not counted; reporters come to new ones each round,
 * which have taken 2,000 reports before (what is counted is a server that has been running, not how long Node compiles its program).
 *
 * What the bare server does: it takes the body whole, finds the blobs in it, hashes each, keeps hash and blob in one table with one unique index (so a blob that is there is not kept
 * twice), many appends in one transaction, synced (WAL, synchronous = FULL), and answers after it, with the places. It waits as long for company as the relay does (1 ms).
 * What it does not do: ask who may write; hold to any limit of size, number, rate or memory; chain the hashes; tell logs apart; give a blob that is there its old place; say its incarnation; let
 * go of time (files' times, and no date in answers); hide in which order reports came. All of that the relay does in these runs, and is not forgiven for.
 *
 * 10,000 reporters at once: each has a connection of their own, all open together, and a report of 45,326 bytes. "relay" has room for all of them; "shipped" has the settings the relay ships
 * with (but for the number of reports a day, which is there to stop exactly this), so that it turns some away, and each then comes again as the reporter's page does.
 *
 *   npm run bench -- append [appends] [reporters] [--rounds N] [--only ones|batches|reporters|shipped]        default: 4000 a round, 10000, 9 rounds (3 of reporters)
 */
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { hash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
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
/** What a server has used and kept since it was ready. */
type Used = { readonly cpuSeconds: number; readonly peakMiB: number; readonly kept: number };

/** A server in this process, for a parent that asks by a line what was used so far, and ends its standard input. */
async function server(kind: Kind, folder: string): Promise<void> {
  const { port, kept, stop } = await (kind === "bare" ? bare(folder) : relay(folder, kind));
  const before = process.cpuUsage();
  process.stdout.write(`${port}\n`);
  for await (const _ of createInterface(process.stdin)) {
    const { user, system } = process.cpuUsage(before);
    process.stdout.write(`${JSON.stringify({ cpuSeconds: (user + system) / 1e6, peakMiB: peakMiB(), kept: await kept() } satisfies Used)}\n`);
  }
  await stop();
  process.exit(0);
}

type Running = { readonly port: number; readonly kept: () => Promise<number>; readonly stop: () => Promise<void> };

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
    kept: async () => (await store.read(LOG, 0, 0, 0)).newest + (await store.envelopeKeys()).length,
    stop: serving.stop,
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
        kept: async () => db.prepare("SELECT count(*) FROM kept").pluck().get() as number,
        async stop() {
          http.closeAllConnections();
          db.close();
        },
      }),
    );
  });
}

/** A server in a process of its own. */
class Served {
  readonly kind: Kind;
  readonly port: number;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;
  readonly #folder: string;
  #before: Used = { cpuSeconds: 0, peakMiB: 0, kept: 0 };

  private constructor(kind: Kind, port: number, child: ChildProcessByStdio<Writable, Readable, null>, lines: AsyncIterator<string>, folder: string) {
    this.kind = kind;
    this.port = port;
    this.#child = child;
    this.#lines = lines;
    this.#folder = folder;
  }

  static async start(kind: Kind): Promise<Served> {
    const folder = mkdtempSync(join(tmpdir(), "vouchsafe-bench-"));
    const child = spawn(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url), "part", kind, folder], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    return new Served(kind, Number((await lines.next()).value), child, lines, folder);
  }

  /** What was used and kept since this was last asked; the peak is that of its whole life. */
  async used(): Promise<Used> {
    this.#child.stdin.write("\n");
    const all = JSON.parse((await this.#lines.next()).value as string) as Used;
    const { cpuSeconds, kept } = this.#before;
    this.#before = all;
    return { cpuSeconds: all.cpuSeconds - cpuSeconds, peakMiB: all.peakMiB, kept: all.kept - kept };
  }

  async end(): Promise<void> {
    const closed = new Promise((resolve) => this.#child.once("close", resolve));
    this.#child.stdin.end();
    await closed;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** `comesAgain`: who was turned away, or cut off, tries again until it is taken. */
type Post = { readonly path: string; readonly body: (n: number) => Uint8Array; readonly comesAgain: boolean };
type Figure = Used & {
  readonly wallSeconds: number;
  readonly latenciesMs: readonly number[];
  readonly refused: number;
  readonly tries: number;
};

/** Asks `count` times from number `first` on, all at once as far as `doors` connections let them in. */
async function load(served: Served, first: number, count: number, doors: number, { path, body, comesAgain }: Post): Promise<Figure> {
  const { port } = served;
  const agent = new Agent({ keepAlive: true, maxSockets: doors });
  const latenciesMs: number[] = [];
  let [refused, tries] = [0, 0];
  const numbers = Array.from({ length: count }, (_, n) => first + n).values();
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
  return { wallSeconds, latenciesMs, refused, tries, ...(await served.used()) };
}

type Load = {
  readonly name: string;
  readonly count: number;
  readonly each: number;
  readonly doors: number;
  readonly rounds: number;
  readonly post: Post;
};

/** Median of the rounds, with the least and the most. */
function spread(values: readonly number[], digits: number): string {
  return `${quantile(values, 0.5).toFixed(digits)} (${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)})`;
}

function print({ name, count, each }: Load, kind: Kind, rounds: readonly Figure[]): void {
  const all = (of: (figure: Figure) => number): number => rounds.reduce((sum, figure) => sum + of(figure), 0);
  const of = (share: number): string =>
    spread(
      rounds.map((one) => quantile(one.latenciesMs, share)),
      0,
    );
  console.log(
    `${name.padEnd(24)} ${kind.padEnd(7)} ${all((one) => one.kept)} of ${count * each * rounds.length} kept, ${all((one) => one.refused)} refused, ${all((one) => one.tries)} tries; ` +
      `by the clock ${spread(
        rounds.map((one) => one.kept / one.wallSeconds),
        0,
      )}/s; for a CPU second of the server ${spread(
        rounds.map((one) => one.kept / one.cpuSeconds),
        0,
      )}; ` +
      `ms from the start of a round: median ${of(0.5)}, p99 ${of(0.99)}; peak ${spread(
        rounds.map((one) => one.peakMiB),
        0,
      )} MiB`,
  );
}

/** Rounds that go before and are not counted, and reports that new servers have taken before a round. */
const WARMING_ROUNDS = 3;
const WARMING_REPORTS = 2_000;

/** @param isFresh whether each round has servers of its own */
async function compare(all: Load, isFresh: boolean): Promise<void> {
  const { count, doors, rounds, post } = all;
  const figures: { readonly [kind in "bare" | "relay"]: Figure[] } = { bare: [], relay: [] };
  const served = isFresh ? null : { bare: await Served.start("bare"), relay: await Served.start("relay") };
  const ask = async (kind: "bare" | "relay", round: number): Promise<Figure> => {
    const one = served?.[kind] ?? (await Served.start(kind));
    if (isFresh) await load(one, count, WARMING_REPORTS, WRITERS, post);
    const figure = await load(one, isFresh ? 0 : round * count, count, doors, post);
    if (isFresh) await one.end();
    return figure;
  };
  const warming = isFresh ? 0 : WARMING_ROUNDS;
  for (let round = 0; round < warming + rounds; round++) {
    const turns = ["bare", "relay"] as const;
    for (const kind of round % 2 === 0 ? turns : turns.toReversed()) {
      const figure = await ask(kind, round);
      if (round >= warming) figures[kind].push(figure);
    }
  }
  for (const one of Object.values(served ?? {})) await one.end();
  for (const kind of ["bare", "relay"] as const) print(all, kind, figures[kind]);
  const ratio = (of: (figure: Figure) => number): string =>
    spread(
      figures.relay.map((one, n) => of(one) / of(figures.bare[n]!)),
      2,
    );
  console.log(
    `${all.name.padEnd(24)} relay ÷ bare in ${rounds} rounds: ${ratio((one) => one.kept / one.wallSeconds)} by the clock, ${ratio((one) => one.kept / one.cpuSeconds)} by the server's CPU, ` +
      `p99 ${ratio((one) => quantile(one.latenciesMs, 0.99))}, peak ${ratio((one) => one.peakMiB)}`,
  );
}

function blobOf(n: number): Uint8Array {
  const blob = new Uint8Array(BLOB_BYTES);
  new DataView(blob.buffer).setUint32(0, n);
  return blob;
}

const { positionals, values: options } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string" }, only: { type: "string" } },
});
if (positionals[0] === "part") await server(positionals[1] as Kind, positionals[2]!);
else {
  const [appends = 4_000, reporters = 10_000] = positionals.map(Number);
  const isAsked = (part: string): boolean => options.only === undefined || options.only === part;
  for (const each of [1, 16]) {
    if (!isAsked(each === 1 ? "ones" : "batches")) continue;
    const body = (n: number): Uint8Array => encodeBlobs(Array.from({ length: each }, (_, m) => blobOf(n * each + m)));
    const post: Post = { path: paths.entries(LOG), body, comesAgain: false };
    const count = Math.floor(appends / (each === 1 ? 1 : 4));
    await compare(
      { name: `appends of ${each} × ${BLOB_BYTES} bytes`, count, each, doors: WRITERS, rounds: Number(options.rounds ?? 9), post },
      false,
    );
  }
  const base = randomBytes(ENVELOPE_BYTES);
  const envelope = (n: number): Uint8Array => {
    const bytes = Uint8Array.from(base);
    new DataView(bytes.buffer).setUint32(0, n);
    return bytes;
  };
  const post: Post = { path: paths.report(), body: envelope, comesAgain: true };
  const all: Load = {
    name: `${reporters} reporters at once`,
    count: reporters,
    each: 1,
    doors: reporters,
    rounds: Number(options.rounds ?? 3),
    post,
  };
  if (isAsked("reporters")) await compare(all, true);
  if (isAsked("shipped")) {
    const shipped = await Served.start("shipped");
    print(all, "shipped", [await load(shipped, 0, reporters, reporters, post)]);
    await shipped.end();
  }
}
