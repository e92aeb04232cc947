/** What somebody about to write an act sees and knows, and the ways to put an act together. */
import { sha256Hex } from "#prim";
import { toBase64, utf8 } from "#bytes";
import { certificateOf, forgedCertificate, joining, player, PLAYERS, type Player } from "./cast.ts";
import { viewOf, type Desk } from "./desk.ts";
import type { Dice } from "./dice.ts";
import { countingDevices, devicesEver, devicesOf, inForce, isMember, keysEver, ownerOf, personsEver, type Past } from "./facts.ts";
import type { Letter } from "./pen.ts";
import type { Act, EpochPart, Joining, Kind, Of } from "./types.ts";

/** An act somebody means to send, and the devices that are to sign it. */
export type Intent = { readonly act: Act; readonly by: readonly string[] };

export type Sight = {
  readonly dice: Dice;
  readonly desk: Desk;
  readonly past: Past;
  readonly me: string;
  readonly device: string;
  /** The captive colleague, or nobody. */
  readonly captive: string | null;
  /** Everything written so far by anybody. */
  readonly letters: readonly Letter[];
};

export const COMPARTMENTS = ["work", "inbox", "signing", "roster"] as const;

export function sightOf(desk: Desk, me: string, device: string, more: Pick<Sight, "dice" | "captive" | "letters">): Sight {
  return { desk, past: viewOf(desk), me, device, ...more };
}

export function everybody(): readonly Player[] {
  return Array.from({ length: PLAYERS }, (_, number) => player(number));
}

export function playerOf(person: string): Player {
  return everybody().find((one) => one.person === person)!;
}

/** `act`, signed by the writer's own device. */
export function mine(sight: Sight, act: Act): Intent {
  return { act, by: [sight.device] };
}

export function members(sight: Sight): readonly string[] {
  return personsEver(sight.past).filter((person) => isMember(sight.past, person));
}

export function others(sight: Sight): readonly string[] {
  return members(sight).filter((person) => person !== sight.me);
}

/** The body of a pending act of the line. */
export function bodyOf(sight: Sight, id: string): Letter["body"] | undefined {
  return sight.desk.placed.get(id)?.act.body;
}

export function proposerOf(sight: Sight, id: string): string | null {
  const device = bodyOf(sight, id)?.by[0];
  return device === undefined ? null : ownerOf(sight.past, device);
}

/** Heads per compartment; what they are decides nothing. */
export function cut(dice: Dice): Of<"suspend">["cut"] {
  return dice.chance(0.3) ? {} : { work: [dice.hex(32)] };
}

/** A person as they would join, with one to three devices not named before where there are such. */
export function joiner(sight: Sight, who: Player, forged = false): Joining {
  const { dice } = sight;
  const fresh = who.devices.map(({ publicKey }) => publicKey).filter((device) => !devicesEver(sight.past).includes(device));
  const howMany = dice.weighted([
    [6, 1],
    [1, 2],
    [1, 3],
  ]);
  const devices = dice.some(fresh.length > 0 ? fresh : who.devices.map(({ publicKey }) => publicKey), howMany);
  const joins = joining(who, devices);
  return forged ? { ...joins, devices: [...joins.devices.slice(1), forgedCertificate(devices[0]!)] } : joins;
}

export function freshDevice(sight: Sight, who: Player): string | undefined {
  return sight.dice.pick(who.devices.map(({ publicKey }) => publicKey).filter((device) => !devicesEver(sight.past).includes(device)));
}

export function addDevice(sight: Sight, person: string, device: string, forged: boolean): Intent {
  const certificate = forged ? forgedCertificate(device) : certificateOf(playerOf(person), device);
  return mine(sight, { kind: "add-device", person, device: certificate });
}

/** An epoch for these recipients, now and then under a key that was used before. The boxes hold anything: no rule opens them. */
export function part(sight: Sight, compartment: string, recipients: readonly string[], parent?: string | null): EpochPart {
  const from = parent === undefined ? (inForce(sight.past, compartment)?.id ?? null) : parent;
  const noise = sight.dice.hex(8);
  return {
    compartment,
    keyCommitment: (sight.dice.chance(0.05) ? sight.dice.pick(keysEver(sight.past)) : undefined) ?? sha256Hex(utf8(noise)),
    lockboxes: recipients.toSorted().map((device) => ({ device, box: toBase64(utf8(`box ${noise}`)) })),
    parent: from,
    wrapped: from === null ? null : toBase64(utf8(`wrapped ${noise}`)),
    writers: recipients.map((_, at) => sha256Hex(utf8(`${noise} ${at}`))).toSorted(),
  };
}

export function counting(sight: Sight): readonly string[] {
  return countingDevices(sight.past);
}

/** A device of this person that is not revoked. */
export function deviceOf(sight: Sight, person: string): string | undefined {
  return sight.dice.pick(devicesOf(sight.past, person));
}

/** The id of some act, most often of these kinds; now and then one that nobody wrote. */
export function someAct(sight: Sight, ...kinds: readonly Kind[]): string {
  const fitting = sight.letters.filter(({ body }) => kinds.length === 0 || kinds.includes(body.act.kind));
  return (sight.dice.chance(0.9) ? sight.dice.pick(fitting)?.id : undefined) ?? sight.dice.hex(32);
}
