/** One whole exchange with the relay: the line, the logs, what this desk has to send, and reports (docs/formats/relay.md, "What a desk does"). */
import { fromUtf8, utf8 } from "#bytes";
import { EntryError, openEntry, sealEntry, verifyEntry, type VerifiedEntry } from "#entry";
import { SealError } from "#seal";
import { push, SyncError } from "#sync";
import { logKeys } from "#wire";
import { DeskError } from "./errors.ts";
import { makeLogs, tendEpochs, writingKey } from "./epochs.ts";
import { epochsOf } from "./epoch-keys.ts";
import { sendHeldSuspensions } from "./held.ts";
import { pullLine, refillLine } from "./line.ts";
import { COMPARTMENTS, type EpochKey, type OpenDesk } from "./open-desk.ts";
import { count } from "./places.ts";
import { readLog } from "./reading.ts";
import { recount, rosterView } from "./records.ts";
import { TakingIn } from "./taking-in.ts";

const BATCH = 256;
/** The relay's storage that has the line this desk holds. */
const STORAGE = "relay/storage";

export interface SyncReport {
  /** The relay answered to the end. */
  readonly reached: boolean;
  /** Something new came in. */
  readonly changed: boolean;
}

/** Exchanges everything. Being offline is an answer, not an error; so is a relay that says what no honest one would. */
export async function syncDesk(desk: OpenDesk): Promise<SyncReport> {
  try {
    return await exchangeAll(desk);
  } catch (error) {
    if (!(error instanceof SyncError) && !(error instanceof DeskError)) throw error;
    count(desk, error.code);
    return offline(desk);
  }
}

async function exchangeAll(desk: OpenDesk): Promise<SyncReport> {
  const takingIn = new TakingIn(desk.store);
  try {
    return await exchangeWith(desk, takingIn);
  } finally {
    await takingIn.end(() => new Promise((resolve) => setImmediate(resolve)));
  }
}

async function exchangeWith(desk: OpenDesk, takingIn: TakingIn): Promise<SyncReport> {
  const hello = await desk.relay.hello();
  if (hello.kind !== "ok") return offline(desk);
  desk.incarnation = hello.incarnation;
  await makeLogs(desk);
  await refillWhereLost(desk, hello.incarnation);
  const line = await pullLine(desk);
  if (!line.reached) return offline(desk);
  await actOnLine(desk);
  await makeLogs(desk);
  let changed = line.changed;
  for (const compartment of COMPARTMENTS) {
    for (const epochId of epochsOf(desk.line, compartment)) {
      const known = desk.epochKeys.get(epochId);
      if (known === undefined) continue;
      const pulled = await pullLog(desk, known, takingIn);
      if (!pulled.reached) return offline(desk);
      changed = pulled.changed || changed;
    }
    if (!(await pushCompartment(desk, compartment, takingIn))) return offline(desk);
  }
  if (changed) {
    recount(desk);
    desk.records.changed();
  }
  desk.online = true;
  desk.lastSyncMs = desk.now();
  return { reached: true, changed };
}

/**
 * The relay's storage is remembered on disk, for desks are locked more often than open: one that finds another storage gives the line back before it
 * believes what is there, and does so again where it was interrupted.
 */
async function refillWhereLost(desk: OpenDesk, incarnation: string): Promise<void> {
  const before = desk.store.get(STORAGE);
  if (before !== null && fromUtf8(before) === incarnation) return;
  if (before === null || (await refillLine(desk))) desk.store.set(STORAGE, utf8(incarnation));
}

/** What this desk signs of itself on the line it has just read. What the rules or the relay refuse must not keep it from the record. */
async function actOnLine(desk: OpenDesk): Promise<void> {
  try {
    await sendHeldSuspensions(desk);
    await tendEpochs(desk);
  } catch (error) {
    if (!(error instanceof DeskError) && !(error instanceof SyncError)) throw error;
    count(desk, error.code);
  }
}

