/** Where a group that is run on this machine keeps its things: a folder with the relay, desks, and the built pages. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { canonical, fromHex, parseCanonical } from "#bytes";
import { makeDirectory, writeFileDurably } from "#durable";
import { randomHex, sha256Hex } from "#prim";
import { freePort } from "./relay-process.ts";

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
  if (fresh) rmSync(dir, { recursive: true, force: true });
  makeDirectory(dir);
  const path = join(dir, "relay-account.json");
  if (!existsSync(path)) writeFileDurably(path, canonical({ accountToken: randomHex(32), relayPort: await freePort(), v: 1 }));
  const { accountToken, relayPort } = Addresses.parse(parseCanonical(readFileSync(path)));
  return {
    dir,
    relayDir: join(dir, "relay"),
    tellDir: join(dir, "tell"),
    relayPort,
    relayUrl: `http://127.0.0.1:${relayPort}`,
    accountToken,
    accountHash: sha256Hex(fromHex(accountToken)),
    deskDir: (name) => join(dir, "desks", name),
  };
}
