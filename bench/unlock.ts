/**
 * From the passphrase to the first search, of a desk with an archive: what the desk's process does from the moment the passphrase has come, with its routes, its
 * making of rows and its indexing going on beside, and an answer of the screens' own search. A fresh process each time, with nothing of the file in its own memory.
 *
 *   npm run bench -- unlock [PERSONS] [--keep]        default: 10000, ten records each; 100000 are a million records, and take a quarter of an hour to make
 *
 * The desk is made first, with its key file as it ships (scrypt, work factor 18); `--keep` leaves it in the folder for temporary files for the next run.
 */
import { existsSync, renameSync, rmSync, statSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Redacted } from "#bytes";
import { randomBytes, randomHex } from "#prim";
import { tokenHash } from "#wire";
import { closeDesk, foundGroup, unlockDesk } from "../apps/desk/core/index.ts";
import { deskRoutes } from "../apps/desk/server/routes.ts";
import { startIndexing } from "../apps/desk/server/search-index.ts";
import { startTending } from "../apps/desk/server/tending.ts";
import { createRelay, dayOf, DEFAULT_SETTINGS, memoryStore } from "../apps/relay/index.ts";
import { inProcess, peakMiB } from "./archive/clock.ts";
import { FAMILY, writeArchive } from "./archive/persons.ts";

const PASSPHRASE = new Redacted("seven lanterns over Orlava");
const PERSONS = 10_000;
const TIMES = 3;
const QUIET = { now: () => Promise.resolve(false), soon: () => undefined, stop: () => Promise.resolve() };

async function make(dir: string, persons: number): Promise<void> {
  const account = randomHex(32);
  const store = memoryStore({ today: () => dayOf(Date.now()), random: randomBytes, recordCapBytes: 1e9, intakeCapBytes: 1e9 });
  const relay = createRelay({ store, settings: { ...DEFAULT_SETTINGS, accountHash: tokenHash(account) }, now: Date.now });
  const fetchRelay = ((input: string | URL | Request, init?: RequestInit) => Promise.resolve(relay.app.fetch(new Request(input, init)))) as typeof fetch;
  const person = { name: "Amina", passphrase: PASSPHRASE, memberKeyPath: join(dir, "member-key.age") };
  const desk = await foundGroup(join(dir, "desk"), "http://relay.invalid", new Redacted(account), person, { fetch: fetchRelay });
  writeArchive(desk, persons);
  const today = new Date().toISOString().slice(0, 10);
  while (desk.archive.settle(desk.line, today) > 0);
  while (desk.store.indexSearch());
  closeDesk(desk);
}

/** The moments of one unlocking, milliseconds by the clock from its beginning. */
async function unlock(dir: string): Promise<object> {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  const since = (): number => performance.now() - start;
  const desk = await unlockDesk(dir, PASSPHRASE, { fetch: () => Promise.reject(new TypeError("offline")) });
  const openMs = since();
  const say = (code: string): void => console.error(code);
  const indexing = startIndexing(desk, say);
  const stopTending = startTending(desk, say);
  const app = deskRoutes(desk, QUIET);
  const search = async (words: string): Promise<number> => {
    const answer = await app.fetch(new Request(`http://desk.invalid/api/archive/search?q=${encodeURIComponent(words)}`));
    if (answer.status !== 200) throw new Error(`search: ${answer.status}`);
    return ((await answer.json()) as { groups: { results: unknown[] }[] }).groups.reduce((sum, { results }) => sum + results.length, 0);
  };
  const found = await search(`${FAMILY[0]!} 77`);
  const firstMs = since();
  const { user, system } = process.cpuUsage(cpu);
  const rssMiB = process.memoryUsage.rss() / 2 ** 20;
  await search(FAMILY[1]!.slice(0, 1));
  await search(FAMILY[2]!.slice(1));
  const threeMs = since();
  while (!desk.archive.isLoaded) await new Promise((resolve) => setTimeout(resolve, 5));
  const listsMs = since();
  indexing.stop();
  stopTending();
  closeDesk(desk);
  return { openMs, firstMs, threeMs, listsMs, found, cpuSeconds: (user + system) / 1e6, rssMiB, peakMiB: peakMiB() };
}

const [mode = "", ...args] = process.argv.slice(2).filter((arg) => arg !== "--keep");
if (mode === "part") {
  if (args[0] === "make") await make(args[1]!, Number(args[2]));
  else process.stdout.write(JSON.stringify(await unlock(args[1]!)));
} else {
  const me = fileURLToPath(import.meta.url);
  const persons = Number(mode || PERSONS);
  const folder = join(tmpdir(), `vouchsafe-bench-unlock-${persons}`);
  if (!existsSync(folder)) {
    rmSync(`${folder}.new`, { recursive: true, force: true });
    inProcess(me, "make", `${folder}.new`, String(persons));
    renameSync(`${folder}.new`, folder);
  }
  const dir = join(folder, "desk");
  console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]!.model}; ${persons} persons, ${10 * persons} records and more, a store of ${(statSync(join(dir, "desk.db")).size / 2 ** 20).toFixed(0)} MiB`);
  for (let n = 0; n < TIMES; n++) {
    const took = inProcess(me, "unlock", dir);
    const ms = (name: string): string => `${took[name]!.toFixed(0)} ms`;
    console.log(
      `desk open after ${ms("openMs")}, first search (${took["found"]} found) after ${ms("firstMs")}, two more after ${ms("threeMs")}, lists in memory after ${ms("listsMs")}; ` +
        `${took["cpuSeconds"]!.toFixed(2)} CPU-s to the first search; ${took["rssMiB"]!.toFixed(0)} MiB then, ${took["peakMiB"]!.toFixed(0)} at most, 256 of them for scrypt`,
    );
  }
  if (!process.argv.includes("--keep")) rmSync(folder, { recursive: true, force: true });
}
