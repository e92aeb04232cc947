/**
 * The roster's line as this desk holds it: reading it from the relay, adding to it, and following it from one log to the next.
 * A relay orders the line and is believed in nothing else (docs/formats/roster.md).
 */
import { fromUtf8, Redacted, utf8, type Bytes } from "#bytes";
import { composeAct, emptyLine, encodeAct, EntryError, extendLine, openAct, parseAct, sealAct, type Act, type NewerAct, type Outcome, type SignedAct } from "#entry";
import { sha256Hex, type Signer } from "#prim";
import { SealError } from "#seal";
import { logKeys } from "#wire";
import { DeskError } from "./errors.ts";
import { epochsOf, keepGivenKeys, openNewEpochs } from "./epoch-keys.ts";
import type { EpochKey, LineLog, OpenDesk } from "./open-desk.ts";
import { keepMet, lineActs, metActs } from "./met-acts.ts";
import { count } from "./places.ts";
import { readLog, type Reading } from "./reading.ts";

const MAX_TRIES = 8;
/** `later/SIGNERS/NUMBER/ROAD/ACT`: what waits for another act, oldest first by its number. */
const LATER = "later/";
const MAX_LATER = 8;
/** Why an act is no part of the line now and may be once another act is here. */
const TOO_EARLY: ReadonlySet<string> = new Set(["prev-unknown", "dropped-unknown"]);

export type AnyAct = SignedAct | NewerAct;

/** Reads what the relay has of the line and takes it in. */
export async function pullLine(desk: OpenDesk): Promise<Reading> {
  let changed = false;
  for (;;) {
    const logs = desk.lineLogs;
    // The log before the newest first: a colleague who cannot open the newest says so there, and the line goes on in it then.
    for (const log of logs.slice(-2)) {
      const read = await readLineLog(desk, log);
      changed = changed || read.changed;
      if (!read.reached) return { reached: false, changed };
    }
    if (desk.lineLogs === logs) return { reached: true, changed };
  }
}

async function readLineLog(desk: OpenDesk, log: LineLog): Promise<Reading> {
  const { logId } = logKeys(log.key.reveal());
  return readLog(desk, log.key, {
    take: async (entries) => {
      let news = 0;
      const odd = { unopened: 0, noise: 0 };
      for (const { blob } of entries) {
        const came = await takeBlob(desk, log, blob);
        if (came === "new") news += 1;
        else if (came !== "known") odd[came] += 1;
      }
      for (const what of ["unopened", "noise"] as const) if (odd[what] > 0) count(desk, what, odd[what]);
      desk.store.set(`newest/${logId}`, utf8(sha256Hex(entries.at(-1)!.blob)));
      return news;
    },
    startAnew: () => desk.store.set(`newest/${logId}`, null),
  });
}

/**
 * Signs an act and puts it on the line, reading what came in between and trying again. An answer that was lost is noticed: the act is then found on the line.
 * Throws `DeskError`: `void` with the rule that refuses it, `offline`, `not-the-head`, `update-needed`, `relay-refused`.
 */
export async function commitAct(desk: OpenDesk, act: Act, others: readonly Signer[] = []): Promise<SignedAct> {
  let mine: SignedAct | null = null;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const news = await pullLine(desk);
    if (!news.reached) throw new DeskError("offline");
    if (mine !== null && desk.line.acts.has(mine.id)) return mine;
    mine = signAct(desk, act, others);
    const tried = extendLine(desk.line, mine, "line").outcome;
    if (tried.kind === "void") throw new DeskError("void", tried.rule);
    if (tried.kind !== "applied" && tried.kind !== "pending") throw new DeskError("update-needed");
    try {
      await appendSigned(desk, mine);
      return mine;
    } catch (error) {
      if (!(error instanceof DeskError) || (error.code !== "not-the-head" && error.code !== "offline")) throw error;
    }
  }
  if (mine !== null && desk.line.acts.has(mine.id)) return mine;
  throw new DeskError("not-the-head");
}

