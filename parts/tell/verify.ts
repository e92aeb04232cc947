/** Whether a page may seal to a keys.bin it was given (docs/formats/keys-bin.md, "Judging a file"). No I/O; the day is passed in. */
import { fromBase64 } from "#bytes";
import { verifyStrictWeb } from "#prim/web";
import { addDays } from "./day.ts";
import { TellError } from "./errors.ts";
import { keysMessage, parseKeys, SIGNING_PERSONS, type Keys, type KeysFile } from "./keys.ts";

/** How long after expiry the offline page still seals, with a warning. */
export const OFFLINE_GRACE_DAYS = 60;

/** What is built into a page: the list it was made with, who may sign later ones, and the day it was built. */
export interface Pinned {
  readonly group: string;
  readonly version: number;
  readonly hash: string;
  readonly signers: readonly (readonly string[])[];
  readonly built: string;
}

export type KeysRefusal = "bad-keys" | "newer-keys" | "other-group" | "older" | "forked" | "bad-signature" | "too-few-persons" | "expired";

export type KeysWarning = "clock-behind" | "expired-lately";

/** `refused` must not be sealed to. `warn` may, and the reporter is told. */
export type KeysVerdict =
  | { readonly outcome: "ok"; readonly keys: Keys }
  | { readonly outcome: "warn"; readonly keys: Keys; readonly codes: readonly KeysWarning[] }
  | { readonly outcome: "refused"; readonly code: KeysRefusal };

/** What a page built today with this file pins. Throws `TellError` as `parseKeys` does. */
export function pinnedOf(file: Uint8Array, built: string): Pinned {
  const { keys, hash } = parseKeys(file);
  return { group: keys.group, version: keys.version, hash, signers: keys.signers, built };
}

/** @param today the phone's day in UTC, `YYYY-MM-DD` */
export function verifyKeys(bytes: Uint8Array, pinned: Pinned, today: string, mode: "served" | "offline"): KeysVerdict {
  let file: KeysFile;
  try {
    file = parseKeys(bytes);
  } catch (error) {
    if (error instanceof TellError && (error.code === "bad-keys" || error.code === "newer-keys")) return refused(error.code);
    throw error;
  }
  const refusal = wrongPlace(file, pinned) ?? wrongSignatures(file, pinned);
  return refusal === null ? judgeDays(file.keys, pinned, today, mode) : refused(refusal);
}

/** The list must come from this group and stand at or after the built-in one in its chain. */
function wrongPlace({ keys, hash }: KeysFile, pinned: Pinned): KeysRefusal | null {
  if (keys.group !== pinned.group) return "other-group";
  if (keys.version < pinned.version) return "older";
  if (keys.version === pinned.version && hash !== pinned.hash) return "forked";
  if (keys.version === pinned.version + 1 && keys.previous !== pinned.hash) return "forked";
  return null;
}

/** The built-in list itself is known by its hash. Any other: no bad signature by a listed device, and two persons. Devices not listed count for nothing. */
function wrongSignatures({ keys, signatures, hash }: KeysFile, pinned: Pinned): KeysRefusal | null {
  if (hash === pinned.hash) return null;
  const message = keysMessage(keys);
  const persons = new Set<number>();
  for (const { device, signature } of signatures) {
    const person = pinned.signers.findIndex((devices) => devices.includes(device));
    if (person === -1) continue;
    if (!verifyStrictWeb(device, message, fromBase64(signature))) return "bad-signature";
    persons.add(person);
  }
  return persons.size < SIGNING_PERSONS ? "too-few-persons" : null;
}

/** A phone whose date is before the page was built is wrong about the date: it is at least the day of building, and the reporter is told. */
function judgeDays(keys: Keys, pinned: Pinned, today: string, mode: "served" | "offline"): KeysVerdict {
  const behind = today < pinned.built || today < keys.made;
  const atLeast = today < pinned.built ? pinned.built : today;
  const codes: KeysWarning[] = behind ? ["clock-behind"] : [];
  if (atLeast > keys.expires) {
    if (mode === "served" || atLeast > addDays(keys.expires, OFFLINE_GRACE_DAYS)) return refused("expired");
    codes.push("expired-lately");
  }
  return codes.length === 0 ? { outcome: "ok", keys } : { outcome: "warn", keys, codes };
}

function refused(code: KeysRefusal): KeysVerdict {
  return { outcome: "refused", code };
}
