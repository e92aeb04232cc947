/** keys.bin (docs/formats/keys-bin.md): to whom reports are sealed, signed by devices of two persons. Read by everyone, made by desks. */
import { BytesError, canonical, concat, fromBase64, parseCanonical, toBase64, utf8, type Bytes, type Json } from "#bytes";
import { hashOfWeb } from "#prim/web";
import { isHybridRecipient } from "#seal/web";
import { addDays, isDay } from "./day.ts";
import { TellError } from "./errors.ts";

export const KEYS_LIFETIME_DAYS = 30;
export const MAX_KEYS_FILE_BYTES = 65_536;
/** How many different persons must have signed. */
export const SIGNING_PERSONS = 2;

/** One list of recipients. All lists within it are sorted, each value once. */
export type Keys = {
  readonly v: 1;
  /** Group id. */
  readonly group: string;
  /** 1, 2, 3 … */
  readonly version: number;
  /** Hash of the version before; `null` exactly in version 1. */
  readonly previous: string | null;
  /** Day it was made and last day it may be used, at most 30 days later. */
  readonly made: string;
  readonly expires: string;
  /** 2–7 hybrid recipients of intake desks. */
  readonly intake: readonly string[];
  /** The hybrid recipient held abroad, where there is one. */
  readonly trustee: string | null;
  /** Who may sign the next version: one list of device keys for each person. No person is named. */
  readonly signers: readonly (readonly string[])[];
};

export type KeysSignature = {
  /** Public key of the signing device. */
  readonly device: string;
  /** 64 bytes in base64. */
  readonly signature: string;
};

export interface KeysFile {
  readonly keys: Keys;
  readonly signatures: readonly KeysSignature[];
  /** `hashOf("keys-bin", canonical keys)`: what the next version names as `previous`. */
  readonly hash: string;
}

/** What signs: a `Signer` of #prim is one. */
export interface KeysSigner {
  readonly publicKey: string;
  sign(message: Uint8Array): Bytes;
}

type Fields = { readonly [name: string]: Json };
const HEX32 = /^[0-9a-f]{64}$/;
const KEYS_FIELDS = ["expires", "group", "intake", "made", "previous", "signers", "trustee", "v", "version"];
const FORM = 1;

/** The next list after `after` (`null`: the first). Sorts what must be sorted. Throws `TellError("bad-keys")` where there can be no such list. */
export function composeKeys(wanted: {
  readonly after: KeysFile | null;
  readonly group: string;
  /** Day it is made, `YYYY-MM-DD`. */
  readonly made: string;
  readonly intake: readonly string[];
  readonly trustee: string | null;
  readonly signers: readonly (readonly string[])[];
}): Keys {
  const { after, group, made, trustee } = wanted;
  check(isDay(made) && (after === null || (after.keys.group === group && after.keys.made <= made)));
  return checkedKeys({
    v: FORM,
    group,
    version: after === null ? 1 : after.keys.version + 1,
    previous: after === null ? null : after.hash,
    made,
    expires: addDays(made, KEYS_LIFETIME_DAYS),
    intake: wanted.intake.toSorted(),
    trustee,
    signers: wanted.signers.map((devices) => devices.toSorted()).toSorted((a, b) => ((a[0] ?? "") < (b[0] ?? "") ? -1 : 1)),
  });
}

/** The exact bytes a device signs. */
export function keysMessage(keys: Keys): Bytes {
  return concat(utf8("vouchsafe/1/keys-bin-signature\0"), canonical(keys));
}

/** A device's signature of a list. Two desks make theirs apart and `writeKeys` joins them. */
export function signKeys(keys: Keys, signer: KeysSigner): KeysSignature {
  return { device: signer.publicKey, signature: toBase64(signer.sign(keysMessage(keys))) };
}

/** The file. Whether these signatures are enough is `verifyKeys`' question, and the desk asks it before it publishes. */
export function writeKeys(keys: Keys, signatures: readonly KeysSignature[]): Bytes {
  const file = canonical({ keys, signatures: signatures.toSorted((a, b) => (a.device < b.device ? -1 : 1)) });
  parseKeys(file);
  return file;
}

