/** Places of acts in lines that may part, and which suspensions of one branch stand in another (docs/formats/roster.md, "A fork"). */
import type { NewerAct, SignedAct } from "./act.ts";
import type { ActOutcome } from "./judged.ts";
import { hasOpenSuspension, isMember, withOnly, type RecordedCut, type RosterState, type Suspension } from "./state.ts";

/** A linked act with everything before it. What it did follows from its chain and from nothing else. */
export type Place = {
  readonly act: SignedAct | NewerAct;
  readonly before: Place | null;
  readonly outcome: ActOutcome | { readonly kind: "newer" };
  /** the roster after the act */
  readonly state: RosterState;
};

/** A suspension from elsewhere, with its cut. */
export type Carried = { readonly suspension: Suspension; readonly cut: RecordedCut };

/** The last place that both have before or at them; `null` where they are of different lines. */
export function lastCommon(a: Place, b: Place): Place | null {
  let [left, right]: [Place | null, Place | null] = [a, b];
  while (left !== null && right !== null && left !== right) {
    const [n, m] = [left.act.body.n, right.act.body.n];
    if (n >= m) left = left.before;
    if (m >= n) right = right.before;
  }
  return left === right ? left : null;
}

/** The places after `fork` up to `head`, oldest first. */
export function placesAfter(fork: Place, head: Place): Place[] {
  const places: Place[] = [];
  for (let at: Place | null = head; at !== null && at !== fork; at = at.before) places.push(at);
  return places.reverse();
}

/** Every suspension that took effect in these places, as it was then: unconfirmed, whether or not it was lifted after. `lineIndex`: where it counts as standing in another branch. */
export function suspensionsIn(places: readonly Place[], lineIndex: number): Carried[] {
  return places.flatMap(({ before, state }) =>
    [...state.suspensions.values()]
      .filter(({ act }) => before?.state.suspensions.has(act) !== true)
      .map((suspension) => ({ suspension, cut: { ...cutOf(state, suspension), lineIndex } })),
  );
}

/** The cut that came with a suspension. */
export function cutOf(state: RosterState, { act }: Suspension): RecordedCut {
  return [...state.cuts].find((cut) => cut.act === act)!;
}

/**
 * `state` with the suspensions of other branches: between members, by a device not revoked, not one that this line had and lifted, and at most
 * one open suspension by one signer. Otherwise one captive could suspend everybody by signing many branches.
 */
export function withSuspensions(state: RosterState, others: readonly Carried[]): RosterState {
  const sorted = others
    .filter((carried) => mayStand(state, carried))
    .sort(({ suspension: a }, { suspension: b }) => a.n - b.n || (a.act < b.act ? -1 : 1));
  let joined = state;
  for (const carried of sorted) {
    if (!hasOpenSuspension(joined, carried.suspension.by)) joined = withSuspension(joined, carried);
  }
  return joined;
}

function mayStand(state: RosterState, { suspension: { act, by, byDevice, person } }: Carried): boolean {
  const device = state.devices.get(byDevice);
  const had = [...state.cuts].some((cut) => cut.act === act);
  return !had && device?.person === by && !device.revoked && isMember(state, by) && isMember(state, person);
}

/** A dropped head with the kept branch's suspensions. What stands open in the kept branch prevails over another by the same signer. */
function droppedWith(dropped: RosterState, kept: RosterState, others: readonly Carried[]): RosterState {
  const prevailing = others.filter((carried) => kept.suspensions.get(carried.suspension.act)?.confirmed === false && mayStand(dropped, carried));
  const signers = new Set(prevailing.map(({ suspension }) => suspension.by));
  const suspensions = withOnly(dropped.suspensions, ({ by, confirmed }) => confirmed || !signers.has(by));
  return withSuspensions(withSuspensions({ ...dropped, suspensions }, prevailing), others);
}

export function withSuspension(state: RosterState, { suspension, cut }: Carried): RosterState {
  return { ...state, suspensions: new Map(state.suspensions).set(suspension.act, suspension), cuts: state.cuts.with(cut) };
}

/** Both heads, each with the other's suspensions; `null` where one comes before the other, so that there is no fork between them. */
export function branchesOf(kept: Place, dropped: Place): { kept: RosterState; dropped: RosterState } | null {
  const fork = lastCommon(kept, dropped);
  if (fork === null || fork === kept || fork === dropped) return null;
  const lineIndex = fork.act.body.n + 1;
  return {
    kept: withSuspensions(kept.state, suspensionsIn(placesAfter(fork, dropped), lineIndex)),
    dropped: droppedWith(dropped.state, kept.state, suspensionsIn(placesAfter(fork, kept), lineIndex)),
  };
}
