/** The persons of the histories, with fixed keys that every history uses again (making and checking a key costs more than signing). */
import { canonical, concat, toBase64, utf8 } from "#bytes";
import { sha256, Signer } from "#prim";
import type { Certificate, Joining } from "./types.ts";

export type Player = { readonly name: string; readonly person: string; readonly key: Signer; readonly devices: readonly Signer[] };

/** Enough for seven members, their later devices (one may have too many) and outsiders. */
export const PLAYERS = 12;
const DEVICES_EACH = 12;
const BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

const seed = (what: string): Uint8Array => sha256(utf8(`roster oracle ${what}`));

function recipient(what: string): string {
  return `age1pq1${[...seed(`recipient ${what}`)].map((byte) => BECH32[byte % 32]).join("")}`;
}

const players = new Map<number, Player>();

/** The player of this number, always the same. */
export function player(number: number): Player {
  const known = players.get(number);
  if (known !== undefined) return known;
  const key = new Signer(seed(`person ${number}`));
  const devices = Array.from({ length: DEVICES_EACH }, (_, device) => new Signer(seed(`device ${number} ${device}`)));
  const made = { name: `Player ${number}`, person: key.publicKey, key, devices };
  players.set(number, made);
  return made;
}

const signers = new Map<string, Signer>();

/** The key of a device of any player. */
export function signerOfDevice(device: string): Signer | undefined {
  if (signers.size === 0) for (let i = 0; i < PLAYERS; i++) for (const key of player(i).devices) signers.set(key.publicKey, key);
  return signers.get(device);
}

const good = new Map<string, Certificate>();

/** The good certificate of a device of this player. */
export function certificateOf(owner: Player, device: string): Certificate {
  const name = `${owner.person} ${device}`;
  const known = good.get(name);
  if (known !== undefined) return known;
  const body = { device, person: owner.person, recipient: recipient(device) };
  const signature = toBase64(owner.key.sign(concat(utf8("vouchsafe/1/device-cert\0"), canonical(body))));
  const made = { device, recipient: body.recipient, signature };
  good.set(name, made);
  return made;
}

/** A certificate of the right form by the wrong key. */
export function forgedCertificate(device: string): Certificate {
  return { device, recipient: recipient(device), signature: toBase64(player(PLAYERS).key.sign(utf8(device))) };
}

/** The oracle's knowledge of certificates: the good ones are those made here. */
export function certificateHolds(person: string, { device, recipient: address, signature }: Certificate): boolean {
  const made = good.get(`${person} ${device}`);
  return made?.recipient === address && made.signature === signature;
}

/** How a player joins with these devices. */
export function joining(owner: Player, devices: readonly string[]): Joining {
  return { devices: devices.map((device) => certificateOf(owner, device)), name: owner.name, person: owner.person };
}
