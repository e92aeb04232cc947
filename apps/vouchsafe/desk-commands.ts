/** What a technician does with a desk's folder from the terminal: run it, restore it, have it let in, and take from it what others need. */
import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Redacted, utf8 } from "#bytes";
import { writeFileDurably } from "#durable";
import { deviceCounts } from "#entry";
import { writeNewDirectory } from "#preserve";
import { randomHex } from "#prim";
import { fingerprintOf } from "#proof";
import { isRelayAddress } from "#sync";
import { tokenHash } from "#wire";
import {
  closeDesk,
  KEY_FILE,
  publishedKeys,
  requestOf,
  requestText,
  requestWords,
  restore,
  syncDesk,
  takeAnswer,
  trustOf,
  unlockDesk,
  type DeviceRequest,
  type OpenDesk,
  type Surroundings,
} from "../desk/core/index.ts";
import { buildDeskScreens, launchDesk } from "../desk/index.ts";
import { buildTell, writeTell } from "../tell/index.ts";
import { trustDirectoryFiles } from "../verifier/index.ts";
import { Passphrases } from "./passphrases.ts";
import { EXIT, explain, Plain, WrongUse } from "./plain.ts";
import { claim } from "./running.ts";
import { atEnter, endAtSignals, type Stoppable } from "./until-stopped.ts";

type Print = (line: string) => void;
const SCREENS = join(import.meta.dirname, "../../build/desk");

/** `desk DIR [--relay URL] [--account FILE] [--port N]`: opens the desk in DIR, or begins one, until Ctrl-C. */
export async function runDesk(args: readonly string[], print: Print): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { account: { type: "string" }, port: { type: "string", default: "0" }, relay: { type: "string" } },
  });
  const dir = only(positionals, 1)[0]!;
  const port = portOf(values.port);
  const relay = values.relay === undefined ? null : relayAddress(values.relay);
  if (values.account !== undefined && relay === null) throw new WrongUse();
  const account = values.account === undefined || relay === null ? undefined : { relay, token: readAccount(values.account) };
  const isDesk = existsSync(join(dir, KEY_FILE));
  if (!isDesk) requireBare(dir);
  const claimed = await claim(`${resolve(dir)}.running`);
  const running: Stoppable[] = [{ stop: async () => claimed.end() }];
  const ending = endAtSignals(running, print);
  try {
    if (relay !== null && !(await relayAnswers(relay))) print(`The relay ${relay} does not answer now.`);
    await buildDeskScreens(SCREENS);
    const desk = await launchDesk({ dir, screensDir: SCREENS, port, say: print, ...(account === undefined || isDesk ? {} : { account }) });
    running.push(desk);
    claimed.reachedAt([`http://127.0.0.1:${desk.port}/`]);
    const show = (): void => print(`  ${desk.launchUrl()}`);
    print(
      isDesk
        ? "The desk is here, locked:"
        : account === undefined
          ? "An empty desk. Who was invited can begin here:"
          : "An empty desk. A group can be founded here:",
    );
    show();
    print("The address opens one browser once. Enter gives a fresh one. Ctrl-C stops the desk.");
    atEnter(show);
  } catch (error) {
    if (!ending.hasBegun) await ending.stop(explain("", error));
  }
}

/** `account FILE`: makes the token with which one desk may make room on a relay, and prints the hash the relay is given. */
export function makeAccount(args: readonly string[], print: Print): void {
  const [file] = only(parseArgs({ args: [...args], allowPositionals: true }).positionals, 1) as [string];
  if (existsSync(file)) throw new Plain("There is a file of that name already. Nothing was changed.");
  const token = randomHex(32);
  writeFileDurably(file, utf8(`${token}\n`));
  print("The token is in the file: it belongs to the desk that founds the group, and to nobody else.");
  print("For the relay, and no secret:");
  print(`  --account-hash ${tokenHash(token)}`);
}

