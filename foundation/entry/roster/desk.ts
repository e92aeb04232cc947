/** What a desk asks of its line. Where the view and the line differ (a fork, a file), each says which of the two it answers from. */
import type { DeviceCert, EpochElement } from "./act.ts";
import type { Line } from "./line.ts";
import { activeIn, countingIn, counts, epochInForce, recipientsOf, standingOf, type Epoch, type RosterState, type Standing } from "./state.ts";

/** Persons who are active in the desk's view, sorted. */
export function activePersons(line: Line): string[] {
  return activeIn(line.state);
}

/** Devices that count in the desk's view, sorted. */
export function countingDevices(line: Line): string[] {
  return countingIn(line.state);
}

/** Whether this device counts in the desk's view. */
export function deviceCounts(line: Line, device: string): boolean {
  return counts(line.state, device);
}

/** How a person stands in the desk's view; `null` for somebody never in the group. */
export function personStanding(line: Line, person: string): Standing | null {
  return standingOf(line.state, person);
}

/** Whose device this is, also when it counts no more; `null` where the line never named it. */
export function personOf(line: Line, device: string): string | null {
  return line.judged.devices.get(device)?.person ?? null;
}

/** Place of an act in the own line, counted from 0; `null` where it is not in it. */
export function lineAfter(line: Line, actId: string): number | null {
  const place = line.placeOf(actId);
  return place !== null && line.parts.own[place.act.body.n] === place ? place.act.body.n : null;
}

/** Whether the own line names this device at or before this act. */
export function deviceKnownAt(line: Line, actId: string, device: string): boolean {
  return stateAt(line, actId)?.devices.has(device) ?? false;
}

/** The group id in force once this act of the own line has taken its place; `null` where there is none. */
export function groupAt(line: Line, actId: string): string | null {
  return stateAt(line, actId)?.group ?? null;
}

/** The epoch to write under: in force, not bad, and all of its recipients count in the desk's view. `null`: write locally until there is one. */
export function writableEpoch(line: Line, compartment: string): Epoch | null {
  const epoch = epochInForce(line.state, compartment);
  if (epoch === null || epoch.bad) return null;
  return recipientsOf(epoch.element).every((device) => counts(line.state, device)) ? epoch : null;
}

/** Who must be able to open the next epoch: the devices that count in the line, sorted. From the line, since the line judges the epoch. */
export function epochRecipientsWanted(line: Line): Pick<DeviceCert, "device" | "recipient">[] {
  return countingIn(line.judged).map((device) => ({ device, recipient: line.judged.devices.get(device)!.recipient }));
}

/** The epoch whose key `wrapped` of this epoch must hold: the nearest before it that is not bad; `null` where there is none. */
export function wrappedEpoch(line: Line, element: Pick<EpochElement, "parent">): Epoch | null {
  let epoch = element.parent === null ? undefined : line.judged.epochs.get(element.parent);
  while (epoch?.bad) epoch = epoch.element.parent === null ? undefined : line.judged.epochs.get(epoch.element.parent);
  return epoch ?? null;
}

/** A cut of one target. */
export type TargetCut = {
  readonly act: string;
  readonly heads: { readonly [compartment: string]: readonly string[] };
  readonly signerDevice: string;
  /** place of the act in the own line; `Infinity` for one that came as a file */
  readonly lineIndex: number;
  /** the suspension stands no more: the cut leaves nothing out, and what it included stays included */
  readonly lifted: boolean;
};

/** All cuts ever made of this person or of this device, in the desk's view. */
export function cutsFor(line: Line, target: string): TargetCut[] {
  return [...line.state.cuts]
    .filter((cut) => cut.target === target)
    .map(({ act, kind, heads, signerDevice, lineIndex }) => ({
      act,
      heads,
      signerDevice,
      lineIndex,
      lifted: kind === "suspend" && !line.state.suspensions.has(act),
    }));
}

function stateAt(line: Line, actId: string): RosterState | null {
  const n = lineAfter(line, actId);
  return n === null ? null : line.parts.own[n]!.state;
}
