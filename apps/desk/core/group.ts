/** Acts of authority, as a person asks for them (docs/formats/roster.md, "Acts and their rules"). Each throws `DeskError("void", rule)` where a rule forbids it. */
import { SyncError } from "#sync";
import { DeskError } from "./errors.ts";
import { tendEpochs } from "./epochs.ts";
import { holdSuspension } from "./held.ts";
import { commitAct } from "./line.ts";
import type { OpenDesk } from "./open-desk.ts";
import { headsNow, recount } from "./records.ts";
import { syncDesk } from "./sync.ts";

/**
 * Suspends somebody at once: one signature is enough. Where the relay cannot be reached or does not take it, it counts on this desk from now on and goes
 * onto the line as soon as it can. Keys for everything written from here on are made without them.
 */
export async function suspend(desk: OpenDesk, person: string): Promise<void> {
  try {
    await commitAct(desk, { cut: headsNow(desk), kind: "suspend", person });
  } catch (error) {
    const isForbidden = error instanceof DeskError && error.code === "void";
    if (isForbidden || !(error instanceof DeskError || error instanceof SyncError)) throw error;
    await holdSuspension(desk, person);
  }
  recount(desk);
  desk.records.changed();
  await finish(desk);
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
    if (!(error instanceof DeskError) && !(error instanceof SyncError)) throw error;
  }
}
