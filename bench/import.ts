/**
 * Bringing a file in: reading it, planning it, writing it, and bringing it in again, beside the same records written with no import at all, in one run.
 *
 *   npm run bench -- import [ROWS]        an invented list (10,000 rows unless said)
 *   npm run bench -- import rettig        the Rettig data set, where it lies beside the project
 *
 * `write` is what a desk's own write of the same records costs, in the same entries: composing, signing, storing durably, indexing. The ratio says what
 * reading, mapping and comparing add to it. Memory is the most the process had at the end of each part.
 */
import { closeSync, existsSync, mkdtempSync, openSync, readSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CaseRecord } from "#casework";
import { parseMapping, planRows, readCsv, shippedMappings, tablesOf, Tally, type Mapping } from "#exchange";
import { Redacted } from "#bytes";
import { randomBytes, randomHex } from "#prim";
import { tokenHash } from "#wire";
import { createRelay, dayOf, DEFAULT_SETTINGS, memoryStore } from "../apps/relay/index.ts";
import { compareImport, importPlace, redoImport, runImport, undoImport, type ImportWish } from "../apps/desk/core/import/index.ts";
import { closeDesk, foundGroup, write, type OpenDesk } from "../apps/desk/core/index.ts";

const RETTIG = fileURLToPath(new URL("../../shared/data/rettig/pinochet.csv", import.meta.url));

/** Runs and prints. @param args rows of the list, or `rettig` */
export async function run([what = "10000"]: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "vouchsafe-bench-"));
  try {
    const mapping = what === "rettig" ? shippedMappings().find(({ id }) => id === "rettig")! : listMapping();
    const path = what === "rettig" ? RETTIG : join(folder, "list.csv");
    if (!existsSync(path) && what === "rettig") throw new Error("the Rettig data set does not lie beside the project");
    if (what !== "rettig") writeFileSync(path, listOf(Number(what)));
    await measure(folder, mapping, path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, mapping: Mapping, path: string): Promise<void> {
  const wish: ImportWish = {
    file: { chunks: () => chunksOf(path), hash: "00".repeat(32), sizeBytes: statSync(path).size },
    mapping,
    caseId: null,
    saidBy: null,
    withdrawMissing: false,
  };
  const desk = await deskIn(join(folder, "one"));
  const { importId, context } = importPlace(desk, mapping, null);
  let rows = 0;
  await timed("read the file", () => {
    for (const table of readCsv(wish.file.chunks, { delimiter: ",", encoding: "utf-8" }).tables) for (const _row of table.rows()) rows++;
  });
  let records = 0;
  await timed("read and plan it", () => {
    for (const row of planRows(tablesOf(mapping, wish.file.chunks), mapping, context, new Tally())) records += row.records.length;
  });
  console.log(`  ${rows} rows, ${(wish.file.sizeBytes / 2 ** 20).toFixed(1)} MiB, ${records} records`);
  const whole = await timed("bring it in", async () => void (await runImport(desk, wish)));
  await timed("bring it in again", async () => {
    const { added } = (await runImport(desk, wish)).records;
    console.log(`  again: ${added} added`);
  });
  await timed("compare", async () => void (await compareImport(desk, wish)));
  await timed("take it back", async () => void (await undoImport(desk, importId)));
  await timed("bring it back", async () => void (await redoImport(desk, importId)));
  closeDesk(desk);

  // The same records in entries of the same size, with nothing of an import: what they cost to write at all.
  const other = await deskIn(join(folder, "other"));
  const plain = await timed("write (the same records, no import)", () => {
    let batch: CaseRecord[] = [];
    for (const row of planRows(tablesOf(mapping, wish.file.chunks), mapping, context, new Tally())) {
      if (batch.length + row.records.length > 500) {
        write(other, "work", "write", batch);
        batch = [];
      }
      batch.push(...row.records.map(({ record }) => record));
    }
    write(other, "work", "write", batch);
  });
  closeDesk(other);
  console.log(
    `ratio: an import costs ${(whole / plain).toFixed(2)} × reading, planning and writing the same records without it; ${((whole / records) * 1e6).toFixed(0)} µs CPU a record`,
  );
}

/** A desk of one person, on a relay that lives in this process. */
async function deskIn(dir: string): Promise<OpenDesk> {
  const token = randomHex(32);
  const store = memoryStore({ today: () => dayOf(Date.now()), random: randomBytes, recordCapBytes: 1e9, intakeCapBytes: 1e9 });
  const relay = createRelay({ store, settings: { ...DEFAULT_SETTINGS, accountHash: tokenHash(token) }, now: Date.now });
  const passphrase = new Redacted("a passphrase of a bench");
  const network = (input: string | URL | Request, init?: RequestInit): Promise<Response> =>
    Promise.resolve(relay.app.fetch(new Request(input, init)));
  return foundGroup(
    dir,
    "http://relay.invalid",
    new Redacted(token),
    { name: "Amina", passphrase, memberKeyPath: `${dir}.member-key` },
    { workFactor: 4, fetch: network as typeof fetch },
  );
}

/** Nine records a row: a person, what was done to them, and an event of four rows each. */
function listMapping(): Mapping {
  const text = (column: string): object => ({ text: { columns: [column] } });
  return parseMapping({
    format: "vouchsafe-mapping",
    v: 1,
    id: "bench-list",
    title: "An invented list",
    reads: "csv",
    tables: [
      {
        table: "rows",
        rowId: ["no"],
        saidBy: "list",
        cites: { of: "paper", page: "page" },
        subjects: [
          { as: "list", type: "source", key: [], statements: [{ property: "alias", value: { constant: { text: "List" } } }] },
          { as: "paper", type: "document", key: [], statements: [] },
          {
            as: "taken",
            type: "person",
            statements: [
              { property: "name", value: { name: { columns: ["name"] } } },
              { property: "age", value: { number: { column: "age" } } },
            ],
          },
          { as: "raid", type: "event", key: ["raid"], statements: [{ property: "title", value: text("raid") }] },
          {
            as: "taking",
            type: "act",
            statements: [
              { property: "kind", value: { constant: { code: { list: "act", term: "detention" } } } },
              { property: "victim", value: { ref: { to: "taken" } } },
              { property: "event", value: { ref: { to: "raid" } } },
              { property: "time", value: { time: { start: [{ column: "day", format: "iso" }] } } },
            ],
          },
        ],
      },
    ],
  });
}

function listOf(rows: number): string {
  const lines = Array.from({ length: rows }, (_, n) =>
    [n + 1, `Person ${n + 1}`, 20 + (n % 50), Math.ceil((n + 1) / 4), `2031-0${1 + (n % 9)}-1${n % 10}`, 1 + (n % 30)].join(","),
  );
  return `no,name,age,raid,day,page\n${lines.join("\n")}\n`;
}

function* chunksOf(path: string): Generator<Uint8Array> {
  const descriptor = openSync(path, "r");
  try {
    for (;;) {
      const piece = new Uint8Array(1_048_576);
      const length = readSync(descriptor, piece);
      if (length === 0) return;
      yield piece.subarray(0, length);
    }
  } finally {
    closeSync(descriptor);
  }
}

async function timed(name: string, work: () => unknown): Promise<number> {
  const cpu = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (user + system) / 1e6;
  console.log(`${name}: ${seconds.toFixed(2)} CPU-s, ${(process.memoryUsage.rss() / 2 ** 20).toFixed(0)} MiB`);
  return seconds;
}

if (import.meta.main) await run(process.argv.slice(2));