/** Puts an act that is signed already on the line, once: where something came in between, `not-the-head` is thrown and it is to be signed anew. */
export async function appendSigned(desk: OpenDesk, act: SignedAct): Promise<void> {
  const log = desk.lineLogs.at(-1)!;
  const keys = logKeys(log.key.reveal());
  if (log.writeToken === null || (hasEnded(desk, log) && !saysNewestLogIsBad(desk, act))) throw new DeskError("cannot-write");
  const newest = desk.store.get(`newest/${keys.logId}`);
  const after = newest === null ? null : fromUtf8(newest);
  const answer = await desk.relay.appendToLine(keys.logId, log.writeToken.reveal(), after, sealAct(log.key.reveal(), act));
  if (answer.kind === "refused") throw new DeskError("relay-refused");
  const news = await pullLine(desk);
  if (!news.reached) throw new DeskError("offline");
  if (!desk.line.acts.has(act.id)) throw new DeskError("not-the-head");
}

/** Signs an act onto the head this desk holds, without sending it. */
export function signAct(desk: OpenDesk, act: Act, others: readonly Signer[] = []): SignedAct {
  return composeAct(desk.line.draft(act, desk.now()), [desk.keyring.device, ...others]);
}

/** Takes one act into the line this desk holds, keeps it, opens the keys it brings, and offers again what had come too early. */
export async function meetAct(desk: OpenDesk, act: AnyAct, road: "line" | "file"): Promise<Outcome> {
  const outcome = await takeAct(desk, act, road);
  if (outcome.kind !== "noise") await offerAgain(desk);
  return outcome;
}

async function takeAct(desk: OpenDesk, act: AnyAct, road: "line" | "file"): Promise<Outcome> {
  const { line, outcome } = extendLine(desk.line, act, road);
  if (outcome.kind === "noise") {
    if (TOO_EARLY.has(outcome.why)) keepForLater(desk, act, road);
    return outcome;
  }
  keepMet(desk.store, act, road);
  desk.line = line;
  await openNewEpochs(desk);
  followLine(desk);
  return outcome;
}

/**
 * An act that names something not here yet, as a RESOLVE may name a branch this desk has not met. Only of devices the line knows, and few of the same
 * signers, the oldest of theirs going first: nobody pushes off what others signed.
 */
function keepForLater(desk: OpenDesk, act: AnyAct, road: "line" | "file"): void {
  const { by } = act.body;
  if (!by.every((device) => desk.line.judged.devices.has(device))) return;
  const signers = sha256Hex(utf8(by.join())).slice(0, 16);
  const shelf = desk.store.names(`${LATER}${signers}/`);
  if (shelf.some((name) => name.endsWith(`/${act.id}`))) return;
  const number = shelf.length === 0 ? 0 : Math.max(...shelf.map((name) => Number(name.split("/")[2]))) + 1;
  desk.store.atomically(() => {
    for (const oldest of shelf.toSorted().slice(0, Math.max(0, shelf.length + 1 - MAX_LATER))) desk.store.set(oldest, null);
    desk.store.set(`${LATER}${signers}/${String(number).padStart(9, "0")}/${road}/${act.id}`, encodeAct(act));
  });
}

async function offerAgain(desk: OpenDesk): Promise<void> {
  for (let moved = true; moved; ) {
    moved = false;
    for (const name of desk.store.names(LATER)) {
      const stored = desk.store.get(name);
      if (stored === null) continue;
      const outcome = await takeAct(desk, parseAct(stored), name.includes("/file/") ? "file" : "line");
      if (outcome.kind === "noise" && TOO_EARLY.has(outcome.why)) continue;
      desk.store.set(name, null);
      moved = moved || outcome.kind !== "noise";
    }
  }
}

/** Rebuilds the line from the store, at unlocking. */
export async function rebuildLine(desk: OpenDesk): Promise<void> {
  desk.line = emptyLine();
  for (const { stored, road } of metActs(desk.store)) desk.line = extendLine(desk.line, parseAct(stored), road).line;
  await openNewEpochs(desk);
  followLine(desk);
}

/** The logs of the line, oldest first: the first has the founders' key, each later one that of a roster epoch that took effect. */
export function followLine(desk: OpenDesk): void {
  const first = logKeys(desk.keyring.line0Key.reveal());
  const logs: LineLog[] = [{ key: desk.keyring.line0Key, writeToken: new Redacted(first.line0WriteToken) }];
  for (const epoch of goodRosterEpochs(desk)) {
    const known: EpochKey | undefined = desk.epochKeys.get(epoch);
    if (known === undefined) break; // a desk left out of an epoch reads no further
    logs.push({ key: known.key, writeToken: known.writeToken ?? lentToken(desk, known.key.reveal()) });
  }
  const isAsBefore = (log: LineLog, i: number): boolean => {
    const before = desk.lineLogs[i];
    return before !== undefined && sameLog(before, log) && before.writeToken?.reveal() === log.writeToken?.reveal();
  };
  if (logs.length !== desk.lineLogs.length || !logs.every(isAsBefore)) desk.lineLogs = logs;
}