/** `restore BACKUP --member-key FILE DIR [--account FILE]`: a new desk of the same person. Asks for three passphrases: the backup's, the member key's, a new one. */
export async function runRestore(args: readonly string[], print: Print, surroundings: Surroundings = {}): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { account: { type: "string" }, "member-key": { type: "string" } },
  });
  const [path, dir] = only(positionals, 2) as [string, string];
  const memberPath = values["member-key"];
  if (memberPath === undefined) throw new WrongUse();
  const account = values.account === undefined ? null : new Redacted(readAccount(values.account));
  for (const file of [path, memberPath]) requireFile(file);
  requireBare(dir);
  const ask = new Passphrases();
  const file = { path, passphrase: await ask.known("of the backup") };
  const member = { path: memberPath, passphrase: await ask.known("of the member key") };
  const { desk, request, entries } = await restore(file, member, dir, await ask.chosen("new, for this desk"), surroundings, account);
  closeDesk(desk);
  print(`Restored: ${entries} entries. This desk can be read now. It writes and receives once colleagues have let it in:`);
  print("  1. Give the request below to a colleague, as a file or a message. It holds nothing secret.");
  print(
    "  2. They put it into Group, “Let in a restored desk”, compare the six words with you by voice, and propose it. A second colleague confirms it in Group.",
  );
  print("  3. They give you an answer. Keep it in a file and run: npm run vouchsafe -- answer DIR FILE");
  printRequest(request, print);
}

/** `request DIR`: prints again what a restored desk asks of colleagues. */
export async function runRequest(args: readonly string[], print: Print): Promise<void> {
  const [dir] = only(parseArgs({ args: [...args], allowPositionals: true }).positionals, 1) as [string];
  await withDesk(dir, async (desk) => {
    const request = requestOf(desk);
    if (request === null) throw new Plain("This desk was not restored: it asks nothing.");
    printRequest(request, print);
  });
}

/** `answer DIR FILE`: takes a colleague's answer to the request. Says whether this desk is in by now. */
export async function runAnswer(args: readonly string[], print: Print, surroundings: Surroundings = {}): Promise<number> {
  const [dir, file] = only(parseArgs({ args: [...args], allowPositionals: true }).positionals, 2) as [string, string];
  requireFile(file);
  return withDesk(
    dir,
    async (desk) => {
      await takeAnswer(desk, readFileSync(file, "utf8"));
      await syncDesk(desk);
      const isIn = deviceCounts(desk.line, desk.keyring.device.publicKey);
      print(
        isIn
          ? "This desk is in. It writes and receives as before."
          : "The answer is taken. A second colleague has still to confirm; this desk notices by itself, and need not run this again.",
      );
      return 0;
    },
    surroundings,
  );
}

/** `trust export DESK OUT`: writes the trust directory for outsiders (docs/formats/trust.md). Its list of keys comes first and `verify.sh` last; half of it is refused by every verifier. */
export async function exportTrust(args: readonly string[], print: Print, surroundings: Surroundings = {}): Promise<void> {
  const [dir, out] = only(parseArgs({ args: [...args], allowPositionals: true }).positionals, 2) as [string, string];
  requireBare(out);
  await withDesk(
    dir,
    async (desk) => {
      if (!(await syncDesk(desk)).reached) print("The relay does not answer: what colleagues did since this desk last heard is not in it.");
      const trust = trustOf(desk);
      if (trust.allowed.length === 0) throw new Plain("The group has no key in use for packages: make a package first. Nothing was written.");
      writeWhole(out, () => writeNewDirectory(out, trustDirectoryFiles(trust)));
      print(`The trust directory is in ${out}. Give it to outsiders by another way than any package.`);
      print("Tell them this fingerprint in person, or by voice:");
      for (const { publicKey } of trust.allowed) print(`  ${fingerprintOf(publicKey)}`);
      print("It is renewed when somebody who held the key is suspended, and each time a package is made after that: export it again then.");
    },
    surroundings,
  );
}

