/**
 * The relay as a process. `DIR/settings.json` (settings.ts) may hold the account hash and limits; `--account-hash` goes before it. Where
 * `DIR/settings.sha256` is, the settings must be what it says. It says one line when
 * it listens. There is no access log. On its error output it says codes, each at most once a day, without a time.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { randomBytes } from "#prim";
import { isHash } from "#wire";
import { readPage } from "./page.ts";
import { createRelay } from "./relay.ts";
import { serve } from "./serve.ts";
import { checkSettingsSeal, DEFAULT_SETTINGS, parseSettings, type RelaySettings } from "./settings.ts";
import { openSqliteStore } from "./store-sqlite.ts";
import { dayOf, StoreError, type Day } from "./store.ts";

const USAGE = "usage: relay --data DIR --port N [--host ADDRESS] [--account-hash HEX] [--tell DIR]";
/** sysexits.h: wrong usage, cannot start, internal. */
const [EXIT_USAGE, EXIT_CANNOT_START, EXIT_BUG] = [64, 73, 70];

const said = new Map<string, Day>();
const today = () => dayOf(Date.now());

/** Runs until a signal: SIGTERM and SIGINT finish what is under way. Ends the process itself in every case. @param args as on the command line */
export async function runRelay(args: readonly string[]): Promise<void> {
  // Libraries print errors with stacks, which can hold what was asked. Nothing of that leaves this process.
  for (const level of ["log", "info", "warn", "error", "debug", "trace"] as const) console[level] = () => {};
  process.on("uncaughtException", () => {
    say("bug");
    process.exit(EXIT_BUG);
  });
  process.umask(0o077);
  try {
    await start(args);
  } catch (error) {
    process.stderr.write(`relay: ${reasonOf(error)}\n`);
    process.exit(EXIT_CANNOT_START);
  }
}

async function start(args: readonly string[]): Promise<void> {
  const { data, port, host, accountHash, tell } = readArguments(args);
  const settings = settingsIn(data, accountHash);
  const page = tell === undefined ? {} : { page: readPage(tell) };
  const { recordCapBytes, intakeCapBytes } = settings;
  const store = openSqliteStore({ folder: data, today, random: randomBytes, recordCapBytes, intakeCapBytes });
  const relay = createRelay({ store, settings, now: Date.now, say, ...page });
  const serving = await serve({ relay, store, host, port, connections: settings.connections, onSettleFailure: (error) => say(error instanceof StoreError ? error.code : "bug") });
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    serving.stop().then(
      () => process.exit(0),
      () => process.exit(EXIT_BUG),
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  // Last: who reads this may stop the relay at once, and it must stop as it should.
  process.stdout.write(`relay: listening on http://${host.includes(":") ? `[${host}]` : host}:${serving.port}\n`);
}

function readArguments(args: readonly string[]): { data: string; port: number; host: string; accountHash: string | null; tell: string | undefined } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: { type: "string" },
        port: { type: "string" },
        host: { type: "string", default: "127.0.0.1" },
        "account-hash": { type: "string" },
        tell: { type: "string" },
      },
    });
    const port = Number(values.port);
    const accountHash = values["account-hash"] ?? null;
    if (values.data === undefined || !/^[0-9]{1,5}$/.test(values.port ?? "") || port > 65_535) throw new Error(USAGE);
    if (accountHash !== null && !isHash(accountHash)) throw new Error(USAGE);
    return { data: values.data, port, host: values.host, accountHash, tell: values.tell };
  } catch {
    process.stderr.write(`${USAGE}\n`);
    process.exit(EXIT_USAGE);
  }
}

function settingsIn(folder: string, accountHash: string | null): RelaySettings {
  const file = join(folder, "settings.json");
  const seal = join(folder, "settings.sha256");
  const bytes = existsSync(file) ? readFileSync(file) : null;
  if (existsSync(seal)) checkSettingsSeal(bytes ?? Buffer.alloc(0), readFileSync(seal, "utf8"));
  const settings = bytes === null ? DEFAULT_SETTINGS : parseSettings(bytes.toString("utf8"));
  return accountHash === null ? settings : { ...settings, accountHash };
}

/** A code at most once a day: a log's own times would otherwise tell when things happened. */
function say(code: string): void {
  if (said.get(code) === today()) return;
  said.set(code, today());
  process.stderr.write(`relay: ${code}\n`);
}

/** For the operator at the start: our own words, or a code of the system's. */
function reasonOf(error: unknown): string {
  if (error instanceof StoreError) return `storage ${error.code}`;
  if (!(error instanceof Error)) return "bug";
  return (error as NodeJS.ErrnoException).code ?? error.message;
}
