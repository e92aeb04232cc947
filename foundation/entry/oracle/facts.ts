/**
 * What holds, asked of the list of what has taken effect so far. Every answer is a definition over the whole list and is worked out anew each time:
 * no state is carried along, so there is none to update wrongly. Slow on purpose.
 */
import { hashOf } from "#prim";
import { fromHex, utf8 } from "#bytes";
import type { EpochPart, Kind, Of, Written } from "./types.ts";

/** An act taking effect; `by` is the person whose act it is, `cause` the act of the line at whose place it does: itself, its CONFIRM, a RESOLVE. */
export type Happening = { readonly act: Written; readonly by: string; readonly cause: string };

/** Everything that has taken effect, in the order in which it did. */
export type Past = readonly Happening[];

/** A definition is worked out once for each list. A list never changes, so neither does the answer. */
export function once<List extends readonly unknown[], T>(define: (list: List) => T): (list: List) => T {
  const answers = new WeakMap<List, { readonly is: T }>();
  return (list) => {
    const known = answers.get(list);
    if (known !== undefined) return known.is;
    const is = define(list);
    answers.set(list, { is });
    return is;
  };
}

type Found<K extends Kind> = { readonly at: number; readonly id: string; readonly by: string; readonly act: Of<K> };

const byKind = once((past: Past) =>
  Map.groupBy(
    past.map(({ act, by }, at) => ({ at, id: act.id, by, act: act.body.act })),
    ({ act }) => act.kind,
  ),
);

function all<K extends Kind>(past: Past, kind: K): readonly Found<K>[] {
  return (byKind(past).get(kind) ?? []) as unknown as readonly Found<K>[];
}

function geneses(past: Past): readonly Found<"genesis">[] {
  return all(past, "genesis");
}

function lastGenesisAt(past: Past): number {
  return geneses(past).at(-1)?.at ?? -1;
}

/** The group id in force: the newest genesis that took effect. */
export function groupOf(past: Past): string | null {
  return geneses(past).at(-1)?.id ?? null;
}

type Naming = { readonly at: number; readonly device: string; readonly person: string };

const namings = once((past: Past): readonly Naming[] =>
  past.flatMap(({ act: { body } }, at): Naming[] => {
    const act = body.act;
    if (act.kind === "genesis") return act.persons.flatMap(({ person, devices }) => devices.map(({ device }) => ({ at, device, person })));
    if (act.kind === "admit") return act.person.devices.map(({ device }) => ({ at, device, person: act.person.person }));
    if (act.kind === "add-device") return [{ at, device: act.device.device, person: act.person }];
    return [];
  }),
);

/** Every person a genesis or an admit has named, removed ones too. */
export const personsEver = once((past: Past): readonly string[] => [...new Set(namings(past).map(({ person }) => person))]);

/** Every device ever named, revoked ones too. */
export const devicesEver = once((past: Past): readonly string[] => [...new Set(namings(past).map(({ device }) => device))]);

/** Removed, and no genesis since has listed them. */
export function isRemoved(past: Past, person: string): boolean {
  return all(past, "remove").some(
    (removal) =>
      removal.act.person === person &&
      !geneses(past).some((later) => later.at > removal.at && later.act.persons.some((listed) => listed.person === person)),
  );
}

/** A person of the roster who is not removed: active or suspended. */
export function isMember(past: Past, person: string): boolean {
  return personsEver(past).includes(person) && !isRemoved(past, person);
}

/** A suspension that stands, as a summary lists it. */
export type Standing = { readonly act: string; readonly by: string; readonly open: boolean; readonly person: string };

/** Every suspension standing now: since the newest genesis, not lifted, its target not removed since. */
export const standing = once((past: Past): readonly Standing[] =>
  all(past, "suspend")
    .filter(({ at }) => at > lastGenesisAt(past))
    .filter(({ at, id }) => !all(past, "reinstate").some((lifting) => lifting.at > at && lifting.act.suspension === id))
    .filter(({ at, act }) => !all(past, "remove").some((removal) => removal.at > at && removal.act.person === act.person))
    .map(({ id, by, act }) => ({ act: id, by, open: !all(past, "confirm").some(({ act: { act: named } }) => named === id), person: act.person })),
);

export function statusOf(past: Past, person: string): "active" | "suspended" | "removed" {
  if (isRemoved(past, person)) return "removed";
  return standing(past).some((suspension) => suspension.person === person) ? "suspended" : "active";
}

export function isActive(past: Past, person: string): boolean {
  return isMember(past, person) && statusOf(past, person) === "active";
}

export const activePersons = once((past: Past): readonly string[] => personsEver(past).filter((person) => isActive(past, person)));

/** Whose device this is, or was; null for one never named. */
export function ownerOf(past: Past, device: string): string | null {
  return namings(past).findLast((naming) => naming.device === device)?.person ?? null;
}

/** Named since the newest genesis (or in it) and not revoked since. */
export function isUnrevoked(past: Past, device: string): boolean {
  const naming = namings(past).findLast((one) => one.device === device);
  if (naming === undefined || naming.at < lastGenesisAt(past)) return false;
  return !all(past, "revoke-device").some((revocation) => revocation.at > naming.at && revocation.act.device === device);
}

/** "A device counts when its person is active and it was not revoked." */
export function counts(past: Past, device: string): boolean {
  return countingDevices(past).includes(device);
}

/** The devices of a person that are not revoked. */
export function devicesOf(past: Past, person: string): readonly string[] {
  return devicesEver(past).filter((device) => ownerOf(past, device) === person && isUnrevoked(past, device));
}

export const countingDevices = once((past: Past): readonly string[] =>
  devicesEver(past).filter((device) => isUnrevoked(past, device) && activePersons(past).includes(ownerOf(past, device)!)),
);

export type Epoch = { readonly id: string; readonly part: EpochPart; readonly recipients: readonly string[] };

/** Every epoch that took effect, oldest first. */
export const epochs = once((past: Past): readonly Epoch[] =>
  all(past, "epoch").flatMap(({ id, act }) =>
    act.epochs.map((part) => ({
      id: hashOf("epoch", fromHex(id), utf8(part.compartment)),
      part,
      recipients: part.lockboxes.map(({ device }) => device),
    })),
  ),
);

/** The commitment of every key that was ever in force, bad or not. */
export function keysEver(past: Past): readonly string[] {
  return epochs(past).map(({ part }) => part.keyCommitment);
}

/** The newest epoch of a compartment, bad or not. */
export function inForce(past: Past, compartment: string): Epoch | null {
  return epochs(past).findLast(({ part }) => part.compartment === compartment) ?? null;
}

export function isBad(past: Past, epochId: string): boolean {
  return all(past, "epoch-bad").some(({ act }) => act.epoch === epochId);
}

/** Whether this very act has taken effect. */
export function hasHappened(past: Past, id: string): boolean {
  return past.some(({ act }) => act.id === id);
}
