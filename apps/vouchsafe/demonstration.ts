/** The demonstration: an invented group in an invented country, three desks, on a relay of this machine. Made by the same acts people would do. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Redacted } from "#bytes";
import { randomBytes } from "#prim";
import { closeDesk, KEY_FILE, write, type OpenDesk } from "../desk/core/index.ts";
import { demoActs } from "./demo/acts.ts";
import type { Home } from "./home.ts";
import { comeToRest, found, letIn, type Character } from "./people.ts";

export const DEMO_PASSPHRASE = "orchard lantern seven rivers";
export const DEMO_GROUP = "The Verania Record";
/** Key files of the demonstration open quickly: their passphrase is printed on the screen anyway. */
const WORK_FACTOR = 14;

export const DEMO_CAST: readonly Character[] = ["Amina", "Tomas", "Ilya"].map((name) => ({
  name,
  desk: name.toLowerCase(),
  passphrase: new Redacted(DEMO_PASSPHRASE),
}));

/** Whether the demonstration is there already, whole. */
export function demonstrationExists(home: Home): boolean {
  return DEMO_CAST.every(({ desk }) => existsSync(join(home.deskDir(desk), KEY_FILE))) && existsSync(join(home.dir, "ready"));
}

/** Makes the group and lets its people work. `progress` hears how many of their acts are done. Returns the list the reporter's page seals to. */
export async function makeDemonstration(home: Home, progress: (done: number, all: number) => void): Promise<Uint8Array> {
  const surroundings = { workFactor: WORK_FACTOR };
  const [first, second, third] = DEMO_CAST as [Character, Character, Character];
  const desks: OpenDesk[] = [];
  try {
    const amina = await found(home, first, surroundings);
    desks.push(amina);
    const tomas = (await letIn(home, amina, second, null, surroundings)).desk;
    desks.push(tomas);
    const ilya = (await letIn(home, amina, third, tomas, surroundings)).desk;
    desks.push(ilya);
    await comeToRest(...desks);
    const desksByName = { amina, ilya, tomas };
    const acts = demoActs(randomBytes, Date.now);
    let last: OpenDesk | null = null;
    for (const [n, { by, compartment, act, records }] of acts.entries()) {
      const desk = desksByName[by];
      if (last !== null && last !== desk) await comeToRest(last, desk);
      write(desk, compartment, act, records);
      last = desk;
      progress(n + 1, acts.length);
    }
    await comeToRest(...desks);
    const keys = await amina.relay.keys();
    if (keys.kind !== "ok") throw new Error("the demonstration has no list of intake keys");
    return keys.keys;
  } finally {
    for (const desk of desks) closeDesk(desk);
  }
}
