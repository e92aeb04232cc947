/**
 * `npm start`: sets up, then runs a relay, the reporter's page and desks on this machine until Ctrl-C.
 *   (nothing)      the demonstration group, kept between starts; --fresh makes it anew
 *   --mine DIR     a group of one's own in DIR: made on the first screen, reopened later
 *   --name NAME    with --mine: what reporters know the group by, on the page for everybody to read; kept
 *   --story        the main job without screens; exits 0 or 1
 *   --port N       the first desk's port (a free one otherwise)
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { writeFileDurably } from "#durable";
import { utf8 } from "#bytes";
import { buildDeskScreens } from "../apps/desk/ui/build.ts";
import { launchDesk, type RunningDesk } from "../apps/desk/server/launcher.ts";
import { buildTell, writeTell } from "../apps/tell/index.ts";
import { DEMO_CAST, DEMO_GROUP, DEMO_PASSPHRASE, demonstrationExists, makeDemonstration } from "../apps/vouchsafe/demonstration.ts";
import { portOf, requirePublicName } from "../apps/vouchsafe/desk-commands.ts";
import { openHome, placeForHome, type Home } from "../apps/vouchsafe/home.ts";
import { explain, plainly, WrongUse } from "../apps/vouchsafe/plain.ts";
import { startRelay, type RelayProcess } from "../apps/vouchsafe/relay-process.ts";
import { claim, type Claim } from "../apps/vouchsafe/running.ts";
import { runStory } from "../apps/vouchsafe/story.ts";
import { atEnter, endAtSignals, type Stoppable } from "../apps/vouchsafe/until-stopped.ts";

const ROOT = join(import.meta.dirname, "..");
const SCREENS = join(ROOT, "build/desk");
const USAGE = `usage:
  npm start                          the demonstration: an invented group, kept between starts
  npm start -- --fresh               makes the demonstration anew
  npm start -- --mine DIR            a group of your own in DIR, an empty folder or one that is not there yet
              [--name NAME]          what reporters know your group by; everybody can read it on the page
  npm start -- --story               the main job without screens, exit 0 or 1
  [--port N]                         the first desk's port`;

const running: Stoppable[] = [];
let values: ReturnType<typeof readArguments>;

await plainly(USAGE, async () => {
  values = readArguments();
  if (values.story) return (await runStory(say)) ? 0 : 1;
  await run();
  return undefined;
});

function readArguments() {
  const { values: given } = parseArgs({
    options: {
      fresh: { type: "boolean", default: false },
      mine: { type: "string" },
      name: { type: "string" },
      port: { type: "string", default: "0" },
      story: { type: "boolean", default: false },
    },
  });
  const isMine = given.mine !== undefined;
  if (given.mine === "" || (given.fresh && isMine) || (given.name !== undefined && !isMine) || (given.story && (isMine || given.fresh))) throw new WrongUse();
  if (given.name !== undefined) requirePublicName(given.name);
  portOf(given.port);
  return given;
}

/** Nothing is touched before it is sure that the folder is ours and that no other program works there. */
async function run(): Promise<void> {
  const dir = values.mine === undefined ? join(ROOT, ".vouchsafe/demonstration") : resolve(values.mine);
  const claimed = await claim(placeForHome(dir));
  running.push({ stop: async () => claimed.end() });
  const ending = endAtSignals(running, say);
  try {
    step("Building the screens");
    await buildDeskScreens(SCREENS);
    const home = await openHome(dir, values.fresh);
    if (values.mine === undefined) await demonstration(home, claimed);
    else await ownGroup(home, claimed);
  } catch (error) {
    if (ending.hasBegun) return; // what was under way broke off
    say("\nIt did not start.");
    await ending.stop(explain(USAGE, error));
  }
}

async function demonstration(home: Home, claimed: Claim): Promise<void> {
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
  const show = (): void => {
    for (const [n, person] of DEMO_CAST.entries()) say(`  ${`Desk of ${person.name}`.padEnd(17)} ${desks[n]!.launchUrl()}`);
  };
  show();
  say("");
  say(`  Passphrase of all three: ${DEMO_PASSPHRASE}`);
  footer(claimed, desks, show);
}

async function ownGroup(home: Home, claimed: Claim): Promise<void> {
  const name = publicName(home);
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
  const show = (): void => {
    say(`  Your desk      ${desk.launchUrl()}`);
    say(`  A second desk  ${guest.launchUrl()}`);
  };
  show();
  say("                 (for a colleague beside you: invite them from yours)");
  if (existsSync(home.tellDir)) say(`  Reporter's page, as “${name ?? "Our record"}”: ${home.relayUrl}/`);
  else if (name === null) say('  Reporter\'s page: not yet. It needs the name reporters know you by: start again with --name "NAME".');
  else say(`  Reporter's page, as “${name}”: not yet. Once two of you have signed its keys, stop and start again: it is at ${home.relayUrl}/`);
  footer(claimed, [desk, guest], show);
}

/** The group's public name, kept beside its things. A new one makes the page anew. */
function publicName(home: Home): string | null {
  const path = join(home.dir, "public-name.txt");
  const kept = existsSync(path) ? readFileSync(path, "utf8").trim() : null;
  const { name } = values;
  if (name === undefined || name === kept) return kept;
  writeFileDurably(path, utf8(`${name}\n`));
  rmSync(home.tellDir, { recursive: true, force: true });
  return name;
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
  running.push(relay);
  const name = values.mine === undefined ? null : publicName(home);
  if (existsSync(home.tellDir) || name === null) return relay;
  const keys = await fetch(`${relay.url}/keys.bin`);
  if (!keys.ok) return relay;
  step("Building the reporter's page");
  await buildPage(home, new Uint8Array(await keys.arrayBuffer()), name);
  await relay.stop();
  running.splice(running.indexOf(relay), 1);
  relay = await startRelay({ dataDir: home.relayDir, port: home.relayPort, accountHash: home.accountHash, tellDir: home.tellDir, say });
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

/** The last words of the start, and what Enter does from then on: a browser that was closed has forgotten its desk. */
function footer(claimed: Claim, desks: readonly RunningDesk[], show: () => void): void {
  claimed.reachedAt(desks.map(({ port }) => `http://127.0.0.1:${port}/`));
  say("");
  say("Each desk's address opens one browser once. Browser closed? Press Enter here for fresh addresses. Ctrl-C stops everything; nothing is lost by it.");
  atEnter(show);
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
