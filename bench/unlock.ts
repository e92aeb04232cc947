/**
 * From the passphrase to the first search, of a desk whose store holds a million records: the key file (scrypt, work factor 18), the database, and one
 * search each of a rare word, a beginning and a piece of a word, in a fresh process with nothing of the file in its own memory.
 *
 *   npm run bench -- unlock [entries] [records per entry]        default: 100000 10, the store that `bench -- replay` leaves behind
 */
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { canonical, fromHex, fromUtf8, parseCanonical, Redacted, toHex } from "#bytes";
import { openKeyFile, sealKeyFile } from "#seal";
import { openStore } from "#store";
import { inProcess, peakMiB } from "./archive/clock.ts";
import { archiveOf, dice, PROJECTOR, STORE_KEY, vocabulary, WORDS } from "./archive/made.ts";

const PASSPHRASE = new Redacted("seven lanterns over Orlava");

/** The moments of one unlocking, milliseconds by the clock from its beginning. */
async function unlock(desk: string, keys: string): Promise<object> {
  const words = vocabulary(dice(7));
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  const since = (): number => performance.now() - start;
  const { databaseKey } = parseCanonical(await openKeyFile(PASSPHRASE, readFileSync(keys))) as { databaseKey: string };
  const keyMs = since();
  const store = openStore({ path: desk, key: new Redacted(fromHex(databaseKey)), projector: PROJECTOR });
  store.heads("work");
  store.uncounted();
  store.waiting();
  const openMs = since();
  const { hits } = store.find(words[WORDS - 50]!);
  const firstMs = since();
  store.find(words[0]!.slice(0, 1));
  store.find(words[WORDS - 1]!.slice(1, 4));
  const threeMs = since();
  const { user, system } = process.cpuUsage(cpu);
  const rssMiB = process.memoryUsage.rss() / 2 ** 20;
  store.close();
  return { keyMs, openMs, firstMs, threeMs, hits: hits.length, cpuSeconds: (user + system) / 1e6, rssMiB, peakMiB: peakMiB() };
}

const [mode = "", ...args] = process.argv.slice(2);
if (mode === "part") process.stdout.write(JSON.stringify(await unlock(args[1]!, args[2]!)));
else {
  const { desk, folder } = archiveOf(Number(mode || 100_000), Number(args[0] ?? 10));
  if (!existsSync(desk)) throw new Error("`npm run bench -- replay` makes the store first");
  const keys = join(folder, "keys.age");
  writeFileSync(keys, await sealKeyFile(PASSPHRASE, canonical({ databaseKey: toHex(STORE_KEY.reveal()) })));
  if (!fromUtf8(readFileSync(keys).subarray(0, 60)).includes(" 18\n")) throw new Error("not the work factor that ships");
  console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]!.model}; a store of ${(statSync(desk).size / 2 ** 20).toFixed(0)} MiB`);
  for (let n = 0; n < 3; n++) {
    const took = inProcess(fileURLToPath(import.meta.url), "unlock", desk, keys);
    const ms = (name: string): string => `${took[name]!.toFixed(0)} ms`;
    console.log(
      `key file open after ${ms("keyMs")}, database after ${ms("openMs")}, first search (${took["hits"]} hits) after ${ms("firstMs")}, two more after ${ms("threeMs")}; ` +
        `${took["cpuSeconds"]!.toFixed(2)} CPU-s; ${took["rssMiB"]!.toFixed(0)} MiB then, ${took["peakMiB"]!.toFixed(0)} at most, 256 of them for scrypt`,
    );
  }
}
