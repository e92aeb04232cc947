/** Acts of authority, as a person asks for them (docs/formats/roster.md, "Acts and their rules"). Each throws `DeskError("void", rule)` where a rule forbids it. */
import { composeAct, type SignedAct } from "#entry";
import { DeskError } from "./errors.ts";
import { tendEpochs } from "./epochs.ts";
import { commitAct, meetAct } from "./line.ts";
import type { OpenDesk } from "./open-desk.ts";
import { headsNow, recount } from "./records.ts";
import { syncDesk } from "./sync.ts";

const WAITING_SUSPENSION = "to-suspend/";

/**
 * Suspends somebody at once: one signature is enough. Offline it counts on this desk from now on and goes onto the line with the next exchange. Keys
 * for everything written from here on are made without them.
 */
export async function suspend(desk: OpenDesk, person: string): Promise<void> {
  const act = { cut: headsNow(desk), kind: "suspend", person } as const;
  try {
    await commitAct(desk, act);
  } catch (error) {
    if (!(error instanceof DeskError) || error.code !== "offline") throw error;
    const held: SignedAct = composeAct(desk.line.draft(act, desk.now()), [desk.keyring.device]);
    const outcome = await meetAct(desk, held, "file");
    if (outcome.kind === "noise") throw new DeskError("void", outcome.why);
    desk.store.set(`${WAITING_SUSPENSION}${person}`, new Uint8Array(1));
  }
  recount(desk);
  desk.records.changed();
  await finish(desk);
}

/** Puts suspensions signed while offline onto the line. */
export async function sendHeldSuspensions(desk: OpenDesk): Promise<void> {
  for (const name of desk.store.names(WAITING_SUSPENSION)) {
    try {
      await commitAct(desk, { cut: headsNow(desk), kind: "suspend", person: name.slice(WAITING_SUSPENSION.length) });
    } catch (error) {
      if (!(error instanceof DeskError)) throw error;
      if (error.code === "offline") return;
    }
    desk.store.set(name, null);
  }
}

/** Proposes to lift a suspension; a second person confirms. */
export async function reinstate(desk: OpenDesk, suspension: string): Promise<void> {
  await commitAct(desk, { kind: "reinstate", suspension });
}

/** Proposes to remove somebody for good; a second person confirms. */
export async function remove(desk: OpenDesk, person: string): Promise<void> {
  await commitAct(desk, { cut: headsNow(desk), kind: "remove", person });
}

/** The second signature under a pending act, or under somebody's suspension. */
export async function confirm(desk: OpenDesk, act: string): Promise<void> {
  await commitAct(desk, { act, kind: "confirm" });
  recount(desk);
  desk.records.changed();
  await finish(desk);
}

/** What follows by itself from an act of authority: new keys, and telling the relay. Offline, the next exchange does it. */
async function finish(desk: OpenDesk): Promise<void> {
  try {
    await tendEpochs(desk);
    await syncDesk(desk);
  } catch (error) {
    if (!(error instanceof DeskError)) throw error;
  }
}
