/** A whole import taken back, and brought back. Nothing is deleted: undoing is withdrawing, and redoing withdraws the withdrawals. */
import { randomBytes } from "#prim";
import { IdSet } from "#exchange";
import { penOf, type CaseRecord } from "#casework";
import { actName, entriesOf, recordsIn, Withdrawals, writtenOnlyIn, type ImportAct } from "./acts.ts";
import { nextTurn, Stopped, type Conduct } from "./conduct.ts";
import type { OpenDesk } from "../open-desk.ts";
import { write } from "../records.ts";

const MAX_RECORDS = 500;

/** Whether an import was taken back as a whole and not brought back: then it is `undone`; `partly` where the one or the other was broken off. */
export function undoState(desk: OpenDesk, importId: string): "standing" | "undone" | "partly" {
  const withdrawals = new Withdrawals(desk);
  const isUndone = [...recordsOf(desk, "undone", importId)].some(({ id, kind }) => kind === "withdraw" && !withdrawals.takeBack(id));
  if (!isUndone) return "standing";
  // What was brought back by half stands, and so does what was not taken back: neither was finished. That it was taken back and brought back before means nothing.
  return stillStanding(desk, importId).next().done === true ? "undone" : "partly";
}

/**
 * Takes back all an import has made that stands. Whatever somebody withdrew by hand stays so when it is redone. Gives how many records; throws `Stopped`.
 * @param alsoOthers also what is written under its ids in other acts, as `heldByOthers` counts: for when a person has looked and says so
 */
export async function undoImport(desk: OpenDesk, importId: string, conduct: Conduct = {}, alsoOthers = false): Promise<number> {
  const pen = penOf(randomBytes);
  return inEntries(
    desk,
    actName("undone", importId),
    mapped(stillStanding(desk, importId, alsoOthers), (target) => pen("withdraw", { target })),
    conduct,
  );
}

/**
 * How many records an import has written that taking it back leaves standing, since something under their ids is written in other acts too: somebody put their own name to
 * them, or wrote other words. Nobody can tell from outside which of the two the import may take back, so a person decides.
 */
export function heldByOthers(desk: OpenDesk, importId: string): number {
  const ours = new Set(stillStanding(desk, importId, false));
  let held = 0;
  for (const id of stillStanding(desk, importId, true)) if (!ours.has(id)) held++;
  return held;
}

/** Brings back all that undoing has taken back. Gives how many records; throws `Stopped`. */
export async function redoImport(desk: OpenDesk, importId: string, conduct: Conduct = {}): Promise<number> {
  const pen = penOf(randomBytes);
  return inEntries(
    desk,
    actName("redone", importId),
    mapped(takenBack(desk, importId), (target) => pen("withdraw", { target })),
    conduct,
  );
}

function* stillStanding(desk: OpenDesk, importId: string, alsoOthers = false): Generator<string> {
  const met = new IdSet(); // two desks may have written one record
  const withdrawals = new Withdrawals(desk);
  for (const { id, kind } of recordsOf(desk, "made", importId, alsoOthers)) if (kind !== "withdraw" && met.add(id) && !withdrawals.takeBack(id)) yield id;
}

function* takenBack(desk: OpenDesk, importId: string): Generator<string> {
  const withdrawals = new Withdrawals(desk);
  for (const { id, kind } of recordsOf(desk, "undone", importId)) if (kind === "withdraw" && !withdrawals.takeBack(id)) yield id;
}

/** What an act of an import wrote and nobody wrote elsewhere; with `alsoOthers` all it wrote. */
function* recordsOf(desk: OpenDesk, act: ImportAct, importId: string, alsoOthers = false): Generator<CaseRecord> {
  const entries = entriesOf(desk, act, importId);
  const own = new Set(entries);
  for (const entry of entries) {
    const records = recordsIn(desk, entry);
    if (alsoOthers) {
      yield* records;
      continue;
    }
    const ids = new Set(writtenOnlyIn(desk, own, records.map(({ id }) => id)));
    yield* records.filter(({ id }) => ids.has(id));
  }
}

function* mapped<A, B>(all: Iterable<A>, to: (one: A) => B): Generator<B> {
  for (const one of all) yield to(one);
}

async function inEntries(desk: OpenDesk, act: string, records: Iterable<CaseRecord>, { signal, onProgress, breathe }: Conduct): Promise<number> {
  let batch: CaseRecord[] = [];
  let done = 0;
  const flush = async (): Promise<void> => {
    if (batch.length > 0) write(desk, "work", act, batch);
    done += batch.length;
    batch = [];
    onProgress?.({ rows: 0, added: done });
    await (breathe ?? nextTurn)();
    if (signal?.aborted === true) throw new Stopped("stopped");
  };
  for (const record of records) {
    batch.push(record);
    if (batch.length === MAX_RECORDS) await flush();
  }
  await flush();
  return done;
}
