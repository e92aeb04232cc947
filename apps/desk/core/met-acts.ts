/**
 * The acts a desk has taken, in the order and by the roads in which they came: what it holds of the line follows from that, and must after a restart be what it was.
 * An act may be taken more than once: a suspension as a file and then by the line, what follows it first beside the line and then in it.
 */
import { encodeAct, type NewerAct, type Road, type SignedAct } from "#entry";
import type { Store, StoredAct } from "#store";

/** `road/ACT`: a SUSPEND that was a file when it was first taken. For every other act the road makes no difference. */
const ROAD = "road/";
/** `again/ACTS KEPT THEN/NUMBER/ACT`: was taken once more, when so many acts were kept; numbers rise. What is kept under it says by which road. */
const AGAIN = "again/";
const DIGITS = 9;
const MARK = Uint8Array.of(1);
const BY_FILE = Uint8Array.of(2);

export interface Met extends StoredAct {
  readonly road: Road;
}

/** Keeps that this act was taken now. */
export function keepMet(store: Store, act: SignedAct | NewerAct, road: Road): void {
  store.atomically(() => {
    const isFirst = store.addActs([{ id: act.id, stored: encodeAct(act) }]) === 1;
    // A suspension may come as a file, be ended by the line, and come as a file again: of it the line knows nothing, now or later.
    const isHeld = road === "file" && act.body.act.kind === "suspend";
    if (!isFirst) store.set(`${AGAIN}${digits(store.actCount)}/${digits(nextNumber(store))}/${act.id}`, isHeld ? BY_FILE : MARK);
    else if (isHeld) store.set(`${ROAD}${act.id}`, MARK);
  });
}

/** Every taking of an act, in order. */
export function metActs(store: Store): readonly Met[] {
  const acts = store.acts();
  const byId = new Map(acts.map((act) => [act.id, act]));
  const again = Map.groupBy(store.names(AGAIN), (name) => Number(name.split("/")[1]));
  return acts.flatMap((act, at) => [
    { ...act, road: store.get(`${ROAD}${act.id}`) === null ? ("line" as const) : ("file" as const) },
    ...(again.get(at + 1) ?? []).flatMap((name): Met[] => {
      const known = byId.get(name.split("/")[3]!);
      return known === undefined ? [] : [{ ...known, road: store.get(name)?.[0] === BY_FILE[0] ? "file" : "line" }];
    }),
  ]);
}

/** What came by a line, each act once, where it was taken last: what somebody may be handed who has met nothing yet. */
export function lineActs(store: Store): readonly StoredAct[] {
  const byLine = metActs(store).filter(({ road }) => road === "line");
  const last = new Map(byLine.map(({ id }, at) => [id, at]));
  return byLine.filter(({ id }, at) => last.get(id) === at);
}

function nextNumber(store: Store): number {
  return Math.max(-1, ...store.names(AGAIN).map((name) => Number(name.split("/")[2]))) + 1;
}

function digits(n: number): string {
  return String(n).padStart(DIGITS, "0");
}
