/** What the acts so far have made of the group. Values, never changed: each act that takes effect makes a new one. */
import { concat, fromHex, utf8 } from "#bytes";
import { hashOf } from "#prim";
import type { CutHeads, EpochElement, Policy, SignedAct } from "./act.ts";
import { SharedList, SharedMap } from "./shared.ts";

export type Standing = "active" | "suspended" | "removed";

export type RosterPerson = { readonly name: string; readonly removed: boolean };
export type RosterDevice = { readonly person: string; readonly recipient: string; readonly revoked: boolean };

/** A suspension that stands. It is open while it is not confirmed. */
export type Suspension = {
  /** id of the act */
  readonly act: string;
  readonly by: string;
  readonly byDevice: string;
  readonly person: string;
  /** the act's own `n`, in the branch where it was signed */
  readonly n: number;
  readonly confirmed: boolean;
};

export type Epoch = { readonly id: string; readonly element: EpochElement; readonly bad: boolean };

/** The cut of a SUSPEND, REMOVE or REVOKE-DEVICE that took effect. */
export type RecordedCut = {
  readonly act: string;
  readonly kind: "suspend" | "remove" | "revoke-device";
  /** the person, or the revoked device */
  readonly target: string;
  readonly heads: CutHeads;
  readonly signerDevice: string;
  /** place of the act in the line; for one that came from another branch the first place after the fork */
  readonly lineIndex: number;
};

export type RosterState = {
  /** id of the newest genesis that took effect */
  readonly group: string | null;
  /** the relay that orders the line */
  readonly relay: string;
  readonly policy: Policy;
  /** everybody ever in the group */
  readonly persons: ReadonlyMap<string, RosterPerson>;
  /** every device ever named by an act that took effect */
  readonly devices: SharedMap<RosterDevice>;
  /** the devices of each person that are not revoked */
  readonly owned: ReadonlyMap<string, readonly string[]>;
  /** those that stand, by act id */
  readonly suspensions: ReadonlyMap<string, Suspension>;
  /** acts that wait for a second person, by act id, in the order of the line */
  readonly pending: SharedMap<SignedAct>;
  /** every epoch that took effect, by epoch id */
  readonly epochs: SharedMap<Epoch>;
  /** key commitment → epoch id, of every epoch that took effect */
  readonly keys: SharedMap<string>;
  /** compartment → epoch id */
  readonly inForce: SharedMap<string>;
  readonly cuts: SharedList<RecordedCut>;
  /** heads of other branches that a RESOLVE dropped */
  readonly dropped: ReadonlySet<string>;
};

export const EMPTY_STATE: RosterState = {
  group: null,
  relay: "",
  policy: {},
  persons: new Map(),
  devices: SharedMap.empty(),
  owned: new Map(),
  suspensions: new Map(),
  pending: SharedMap.empty(),
  epochs: SharedMap.empty(),
  keys: SharedMap.empty(),
  inForce: SharedMap.empty(),
  cuts: SharedList.empty(),
  dropped: new Set(),
};

/** `hashOf("epoch", act id, compartment)`. */
export function epochId(act: string, compartment: string): string {
  return hashOf("epoch", concat(fromHex(act, 32), utf8(compartment)));
}

/** `null` for somebody never in the group. */
export function standingOf(state: RosterState, person: string): Standing | null {
  const known = state.persons.get(person);
  if (known === undefined) return null;
  if (known.removed) return "removed";
  return suspensionsOf(state, person).length > 0 ? "suspended" : "active";
}

export function isMember(state: RosterState, person: string): boolean {
  return state.persons.get(person)?.removed === false;
}

/** A device counts when its person is active and it was not revoked. */
export function counts(state: RosterState, device: string): boolean {
  const known = state.devices.get(device);
  return known !== undefined && !known.revoked && standingOf(state, known.person) === "active";
}

export function activeIn(state: RosterState): string[] {
  return [...state.persons.keys()].filter((person) => standingOf(state, person) === "active").sort();
}

export function countingIn(state: RosterState): string[] {
  return activeIn(state)
    .flatMap((person) => devicesOf(state, person))
    .sort();
}

/** The devices of a person that are not revoked. */
export function devicesOf(state: RosterState, person: string): readonly string[] {
  return state.owned.get(person) ?? [];
}

export function suspensionsOf(state: RosterState, person: string): Suspension[] {
  return [...state.suspensions.values()].filter((suspension) => suspension.person === person);
}

export function hasOpenSuspension(state: RosterState, signer: string): boolean {
  return [...state.suspensions.values()].some((suspension) => suspension.by === signer && !suspension.confirmed);
}

export function epochInForce(state: RosterState, compartment: string): Epoch | null {
  const id = state.inForce.get(compartment);
  return id === undefined ? null : state.epochs.get(id)!;
}

export function recipientsOf(element: EpochElement): string[] {
  return element.lockboxes.map((lockbox) => lockbox.device);
}

/** A copy of `map` with one key set. */
export function withKey<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map(map).set(key, value);
}

/** A copy of `map` with the entries for which `keep` holds. */
export function withOnly<K, V>(map: ReadonlyMap<K, V>, keep: (value: V, key: K) => boolean): ReadonlyMap<K, V> {
  return new Map([...map].filter(([key, value]) => keep(value, key)));
}