/** Reads a file and checks its form, no signature. Throws `TellError`: `bad-keys`, `newer-keys` (a version of the format we do not know). */
export function parseKeys(bytes: Uint8Array): KeysFile {
  check(bytes.length <= MAX_KEYS_FILE_BYTES);
  const file = fieldsOf(parsed(bytes), ["keys", "signatures"]);
  const keys = checkedKeys(file["keys"]);
  const signatures = listOf(file["signatures"], SIGNING_PERSONS, 60, signatureOf);
  requireSorted(signatures.map((each) => each.device));
  return { keys, signatures, hash: hashOfWeb("keys-bin", canonical(keys)) };
}

function checkedKeys(value: Json | undefined): Keys {
  if (isObject(value) && typeof value["v"] === "number" && value["v"] > FORM) throw new TellError("newer-keys");
  const given = fieldsOf(value, KEYS_FIELDS);
  const { v, version } = given;
  if (v !== FORM || typeof version !== "number" || version < 1) throw new TellError("bad-keys");
  const keys: Keys = {
    v,
    version,
    group: hex32Of(given["group"]),
    previous: version === 1 && given["previous"] === null ? null : hex32Of(given["previous"]),
    made: dayIn(given["made"]),
    expires: dayIn(given["expires"]),
    intake: listOf(given["intake"], 2, 7, recipientOf),
    trustee: given["trustee"] === null ? null : recipientOf(given["trustee"]),
    signers: listOf(given["signers"], SIGNING_PERSONS, 30, devicesOf),
  };
  check(version > 1 || keys.previous === null);
  check(keys.made < keys.expires && keys.expires <= addDays(keys.made, KEYS_LIFETIME_DAYS));
  requireSorted(keys.intake);
  check(keys.trustee === null || !keys.intake.includes(keys.trustee));
  requireSorted(keys.signers.map(([first]) => first ?? ""));
  check(new Set(keys.signers.flat()).size === keys.signers.flat().length);
  return keys;
}

function devicesOf(value: Json): readonly string[] {
  const devices = listOf(value, 1, 8, hex32Of);
  requireSorted(devices);
  return devices;
}

function signatureOf(value: Json): KeysSignature {
  const { device, signature } = fieldsOf(value, ["device", "signature"]);
  if (typeof signature !== "string" || base64LengthBytes(signature) !== 64) throw new TellError("bad-keys");
  return { device: hex32Of(device), signature };
}

function recipientOf(value: Json | undefined): string {
  if (typeof value !== "string" || !isHybridRecipient(value)) throw new TellError("bad-keys");
  return value;
}

function hex32Of(value: Json | undefined): string {
  if (typeof value !== "string" || !HEX32.test(value)) throw new TellError("bad-keys");
  return value;
}

function dayIn(value: Json | undefined): string {
  if (!isDay(value)) throw new TellError("bad-keys");
  return value;
}

function listOf<T>(value: Json | undefined, least: number, most: number, each: (value: Json) => T): readonly T[] {
  if (!isList(value) || value.length < least || value.length > most) throw new TellError("bad-keys");
  return value.map((one) => each(one));
}

function fieldsOf(value: Json | undefined, names: readonly string[]): Fields {
  if (!isObject(value) || Object.keys(value).length !== names.length || !names.every((name) => Object.hasOwn(value, name)))
    throw new TellError("bad-keys");
  return value;
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json | undefined): value is Fields {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function requireSorted(list: readonly string[]): void {
  check(list.every((each, i) => i === 0 || list[i - 1]! < each));
}

function base64LengthBytes(text: string): number | null {
  try {
    return fromBase64(text).length;
  } catch (error) {
    if (error instanceof BytesError) return null;
    throw error;
  }
}

function parsed(bytes: Uint8Array): Json {
  try {
    return parseCanonical(bytes);
  } catch (error) {
    if (error instanceof BytesError) throw new TellError("bad-keys");
    throw error;
  }
}

function check(holds: boolean): void {
  if (!holds) throw new TellError("bad-keys");
}