/** Reads a line of which somebody has given us the keys, from log to log to its end. Throws `DeskError("offline")`. */
export async function readWholeLine(desk: OpenDesk, keys: readonly Bytes[]): Promise<void> {
  for (let logs = 0; logs !== desk.lineLogs.length; ) {
    logs = desk.lineLogs.length;
    const { reached } = await pullLine(desk);
    if (!reached) throw new DeskError("offline");
    keepGivenKeys(desk, keys);
    followLine(desk);
  }
}

/** A founder lends its token for the line's newest log, so that the second person can sign what lets them in (docs/formats/invite.md). */
export function lendWriteToken(desk: OpenDesk, token: string): void {
  desk.store.set(`lent/${logKeys(desk.lineLogs.at(-1)!.key.reveal()).logId}`, utf8(token));
  followLine(desk);
}

function lentToken(desk: OpenDesk, key: Uint8Array): Redacted<string> | null {
  const token = desk.store.get(`lent/${logKeys(key).logId}`);
  return token === null ? null : new Redacted(fromUtf8(token));
}

/** Gives a relay that lost its storage the line again, as far as this desk may write. Two desks that do so add the same blobs. Returns whether it got to the end. */
export async function refillLine(desk: OpenDesk): Promise<boolean> {
  const epochs = goodRosterEpochs(desk);
  let log = 0;
  let after: string | null = null;
  let line = emptyLine();
  for (const { stored } of lineActs(desk.store)) {
    const act = parseAct(stored);
    const extended = extendLine(line, act, "line");
    if (extended.outcome.kind === "noise") continue;
    const { key, writeToken } = desk.lineLogs[log]!;
    const blob = sealAct(key.reveal(), act);
    if (writeToken !== null) {
      const answer = await desk.relay.appendToLine(logKeys(key.reveal()).logId, writeToken.reveal(), after, blob);
      if (answer.kind === "offline" || answer.kind === "refused") return false;
    }
    after = sha256Hex(blob);
    line = extended.line;
    const next = epochs[log];
    if (next !== undefined && line.judged.epochs.has(next) && log + 1 < desk.lineLogs.length) {
      log += 1;
      after = null;
    }
  }
  return true;
}

async function takeBlob(desk: OpenDesk, log: LineLog, blob: Uint8Array): Promise<"new" | "known" | "unopened" | "noise"> {
  let act: AnyAct;
  try {
    act = openAct(log.key.reveal(), blob);
  } catch (error) {
    if (error instanceof EntryError || error instanceof SealError) return "unopened";
    throw error;
  }
  if (desk.line.acts.has(act.id)) return "known";
  if (hasEnded(desk, log) && !saysNewestLogIsBad(desk, act)) return "noise";
  return (await meetAct(desk, act, "line")).kind === "noise" ? "noise" : "new";
}

/**
 * Whether the line goes on in a later log than this one, be it one that this desk cannot open. Write tokens of an ended log stay good at the relay, also
 * those of people who were removed. A log that is none of the line's any more has ended too.
 */
function hasEnded(desk: OpenDesk, log: LineLog): boolean {
  return goodRosterEpochs(desk).length > desk.lineLogs.findIndex((each) => sameLog(each, log));
}

function sameLog(a: LineLog, b: LineLog): boolean {
  return logKeys(a.key.reveal()).logId === logKeys(b.key.reveal()).logId;
}

function goodRosterEpochs(desk: OpenDesk): string[] {
  return epochsOf(desk.line, "roster").filter((id) => desk.line.judged.epochs.get(id)?.bad === false);
}

/** The one act that is taken from a log of the line after the log has ended (docs/formats/roster.md, "Lines and logs"). */
function saysNewestLogIsBad(desk: OpenDesk, act: AnyAct): boolean {
  return !act.newer && act.body.act.kind === "epoch-bad" && act.body.act.epoch === desk.line.judged.inForce.get("roster");
}
