/**
 * `npm start`: sets up, then runs a relay, the reporter's page and desks on this machine until Ctrl-C.
 *   (nothing)      the demonstration group, kept between starts; --fresh makes it anew
 *   --mine DIR     a group of one's own in DIR: made on the first screen, reopened later
 *   --story        the main job without screens; exits 0 or 1
 *   --port N       the first desk's port (a free one otherwise)
 */
import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { writeFileDurably } from "#durable";
import { utf8 } from "#bytes";
import { buildDeskScreens } from "../apps/desk/ui/build.ts";
import { launchDesk, type RunningDesk } from "../apps/desk/server/launcher.ts";
import { buildTell, writeTell } from "../apps/tell/index.ts";
import { DEMO_CAST, DEMO_GROUP, DEMO_PASSPHRASE, demonstrationExists, makeDemonstration } from "../apps/vouchsafe/demonstration.ts";
import { openHome, type Home } from "../apps/vouchsafe/home.ts";
import { startRelay, type RelayProcess } from "../apps/vouchsafe/relay-process.ts";
import { runStory } from "../apps/vouchsafe/story.ts";

const ROOT = join(import.meta.dirname, "..");
const SCREENS = join(ROOT, "build/desk");

const { values } = parseArgs({
  options: {
    fresh: { type: "boolean", default: false },
    mine: { type: "string" },
    port: { type: "string", default: "0" },
    story: { type: "boolean", default: false },
  },
});

const running: { stop(): Promise<void> }[] = [];
let stopping = false;
process.on("SIGINT", () => void stop());
process.on("SIGTERM", () => void stop());

if (values.story) process.exitCode = (await runStory(say)) ? 0 : 1;
else await run();

async function run(): Promise<void> {
  step("Building the screens");
  await buildDeskScreens(SCREENS);
  const home = await openHome(
    values.mine === undefined ? join(ROOT, ".vouchsafe/demonstration") : resolve(values.mine),
    values.fresh && values.mine === undefined,
  );
  try {
    if (values.mine === undefined) await demonstration(home);
    else await ownGroup(home);
  } catch (error) {
    if (!stopping) {
      say(`\nIt did not start: ${error instanceof Error ? error.message : String(error)}`);
      process.exitCode = 1;
    }
    await stop();
  }
}

async function demonstration(home: Home): Promise<void> {
  let isNew = false;
  if (!demonstrationExists(home)) {
    isNew = true;
    const fresh = await openHome(home.dir, true);
    Object.assign(home, fresh);
    step("Starting the relay");
    const relay = await relayOf(home);
    step("Making the demonstration group: three people let each other in");
    const keys = await makeDemonstration(home, (done, all) => progress("their work, act by act", done, all));
    step("Building the reporter's page");
    await buildPage(home, keys, DEMO_GROUP);
    await relay.stop();
    running.splice(running.indexOf(relay), 1);
    writeFileDurably(join(home.dir, "ready"), utf8("1\n"));
  }
  step("Starting the relay with the reporter's page");
  await relayOf(home);
  step("Starting three desks, locked");
  const desks: RunningDesk[] = [];
  for (const [n, person] of DEMO_CAST.entries()) desks.push(await deskOf(home, person.desk, n === 0 ? Number(values.port) : 0));
  say("");
  say(isNew ? "The demonstration is ready." : "The demonstration is as you left it (--fresh makes it anew).");
  say("");
  say(`  Reporter's page   ${home.relayUrl}/`);
  for (const [n, person] of DEMO_CAST.entries()) say(`  ${`Desk of ${person.name}`.padEnd(17)} ${desks[n]!.launchUrl()}`);
  say("");
  say(`  Passphrase of all three: ${DEMO_PASSPHRASE}`);
  footer();
}

async function ownGroup(home: Home): Promise<void> {
  step("Starting the relay");
  await relayOf(home);
  step("Starting your desk");
  const desk = await launchDesk({
    dir: home.deskDir("mine"),
    screensDir: SCREENS,
    port: Number(values.port),
    account: { relay: home.relayUrl, token: home.accountToken },
    say,
  });
  running.push(desk);
  const guest = await launchDesk({ dir: home.deskDir("second"), screensDir: SCREENS, say });
  running.push(guest);
  say("");
  say("Your group runs on this machine.");
  say("");
  say(`  Your desk      ${desk.launchUrl()}`);
  say(`  A second desk  ${guest.launchUrl()}`);
  say("                 (empty, for a colleague beside you: invite them from yours)");
  say(`  Reporter's page, once two of you have signed its keys: start again, and it is at ${home.relayUrl}/`);
  footer();
}

/** Starts the relay; with the reporter's page when it is built, or can be by now. */
async function relayOf(home: Home): Promise<RelayProcess> {
  let relay = await startRelay({
    dataDir: home.relayDir,
    port: home.relayPort,
    accountHash: home.accountHash,
    ...(existsSync(home.tellDir) ? { tellDir: home.tellDir } : {}),
    say,
  });
  if (!existsSync(home.tellDir) && values.mine !== undefined) {
    const keys = await fetch(`${relay.url}/keys.bin`);
    if (keys.ok) {
      step("Building the reporter's page");
      await buildPage(home, new Uint8Array(await keys.arrayBuffer()), "Our record");
      await relay.stop();
      relay = await startRelay({ dataDir: home.relayDir, port: home.relayPort, accountHash: home.accountHash, tellDir: home.tellDir, say });
    }
  }
  running.push(relay);
  return relay;
}

async function buildPage(home: Home, keysFile: Uint8Array, groupName: string): Promise<void> {
  const built = new Date().toISOString().slice(0, 10);
  mkdirSync(home.dir, { recursive: true });
  writeTell(home.tellDir, await buildTell({ keysFile, groupName, built }));
}

async function deskOf(home: Home, name: string, port: number): Promise<RunningDesk> {
  const desk = await launchDesk({ dir: home.deskDir(name), screensDir: SCREENS, port, say });
  running.push(desk);
  return desk;
}

function footer(): void {
  say("");
  say("Each desk's address opens one browser once. Ctrl-C stops everything.");
}

async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  say("\nStopping …");
  for (const it of running.toReversed()) await it.stop().catch(() => undefined);
  process.exit(process.exitCode ?? 0);
}

function step(what: string): void {
  say(`· ${what} …`);
}

function progress(what: string, done: number, all: number): void {
  if (process.stdout.isTTY) process.stdout.write(`\r    ${what}: ${done} of ${all}${done === all ? "\n" : ""}`);
  else if (done === all) say(`    ${what}: ${done} of ${all}`);
}

function say(line: string): void {
  console.log(line);
}
