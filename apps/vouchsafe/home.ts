/** Where a group that is run on this machine keeps its things: a folder with the relay, desks, and the built pages. */
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { canonical, parseCanonical } from "#bytes";
import { makeDirectory, writeFileDurably } from "#durable";
import { randomHex } from "#prim";
import { tokenHash } from "#wire";
import { EXIT, Plain } from "./plain.ts";
import { freePort } from "./relay-process.ts";

const ACCOUNT = "relay-account.json";
/** Who works in the folder now (running.ts). */
const RUNNING = "running.json";
const Addresses = z.strictObject({ accountToken: z.string().regex(/^[0-9a-f]{64}$/), relayPort: z.int().min(1).max(65_535), v: z.literal(1) });

export interface Home {
  readonly dir: string;
  readonly relayDir: string;
  readonly tellDir: string;
  readonly relayPort: number;
  readonly relayUrl: string;
  readonly accountToken: string;
  readonly accountHash: string;
  deskDir(name: string): string;
}

/** Opens the folder, or lays it out. `fresh` empties it first. */
export async function openHome(dir: string, fresh: boolean): Promise<Home> {
  if (fresh && existsSync(dir)) for (const name of readdirSync(dir)) if (name !== RUNNING) rmSync(join(dir, name), { recursive: true, force: true });
  makeDirectory(dir);
  const path = join(dir, ACCOUNT);
  if (!existsSync(path)) writeFileDurably(path, canonical({ accountToken: randomHex(32), relayPort: await freePort(), v: 1 }));
  const { accountToken, relayPort } = Addresses.parse(parseCanonical(readFileSync(path)));
  return {
    dir,
    relayDir: join(dir, "relay"),
    tellDir: join(dir, "tell"),
    relayPort,
    relayUrl: `http://127.0.0.1:${relayPort}`,
    accountToken,
    accountHash: tokenHash(accountToken),
    deskDir: (name) => join(dir, "desks", name),
  };
}

/** Makes sure that a folder is there and is a group's or empty, and gives the place of its note. Throws `Plain`: nothing is put among other people's files. */
export function placeForHome(dir: string): string {
  if (existsSync(dir)) {
    const isFolder = statSync(dir).isDirectory();
    const names = isFolder ? readdirSync(dir).filter((name) => name !== RUNNING) : [];
    if (!isFolder) throw new Plain(`This is a file and no folder: ${dir}`, EXIT.usage);
    if (names.length > 0 && !names.includes(ACCOUNT))
      throw new Plain(`This folder holds other things. Name an empty one, or one that is not there yet: ${dir}`, EXIT.usage);
  }
  makeDirectory(dir);
  return join(dir, RUNNING);
}