/** How many entries of this desk's are in no log yet. */
export function unsent(desk: OpenDesk): number {
  return COMPARTMENTS.reduce((sum, compartment) => sum + desk.store.unpushed(compartment, 1000).length, 0);
}

async function pullLog(desk: OpenDesk, known: EpochKey, takingIn: TakingIn): Promise<SyncReport> {
  const { logId } = logKeys(known.key.reveal());
  const isBad = desk.line.judged.epochs.get(known.epochId)?.bad === true;
  if (isBad && desk.store.get(`forgotten/${logId}`) === null) {
    desk.store.atomically(() => {
      desk.store.forgetLog(logId);
      desk.store.set(`forgotten/${logId}`, new Uint8Array(1));
    });
  }
  return readLog(desk, known.key, {
    take(entries, cursor) {
      takingIn.expects(entries.length);
      let unopened = 0;
      // One after another is opened, verified and written, so that none is held longer than that.
      function* believed(): Generator<VerifiedEntry> {
        for (const { blob } of entries) {
          const entry = opened(desk, known, blob);
          if (entry === null) unopened++;
          else yield entry;
        }
      }
      // What lies under keys that not everybody could open is read, and sent again under good ones.
      const { applied } = desk.store.addEntries(believed(), rosterView(desk.line), isBad ? null : { log: logId, cursor });
      if (unopened > 0) count(desk, "unopened", unopened);
      takingIn.took(applied.length);
      return applied.length;
    },
    startAnew: (logId, incarnation) => desk.store.startLogAnew(logId, incarnation),
  });
}

/**
 * An entry whose signature and commitment hold, or nothing: what does not open is counted and never stops the reading. What a newer version wrote is
 * kept as it came, for the day this desk is newer.
 */
function opened(desk: OpenDesk, known: EpochKey, blob: Uint8Array): VerifiedEntry | null {
  try {
    return open(known, blob);
  } catch (error) {
    if (!(error instanceof EntryError) && !(error instanceof SealError)) throw error;
    if (error.code === "newer-version") desk.store.keepNewer(known.epochId, blob);
    return null;
  }
}

/** At unlocking: entries that an older version of this program kept unread and this one can read. */
export function readKept(desk: OpenDesk): void {
  for (const { source, bytes } of desk.store.newer()) {
    const known = desk.epochKeys.get(source);
    if (known === undefined) continue;
    try {
      const entry = open(known, bytes);
      desk.store.atomically(() => {
        desk.store.addEntries([entry], rosterView(desk.line));
        desk.store.dropNewer(bytes);
      });
    } catch (error) {
      if (!(error instanceof EntryError) && !(error instanceof SealError)) throw error;
    }
  }
}

function open(known: EpochKey, blob: Uint8Array): VerifiedEntry {
  return verifyEntry(openEntry(known.key.reveal(), known.compartment, known.epochId, blob));
}

/**
 * Sends what is in no log, sealed under the newest epoch this desk may write. Waits where there is none. What the relay says it has kept counts as sent
 * only once it is read back from the log: a relay that lets something fall is asked again at the next exchange.
 */
async function pushCompartment(desk: OpenDesk, compartment: string, takingIn: TakingIn): Promise<boolean> {
  const known = writingKey(desk, compartment);
  if (known === null || known.writeToken === null) return true;
  const { logId } = logKeys(known.key.reveal());
  for (let first: string | null = null; ; ) {
    const entries = desk.store.unpushed(compartment, BATCH);
    if (entries.length === 0 || entries[0]!.id === first) return true;
    first = entries[0]!.id;
    const blobs = entries.map((entry) => sealEntry(known.key.reveal(), known.epochId, entry));
    const pushed = await push(desk.relay, { logId, writeToken: known.writeToken.reveal() }, blobs);
    if (pushed.end.kind === "refused") return true; // no such log yet, or a quota: kept, and tried again
    if (pushed.end.kind !== "done" || !(await pullLog(desk, known, takingIn)).reached) return false;
  }
}

function offline(desk: OpenDesk): SyncReport {
  desk.online = false;
  return { reached: false, changed: false };
}
