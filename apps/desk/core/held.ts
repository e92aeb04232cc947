/** Suspensions that wait for the relay: they count on this desk at once, and go onto the line when it takes them. */
import { composeAct } from "#entry";
import { DeskError } from "./errors.ts";
import { commitAct, meetAct } from "./line.ts";
import type { OpenDesk } from "./open-desk.ts";
import { headsNow } from "./records.ts";

const WAITING_SUSPENSION = "to-suspend/";

/**
 * Signs a suspension that counts on this desk from now on, whatever the relay does. Throws `DeskError("void")` where a rule forbids it.
 */
export async function holdSuspension(desk: OpenDesk, person: string): Promise<void> {
  const held = composeAct(desk.line.draft({ cut: headsNow(desk), kind: "suspend", person }, desk.now()), [desk.keyring.device]);
  // First, or a process that ends in between leaves a suspension that counts here and that nobody else ever hears of.
  const mark = `${WAITING_SUSPENSION}${person}`;
  const isWaiting = desk.store.get(mark) !== null;
  if (!isWaiting) desk.store.set(mark, new Uint8Array(1));
  const outcome = await meetAct(desk, held, "file");
  if (outcome.kind !== "noise") return;
  // Asked for twice, the first one still waits.
  if (!isWaiting) desk.store.set(mark, null);
  throw new DeskError("void", outcome.why);
}

/** Puts suspensions that wait onto the line. One that a rule now forbids (the line has one already, say) waits no more; any other refusal is tried again. */
export async function sendHeldSuspensions(desk: OpenDesk): Promise<void> {
  for (const name of desk.store.names(WAITING_SUSPENSION)) {
    try {
      await commitAct(desk, { cut: headsNow(desk), kind: "suspend", person: name.slice(WAITING_SUSPENSION.length) });
    } catch (error) {
      if (!(error instanceof DeskError) || error.code !== "void") throw error;
    }
    desk.store.set(name, null);
  }
}