/** `page DESK OUT --name NAME`: builds the reporter's page for a relay's `--tell`, from keys this desk has itself checked: a relay could give others. */
export async function buildPage(args: readonly string[], print: Print, surroundings: Surroundings = {}): Promise<void> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { name: { type: "string" } } });
  const [dir, out] = only(positionals, 2) as [string, string];
  const { name } = values;
  if (name === undefined) throw new WrongUse();
  requirePublicName(name);
  requireBare(out);
  await withDesk(
    dir,
    async (desk) => {
      await syncDesk(desk);
      const keys = await publishedKeys(desk);
      if (keys === null)
        throw new Plain("No two persons have signed the page's keys yet: two desks must be open for a minute, with the relay in reach.");
      const files = await buildTell({ keysFile: keys, groupName: name, built: new Date().toISOString().slice(0, 10) });
      writeWhole(out, () => writeTell(out, files));
      print(`The reporter's page is in ${out}, the hashes of its files in ${out}.sha256.`);
    },
    surroundings,
  );
}

/** A name reporters know the group by: it stands on the page for everybody to read. */
export function requirePublicName(name: string): void {
  if (name.trim() === "" || name.length > 80) throw new Plain("The group's public name has 1 to 80 letters.", EXIT.usage);
}

/** Opens the desk in `dir` for some work, with the passphrase asked for. */
export async function withDesk<T>(dir: string, work: (desk: OpenDesk) => Promise<T>, surroundings: Surroundings = {}): Promise<T> {
  if (!existsSync(join(dir, KEY_FILE))) throw new Plain(`There is no desk in ${dir}`, EXIT.usage);
  const desk = await unlockDesk(dir, await new Passphrases().known("of the desk"), surroundings);
  try {
    return await work(desk);
  } finally {
    closeDesk(desk);
  }
}

function printRequest(request: DeviceRequest, print: Print): void {
  print(`The six words:  ${requestWords(request).join(" ")}`);
  print("The request:");
  print(requestText(request).trimEnd());
}

/** Takes back what was begun where it fails. */
function writeWhole(dir: string, write: () => void): void {
  if (existsSync(dir)) rmdirSync(dir); // empty: made anew with the right permissions
  try {
    write();
  } catch (error) {
    rmSync(dir, { recursive: true, force: true });
    throw error;
  }
}

function only(positionals: readonly string[], count: number): readonly string[] {
  if (positionals.length !== count || positionals.includes("")) throw new WrongUse();
  return positionals;
}

function requireFile(path: string): void {
  if (!statSync(path).isFile()) throw new Plain(`This is no file: ${path}`, EXIT.usage);
}

function requireBare(dir: string): void {
  if (!existsSync(dir)) return;
  if (!statSync(dir).isDirectory()) throw new Plain(`This is a file and no folder: ${dir}`, EXIT.usage);
  if (readdirSync(dir).length > 0)
    throw new Plain(`This folder holds other things. Name an empty one, or one that is not there yet: ${dir}`, EXIT.usage);
}

function readAccount(file: string): string {
  requireFile(file);
  const token = readFileSync(file, "utf8").trim();
  if (!/^[0-9a-f]{64}$/.test(token)) throw new Plain(`This is no account token: ${file}`, EXIT.usage);
  return token;
}

export function portOf(text: string): number {
  if (!/^[0-9]{1,5}$/.test(text) || Number(text) > 65_535) throw new WrongUse();
  return Number(text);
}

function relayAddress(text: string): string {
  if (!isRelayAddress(text) || text.length > 200) throw new Plain(`This is no address of a relay, such as https://relay.example: ${text}`, EXIT.usage);
  return text.replace(/\/+$/, "");
}

async function relayAnswers(relay: string): Promise<boolean> {
  try {
    return (await fetch(`${relay}/v1/relay`, { signal: AbortSignal.timeout(10_000) })).ok;
  } catch {
    return false;
  }
}
