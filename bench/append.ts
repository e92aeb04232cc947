/**
 * Durable appends: the relay's storage with group commit against raw better-sqlite3 with one transaction for each blob, in one run.
 *
 *   npm run bench -- append [COUNT] [WRITERS]
 *
 * Every append is on disk before it counts (WAL, synchronous=FULL). The raw baseline runs before and after, because other work on the machine moves
 * all figures; ratios are what to quote.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { openSqliteStore } from "../apps/relay/index.ts";
import { randomBytes, sha256, sha256Hex } from "#prim";

const DEFAULT_COUNT = 100_000;
const DEFAULT_WRITERS = 256;
const BLOB_BYTES = 1024;
const LOG = "0a".repeat(16);
const HASH = "0b".repeat(32);
const GIB = 1024 ** 3;

type Figure = { readonly name: string; readonly count: number; readonly wallSeconds: number; readonly cpuSeconds: number; readonly rssMib: number };

/** Runs and prints. @param args count of appends, and how many writers wait at one time */
export async function run(args: readonly string[]): Promise<void> {
  const [count = DEFAULT_COUNT, writers = DEFAULT_WRITERS] = args.map(Number);
  const folder = mkdtempSync(join(tmpdir(), "vouchsafe-bench-"));
  try {
    const oneByOne = Math.max(100, Math.floor(count / 20));
    const before = await measured("raw, one by one (before)", oneByOne, () => rawOneByOne(join(folder, "before.db"), oneByOne));
    const grouped = await measured(`relay store, ${writers} writers`, count, () => throughStore(join(folder, "relay"), count, writers));
    const after = await measured("raw, one by one (after)", oneByOne, () => rawOneByOne(join(folder, "after.db"), oneByOne));
    for (const figure of [before, grouped, after]) print(figure);
    const raw = (rate(before) + rate(after)) / 2;
    const cpu = (before.cpuSeconds / before.count + after.cpuSeconds / after.count) / 2 / (grouped.cpuSeconds / grouped.count);
    console.log(`ratio: ${(rate(grouped) / raw).toFixed(1)} × the appends a second, ${cpu.toFixed(1)} × the appends for a CPU-second`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the relay does, without HTTP: hashes each blob, and many writers wait for their answers at one time. */
async function throughStore(folder: string, count: number, writers: number): Promise<void> {
  const store = openSqliteStore({ folder, today: () => 20_000, random: randomBytes, recordCapBytes: 64 * GIB, intakeCapBytes: GIB });
  await store.makeLog(LOG, { closesIntake: [], intake: false, mode: "log", read: HASH, writers: [HASH] });
  let next = 0;
  const writer = async () => {
    while (next < count) {
      const blob = blobOf(next++);
      await store.append(LOG, [{ hash: sha256Hex(blob), blob }]);
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
  const { newest } = await store.read(LOG, 0, 0, 0);
  if (newest !== count) throw new Error(`${newest} of ${count} are there`);
  await store.close();
}

/** The least a durable append can be: hash, one row, one transaction. */
async function rawOneByOne(file: string, count: number): Promise<void> {
  const db = new Database(file);
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.exec("CREATE TABLE entries (place INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, blob BLOB NOT NULL)");
  const insert = db.prepare("INSERT INTO entries (hash, blob) VALUES (?, ?)");
  for (let n = 0; n < count; n++) {
    const blob = blobOf(n);
    insert.run(sha256(blob), blob);
  }
  db.close();
}

function blobOf(n: number): Uint8Array {
  const blob = new Uint8Array(BLOB_BYTES);
  new DataView(blob.buffer).setUint32(0, n);
  return blob;
}

async function measured(name: string, count: number, work: () => Promise<void>): Promise<Figure> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return {
    name,
    count,
    wallSeconds: (performance.now() - start) / 1000,
    cpuSeconds: (user + system) / 1e6,
    rssMib: process.memoryUsage.rss() / 1024 ** 2,
  };
}

function rate({ count, wallSeconds }: Figure): number {
  return count / wallSeconds;
}

function print(figure: Figure): void {
  const { name, count, wallSeconds, cpuSeconds, rssMib } = figure;
  console.log(
    `${name}: ${count} durable appends of ${BLOB_BYTES} bytes, ${wallSeconds.toFixed(2)} s wall, ${cpuSeconds.toFixed(2)} CPU-s, ${Math.round(rate(figure))}/s, ${Math.round(count / cpuSeconds)} for a CPU-s, ${rssMib.toFixed(0)} MiB`,
  );
}

if (import.meta.main) await run(process.argv.slice(2));
